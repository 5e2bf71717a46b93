"""All the ways in which an office may round a rate and the points that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jixiao.core.numbers import StatedNumber, half_up


@dataclass(frozen=True, slots=True)
class Span:
    """The true values that may stand behind a ratio of printed figures."""

    low: Fraction
    high: Fraction

    def times(self, factor: Decimal | int) -> Span:
        """Multiply by something that is exact."""
        return Span(self.low * Fraction(factor), self.high * Fraction(factor))

    def at_most_one(self) -> Span:
        """Cut at 1, as points are cut at the weight."""
        return Span(min(self.low, Fraction(1)), min(self.high, Fraction(1)))


def quotient(numerator: StatedNumber, denominator: StatedNumber) -> Span | None:
    """Divide two printed amounts; None where the divisor may be 0 or negative.

    >>> from jixiao.core.numbers import rounded
    >>> span = quotient(rounded("179.43"), rounded("200.00"))
    >>> round(float(span.low), 4), round(float(span.high), 4)
    (0.8971, 0.8972)
    """
    if denominator.low <= 0 or numerator.low < 0:
        value = denominator.value
        if value <= 0 or numerator.value < 0:
            return None
        exact = Fraction(numerator.value) / Fraction(value)
        return Span(exact, exact)
    return Span(
        Fraction(numerator.low) / Fraction(denominator.high),
        Fraction(numerator.high) / Fraction(denominator.low),
    )


def truncated(value: Fraction, places: int) -> Decimal:
    """Cut off behind a decimal place.

    >>> truncated(Fraction(89715, 1000), 1)
    Decimal('89.7')
    """
    scaled = value * 10**places
    return Decimal(scaled.numerator // scaled.denominator).scaleb(-places)


def places_of(value: Decimal) -> int:
    """Decimal places that a figure needs.

    >>> places_of(Decimal("9.50")), places_of(Decimal("40"))
    (1, 0)
    """
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int), "not a finite number"
    return max(0, -exponent)


def is_rounding_of(stated: Decimal, span: Span, *, places: int | None = None) -> bool:
    """Whether a figure is something of a span, rounded half-up or cut off.

    Args:
        stated: as printed.
        span: what it may be.
        places: decimals that it was rounded to; those that it needs where None.

    >>> is_rounding_of(Decimal("0.958"), Span(Fraction("0.9589"), Fraction("0.9589")))
    True
    """
    places = places_of(stated) if places is None else places
    return truncated(span.low, places) <= stated <= half_up(span.high, places)


_RATE_PLACES = (None, 2, 1, 0)


def how_points_follow(stated: Decimal, weight: Decimal, ratio: Span) -> str | None:
    """How points follow from a ratio; None where no usual rounding gives them.

    Args:
        stated: points as printed.
        weight: 分值.
        ratio: completion or execution, 1 for all.

    Returns:
        One Chinese clause, "" where the points follow without rounding the ratio
        and with two decimals.

    Source:
        Roundings met in published forms: rate to 0, 1 or 2 decimals first, points to
        0, 1 or 2 decimals, half-up or cut off.

    >>> rate = Fraction("0.9549")
    >>> how_points_follow(Decimal("28.5"), Decimal(30), Span(rate, rate))
    '先把比例四舍五入为整数百分比'
    >>> how_points_follow(Decimal("8"), Decimal(10), Span(Fraction("0.897"), Fraction("0.897")))
    '得分只取整数'
    >>> how_points_follow(Decimal("18"), Decimal(20), Span(Fraction("0.835"), Fraction("0.835"))) is None
    True
    """
    ratio = ratio.at_most_one()
    for places in _RATE_PLACES:
        for how, rounded_ratio in _rounded_ratios(ratio, places):
            if is_rounding_of(stated, rounded_ratio.times(weight)):
                return how or _how_rounded(stated, weight, ratio)
    return None


def _rounded_ratios(ratio: Span, places: int | None) -> list[tuple[str, Span]]:
    if places is None:
        return [("", ratio)]
    low, high = 100 * ratio.low, 100 * ratio.high
    name = "整数百分比" if places == 0 else f"{places} 位小数的百分比"
    return [
        (
            f"先把比例四舍五入为{name}",
            _percent(half_up(low, places), half_up(high, places)),
        ),
        (
            f"先把比例舍去为{name}",
            _percent(truncated(low, places), truncated(high, places)),
        ),
    ]


def _percent(low: Decimal, high: Decimal) -> Span:
    return Span(Fraction(low) / 100, Fraction(high) / 100)


_USUAL_PLACES = 2


def _how_rounded(stated: Decimal, weight: Decimal, ratio: Span) -> str:
    exact = ratio.times(weight)
    if (
        half_up(exact.low, _USUAL_PLACES)
        <= stated
        <= half_up(exact.high, _USUAL_PLACES)
    ):
        return ""
    places = places_of(stated)
    if places:
        return f"得分只取 {places} 位小数"
    return "得分只取整数"
