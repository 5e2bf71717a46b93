"""From an indicator as written to a row that can be scored, or the reason why not.

Here the likelier reading is chosen and said; the arithmetic is elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from jixiao.core.directions import direction_in_name, is_cost_category
from jixiao.core.evaluation import Direction, Indicator
from jixiao.core.numbers import SCALES, StatedNumber, fold, plain
from jixiao.core.statements import Kind, Statement
from jixiao.core.targets import as_number, percent_in_name, read_statement
from jixiao.core.units import UNIT_NAMES, unit_of


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
    is_reached: bool | None = None
    """Whether a measured result reaches its bound."""
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
    actual = read_statement(indicator.actual, unit=unit, is_result=True)
    if target.is_numeric and actual.date:
        actual = as_number(actual)
    elif target.date and actual.is_numeric:
        target = as_number(target)
    reason = _why_unreadable(target, actual)
    if reason:
        return Reading(target=target, actual=actual, undecided=reason)
    if target.kind is Kind.QUALITATIVE:
        return Reading(target=target, actual=actual, is_qualitative=True)
    if target.kind is Kind.BY_DATE:
        return _read_deadline(Reading(target=target, actual=actual), year)
    return _read_measure(target, actual, indicator)


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
    is_late = done.first_day(default) > due.last_day(default)
    notes: tuple[str, ...] = ()
    if not is_late and done.last_day(default) > due.last_day(default):
        notes = (f"完成值“{reading.actual.text}”不够具体，未见晚于期限，按按期读取",)
    return replace(reading, is_late=is_late, notes=notes)


_ANY_YEAR = 2000


def _read_measure(
    target: Statement, actual: Statement, indicator: Indicator
) -> Reading:
    """Choose bound, result and direction; arithmetic in the target's own unit."""
    written = actual
    notes: tuple[str, ...] = ()
    if not actual.is_numeric:
        if not _says_nothing_happened(target, actual):
            reason = f"指标值“{target.text}”是数字，完成值“{actual.text}”不是数字，无法按比例计分"
            return Reading(target=target, actual=actual, undecided=reason)
        actual = replace(read_statement("0"), text=actual.text, unit=target.unit)
        notes = (f"完成值“{actual.text}”按 0 读取",)
    if why := _why_not_comparable(target, actual, indicator):
        return Reading(target=target, actual=written, undecided=why)
    scaled_target, scaled_actual, scale_notes = _same_scale(target, actual)
    factor = _factor(scaled_target, scaled_actual)
    if isinstance(factor, str):
        return Reading(target=target, actual=written, undecided=factor)
    if actual.kind in (Kind.AT_LEAST, Kind.AT_MOST):
        notes += (f"完成值“{actual.text}”写成了界限，按其中的数字读取",)
    direction, direction_notes = _direction(target, actual, indicator)
    number = scaled_actual.number
    assert number is not None, "a numeric result has a figure"
    value = _fraction(number.value)
    lower = _exact(scaled_target.lower)
    is_one = scaled_target.upper is scaled_target.lower
    upper = lower if is_one else _exact(scaled_target.upper)
    if factor is not None and _is_decimal(value * factor):
        value *= factor
    elif factor is not None:  # 亩 against a target in 公顷
        lower, upper = (v and v / factor for v in (lower, upper))
    notes = (
        *target.notes,
        *actual.notes,
        *scale_notes,
        *notes,
        *direction_notes,
    )
    pair = target, written
    return _bounded(indicator, pair, (lower, value, upper), direction, notes)


_NOTHING_HAPPENED = re.compile(r"(?:未|没有?|无|不)(?:有|曾)?(?:发生|出现|产生)?.{0,8}")
_FALLS = re.compile(r"下降|降低|减少|下滑|负增长|缩减|压减|压缩|缩短|节约")
_RISES = re.compile(r"增长|提高|提升|增加|上升|上涨")


def _says_nothing_happened(target: Statement, actual: Statement) -> bool:
    """未发生, 无事故: a result of 0 where the target is that nothing happens."""
    bound = target.upper
    if bound is None or bound.value != 0 or actual.kind is not Kind.QUALITATIVE:
        return False
    words = "".join(actual.text.split())
    return bool(re.match(r"未发生|未出现|没有发生|无|零", words)) and bool(
        _NOTHING_HAPPENED.fullmatch(words) or words.startswith("零")
    )


def _why_not_comparable(
    target: Statement, actual: Statement, indicator: Indicator
) -> str | None:
    """Results that say something other than the target asks."""
    if actual.kind is Kind.RANGE:
        return f"完成值“{actual.text}”是一个区间，不是一个数"
    if target.text == actual.text or (target.text.isascii() and actual.text.isascii()):
        return None
    for moves, opposite in ((_FALLS, _RISES), (_RISES, _FALLS)):
        if moves.search(actual.text) and not moves.search(target.text):
            is_about_it = moves.search(indicator.name) and not opposite.search(
                target.text
            )
            if not is_about_it and (moves is _FALLS or opposite.search(target.text)):
                return f"完成值“{actual.text}”与指标值“{target.text}”说的不是同一方向的变化"
    return None


def _is_decimal(value: Fraction) -> bool:
    """Whether a figure prints in full, so that its derivation can be recomputed."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _exact(number: StatedNumber | None) -> Fraction | None:
    return None if number is None else _fraction(number.value)


@lru_cache(maxsize=16384)
def _fraction(value: Decimal) -> Fraction:
    return Fraction(value)


def _same_scale(
    target: Statement, actual: Statement
) -> tuple[Statement, Statement, tuple[str, ...]]:
    """A 万 or 亿 that one cell writes and the other leaves out (2 against 2.3万)."""
    if target.unit == "%" and not actual.unit:
        return _as_percent(target, actual)
    if actual.unit == "%" and not target.unit:
        return _target_as_percent(target, actual)
    if target.has_scale == actual.has_scale:
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
    if target.kind is Kind.AT_MOST and number.value * 100 > bound.value:
        note = f"完成值“{actual.text}”没有单位，按 {plain(number.value)}% 读取"
        return target, actual, (note,)
    note = f"完成值“{actual.text}”按 {plain(number.value * 100)}% 读取"
    return target, actual.times(100), (note,)


def _target_as_percent(
    target: Statement, actual: Statement
) -> tuple[Statement, Statement, tuple[str, ...]]:
    """The same the other way round: 96% against a target of 0.95."""
    bound = target.number
    if not bound or not 0 < bound.value <= 1:
        return target, actual, ()
    note = f"指标值“{target.text}”按 {plain(bound.value * 100)}% 读取"
    return target.times(100), actual, (note,)


def _factor(target: Statement, actual: Statement) -> Fraction | str | None:
    """Factor that brings the result to the target's unit, None for one; or a reason."""
    if target.unit == actual.unit or not target.unit or not actual.unit:
        return None
    left, right = unit_of(target.unit), unit_of(actual.unit)
    if left.dimension == right.dimension:
        return None if left.factor == right.factor else right.factor / left.factor
    are_measures = target.unit in UNIT_NAMES and actual.unit in UNIT_NAMES
    if not are_measures and (target.unit in actual.unit or actual.unit in target.unit):
        return None  # 元 beside 元/年: the rest was left out
    if left.is_count and right.is_count:
        return None
    return f"指标值的单位“{target.unit}”与完成值的单位“{actual.unit}”不能相比"


def _direction(
    target: Statement, actual: Statement, indicator: Indicator
) -> tuple[Direction, tuple[str, ...]]:
    match target.kind:
        case Kind.AT_LEAST | Kind.EXACTLY:
            return Direction.POSITIVE, ()
        case Kind.AT_MOST:
            return Direction.REVERSE, ()
        case _:
            pass
    named = direction_in_name(indicator.name)
    if named is not None:
        return named, ()
    if actual.kind is Kind.AT_MOST:
        return Direction.REVERSE, (f"方向取自完成值“{actual.text}”，按反向计分",)
    if is_cost_category(indicator.level1, indicator.level2):
        return Direction.POSITIVE, (
            "成本类指标未写明方向，按正向计分；若越低越好，请写“≤”",
        )
    return Direction.POSITIVE, ()


def _bounded(
    indicator: Indicator,
    pair: tuple[Statement, Statement],
    figures: tuple[Fraction | None, Fraction, Fraction | None],
    direction: Direction,
    notes: tuple[str, ...],
) -> Reading:
    """Keep the one bound that the direction is measured against."""
    (target, actual), (lower, value, upper) = pair, figures
    over_base: Fraction | None = None
    if target.kind is Kind.RANGE and lower is not None and lower == -(upper or 0):
        direction, lower, value = Direction.REVERSE, None, abs(value)  # ±3%以内
    elif upper is not None and not upper and target.kind is not Kind.AT_MOST:
        is_ruled = direction_in_name(indicator.name) is Direction.REVERSE
        if value > 0 and not is_ruled:
            reason = f"指标值为 0 而完成值为“{actual.text}”：是“不得发生”还是未设目标，需人工判定"
            return Reading(target=target, actual=actual, undecided=reason)
        direction, lower = Direction.REVERSE, None
        notes += ("指标值为 0，按“不得发生”读取",)
    elif direction is Direction.REVERSE:
        lower = None
    else:
        if target.kind is Kind.EXACTLY and upper is not None and value > upper:
            notes += (f"完成值高于“{target.text}”，视为完成",)
            if direction_in_name(indicator.name) is Direction.REVERSE:
                notes += ("按名称此项或为越低越好，请核对指标性质",)
        over_base, upper = upper or lower, None
    reading = Reading(
        target=target, actual=actual, direction=direction, lower=lower, upper=upper,
        value=value, over_base=over_base, notes=notes,
        is_reached=_is_inside(value, lower, upper),
    )  # fmt: skip
    return _checked(reading)


def is_met(reading: Reading) -> bool:
    """Whether a measured result reaches its bound."""
    assert reading.is_reached is not None, "measured"
    return reading.is_reached


def _is_inside(value: Fraction, lower: Fraction | None, upper: Fraction | None) -> bool:
    if lower is not None and _is_less(value, lower):
        return False
    return upper is None or not _is_less(upper, value)


def _is_less(left: Fraction, right: Fraction) -> bool:
    """Compare by hand: nine tenths of the time of `<` go into finding the types."""
    return left.numerator * right.denominator < right.numerator * left.denominator


def _checked(reading: Reading) -> Reading:
    """Refuse ratios that mean nothing."""
    lower, upper, value = reading.lower, reading.upper, reading.value
    if reading.is_reached:
        is_positive = reading.direction is Direction.POSITIVE
        opposed = Kind.AT_MOST if is_positive else Kind.AT_LEAST
        if reading.actual.kind is opposed and value not in (lower, upper):
            reason = f"完成值“{reading.actual.text}”只是界限，不能断定达到“{reading.target.text}”"
            return replace(reading, undecided=reason)
        return reading
    if any(v is not None and v.numerator < 0 for v in (lower, upper, value)):
        return replace(reading, undecided="含有负数且未完成，比例没有意义，需人工判定")
    return reading


def is_done_in_words(statement: Statement) -> bool:
    """Whether words say that the target was reached (已完成, 达成预期指标)."""
    return bool(_DONE.fullmatch("".join(fold(statement.text).split())))
