"""外部评审: whom an evaluation is given to."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from jixiao.web.accounts.middleware import ActorRequest
from jixiao.web.planning.errors import NotAllowedError
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.selectors import evaluation_for, require
from jixiao.web.review import giving
from jixiao.web.review.forms import GrantForm
from jixiao.web.review.selectors import external_reviewers, may_grant


@require_http_methods(["GET", "POST"])
def grants(request: ActorRequest, pk: int) -> HttpResponse:
    """Who has it; give it to one more."""
    evaluation = _evaluation(request, pk)
    form = GrantForm(request.POST if request.method == "POST" else None)
    form.fields["user"].queryset = external_reviewers(evaluation)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        giving.give(actor=request.actor, pk=pk, user=form.cleaned_data["user"].pk)
        return redirect("review:grants", pk)
    facts = {
        "evaluation": evaluation, "here": "flow", "form": form,
        "grants": evaluation.grants.select_related("user__organisation", "given_by"),
        "has_reviewers": external_reviewers(evaluation).exists(),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "review/grants.html", facts, status=status)


@require_POST
def take(request: ActorRequest, pk: int, user: int) -> HttpResponse:
    """Take it back."""
    _evaluation(request, pk)
    try:
        giving.take(actor=request.actor, pk=pk, user=user)
    except NotAllowedError as error:
        raise PermissionDenied(str(error)) from error
    return redirect("review:grants", pk)


def _evaluation(request: ActorRequest, pk: int) -> Evaluation:
    evaluation = evaluation_for(request.actor, pk)
    allowed = may_grant(request.actor, evaluation)
    require(allowed, "外部评审由本单位财务科或财政局安排")
    return evaluation
