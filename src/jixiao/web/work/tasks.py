"""The body of every task: run a job, and tell what became of it."""

from __future__ import annotations

import logging
import secrets

from django.db.models import F
from django.utils import timezone
from django_tasks import task

from jixiao.core.errors import JixiaoError
from jixiao.web.work.models import Job, JobState
from jixiao.web.work.progress import LostJobError, Progress, attempt, signs_of_life
from jixiao.web.work.registry import work_of

log = logging.getLogger("jixiao.web.work")


@task()
def run_job(pk: int) -> None:
    """Run a job that waits; does nothing where it does not wait (any more)."""
    now = timezone.now()
    taken = Job.objects.filter(pk=pk, state=JobState.QUEUED).update(
        state=JobState.RUNNING, attempts=F("attempts") + 1, reason="",
        started_at=now, heartbeat_at=now, finished_at=None,
    )  # fmt: skip
    if not taken:
        return
    job = Job.objects.select_related("owner").get(pk=pk)
    try:
        with signs_of_life(job):
            url = _done(job)
    except LostJobError:
        log.warning("job_lost job=%s attempt=%s", pk, job.attempts)
    except JixiaoError as error:
        _end(job, JobState.FAILED, reason=str(error))
    except Exception:  # the job runner: our bug becomes the job's failure
        number = secrets.token_hex(4)
        log.exception("job_failed number=%s job=%s kind=%s", number, pk, job.kind)
        _end(
            job,
            JobState.FAILED,
            reason=f"内部错误，编号 {number}；请把编号告诉管理员，或稍后重试。",
        )
    else:
        _end(job, JobState.DONE, result_url=url)


def _done(job: Job) -> str:
    """Do the work; give the address of its result.

    Raises:
        JixiaoError: no app does such work any more, or the work was refused.
    """
    kind = work_of(job.kind)
    if kind is None:
        raise JixiaoError(f"本版本不再办理这类事项（{job.kind}）；请重新发起")
    return kind.do(job, Progress(job))


def _end(job: Job, state: JobState, *, reason: str = "", result_url: str = "") -> None:
    now = timezone.now()
    attempt(job).update(
        state=state, reason=reason, result_url=result_url,
        finished_at=now, heartbeat_at=now,
    )  # fmt: skip
    assert job.started_at is not None, "set when it was taken"
    seconds = (now - job.started_at).total_seconds()
    log.info(
        "job_ended job=%s kind=%s state=%s seconds=%.1f",
        job.pk,
        job.kind,
        state,
        seconds,
    )
