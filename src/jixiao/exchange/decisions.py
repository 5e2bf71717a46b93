"""Decisions of a reviewer ↔ the small tree of texts that is kept beside a report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from jixiao.core.decisions import Decision, Decisions, Verdict
from jixiao.core.errors import InvalidDecisionsError
from jixiao.core.shapes import explain_violation

SCHEMA_ID = "jixiao-decisions/1"
_HEAD = """\
# 对核查发现的决定，由 jixiao decide 写入，jixiao audit 读取。decision 可写：确认、误报、已说明。
# 误报和已说明的发现不再计入；事实一变，指纹就变，原来的决定随之失效。
"""


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema of the file."""
    text = files(__package__).joinpath("decisions-1.schema.json").read_text("utf-8")
    tree: Mapping[str, Any] = json.loads(text)
    return tree


def decisions_of(tree: object, *, name: str) -> Decisions:
    """Read decisions out of a tree of texts.

    Args:
        tree: as parsed from YAML, every scalar a text.
        name: of the file, for messages.

    Raises:
        InvalidDecisionsError: another shape, or two decisions about one finding.
    """
    error = best_match(Draft202012Validator(schema()).iter_errors(tree))
    if error is not None:
        raise InvalidDecisionsError(f"核查决定 {name}：{explain_violation(error)}")
    assert isinstance(tree, Mapping), "the schema asks for a mapping"
    taken = tuple(_decision(row) for row in tree["decisions"])
    _refuse_contradictions(taken, name)
    return Decisions(taken=taken, seen=frozenset(tree.get("seen") or ()))


def _decision(row: Mapping[str, str | None]) -> Decision:
    return Decision(
        fingerprint=row["fingerprint"] or "", verdict=Verdict(row["decision"]),
        reason=(row["reason"] or "").strip(), check=row["check"] or "",
        about=row.get("about") or "", stated=row.get("stated"),
        expected=row.get("expected"), date=row.get("date") or "",
        role=row.get("role") or "",
    )  # fmt: skip


def _refuse_contradictions(taken: tuple[Decision, ...], name: str) -> None:
    known: set[str] = set()
    for decision in taken:
        if decision.fingerprint in known:
            raise InvalidDecisionsError(
                f"核查决定 {name}：对“{decision.about}”的同一发现写了两次决定，"
                "无法判断以哪个为准；请删去一条"
            )
        known.add(decision.fingerprint)


def decisions_tree(decisions: Decisions, *, report: str) -> dict[str, Any]:
    """The tree of texts; what is empty is left out."""
    tree: dict[str, Any] = {
        "schema": SCHEMA_ID,
        "report": report,
        "decisions": [_row(decision) for decision in decisions.taken],
    }
    return tree | ({"seen": sorted(decisions.seen)} if decisions.seen else {})


def _row(decision: Decision) -> dict[str, str]:
    row = {
        "fingerprint": decision.fingerprint, "decision": decision.verdict.label,
        "reason": decision.reason, "check": decision.check, "about": decision.about,
        "stated": decision.stated, "expected": decision.expected,
        "date": decision.date, "role": decision.role,
    }  # fmt: skip
    return {key: value for key, value in row.items() if value}


def decisions_yaml(decisions: Decisions, *, report: str) -> str:
    """The text of the file; reading it back gives equal decisions."""
    tree = decisions_tree(decisions, report=report)
    return _HEAD + yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=1000)
