from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.core.algebra import INTEGERS, UNROUNDED
from jixiao.core.numbers import half_up
from jixiao.core.rule import Measure, OverTarget, Places, points_of

HUNDREDTHS = Places(weight=0, points=2, completion=None)
PLATFORM = OverTarget(percent=30, deduction=200)


def at_least(weight, actual, lower):
    return Measure(
        weight=weight, actual=actual, lower=lower, upper=0, has_upper=0, over_base=lower
    )


def at_most(weight, actual, upper):
    return Measure(
        weight=weight, actual=actual, lower=min(0, actual), upper=upper, has_upper=1,
        over_base=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "places", "over", "points"),
    [
        (at_least(3, 14, 20), HUNDREDTHS, None, 210),
        (at_least(3, 348, 350), HUNDREDTHS, None, 298),
        (at_least(3, 153, 200), HUNDREDTHS, None, 230),
        (at_least(3, 400, 200), HUNDREDTHS, None, 300),
        (at_least(3, -5, 200), HUNDREDTHS, None, 0),
        (at_most(2, 3, 5), HUNDREDTHS, None, 200),
        (at_most(2, 10, 5), HUNDREDTHS, None, 100),
        (at_most(2, 3, 0), HUNDREDTHS, None, 0),
        (at_most(2, 0, 0), HUNDREDTHS, None, 200),
        (at_least(25, 1, 3), Places(weight=1, points=2, completion=None), None, 83),
        (at_least(20, 573712, 592363), Places(weight=0, points=2, completion=0), None, 1940),
        (at_least(20, 573712, 592363), HUNDREDTHS, None, 1937),
        (at_least(20, 99999, 10000), Places(weight=0, points=2, completion=0), None, 2000),
        (at_least(3, 129, 100), HUNDREDTHS, PLATFORM, 300),
        (at_least(3, 130, 100), HUNDREDTHS, PLATFORM, 100),
        (at_least(1, 130, 100), HUNDREDTHS, PLATFORM, 0),
        (at_least(25, 5, 5), Places(weight=1, points=1, completion=None, step=10), None, 25),
        (at_least(24, 5, 5), Places(weight=1, points=1, completion=None, step=10), None, 24),
        (at_least(25, 99, 100), Places(weight=1, points=1, completion=None, step=10), None, 20),
        (at_least(26, 99, 100), Places(weight=1, points=1, completion=None, step=10), None, 26),
    ],
)  # fmt: skip
def test_points_in_hundredths(row, places, over, points):
    assert points_of(INTEGERS, row, places=places, over=over) == points


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_dividing_half_up_is_exact(numerator, denominator):
    quotient = INTEGERS.divide_half_up(numerator, denominator)

    assert quotient == half_up(Fraction(numerator, denominator), 0)


rows = st.one_of(
    st.builds(at_least, st.integers(0, 400), st.integers(0, 10**6), st.integers(1, 10**6)),
    st.builds(at_most, st.integers(0, 400), st.integers(0, 10**6), st.integers(0, 10**6)),
)  # fmt: skip


def in_fractions(row):
    return Measure(
        weight=Fraction(row.weight), actual=Fraction(row.actual), lower=Fraction(row.lower),
        upper=Fraction(row.upper), has_upper=Fraction(row.has_upper),
        over_base=Fraction(row.over_base),
    )  # fmt: skip


@given(rows, st.sampled_from([None, PLATFORM]), st.integers(0, 3))
def test_both_algebras_agree_but_for_the_one_rounding(row, over, weight_places):
    places = Places(weight=weight_places, points=2, completion=None)

    exact = points_of(UNROUNDED, in_fractions(row), places=places, over=over)
    assert points_of(INTEGERS, row, places=places, over=over) == half_up(exact, 0)


@given(rows, st.integers(0, 3))
def test_a_rounded_completion_agrees_with_fractions(row, completion):
    places = Places(weight=0, points=2, completion=completion)

    if row.has_upper:
        ratio = Fraction(row.upper, row.actual) if row.actual > row.upper else 1
    else:
        ratio = Fraction(row.actual, row.lower) if row.actual < row.lower else 1
    percent = min(half_up(Fraction(100 * ratio), completion), Decimal(100))
    expected = half_up(Fraction(percent) * row.weight, 0)
    assert points_of(INTEGERS, row, places=places, over=None) == expected


@given(rows, st.sampled_from([None, 0, 2]), st.sampled_from([None, PLATFORM]))
def test_points_lie_between_zero_and_the_weight(row, completion, over):
    places = Places(weight=0, points=2, completion=completion)

    points = points_of(INTEGERS, row, places=places, over=over)
    assert 0 <= points <= row.weight * 100


@given(rows, st.integers(2, 10_000))
def test_the_step_of_the_numbers_does_not_matter(row, step):
    finer = Measure(
        weight=row.weight, actual=row.actual * step, lower=row.lower * step,
        upper=row.upper * step, has_upper=row.has_upper, over_base=row.over_base * step,
    )  # fmt: skip

    for over in (None, PLATFORM):
        assert points_of(INTEGERS, finer, places=HUNDREDTHS, over=over) == points_of(
            INTEGERS, row, places=HUNDREDTHS, over=over
        )
