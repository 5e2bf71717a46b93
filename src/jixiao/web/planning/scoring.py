"""Points of an evaluation by the core, and what lists keep of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from jixiao.core.rulebook import Rulebook
from jixiao.core.scorecard import Scorecard
from jixiao.core.scoring import score_evaluation
from jixiao.rulebooks.loader import rulebook_by_id
from jixiao.web.planning.mapping import FACTS, to_core
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.states import Progress


def rulebook_of(evaluation: Evaluation) -> Rulebook:
    """The rules that the evaluation is scored by."""
    return rulebook_by_id(evaluation.rulebook)


def scorecard_of(
    evaluation: Evaluation, *, indicators: Iterable[Indicator] | None = None
) -> Scorecard:
    """Score the evaluation as it stands, or with rows as they are being typed.

    Rows of the card are in the order of the indicators.
    """
    facts = to_core(evaluation, indicators=indicators)
    return score_evaluation(facts, rulebook_of(evaluation))


def rescore(pk: int) -> Evaluation:
    """Write what lists show of an evaluation after any of its facts changed.

    Called at the end of every service that writes facts, inside its transaction.
    """
    evaluation = (
        Evaluation.objects.select_related("organisation")
        .prefetch_related(*FACTS)
        .get(pk=pk)
    )
    card = scorecard_of(evaluation)
    rows = [row for row in evaluation.indicators.all() if row.is_applicable]
    verified = [row for row in rows if row.progress == Progress.VERIFIED]
    filed = [row for row in rows if row.progress == Progress.FILED]
    Evaluation.objects.filter(pk=pk).update(
        score=card.total,
        score_least=card.least,
        score_greatest=card.greatest,
        grade=card.grade or "",
        indicators_total=len(rows),
        indicators_filed=len(filed) + len(verified),
        indicators_verified=len(verified),
        facts_version=F("facts_version") + 1,
    )
    return evaluation
