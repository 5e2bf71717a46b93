"""From an indicator as written to a row that can be scored, or the reason why not.

Here the likelier reading is chosen and said; the arithmetic is elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from jixiao.core.dates import StatedDate
from jixiao.core.directions import direction_in_name, is_cost_category
from jixiao.core.evaluation import Direction, Indicator
from jixiao.core.numbers import SCALES, StatedNumber, fold, plain
from jixiao.core.targets import Kind, Statement, percent_in_name, read_statement
from jixiao.core.units import unit_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An indicator as read: exactly one of measured, by words, by date, undecided."""

    target: Statement
    actual: Statement
    direction: Direction | None = None
    lower: Fraction | None = None
    upper: Fraction | None = None
    value: Fraction | None = None
    """The bound that counts and the result, in one common unit."""
    over_base: Fraction | None = None
    """What over-achievement is measured against: a range's upper bound."""
    is_qualitative: bool = False
    is_late: bool | None = None
    """For deadlines; None for everything else."""
    undecided: str | None = None
    notes: tuple[str, ...] = ()


_UNIT_IN_NAME = re.compile(r"\(([^()\d]{1,8})\)(?=$|\()")
_BRACKETED_WEIGHT = re.compile(r"\(\d+(?:\.\d+)?分?\)$")
_DONE = re.compile(
    r"(?:已|全部|按时|按期|及时|如期|均已?)*(?:完成|达成|达到|到位|实施|办结|竣工|完工)(?:预期指标|预期目标|年度指标|目标)?"
)


@lru_cache(maxsize=16384)
def unit_in_name(name: str) -> str | None:
    """The unit that a name carries in brackets at its end.

    >>> unit_in_name("获批新增建设用地（亩）（3分）"), unit_in_name("办结率")
    ('亩', None)
    """
    folded = _BRACKETED_WEIGHT.sub("", fold(name))
    found = _UNIT_IN_NAME.findall(folded)
    return found[-1] if found else None


def read_indicator(indicator: Indicator, *, year: int | None) -> Reading:
    """Read target and result of one indicator and choose how it is measured.

    Args:
        indicator: as written.
        year: budget year, for deadlines without one.

    >>> row = Indicator(
    ...     level1="产出指标", level2="数量指标", name="获批新增建设用地（亩）",
    ...     target="2", actual="2.3万", weight=Decimal(3),
    ... )
    >>> read_indicator(row, year=2020).notes
    ('指标值“2”与完成值“2.3万”相差悬殊，按“2万”读取',)
    """
    unit = indicator.unit or unit_in_name(indicator.name)
    target = read_statement(indicator.target, sign=indicator.sign, unit=unit)
    if target.kind is Kind.BLANK:
        in_name = percent_in_name(indicator.name)
        if in_name:
            target = replace(read_statement(in_name), notes=("指标值写在指标名称中",))
    actual = read_statement(indicator.actual, unit=unit)
    reading = Reading(target=target, actual=actual)
    reason = _why_unreadable(target, actual)
    if reason:
        return replace(reading, undecided=reason)
    if target.kind is Kind.QUALITATIVE:
        return replace(reading, is_qualitative=True)
    if target.kind is Kind.BY_DATE:
        return _read_deadline(reading, year)
    return _read_measure(reading, indicator)


def _why_unreadable(target: Statement, actual: Statement) -> str | None:
    for what, statement in (("指标值", target), ("完成值", actual)):
        if statement.kind is Kind.BLANK:
            return f"{what}为空，无法计分；请补填{what}"
        if statement.kind is Kind.UNDECIDED:
            return f"{what}{statement.reason}"
    return None


def _read_deadline(reading: Reading, year: int | None) -> Reading:
    due, done = reading.target.date, reading.actual.date
    assert due is not None, "a deadline has a date"
    if done is None:
        if reading.actual.kind is Kind.QUALITATIVE:
            return replace(reading, is_qualitative=True)
        return replace(
            reading,
            undecided=f"指标值“{reading.target.text}”是期限，完成值“{reading.actual.text}”不是日期",
        )
    default = due.year or done.year or year or _ANY_YEAR
    return replace(reading, is_late=_is_after(done, due, default))


_ANY_YEAR = 2000


def _is_after(done: StatedDate, due: StatedDate, default_year: int) -> bool:
    return done.first_day(default_year) > due.last_day(default_year)


def _read_measure(reading: Reading, indicator: Indicator) -> Reading:
    target, actual = reading.target, reading.actual
    if not actual.is_numeric:
        return replace(
            reading,
            undecided=f"指标值“{target.text}”是数字，完成值“{actual.text}”不是数字，无法按比例计分",
        )
    if actual.kind is Kind.RANGE:
        return replace(
            reading, undecided=f"完成值“{actual.text}”是一个区间，不是一个数"
        )
    target, actual, notes = _same_scale(target, actual)
    factors = _factors(target, actual)
    if isinstance(factors, str):
        return replace(reading, undecided=factors)
    if actual.kind in (Kind.AT_LEAST, Kind.AT_MOST):
        notes += (f"完成值“{actual.text}”写成了界限，按其中的数字读取",)
    direction, direction_notes = _direction(target, indicator)
    number = actual.number
    assert number is not None, "a numeric result has a figure"
    measured = replace(
        reading,
        direction=direction,
        value=Fraction(number.value) * factors[1],
        lower=_times(target.lower, factors[0]),
        upper=_times(target.upper, factors[0]),
        notes=(*target.notes, *actual.notes, *notes, *direction_notes),
    )
    return _checked(_bounded(measured))


def _times(number: StatedNumber | None, factor: Fraction) -> Fraction | None:
    return None if number is None else Fraction(number.value) * factor


def _same_scale(
    target: Statement, actual: Statement
) -> tuple[Statement, Statement, tuple[str, ...]]:
    """A 万 or 亿 that one cell writes and the other leaves out (2 against 2.3万)."""
    if target.unit == "%" and not actual.unit:
        return _as_percent(target, actual)
    if target.has_scale == actual.has_scale or target.kind is Kind.RANGE:
        return target, actual, ()
    scaled, bare = (target, actual) if target.has_scale else (actual, target)
    if (
        bare.has_own_unit
        or (bare.unit or "")[:1] in ("万", "亿")  # the header's unit has the scale
        or not bare.number
        or not scaled.number
        or not bare.number.value
    ):
        return target, actual, ()
    ratio = scaled.number.value / bare.number.value
    word = next((w for w in ("亿", "万") if w in fold(scaled.text)), None)
    if word is None or abs(ratio) < SCALES[word] // 10:
        return target, actual, ()
    what, other = ("完成值", "指标值") if bare is actual else ("指标值", "完成值")
    note = f"{what}“{bare.text}”与{other}“{scaled.text}”相差悬殊，按“{bare.text}{word}”读取"
    wider = bare.times(SCALES[word])
    pair = (target, wider) if bare is actual else (wider, actual)
    return *pair, (note,)


def _as_percent(
    target: Statement, actual: Statement
) -> tuple[Statement, Statement, tuple[str, ...]]:
    """A share that is written as a fraction: 0.958 against ≥95%."""
    number, bound = actual.number, target.number
    if not number or not bound or not 0 < number.value <= 1 or bound.value <= 1:
        return target, actual, ()
    note = f"完成值“{actual.text}”按 {plain(number.value * 100)}% 读取"
    return target, actual.times(100), (note,)


def _factors(target: Statement, actual: Statement) -> tuple[Fraction, Fraction] | str:
    """Factors that bring target and result to one unit, or why there are none."""
    one = Fraction(1)
    if target.unit == actual.unit or not target.unit or not actual.unit:
        return one, one
    left, right = unit_of(target.unit), unit_of(actual.unit)
    if left.dimension == right.dimension:
        return left.factor, right.factor
    if target.unit in actual.unit or actual.unit in target.unit:
        return one, one  # 元 beside 元/年: the rest was left out
    if left.is_count and right.is_count:
        return one, one
    return f"指标值的单位“{target.unit}”与完成值的单位“{actual.unit}”不能相比"


def _direction(
    target: Statement, indicator: Indicator
) -> tuple[Direction, tuple[str, ...]]:
    match target.kind:
        case Kind.AT_LEAST:
            return Direction.POSITIVE, ()
        case Kind.AT_MOST:
            return Direction.REVERSE, ()
        case Kind.EXACTLY:
            return Direction.POSITIVE, ()
        case _:
            pass
    named = direction_in_name(indicator.name)
    if named is not None:
        return named, ()
    if is_cost_category(indicator.level1, indicator.level2):
        return Direction.POSITIVE, (
            "成本类指标未写明方向，按正向计分；若越低越好，请写“≤”",
        )
    return Direction.POSITIVE, ()


def _bounded(reading: Reading) -> Reading:
    """Keep the one bound that the direction is measured against."""
    lower, upper, value = reading.lower, reading.upper, reading.value
    assert value is not None, "measured"
    if lower is not None and upper is not None and lower < 0 < upper:  # ±3%以内
        return replace(
            reading, direction=Direction.REVERSE, lower=None, value=abs(value)
        )
    if reading.target.kind is Kind.BARE and upper == 0:
        note = "指标值为 0，按“不得发生”读取"
        return replace(
            reading, direction=Direction.REVERSE, lower=None,
            notes=(*reading.notes, note),
        )  # fmt: skip
    if reading.direction is Direction.REVERSE:
        return replace(reading, lower=None)
    notes = reading.notes
    if reading.target.kind is Kind.EXACTLY and upper is not None and value > upper:
        notes += (f"完成值高于“{reading.target.text}”，视为完成",)
    return replace(reading, upper=None, over_base=upper or lower, notes=notes)


def is_met(reading: Reading) -> bool:
    """Whether a measured result reaches its bound."""
    lower, upper, value = reading.lower, reading.upper, reading.value
    assert value is not None, "measured"
    return (lower is None or value >= lower) and (upper is None or value <= upper)


def _checked(reading: Reading) -> Reading:
    """Refuse ratios that mean nothing."""
    lower, upper, value = reading.lower, reading.upper, reading.value
    reached = is_met(reading)
    is_negative = any(v is not None and v < 0 for v in (lower, upper, value))
    if is_negative and not reached:
        return replace(reading, undecided="含有负数且未完成，比例没有意义，需人工判定")
    zero_by_reading = upper == 0 and reading.target.kind is Kind.BARE
    if zero_by_reading and not reached:
        return replace(
            reading,
            undecided=f"指标值为 0 而完成值为“{reading.actual.text}”：是“不得发生”还是未设目标，需人工判定",
        )
    return reading


def is_done_in_words(statement: Statement) -> bool:
    """Whether words say that the target was reached (已完成, 达成预期指标)."""
    return bool(_DONE.fullmatch("".join(fold(statement.text).split())))
