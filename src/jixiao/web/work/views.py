"""Pages of 后台任务: what I have running, how far it is, what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from jixiao.core.errors import JixiaoError
from jixiao.web.accounts.middleware import ActorRequest
from jixiao.web.work import selectors, services
from jixiao.web.work.models import Job, JobState


@require_safe
def jobs(request: ActorRequest) -> HttpResponse:
    """My jobs."""
    facts = {"jobs": selectors.latest_jobs(request.actor)}
    return render(request, "work/jobs.html", facts)


@require_safe
def job(request: ActorRequest, pk: int) -> HttpResponse:
    """One job."""
    return render(request, "work/job.html", _facts(request, pk))


@require_safe
def progress(request: ActorRequest, pk: int) -> HttpResponse:
    """How far it is, asked for every second while it runs."""
    return render(request, "work/_progress.html", _facts(request, pk))


@require_POST
def retry(request: ActorRequest, pk: int) -> HttpResponse:
    """Try failed work again."""
    one = _job(request, pk)
    try:
        services.retry_job(actor=request.actor, pk=one.pk)
    except JixiaoError as error:
        messages.warning(request, str(error))
    return redirect("work:job", pk)


def _job(request: ActorRequest, pk: int) -> Job:
    return get_object_or_404(selectors.jobs_for(request.actor), pk=pk)


def _facts(request: ActorRequest, pk: int) -> dict[str, Any]:
    one = _job(request, pk)
    return {
        "job": one,
        "is_going_on": one.state in {JobState.QUEUED, JobState.RUNNING},
        "remaining": selectors.remaining(one, now=request.actor.at),
    }
