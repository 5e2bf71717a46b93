"""Whether printed parts add up to a printed whole, and if not, how far from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from jixiao.core.numbers import StatedNumber, add_up


class Agreement(Enum):
    """How a sum and a printed whole stand to each other, from equal to impossible."""

    EQUAL = 0
    ROUNDING = 1
    """Not the same, but as near as that many rounded figures may be."""
    COLUMN = 2
    """Possible only if zeros were left out behind a figure: 873.9 for 873.87."""
    CLASH = 3
    """No true values could print like that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A comparison of parts with their whole."""

    whole: StatedNumber
    parts: tuple[StatedNumber, ...]
    total: StatedNumber
    agreement: Agreement

    @property
    def is_short(self) -> bool:
        """Whether the parts bring less than the whole."""
        return self.total.value < self.whole.value


def compare(
    whole: StatedNumber, parts: Sequence[StatedNumber], *, step: Decimal
) -> Sum:
    """Add up parts and hold them against the whole.

    Args:
        whole: as printed.
        parts: as printed; what is blank does not belong here.
        step: one unit of the last digit in the column that prints the most.

    >>> from jixiao.core.numbers import rounded
    >>> parts = [rounded(t) for t in ("3144.00", "570.17", "433.00", "1426.90", "1591.22")]
    >>> compare(rounded("7165.32"), parts, step=Decimal("0.01")).agreement
    <Agreement.ROUNDING: 1>
    """
    parts = tuple(_exact_zero(part) for part in parts)
    whole = _exact_zero(whole)
    total = add_up(parts)
    return Sum(
        whole=whole, parts=parts, total=total,
        agreement=_agreement(whole, parts, total, step),
    )  # fmt: skip


def _agreement(
    whole: StatedNumber,
    parts: Sequence[StatedNumber],
    total: StatedNumber,
    step: Decimal,
) -> Agreement:
    apart = abs(total.value - whole.value)
    rounded_figures = sum(part.low != part.high for part in (*parts, whole))
    if apart == 0:
        return Agreement.EQUAL
    if apart <= rounded_figures * step / 2:
        return Agreement.ROUNDING
    return Agreement.COLUMN if total.could_equal(whole) else Agreement.CLASH


def step_of(number: StatedNumber) -> Decimal:
    """One unit of a figure's last printed digit, 0 for what is exact."""
    return number.high - number.low


def _exact_zero(number: StatedNumber) -> StatedNumber:
    """A printed 0 is nothing at all, not less than half."""
    if number.value != 0:
        return number
    return replace(number, low=Decimal(0), high=Decimal(0))
