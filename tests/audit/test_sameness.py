"""Whether two cells say the same: never by words, always by figures in one unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import any_cell, positive_figures

from jixiao.audit.sameness import Sameness, compare
from jixiao.core.numbers import plain
from jixiao.core.targets import read_statement


def compared(one, other, unit=None):
    return compare(read_statement(one, unit=unit), read_statement(other, unit=unit))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("350以上", "350个以上"),
        ("≥95%", "95%以上"),
        ("2-3", "2—3个"),
        ("1.5万亩", "15000亩"),
        ("100", "=100"),
        ("2公里", "2000米"),
        ("1万人次以上", "10000人以上"),
    ],
)
def test_the_same_figure_is_the_same(one, other):
    assert compared(one, other) is Sameness.SAME


@pytest.mark.parametrize(
    ("one", "other"), [("500", "500以上"), ("≥2", "2"), ("≤3", "3")]
)
def test_a_bound_that_is_left_out_is_told(one, other):
    assert compared(one, other) is Sameness.BOUND_ONLY


@pytest.mark.parametrize(
    ("one", "other"),
    [("2", "2万"), ("2.3万亩", "2.3亩"), ("4000元", "4000万元"), ("2亿元", "2元")],
)
def test_a_scale_that_is_left_out_is_told(one, other):
    assert compared(one, other) is Sameness.OTHER_SCALE


@pytest.mark.parametrize(
    ("one", "other"),
    [("663", "633"), ("2-3", "3-5"), ("≥95%", "≥90%"), ("2-3个", "1-2个")],
)
def test_other_figures_stand_apart(one, other):
    assert compared(one, other) is Sameness.APART


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("有效推进", "20"),
        ("有效推进", "稳步推进"),
        ("12月底前", "12"),
        ("", "20"),
        ("20天", "20亩"),
        ("2-3", "2"),
        ("7,00.0,77", "700"),
    ],
)
def test_of_what_does_not_compare_nothing_is_said(one, other):
    assert compared(one, other) is Sameness.UNKNOWN


@given(any_cell, any_cell)
def test_comparing_never_fails_and_knows_no_sides(one, other):
    assert compared(one, other) is compared(other, one)


@given(any_cell)
def test_a_cell_is_never_apart_from_itself(cell):
    assert compared(cell, cell) in (Sameness.SAME, Sameness.UNKNOWN)


@given(positive_figures, st.sampled_from(["亩", "个", "公里", "%"]))
def test_a_unit_left_out_in_one_place_changes_nothing(value, unit):
    figure = plain(value)

    assert compared(f"{figure}{unit}", figure, unit=unit) is Sameness.SAME
