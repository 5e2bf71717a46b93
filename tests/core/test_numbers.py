from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import figures, fractions, printed

from jixiao.core.numbers import (
    add_up,
    approximate,
    counted,
    fold,
    half_up,
    parse_decimal,
    parse_numeral,
    plain,
    rounded,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("≧９５％", "≥95%"), ("≦90", "≤90"), ("═100", "=100"), ("﹦100", "=100"),
        ("‹=5", "<=5"), ("〉5", ">5"), ("2—3", "2-3"), ("3～5", "3~5"), ("（含）", "(含)"),
        ("−5", "-5"), ("１，０００", "1,000"),
    ],
)  # fmt: skip
def test_width_and_signs_fold_to_one_writing(text, expected):
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Decimal("2.295"), 2, "2.30"), (Decimal("-2.295"), 2, "-2.30"),
        (Fraction(3 * 153, 200), 2, "2.30"), (Fraction(-459, 200), 2, "-2.30"),
        (Decimal("96.849"), 0, "97"), (Decimal("0.5"), 0, "1"), (Decimal("2.5"), 0, "3"),
        (Fraction(1, 3), 2, "0.33"), (Fraction(2, 3), 2, "0.67"),
        (Decimal("9" * 40), 2, "9" * 40 + ".00"),
    ],
)  # fmt: skip
def test_rounding_is_half_up_away_from_zero(value, places, expected):
    assert half_up(value, places) == Decimal(expected)
    assert f"{half_up(value, places):f}" == expected


@given(fractions, st.integers(0, 4))
def test_rounding_half_up_is_the_nearest_step_and_ties_go_away_from_zero(value, places):
    result = Fraction(half_up(value, places))

    step = Fraction(1, 10**places)
    assert (result / step).denominator == 1
    assert abs(result - value) <= step / 2
    if abs(result - value) == step / 2:
        assert abs(result) > abs(value)


@given(figures(least="-9999", places=4), st.integers(0, 3))
def test_decimals_and_fractions_round_alike(value, places):
    assert half_up(value, places) == half_up(Fraction(value), places)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5630.63", "5630.63"), ("56,306,300.00", "56306300.00"), ("１００", "100"),
        (" 12 ", "12"), ("-5", "-5"), ("+5", "5"), (".5", "0.5"), ("1，234", "1234"),
        ("7,00.0,77", None), ("5.", None), ("1.2.3", None), ("12,34", None), ("", None),
        ("5%", None), ("—", None), ("九", None), ("1e5", None), ("NaN", None), ("9" * 25, None),
    ],
)  # fmt: skip
def test_only_a_well_formed_figure_is_a_number(text, expected):
    assert parse_decimal(text) == (None if expected is None else Decimal(expected))


@given(figures(least="-999999", places=4))
def test_a_printed_figure_reads_back_as_itself(value):
    assert parse_decimal(plain(value)) == value
    assert parse_decimal(f"{value:,f}") == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("零", 0), ("十", 10), ("十五", 15), ("二十", 20), ("两百", 200), ("一百零五", 105),
        ("一百五", 150), ("一百五十", 150), ("一千零五十", 1050), ("三千二", 3200),
        ("一万五", 15000), ("一万零五", 10005), ("一万二千零五", 12005), ("十二万", 120000),
        ("一亿二千万", 120000000), ("三万亿", 3 * 10**12), ("二〇二一", 2021),
        ("万", None), ("十十", None), ("三分", None), ("", None), ("一般", None),
    ],
)  # fmt: skip
def test_chinese_numerals(text, expected):
    assert parse_numeral(text) == expected


@pytest.mark.parametrize(
    ("text", "mark", "low", "high"),
    [
        ("500", "约", "400", "600"), ("500", "余", "500", "600"), ("60", "多", "60", "70"),
        ("1000", "近", "0", "1000"), ("95", "约", "94", "96"), ("1250", "余", "1250", "1260"),
    ],
)  # fmt: skip
def test_about_widens_by_one_unit_of_the_last_digit_that_counts(text, mark, low, high):
    number = approximate(text + mark, Decimal(text), mark)

    assert (number.low, number.high) == (Decimal(low), Decimal(high))


def test_a_measured_figure_is_true_to_half_its_last_digit():
    number = rounded("294.19")

    assert (number.low, number.high) == (Decimal("294.185"), Decimal("294.195"))


def test_a_count_in_full_is_exact():
    number = counted("633")

    assert (number.low, number.high) == (Decimal(633), Decimal(633))


def test_a_dropped_zero_is_told_by_the_precision_of_the_column():
    assert rounded("873.9").contains(Decimal("873.94")) is True
    assert rounded("873.9").at_precision(2).contains(Decimal("873.94")) is False


def test_text_that_is_no_number_is_refused_and_not_zero():
    with pytest.raises(ValueError, match=r"7,00\.0,77"):
        rounded("7,00.0,77")
    with pytest.raises(ValueError, match="无"):
        counted("无")


def test_the_sums_of_the_xianning_report():
    budget = add_up([rounded("2698.55"), rounded("3038.58")])
    letters = add_up([counted("560"), counted("73")])

    assert budget.text == "2698.55 + 3038.58"
    assert budget.could_equal(rounded("5737.12")) is True
    assert letters.could_equal(counted("663")) is False
    assert letters.could_equal(counted("633")) is True


@given(printed())
def test_a_range_contains_its_own_value(text):
    for number in (rounded(text), counted(text)):
        assert number.low <= number.value <= number.high
        assert number.contains(number.value)


@given(figures(least="-9999", places=4), st.integers(0, 3))
def test_the_range_of_what_was_rounded_contains_the_true_value(value, places):
    assert rounded(f"{half_up(value, places):f}").contains(value)


@given(st.lists(figures(places=4), min_size=1, max_size=8))
def test_the_sum_of_rounded_parts_could_equal_the_rounded_sum(values):
    parts = add_up(rounded(f"{half_up(v, 2):f}") for v in values)

    assert parts.could_equal(rounded(f"{half_up(sum(values, Decimal()), 2):f}"))


@given(printed(), printed())
def test_could_equal_is_symmetric(left, right):
    for one in (rounded(left), counted(left)):
        for other in (rounded(right), counted(right)):
            assert one.could_equal(other) is other.could_equal(one)


@given(st.lists(printed(), min_size=1, max_size=5))
def test_ranges_add_end_by_end(texts):
    numbers = [rounded(text) for text in texts]

    total = add_up(numbers)
    assert total.low == sum((n.low for n in numbers), Decimal())
    assert total.high == sum((n.high for n in numbers), Decimal())
    assert total.contains(sum((n.value for n in numbers), Decimal()))


@given(printed(), st.sampled_from([1, 100, 10**4, 10**8]))
def test_changing_the_unit_keeps_what_is_contained(text, factor):
    number = rounded(text)

    wider = number.times(factor)
    assert wider.low == number.low * factor
    assert wider.high == number.high * factor
    assert wider.text == text
