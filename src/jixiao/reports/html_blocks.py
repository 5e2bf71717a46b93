"""Write headings, paragraphs and tables as HTML, and the page around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from jixiao.reports.document import (
    Align,
    Annex,
    Block,
    Cell,
    Heading,
    Paragraph,
    Table,
    printable,
)

_NARROW = 4
"""Columns that a telephone shows without scrolling."""


def page_html(*, title: str, body: Iterable[str], style: str) -> bytes:
    """Write a whole page; it loads nothing from anywhere.

    Args:
        title: for the window, as text.
        body: its parts, as HTML.
        style: the style sheet of this package.

    Returns:
        UTF-8; the same bytes for the same parts.
    """
    inside = "\n".join(body)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html_text(title)}</title>\n<style>\n{_style(style)}</style>\n</head>\n"
        f"<body>\n<main>\n{inside}\n</main>\n</body>\n</html>\n"
    ).encode()


@cache
def _style(name: str) -> str:
    return files("jixiao.reports").joinpath(name).read_text(encoding="utf-8")


def html_text(text: str) -> str:
    """Escape text; what no file can hold is left out."""
    return escape(printable(text))


def block_html(block: Block) -> str:
    """Write one block."""
    match block:
        case Heading():
            level = block.level + 1
            return f"<h{level}>{html_text(block.text)}</h{level}>"
        case Annex():
            return f"<h2>{html_text(block.text)}</h2>"
        case Paragraph():
            return f"<p>{html_text(block.text)}</p>"
        case Table():
            return "".join(_table(block))


def _table(table: Table) -> Iterator[str]:
    is_form = table.header_at is not None
    name = "scroll wide" if len(table.widths) > _NARROW else "scroll"
    label = (
        f'role="region" aria-label="{html_text(table.caption) or "表格"}" tabindex="0"'
    )
    yield f'<div class="{name}" {label}><table>'
    if table.caption and not is_form:
        yield f"<caption>{html_text(table.caption)}</caption>"
    yield "<colgroup>"
    whole = sum(table.widths)
    yield from (f'<col style="width:{100 * w / whole:.1f}%">' for w in table.widths)
    yield "</colgroup>"
    rows = table.rows
    yield from _part("thead", rows[: table.header_rows], table, 0)
    yield from _part("tbody", rows[table.header_rows :], table, table.header_rows)
    yield "</table></div>"


def _part(
    tag: str, rows: Sequence[tuple[Cell, ...]], table: Table, first: int
) -> Iterator[str]:
    if not rows:
        return
    yield f"<{tag}>"
    for number, row in enumerate(rows, start=first):
        yield f"<tr>{''.join(_cells(row, number, table))}</tr>"
    yield f"</{tag}>"


def _cells(row: Iterable[Cell], number: int, table: Table) -> Iterator[str]:
    for cell in row:
        spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
        spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
        text = html_text(cell.text)
        if not cell.is_header:
            side = cell.align.value
            name = f' class="{side}"' if cell.align in (Align.LEFT, Align.RIGHT) else ""
            yield f"<td{spans}{name}>{text}</td>"
            continue
        is_title = table.header_at is not None and number == 0
        name = ' class="title"' if is_title else ""
        yield f'<th{spans}{name} scope="{_scope(cell, number, table)}">{text}</th>'


def _scope(cell: Cell, number: int, table: Table) -> str:
    """A header speaks for its column in a header row, else for its row."""
    heads_columns = number < table.header_rows or number == table.header_at
    if heads_columns:
        return "col"
    if cell.column_span == len(table.widths):
        return "colgroup"
    return "rowgroup" if cell.row_span > 1 else "row"
