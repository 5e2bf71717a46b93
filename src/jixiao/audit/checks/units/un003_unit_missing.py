"""指标值与完成值的单位都写明: a unit on one side only, where it could be another."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.subject import FormRow, Subject
from jixiao.core.findings import Place, Severity
from jixiao.core.reading import unit_in_name
from jixiao.core.scorecard import ScoredRow
from jixiao.core.units import UNIT_NAMES

_FAR = 5
"""Times apart; nearer figures are plainly in one unit."""


def find(subject: Subject) -> Iterator[Outcome]:
    """Look for results without unit beside targets with one, and the reverse."""
    for form in subject.forms:
        for row in form.rows:
            if row.scored is not None and _is_compared(row, row.scored):
                yield _clash(row) if _is_open(row.scored) else Fits()


def _is_compared(row: FormRow, scored: ScoredRow) -> bool:
    both = scored.target.is_numeric and scored.actual.is_numeric
    return both and not row.stated.unit and unit_in_name(row.stated.name) is None


def _is_open(scored: ScoredRow) -> bool:
    """Whether one side has a measure of several sizes, and the figures are far apart."""
    target, actual = scored.target, scored.actual
    if (
        bool(target.unit) is bool(actual.unit)
        or target.has_scale is not actual.has_scale
    ):
        return False
    unit = target.unit or actual.unit or ""
    one, other = target.number, actual.number
    if unit not in UNIT_NAMES or unit == "%" or one is None or other is None:
        return False
    if not one.value or not other.value:
        return False
    larger, smaller = max(one.value, other.value), min(one.value, other.value)
    return larger > _FAR * smaller


def _clash(row: FormRow) -> Clash:
    assert row.scored is not None, "compared"
    stated = row.stated
    unit = row.scored.target.unit or row.scored.actual.unit or ""
    bare = "完成值" if row.scored.target.unit else "指标值"
    return Clash(
        severity=Severity.NOTE,
        about=stated.name,
        message=f"“{stated.name}”指标值{stated.target}，完成值{stated.actual}，{bare}没有单位，相差又大，请写明单位",
        stated=stated.actual if bare == "完成值" else stated.target,
        expected=unit,
        places=(Place(locator=stated.place, quote=f"{stated.target} {stated.actual}"),),
    )


CHECK = Check(
    id="UN003",
    theme=Theme.UNITS,
    title="指标值与完成值的单位都写明",
    why="一边有单位一边没有，数字又相差大时，分不清是单位不同还是数字有误。",
    how_to_fix="两栏写同样的单位。",
    source="docs/decisions/0010",
    find=find,
    nothing="没有可比的指标值和完成值",
)
