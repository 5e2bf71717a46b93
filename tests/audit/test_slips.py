"""Slips: near misses of one figure, told apart from two different figures."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.strategies import figures

from jixiao.audit.slips import (
    FACTORS,
    is_slip_of,
    nearly_adds_up,
    nearly_equal,
    unit_factor,
)
from jixiao.core.numbers import add_up, counted, plain, rounded

amounts = figures(least="100", greatest="999999")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("663", "633"),
        ("87.9", "89.7"),
        ("5630.63", "5360.63"),
        ("5737.12", "5737.13"),
        ("264", "246"),
    ],
)
def test_a_digit_changed_or_two_swapped_is_a_slip(one, other):
    assert is_slip_of(Decimal(one), Decimal(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("663", "663"),  # the same
        ("30", "40"),  # too short to tell
        ("348", "751"),
        ("1234", "4321"),
        ("123", "321"),  # swapped, but no neighbours
        ("663", "6630"),  # a digit more
        ("1000", "2000"),  # nothing but one digit and zeros
    ],
)
def test_other_figures_are_no_slip(one, other):
    assert not is_slip_of(Decimal(one), Decimal(other))


@given(amounts, amounts)
def test_a_slip_is_one_in_both_directions(one, other):
    assume(one >= 1000 and other >= 1000)

    assert is_slip_of(one, other) == is_slip_of(other, one)


@given(st.integers(100, 999999), st.data())
def test_every_swap_of_neighbours_is_found(number, data):
    digits = list(str(number))
    place = data.draw(st.integers(0, len(digits) - 2))
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    swapped = int("".join(digits))
    assume(swapped != number and len(str(swapped)) == len(digits))
    assume(len(str(number).strip("0")) >= 3)

    assert is_slip_of(Decimal(number), Decimal(swapped))


@given(amounts, st.sampled_from(FACTORS))
def test_a_lost_unit_is_found_from_either_side(value, factor):
    one = rounded(plain(value))
    other = rounded(plain(value)).times(factor)

    assert unit_factor(one, other) == unit_factor(other, one) == factor


@given(amounts)
def test_equal_figures_have_no_factor_between_them(value):
    assert unit_factor(rounded(plain(value)), rounded(plain(value))) is None


def test_zero_is_no_slip_of_a_unit():
    assert unit_factor(counted("0"), counted("4000")) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (rounded("3038.57").times(10_000), rounded("30385751.62")),  # cut, not rounded
        (rounded("3038.58").times(10_000), rounded("30385751.62")),
        (rounded("873.9"), rounded("873.94")),
    ],
)
def test_a_figure_cut_off_is_nearly_equal(one, other):
    assert nearly_equal(one, other)
    assert nearly_equal(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (rounded("3038.56").times(10_000), rounded("30385751.62")),
        (rounded("873.8"), rounded("873.94")),
        (counted("633"), counted("634")),
    ],
)
def test_a_figure_beyond_one_unit_is_not(one, other):
    assert not nearly_equal(one, other)


@given(amounts, st.integers(0, 2))
def test_rounding_and_cutting_are_nearly_equal(value, places):
    exact = rounded(plain(value))
    step = Decimal(1).scaleb(-places)
    cut = value.quantize(step, rounding="ROUND_DOWN")
    half_up = value.quantize(step, rounding="ROUND_HALF_UP")

    assert nearly_equal(exact, rounded(f"{cut:f}"))
    assert nearly_equal(exact, rounded(f"{half_up:f}"))


@given(st.lists(amounts, min_size=1, max_size=6))
def test_a_true_sum_adds_up(parts):
    total = add_up([rounded(plain(part)) for part in parts])

    assert nearly_adds_up(total, rounded(plain(sum(parts))))


def test_counts_and_coarse_figures_get_no_grace():
    assert not nearly_adds_up(add_up([counted("560"), counted("73")]), counted("634"))
    assert not nearly_adds_up(add_up([rounded("100"), rounded("-90")]), rounded("12"))


def test_a_last_digit_of_a_large_figure_is_forgiven():
    total = add_up([rounded("2698.55"), rounded("3038.57")])

    assert nearly_adds_up(total, rounded("5737.14"))
    assert not nearly_adds_up(total, rounded("5737.24"))
