"""What holds for the audit whatever the report: laws, on documents large and small."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.audit.test_cases import cases
from tests.reports import sample

from jixiao.audit.registry import checks_named
from jixiao.core.findings import Severity
from jixiao.core.scoring import score_evaluation
from jixiao.reports.document import Heading, Paragraph, Table, placed
from jixiao.reports.docx import render_docx
from jixiao.reports.html import render_html
from jixiao.reports.pdf import render_pdf
from jixiao.reports.render import FORM, REPORT, compose
from jixiao.reports.xlsx import render_xlsx
from jixiao.workflows.audit_documents import audit_document

ROWS = (
    ("产出指标", "数量指标", "养护里程（公里）", 320, 326, 30),
    ("产出指标", "质量指标", "验收合格批次（批）", 12, 12, 20),
    ("效益指标", "社会效益指标", "受益村庄数量（个）", 150, 152, 30),
    ("满意度指标", "服务对象满意度指标", "收回群众问卷份数（份）", 400, 410, 20),
)
TITLE = "云梁县交通运输局2022年度部门整体支出绩效自评报告"
FORM_HEAD = "一级指标|二级指标|三级指标|年初目标值|实际完成值|分值|得分"
CHAPTERS = {
    "资金": (
        "全年预算860.50万元，全年支出842.80万元，其中基本支出342.70万元，项目支出500.10万元，结余17.70万元。",
        "预算执行率97.94%。",
    ),
    "指标": (
        "共设4个三级指标，4个全部完成年初目标。",
        *(
            f"“{name}”（{weight}分）：年初目标值为{target}，实际完成{actual}，得分{weight}分。"
            for _, _, name, target, actual, weight in ROWS
        ),
    ),
    "结论": ("综合评分100分。产出指标得50分，效益指标得30分，满意度指标得20分。",),
}
TRUE_SENTENCES = (
    "全年支出842.80万元。",
    "基本支出342.70万元，项目支出500.10万元。",
    "全年预算860.50万元。",
    "全年预算860.5万元，全年支出843万元。",
    "预算执行率为98%。",
    "养护里程326公里，超额完成年度任务。",
    "“受益村庄数量（个）”实际完成152个。",
    "4个三级指标全部完成。",
    "综合评分为100分。",
    "群众普遍反映良好，下一步将继续加强养护管理。",
    "2023年将按照《公路养护技术规范》要求，力争养护里程达到350公里以上。",
    "上年全年支出798.40万元，养护里程301公里。",
    "产出指标（50分）得50分。",
)
DEFECTS = {
    "AR002": ("项目支出500.10万元", "项目支出510.10万元"),
    "AR009": ("结余17.70万元", "结余71.70万元"),
    "AR010": ("预算执行率97.94%", "预算执行率94.97%"),
    "CO001": ("共设4个三级指标，4个", "共设5个三级指标，5个"),
    "SA001": ("年初目标值为320", "年初目标值为230"),
    "SA002": ("实际完成152", "实际完成125"),
    "SA003": ("（公里）”（30分）", "（公里）”（25分）"),
    "SA004": ("410，得分20分", "410，得分18分"),
    "SA007": ("综合评分100分", "综合评分98分"),
    "AR003": ("总分||||||100", "总分||||||98"),
    "RU001": ("|150|152|30|30", "|150|152|30|33"),
}
FORMATS = ("docx", "xlsx", "html", "pdf", "txt")


def report(order=tuple(CHAPTERS), extra=()):
    lines = [TITLE]
    for number, name in zip("一二三四", order, strict=False):
        lines += [f"{number}、{name}情况", *CHAPTERS[name]]
    lines += [*extra, "四、部门整体支出绩效自评表", FORM_HEAD]
    lines += ["|".join(map(str, (*row, row[-1]))) for row in ROWS]
    return "\n".join([*lines, "总分||||||100", ""])


def audited(text, name="报告.txt", checks=None):
    content = text.encode() if isinstance(text, str) else text
    return audit_document(content, name=name, checks=checks)


def alarms(text):
    found = audited(text).findings
    return [(f.check, f.message) for f in found if f.severity is not Severity.NOTE]


def fingerprints(content, name="报告.txt", rulebook=None):
    content = content.encode() if isinstance(content, str) else content
    found = audit_document(content, name=name, rulebook=rulebook).findings
    return {finding.fingerprint: finding.message for finding in found}


def with_defect(check, text=None):
    good, bad = DEFECTS[check]
    text = text or report()
    assert text.count(good) == 1, f"{good} stands there once"
    return text.replace(good, bad)


def test_the_clean_report_has_no_alarm():
    assert alarms(report()) == []


@pytest.mark.parametrize("check", DEFECTS)
def test_a_planted_defect_is_found_and_its_removal_clears_the_finding(check):
    good, bad = DEFECTS[check]
    planted = with_defect(check)

    assert len(audited(planted, checks=[check]).findings) == 1
    assert alarms(planted.replace(bad, good)) == []


@given(st.lists(st.sampled_from(TRUE_SENTENCES), max_size=5, unique=True))
def test_true_sentences_add_no_alarm(sentences):
    assert alarms(report(extra=sentences)) == []


@given(st.sampled_from(tuple(DEFECTS)), st.permutations(tuple(CHAPTERS)))
def test_the_order_of_chapters_does_not_matter(check, order):
    here = fingerprints(with_defect(check))
    there = fingerprints(with_defect(check, report(order=order)))

    assert here.keys() == there.keys()


@given(st.sampled_from(tuple(DEFECTS)))
def test_the_audit_is_the_same_each_time(check):
    assert audited(with_defect(check)) == audited(with_defect(check))


@given(
    st.one_of(
        st.sampled_from([report(), *map(with_defect, DEFECTS)]),
        st.lists(st.sampled_from(report().splitlines())).map("\n".join),
        st.sampled_from([case.values[1]["document"] for case in cases()]),
    ).filter(str.strip)
)
def test_the_ledger_has_a_row_for_every_check_and_nothing_is_found_unseen(text):
    chosen = checks_named(None)
    ledger = audited(text).ledger

    assert [row.check for row in ledger] == [check.id for check in chosen]
    assert all(row.looked_at >= row.found for row in ledger)
    assert all(
        bool(row.not_applicable) is not bool(row.looked_at or row.undecided)
        for row in ledger
    )


@given(
    st.lists(
        st.sampled_from(re.split(r"(?<=[，。；：|\n])", report())), max_size=40
    ).map("".join)
)
@settings(suppress_health_check=list(HealthCheck))
def test_places_quote_what_stands_in_the_report(text):
    letters = re.sub(r"\s", "", text)
    for finding in audited(text + "。", checks=["arithmetic", "counts"]).findings:
        for place in finding.places:
            parts = re.split(r"[\s|，]", place.quote)

            assert any(re.sub(r"\s", "", part) in letters for part in parts)


# -- the same facts in every format --------------------------------------------------


def contradictory():
    """Facts with a total that its rows do not give, a weight too much, a target missed."""
    facts = sample.department()
    card = score_evaluation(facts, sample.HUBEI)
    wrong = replace(card, total=Decimal("91.30"))
    return facts, wrong


@lru_cache
def rendered(kind):
    facts, card = contradictory()
    composed = compose(facts, card, sample.HUBEI)
    sheet = composed[FORM]
    document = sheet if kind == FORM else composed[REPORT]
    files = {
        "docx": render_docx(document),
        "pdf": render_pdf(document),
        "txt": plain_text(document).encode(),
    }
    if kind == FORM:
        (form,) = sheet.blocks
        assert isinstance(form, Table), "the form is one table"
        files["xlsx"] = render_xlsx(form)
    else:
        files["html"] = render_html(document, facts, card, sample.HUBEI)
    return files


def plain_text(document):
    """A document as plain text: bars between cells, nothing where a cell goes on."""
    lines = [document.title]
    for block in document.blocks:
        match block:
            case Table():
                lines += ["", *table_lines(block), ""]
            case Heading() | Paragraph():
                lines.append(block.text)
            case _:
                pass
    return "\n".join(lines)


def table_lines(table):
    grid = {}
    for spot in placed(table):
        grid[spot.row, spot.column] = spot.cell.text.replace("\n", " ")
    for row in range(len(table.rows)):
        yield " | ".join(grid.get((row, n), "") for n in range(len(table.widths)))


@pytest.mark.slow
@pytest.mark.parametrize("kind", [FORM, REPORT])
def test_the_same_facts_give_the_same_fingerprints_in_every_format(kind):
    files = rendered(kind)
    found = {
        suffix: fingerprints(content, f"{kind}.{suffix}", sample.HUBEI)
        for suffix, content in files.items()
    }
    expected = found.pop("docx")

    assert any("总分" in message for message in expected.values())
    for suffix, messages in found.items():
        assert messages.keys() == expected.keys(), suffix
