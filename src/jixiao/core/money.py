"""Money in yuan; 万元 and 亿元 exist only where text is read or printed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from jixiao.core.errors import BudgetIsZeroError
from jixiao.core.numbers import (
    SCALES,
    StatedNumber,
    fold,
    half_up,
    parse_decimal,
    rounded,
)


class MoneyUnit(Enum):
    """A unit of account with its size in yuan."""

    YUAN = ("元", 1)
    TEN_THOUSAND = ("万元", 10_000)
    HUNDRED_MILLION = ("亿元", 100_000_000)

    @property
    def label(self) -> str:
        """As printed in a column header."""
        return str(self.value[0])

    @property
    def yuan(self) -> int:
        """Size in yuan."""
        return int(self.value[1])


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in yuan, exact.

    >>> (Money(Decimal("5630.63") * 10_000) + Money(Decimal(2_930_000))).print_in(
    ...     MoneyUnit.TEN_THOUSAND
    ... )
    '5923.63'
    """

    yuan: Decimal

    def __add__(self, other: Money) -> Money:
        return Money(self.yuan + other.yuan)

    def __sub__(self, other: Money) -> Money:
        return Money(self.yuan - other.yuan)

    def print_in(self, unit: MoneyUnit, *, places: int = 2) -> str:
        """Print the figure without its unit, half-up."""
        return f"{half_up(self.yuan / unit.yuan, places):f}"


ZERO = Money(Decimal(0))


def total_of(amounts: Iterable[Money]) -> Money:
    """Add amounts up."""
    return sum(amounts, ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share, unrounded; `percent` rounds it where the rulebook says."""

    numerator: Decimal
    denominator: Decimal

    def percent(self, places: int) -> Decimal:
        """As percentage, half-up.

        >>> Rate(numerator=Decimal("5737.12"), denominator=Decimal("5923.63")).percent(0)
        Decimal('97')
        """
        return half_up(100 * self.numerator / self.denominator, places)


def execution_rate(*, executed: Money, adjusted: Money) -> Rate:
    """Share of the adjusted budget that was spent (预算执行率).

    Args:
        executed: 执行数, what was actually paid out.
        adjusted: 全年预算数, the budget after adjustment, carried-over money included.

    Returns:
        Unrounded rate; the rulebook says where it is rounded.

    Raises:
        BudgetIsZeroError: there was no budget to execute; the caller must decide.

    Source:
        部门整体支出绩效自评表 备注1.

    >>> execution_rate(
    ...     executed=Money(Decimal("57371231.27")), adjusted=Money(Decimal("59236262.25"))
    ... ).percent(2)
    Decimal('96.85')
    """
    if adjusted.yuan == 0:
        raise BudgetIsZeroError("全年预算数为 0，无法计算执行率；请核对预算数")
    return Rate(numerator=executed.yuan, denominator=adjusted.yuan)


def adjustment_rate(*, initial: Money, adjusted: Money) -> Rate:
    """Size of the mid-year adjustment against the initial budget (预算调整率).

    Raises:
        BudgetIsZeroError: there was no initial budget.

    Source:
        财预〔2013〕53号 共性指标体系框架 预算调整率 (unconfirmed); |调整数| / 年初预算数.

    >>> adjustment_rate(
    ...     initial=Money(Decimal("56306300")), adjusted=Money(Decimal("59236300"))
    ... ).percent(1)
    Decimal('5.2')
    """
    if initial.yuan == 0:
        raise BudgetIsZeroError("年初预算数为 0，无法计算调整率")
    return Rate(numerator=abs(adjusted.yuan - initial.yuan), denominator=initial.yuan)


_AMOUNT = re.compile(
    rf"(?P<digits>[+-]?[\d,]+(?:\.\d+)?)(?P<scale>{'|'.join(sorted(SCALES, key=len, reverse=True))})?(?P<yuan>元)?"
)
_UNIT_IN_TEXT = re.compile(r"(?:(亿|百万|千万|万|千)?元|(万)无)")


def money_unit_in(text: str) -> Decimal | None:
    """Size in yuan of the unit that a header names; None without one.

    万无 is the usual misprint for 万元.

    >>> money_unit_in("预算执行情况（万元）"), money_unit_in("基本支出总额（万无）")
    (Decimal('10000'), Decimal('10000'))
    """
    match = _UNIT_IN_TEXT.search(fold(text))
    return Decimal(SCALES.get(match[1] or match[2] or "", 1)) if match else None


def parse_money(text: str, *, unit_yuan: Decimal | None) -> StatedNumber | None:
    """Read a printed amount as yuan with the range that prints that way.

    Args:
        text: 5737.12, 150万, 56,306,300.00, with or without its own unit.
        unit_yuan: size of the column's unit; the cell's own unit comes first.

    Returns:
        None where it is not one amount.

    >>> amount = parse_money("5737.12", unit_yuan=Decimal(10000))
    >>> amount.value, amount.low, amount.high
    (Decimal('57371200.00'), Decimal('57371150.000'), Decimal('57371250.000'))
    """
    match = _AMOUNT.fullmatch("".join(fold(text).split()))
    if not match or parse_decimal(match["digits"]) is None:
        return None
    own = match["scale"] or match["yuan"]
    factor = Decimal(SCALES.get(match["scale"] or "", 1)) if own else unit_yuan
    return rounded(match["digits"].replace(",", "")).times(factor or Decimal(1))
