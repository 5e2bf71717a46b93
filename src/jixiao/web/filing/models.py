"""Evidence: files that prove a result."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jixiao.web.accounts.models import User
from jixiao.web.planning.models import Indicator


def place_of(indicator: Indicator, digest: str) -> str:
    """Named by content, so that nothing typed by a user becomes a path."""
    return f"evidence/{indicator.evaluation_id}/{indicator.pk}/{digest}"


def _where(evidence: Evidence, _name: str) -> str:
    return place_of(evidence.indicator, evidence.digest)


class Evidence(models.Model):
    """A file that proves an indicator's result."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="evidence")
    file = models.FileField(upload_to=_where, max_length=300)
    name = models.CharField("文件名", max_length=200)
    """As the user's machine called it."""
    media_type = models.CharField(max_length=100)
    """By content, never by name."""
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the content."""
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "digest"], name="evidence_attached_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
