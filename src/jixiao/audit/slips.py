"""Signs that two figures were meant to be one: a digit changed, two swapped, a unit lost."""

from __future__ import annotations

from decimal import Decimal

from jixiao.core.numbers import StatedNumber, plain

FACTORS = (10**4, 10**8)
"""元 for 万元 or 亿元, 万元 for 亿元: a unit of money read for another."""


def is_slip_of(one: Decimal, other: Decimal) -> bool:
    """Whether two figures differ in one digit, or in two neighbours swapped.

    Figures of fewer than three digits are too short to tell a slip from a difference.

    >>> is_slip_of(Decimal("663"), Decimal("633")), is_slip_of(Decimal("87.9"), Decimal("89.7"))
    (True, True)
    >>> is_slip_of(Decimal(30), Decimal(40)), is_slip_of(Decimal("348"), Decimal("751"))
    (False, False)
    """
    left, right = _digits(one, other)
    if len(left) != len(right) or len(left.strip("0")) < _TELLING or left == right:
        return False
    apart = [n for n, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    if len(apart) == 1:
        return True
    first, last = apart[0], apart[-1]
    return (
        len(apart) == 2  # noqa: PLR2004  two places that changed hands
        and last == first + 1
        and left[first] == right[last]
        and left[last] == right[first]
    )


_TELLING = 3


def _digits(one: Decimal, other: Decimal) -> tuple[str, str]:
    """The digits of both at the same decimal places."""
    places = max(_decimals(one), _decimals(other))
    return (
        str(int(one.scaleb(places))),
        str(int(other.scaleb(places))),
    )


def _decimals(value: Decimal) -> int:
    text = plain(value)
    return len(text.partition(".")[2])


def unit_factor(one: StatedNumber, other: StatedNumber) -> int | None:
    """The factor of a lost or wrong unit: 4000元 beside 4000万元.

    >>> from jixiao.core.numbers import rounded
    >>> unit_factor(rounded("4000"), rounded("4000").times(10000))
    10000
    """
    for factor in FACTORS:
        if one.value and one.times(factor).could_equal(other):
            return factor
        if other.value and other.times(factor).could_equal(one):
            return factor
    return None


def nearly_equal(one: StatedNumber, other: StatedNumber) -> bool:
    """Whether two printed figures are one, rounded or cut at different places.

    Figures to the same digit may be one apart in the last of many (尾差), not in the
    last of few: 2亿 is not 3亿.

    >>> from jixiao.core.numbers import rounded
    >>> exact = rounded("30385751.62")
    >>> [nearly_equal(rounded(t).times(10_000), exact) for t in ("3038.57", "3038.58", "3038.59")]
    [True, True, False]
    >>> nearly_equal(rounded("2"), rounded("3")), nearly_equal(rounded("2"), rounded("1.55"))
    (False, True)
    """
    fine, coarse = sorted((one, other), key=_width)
    apart = abs(coarse.value - fine.value)
    unit = _width(coarse)
    if unit == _width(fine):
        return apart == 0 or apart <= unit <= _least_telling(unit) * abs(coarse.value)
    if coarse.could_equal(fine) and apart < unit:
        return True
    is_cut = abs(coarse.value) < abs(fine.value) and apart < unit
    return is_cut and unit <= _CUT * abs(coarse.value)


def _width(number: StatedNumber) -> Decimal:
    return number.high - number.low


def _least_telling(unit: Decimal) -> Decimal:
    """The share of a figure that its last digit may be for two to count as one."""
    return _TAIL_OF_WHOLE if unit == 1 else _TAIL


_TAIL, _TAIL_OF_WHOLE, _CUT = Decimal("0.001"), Decimal("0.00001"), Decimal("0.05")


def nearly_adds_up(total: StatedNumber, stated: StatedNumber) -> bool:
    """Whether a computed figure agrees with a printed one, 尾差 and cut parts allowed.

    Coarse figures get no grace beyond their ranges: 100 − 90 is not 12.
    """
    gap = _gap(total, stated)
    if gap <= 0:
        return True
    is_small = gap <= _GRACE * abs(stated.value)
    return is_small and gap <= (stated.high - stated.low)


_GRACE = Decimal("0.0001")


def _gap(one: StatedNumber, other: StatedNumber) -> Decimal:
    return max(one.low - other.high, other.low - one.high)
