"""Reading the trail and holding it against its head."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.trail import TrailBreak, verify_trail
from jixiao.web.trail.models import Chain


def verify_chain(chain: Chain) -> tuple[TrailBreak, ...]:
    """Every break of one chain; empty when it holds."""
    entries = (entry.to_core() for entry in chain.entries.order_by("number").iterator())
    return verify_trail(entries, length=chain.length, head=chain.head)


def verify_all() -> Iterator[tuple[Chain, tuple[TrailBreak, ...]]]:
    """Every chain with its breaks, by name."""
    for chain in Chain.objects.order_by("name"):
        yield chain, verify_chain(chain)
