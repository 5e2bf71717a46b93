"""Indicators of an evaluation with their points, as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import prefetch_related_objects

from jixiao.core.numbers import plain
from jixiao.core.reading import read_indicator
from jixiao.core.row_scoring import tier_of
from jixiao.core.rulebook import Rulebook
from jixiao.core.scorecard import LevelScore, Scorecard, ScoredRow
from jixiao.core.statements import Kind
from jixiao.reports.wording import target_text
from jixiao.web.accounts.access import Actor
from jixiao.web.planning.mapping import FACTS, indicator_to_core
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.scoring import rulebook_of, scorecard_of
from jixiao.web.planning.selectors import may_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """A qualitative tier with the points that it allows this indicator."""

    label: str
    least: str
    greatest: str
    is_named: bool
    """The result is worded so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One indicator with its points."""

    indicator: Indicator
    scored: ScoredRow | None
    """None for rows without points of their own: 不适用, 其中…."""
    is_qualitative: bool
    needs_cause: bool
    """What was reached falls short, so cause and measure have to be given."""
    tiers: tuple[Bounds, ...]
    """For qualitative indicators."""

    @property
    def points(self) -> str:
        """Points as printed; 待定 while undecided."""
        if self.scored is None:
            return "—" if self.indicator.is_applicable else "不适用"
        return "待定" if self.scored.points is None else plain(self.scored.points)

    @property
    def target(self) -> str:
        """The target with sign and unit."""
        return target_text(indicator_to_core(self.indicator))

    @property
    def sentence(self) -> str:
        """The derivation, or why there is none."""
        if self.scored is None:
            return "此行不单独计分"
        if self.scored.derivation:
            return self.scored.derivation.sentence
        return self.scored.undecided or ""

    @property
    def notes(self) -> tuple[str, ...]:
        """How something was read that could be read in two ways."""
        return self.scored.notes if self.scored else ()

    @property
    def mood(self) -> str:
        """met, unmet, or undecided: for the look."""
        if self.scored is None or self.scored.is_met is None:
            return "undecided"
        return "unmet" if self.needs_cause else "met"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A first-level group with its points and rows."""

    name: str
    score: LevelScore | None
    execution: ScoredRow | None
    """The execution rate, where it belongs to this group."""
    rows: tuple[Result, ...]

    @property
    def points(self) -> str:
        """Points as printed, a range while undecided."""
        score = self.score
        return between(score.points, score.least, score.greatest) if score else "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All of them."""

    card: Scorecard
    rows: tuple[Result, ...]
    groups: tuple[Group, ...]

    @property
    def total(self) -> str:
        """The total as printed, a range while undecided."""
        card = self.card
        return between(card.total, card.least, card.greatest)


def between(points: Decimal | None, least: Decimal, greatest: Decimal) -> str:
    """Points, or from where to where they lie.

    >>> between(None, Decimal("72.50"), Decimal(90))
    '72.5–90'
    """
    return f"{plain(least)}–{plain(greatest)}" if points is None else plain(points)


def results_of(evaluation: Evaluation) -> Results:
    """Score every row as it stands in memory: what is typed is set on the rows before.

    What is not prefetched yet is fetched: at most 5 queries.
    """
    prefetch_related_objects([evaluation], *FACTS)
    indicators = list(evaluation.indicators.all())
    rulebook = rulebook_of(evaluation)
    card = scorecard_of(evaluation, indicators=indicators)
    scored = iter(card.rows)
    rows = tuple(_result(row, scored, rulebook, evaluation.year) for row in indicators)
    return Results(card=card, rows=rows, groups=tuple(_groups(card, rows)))


def _result(
    row: Indicator, scored: Iterator[ScoredRow], rulebook: Rulebook, year: int
) -> Result:
    facts = indicator_to_core(row)
    if not facts.is_scored:
        return Result(
            indicator=row, scored=None, is_qualitative=False, needs_cause=False,
            tiers=(),
        )  # fmt: skip
    points = next(scored)
    reading = read_indicator(facts, year=year)
    tier = tier_of(rulebook.tiers, reading) if reading.is_qualitative else None
    if reading.is_qualitative:
        needs_cause = tier is not None and tier is not rulebook.tiers[0]
    else:
        needs_cause = bool(reading.is_late) or points.is_met is False
    is_qualitative = reading.is_qualitative or reading.target.kind is Kind.QUALITATIVE
    weight = row.weight or Decimal(0)
    tiers = tuple(
        Bounds(
            label=one.label, least=plain(weight * one.least / 100),
            greatest=plain(weight * one.greatest / 100), is_named=one is tier,
        )
        for one in (rulebook.tiers if is_qualitative else ())
    )  # fmt: skip
    return Result(
        indicator=row, scored=points, is_qualitative=is_qualitative,
        needs_cause=needs_cause, tiers=tiers,
    )  # fmt: skip


def _groups(card: Scorecard, rows: tuple[Result, ...]) -> Iterator[Group]:
    by_name: dict[str, list[Result]] = {}
    execution = card.execution
    if execution:
        by_name[execution.indicator.level1] = []
    for row in rows:
        by_name.setdefault(row.indicator.level1, []).append(row)
    scores = {level.name: level for level in card.levels}
    for name, members in by_name.items():
        is_execution = execution is not None and execution.indicator.level1 == name
        yield Group(
            name=name, score=scores.get(name), rows=tuple(members),
            execution=execution if is_execution else None,
        )  # fmt: skip


def editable(actor: Actor, rows: Iterable[Indicator]) -> frozenset[int]:
    """Ids of the rows whose result the person may enter."""
    return frozenset(row.pk for row in rows if may_file(actor, row))
