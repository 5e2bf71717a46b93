"""A rulebook: the official rules of one issuer, form and period, as values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from jixiao.core.evaluation import Form, LabelledEnum


class Status(LabelledEnum):
    """Whether somebody read the rule in the form or document itself."""

    CONFIRMED = "已核对原文"
    UNCONFIRMED = "未核对原文"


class LateRule(StrEnum):
    """What a deadline that was missed costs."""

    UNDECIDED = "undecided"
    ZERO = "zero"


class InapplicableRule(StrEnum):
    """What happens to the weight of an indicator that does not apply."""

    RESCALE = "rescale"
    """The rest is scaled up to the total."""
    FULL = "full"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Where a provision stands; clause and number only if somebody read them."""

    title: str | None
    number: str | None = None
    """文号."""
    clause: str | None = None
    status: Status

    def cite(self) -> str:
        """Cite in Chinese: title and clause, as far as they are known."""
        return "".join(part for part in (self.title, self.clause) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A first-level group: execution, output, benefit, satisfaction, cost."""

    name: str
    weight: Decimal | None
    """None where the rules leave it open."""
    may_be_omitted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A qualitative tier with its share of the weight, both ends included."""

    label: str
    greatest: Decimal
    """In percent of the weight."""
    least: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeBand:
    """A grade word and the points from which it is given."""

    label: str
    from_points: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalCap:
    """The total is at most `points` while the execution rate is below `below_percent`."""

    below_percent: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OverTargetRule:
    """Points off when the result exceeds the target by a share or more."""

    percent: int
    deduction: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The rules of one issuer, form and period."""

    id: str
    title: str
    form: Form
    region: str
    """Beginning of the 行政区划代码; "" for the whole country."""
    first_budget_year: int
    last_budget_year: int | None
    """None while in force."""
    reference: Reference
    total_weight: Decimal
    execution_level: str | None
    """Name of the first-level group that the execution rate scores; None: no such row."""
    levels: tuple[Level, ...]
    level2: tuple[tuple[str, str], ...] = ()
    """Usual (level 1, level 2) names, for the entry form."""
    points_places: int = 2
    rate_places: int | None = None
    """Decimals of the execution percentage before it scores; None: not rounded."""
    coefficient_places: int | None = None
    """Decimals of each indicator's 得分系数(%); None: the rule knows no coefficient."""
    tiers: tuple[Tier, ...] = ()
    grades: tuple[GradeBand, ...] = ()
    caps: tuple[TotalCap, ...] = ()
    over_target: OverTargetRule | None = None
    late: LateRule = LateRule.UNDECIDED
    inapplicable: InapplicableRule = InapplicableRule.UNDECIDED
    sign_in_own_column: bool = False
    """指标性质 (≥ ≤ = 定性) has a column of its own."""
    unit_in_own_column: bool = False
    """度量单位 has a column of its own."""
    references: tuple[tuple[str, Reference], ...] = ()
    """One per provision: quantitative, qualitative, rounding, grades, caps, …"""
    overlay_of: str | None = None
    """The rulebook that this one changes single parameters of."""
    changed: tuple[str, ...] = ()
    """Paths that an overlay changed, such as `points → output → weight`."""

    @property
    def execution_weight(self) -> Decimal | None:
        """Weight of the execution rate, None where the rules give it none."""
        for level in self.levels:
            if level.name == self.execution_level:
                return level.weight
        return None

    @property
    def indicator_levels(self) -> tuple[Level, ...]:
        """The first-level groups that hold indicators."""
        return tuple(v for v in self.levels if v.name != self.execution_level)

    def reference_of(self, provision: str) -> Reference:
        """The provision's own reference, or the rulebook's."""
        return dict(self.references).get(provision, self.reference)

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """Provisions that nobody has held against the official text yet."""
        own = dict(self.references)
        if self.reference.status is Status.UNCONFIRMED and not own:
            return ("rulebook",)
        return tuple(
            name for name, ref in own.items() if ref.status is Status.UNCONFIRMED
        )

    def grade_of(self, points: Decimal) -> str | None:
        """The grade word for a total, None where the rulebook has no bands."""
        for band in self.grades:
            if points >= band.from_points:
                return band.label
        return None
