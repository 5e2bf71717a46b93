"""Facts → score: recognise the rulebook, score, compare with others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jixiao.core.evaluation import Evaluation
from jixiao.core.regions import province_code
from jixiao.core.rulebook import Rulebook
from jixiao.core.scorecard import Scorecard, ScoredRow
from jixiao.core.scoring import score_evaluation
from jixiao.core.stated import StatedForm
from jixiao.rulebooks.loader import rulebook_by_id, shipped_rulebooks
from jixiao.rulebooks.recognise import FormTraits, recognise


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A rulebook and why it was chosen."""

    rulebook: Rulebook
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one row gets under another rulebook, and why."""

    name: str
    before: Decimal | None
    after: Decimal | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The same facts under another rulebook; the form's own weights are kept."""

    rulebook: Rulebook
    scorecard: Scorecard
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A form's facts with their score."""

    evaluation: Evaluation
    chosen: Chosen
    scorecard: Scorecard
    comparisons: tuple[Comparison, ...] = ()


def choose_rulebook(
    evaluation: Evaluation, form: StatedForm, given: Rulebook | None
) -> Chosen:
    """Take the rulebook that is given, else the one that the facts name or show."""
    if given is not None:
        return Chosen(rulebook=given, why="由用户指定")
    if evaluation.rulebook:
        return Chosen(
            rulebook=rulebook_by_id(evaluation.rulebook), why="自评数据中写明"
        )
    found = recognise(traits_of(evaluation, form), shipped_rulebooks())
    return Chosen(rulebook=found.rulebook, why=found.why)


def score_form(
    evaluation: Evaluation,
    form: StatedForm,
    *,
    given: Rulebook | None = None,
    compare: Sequence[Rulebook] = (),
) -> Scored:
    """Score the facts of one form."""
    chosen = choose_rulebook(evaluation, form, given)
    scorecard = score_evaluation(evaluation, chosen.rulebook)
    return Scored(
        evaluation=evaluation,
        chosen=chosen,
        scorecard=scorecard,
        comparisons=tuple(_compare(evaluation, scorecard, book) for book in compare),
    )


def traits_of(evaluation: Evaluation, form: StatedForm) -> FormTraits:
    """What of a form tells its rulebook."""
    weights: dict[str, Decimal] = {}
    for row in evaluation.indicators:
        if row.weight is not None:
            weights[row.level1] = weights.get(row.level1, Decimal(0)) + row.weight
    points = [row.stated_points for row in evaluation.indicators if row.stated_points]
    execution = evaluation.budget.weight if evaluation.budget else None
    return FormTraits(
        form=evaluation.form,
        region=region_of(evaluation),
        year=evaluation.year,
        weights=weights,
        execution_weight=execution,
        rate_note=form.rate_note or "",
        has_sign_column="sign" in form.columns,
        has_unit_column="unit" in form.columns,
        has_coefficient_column="coefficient" in form.columns,
        all_points_whole=bool(points) and all(p == p.to_integral() for p in points),
    )


def region_of(evaluation: Evaluation) -> str | None:
    """Beginning of the 行政区划代码: as stated, or by the place that is named."""
    if evaluation.region:
        return evaluation.region[:2]
    return province_code(evaluation.organisation + evaluation.title)


def _compare(evaluation: Evaluation, base: Scorecard, book: Rulebook) -> Comparison:
    kept = _with_own_weights(evaluation, base)
    other = score_evaluation(kept, book)
    pairs = zip(_rows(base), _rows(other), strict=True)
    changes = tuple(
        Change(
            name=row.indicator.name,
            before=before.points,
            after=row.points,
            why=_why(row),
        )
        for before, row in pairs
        if row.points != before.points
    )
    return Comparison(rulebook=book, scorecard=other, changes=changes)


def _with_own_weights(evaluation: Evaluation, base: Scorecard) -> Evaluation:
    if base.execution is None or evaluation.budget is None:
        return evaluation
    weight = base.execution.indicator.weight
    return replace(evaluation, budget=replace(evaluation.budget, weight=weight))


def _rows(scorecard: Scorecard) -> tuple[ScoredRow, ...]:
    head = (scorecard.execution,) if scorecard.execution else ()
    return (*head, *scorecard.rows)


def _why(row: ScoredRow) -> str:
    if row.undecided:
        return row.undecided
    assert row.derivation is not None, "scored with derivations"
    return row.derivation.sentence
