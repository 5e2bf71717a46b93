"""The audit note says the same in every format, and nothing gets lost on the way."""

import re
from dataclasses import replace
from io import BytesIO

import docx
import openpyxl
import pytest
from lxml import html
from tests.reports.noting import FINDINGS, LEDGER, finding, note

from jixiao.core.decisions import Review, ReviewedFinding
from jixiao.core.findings import Severity
from jixiao.reports.audit_document import compose_note
from jixiao.reports.audit_note import (
    LIMITS,
    basis_texts,
    changes_text,
    counts,
    numbered_groups,
    open_groups,
    result_text,
    score_lines,
    settled,
    total_texts,
)
from jixiao.reports.audit_overview import (
    line_of,
    render_overview_html,
    render_overview_xlsx,
    unreadable_line,
)
from jixiao.reports.audit_page import render_audit_html
from jixiao.reports.audit_workbook import render_audit_xlsx
from jixiao.reports.docx import render_docx
from jixiao.reports.pdf import render_pdf


def word_text(one):
    document = docx.Document(BytesIO(render_docx(compose_note(one))))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def page_text(one):
    return html.fromstring(render_audit_html(one).decode()).text_content()


def sheets_text(one):
    book = openpyxl.load_workbook(BytesIO(render_audit_xlsx(one)))
    return "\n".join(
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )


FORMATS = {"docx": word_text, "html": page_text, "xlsx": sheets_text}


def squeezed(text):
    return "".join(text.split())


# -- what it says ------------------------------------------------------------------------


def test_the_gravest_come_first_by_theme_and_numbers_run_through():
    groups = open_groups(note())

    assert [(name, [one.number for one in group]) for name, group in groups] == [
        ("必须修改 · 算术", [1]),
        ("必须修改 · 前后一致", [2]),
        ("请核实 · 单位", [3]),
        ("提示 · 前后一致", [4]),
    ]


def test_a_decision_or_a_severity_changes_no_number():
    one = note(decided=(FINDINGS[1],), least=Severity.WARNING)

    assert [(n.number) for _, group in open_groups(one) for n in group] == [2, 3]
    assert [n.number for n in settled(one)] == [1]


def test_a_check_without_a_theme_is_not_lost():
    stray = (ReviewedFinding(finding=finding(check="ZZ001")),)

    ((name, _),) = numbered_groups(stray, ())

    assert name == "必须修改 · 其他"


def test_the_counts_leave_out_what_was_decided():
    assert counts(note()) == (("必须修改", 2), ("请核实", 1), ("提示", 1))
    assert counts(note(decided=FINDINGS[:1])) == (
        ("必须修改", 1), ("请核实", 1), ("提示", 1), ("已作决定", 1),
    )  # fmt: skip


def test_the_result_names_what_could_not_be_judged():
    assert result_text(note()) == (
        "3个核查项共核对50处，发现“必须修改”2项，“请核实”1项，“提示”1项；"
        "另有2处无法判断，见核查台账。"
    )
    assert "没有发现需要处理的问题" in result_text(note(review=Review()))


def test_what_changed_is_said_only_after_a_decision():
    assert changes_text(note()) == ""
    assert changes_text(note(decided=FINDINGS[:1])) == (
        "与上次作出决定时相比：新发现0项，事实已变0项，仍在4项，已解决0项。"
    )


def test_unconfirmed_provisions_are_told():
    assert any("尚未核对原文" in text for text in basis_texts(note())) == bool(
        note().forms[0].rulebook.unconfirmed
    )


def test_the_scorecard_stands_beside_the_stated_one():
    (form,) = note().forms
    changed = replace(
        form,
        stated=replace(
            form.stated,
            indicators=tuple(
                replace(row, score="3") if number == 0 else row
                for number, row in enumerate(form.stated.indicators)
            ),
        ),
        evaluation=form.evaluation,
    )
    lines = list(score_lines(changed))

    assert len(lines) == len(form.evaluation.indicators) + 2
    assert lines[1].name == form.evaluation.indicators[0].name
    assert (lines[1].stated, lines[1].recomputed) == ("3", "2.1")
    assert lines[1].derivation == "14 ÷ 20 × 3 = 2.10，未超过分值 3"
    assert lines[-1].is_total


def test_an_undecided_total_has_bounds():
    (form,) = note().forms
    card = replace(form.card, total=None, undecided=("某指标：完成值为空",))

    said = list(total_texts(replace(form, card=card)))

    assert "复算总分待定" in said[0]
    assert said[1] == "某指标：完成值为空。"


# -- every format ------------------------------------------------------------------------


@pytest.mark.parametrize("read", FORMATS.values(), ids=FORMATS)
def test_every_finding_is_there_with_both_quotes_arithmetic_and_remedy(read):
    text = squeezed(read(note()))

    for one in FINDINGS:
        wanted = [
            one.about, one.message, one.arithmetic, one.how_to_fix,
            one.severity.label, *(p.quote for p in one.places),
            *(p.locator for p in one.places),
        ]  # fmt: skip
        assert [w for w in wanted if squeezed(w) not in text] == []


@pytest.mark.parametrize("read", FORMATS.values(), ids=FORMATS)
def test_the_ledger_is_there_with_reasons(read):
    text = squeezed(read(note()))

    for row in LEDGER:
        assert row.title in text
    assert "表1行3、表1行5：无法读作数字：7,00.0,77" in text
    assert "不涉及：文中没有自评表" in text


@pytest.mark.parametrize("read", FORMATS.values(), ids=FORMATS)
def test_the_recomputed_scorecard_is_there(read):
    text = squeezed(read(note()))

    assert "14÷20×3=2.10，未超过分值3" in text
    assert "94.5" in text


@pytest.mark.parametrize("read", FORMATS.values(), ids=FORMATS)
def test_a_decision_is_shown_with_its_reason(read):
    text = squeezed(read(note(decided=FINDINGS[:1])))

    assert "误报：两处口径不同（财政局审核人）" in text


@pytest.mark.parametrize("read", [word_text, page_text])
def test_what_is_not_judged_is_said(read):
    text = squeezed(read(note()))

    assert [limit for limit in LIMITS if squeezed(limit) not in text] == []
    assert "关于《2020年度某局部门整体绩效自评报告》的核查意见" in text


@pytest.mark.parametrize(
    "render",
    [lambda n: render_docx(compose_note(n)), render_audit_html, render_audit_xlsx],
    ids=["docx", "html", "xlsx"],
)
def test_the_same_note_is_the_same_bytes(render):
    assert render(note()) == render(note())


@pytest.mark.parametrize("read", FORMATS.values(), ids=FORMATS)
def test_a_report_without_form_and_findings_still_has_its_ledger(read):
    text = squeezed(read(note(forms=(), review=Review())))

    assert "没有发现需要处理的问题" in text
    assert "只核查文字和其他表格" in text
    assert LEDGER[0].title in text


def test_a_finding_stays_on_one_page_in_word():
    document = docx.Document(BytesIO(render_docx(compose_note(note()))))
    card = next(t for t in document.tables if t.cell(0, 0).text.startswith("1.【"))
    keeps = [
        all(p.paragraph_format.keep_with_next for c in row.cells for p in c.paragraphs)
        for row in card.rows
    ]

    assert keeps == [True] * (len(keeps) - 1) + [False]


def test_the_note_can_be_printed_as_pdf():
    assert render_pdf(compose_note(note())).startswith(b"%PDF")


# -- html, xlsx --------------------------------------------------------------------------


def test_the_page_needs_no_network_and_no_script():
    text = render_audit_html(note()).decode()
    tree = html.fromstring(text)

    assert not tree.xpath("//script | //link | //img | //iframe | //object")
    assert not re.search(r"https?://|url\(|@import", text)
    assert tree.get("lang") == "zh-CN"


def test_the_lines_of_the_page_lead_to_their_finding():
    tree = html.fromstring(render_audit_html(note()).decode())
    targets = [a.get("href").removeprefix("#") for a in tree.xpath("//ol//a")]

    assert targets == [article.get("id") for article in tree.xpath("//article")]
    assert len(targets) == len(FINDINGS)


def test_words_of_the_document_are_no_markup():
    assert "&lt;不含转办&gt; &amp; 其他" in render_audit_html(note()).decode()


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_colours_of_text_can_be_read():
    text = render_audit_html(note()).decode()
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", text))
    tint = luminance(colours["tint"])

    for name in ("ink", "quiet", "accent", "error", "warning", "note", "done"):
        contrast = (tint + 0.05) / (luminance(colours[name]) + 0.05)
        assert contrast >= 4.5, name


def test_the_sheets_can_be_filtered_and_printed():
    book = openpyxl.load_workbook(BytesIO(render_audit_xlsx(note())))

    assert book.sheetnames == ["核查发现", "核查台账", "得分复算"]
    for sheet in book:
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref
        assert sheet.print_title_rows
        assert sheet.page_setup.orientation == "landscape"
    rows = list(book["核查发现"].iter_rows())
    head = next(at for at, row in enumerate(rows) if row[0].value == "序号")
    assert rows[head + 1][0].value == 1
    assert rows[head + 1][3].alignment.wrap_text


def test_the_fingerprint_is_whole_in_the_sheet():
    assert FINDINGS[0].fingerprint in sheets_text(note())


# -- overview ------------------------------------------------------------------------------


def overview_lines():
    return [
        line_of("报送/甲.docx", note(), link="甲 1-核查意见.html"),
        unreadable_line("报送/乙.docx", "乙.docx：文件是空的"),
    ]


def test_the_overview_has_one_line_for_each_document():
    book = openpyxl.load_workbook(BytesIO(render_overview_xlsx(overview_lines())))
    rows = [[c.value for c in row] for row in book["核查汇总"].iter_rows(min_row=3)]

    assert [row[0] for row in rows] == ["报送/甲.docx", "报送/乙.docx"]
    assert rows[0][6:9] == [2, 1, 1]
    assert rows[1][-1] == "乙.docx：文件是空的"


def test_the_overview_leads_to_the_notes():
    tree = html.fromstring(render_overview_html(overview_lines()).decode())

    assert [a.get("href") for a in tree.xpath("//a")] == [
        "%E7%94%B2%201-%E6%A0%B8%E6%9F%A5%E6%84%8F%E8%A7%81.html"
    ]
