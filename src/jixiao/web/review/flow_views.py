"""流程: where an evaluation stands, who has it, what blocks it, and the next step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from jixiao.core.errors import JixiaoError
from jixiao.web.accounts.middleware import ActorRequest
from jixiao.web.planning.errors import (
    ChangedMeanwhileError,
    IncompleteError,
    NotAllowedError,
)
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.selectors import evaluation_for, evaluations_for, require
from jixiao.web.planning.states import State
from jixiao.web.review import selectors, services, verification
from jixiao.web.review.composing import scored
from jixiao.web.review.forms import CommentForm, MoveForm
from jixiao.web.review.gates import blockers_of
from jixiao.web.review.transitions import TRANSITIONS, forward_from
from jixiao.web.trail.models import Chain
from jixiao.web.trail.selectors import export_lines, lines_of

_LATEST = 200
"""Entries of the trail on one page."""


@require_GET
def flow(request: ActorRequest, pk: int) -> HttpResponse:
    """The landing page of an evaluation."""
    return _page(request, evaluation_for(request.actor, pk))


@require_POST
def move(request: ActorRequest, pk: int, action: str) -> HttpResponse:
    """Take a step."""
    if action not in TRANSITIONS:
        raise Http404
    evaluation = evaluation_for(request.actor, pk)
    step = TRANSITIONS[action]
    pks = [row.pk for row in evaluation.indicators.all()]
    form = MoveForm(request.POST, pks=pks)
    typed: dict[str, Any] = {"action": action, "reason": request.POST.get("reason", "")}
    if not form.is_valid():
        sentences = [text for texts in form.errors.values() for text in texts]
        return _page(request, evaluation, typed | {"missing": sentences}, status=422)
    sent = form.cleaned_data
    returned = sent["indicators"] if step.target == State.FILING else []
    try:
        services.move(
            actor=request.actor, pk=pk, action=action, version=sent["version"],
            reason=sent["reason"], indicators=returned,
        )  # fmt: skip
    except NotAllowedError as error:
        raise PermissionDenied(str(error)) from error
    except ChangedMeanwhileError as error:
        # Nobody takes a step on facts they have not seen: the page shows them first.
        typed |= {"message": _look_again(error), "missing": _changes(error)}
        return _page(request, evaluation_for(request.actor, pk), typed, status=409)
    except IncompleteError as error:
        typed |= {"message": str(error), "missing": error.missing}
        return _page(request, evaluation, typed, status=422)
    except JixiaoError as error:
        messages.error(request, str(error))
        return redirect("review:flow", pk)
    messages.success(request, f"已办理：{step.label}")
    if evaluations_for(request.actor).filter(pk=pk).exists():
        return redirect("review:flow", pk)
    return redirect("filing:desk")


@require_POST
def comment(request: ActorRequest, pk: int) -> HttpResponse:
    """Leave a remark on the whole."""
    evaluation = evaluation_for(request.actor, pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, evaluation, comment_form=form, status=422)
    verification.comment(actor=request.actor, pk=pk, text=form.cleaned_data["text"])
    messages.success(request, "意见已保存")
    return redirect("review:flow", pk)


@require_GET
def trail(request: ActorRequest, pk: int) -> HttpResponse:
    """Who changed what, the newest first."""
    evaluation = evaluation_for(request.actor, pk)
    chain = Chain.objects.filter(name=evaluation.trail_chain).first()
    entries = chain.entries.order_by("-number")[:_LATEST] if chain else []
    facts = {
        "evaluation": evaluation, "here": "trail", "entries": lines_of(entries),
        "length": chain.length if chain else 0, "latest": _LATEST,
        "may_export": selectors.may_export_trail(request.actor, evaluation),
    }  # fmt: skip
    return render(request, "review/trail.html", facts)


@require_GET
def trail_export(request: ActorRequest, pk: int) -> StreamingHttpResponse:
    """The chain as JSON lines; `jixiao verify-trail` reads it."""
    evaluation = evaluation_for(request.actor, pk)
    allowed = selectors.may_export_trail(request.actor, evaluation)
    require(allowed, "变动记录由本单位或财政局导出")
    chain = Chain.objects.filter(name=evaluation.trail_chain).first()
    if chain is None:
        raise Http404
    name = f"{evaluation.trail_chain}.jsonl"
    return StreamingHttpResponse(
        export_lines(chain), content_type="application/x-ndjson",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def _look_again(error: ChangedMeanwhileError) -> str:
    who = error.who or "别人"
    return f"您打开之后，{who}又作了改动，没有办理；请看过现在的内容再办"


def _changes(error: ChangedMeanwhileError) -> list[str]:
    return [f"{field}：{value}" for field, value in error.theirs.items()]


def _page(
    request: ActorRequest,
    evaluation: Evaluation,
    typed: dict[str, Any] | None = None,
    *,
    comment_form: CommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    taken = selectors.steps_taken(evaluation)
    forward = forward_from(evaluation.state)
    remarks = list(evaluation.comments.select_related("author", "indicator"))
    facts = {
        "evaluation": evaluation, "here": "flow", "taken": taken,
        "stops": selectors.rail(evaluation, taken),
        "holders": selectors.holders(evaluation),
        "forward": forward,
        "blockers": (
            blockers_of(forward.gate, evaluation, at=actor.at) if forward else []
        ),
        "steps": selectors.steps_for(actor, evaluation),
        "is_own": selectors.is_kept_from_approving(actor, evaluation),
        "returns": [one for one in reversed(remarks) if one.is_return],
        "remarks": [one for one in remarks if not one.is_return],
        "submissions": evaluation.submissions.select_related("by", "outcome_by"),
        "card": scored(evaluation).scorecard,
        "may_grant": selectors.may_grant(actor, evaluation),
        "typed": typed or {},
        "comment_form": comment_form or CommentForm(),
    }  # fmt: skip
    return render(request, "review/flow.html", facts, status=status)
