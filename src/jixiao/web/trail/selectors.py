"""Reading the trail and holding it against its head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db import connection
from django.db.models import Case, QuerySet, When

from jixiao.core.trail import TrailBreak, TrailEntry, verify_trail
from jixiao.exchange.trail import trail_lines
from jixiao.web import triggers
from jixiao.web.trail.guards import GUARDS
from jixiao.web.trail.models import SITE, Chain, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field of an entry, before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry as people read it."""

    entry: Entry
    username: str
    name: str
    action: str
    subject: str
    reason: str
    changes: tuple[Change, ...]


def line_of(entry: Entry) -> Line:
    """An entry as people read it; of one that was tampered with, what is left."""
    content = entry.content if isinstance(entry.content, Mapping) else {}
    changes = content.get("changes")
    pairs = changes.items() if isinstance(changes, Mapping) else ()
    return Line(
        entry=entry,
        username=str(content.get("actor", "")), name=str(content.get("name", "")),
        action=str(content.get("action", "")),
        subject=str(content.get("subject", "")),
        reason=str(content.get("reason", "")),
        changes=tuple(_change(field, pair) for field, pair in pairs),
    )  # fmt: skip


def lines_of(entries: Iterable[Entry]) -> list[Line]:
    """Entries for the fragment `trail/entries.html`."""
    return [line_of(entry) for entry in entries]


def entries_like(
    chain: Chain, *, person: str = "", action: str = ""
) -> QuerySet[Entry]:
    """Entries of a chain, the newest first.

    Args:
        chain: whose.
        person: part of a log-in name or a name; "" for everybody.
        action: exactly; "" for all.
    """
    found = chain.entries.order_by("-number")
    if person:
        found = found.filter(content__name__icontains=person) | found.filter(
            content__actor__icontains=person
        )
    return found.filter(content__action=action) if action else found


def actions_of(chain: Chain) -> list[str]:
    """What was ever done in a chain, for the filter."""
    actions = chain.entries.order_by().values_list("content__action", flat=True)
    return sorted({str(action) for action in actions.distinct()})


def chains_like(text: str) -> QuerySet[Chain]:
    """Chains whose name holds a text; that of the site first, then the newest."""
    found = Chain.objects.order_by(Case(When(name=SITE, then=0), default=1), "-pk")
    return found.filter(name__icontains=text) if text else found


def verify_chain(chain: Chain) -> tuple[TrailBreak, ...]:
    """Every break of one chain; empty when it holds."""
    return verify_trail(_to_core(chain), length=chain.length, head=chain.head)


def verify_chains(
    chains: Iterable[Chain],
) -> list[tuple[Chain, tuple[TrailBreak, ...]]]:
    """Chains with their breaks: one query for all entries."""
    chains = list(chains)
    entries = Entry.objects.filter(chain__in=chains).order_by("chain_id", "number")
    ordered = groupby(entries.iterator(chunk_size=1000), key=lambda one: one.chain_id)
    one_each = {chain.pk: chain for chain in chains}
    breaks = {
        pk: verify_trail(
            (entry.to_core() for entry in group),
            length=one_each[pk].length, head=one_each[pk].head,
        )
        for pk, group in ordered
    }  # fmt: skip
    for chain in chains:  # of those without any entry
        if chain.pk not in breaks:
            breaks[chain.pk] = verify_trail((), length=chain.length, head=chain.head)
    return [(chain, breaks[chain.pk]) for chain in chains]


def verify_all() -> Iterator[tuple[Chain, tuple[TrailBreak, ...]]]:
    """Every chain with its breaks, by name."""
    for chain in Chain.objects.order_by("name"):
        yield chain, verify_chain(chain)


def guards_missing() -> tuple[str, ...]:
    """Guards of the trail that the database does not keep."""
    return triggers.missing(connection, GUARDS)


def export_lines(chain: Chain) -> Iterator[str]:
    """A chain as JSON lines, the head first; `jixiao verify-trail` reads them."""
    return trail_lines(
        chain.name, _to_core(chain), length=chain.length, head=chain.head
    )


def _to_core(chain: Chain) -> Iterator[TrailEntry]:
    entries = chain.entries.order_by("number").iterator(chunk_size=1000)
    return (entry.to_core() for entry in entries)


def _change(field: str, pair: object) -> Change:
    before, after = pair if isinstance(pair, list) and len(pair) == 2 else ("", pair)  # noqa: PLR2004
    return Change(field=str(field), before=str(before), after=str(after))
