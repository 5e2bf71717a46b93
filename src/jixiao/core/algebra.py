"""The small algebra that the one scoring rule is written over.

The rule body (`jixiao.core.rule`) uses nothing but these operations, so that the same
body scores one row here and columns of rows elsewhere. Values are whole numbers in a
scaled unit (a hundredth of a point, the pair's coarsest common step).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Generic, Protocol, TypeVar

Value = TypeVar("Value")
Truth = TypeVar("Truth")
Number = TypeVar("Number", int, Fraction)


class Algebra(Protocol[Value, Truth]):
    """What an engine must offer; `Value` is a number or a column of numbers."""

    def number(self, value: int) -> Value:
        """Lift a constant."""

    def add(self, left: Value, right: Value) -> Value:
        """Add."""

    def subtract(self, left: Value, right: Value) -> Value:
        """Subtract."""

    def multiply(self, left: Value, right: Value) -> Value:
        """Multiply."""

    def less(self, left: Value, right: Value) -> Truth:
        """Compare."""

    def both(self, left: Truth, right: Truth) -> Truth:
        """Join two conditions."""

    def case(self, condition: Truth, then: Value, otherwise: Value) -> Value:
        """Choose."""

    def least(self, left: Value, right: Value) -> Value:
        """Take the smaller."""

    def greatest(self, left: Value, right: Value) -> Value:
        """Take the greater."""

    def divide_half_up(self, numerator: Value, denominator: Value) -> Value:
        """Divide two non-negative numbers, rounded 四舍五入 to a whole one."""


class _Exact(Generic[Number]):
    """What whole numbers and fractions have in common."""

    def add(self, left: Number, right: Number) -> Number:
        return left + right

    def subtract(self, left: Number, right: Number) -> Number:
        return left - right

    def multiply(self, left: Number, right: Number) -> Number:
        return left * right

    def less(self, left: Number, right: Number) -> bool:
        return left < right

    def both(self, left: bool, right: bool) -> bool:  # noqa: FBT001
        return left and right

    def case(self, condition: bool, then: Number, otherwise: Number) -> Number:  # noqa: FBT001
        return then if condition else otherwise

    def least(self, left: Number, right: Number) -> Number:
        return min(left, right)

    def greatest(self, left: Number, right: Number) -> Number:
        return max(left, right)


class Integers(_Exact[int]):
    """Plain Python integers: the engine of the core."""

    def number(self, value: int) -> int:
        """Lift a constant."""
        return value

    def divide_half_up(self, numerator: int, denominator: int) -> int:
        """Divide, rounded half-up to a whole number.

        >>> Integers().divide_half_up(3 * 153 * 100, 200)
        230
        """
        return (2 * numerator + denominator) // (2 * denominator)


class Unrounded(_Exact[Fraction]):
    """Fractions that are never rounded: the same rule then gives the exact points."""

    def number(self, value: int) -> Fraction:
        """Lift a constant."""
        return Fraction(value)

    def divide_half_up(self, numerator: Fraction, denominator: Fraction) -> Fraction:
        """Divide and round nothing."""
        return numerator / denominator


INTEGERS = Integers()
UNROUNDED = Unrounded()
