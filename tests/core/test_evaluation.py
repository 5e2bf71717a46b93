from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.core.evaluation import Budget, BudgetBy, BudgetLine, Direction, Form, Scope
from jixiao.core.money import Money


def yuan(amount):
    return Money(Decimal(amount))


@pytest.mark.parametrize(
    ("line", "change"),
    [
        (BudgetLine(label="a", by=BudgetBy.SOURCE, initial=yuan(5), adjusted=yuan(3)), "-2"),
        (BudgetLine(label="a", by=BudgetBy.SOURCE, adjustment=yuan("-427.34")), "-427.34"),
        (BudgetLine(label="a", by=BudgetBy.SOURCE, initial=yuan(5)), None),
    ],
)  # fmt: skip
def test_the_change_of_a_budget_line_is_stated_or_the_difference(line, change):
    assert line.change == (None if change is None else yuan(change))


def test_the_parts_of_a_budget_by_one_division_keep_their_order():
    parts = tuple(
        BudgetLine(label=label, by=by)
        for label, by in (
            ("人员经费", BudgetBy.NATURE), ("其他收入", BudgetBy.SOURCE), ("项目支出", BudgetBy.NATURE),
        )
    )  # fmt: skip
    budget = Budget(total=BudgetLine(label="总额", by=BudgetBy.TOTAL), parts=parts)

    assert [line.label for line in budget.lines(BudgetBy.NATURE)] == [
        "人员经费",
        "项目支出",
    ]
    assert budget.lines(BudgetBy.ECONOMIC_CATEGORY) == ()


def test_labels_are_the_official_words():
    assert [form.label for form in Form] == [
        "部门整体支出",
        "项目支出",
        "转移支付",
        "未识别",
    ]
    assert Direction.REVERSE.label == "反向"
    assert Scope.WITH_SUBORDINATES.label == "含下属单位"
