"""Whether two cells or quotations say the same of one target or result."""

from __future__ import annotations

from enum import Enum, auto
from fractions import Fraction

from jixiao.audit.slips import nearly_equal
from jixiao.core.numbers import SCALES, StatedNumber
from jixiao.core.statements import Kind, Statement
from jixiao.core.units import unit_of


class Sameness(Enum):
    """How two statements stand to each other."""

    SAME = auto()
    BOUND_ONLY = auto()
    """The same figure, with and without 以上 or ≥."""
    OTHER_SCALE = auto()
    """The same digits, 万 or 亿 apart: 2 and 2万."""
    APART = auto()
    UNKNOWN = auto()
    """Words, dates or units that do not compare: nothing is said of it."""


def compare(one: Statement, other: Statement) -> Sameness:
    """Compare two statements by their figures.

    >>> from jixiao.core.targets import read_statement
    >>> compare(read_statement("350以上"), read_statement("350个以上"))
    <Sameness.SAME: 1>
    >>> compare(read_statement("2-3"), read_statement("3-5"))
    <Sameness.APART: 4>
    >>> compare(read_statement("2", unit="亩"), read_statement("2万亩"))
    <Sameness.OTHER_SCALE: 3>
    """
    if not (one.is_numeric and other.is_numeric):
        return Sameness.UNKNOWN
    factor = _factor(one, other)
    if factor is None:
        return Sameness.UNKNOWN
    left, right = _figures(one), _figures(other)
    if len(left) != len(right):
        return Sameness.APART if one.kind is other.kind else Sameness.UNKNOWN
    right = [_times(number, factor) for number in right]
    if all(_is_same(a, b) for a, b in zip(left, right, strict=True)):
        return Sameness.SAME if _same_kind(one, other) else Sameness.BOUND_ONLY
    if _is_scaled(left, right):
        return Sameness.OTHER_SCALE
    return Sameness.APART


def _is_same(one: StatedNumber, other: StatedNumber) -> bool:
    """Figures quoted to the same digit are the same; else what rounds to the same is."""
    if one.high - one.low == other.high - other.low:
        return one.value == other.value
    return nearly_equal(one, other)


def _figures(statement: Statement) -> list[StatedNumber]:
    both = (statement.lower, statement.upper)
    found = [number for number in both if number is not None]
    return found[:1] if statement.lower is statement.upper else found


def _same_kind(one: Statement, other: Statement) -> bool:
    plain_kinds = {Kind.BARE, Kind.EXACTLY}
    return one.kind is other.kind or {one.kind, other.kind} <= plain_kinds


def _factor(one: Statement, other: Statement) -> Fraction | None:
    """Factor that brings the other's figures to the one's unit; None: no comparing."""
    if not one.unit or not other.unit or one.unit == other.unit:
        return Fraction(1)
    left, right = unit_of(one.unit), unit_of(other.unit)
    if left.dimension == right.dimension:
        return right.factor / left.factor
    if left.is_count and right.is_count:
        return Fraction(1)
    return Fraction(1) if one.unit in other.unit or other.unit in one.unit else None


def _times(number: StatedNumber, factor: Fraction) -> StatedNumber:
    if factor == 1:
        return number
    if factor.denominator == 1:
        return number.times(factor.numerator)
    return StatedNumber(
        text=number.text,
        value=number.value * factor.numerator / factor.denominator,
        low=number.low * factor.numerator / factor.denominator,
        high=number.high * factor.numerator / factor.denominator,
    )


def _is_scaled(left: list[StatedNumber], right: list[StatedNumber]) -> bool:
    for factor in (SCALES["万"], SCALES["亿"]):
        if all(
            a.value and a.times(factor).could_equal(b)
            for a, b in zip(left, right, strict=True)
        ):
            return True
        if all(
            b.value and b.times(factor).could_equal(a)
            for a, b in zip(left, right, strict=True)
        ):
            return True
    return False
