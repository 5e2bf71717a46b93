"""Scores with the derivation of every point."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jixiao.core.evaluation import Direction, Indicator
from jixiao.core.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """How one row came to its points: as data and as one Chinese sentence."""

    sentence: str
    formula: str
    """Over the operands' names: weight * actual / target."""
    operands: tuple[tuple[str, str], ...]
    """Name and value with the unit the arithmetic used."""
    exact: Fraction
    """Points before any rounding."""
    rounding: tuple[str, ...]
    """Each rounding in order: half_up:0% of the rate, half_up:2 of the points."""
    is_capped: bool
    """The ratio went above the weight and was cut."""
    clause: str
    """Official source of the rule applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredRow:
    """One scored row: the execution rate or an indicator."""

    indicator: Indicator
    target: Statement
    actual: Statement
    direction: Direction | None
    """None for qualitative rows and deadlines."""
    is_met: bool | None
    """None while undecided."""
    points: Decimal | None
    """None while undecided."""
    least: Decimal
    greatest: Decimal
    """Between these the points lie; equal to them once decided."""
    derivation: Derivation | None
    undecided: str | None
    """Why there are no points, one Chinese sentence."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelScore:
    """A first-level group's weight and points."""

    name: str
    weight: Decimal
    points: Decimal | None
    least: Decimal
    greatest: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """The whole score under one rulebook."""

    rulebook: str
    execution: ScoredRow | None
    rows: tuple[ScoredRow, ...]
    """Indicators in form order."""
    levels: tuple[LevelScore, ...]
    weight: Decimal
    total: Decimal | None
    """Rounded as the rulebook says; None while a row is undecided."""
    least: Decimal
    greatest: Decimal
    rate_unrounded: Decimal | None
    """The total without rounding the execution rate first."""
    exact: Fraction | None
    """The total without any rounding."""
    grade: str | None
    cap: Decimal | None
    """The total's cap, where one applied."""
    undecided: tuple[str, ...]
    """Why there is no total, Chinese sentences."""
    notes: tuple[str, ...] = ()
