"""Write a document as .pdf with embedded Chinese fonts, laid out by GB/T 9704-2012.

The layout stands in `report.typ`; text travels to it as JSON, never as markup.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from threading import Lock

import pylopdf_fonts_zh_cn
import typst

from jixiao.reports.document import (
    Annex,
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    Table,
    printable,
)

_SPLITS_ABOVE = 150
"""Characters in a cell from which it may break over two pages."""
_ANY_MOMENT = 0
"""A fixed creation time: equal facts are equal bytes."""
_ONE_AT_A_TIME = Lock()
"""The compiler is one for the process and refuses a second thread meanwhile."""

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


def render_pdf(document: Document) -> bytes:
    """Write headings, paragraphs and tables.

    Returns:
        The same bytes for the same document.
    """
    blocks: Json = [_block(block) for block in document.blocks]
    content = json.dumps({"title": printable(document.title), "blocks": blocks})
    with _ONE_AT_A_TIME:
        written = _compiler().compile(
            _layout(),
            format="pdf",
            sys_inputs={"document": content},
            timestamp=_ANY_MOMENT,
        )
    assert isinstance(written, bytes)
    return written


@cache
def _compiler() -> typst.Compiler:
    """A compiler that knows our fonts and no others; they are 18 MB, so read once."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(pylopdf_fonts_zh_cn.serif_path().parent)],
    )
    return typst.Compiler(font_paths=fonts)


@cache
def _layout() -> bytes:
    return files("jixiao.reports").joinpath("report.typ").read_bytes()


def _block(block: Block) -> dict[str, Json]:
    match block:
        case Heading(level=0):
            return {"kind": "title", "text": _line(block.text)}
        case Heading():
            level, text = block.level, _line(block.text)
            return {"kind": "heading", "level": level, "text": text}
        case Paragraph():
            text = _line(block.text)
            return {"kind": "paragraph", "text": text, "leads": block.leads}
        case Annex():
            return {"kind": "annex", "text": _line(block.text)}
        case Table():
            return _table(block)


def _line(text: str) -> str:
    return printable(text).replace("\n", " ")


def _table(table: Table) -> dict[str, Json]:
    is_form = table.header_at is not None
    rows: list[Json] = [
        [_cell(cell, is_title=is_form and not number) for cell in row]
        for number, row in enumerate(table.rows)
    ]
    return {
        "kind": "table",
        "caption": None if is_form else _line(table.caption) or None,
        "widths": list(table.widths),
        "head-at": table.header_at or 0,
        "together": table.stays_together,
        "rows": rows,
    }


def _cell(cell: Cell, *, is_title: bool) -> Json:
    lines: list[Json] = list(printable(cell.text).split("\n"))
    return {
        "lines": lines,
        "rows": cell.row_span,
        "columns": cell.column_span,
        "header": cell.is_header,
        "title": is_title,
        "align": cell.align.value,
        "long": len(cell.text) > _SPLITS_ABOVE or cell.row_span > 1,
    }
