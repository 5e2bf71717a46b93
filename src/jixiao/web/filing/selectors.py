"""What filing reads beside the evaluation itself."""

from __future__ import annotations

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404

from jixiao.web.accounts.access import Actor
from jixiao.web.filing.models import Evidence
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.selectors import evaluations_for


def evaluation_to_file(actor: Actor, pk: int) -> Evaluation:
    """One evaluation with all facts and whose they are, 404 to strangers: 5 queries."""
    rows = Indicator.objects.select_related("responsible", "person")
    return get_object_or_404(
        evaluations_for(actor).prefetch_related(
            Prefetch("indicators", rows.prefetch_related("evidence")),
            "budget_lines", "passages",
        ),
        pk=pk,
    )  # fmt: skip


def evidence_for(actor: Actor, pk: int) -> Evidence:
    """One evidence file, 404 to whoever may not see its evaluation."""
    rows = Evidence.objects.select_related("indicator__evaluation__organisation")
    seen = evaluations_for(actor).values("pk")
    return get_object_or_404(rows.filter(indicator__evaluation__in=seen), pk=pk)
