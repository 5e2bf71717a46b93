"""The budget as report and form speak of it: its lines, rates and points."""

from __future__ import annotations

from collections.abc import Iterable

from jixiao.core.evaluation import Budget, BudgetBy, BudgetLine
from jixiao.core.money import Money, total_of
from jixiao.core.numbers import plain
from jixiao.core.rulebook import Rulebook
from jixiao.core.scorecard import Scorecard
from jixiao.reports.wording import NONE, PENDING, percent, points_text, share

BASIC = ("人员经费", "公用经费")


def line_of(budget: Budget, by: BudgetBy, label: str) -> BudgetLine | None:
    """The line with this label, None where the budget has none."""
    return next((line for line in budget.lines(by) if line.label == label), None)


def basic_line(budget: Budget) -> BudgetLine | None:
    """基本支出: its own line, or 人员经费 and 公用经费 added up."""
    own = line_of(budget, BudgetBy.NATURE, "基本支出")
    if own is not None:
        return own
    parts = [line_of(budget, BudgetBy.NATURE, label) for label in BASIC]
    known = [part for part in parts if part is not None]
    if not known:
        return None
    return BudgetLine(
        label="基本支出",
        by=BudgetBy.NATURE,
        initial=_sum(line.initial for line in known),
        adjusted=_sum(line.adjusted for line in known),
        executed=_sum(line.executed for line in known),
    )


def _sum(amounts: Iterable[Money | None]) -> Money | None:
    """Add up; a sum with an unknown part is unknown."""
    listed = list(amounts)
    known = [amount for amount in listed if amount is not None]
    return total_of(known) if len(known) == len(listed) else None


def rate_text(line: BudgetLine, rulebook: Rulebook) -> str:
    """The execution rate as the rulebook rounds it, 待定 where there is none."""
    rate = share(line.executed, line.adjusted)
    if rate is None:
        return PENDING
    places = rulebook.rate_places
    return percent(rate, 2 if places is None else places)


def execution_points(scorecard: Scorecard) -> tuple[str, str]:
    """Weight and points of the execution row, — where the rules score none."""
    row = scorecard.execution
    if row is None:
        return NONE, NONE
    weight = row.indicator.weight
    return NONE if weight is None else plain(weight), points_text(row.points)
