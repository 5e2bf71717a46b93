"""What is written reads back as the values it was made from, or is refused."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jixiao.core.errors import UnfaithfulOutputError
from jixiao.core.evaluation import (
    Budget,
    BudgetBy,
    BudgetLine,
    Evaluation,
    Form,
    Indicator,
)
from jixiao.core.money import Money
from jixiao.documents.containers import read_blocks
from jixiao.documents.reading import read_document
from jixiao.reports.document import Paragraph, placed
from jixiao.reports.render import compose
from jixiao.rulebooks.loader import shipped_rulebooks
from jixiao.workflows.prepare_report import (
    Format,
    prepare_report,
    verify,
    verify_figures,
)
from jixiao.workflows.read_form import read_form
from jixiao.workflows.score_evaluation import score_form

EXAMPLE = Path(__file__).parents[2] / "examples" / "xianning-2020.yaml"


@pytest.fixture(scope="module")
def scored():
    ((form, facts),) = read_form(EXAMPLE.read_bytes(), name=EXAMPLE.name).forms()
    return score_form(facts, form)


@pytest.fixture(scope="module")
def prepared(scored):
    return prepare_report(scored, formats=tuple(Format))


def test_report_and_form_are_written_in_their_formats(prepared):
    assert list(prepared.files) == [
        "自评报告.docx", "自评表.docx", "自评表.xlsx", "自评报告.pdf", "自评表.pdf", "自评报告.html",
    ]  # fmt: skip


def test_the_same_facts_read_back_from_every_format(scored, prepared):
    facts = {
        name: _form_facts(read_form(content, name=name).evaluations[0])
        for name, content in prepared.files.items()
    }

    first = facts["自评表.docx"]
    assert all(other == first for other in facts.values())
    assert first[0] == "咸宁市自然资源和规划局"
    assert [row[2:5] for row in first[-1]] == [
        (row.name, row.target, row.actual) for row in scored.evaluation.indicators
    ]


@pytest.mark.parametrize("cell", ["\t{}\n", "{} | "])
def test_the_same_facts_read_back_from_plain_text(scored, prepared, cell):
    text = _as_text(compose_form_of(scored), cell)

    (read,) = read_form(text.encode(), name="自评表.txt").evaluations

    written = read_form(prepared.files["自评表.docx"], name="自评表.docx").evaluations[
        0
    ]
    assert _form_facts(read) == _form_facts(written)


def compose_form_of(scored):
    composed = compose(scored.evaluation, scored.scorecard, scored.chosen.rulebook)
    (form,) = composed["自评表"].blocks
    return form


def _as_text(form, cell):
    """As converters flatten a table: a cell that reaches down leaves blanks behind."""
    rows = [dict[int, str]() for _ in form.rows]
    for at in placed(form):
        for down in range(at.cell.row_span):
            rows[at.row + down][at.column] = "" if down else at.cell.text
    lines = ["".join(cell.format(row[c]) for c in sorted(row)) for row in rows]
    return "\n".join(lines)


def test_the_same_facts_score_the_same_from_every_format(prepared):
    totals = set()
    for name, content in prepared.files.items():
        ((form, facts),) = read_form(content, name=name).forms()
        card = score_form(facts, form).scorecard
        totals.add((card.total, card.rate_unrounded, card.grade))

    assert totals == {(Decimal("94.92"), Decimal("94.89"), "优")}


@pytest.mark.parametrize(
    ("tamper", "word"),
    [
        (lambda e: replace(e, indicators=e.indicators[:-1]), "个指标"),
        (lambda e: _with_actual(e, 0, "15"), "完成值"),
        (lambda e: _with_executed(e, Decimal("57371300")), "执行数"),
    ],
)
def test_a_file_that_states_something_else_is_refused(scored, prepared, tamper, word):
    report = read_document(prepared.files["自评表.docx"], name="自评表.docx")

    with pytest.raises(UnfaithfulOutputError, match=word):
        verify(report, tamper(scored.evaluation), scored.scorecard, name="自评表.docx")


def test_a_figure_that_did_not_reach_the_file_is_missed(scored, prepared):
    facts, card, book = scored.evaluation, scored.scorecard, scored.chosen.rulebook
    composed = compose(facts, card, book)["自评报告"]
    blocks = read_blocks(prepared.files["自评报告.docx"], name="自评报告.docx")
    longer = replace(
        composed, blocks=(*composed.blocks, Paragraph(text="另有 4321 件。"))
    )

    assert verify_figures(composed, blocks, name="自评报告.docx") > 24 * 4
    with pytest.raises(UnfaithfulOutputError, match="4321"):
        verify_figures(longer, blocks, name="自评报告.docx")


def test_a_printed_total_outside_the_range_is_refused(scored, prepared):
    report = read_document(prepared.files["自评表.xlsx"], name="自评表.xlsx")
    card = replace(scored.scorecard, total=Decimal("94.93"))

    with pytest.raises(UnfaithfulOutputError, match="总分"):
        verify(report, scored.evaluation, card, name="自评表.xlsx")


WORDS = (
    st.text("甲乙丙丁戊己庚辛壬癸个处率、<>&#$[]*_\\\"'", min_size=2, max_size=30)
    .map(str.strip)
    .filter(lambda s: len(s) > 1 and any(c >= "\u4e00" for c in s))
)
VALUES = st.sampled_from(
    ["≥95%", "100%", "2-3", "350以上", "1.5万", "及时", "12月底前", "≤3起", "20"]
)
WEIGHTS = st.sampled_from([Decimal(w) for w in ("1", "2.5", "3", "10")])


@st.composite
def evaluations(draw):
    names = draw(st.lists(WORDS, min_size=1, max_size=6, unique=True))
    rows = tuple(
        Indicator(
            level1=draw(st.sampled_from(["产出指标", "效益指标"])),
            level2=draw(st.sampled_from(["数量指标", "质量指标", "社会效益指标"])),
            name=f"指标{name}",
            target=draw(VALUES),
            actual=draw(VALUES),
            weight=draw(WEIGHTS),
            stated_points=Decimal(1),
        )
        for name in names
    )
    adjusted = draw(st.decimals(1, 10**9, places=2))
    executed = draw(st.decimals(0, 10**9, places=2))
    return Evaluation(
        organisation="某县水利局", year=2023, form=Form.PROJECT, project="河道整治",
        indicators=tuple(sorted(rows, key=lambda r: (r.level1, r.level2))),
        budget=Budget(total=BudgetLine(
            label="年度资金总额", by=BudgetBy.TOTAL, initial=Money(adjusted),
            adjusted=Money(adjusted), executed=Money(executed),
        )),
    )  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(evaluations(), st.sampled_from(shipped_rulebooks()))
def test_whatever_the_facts_the_written_form_reads_back(facts, rulebook):
    scored = _score(facts, rulebook)

    prepared = prepare_report(scored, formats=(Format.DOCX, Format.XLSX, Format.HTML))

    assert len(prepared.files) == 4


def _score(facts, rulebook):
    from_facts = read_form(EXAMPLE.read_bytes(), name=EXAMPLE.name).report.forms[0]
    return score_form(facts, from_facts, given=rulebook)


def _form_facts(facts):
    budget = facts.budget
    return (
        facts.organisation, facts.year, facts.form, facts.project, facts.stated_total,
        budget.total, budget.weight, budget.stated_points,
        tuple(
            (r.level1, r.level2, r.name, r.target, r.actual, r.weight, r.stated_points)
            for r in facts.indicators
        ),
    )  # fmt: skip


def _with_actual(facts, number, actual):
    rows = list(facts.indicators)
    rows[number] = replace(rows[number], actual=actual)
    return replace(facts, indicators=tuple(rows))


def _with_executed(facts, yuan):
    total = replace(facts.budget.total, executed=Money(yuan))
    return replace(facts, budget=replace(facts.budget, total=total))
