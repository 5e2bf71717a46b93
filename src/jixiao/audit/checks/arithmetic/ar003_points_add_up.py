"""各项得分之和等于总分: total and groups against the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.form_points import (
    TOTAL,
    Points,
    add_points,
    execution_of_form,
    figure_of,
    group_entries,
    is_total_name,
    of_group,
    place_of,
    rows_of,
    total_of_form,
    total_sum,
    wanted_points,
)
from jixiao.audit.subject import ScoredForm, Subject
from jixiao.audit.sums import Agreement, Sum
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.numbers import plain
from jixiao.core.stated import StatedPoints, StatedReport


def find(subject: Subject) -> Iterator[Outcome]:
    """Add the points of every form, of its groups and of the score summary."""
    for form in subject.forms:
        yield from _of_total(form)
        yield from _of_groups(form, subject)
    yield from _of_summary(subject.report)


def _of_total(form: ScoredForm) -> Iterator[Outcome]:
    total, found = total_of_form(form), total_sum(form)
    if total is None or found is None:
        return
    blank = _blank_rows(form)
    if found.sum.agreement is not Agreement.EQUAL and blank and found.sum.is_short:
        names = "、".join(part.name for part in blank[:_NAMED])
        yield Doubt(
            place=total.place,
            reason=f"“{names}”等 {len(blank)} 行没有得分，无法核对总分",
        )
    elif (why := _why_unseen(form, found.sum)) is not None:
        yield Doubt(place=total.place, reason=why)
    elif wanted_points(form):
        yield Fits()  # one wrong row explains the difference and is told there
    else:
        yield _outcome(TOTAL, total, found.sum, found.parts)


_NAMED = 3
_LEAST_GROUP = 5
"""Points; what is missing in a lump may be a group that the form scores elsewhere."""


def _why_unseen(form: ScoredForm, found: Sum) -> str | None:
    """Why rows may have points that the form prints outside its table."""
    if found.agreement is not Agreement.CLASH or not found.is_short:
        return None
    apart = found.whole.value - found.total.value
    if apart < _LEAST_GROUP:
        return None
    weights = [row.weight for row in rows_of(form)]
    if None in weights:
        return (
            f"各行得分相加比总分少 {plain(apart)}，表中没有分值，可能另有得分未列为指标"
        )
    execution = execution_of_form(form)
    known = [weight for weight in weights if weight is not None]
    if execution is not None and execution.weight is not None:
        known.append(execution.weight)
    if apart >= 2 * _LEAST_GROUP and form.rulebook.total_weight - sum(known) == apart:
        return f"分值和得分都少 {plain(apart)}，可能有行没有读出"
    return None


def _blank_rows(form: ScoredForm) -> list[Points]:
    rows = list(rows_of(form))
    execution = execution_of_form(form)
    if execution is not None:
        rows.append(execution)
    return [row for row in rows if row.weight and row.points is None]


def _of_groups(form: ScoredForm, subject: Subject) -> Iterator[Outcome]:
    for entry in group_entries(form, subject):
        whole = figure_of(entry.points)
        parts = of_group(entry.name, form)
        points = [part.points for part in parts if part.points is not None]
        if whole is None or not points or len(points) < len(parts):
            continue
        found = add_points(whole, points)
        if found.agreement is not Agreement.EQUAL and _is_explained(form, parts, whole):
            yield Fits()
        else:
            yield _outcome(f"{entry.name}得分", entry, found, parts)


def _is_explained(form: ScoredForm, parts: Sequence[Points], whole: Decimal) -> bool:
    """Whether a row that breaks the rule, corrected, makes the group come out."""
    wanted = wanted_points(form)
    corrected = [wanted.get(part.place, part.points) for part in parts]
    known = [points for points in corrected if points is not None]
    return bool(wanted) and add_points(whole, known).agreement in (
        Agreement.EQUAL,
        Agreement.ROUNDING,
    )


def _of_summary(report: StatedReport) -> Iterator[Outcome]:
    """The total of a score summary against its own rows."""
    entries = report.summaries
    totals = [entry for entry in entries if is_total_name(entry.name)]
    parts = [
        Points(
            name=entry.name, levels=(), weight=figure_of(entry.weight),
            points=figure_of(entry.points), place=entry.place,
        )
        for entry in entries
        if not is_total_name(entry.name)
    ]  # fmt: skip
    points = [part.points for part in parts if part.points is not None]
    if len(totals) != 1 or len(points) < max(2, len(parts)):
        return
    whole = figure_of(totals[0].points)
    if whole is not None:
        yield _outcome(TOTAL, totals[0], add_points(whole, points), parts)


_SEVERITY = {
    Agreement.ROUNDING: Severity.NOTE,
    Agreement.COLUMN: Severity.WARNING,
    Agreement.CLASH: Severity.ERROR,
}
_ENDING = {
    Severity.NOTE: "相差在取整或四舍五入的尾差之内",
    Severity.WARNING: "请核对",
    Severity.ERROR: "两者不能同时成立",
}


def _outcome(
    about: str, entry: StatedPoints, found: Sum, parts: Sequence[Points]
) -> Outcome:
    if found.agreement is Agreement.EQUAL:
        return Fits()
    severity = _SEVERITY[found.agreement]
    expected = plain(found.total.value)
    terms = " + ".join(plain(part.value) for part in found.parts)
    return Clash(
        severity=severity,
        about=about,
        message=f"{about}写的是 {entry.points}，各行得分相加为 {expected}，{_ENDING[severity]}",
        stated=entry.points,
        expected=expected,
        arithmetic=f"{terms} = {expected} ≠ {plain(found.whole.value)}",
        places=(
            Place(locator=entry.place, quote=f"{entry.name} {entry.points}"),
            *(place_of(part, part.points) for part in parts),
        ),
    )


CHECK = Check(
    id="AR003",
    theme=Theme.ARITHMETIC,
    title="各项得分之和等于总分",
    why="总分由各项得分相加而来；对不上时多为改了某项得分而没有改总分，或在取整之前相加。",
    how_to_fix="重新相加各行得分（含预算执行率得分），改正总分、小计或填错的一行。",
    source="docs/algorithms/scoring.md",
    find=find,
    nothing="没有写明总分或各项得分",
)
