"""Which indicators lost most, among submitted evaluations: shares of the weight.

Different bodies' indicators are never added; each stands for itself, and across bodies
there is only how often a kind of indicator reached its full points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from jixiao.core.scorecard import ScoredRow
from jixiao.web.planning.mapping import FACTS
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.scoring import scorecard_of
from jixiao.web.planning.states import AT_BUREAU

MOST = 200
"""Evaluations scored for the chart, so that it costs the same for any number of them."""
_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Weak:
    """One indicator with the share of its weight that it got."""

    evaluation: Evaluation
    name: str
    points: Decimal
    weight: Decimal

    @property
    def percent(self) -> int:
        """Points in percent of the weight, whole."""
        return round(100 * self.points / self.weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOf:
    """Indicators of one second-level kind."""

    name: str
    number: int
    full: int
    """How many got full points."""

    @property
    def percent(self) -> int:
        """Share of those with full points, whole."""
        return round(100 * self.full / self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weakest:
    """What the chart shows."""

    looked_at: int
    indicators: list[Weak]
    kinds: list[KindOf]


def weakest_of(rows: QuerySet[Evaluation]) -> Weakest:
    """Score the last submitted of the chosen ones: a constant number of queries."""
    chosen = (
        rows.filter(state__in=AT_BUREAU)
        .order_by("-submitted_at", "-pk")
        .prefetch_related(*FACTS)[:MOST]
    )
    looked_at, found = 0, list[Weak]()
    kinds: dict[str, list[bool]] = defaultdict(list)
    for evaluation in chosen:
        looked_at += 1
        for row in _decided(evaluation):
            assert row.points is not None, "only decided rows"
            weight = row.indicator.weight
            assert weight is not None, "only weighted rows"
            kinds[row.indicator.level2].append(row.points == weight)
            if row.points < weight:
                found.append(
                    Weak(
                        evaluation=evaluation, name=row.indicator.name,
                        points=row.points, weight=weight,
                    )
                )  # fmt: skip
    found.sort(key=lambda one: (one.points / one.weight, -one.weight, one.name))
    counted = [
        KindOf(name=name or "未分二级", number=len(full), full=sum(full))
        for name, full in kinds.items()
    ]
    counted.sort(key=lambda one: (one.full / one.number, one.name))
    return Weakest(
        looked_at=looked_at, indicators=found[:_SHOWN], kinds=counted[:_SHOWN]
    )


def _decided(evaluation: Evaluation) -> Iterator[ScoredRow]:
    """Rows with points; those without are nobody's weakness."""
    for row in scorecard_of(evaluation).rows:
        if row.points is not None and row.indicator.weight:
            yield row
