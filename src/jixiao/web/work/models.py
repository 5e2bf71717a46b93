"""Work that goes on in the background and can be looked at."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jixiao.web.accounts.models import User


class JobState(models.TextChoices):
    """Where the work stands."""

    QUEUED = "queued", "排队"
    RUNNING = "running", "进行中"
    DONE = "done", "完成"
    FAILED = "failed", "失败"


class Job(models.Model):
    """One piece of work with how far it is."""

    kind = models.CharField(max_length=60)
    """Name under which the work is registered."""
    title = models.CharField("事项", max_length=200)
    arguments = models.JSONField(default=dict)
    owner = models.ForeignKey(User, models.CASCADE, related_name="jobs")
    state = models.CharField(
        "状态", max_length=10, choices=JobState, default=JobState.QUEUED
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done_before = models.PositiveIntegerField(default=0)
    """Parts that earlier attempts had done."""
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField("失败原因", blank=True)
    result_url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    """Last sign of life of the worker that has it."""
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int:
        """How far it is, 0–100."""
        if self.state == JobState.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0
