"""The budget lines of forms and tables: amounts with their ranges, rates, weights."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from jixiao.audit.roundings import Span, quotient
from jixiao.audit.subject import ScoredForm
from jixiao.core.money import money_unit_in, parse_money
from jixiao.core.numbers import StatedNumber, fold, parse_decimal
from jixiao.core.stated import StatedBudgetLine

COLUMNS = {"initial": "年初预算数", "adjusted": "全年预算数", "executed": "全年执行数"}
"""Columns of amounts by field, with the usual heading."""

_FIRST_WORDS = re.compile(r"^\s*其\s*中\s*[:：]?\s*")
_OWN_UNIT = re.compile(r"[元万亿]")


def name_of(line: StatedBudgetLine) -> str:
    """The line's name without 其中 in front."""
    return _FIRST_WORDS.sub("", line.line).strip() or line.line.strip()


def opens_parts(line: StatedBudgetLine) -> bool:
    """Whether a line is the first of the parts of the line above: 其中：财政拨款."""
    return bool(_FIRST_WORDS.match(line.line))


def printed(line: StatedBudgetLine, column: str) -> str:
    """The cell of a column as printed, "" where there is none."""
    return (getattr(line, column) or "").strip()


def has_figure(line: StatedBudgetLine, column: str) -> bool:
    """Whether a cell holds a figure at all; — and / do not."""
    return bool(re.search(r"\d", fold(printed(line, column))))


@lru_cache(maxsize=4096)
def amount(line: StatedBudgetLine, column: str) -> StatedNumber | None:
    """An amount in yuan with the range that prints like that; None if unreadable."""
    text = printed(line, column)
    if not has_figure(line, column):
        return None
    unit = money_unit_in(line.unit or "") or Decimal(10_000)
    return parse_money(text, unit_yuan=unit)


def figure(line: StatedBudgetLine, column: str) -> str:
    """The figure of a cell as it stands in a calculation: 20000.00, 150万."""
    return "".join(printed(line, column).split()).replace(",", "").replace("，", "")


def unit_yuan(line: StatedBudgetLine) -> Decimal:
    """Size in yuan of the unit that a line's bare figures are in."""
    return money_unit_in(line.unit or "") or Decimal(10_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """Budget and spending of one line."""

    line: StatedBudgetLine
    executed: StatedNumber
    budget: StatedNumber
    budget_column: str
    rate: Span
    """Spending over budget, 1 for all."""

    @property
    def exact(self) -> Fraction:
        """The rate of the figures as printed, 1 for all."""
        return Fraction(self.executed.value) / Fraction(self.budget.value)

    @property
    def division(self) -> str:
        """As a calculation: 179.43 ÷ 200."""
        return (
            f"{figure(self.line, 'executed')} ÷ {figure(self.line, self.budget_column)}"
        )


def execution_of(line: StatedBudgetLine, column: str | None = None) -> Execution | None:
    """Divide what was spent by the adjusted budget, else by the initial one.

    Returns:
        None where one of both is blank, unreadable or 0.
    """
    if column is None:
        column = "adjusted" if has_figure(line, "adjusted") else "initial"
    executed, budget = amount(line, "executed"), amount(line, column)
    if executed is None or budget is None or budget.value <= 0:
        return None
    rate = quotient(executed, budget)
    if rate is None:
        return None
    return Execution(
        line=line, executed=executed, budget=budget, budget_column=column, rate=rate
    )


_RATE = re.compile(r"[\d.,]+%?")


def stated_rates(text: str | None) -> tuple[Decimal, ...]:
    """The percentages that a printed rate may mean.

    >>> stated_rates("97.59%"), stated_rates("0.897"), stated_rates("—")
    ((Decimal('97.59'),), (Decimal('0.897'), Decimal('89.700')), ())
    """
    folded = "".join(fold(text or "").split())
    if not _RATE.fullmatch(folded):
        return ()
    value = parse_decimal(folded.removesuffix("%"))
    if value is None:
        return ()
    if folded.endswith("%") or value > _LARGEST_FRACTION:
        return (value,)
    return (value, value * 100)


_LARGEST_FRACTION = 2


def total_line(form: ScoredForm) -> StatedBudgetLine | None:
    """The line of the whole, whose execution is scored."""
    lines = form.stated.budget
    budget = form.evaluation.budget
    if not lines or budget is None:
        return None
    label = budget.total.label
    return next((line for line in lines if label and label in line.line), lines[0])


def holds_whole_form(form: ScoredForm) -> bool:
    """Whether weight or points of the whole form were put into the budget line."""
    budget = form.evaluation.budget
    if budget is None or budget.weight is None:
        return False
    full = form.rulebook.total_weight
    rows = sum((row.indicator.weight or Decimal(0) for row in form.rows), Decimal(0))
    return budget.weight >= full and rows > 0
