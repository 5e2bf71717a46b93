from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import figures

from jixiao.core.errors import BudgetIsZeroError
from jixiao.core.money import (
    ZERO,
    Money,
    MoneyUnit,
    adjustment_rate,
    execution_rate,
    money_unit_in,
    parse_money,
    total_of,
)

TEN_THOUSAND = Decimal(10_000)


@pytest.mark.parametrize(
    ("text", "unit", "yuan"),
    [
        ("5737.12", TEN_THOUSAND, "57371200"), ("56,306,300.00", Decimal(1), "56306300"),
        ("150万", TEN_THOUSAND, "1500000"), ("150万元", TEN_THOUSAND, "1500000"),
        ("2亿元", Decimal(10**8), "200000000"), ("300元", TEN_THOUSAND, "300"),
        ("-56.65", TEN_THOUSAND, "-566500"), ("12", None, "12"), ("１２．５", TEN_THOUSAND, "125000"),
        ("7,00.0,77", TEN_THOUSAND, None), ("—", TEN_THOUSAND, None), ("", TEN_THOUSAND, None),
        ("完成", TEN_THOUSAND, None), ("1500以上", TEN_THOUSAND, None), ("97%", TEN_THOUSAND, None),
    ],
)  # fmt: skip
def test_an_amount_is_read_in_its_own_unit_or_the_columns(text, unit, yuan):
    amount = parse_money(text, unit_yuan=unit)

    assert (amount and amount.value) == (None if yuan is None else Decimal(yuan))


def test_an_amount_in_ten_thousands_with_two_decimals_is_true_to_fifty_yuan():
    amount = parse_money("5737.12", unit_yuan=TEN_THOUSAND)

    assert amount is not None
    assert (amount.low, amount.high) == (Decimal(57371150), Decimal(57371250))
    assert amount.contains(Decimal("57371231.27")) is True


@pytest.mark.parametrize(
    ("header", "yuan"),
    [
        ("（单位：元）", 1), ("预算执行情况（万元）（20分）", 10_000), ("亿元", 10**8),
        ("基本支出总额（万无）", 10_000), ("百万元", 10**6), ("千元", 1000),
        ("数量", None), ("无", None), ("", None),
    ],
)  # fmt: skip
def test_the_unit_of_account_in_a_header(header, yuan):
    assert money_unit_in(header) == yuan


def test_the_rates_of_the_xianning_report():
    executed, adjusted = Money(Decimal("57371231.27")), Money(Decimal("59236262.25"))

    rate = execution_rate(executed=executed, adjusted=adjusted)
    assert rate.percent(0) == Decimal(97)
    assert rate.percent(2) == Decimal("96.85")
    adjustment = adjustment_rate(initial=Money(Decimal(56306300)), adjusted=adjusted)
    assert adjustment.percent(1) == Decimal("5.2")


def test_a_budget_of_zero_has_no_rate_and_says_so():
    with pytest.raises(BudgetIsZeroError, match="全年预算数为 0") as refused:
        execution_rate(executed=ZERO, adjusted=ZERO)
    assert refused.value.code == "budget_is_zero"
    with pytest.raises(BudgetIsZeroError, match="年初预算数为 0"):
        adjustment_rate(initial=ZERO, adjusted=Money(Decimal(5)))


def test_an_adjustment_downwards_has_a_positive_rate():
    rate = adjustment_rate(initial=Money(Decimal(200)), adjusted=Money(Decimal(150)))

    assert rate.percent(0) == Decimal(25)


def test_amounts_add_and_subtract_and_print_half_up():
    total = total_of([Money(Decimal("24281735.04")), Money(Decimal("32207763.25"))])

    assert total == Money(Decimal("56489498.29"))
    assert (total - Money(Decimal("489498.29"))).print_in(
        MoneyUnit.TEN_THOUSAND
    ) == "5600.00"
    assert Money(Decimal(50)).print_in(MoneyUnit.TEN_THOUSAND) == "0.01"
    assert total_of([]) == ZERO


@given(figures(least="-99999999"), st.sampled_from(MoneyUnit))
def test_a_printed_amount_reads_back_to_a_range_that_contains_it(yuan, unit):
    text = Money(yuan).print_in(unit)

    back = parse_money(text, unit_yuan=Decimal(unit.yuan))
    assert back is not None
    assert back.contains(yuan)


@given(st.lists(figures(), max_size=6))
def test_the_order_of_amounts_does_not_change_their_total(values):
    amounts = [Money(value) for value in values]

    assert total_of(amounts) == total_of(reversed(amounts))


@given(st.text(max_size=20))
def test_no_text_makes_reading_an_amount_fail(text):
    amount = parse_money(text, unit_yuan=TEN_THOUSAND)

    assert amount is None or amount.low <= amount.value <= amount.high
