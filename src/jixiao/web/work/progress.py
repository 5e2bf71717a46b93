"""How far a job is, written down while it runs.

The attempt is the ticket: once somebody else took the job over, whoever held it before
writes nothing any more and stops.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from jixiao.web.work.models import Job, JobState

BEAT_SECONDS = 5.0
"""A sign of life at least so often, even while one part takes long."""
_WRITE_SECONDS = 0.5
"""Progress is written at most so often."""


class LostJobError(Exception):
    """Another worker took the job over: stop, and write nothing."""


class Progress:
    """How far one attempt of a job is."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._done, self._total = job.done, job.total
        self._written_at = 0.0

    def begin(self, *, total: int, done: int = 0) -> None:
        """Tell how many parts there are, and how many were done by earlier attempts.

        Raises:
            LostJobError: another worker has the job.
        """
        self._done, self._total = done, total
        self._write(done_before=done)

    def add(self, parts: int = 1) -> None:
        """Count parts as done.

        Raises:
            LostJobError: another worker has the job.
        """
        self._done += parts
        is_last = self._done >= self._total
        if is_last or monotonic() - self._written_at >= _WRITE_SECONDS:
            self._write()

    def _write(self, **more: int) -> None:
        self._written_at = monotonic()
        written = attempt(self._job).update(
            done=self._done, total=self._total, heartbeat_at=timezone.now(), **more
        )
        if not written:
            raise LostJobError


def attempt(job: Job) -> QuerySet[Job]:
    """The row of the job as long as this attempt has it."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


@contextmanager
def signs_of_life(job: Job) -> Iterator[None]:
    """Keep the heartbeat going while the work is done."""
    is_over = Event()

    def beat() -> None:
        try:
            while not is_over.wait(BEAT_SECONDS):
                attempt(job).update(heartbeat_at=timezone.now())
        finally:
            connection.close()

    thread = Thread(target=beat, daemon=True, name=f"heartbeat-{job.pk}")
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
