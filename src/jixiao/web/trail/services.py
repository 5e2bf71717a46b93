"""Writing the trail: always inside the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from django.db import transaction

from jixiao.core.trail import follow
from jixiao.web.trail.models import Chain, Entry

Changes = Mapping[str, tuple[str, str]]
"""Field as users call it → text before and after."""


class Named(Protocol):
    """A person as the trail names them."""

    pk: int

    @property
    def username(self) -> str:
        """The log-in name."""

    @property
    def name(self) -> str:
        """The name that people read."""


class Acting(Protocol):
    """Who acts and when: what the trail knows of `accounts.access.Actor`."""

    @property
    def user(self) -> Named:
        """The person."""

    @property
    def at(self) -> datetime:
        """When they act, with time zone."""


def record(
    *,
    chain: str,
    actor: Acting,
    action: str,
    subject: str = "",
    changes: Changes | None = None,
    reason: str = "",
) -> Entry:
    """Append one entry.

    Args:
        chain: SITE or the evaluation's `trail_chain`.
        actor: who did it, and when.
        action: what was done, in Chinese: 填报、复核通过、退回.
        subject: what it was done to: an indicator's name, a person.
        changes: what became of which field.
        reason: as the person gave it.
    """
    assert transaction.get_connection().in_atomic_block, "recorded with its change"
    Chain.objects.get_or_create(name=chain)
    top = Chain.objects.select_for_update().get(name=chain)
    content = {
        "at": actor.at.isoformat(timespec="seconds"),
        "actor": actor.user.username,
        "name": actor.user.name,
        "action": action,
        "subject": subject,
        "changes": {field: list(pair) for field, pair in (changes or {}).items()},
        "reason": reason,
    }
    made = follow(top.length + 1, content, top.head)
    entry = Entry.objects.create(
        chain=top, number=made.number, at=actor.at, actor_id=actor.user.pk,
        content=content,
        previous=made.previous, digest=made.digest,
    )  # fmt: skip
    top.length, top.head = made.number, made.digest
    top.save(update_fields=["length", "head"])
    return entry
