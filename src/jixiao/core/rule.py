"""The scoring rule: one body over the algebra, for indicators and execution alike.

An execution rate is an indicator whose target is the adjusted budget, whose result is
what was spent, and whose completion is rounded to a whole percent before it is
multiplied; so there is no second rule for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic

from jixiao.core.algebra import Algebra, Truth, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Generic[Value]):
    """One measured row. All numbers are whole, in a step that they share."""

    weight: Value
    """In units of 10^-weight_places points."""
    actual: Value
    lower: Value
    """0 where there is no lower bound."""
    upper: Value
    has_upper: Value
    """1 or 0."""
    over_base: Value
    """What over-achievement is measured against; 0 where there is no such thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the rulebook rounds, as powers of ten."""

    weight: int
    """Decimals that the weights carry."""
    points: int
    """Decimals of the points; at least those of the weights where `step` is used."""
    completion: int | None
    """Decimals of the completion percentage, rounded first; None: not rounded."""
    step: int = 1
    """Ratios are rounded to multiples of so many units: 10 for whole points under
    weights with one decimal. What is met still gets its weight in full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverTarget:
    """多完成扣分: points off when the result exceeds the target by a share or more."""

    percent: int
    """Excess that counts, in whole percent of the target (30)."""
    deduction: int
    """Points off, in units of 10^-places.points."""


def points_of(
    algebra: Algebra[Value, Truth],
    row: Measure[Value],
    *,
    places: Places,
    over: OverTarget | None,
) -> Value:
    """Score one measured row.

    Positive: weight × B/A below the target; reverse: weight × A/B above it; the whole
    weight inside. Never above the weight, never below 0.

    Returns:
        Points in units of 10^-places.points.

    Source:
        部门整体支出绩效自评表 备注2; docs/algorithms/scoring.md.

    >>> from jixiao.core.algebra import INTEGERS
    >>> row = Measure(
    ...     weight=3, actual=348, lower=350, upper=0, has_upper=0, over_base=350
    ... )
    >>> places = Places(weight=0, points=2, completion=None)
    >>> points_of(INTEGERS, row, places=places, over=None)
    298
    """
    zero, one = algebra.number(0), algebra.number(1)
    falls_short = algebra.less(row.actual, row.lower)
    exceeds = algebra.both(
        algebra.less(zero, row.has_upper), algebra.less(row.upper, row.actual)
    )
    numerator = algebra.case(
        falls_short, row.actual, algebra.case(exceeds, row.upper, one)
    )
    denominator = algebra.case(
        falls_short, row.lower, algebra.case(exceeds, row.actual, one)
    )
    numerator = algebra.greatest(numerator, zero)
    if places.completion is not None:
        whole = algebra.number(100 * 10**places.completion)
        numerator = algebra.least(
            algebra.divide_half_up(algebra.multiply(numerator, whole), denominator),
            whole,
        )
        denominator = whole
    points = algebra.divide_half_up(
        algebra.multiply(
            algebra.multiply(row.weight, algebra.number(10**places.points)), numerator
        ),
        algebra.multiply(denominator, algebra.number(10**places.weight * places.step)),
    )
    if places.step > 1:
        full = algebra.multiply(
            row.weight, algebra.number(10 ** (places.points - places.weight))
        )
        points = algebra.multiply(points, algebra.number(places.step))
        points = algebra.least(points, full)
        unmet = algebra.case(exceeds, points, full)
        points = algebra.case(falls_short, points, unmet)
    if over is None:
        return points
    limit = algebra.multiply(row.over_base, algebra.number(100 + over.percent))
    excess = algebra.both(
        algebra.less(zero, row.over_base),
        algebra.less(
            limit, algebra.add(algebra.multiply(row.actual, algebra.number(100)), one)
        ),
    )
    reduced = algebra.greatest(
        algebra.subtract(points, algebra.number(over.deduction)), zero
    )
    return algebra.case(excess, reduced, points)
