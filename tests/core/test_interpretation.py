from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.core.evaluation import BudgetBy, Form
from jixiao.core.interpretation import evaluation_of, report_of
from jixiao.core.money import Money
from jixiao.core.stated import (
    StatedBudgetLine,
    StatedForm,
    StatedIndicator,
    StatedReport,
)


def stated(*rows, budget=(), labelled=(), total=None):
    form = StatedForm(
        index=0, title="自评表", form=Form.PROJECT, indicators=rows, budget=budget,
        labelled=labelled, total=total, place="表1",
    )  # fmt: skip
    report = StatedReport(
        container="text", title=None, organisation="某局", year=2021, forms=(form,),
        passages=(), undecided=(),
    )  # fmt: skip
    return evaluation_of(report, form)


def row(**cells):
    plain = {
        "level1": "产出指标", "level2": None, "name": "新建数量", "target": "5", "actual": "4",
        "weight": "10", "score": "8", "place": "表1第3行",
    }  # fmt: skip
    return StatedIndicator(**{**plain, **cells})


def test_a_row_becomes_an_indicator_with_its_place():
    facts = stated(row(), total="94.92")

    (indicator,) = facts.indicators
    assert (indicator.level1, indicator.level2, indicator.name) == (
        "产出指标",
        "",
        "新建数量",
    )
    assert (indicator.target, indicator.actual) == ("5", "4")
    assert (indicator.weight, indicator.stated_points) == (Decimal(10), Decimal(8))
    assert indicator.place == "表1第3行"
    assert (facts.stated_total, facts.remarks) == (Decimal("94.92"), ())


def test_a_sign_or_unit_of_its_own_column_takes_the_bare_value():
    facts = stated(row(target="≥95%", value="95", sign="≥", unit="%"))

    (indicator,) = facts.indicators
    assert (indicator.target, indicator.sign, indicator.unit) == ("95", "≥", "%")


@pytest.mark.parametrize(("cell", "what"), [("weight", "分值"), ("score", "得分")])
def test_a_weight_or_score_that_cannot_be_read_is_remarked_and_not_zero(cell, what):
    facts = stated(row(**{cell: "7,00.0,77"}))

    (indicator,) = facts.indicators
    read = indicator.weight if cell == "weight" else indicator.stated_points
    assert read is None
    assert facts.remarks == (f"表1第3行：{what}“7,00.0,77”无法读作数字；请核对原表",)


def test_budget_lines_are_yuan_and_divided_by_what_they_are():
    lines = (
        StatedBudgetLine(line="年度资金总额", adjusted="5923.63", executed="5737.12", unit="万元", place="1"),
        StatedBudgetLine(line="其中：财政拨款", adjusted="5900", unit="万元", place="2"),
        StatedBudgetLine(line="项目支出", executed="30", unit="万元", place="3"),
    )  # fmt: skip

    budget = stated(row(), budget=lines).budget
    assert budget is not None
    assert budget.total.executed == Money(Decimal(57371200))
    assert [(part.label, part.by) for part in budget.parts] == [
        ("财政拨款", BudgetBy.SOURCE), ("项目支出", BudgetBy.NATURE),
    ]  # fmt: skip


def test_an_amount_that_cannot_be_read_stays_out_and_is_remarked():
    line = StatedBudgetLine(
        line="总额", adjusted="7,00.0,77", executed="—", unit="万元", place="表1第1行"
    )

    facts = stated(row(), budget=(line,))
    assert facts.budget is not None
    assert (facts.budget.total.adjusted, facts.budget.total.executed) == (None, None)
    assert facts.remarks == ("表1第1行：“7,00.0,77”无法读作金额，未计入；请核对原表",)


def test_facts_state_themselves_as_a_form_and_come_back_the_same():
    line = StatedBudgetLine(
        line="总额", adjusted="100.5", executed="90", unit="万元", place="1"
    )
    facts = stated(
        row(), row(name="合格率", target="≥95%", actual="96%"), budget=(line,)
    )

    report = report_of(facts)
    (form,) = report.forms
    back = evaluation_of(report, form)
    assert [(i.name, i.target, i.actual, i.weight) for i in back.indicators] == [
        (i.name, i.target, i.actual, i.weight) for i in facts.indicators
    ]
    assert back.budget is not None
    assert facts.budget is not None
    assert back.budget.total == facts.budget.total
