"""Which jobs a person sees: their own."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from jixiao.web.accounts.access import Actor
from jixiao.web.work.models import Job, JobState

_SHOWN = 100


def jobs_for(actor: Actor) -> QuerySet[Job]:
    """The person's jobs, newest first; none for administrators."""
    if actor.administrator:
        return Job.objects.none()
    return Job.objects.filter(owner=actor.user)


def latest_jobs(actor: Actor) -> list[Job]:
    """The newest hundred: one query."""
    return list(jobs_for(actor)[:_SHOWN])


def remaining(job: Job, *, now: datetime) -> str:
    """Rate and remaining time in words; "" before anything can be said.

    What earlier attempts did does not count for the rate.
    """
    fresh = job.done - job.done_before
    if job.state != JobState.RUNNING or job.started_at is None or fresh <= 0:
        return ""
    seconds = max((now - job.started_at).total_seconds(), 0.1)
    left = (job.total - job.done) * seconds / fresh
    return f"每分钟约 {fresh * 60 / seconds:.0f} 项，约需 {_duration(left)}"


def _duration(seconds: float) -> str:
    """A length of time in words.

    >>> _duration(4), _duration(80), _duration(7000)
    ('不到10秒', '2分钟', '1小时57分钟')
    """
    if seconds < 10:  # noqa: PLR2004
        return "不到10秒"
    if seconds < 60:  # noqa: PLR2004
        return f"{round(seconds / 10) * 10}秒"
    minutes = -int(-seconds // 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}小时{minutes}分钟" if hours else f"{minutes}分钟"
