from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.core.evaluation import BudgetBy, Form
from jixiao.core.interpretation import evaluation_of, report_of
from jixiao.core.money import Money
from jixiao.core.scoring import score_evaluation
from jixiao.core.stated import (
    StatedBudgetLine,
    StatedForm,
    StatedIndicator,
    StatedPassage,
    StatedReport,
)
from jixiao.rulebooks.loader import rulebook_by_id


def row(name="培训人数", **cells):
    texts = {"target": "≥100人", "actual": "120人", "weight": "50", "score": "50"}
    return StatedIndicator(
        level1="产出指标", level2="数量指标", name=name, place="表1 行3",
        **(texts | cells),
    )  # fmt: skip


def line(label="年度资金总额", **amounts):
    return StatedBudgetLine(line=label, place="表1 行2", **{"unit": "万元", **amounts})


def facts(*rows, budget=(), passages=(), accounts=(), **form):
    stated = StatedForm(
        index=0, title="项目自评表", form=Form.PROJECT, indicators=rows, budget=budget,
        place="表1 行1", **form,
    )  # fmt: skip
    report = StatedReport(
        container="docx", title="项目自评表", organisation="甲局", year=2022,
        total="98", grade="优", forms=(stated,), passages=passages, undecided=(),
        accounts=accounts,
    )  # fmt: skip
    return evaluation_of(report, stated)


def test_figures_become_decimals_and_texts_stay():
    (indicator,) = facts(row(weight="１２.50分", score="12.5")).indicators
    assert (indicator.weight, indicator.stated_points) == (
        Decimal("12.5"),
        Decimal("12.5"),
    )
    assert (indicator.target, indicator.actual) == ("≥100人", "120人")
    assert indicator.place == "表1 行3"


@pytest.mark.parametrize(
    ("text", "weight"),
    [("10%", "10"), ("10", "10"), ("0", "0"), ("—", None), ("/", None), (None, None)],
)
def test_blank_zero_and_percent_weights_are_three_things(text, weight):
    (indicator,) = facts(row(weight=text)).indicators
    assert indicator.weight == (None if weight is None else Decimal(weight))


def test_a_weight_that_is_no_number_is_named_with_its_place():
    remarks = facts(row(weight="7,00.0,77")).remarks
    assert remarks == ("表1 行3：分值“7,00.0,77”无法读作数字；请核对原表",)


def test_amounts_become_yuan_in_their_own_unit_first():
    budget = facts(
        row(), budget=(line(adjusted="150万", executed="1.2552", unit="亿元"),)
    ).budget
    assert budget is not None
    assert budget.total.adjusted == Money(Decimal(1500000))
    assert budget.total.executed == Money(Decimal(125520000))


def test_without_a_unit_the_usual_one_is_taken_and_said():
    evaluation = facts(row(), budget=(line(adjusted="10", executed="9", unit=None),))
    assert evaluation.budget is not None
    assert evaluation.budget.total.executed == Money(Decimal(90000))
    assert any("没有写明金额单位" in remark for remark in evaluation.remarks)


@pytest.mark.parametrize(
    "labels",
    [
        ("年度资金总额", "其中：当年财政拨款", "上年结转资金"),
        ("其中：当年财政拨款", "上年结转资金", "合计"),
        ("基本支出总额", "部门整体支出总额", "项目支出总额"),
    ],
)
def test_the_whole_is_told_from_its_parts(labels):
    lines = tuple(
        line(text, adjusted="1", executed="1", weight="10" if "总" in text else None)
        for text in labels
    )
    budget = facts(row(), budget=lines).budget
    assert budget is not None
    whole = next(t for t in labels if t in ("年度资金总额", "合计", "部门整体支出总额"))
    assert budget.total.label == whole


def test_parts_alone_make_no_whole():
    budget = facts(row(), budget=(line("基本支出总额", executed="5"),)).budget
    assert budget is not None
    assert budget.total.executed is None
    assert [part.by for part in budget.parts] == [BudgetBy.NATURE]


def test_a_part_that_repeats_weight_and_score_counts_once():
    lines = (
        line(adjusted="10", executed="10", weight="10", score="10"),
        line("其中：财政拨款", adjusted="10", executed="10", weight="10", score="10"),
    )
    budget = facts(row(), budget=lines).budget
    assert budget is not None
    assert (budget.weight, budget.stated_points) == (10, 10)
    assert [part.label for part in budget.parts] == ["财政拨款"]


def test_lines_of_other_tables_are_parts_only_by_nature_or_category():
    accounts = (
        line("一、工资福利支出", executed="3"),
        line("公用经费", executed="2"),
        line("因公出国（境）费", executed="1"),
        line("财政事务支出", executed="6"),
    )
    evaluation = facts(row(), budget=(line(executed="9"),), accounts=accounts)
    assert evaluation.budget is not None
    parts = evaluation.budget.parts
    assert [part.label for part in parts] == ["工资福利支出", "公用经费"]


def test_rows_of_detail_do_not_hold_up_the_total():
    rows = (
        row("★补助养殖数量", target="192只", actual="192只", weight="90", score="90"),
        row("其中羊养殖数量", target="180只", actual="180只", weight=None, score=None),
        row("★其中：猪养殖数量", target="12头", actual="9头", weight=None, score=None),
    )
    execution = line(adjusted="1", executed="1", weight="10", score="10")
    evaluation = facts(*rows, budget=(execution,))
    card = score_evaluation(evaluation, rulebook_by_id("national-project-2020"))
    assert [r.is_detail for r in evaluation.indicators] == [False, True, True]
    assert card.undecided == ()
    assert card.total == 100
    assert [r.indicator.name for r in card.rows] == ["★补助养殖数量"]


def test_a_row_without_weight_that_is_no_detail_still_holds_it_up():
    evaluation = facts(row(weight="90"), row("无分值", weight=None, score=None))
    card = score_evaluation(evaluation, rulebook_by_id("national-project-2020"))
    assert card.total is None


def test_a_detail_with_its_own_weight_is_scored():
    (indicator,) = facts(row("其中：羊", weight="5")).indicators
    assert not indicator.is_detail
    assert indicator.is_scored


def test_the_only_form_without_a_total_has_the_total_of_the_prose():
    assert facts(row()).stated_total == 98
    assert facts(row()).stated_grade == "优"
    assert facts(row(), total="97.5", grade="良").stated_total == Decimal("97.5")


def test_causes_and_measures_are_the_words_of_the_document():
    passages = (
        StatedPassage(headings=("三、存在的问题", "1.预算不细"), text="编得粗。", place="三 第5段"),
        StatedPassage(headings=("四、改进措施",), text="编细。", place="四 第7段"),
    )  # fmt: skip
    evaluation = facts(row(), passages=passages)
    assert [(p.heading, p.text) for p in evaluation.causes] == [
        ("预算不细", "编得粗。")
    ]
    assert [p.text for p in evaluation.improvements] == ["编细。"]


TEXTS = st.one_of(st.none(), st.text(max_size=10), st.from_regex(r"[\d,.%万元—-]{0,8}"))


@given(st.lists(TEXTS, min_size=10, max_size=10))
def test_any_texts_make_an_evaluation(texts):
    cells = dict(zip(("target", "actual", "weight", "score"), texts, strict=False))
    amounts = dict(zip(("initial", "adjusted", "executed", "weight", "rate", "score"), texts[4:], strict=True))  # fmt: skip
    evaluation = facts(row(**cells), budget=(line(**amounts),), total=texts[0])
    assert len(evaluation.indicators) == 1
    assert evaluation.budget is not None


def test_facts_stated_again_are_the_same_facts():
    evaluation = facts(row(), budget=(line(adjusted="10", executed="9"),), total="98")
    report = report_of(evaluation)
    again = evaluation_of(report, report.forms[0])
    assert again.indicators == evaluation.indicators
    assert again.budget is not None
    assert evaluation.budget is not None
    assert again.budget.total == replace(evaluation.budget.total)
    assert again.stated_total == 98
