from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.core.algebra import INTEGERS, UNROUNDED

small = st.integers(-1000, 1000)


@given(small, small)
def test_whole_numbers_and_fractions_compute_alike(left, right):
    a, b = Fraction(left), Fraction(right)

    for name in ("add", "subtract", "multiply", "least", "greatest"):
        whole = getattr(INTEGERS, name)(left, right)
        assert getattr(UNROUNDED, name)(a, b) == whole
    assert UNROUNDED.less(a, b) is INTEGERS.less(left, right)
    assert UNROUNDED.case(a < b, a, b) == INTEGERS.case(left < right, left, right)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(1, 2, 1), (1, 3, 0), (2, 3, 1), (0, 7, 0), (3 * 153 * 100, 200, 230)],
)
def test_dividing_half_up(numerator, denominator, expected):
    assert INTEGERS.divide_half_up(numerator, denominator) == expected


def test_fractions_are_never_rounded():
    assert UNROUNDED.divide_half_up(Fraction(1), Fraction(3)) == Fraction(1, 3)
    assert UNROUNDED.number(5) == INTEGERS.number(5)


def test_both_conditions_must_hold():
    yes, no = INTEGERS.less(1, 2), INTEGERS.less(2, 1)

    assert INTEGERS.both(yes, no) is False
    assert INTEGERS.both(yes, yes) is True
