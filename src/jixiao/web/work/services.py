"""Starting work, trying it again, and taking up what a dead worker left behind."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django_tasks_db.models import DBTaskResult

from jixiao.core.errors import JixiaoError
from jixiao.web.accounts.access import Actor
from jixiao.web.work.models import Job, JobState
from jixiao.web.work.tasks import run_job

MOST_ATTEMPTS = 3
SILENT_FOR = timedelta(seconds=30)
"""A running job without a sign of life for so long has lost its worker."""


class NotRetryableError(JixiaoError):
    """Only work that failed can be tried again."""

    code = "not_retryable"


@transaction.atomic
def start_job(
    *, actor: Actor, kind: str, title: str, arguments: dict[str, Any], total: int = 0
) -> Job:
    """Queue work; it begins once the transaction around this call is committed.

    The task is a row of the same database, so that job and task exist both or neither,
    whenever the server ends.

    Args:
        actor: who has it done, and sees it.
        kind: as it is registered.
        title: what it is called on pages.
        arguments: what the function needs; JSON.
        total: how many parts it has, where that is known already.
    """
    job = Job.objects.create(
        kind=kind, title=title, arguments=arguments, total=total,
        owner=actor.user, created_at=actor.at,
    )  # fmt: skip
    run_job.enqueue(job.pk)
    return job


@transaction.atomic
def retry_job(*, actor: Actor, pk: int) -> Job:
    """Queue work again that failed.

    Raises:
        NotRetryableError: it has not failed.
    """
    job = Job.objects.select_for_update().get(pk=pk, owner=actor.user)
    if job.state != JobState.FAILED:
        raise NotRetryableError("只有失败的任务可以重试；请刷新页面查看当前状态")
    _queue(job, attempts=0)
    return job


def recover_jobs(*, now: datetime) -> int:
    """Queue again what lost its worker, or give it up after so many attempts.

    Run by every worker at its start and twice a minute; harmless at any time.

    Returns:
        How many jobs were taken up or given up.
    """
    silent = Job.objects.annotate(last=Coalesce("heartbeat_at", "created_at")).filter(
        last__lt=now - SILENT_FOR
    )
    lost = silent.filter(Q(state=JobState.RUNNING) | Q(state=JobState.QUEUED))
    return sum(_recover(pk, now) for pk in lost.values_list("pk", flat=True))


@transaction.atomic
def _recover(pk: int, now: datetime) -> bool:
    job = Job.objects.select_for_update().get(pk=pk)
    last = job.heartbeat_at or job.created_at
    if last >= now - SILENT_FOR:
        return False  # another worker was quicker, or it lives after all
    if job.state == JobState.QUEUED and _tasks(job).filter(status="READY").exists():
        return False  # it merely waits for its turn
    if job.state not in {JobState.QUEUED, JobState.RUNNING}:
        return False
    # A task claimed by a worker that is gone would stay claimed for ever.
    _tasks(job).filter(status="RUNNING").update(status="FAILED", finished_at=now)
    if job.attempts >= MOST_ATTEMPTS:
        job.state, job.finished_at = JobState.FAILED, now
        job.reason = f"后台进程中断 {job.attempts} 次，未能完成；已完成的部分没有丢失，可以重试。"
        job.save(update_fields=["state", "reason", "finished_at"])
    else:
        _queue(job, attempts=job.attempts)
    return True


def _queue(job: Job, *, attempts: int) -> None:
    job.state, job.reason, job.attempts = JobState.QUEUED, "", attempts
    job.save(update_fields=["state", "reason", "attempts"])
    run_job.enqueue(job.pk)


def _tasks(job: Job) -> Any:
    return DBTaskResult.objects.filter(
        task_path=run_job.module_path, args_kwargs={"args": [job.pk], "kwargs": {}}
    )
