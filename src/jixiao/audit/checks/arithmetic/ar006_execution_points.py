"""执行率得分等于分值乘执行率, under every rounding that is in use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from jixiao.audit.budget_lines import (
    Execution,
    amount,
    execution_of,
    holds_whole_form,
    name_of,
    stated_rates,
    total_line,
)
from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.form_points import prints_decimals
from jixiao.audit.roundings import Span, how_points_follow
from jixiao.audit.subject import ScoredForm, Subject
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.numbers import half_up, plain
from jixiao.core.stated import StatedBudgetLine


def find(subject: Subject) -> Iterator[Outcome]:
    """Recompute the points of the execution rate of every form."""
    for form in subject.forms:
        line, budget = total_line(form), form.evaluation.budget
        if line is None or budget is None or budget.stated_points is None:
            continue
        if holds_whole_form(form):
            continue
        yield from _of_line(form, line, budget.weight, budget.stated_points)


_USUAL_WEIGHTS = (Decimal(10), Decimal(20))


def _of_line(
    form: ScoredForm, line: StatedBudgetLine, weight: Decimal | None, stated: Decimal
) -> Iterator[Outcome]:
    if weight is not None:
        if stated <= weight:  # points above the weight are another check's business
            yield from _outcome(form, line, weight, stated)
        return
    execution = execution_of(line)
    weights = {form.rulebook.execution_weight, *_USUAL_WEIGHTS} - {None}
    if execution is not None and any(
        one is not None and _follows(execution, one, stated) for one in weights
    ):
        yield Fits()
    else:
        yield Doubt(place=line.place, reason="执行率没有写明分值，无法核对得分")


def _outcome(
    form: ScoredForm, line: StatedBudgetLine, weight: Decimal, stated: Decimal
) -> Iterator[Outcome]:
    execution = execution_of(line)
    if execution is None:
        yield _without_rate(line, form, stated)
    elif _follows(execution, weight, stated) and not (
        _is_rounded_up_alone(execution, weight, stated, form)
    ):
        yield from _as_ruled(form, execution, stated)
    else:
        yield _clash(form, execution, weight, stated)


def _without_rate(line: StatedBudgetLine, form: ScoredForm, stated: Decimal) -> Outcome:
    executed, budget = amount(line, "executed"), amount(line, "adjusted")
    is_nothing = executed is not None and budget is not None
    parts = [one for one in form.stated.budget if one is not line]
    are_filled = any(
        (number := amount(part, "executed")) is not None and number.value > 0
        for part in parts
    )
    if is_nothing and are_filled:
        return Clash(
            severity=Severity.NOTE,
            about=f"{name_of(line)}执行率得分",
            message=f"“{name_of(line)}”预算数为 0，执行率得分 {plain(stated)} 无从计算；请先更正金额",
            stated=plain(stated),
            arithmetic="",
            places=(Place(locator=line.place, quote=line.score or ""),),
        )
    return Doubt(
        place=line.place,
        reason="预算数或执行数空缺、为 0 或无法读出，无法核对执行率得分",
    )


def _follows(execution: Execution, weight: Decimal, stated: Decimal) -> bool:
    """Whether the points follow from the amounts, or from the rate as printed."""
    if how_points_follow(stated, weight, execution.rate) is not None:
        return True
    return _follows_printed_rate(execution.line, weight, stated)


def _is_rounded_up_alone(
    execution: Execution, weight: Decimal, stated: Decimal, form: ScoredForm
) -> bool:
    """Whether full points were given for less in a form that prints decimals."""
    exact = half_up(execution.rate.at_most_one().high * Fraction(weight), 2)
    return stated == weight > exact and prints_decimals(form)


def _follows_printed_rate(
    line: StatedBudgetLine, weight: Decimal, stated: Decimal
) -> bool:
    return any(
        how_points_follow(
            stated, weight, Span(Fraction(rate) / 100, Fraction(rate) / 100)
        )
        is not None
        for rate in stated_rates(line.rate)
    )


def _as_ruled(
    form: ScoredForm, execution: Execution, stated: Decimal
) -> Iterator[Outcome]:
    """A note where the points follow, but by another rounding than the rulebook's."""
    yield Fits()
    scored = form.card.execution
    if scored is None or scored.points is None or scored.points == stated:
        return
    if scored.indicator.weight is None or abs(scored.points - stated) > 1:
        return
    how = how_points_follow(stated, scored.indicator.weight, execution.rate)
    if how:
        line = execution.line
        yield Clash(
            severity=Severity.NOTE,
            about=f"{name_of(line)}执行率得分",
            message=f"执行率得分 {plain(stated)}，按计分规则为 {plain(scored.points)}；表中{how}",
            stated=plain(stated),
            expected=plain(scored.points),
            arithmetic=f"{execution.division} × {plain(scored.indicator.weight)}",
            places=(Place(locator=line.place, quote=line.score or ""),),
        )


def _clash(
    form: ScoredForm, execution: Execution, weight: Decimal, stated: Decimal
) -> Clash:
    line = execution.line
    middle = min(execution.exact, Fraction(1))
    expected = plain(half_up(middle * Fraction(weight), 2))
    percent = plain(half_up(100 * middle, 2))
    is_ruled = bool(re.search(r"执行率", form.stated.rate_note or ""))
    return Clash(
        severity=Severity.ERROR if is_ruled else Severity.WARNING,
        about=f"{name_of(line)}执行率得分",
        message=(
            f"“{name_of(line)}”执行率得分写的是 {plain(stated)}，"
            f"分值 {plain(weight)} 乘执行率 {percent}% 为 {expected}，任何取整方法都得不出"
        ),
        stated=plain(stated),
        expected=expected,
        arithmetic=f"{plain(weight)} × {execution.division} = {expected}",
        places=(Place(locator=line.place, quote=line.score or plain(stated)),),
    )


CHECK = Check(
    id="AR006",
    theme=Theme.ARITHMETIC,
    title="执行率得分等于分值乘执行率",
    why="执行率得分只取决于预算数和执行数；不符多为只改了金额而没有改得分，或另有分档规定。",
    how_to_fix="按分值 × 执行率重新计算；另有计分办法的，在表注中写明。",
    source="部门整体支出绩效自评表 备注1；docs/algorithms/scoring.md",
    find=find,
    nothing="没有写明执行率得分",
)
