"""A chain of the trail as a file: JSON lines, the kept head first.

Whoever has the file can check it without the site and without its database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jixiao.core.errors import InvalidTrailError
from jixiao.core.trail import TrailBreak, TrailEntry, verify_trail

SCHEMA_ID = "jixiao-trail/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailFile:
    """An exported chain as it was read."""

    chain: str
    length: int
    head: str
    entries: tuple[TrailEntry, ...]

    def breaks(self) -> tuple[TrailBreak, ...]:
        """Every break; empty when the chain holds."""
        return verify_trail(self.entries, length=self.length, head=self.head)


def trail_lines(
    chain: str, entries: Iterable[TrailEntry], *, length: int, head: str
) -> Iterator[str]:
    """Write a chain, one line after the other, each with its line end.

    Args:
        chain: its name.
        entries: in order.
        length: how many there are by the kept head.
        head: digest of the last one as kept apart.
    """
    first = {"schema": SCHEMA_ID, "chain": chain, "length": length, "head": head}
    yield json.dumps(first, ensure_ascii=False) + "\n"
    for entry in entries:
        tree = {
            "number": entry.number, "content": entry.content,
            "previous": entry.previous, "digest": entry.digest,
        }  # fmt: skip
        yield json.dumps(tree, ensure_ascii=False) + "\n"


def read_trail(text: str) -> TrailFile:
    """Read an exported chain.

    Raises:
        InvalidTrailError: it is none; the sentence names the line.
    """
    lines = [line for line in text.removeprefix("\ufeff").split("\n") if line.strip()]
    if not lines:
        raise InvalidTrailError("文件为空：应为从系统导出的变动记录（.jsonl）")
    first = _tree(lines[0], 1)
    if first.get("schema") != SCHEMA_ID:
        raise InvalidTrailError(
            f"第 1 行不是变动记录的开头（应有 schema: {SCHEMA_ID}）：请用系统导出的原文件"
        )
    return TrailFile(
        chain=_text(first, "chain", 1), head=_text(first, "head", 1),
        length=_whole(first, "length", 1),
        entries=tuple(_entry(line, n) for n, line in enumerate(lines[1:], start=2)),
    )  # fmt: skip


def _entry(line: str, number: int) -> TrailEntry:
    tree = _tree(line, number)
    content = tree.get("content")
    if not isinstance(content, Mapping):
        raise InvalidTrailError(f"第 {number} 行缺少 content（记录内容）")
    return TrailEntry(
        number=_whole(tree, "number", number), content=content,
        previous=_text(tree, "previous", number), digest=_text(tree, "digest", number),
    )  # fmt: skip


def _tree(line: str, number: int) -> Mapping[str, Any]:
    try:
        tree = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InvalidTrailError(f"第 {number} 行不是完整的 JSON") from error
    if not isinstance(tree, Mapping):
        raise InvalidTrailError(f"第 {number} 行应是一条记录（JSON 对象）")
    return tree


def _text(tree: Mapping[str, Any], key: str, number: int) -> str:
    value = tree.get(key)
    if not isinstance(value, str):
        raise InvalidTrailError(f"第 {number} 行的 {key} 应是文字")
    return value


def _whole(tree: Mapping[str, Any], key: str, number: int) -> int:
    value = tree.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidTrailError(f"第 {number} 行的 {key} 应是整数")
    return value
