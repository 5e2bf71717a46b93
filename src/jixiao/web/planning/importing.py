"""From a file to a preview: what was read, cell by cell, each with its place.

Writes nothing; the tree that it makes is kept in an `ImportDraft`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from jixiao.core import evaluation as core
from jixiao.core.interpretation import evaluation_of
from jixiao.core.money import Money, MoneyUnit
from jixiao.core.numbers import plain
from jixiao.core.stated import StatedForm, StatedReport
from jixiao.core.statements import Kind
from jixiao.core.targets import read_statement
from jixiao.documents.blocks import Block, Paragraph, Table
from jixiao.documents.containers import read_blocks
from jixiao.documents.flattened import with_tables
from jixiao.documents.reading import read_claims
from jixiao.web.planning.models import Chapter
from jixiao.workflows.read_form import FACTS_SUFFIXES, read_form

Tree = dict[str, Any]
AMOUNTS = ("initial", "adjusted", "executed", "adjustment")
INDICATOR_TEXTS = (
    "level1", "level2", "name", "target", "actual", "account", "deviation_reason",
    "improvement", "place",
)  # fmt: skip
TEXTS = {
    "functions": "单位职能",
    "annual_goals": "年度绩效目标",
    **{chapter.value: str(chapter.label) for chapter in Chapter},
}
_SHOWN_BLOCKS = 2000
_SHOWN_ROWS = 3000
_IN_TABLE = re.compile(r"(?:表(?P<number>\d+)|工作表“(?P<name>[^”]*)”) 行(?P<row>\d+)")
_PARAGRAPH = re.compile(r"第(\d+)段")


def read_draft(content: bytes, *, name: str) -> Tree:
    """Read a file for the preview.

    Args:
        content: the file.
        name: its name; tells facts (JSON, YAML) from documents.

    Returns:
        `forms`, `undecided` and `blocks`, all of them texts.

    Raises:
        UnreadableDocumentError: a document that cannot be read.
        InvalidEvaluationError: facts that have not the published shape.
    """
    if PurePath(name).suffix.lower() in FACTS_SUFFIXES:
        facts = read_form(content, name=name).evaluations
        lines = content.decode("utf-8-sig").splitlines()
        return {
            "forms": [_form(one, one.title) for one in facts],
            "undecided": [],
            "blocks": [{"text": line, "place": ""} for line in lines[:_SHOWN_BLOCKS]],
        }
    blocks = read_blocks(content, name=name)
    report = read_claims(blocks)
    shown = with_tables(blocks)[0].blocks
    anchors = _Anchors(shown)
    return {
        "forms": [
            _form(
                evaluation_of(report, form), form.title or "", stated=form, at=anchors
            )
            for form in report.forms
        ],
        "undecided": list(_undecided(report, anchors)),
        "blocks": list(_shown(shown)),
        "remarks": list(report.remarks),
    }


class _Anchors:
    """Short ids of places: t5r12 for 表5 行12, p4 for 第4段."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._by_name = {
            block.name: block.number
            for block in blocks
            if isinstance(block, Table) and block.name
        }

    def of(self, place: str) -> str:
        """The id of a place, "" for one that is nowhere in the document."""
        if match := _IN_TABLE.search(place):
            table = match["number"] or self._by_name.get(match["name"], "")
            return f"t{table}r{match['row']}"
        match = _PARAGRAPH.search(place)
        return f"p{match[1]}" if match else ""


def _undecided(report: StatedReport, anchors: _Anchors) -> Iterator[Tree]:
    for one in report.undecided:
        yield {
            "place": anchors.of(one.place), "where": one.place,
            "quote": one.quote, "reason": one.reason,
        }  # fmt: skip


def _form(
    facts: core.Evaluation,
    title: str,
    *,
    stated: StatedForm | None = None,
    at: _Anchors | None = None,
) -> Tree:
    lines = (facts.budget.total, *facts.budget.parts) if facts.budget else ()
    places = {line.line: line.place for line in stated.budget} if stated else {}
    return {
        "title": title or "自评表", "organisation": facts.organisation,
        "year": str(facts.year or ""), "form": str(facts.form),
        "project": facts.project, "remarks": list(facts.remarks),
        "indicators": [_indicator(row, at) for row in facts.indicators],
        "budget": [
            {
                "by": line.by.value, "label": line.label,
                "place": at.of(_line_place(line.label, places)) if at else "",
                **{key: _wan(getattr(line, key)) for key in AMOUNTS},
            }
            for line in lines
        ],
        "texts": list(_texts(facts)),
    }  # fmt: skip


def _line_place(label: str, places: dict[str, str]) -> str:
    return next((place for line, place in places.items() if label in line), "")


def _indicator(row: core.Indicator, at: _Anchors | None) -> Tree:
    tree: Tree = {key: getattr(row, key) for key in INDICATOR_TEXTS}
    tree |= {
        "sign": row.sign or "", "unit": row.unit or "",
        "weight": "" if row.weight is None else plain(row.weight),
        "points": "" if row.stated_points is None else plain(row.stated_points),
        "where": row.place, "place": at.of(row.place) if at else "",
    }  # fmt: skip
    tree["marks"] = {
        key: why
        for key, text, is_result in (
            ("target", row.target, False),
            ("actual", row.actual, True),
        )
        if text and (why := _why_undecided(row, text, is_result=is_result))
    }
    if row.weight is None and not row.is_detail:
        tree["marks"]["weight"] = "没有读到分值"
    return tree


def _why_undecided(row: core.Indicator, text: str, *, is_result: bool) -> str | None:
    sign = None if is_result else row.sign
    found = read_statement(text, sign=sign, unit=row.unit, is_result=is_result)
    return found.reason if found.kind is Kind.UNDECIDED else None


def _texts(facts: core.Evaluation) -> Iterator[Tree]:
    if facts.functions:
        yield {"chapter": "functions", "heading": "", "text": facts.functions}
    if facts.annual_goals:
        goals = "\n".join(" ".join(goal.split()) for goal in facts.annual_goals)
        yield {"chapter": "annual_goals", "heading": "", "text": goals}
    for chapter in Chapter:
        for one in getattr(facts, chapter.value):
            yield {"chapter": chapter.value, "heading": one.heading, "text": one.text}


def _wan(amount: Money | None) -> str:
    """万元 with every digit, so that reading it back gives the same yuan."""
    if amount is None:
        return ""
    return plain(amount.yuan / Decimal(MoneyUnit.TEN_THOUSAND.yuan))


def _shown(blocks: Iterable[Block]) -> Iterator[Tree]:
    rows = 0
    for number, block in enumerate(blocks):
        if number >= _SHOWN_BLOCKS or rows >= _SHOWN_ROWS:
            yield {"text": "（其余内容没有显示）", "place": ""}
            return
        if isinstance(block, Paragraph):
            yield {"text": block.text, "place": f"p{block.number}"}
            continue
        by_row: dict[int, list[Tree]] = {}
        for cell in block.cells:
            by_row.setdefault(cell.row, []).append(
                {"text": cell.text, "rows": cell.row_span, "columns": cell.column_span}
            )
        rows += len(by_row)
        yield {
            "name": block.name or f"表{block.number}",
            "rows": [
                {"place": f"t{block.number}r{row + 1}", "cells": cells}
                for row, cells in sorted(by_row.items())
            ],
        }
