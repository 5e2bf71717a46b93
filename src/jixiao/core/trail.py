"""The trail of changes as a chain: each entry's digest covers the one before it.

Who takes an entry out, puts one in or changes a word has to change every later digest
and the kept head as well. Pure: where entries are stored is not known here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

START = "0" * 64
"""What the first entry of a chain follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailEntry:
    """One recorded change."""

    number: int
    """1 for the first of its chain."""
    content: Mapping[str, Any]
    """Who, when, what, from what to what; texts, whole numbers, lists of them."""
    previous: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailBreak:
    """Where a chain does not hold, and what is wrong there."""

    number: int
    message: str
    """One Chinese sentence."""


def digest_of(number: int, content: Mapping[str, Any], previous: str) -> str:
    """The digest of an entry.

    Args:
        number: its place in the chain, from 1.
        content: what it records.
        previous: digest of the entry before it, START for the first.

    Returns:
        SHA-256 of the canonical JSON, in hexadecimal.

    Source:
        docs/decisions/0013

    >>> digest_of(1, {"完成值": ["", "14"]}, START)[:16]
    'fda7bb4086314a13'
    """
    text = json.dumps(
        [number, content, previous],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()


def follow(
    number: int, content: Mapping[str, Any], previous: str = START
) -> TrailEntry:
    """Make the entry that follows another one.

    >>> first = follow(1, {"完成值": ["", "14"]})
    >>> follow(2, {"完成值": ["14", "20"]}, first.digest).previous == first.digest
    True
    """
    return TrailEntry(
        number=number, content=content, previous=previous,
        digest=digest_of(number, content, previous),
    )  # fmt: skip


def verify_trail(
    entries: Iterable[TrailEntry], *, length: int, head: str
) -> tuple[TrailBreak, ...]:
    """Check a whole chain.

    Args:
        entries: in order.
        length: how many entries the kept head says there are.
        head: digest of the last entry as kept apart; START for an empty chain.

    Returns:
        Every break in order; empty when the chain holds.

    >>> first = follow(1, {"完成值": ["", "14"]})
    >>> verify_trail([first], length=1, head=first.digest)
    ()
    >>> verify_trail([], length=1, head=first.digest)[0].message
    '应有 1 条记录，只有 0 条：末尾的记录被删去'
    """
    breaks: list[TrailBreak] = []
    number, previous = 0, START
    for entry in entries:
        number += 1
        breaks.extend(_breaks(entry, number, previous))
        number, previous = entry.number, entry.digest
    if number < length:
        message = f"应有 {length} 条记录，只有 {number} 条：末尾的记录被删去"
        breaks.append(TrailBreak(number=number + 1, message=message))
    elif number > length:
        message = f"应有 {length} 条记录，却有 {number} 条：有记录不是由系统写入"
        breaks.append(TrailBreak(number=length + 1, message=message))
    elif previous != head:
        message = "最后一条记录与另行保存的校验值不符"
        breaks.append(TrailBreak(number=number, message=message))
    return tuple(breaks)


def _breaks(entry: TrailEntry, number: int, previous: str) -> Iterable[TrailBreak]:
    if entry.number != number:
        yield TrailBreak(
            number=number, message=f"第 {number} 条缺失，其后是第 {entry.number} 条"
        )
    elif entry.previous != previous:
        yield TrailBreak(number=number, message=f"第 {number} 条与前一条衔接不上")
    if digest_of(entry.number, entry.content, entry.previous) != entry.digest:
        yield TrailBreak(
            number=entry.number, message=f"第 {entry.number} 条的内容被改动过"
        )
