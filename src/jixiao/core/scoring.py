"""Score an evaluation under a rulebook: rows, levels, total and grade."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from jixiao.core.evaluation import Evaluation
from jixiao.core.numbers import half_up, plain
from jixiao.core.row_scoring import ZERO, RowScorer
from jixiao.core.rulebook import InapplicableRule, Rulebook
from jixiao.core.scorecard import LevelScore, Scorecard, ScoredRow

ONE = Fraction(1)


def score_evaluation(
    evaluation: Evaluation, rulebook: Rulebook, *, explain: bool = True
) -> Scorecard:
    """Score all rows of an evaluation and add them up.

    Args:
        evaluation: facts; the weights are its own, the rulebook's where it has none.
        rulebook: the rules.
        explain: False leaves out derivations and exact totals, for bulk work.

    Returns:
        Points rounded as the rulebook says; no total while a row is undecided, then
        its least and greatest value.

    Source:
        部门整体支出绩效自评表 备注2–4; docs/algorithms/scoring.md.
    """
    scorer = RowScorer(rulebook, year=evaluation.year, explain=explain)
    to_score = [row for row in evaluation.indicators if row.is_scored]
    rows = tuple(scorer.score_indicator(row) for row in to_score)
    execution = scorer.score_execution(evaluation)
    return _add_up(rulebook, evaluation, execution, rows, explain=explain)


def _add_up(
    rulebook: Rulebook,
    evaluation: Evaluation,
    execution: ScoredRow | None,
    rows: tuple[ScoredRow, ...],
    *,
    explain: bool,
) -> Scorecard:
    scored = ((execution,) if execution else ()) + rows
    levels = _levels(scored)
    weight = sum((level.weight for level in levels), ZERO)
    full, notes = _full_weight(rulebook, evaluation, weight)
    if execution is None and evaluation.budget and rulebook.execution_level:
        notes += (f"各指标分值合计已为 {plain(weight)}，执行率不另计分",)
    is_given = rulebook.inapplicable is InapplicableRule.FULL
    scale = _Scale(
        factor=Fraction(full) / Fraction(weight) if weight and not is_given else ONE,
        given=full - weight if is_given else ZERO,
        places=rulebook.points_places,
        cap=_cap(rulebook, evaluation),
    )
    undecided = _reasons(rulebook, scored, full)
    least_sum = sum((level.least for level in levels), ZERO)
    least = scale.apply(least_sum)
    greatest = scale.apply(sum((level.greatest for level in levels), ZERO))
    if full != rulebook.total_weight:
        greatest = max(greatest, greatest + rulebook.total_weight - full)
    total = None if undecided or not scored else least
    return Scorecard(
        rulebook=rulebook.id, execution=execution, rows=rows, levels=levels,
        weight=weight, total=total, least=least, greatest=greatest,
        rate_unrounded=scale.apply(
            least_sum + _unrounded_gain(rulebook, evaluation, execution)
        )
        if explain and total is not None
        else None,
        exact=_exact(scored, scale) if explain and total is not None else None,
        grade=rulebook.grade_of(total) if total is not None else None,
        cap=scale.cap if total is not None and scale.cap == total else None,
        undecided=undecided, notes=notes,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Scale:
    """From the sum of points to the total: rescaled, then capped."""

    factor: Fraction
    given: Decimal
    """Points for rows that do not apply, where the rulebook gives them in full."""
    places: int
    cap: Decimal | None

    def apply(self, points: Decimal) -> Decimal:
        total = points + self.given
        if self.factor != 1:
            total = half_up(Fraction(points) * self.factor, self.places)
        return total if self.cap is None else min(total, self.cap)

    def exact(self, points: Fraction) -> Fraction:
        """The same without rounding."""
        total = points * self.factor + Fraction(self.given)
        return total if self.cap is None else min(total, Fraction(self.cap))


def _reasons(
    rulebook: Rulebook, scored: Iterable[ScoredRow], full: Decimal
) -> tuple[str, ...]:
    reasons = tuple(
        f"{row.indicator.name}：{row.undecided}" for row in scored if row.undecided
    )
    if full != rulebook.total_weight and not any("没有分值" in r for r in reasons):
        reasons += (
            f"分值合计为 {plain(full)}，应为 {plain(rulebook.total_weight)}；请核对各项分值",
        )
    return reasons


def _full_weight(
    rulebook: Rulebook, evaluation: Evaluation, weight: Decimal
) -> tuple[Decimal, tuple[str, ...]]:
    """The weight that the points stand for once inapplicable rows are dealt with."""
    left_out = [row for row in evaluation.indicators if not row.is_applicable]
    if not left_out:
        return weight, ()
    missing = sum((row.weight or ZERO for row in left_out), ZERO)
    if rulebook.inapplicable is InapplicableRule.RESCALE:
        note = f"{len(left_out)}个不适用指标（{plain(missing)}分）不计，其余按比例折算"
        return weight + missing, (note,)
    if rulebook.inapplicable is InapplicableRule.FULL:
        note = f"{len(left_out)}个不适用指标（{plain(missing)}分）按满分计"
        return weight + missing, (note,)
    return weight, ()


def _cap(rulebook: Rulebook, evaluation: Evaluation) -> Decimal | None:
    total = evaluation.budget.total if evaluation.budget else None
    if not rulebook.caps or total is None or not total.adjusted or not total.executed:
        return None
    if total.adjusted.yuan <= 0:
        return None
    executed, adjusted = total.executed.yuan, total.adjusted.yuan
    return min(
        (
            cap.points
            for cap in rulebook.caps
            if 100 * executed < cap.below_percent * adjusted
        ),
        default=None,
    )


def _levels(scored: tuple[ScoredRow, ...]) -> tuple[LevelScore, ...]:
    by_name: dict[str, list[ScoredRow]] = {}
    for row in scored:
        by_name.setdefault(row.indicator.level1, []).append(row)
    return tuple(_level(name, rows) for name, rows in by_name.items())


def _level(name: str, rows: list[ScoredRow]) -> LevelScore:
    weight = least = greatest = ZERO
    is_decided = True
    for row in rows:
        weight += row.indicator.weight or ZERO
        least += row.least
        greatest += row.greatest
        is_decided = is_decided and row.points is not None
    return LevelScore(
        name=name,
        weight=weight,
        points=least if is_decided else None,
        least=least,
        greatest=greatest,
    )


def _unrounded_gain(
    rulebook: Rulebook, evaluation: Evaluation, execution: ScoredRow | None
) -> Decimal:
    """What not rounding the execution rate first would add to the sum of points."""
    if rulebook.rate_places is None or execution is None or execution.points is None:
        return ZERO
    free = replace(rulebook, rate_places=None)
    scorer = RowScorer(free, year=evaluation.year, explain=False)
    unrounded = scorer.score_execution(evaluation)
    assert unrounded is not None
    assert unrounded.points is not None
    return unrounded.points - execution.points


def _exact(scored: Iterable[ScoredRow], scale: _Scale) -> Fraction:
    return scale.exact(
        sum((row.derivation.exact for row in scored if row.derivation), Fraction(0))
    )
