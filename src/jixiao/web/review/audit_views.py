"""核查: what the audit found in the report, and what is answered to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from jixiao.web.accounts.middleware import ActorRequest
from jixiao.web.planning.errors import IncompleteError, NotAllowedError, NotNowError
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.selectors import evaluation_for
from jixiao.web.review import answering
from jixiao.web.review.auditing import answered, audit_of
from jixiao.web.review.findings import view_of
from jixiao.web.review.fixes import fixes_of
from jixiao.web.review.forms import AnswerForm
from jixiao.web.review.selectors import may_answer


@require_GET
def audit(request: ActorRequest, pk: int) -> HttpResponse:
    """Findings, ledger and recomputed points of the report as it stands."""
    return _page(request, evaluation_for(request.actor, pk))


@require_POST
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    """Answer a finding, or take the answer back."""
    evaluation = evaluation_for(request.actor, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        message = "、".join(str(t) for texts in form.errors.values() for t in texts)
        return _failed(request, evaluation, message)
    sent = form.cleaned_data
    try:
        answering.answer(actor=request.actor, pk=pk, **sent)
    except NotAllowedError as error:
        raise PermissionDenied(str(error)) from error
    except IncompleteError as error:
        return _failed(request, evaluation, str(error))
    except NotNowError as error:
        messages.error(request, str(error))
    else:
        done = f"已答复：{sent['verdict']}" if sent["verdict"] else "已撤回答复"
        messages.success(request, done)
    return redirect("review:audit", pk)


def _failed(
    request: ActorRequest, evaluation: Evaluation, message: str
) -> HttpResponse:
    failed = {key: request.POST.get(key, "") for key in ("fingerprint", "reason")}
    return _page(request, evaluation, failed | {"message": message}, status=422)


def _page(
    request: ActorRequest,
    evaluation: Evaluation,
    failed: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    run = audit_of(evaluation, at=request.actor.at)
    answers = list(evaluation.answers.select_related("by"))
    tree = answered(run.result, answers)
    is_answering = may_answer(request.actor, evaluation)
    facts: dict[str, Any] = {
        "evaluation": evaluation, "here": "audit", "run": run,
        "view": view_of(tree, fixes=fixes_of(evaluation, tree)),
        "answers": {one.fingerprint: one for one in answers},
        "answering": evaluation if is_answering else None,
        "failed": failed or {}, "not_composed": run.result["not_composed"],
    }  # fmt: skip
    return render(request, "review/audit.html", facts, status=status)
