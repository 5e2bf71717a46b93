"""Entries of the trail and the heads of its chains."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jixiao.core.trail import START, TrailEntry

SITE = "site"
"""The chain of what concerns people and organisations."""


class Chain(models.Model):
    """A chain with its length and last digest, kept apart from the entries."""

    name = models.CharField(max_length=60, unique=True)
    """`site`, or `evaluation-17`."""
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default=START)

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """What the chain is called on pages."""
        if self.name == SITE:
            return "单位、人员与权限"
        return self.name.replace("evaluation-", "自评第 ") + " 号"


class Entry(models.Model):
    """One recorded change; the database refuses to change or delete it."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )
    content = models.JSONField()
    """What is chained: at, actor, action, subject, changes, reason; texts."""
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["chain", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "number"], name="one_entry_each"),
        ]

    def __str__(self) -> str:
        return f"{self.chain_id}-{self.number}"

    def to_core(self) -> TrailEntry:
        """The entry as verification takes it."""
        return TrailEntry(
            number=self.number, content=self.content,
            previous=self.previous, digest=self.digest,
        )  # fmt: skip
