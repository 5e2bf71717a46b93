"""执行率等于执行数除以预算数: every budget line that prints all three."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.audit.account_tables import table_comparisons
from jixiao.audit.budget_lines import (
    COLUMNS,
    Execution,
    amount,
    execution_of,
    figure,
    has_figure,
    name_of,
    stated_rates,
)
from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.divisions import divisions
from jixiao.audit.roundings import Span, is_rounding_of, places_of, quotient
from jixiao.audit.subject import Subject
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.numbers import StatedNumber, half_up, plain, rounded
from jixiao.core.stated import StatedBudgetLine


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wrong:
    execution: Execution
    severity: Severity
    expected: str
    by_initial: bool


def find(subject: Subject) -> Iterator[Outcome]:
    """Recompute every printed execution rate."""
    for form in subject.forms:
        lines = form.stated.budget
        tables = [
            (lines[one.whole], *(lines[n] for n in one.parts))
            for one in divisions(lines)
        ]
        yield from _of_lines(lines, tables)
    accounts = subject.report.accounts
    divided = [(one[0].whole, *one[0].parts) for one in table_comparisons(accounts)]
    yield from _of_lines(accounts, divided)


_Table = tuple[StatedBudgetLine, ...]
"""A whole, then its parts."""


def _of_lines(
    lines: Sequence[StatedBudgetLine], tables: Sequence[_Table]
) -> Iterator[Outcome]:
    wrong: dict[tuple[str, str], list[_Wrong]] = {}
    for line in lines:
        rates = stated_rates(line.rate)
        if not rates:
            continue
        execution = execution_of(line)
        if execution is None:
            if has_figure(line, "executed") and _is_contradiction(line, rates):
                yield Doubt(
                    place=line.place,
                    reason=f"“{name_of(line)}”的预算数为空、为 0 或无法读出，执行率{line.rate}无从核对",
                )
            continue
        found = _wrong(execution, rates)
        if found is None or _is_explained_by_sum(line, tables, rates):
            yield Fits()
        else:
            wrong.setdefault((str(line.rate), found.expected), []).append(found)
    for same in wrong.values():
        yield _clash(same)


def _is_explained_by_sum(
    line: StatedBudgetLine, tables: Sequence[_Table], rates: Sequence[Decimal]
) -> bool:
    """Whether an amount that parts and whole contradict is what is wrong, not the rate."""
    for table in tables:
        for column in COLUMNS if line in table else ():
            right = _from_the_others(line, table, column)
            if right is not None and _fits_with(line, column, right, rates):
                return True
    return False


def _fits_with(
    line: StatedBudgetLine,
    column: str,
    right: StatedNumber,
    rates: Sequence[Decimal],
) -> bool:
    """Whether the rate comes out with another amount in one column."""
    amounts = {name: amount(line, name) for name in COLUMNS} | {column: right}
    budget, executed = amounts["adjusted"] or amounts["initial"], amounts["executed"]
    if budget is None or executed is None:
        return False
    rate = quotient(executed, budget)
    return rate is not None and any(
        is_rounding_of(stated, rate.times(100)) for stated in rates
    )


def _from_the_others(
    line: StatedBudgetLine, table: _Table, column: str
) -> StatedNumber | None:
    """What whole and other parts make of an amount; None where it agrees with them."""
    whole, *parts = (amount(one, column) for one in table)
    known = [part for part in parts if part is not None]
    if whole is None or not known:
        return None
    own = amount(line, column)
    total = sum((part.value for part in known), Decimal(0))
    if own is None or total == whole.value:
        return None
    value = total if line is table[0] else own.value + whole.value - total
    return rounded(own.text, value) if value > 0 else None


def _is_contradiction(line: StatedBudgetLine, rates: Sequence[Decimal]) -> bool:
    """Whether a rate is claimed; 0 ÷ 0 may be printed as 0 or as 100%."""
    spent = figure(line, "executed").strip("0.%元万亿")
    return bool(spent) and any(rates)


def _wrong(execution: Execution, rates: Sequence[Decimal]) -> _Wrong | None:
    percent = execution.rate.times(100)
    if any(is_rounding_of(rate, percent) for rate in rates):
        return None
    stated = (
        rates[0] if len(rates) == 1 or "%" in str(execution.line.rate) else rates[-1]
    )
    places = max(places_of(stated), 2)
    expected = f"{plain(half_up(100 * execution.exact, places))}%"
    by_initial = _fits_initial(execution, rates)
    return _Wrong(
        execution=execution, severity=_severity(execution, rates, by_initial=by_initial),
        expected=expected, by_initial=by_initial,
    )  # fmt: skip


def _severity(
    execution: Execution, rates: Sequence[Decimal], *, by_initial: bool
) -> Severity:
    percent = execution.rate.times(100)
    if any(_is_one_digit_off(rate, percent) for rate in rates):
        return Severity.NOTE
    is_capped = 100 in rates and percent.low > 100  # noqa: PLR2004  percent
    return Severity.WARNING if by_initial or is_capped else Severity.ERROR


def _is_one_digit_off(stated: Decimal, percent: Span) -> bool:
    """Whether one unit of the last of at least two decimals separates them."""
    places = places_of(stated)
    unit = Decimal(1).scaleb(-places)
    near = (stated - unit, stated + unit)
    return places > 1 and any(
        is_rounding_of(value, percent, places=places) for value in near
    )


def _fits_initial(execution: Execution, rates: Sequence[Decimal]) -> bool:
    """Whether the rate was taken of the initial budget, as some places do."""
    if execution.budget_column == "initial":
        return False
    other = execution_of(execution.line, "initial")
    return other is not None and any(
        is_rounding_of(rate, other.rate.times(100)) for rate in rates
    )


def _clash(same: Sequence[_Wrong]) -> Clash:
    first = same[0]
    line = first.execution.line
    name = name_of(line)
    heading = COLUMNS[first.execution.budget_column]
    if first.severity is Severity.NOTE:
        ending = "只差最后一位"
    elif first.by_initial:
        ending = f"{line.rate}是按年初预算数 {figure(line, 'initial')} 算的，请核对口径"
    else:
        ending = "两者不能同时成立"
    return Clash(
        severity=first.severity,
        about=f"{name}执行率",
        message=f"“{name}”的执行率写的是{line.rate}，执行数除以{heading}为{first.expected}，{ending}",
        stated=line.rate,
        expected=first.expected,
        arithmetic=f"{first.execution.division} = {first.expected}",
        places=tuple(
            Place(locator=w.execution.line.place, quote=str(w.execution.line.rate))
            for w in same
        ),
    )


CHECK = Check(
    id="AR005",
    theme=Theme.ARITHMETIC,
    title="执行率等于执行数除以预算数",
    why="执行率是最容易核对的数；不符多为抄错数字，或分母用了年初预算数。",
    how_to_fix="用执行数除以全年（调整后）预算数重新计算，并改正随之变化的得分。",
    source="部门整体支出绩效自评表 备注1；docs/algorithms/scoring.md",
    find=find,
    nothing="没有写明执行率的预算行",
)
