"""Weights and points of a form as they are printed, ready to be added up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jixiao.audit.budget_lines import holds_whole_form, name_of, total_line
from jixiao.audit.completion import completions
from jixiao.audit.roundings import places_of
from jixiao.audit.subject import ScoredForm, Subject
from jixiao.audit.sums import Agreement, Sum, compare
from jixiao.core.findings import Place, normal_name
from jixiao.core.numbers import StatedNumber, counted, fold, parse_decimal, rounded
from jixiao.core.stated import StatedPoints

TOTAL = "总分"


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Weight and points of one row; None where nothing is printed."""

    name: str
    levels: tuple[str, ...]
    """Names of the groups that it belongs to."""
    weight: Decimal | None
    points: Decimal | None
    place: str


def rows_of(form: ScoredForm) -> tuple[Points, ...]:
    """The indicators that bring points of their own, in form order."""
    return tuple(
        Points(
            name=row.stated.name,
            levels=tuple(
                group_name(level)
                for level in (row.stated.level1, row.stated.level2)
                if level
            ),
            weight=row.indicator.weight,
            points=row.indicator.stated_points,
            place=row.stated.place,
        )
        for row in form.rows
        if row.indicator.is_scored
    )


def execution_of_form(form: ScoredForm) -> Points | None:
    """Weight and points of the budget line; None where it holds the whole form's."""
    line, budget = total_line(form), form.evaluation.budget
    if line is None or budget is None or holds_whole_form(form):
        return None
    if budget.weight is None and budget.stated_points is None:
        return None
    level = group_name(form.rulebook.execution_level or "预算执行")
    return Points(
        name=name_of(line), levels=(level, "预算执行"), place=line.place,
        weight=budget.weight, points=budget.stated_points,
    )  # fmt: skip


def prints_decimals(form: ScoredForm) -> bool:
    """Whether any points of the form have decimals, so that nothing needs to be whole."""
    execution = execution_of_form(form)
    rows = [*rows_of(form), *((execution,) if execution else ())]
    return any(row.points is not None and places_of(row.points) > 0 for row in rows)


def group_name(text: str) -> str:
    """A group's name without the words that forms add or leave out.

    >>> group_name("产出指标（50分）"), group_name("预算执行率"), group_name("满意度指标等")
    ('产出', '预算执行', '满意度')
    """
    name = normal_name(re.sub(r"[（(][^()（）]*[)）]", "", text))
    name = re.sub(r"(?:指标|得分|分值|小计|合计|情况|等)+$", "", name)
    return "预算执行" if "执行" in name else name


def figure_of(text: str | None) -> Decimal | None:
    """Points as printed: 9.61, 50分."""
    folded = fold(text or "").strip().removesuffix("分").strip()
    return parse_decimal(folded) if folded else None


def as_stated(value: Decimal) -> StatedNumber:
    """Whole points are exact, points with decimals may be rounded."""
    text = f"{value.normalize():f}"
    return rounded(text) if places_of(value) else counted(text)


def add_points(whole: Decimal, parts: Sequence[Decimal]) -> Sum:
    """Hold a printed total against the points that make it up.

    A total with fewer decimals than its parts may have been rounded or cut off.

    >>> add_points(Decimal(97), [Decimal("9.7"), Decimal(87)]).agreement
    <Agreement.ROUNDING: 1>
    """
    finest = max((places_of(part) for part in parts), default=0)
    step = Decimal(1).scaleb(-max(finest, places_of(whole)))
    total = as_stated(whole)
    found = compare(total, [as_stated(part) for part in parts], step=step)
    unit = Decimal(1).scaleb(-places_of(whole))
    is_coarser = places_of(whole) < finest
    if is_coarser and -unit / 2 <= found.total.value - whole < unit:
        return replace(
            found,
            agreement=min(found.agreement, Agreement.ROUNDING, key=lambda a: a.value),
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class PointSum:
    """A total and the rows that it should add up."""

    parts: tuple[Points, ...]
    sum: Sum


def total_of_form(form: ScoredForm) -> StatedPoints | None:
    """The total as printed in the form."""
    for entry in form.stated.subtotals:
        if is_total_name(entry.name) and figure_of(entry.points) is not None:
            return entry
    if form.stated.total is None:
        return None
    return StatedPoints(name=TOTAL, points=form.stated.total, place=form.stated.place)


def is_total_name(name: str) -> bool:
    """Whether a row of points is the total of all."""
    return bool(re.search(r"总分|总得分|总计|合计$|总评", name))


def total_sum(form: ScoredForm) -> PointSum | None:
    """The printed total against the rows, with the execution row or without."""
    total = total_of_form(form)
    whole = figure_of(total.points) if total else None
    rows = [row for row in rows_of(form) if row.points is not None]
    if whole is None or not rows:
        return None
    execution = execution_of_form(form)
    choices = [tuple(rows)]
    if execution is not None and execution.points is not None:
        choices.insert(0, (execution, *rows))
    sums = [PointSum(parts=c, sum=add_points(whole, _points(c))) for c in choices]
    return min(sums, key=lambda one: one.sum.agreement.value)


def _points(parts: Sequence[Points]) -> list[Decimal]:
    return [part.points for part in parts if part.points is not None]


def wanted_points(form: ScoredForm) -> dict[str, Decimal]:
    """Rows whose points break the rule and, corrected, make the total come out.

    Returns:
        The corrected points by place; empty where the total fits as printed.
    """
    found = total_sum(form)
    total = total_of_form(form)
    whole = figure_of(total.points) if total else None
    if found is None or whole is None or found.sum.agreement is not Agreement.CLASH:
        return {}
    wanted: dict[str, Decimal] = {}
    for place, points in _corrections(form):
        parts = [
            points if part.place == place else part.points
            for part in found.parts
            if part.points is not None
        ]
        corrected = add_points(whole, parts)
        if corrected.agreement in (Agreement.EQUAL, Agreement.ROUNDING):
            wanted[place] = points
    return wanted


def _corrections(form: ScoredForm) -> Iterator[tuple[str, Decimal]]:
    """Rows that break the rule, with the points by the rule, rounded in either way."""
    for one in completions(form):
        if one.how is None:
            yield one.row.stated.place, one.points
    for row in rows_of(form):
        if (
            row.points is not None
            and row.weight is not None
            and row.points > row.weight
        ):
            yield row.place, row.weight


def of_group(name: str, form: ScoredForm) -> tuple[Points, ...]:
    """The rows of a group, the budget line where the name says execution.

    Returns:
        Nothing where the name is that of a second level under several first ones.
    """
    wanted = group_name(name)
    execution = execution_of_form(form)
    if wanted == "预算执行":
        return (execution,) if execution else ()
    rows = rows_of(form)
    first = tuple(row for row in rows if row.levels[:1] == (wanted,))
    if first:
        return first
    second = tuple(row for row in rows if wanted in row.levels[1:])
    parents = {row.levels[0] for row in second}
    return second if len(parents) == 1 else ()


def group_entries(form: ScoredForm, subject: Subject) -> Iterator[StatedPoints]:
    """Printed sums of groups: 小计 in the form, rows of a score summary."""
    entries = list(form.stated.subtotals)
    if len(subject.forms) == 1:
        entries += subject.report.summaries
    for entry in entries:
        if not is_total_name(entry.name):
            yield entry


def place_of(part: Points, value: Decimal | None) -> Place:
    """Where a row's points stand, with name and figure as quote."""
    return Place(locator=part.place, quote=f"{part.name} {value}")
