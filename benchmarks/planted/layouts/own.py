"""The product's own report and form, as one more layout; written by its own writers.

The texts are the product's; the facts in them are marked afterwards so that a defect
can be planted, and the altered texts go back to where they came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from benchmarks.planted.document import (
    Block,
    Cell,
    Document,
    Key,
    Paragraph,
    Piece,
    Said,
    Table,
    Text,
    plain_text,
)
from benchmarks.planted.facts import Case, goal
from benchmarks.planted.layouts.parts import ANALYSIS, FORM, GOAL, TOTAL
from benchmarks.planted.rows import Row
from jixiao.reports.document import Block as OwnBlock
from jixiao.reports.document import Document as OwnDocument
from jixiao.reports.document import Heading, Placed, placed
from jixiao.reports.document import Table as OwnTable
from jixiao.reports.docx import render_docx
from jixiao.reports.html import render_html
from jixiao.reports.pdf import render_pdf
from jixiao.reports.render import FORM as OWN_FORM
from jixiao.reports.render import REPORT as OWN_REPORT
from jixiao.reports.render import compose
from jixiao.reports.xlsx import render_xlsx

_NUMBER = r"(\d[\d,]*(?:\.\d+)?)"
_IN_LEVEL = re.compile(r"^(.+指标)权重")
_COUNTED = re.compile(r"^综上.*?。(.+指标)评价得分")


def own_report(case: Case) -> Document:
    """The report with the form as its annex."""
    return _marked(_composed(case, OWN_REPORT), case)


def own_form(case: Case) -> Document:
    """The form alone."""
    return _marked(_composed(case, OWN_FORM), case)


def write_own(container: str, case: Case, document: Document) -> bytes:
    """Put the texts back and have the product write its file."""
    assert case.card
    is_form = len(document.blocks) == 1
    composed = _composed(case, OWN_FORM if is_form else OWN_REPORT)
    texts = (plain_text(text) for text in document.texts())
    changed = replace(
        composed, blocks=tuple(_with_texts(b, texts) for b in composed.blocks)
    )
    match container:
        case "docx":
            return render_docx(changed)
        case "pdf":
            return render_pdf(changed)
        case "html":
            return render_html(changed, case.evaluation(), case.card, case.book)
        case "xlsx":
            (table,) = changed.blocks
            assert isinstance(table, OwnTable)
            return render_xlsx(table)
        case _:
            raise AssertionError(container)


def _composed(case: Case, which: str) -> OwnDocument:
    assert case.card
    return compose(case.evaluation(), case.card, case.book)[which]


def _with_texts(block: OwnBlock, texts: Iterator[str]) -> OwnBlock:
    if not isinstance(block, OwnTable):
        return replace(block, text=next(texts))
    rows = tuple(
        tuple(replace(cell, text=next(texts)) for cell in row) for row in block.rows
    )
    return replace(block, rows=rows)


# -- marking -------------------------------------------------------------------------------


def _marked(composed: OwnDocument, case: Case) -> Document:
    seen: set[Key] = set()
    blocks: list[Block] = []
    for block in composed.blocks:
        if isinstance(block, OwnTable):
            blocks.append(_table(block, case, seen))
            continue
        depth = block.level + 1 if isinstance(block, Heading) else None
        blocks.append(Paragraph(_once(_paragraph(block.text, case), seen), depth))
    return Document(tuple(blocks))


def _once(text: Text, seen: set[Key]) -> Text:
    """What the report says a second time in the same words is not marked again."""
    found: list[Piece] = []
    for piece in text:
        if isinstance(piece, Said):
            found.append(piece.text if piece.key in seen else piece)
            seen.add(piece.key)
        else:
            found.append(piece)
    return tuple(found)


def _cut(text: str, pattern: str, *keys: Key) -> Text | None:
    """The text with the groups of a pattern marked; None where it does not match."""
    match = re.search(pattern, text)
    if match is None:
        return None
    found: list[Piece] = []
    at = 0
    for number, key in enumerate(keys, 1):
        if match[number] is None:
            continue
        found += [text[at : match.start(number)], Said(key, match[number])]
        at = match.end(number)
    return (*found, text[at:])


def _paragraph(text: str, case: Case) -> Text:
    for row in case.rows:
        found = _of_row(text, row)
        if found:
            return found
    return _of_level(text) or _of_whole(text) or (text,)


def _of_row(text: str, row: Row) -> Text | None:
    if text == goal(row) + "。" and row.is_measured:
        pattern = f"({re.escape(row.quantity(row.bound))})"
        return _cut(text, pattern, Key("goal", row.key, GOAL))
    if f"“{row.name}”（" not in text or "年初目标值为" not in text:
        return None
    keys = [
        Key(what, row.key, ANALYSIS)
        for what in ("weight", "target", "actual", "points")
    ]
    return _cut(
        text,
        rf"（{_NUMBER}分）：年初目标值为[≥≤]?({re.escape(row.target_value)})[^，]*，"
        rf"实际完成值为([^。]*?)。.*得分{_NUMBER}分",
        *keys,
    )


def _of_level(text: str) -> Text | None:
    level, counted = _IN_LEVEL.match(text), _COUNTED.match(text)
    if level:
        keys = (
            Key("level_weight", level[1], ANALYSIS),
            Key("rows", level[1], ANALYSIS),
        )
        return _cut(text, rf"权重{_NUMBER}分.*和(\d+)个三级指标", *keys)
    if counted is None:
        return None
    name = counted[1]
    whats = ("rows", "met", "unmet", "level_points")
    return _cut(
        text,
        rf"共有(\d+)个.*?指标(?:，其中(\d+)个完成年初目标，(\d+)个未全部完成年初目标|，全部完成年初目标)"
        rf"。.*得分{_NUMBER}分",
        *(Key(what, name, "counted") for what in whats),
    )


def _of_whole(text: str) -> Text | None:
    if "综合评价得分为" in text:
        keys = [
            Key(what, about, "conclusion")
            for what, about in (("year", "年度"), ("total", "总分"), ("grade", "等级"))
        ]
        return _cut(text, rf"(20\d\d)年度.*?得分为{_NUMBER}分，评价等级为“(.)”", *keys)
    if text.startswith("经自评，共有"):
        counts = [Key(what, "全部", "lists") for what in ("rows", "met", "unmet")]
        return _cut(text, r"共有(\d+)个.*?其中(\d+)个完成年初目标，(\d+)个未", *counts)
    if "全年实际支出" in text and "调整后的全年预算" in text:
        whats = ("initial", "change", "adjusted", "executed", "rate")
        return _cut(
            text,
            rf"年初预算{_NUMBER}万元，年度中期调.{_NUMBER}万元，调整后的全年预算{_NUMBER}万元，"
            r"全年实际支出(\d+(?:\.\d+)?)万元，预算执行率为(\d+(?:\.\d+)?%)",
            *(Key(what, TOTAL, "rate") for what in whats),
        )
    return None


_COLUMNS = {
    "年初指标值（A）": "target", "年度指标值": "target", "实际完成值（B）": "actual",
    "实际完成值": "actual", "分值": "weight", "得分": "points",
    "偏差原因分析及改进措施": "reason",
}  # fmt: skip
"""Head of a column → what it states."""


def _table(block: OwnTable, case: Case, seen: set[Key]) -> Table:
    cells = placed(block)
    columns = {
        p.column: _COLUMNS[p.cell.text] for p in cells if p.cell.text in _COLUMNS
    }
    is_form = any(p.cell.text == "总分" for p in cells)
    found = []
    for p in cells:
        text: Text = (p.cell.text,)
        if is_form:
            text = _once(_cell(p, cells, columns, case), seen)
        found.append(Cell(text, p.row, p.column, p.cell.row_span, p.cell.column_span))
    return Table(tuple(found), len(block.rows), len(block.widths))


def _cell(
    one: Placed, cells: Sequence[Placed], columns: Mapping[int, str], case: Case
) -> Text:
    text = one.cell.text
    names = {_bare(other.cell.text) for other in cells if other.row == one.row}
    row = next((row for row in case.rows if row.name in names), None)
    if row and text != row.name and _bare(text) == row.name:
        return _cut(text, rf"（{_NUMBER}分）$", Key("weight", row.key, FORM)) or (text,)
    if row and text and one.column in columns:
        return (Said(Key(columns[one.column], row.key, FORM), text),)
    if "总分" in names and text == case.total:
        return (Said(Key("total", "总分", FORM), text),)
    if case.rate in names and text == case.execution:
        return (Said(Key("rate_points", "预算执行", FORM), text),)
    return (text,)


def _bare(text: str) -> str:
    return re.sub(r"（\d+(?:\.\d+)?分）$", "", text)
