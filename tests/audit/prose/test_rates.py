"""Percentages that are stated as results, and what they can be the share of."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.audit.prose.rates import quotient, rates_in
from jixiao.core.numbers import half_up, plain, rounded

amounts = st.decimals("1", "99999", places=2)


def share(part, whole):
    found = quotient(part, whole)
    assert found is not None, "of something"
    return found


def labels(text):
    return [(rate.label, rate.figure.text) for rate in rates_in(text)]


def test_a_result_is_found_with_its_words():
    assert labels("全年支出9万元，预算执行率为90%；完成率达98.5%。") == [
        ("预算执行率为", "90%"),
        ("完成率达", "98.5%"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "执行率应不低于95%",
        "目标为90%",
        "≥90%",
        "90%以上",
        "约占90%左右",
        "近90%",
        "力争达到95%",
        "完成9件",
    ],
)
def test_aims_and_limits_are_no_results(text):
    assert labels(text) == []


@given(st.text())
def test_a_rate_is_quoted_from_the_text(text):
    for rate in rates_in(text):
        assert rate.quote in text


@given(amounts, amounts, st.integers(0, 2))
def test_the_rounded_share_could_be_it(part, whole, places):
    found = share(rounded(str(part)), rounded(str(whole)))
    percent = 100 * part / whole

    assert found.could_be(rounded(str(half_up(percent, places))))


@given(amounts, amounts, st.integers(0, 2))
def test_the_share_cut_short_could_be_it(part, whole, places):
    found = share(rounded(str(part)), rounded(str(whole)))
    cut = (100 * part / whole).quantize(Decimal(1).scaleb(-places), "ROUND_DOWN")

    assert found.could_be(rounded(plain(cut)) if places == 0 else rounded(str(cut)))


def test_two_units_of_the_last_digit_off_is_another_share():
    found = share(rounded("5737.12"), rounded("5923.62"))

    assert [found.could_be(rounded(t)) for t in ("96.85", "96.9", "96", "97", "96.83")] == [
        True, True, True, True, False,
    ]  # fmt: skip


def test_there_is_no_share_of_what_may_be_nothing():
    assert quotient(rounded("5"), rounded("0")) is None
    assert quotient(rounded("5"), rounded("0.4")) is not None
