"""Put an overlay upon the rulebook that it changes; trees in, trees out.

A provision keeps the reference of the file that states it: what an overlay changes is
cited from the overlay, the rest from the base.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jixiao.core.shapes import describe_path

Tree = dict[str, Any]

PROVISIONS = (
    "quantitative", "qualitative", "rounding", "over_target", "late", "inapplicable",
    "caps", "grades", "columns",
)  # fmt: skip
"""The provisions that stand beside the first-level groups."""
_IDENTITY = frozenset({"id", "title", "reference", "overlay_of"})


def with_references(tree: Tree) -> Tree:
    """Give each provision its reference in full, inherited where it states none.

    Title and status are inherited; a number only within the same document and for what
    was confirmed in it; a clause never, for it belongs to one provision.
    """
    book = {"number": None, "clause": None, **tree["reference"]}
    result = {**tree, "reference": book}
    for name in PROVISIONS:
        if tree.get(name) is not None:
            result[name] = _cited(tree[name], book)
    if "points" in tree:
        result["points"] = {
            key: group if group is None else _cited(group, book)
            for key, group in tree["points"].items()
        }
    return result


def _cited(provision: Tree, book: Tree) -> Tree:
    own = provision.get("reference") or {}
    status = own.get("status", book["status"])
    inherits_number = status == "confirmed" and "title" not in own
    return {
        **provision,
        "reference": {
            "title": own.get("title", book["title"]),
            "number": own.get("number", book["number"] if inherits_number else None),
            "clause": own.get("clause"),
            "status": status,
        },
    }


def put_upon(base: Tree, overlay: Tree) -> Tree:
    """Replace single parameters of the base; mappings merge, all else is replaced.

    >>> put_upon({"points": {"a": 1, "b": 2}}, {"points": {"b": 3}})
    {'points': {'a': 1, 'b': 3}}
    """
    merged = dict(base)
    for key, value in overlay.items():
        old = base.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = put_upon(old, value)
        else:
            merged[key] = value
    return merged


def without_removed(tree: Tree) -> Tree:
    """Drop the provisions and groups that are written as none."""
    removable = (*PROVISIONS, "points")
    result = {k: v for k, v in tree.items() if v is not None or k not in removable}
    if isinstance(points := result.get("points"), dict):
        result["points"] = {k: v for k, v in points.items() if v is not None}
    return result


def changes_of(base: Tree, merged: Tree) -> tuple[str, ...]:
    """Name the parameters that differ, as paths in the order of the base.

    >>> changes_of(
    ...     {"id": "a", "grades": {"bands": []}}, {"id": "b", "grades": {"bands": [1]}}
    ... )
    ('grades → bands',)
    """
    old, new = (
        {key: value for key, value in tree.items() if key not in _IDENTITY}
        for tree in (base, merged)
    )
    return tuple(describe_path(path) for path in _differences(old, new))


def _differences(
    old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[tuple[str, ...]]:
    for key in (*old, *(key for key in new if key not in old)):
        if key == "reference":
            continue
        before, after = old.get(key), new.get(key)
        if isinstance(before, dict) and isinstance(after, dict):
            yield from ((key, *path) for path in _differences(before, after))
        elif before != after:
            yield (key,)
