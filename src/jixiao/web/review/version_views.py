"""Versions: every submission as it was, and what changed between two of them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from jixiao.exchange.evaluation import evaluation_tree
from jixiao.web.accounts.middleware import ActorRequest
from jixiao.web.planning.mapping import to_core
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.selectors import evaluation_for, evaluations_for
from jixiao.web.review import keeping
from jixiao.web.review.models import KeptFile, Submission
from jixiao.web.review.report_views import attachment
from jixiao.web.review.selectors import differences_of

NOW = 0
"""Stands for the facts as they are at present."""


@require_GET
def versions(request: ActorRequest, pk: int) -> HttpResponse:
    """Every submission with its files and what the bureau said."""
    evaluation = evaluation_for(request.actor, pk)
    chosen = request.GET.get("old", ""), request.GET.get("new", "")
    if all(one.isdecimal() for one in chosen):
        return redirect("review:differences", pk, *map(int, chosen))
    return render(request, "review/versions.html", _facts(evaluation))


@require_GET
def differences(request: ActorRequest, pk: int, old: int, new: int) -> HttpResponse:
    """前后对比, field by field."""
    evaluation = evaluation_for(request.actor, pk)
    facts = _facts(evaluation)
    trees = {one.number: one.facts for one in facts["submissions"]}
    trees[NOW] = evaluation_tree(to_core(evaluation))
    if old not in trees or new not in trees:
        raise Http404
    facts |= {
        "old": old, "new": new, "is_compared": True,
        "differences": differences_of(trees[old], trees[new]),
    }  # fmt: skip
    return render(request, "review/versions.html", facts)


@require_GET
def kept_file(request: ActorRequest, pk: int) -> HttpResponseBase:
    """A file as it was submitted, held against its digest."""
    seen = evaluations_for(request.actor).values("pk")
    rows = KeptFile.objects.select_related("submission__evaluation__organisation")
    kept = get_object_or_404(rows.filter(submission__evaluation__in=seen), pk=pk)
    evaluation, number = kept.submission.evaluation, kept.submission.number
    try:
        content = keeping.content_of(kept)
    except keeping.KeptFileChangedError as error:
        facts = {"title": "留存文件有问题", "sentence": str(error)}
        return render(request, "error.html", facts, status=500)
    name = kept.name.rpartition("/")[2]
    whose = keeping.safe_name(evaluation.organisation.name)
    return attachment(content, f"{whose}{evaluation.year}年度第{number}次报送 {name}")


def _facts(evaluation: Evaluation) -> dict[str, Any]:
    submissions = list(
        Submission.objects.filter(evaluation=evaluation)
        .select_related("by", "outcome_by")
        .prefetch_related("files")
    )
    return {
        "evaluation": evaluation, "here": "report", "submissions": submissions,
        "old": submissions[-1].number if submissions else NOW, "new": NOW,
    }  # fmt: skip
