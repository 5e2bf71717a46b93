"""各项分值之和等于总分值: all rows, and the rows of each group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.form_points import (
    Points,
    execution_of_form,
    figure_of,
    group_entries,
    group_name,
    is_total_name,
    of_group,
    place_of,
    rows_of,
)
from jixiao.audit.subject import ScoredForm, Subject
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.numbers import plain
from jixiao.core.stated import StatedPoints

ABOUT = "权重合计"
_HUNDRED = 100


def find(subject: Subject) -> Iterator[Outcome]:
    """Add the weights of every form and of its groups."""
    for form in subject.forms:
        if all(row.weight is None for row in rows_of(form)):
            continue
        groups = list(_of_groups(form, subject))
        yield from _of_total(form, [one for one in groups if isinstance(one, Clash)])
        yield from groups


def _of_total(form: ScoredForm, groups: Sequence[Clash]) -> Iterator[Outcome]:
    rows = rows_of(form)
    blank = [row for row in rows if row.weight is None]
    if blank:
        yield Doubt(
            place=blank[0].place,
            reason=f"“{blank[0].name}”等 {len(blank)} 行没有分值，无法核对分值合计",
        )
        return
    entry = next(
        (
            one
            for one in form.stated.subtotals
            if is_total_name(one.name) and figure_of(one.weight)
        ),
        None,
    )
    full = figure_of(entry.weight) if entry else None
    whole = full or form.rulebook.total_weight
    sums = list(_sums(form, rows))
    if (
        entry
        and full not in (None, figure_of(entry.points), *sums)
        and _HUNDRED in sums
    ):
        yield _total_clash(
            form, entry, whole, rows
        )  # 98 printed below rows that are 100
    elif any(total in (whole, form.rulebook.total_weight) for total in sums):
        yield Fits()
    elif _is_relative(rows):
        yield Doubt(
            place=form.stated.place, reason="各组分值各自合计 100，是组内的相对权重"
        )
    elif any(total + _apart(groups) == whole for total in sums):
        yield Fits()  # the groups explain the difference and tell it
    else:
        yield _total_clash(form, entry, whole, rows)


def _apart(groups: Sequence[Clash]) -> Decimal:
    """By how much the rows of wrong groups fall short of the groups' weights."""
    return sum(
        (
            (figure_of(g.stated) or Decimal(0)) - (figure_of(g.expected) or Decimal(0))
            for g in groups
        ),
        Decimal(0),
    )


def _sums(form: ScoredForm, rows: Sequence[Points]) -> Iterator[Decimal]:
    """What the weights may be meant to add up to, the printed execution row first."""
    total = _added(rows)
    execution = execution_of_form(form)
    if execution is not None and execution.weight is not None:
        yield total + execution.weight
        yield total
        return
    yield total
    ruled = form.rulebook.execution_weight
    usual = (ruled, Decimal(10), Decimal(20))
    yield from (total + weight for weight in usual if weight is not None)


def _added(rows: Sequence[Points]) -> Decimal:
    return sum((row.weight for row in rows if row.weight is not None), Decimal(0))


def _is_relative(rows: Sequence[Points]) -> bool:
    """Whether every first-level group adds up to 100 for itself."""
    groups: dict[str, Decimal] = {}
    for row in rows:
        key = row.levels[0] if row.levels else ""
        groups[key] = groups.get(key, Decimal(0)) + (row.weight or Decimal(0))
    return len(groups) > 1 and set(groups.values()) <= {Decimal(100), Decimal(1)}


def _total_clash(
    form: ScoredForm,
    entry: StatedPoints | None,
    whole: Decimal,
    rows: Sequence[Points],
) -> Clash:
    execution = execution_of_form(form)
    counted = [row for row in (execution, *rows) if row is not None and row.weight]
    total = _added(counted)
    place = entry.place if entry else form.stated.place
    said = f"表中合计写的是 {plain(whole)}" if entry else f"应为 {plain(whole)}"
    return Clash(
        severity=_total_severity(entry, whole, total),
        about=ABOUT,
        message=f"各项分值相加为 {plain(total)}，{said}，请核对各项分值",
        stated=plain(whole),
        expected=plain(total),
        arithmetic=_arithmetic(counted, whole),
        places=(
            Place(
                locator=place, quote=f"{entry.name} {entry.weight}" if entry else "分值"
            ),
            *(place_of(row, row.weight) for row in counted),
        ),
    )


_LEAST_GROUP = 10


def _total_severity(
    entry: StatedPoints | None, whole: Decimal, total: Decimal
) -> Severity:
    """A whole group that is missing may stand outside the table."""
    if entry is None or whole - total >= _LEAST_GROUP:
        return Severity.WARNING
    return Severity.ERROR


def _arithmetic(rows: Sequence[Points], whole: Decimal) -> str:
    terms = " + ".join(plain(row.weight) for row in rows if row.weight is not None)
    return f"{terms} = {plain(_added(rows))} ≠ {plain(whole)}"


@dataclass(frozen=True, slots=True)
class _Group:
    """A group whose rows do not add up to its printed weight."""

    name: str
    weight: str
    place: str
    rows: tuple[Points, ...]

    @property
    def apart(self) -> Decimal:
        return _added(self.rows) - (figure_of(self.weight) or Decimal(0))

    @property
    def is_below_a_row(self) -> bool:
        """Whether a row alone weighs more, so that it may be another figure."""
        stated = _added(self.rows) - self.apart
        return any(row.weight and row.weight > stated for row in self.rows)


def _of_groups(form: ScoredForm, subject: Subject) -> Iterator[Outcome]:
    wrong: list[_Group] = []
    small: list[_Group] = []
    fitting = 0
    for name, weight, place in _group_weights(form, subject):
        rows = of_group(name, form)
        if not rows or any(row.weight is None for row in rows):
            continue
        group = _Group(name, weight, place, rows)
        if group.apart == 0:
            fitting += 1
            yield Fits()
        elif group.is_below_a_row:
            small.append(group)
        elif group_name(name) != "预算执行":
            wrong.append(group)
    if len(small) == 1 and not wrong and fitting >= _MOST_FIT:
        yield _group_clash(small[0], Severity.WARNING)
    else:
        yield from (_unlike(group) for group in small)
    if len(wrong) > 1 and sum(group.apart for group in wrong) == 0:
        names = "、".join(group.name for group in wrong)
        yield Doubt(
            place=wrong[0].place,
            reason=f"{names}的分值与所属各行一多一少，可能是行归错了组",
        )
        return
    yield from (_group_clash(group, Severity.ERROR) for group in wrong)


_MOST_FIT = 3
"""Groups whose weights fit, so that the one that does not is read as theirs are."""


def _unlike(group: _Group) -> Doubt:
    return Doubt(
        place=group.place,
        reason=f"“{group.name}”的分值 {group.weight} 比其中一行还小，可能不是这一组的分值",
    )


def _group_clash(group: _Group, severity: Severity) -> Clash:
    total = plain(_added(group.rows))
    return Clash(
        severity=severity,
        about=f"{group.name}分值",
        message=(
            f"“{group.name}”的分值写的是 {group.weight}，"
            f"所属各行分值相加为 {total}，两者不能同时成立"
        ),
        stated=group.weight,
        expected=total,
        arithmetic=_arithmetic(group.rows, figure_of(group.weight) or Decimal(0)),
        places=(
            Place(locator=group.place, quote=f"{group.name} {group.weight}"),
            *(place_of(row, row.weight) for row in group.rows),
        ),
    )


def _group_weights(
    form: ScoredForm, subject: Subject
) -> Iterator[tuple[str, str, str]]:
    seen: set[tuple[str, Decimal | None]] = set()
    printed = [(n, w, form.stated.place) for n, w in form.stated.level_weights]
    printed += [
        (entry.name, entry.weight, entry.place)
        for entry in group_entries(form, subject)
        if entry.weight
    ]
    for name, weight, place in printed:
        key = (group_name(name), figure_of(weight))
        if key not in seen and key[1] is not None and len(key[0]) > 1:
            seen.add(key)
            yield name, weight, place


CHECK = Check(
    id="AR004",
    theme=Theme.ARITHMETIC,
    title="各项分值之和等于总分值",
    why="分值合计不是 100 时，总分没有可比性；多为删改指标后没有重新分配分值。",
    how_to_fix="重新分配各项分值，使各组等于组的分值、全表等于 100。",
    source="docs/algorithms/scoring.md",
    find=find,
    nothing="没有写明分值",
)
