"""单位与指标相符: units that target, result or name cannot have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.subject import FormRow, Subject
from jixiao.core.findings import Place, Severity
from jixiao.core.numbers import fold
from jixiao.core.scorecard import ScoredRow
from jixiao.core.statements import Statement
from jixiao.core.units import UNIT_NAMES, unit_of

_SHARE_NAME = re.compile(r"(?<!效)率$|满意度$|覆盖率|合格率|完成率|占比$|百分比$")
_NO_SHARE = re.compile(
    r"速率|功率|周转率|心率|倍率|频率|效率|税率|利率|汇率|分辨率|人口密度|千人|万人|万元|每|得分|评分|分$"
)
_COUNT_NAME = re.compile(r"(?:数量|个数|人数|次数|户数|件数|场次|份数|套数|台数)$")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_SHARES = ("%", "‰", "百分比", "百分点", "个百分点")


def find(subject: Subject) -> Iterator[Outcome]:
    """Hold the units of target and result against each other and the name."""
    for form in subject.forms:
        for row in form.rows:
            if row.scored is not None and row.scored.target.is_numeric:
                yield from _of_row(row, row.scored)


def _of_row(row: FormRow, scored: ScoredRow) -> Iterator[Outcome]:
    target, actual = scored.target, scored.actual
    if not actual.is_numeric:
        return
    if _are_apart(target, actual):
        yield _clash(row, target, actual)
    elif (unit := _misfit(row.stated.name, target, actual)) is not None:
        yield _name_clash(row, unit)
    else:
        yield Fits()


def _are_apart(target: Statement, actual: Statement) -> bool:
    """Whether both sides carry units of different kinds: 25% against 30分钟."""
    left, right = target.unit, actual.unit
    if not left or not right or not (target.has_own_unit and actual.has_own_unit):
        return False
    one, other = unit_of(left), unit_of(right)
    if one.dimension == other.dimension or (one.is_count and other.is_count):
        return False
    if left in right or right in left:
        return False
    return left in UNIT_NAMES or right in UNIT_NAMES


def _misfit(name: str, target: Statement, actual: Statement) -> str | None:
    """The unit that the name rules out, where both sides carry it."""
    words = _BRACKETS.sub("", "".join(fold(name).split()))
    units = {unit for unit in (target.unit, actual.unit) if unit}
    if len(units) != 1:
        return None
    (unit,) = units
    is_share = unit in _SHARES
    if _SHARE_NAME.search(words) and not _NO_SHARE.search(words):
        is_count = unit_of(unit).is_count and unit not in UNIT_NAMES and len(unit) <= 2  # noqa: PLR2004  件 人次
        return unit if is_count and not unit.startswith(("分", "倍", "成")) else None
    return unit if _COUNT_NAME.search(words) and is_share else None


def _clash(row: FormRow, target: Statement, actual: Statement) -> Clash:
    stated = row.stated
    number = actual.number
    expected = f"{number.text}{target.unit}" if number else str(target.unit)
    return Clash(
        severity=Severity.WARNING,
        about=stated.name,
        message=(
            f"“{stated.name}”指标值以“{target.unit}”计，完成值{stated.actual}却以“{actual.unit}”计，不能相比"
        ),
        stated=stated.actual,
        expected=expected,
        places=(Place(locator=stated.place, quote=f"{stated.target} {stated.actual}"),),
    )


def _name_clash(row: FormRow, unit: str) -> Clash:
    stated = row.stated
    return Clash(
        severity=Severity.WARNING,
        about=stated.name,
        message=f"“{stated.name}”的指标值{stated.target}、完成值{stated.actual}以“{unit}”计，与名称不符",
        stated=stated.actual,
        expected="个数" if unit in _SHARES else "%",
        places=(Place(locator=stated.place, quote=f"{stated.target} {stated.actual}"),),
    )


CHECK = Check(
    id="UN004",
    theme=Theme.UNITS,
    title="单位与指标相符",
    why="比率写成个数、时间写成百分比，完成程度就无从计算；多为抄错行。",
    how_to_fix="按指标名称改正单位，或改正填错的数。",
    source="docs/decisions/0010",
    find=find,
    nothing="没有带单位的指标值和完成值",
)
