"""A document as file: Word, spreadsheet, web page, PDF, plain text.

The same description gives the same bytes each time.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

import docx
import typst
import xlsxwriter
from pylopdf_fonts_zh_cn import serif_path
from tests.golden.elsewhere.sources.grids import Cell, Grid

Block = str | Grid
THE_BEGINNING = (1980, 1, 1, 0, 0, 0)
FIGURE = re.compile(r"-?\d+(\.\d+)?")
SHARE = re.compile(r"\d+(\.\d+)?%")


def dated_alike(packed: bytes) -> bytes:
    """A zip file whose members all carry the same time."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, THE_BEGINNING), old.read(name))
    return out.getvalue()


def write_docx(blocks: Sequence[Block], _options: dict[str, Any]) -> bytes:
    document = docx.Document()
    for index, block in enumerate(blocks):
        if isinstance(block, Grid):
            add_word_table(document, block)
        elif index == 0:
            document.add_heading(block, level=0)
        else:
            document.add_paragraph(block)
    out = io.BytesIO()
    document.save(out)
    return dated_alike(out.getvalue())


def add_word_table(document: Any, grid: Grid) -> None:
    table = document.add_table(len(grid.rows), grid.width)
    table.style = "Table Grid"
    places = [list(row.cells) for row in table.rows]
    for r, row in enumerate(grid.rows):
        for c, cell in row:
            place = places[r][c]
            if cell.rows > 1 or cell.columns > 1:
                last = places[r + cell.rows - 1][c + cell.columns - 1]
                place = place.merge(last)
            place.text = cell.text


def write_xlsx(blocks: Sequence[Block], options: dict[str, Any]) -> bytes:
    """Figures are numbers; `held` says which hold more digits than they show."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(*THE_BEGINNING, tzinfo=UTC)})
    sheet = book.add_worksheet(options.get("sheet", "自评表"))
    at = 0
    for block in blocks:
        if isinstance(block, Grid):
            for r, row in enumerate(block.rows):
                for c, cell in row:
                    put(book, sheet, (at + r, c), cell, options.get("held", {}))
            at += len(block.rows)
        else:
            sheet.write_string(at, 0, block)
            at += 1
    book.close()
    return out.getvalue()


def put(
    book: Any, sheet: Any, place: tuple[int, int], cell: Cell, held: dict[str, float]
) -> None:
    r, c = place
    value: str | float = cell.text
    style = {"border": 1, "text_wrap": True, "valign": "vcenter"}
    if FIGURE.fullmatch(cell.text) or SHARE.fullmatch(cell.text):
        bare = cell.text.rstrip("%")
        decimals = len(bare.partition(".")[2])
        shown = "0" + ("." + "0" * decimals if decimals else "")
        share = cell.text != bare
        style["num_format"] = shown + "%" * share
        value = held.get(cell.text, float(bare) / (100 if share else 1))
    form = book.add_format(style)
    if cell.rows > 1 or cell.columns > 1:
        sheet.merge_range(r, c, r + cell.rows - 1, c + cell.columns - 1, "", form)
    if value == "":
        sheet.write_blank(r, c, None, form)
    elif isinstance(value, str):
        sheet.write_string(r, c, value, form)  # `=100%` is no formula
    else:
        sheet.write_number(r, c, value, form)


def write_html(blocks: Sequence[Block], options: dict[str, Any]) -> bytes:
    encoding = options.get("encoding", "utf-8")
    label = {"gb18030": "gb2312"}.get(encoding, encoding)
    title = escape(str(blocks[0]))
    parts = [
        f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="{label}">',
        f"<title>{title}</title><style>td{{border:1px solid}}</style></head><body>",
        '<ul class="crumbs"><li>首页</li><li>信息公开</li><li>财政信息</li></ul>',
        f'<div class="article"><h2 align="center">{title}</h2>',
    ]
    for block in blocks[1:]:
        if isinstance(block, Grid):
            parts.append(html_table(block))
        else:
            parts.append(f'<p style="text-indent:2em">{escape(block)}</p>')
    parts.append('</div><div class="footer">版权所有　网站地图　联系我们</div>')
    return "\n".join([*parts, "</body></html>\n"]).encode(encoding)


def html_table(grid: Grid) -> str:
    lines = ['<table border="1" cellpadding="2">']
    for row in grid.rows:
        lines.append("<tr>")
        for _, cell in row:
            spans = f' rowspan="{cell.rows}"' * (cell.rows > 1)
            spans += f' colspan="{cell.columns}"' * (cell.columns > 1)
            text = escape(cell.text).replace("\n", "<br>") or "&nbsp;"
            lines.append(f"<td{spans}>{text}</td>")
        lines.append("</tr>")
    return "\n".join([*lines, "</table>"])


def full_row(row: list[tuple[int, Cell]], width: int) -> list[str]:
    """A row with an empty cell where one from above reaches down."""
    texts: list[str] = []
    for c, cell in [*row, (width, Cell(""))]:
        covered = c - sum(1 for _ in texts)
        texts += [""] * covered
        texts += [cell.text, *["\0"] * (cell.columns - 1)]
    return [text for text in texts[:width] if text != "\0"]


def write_tabs(blocks: Sequence[Block], _options: dict[str, Any]) -> bytes:
    """One cell on a line after a tab, rows apart by an empty line."""
    parts = []
    for block in blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                cells = full_row(row, block.width)
                parts.append("\n".join("\t" + text for text in cells))
        else:
            parts.append(block)
    return ("\n\n".join(parts) + "\n").encode()


def write_pipes(blocks: Sequence[Block], _options: dict[str, Any]) -> bytes:
    """One row on a line, with bars between the cells."""
    parts = []
    for block in blocks:
        if isinstance(block, Grid):
            rows = [full_row(row, block.width) for row in block.rows]
            flat = [" | ".join(x.replace("\n", " ") for x in row) for row in rows]
            parts.append("\n".join(line + " |" for line in flat))
        else:
            parts.append(block)
    return ("\n\n".join(parts) + "\n").encode()


PAGE = """
#set document(date: none)
#set page(paper: "a4", flipped: {flipped}, margin: 18mm, numbering: "1")
#set text(font: "Noto Serif SC", size: 9pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true))
#set table(stroke: 0.5pt, inset: 3pt, align: center + horizon)
#show table: set par(first-line-indent: 0pt)
"""


def write_pdf(blocks: Sequence[Block], options: dict[str, Any]) -> bytes:
    flipped = "true" if options.get("landscape") else "false"
    parts = [PAGE.replace("{flipped}", flipped)]
    for index, block in enumerate(blocks):
        if isinstance(block, Grid):
            parts.append(typeset_table(block))
        elif index == 0:
            parts.append(f"#align(center, text(size: 15pt)[{typeset(block)}])")
        else:
            parts.append(typeset(block))
    pdf: bytes = printed("\n\n".join(parts))
    return pdf


def printed(markup):
    """A PDF of Typst `markup`; untyped as the types of `compile` are too clever."""
    return typst.compile(
        markup.encode(), font_paths=[serif_path().parent], ignore_system_fonts=True
    )


def typeset(text: str) -> str:
    quoted = [
        line.replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n")
    ]
    return " #linebreak() ".join(f'#"{line}"' for line in quoted)


def typeset_table(grid: Grid) -> str:
    widest = [1] * grid.width
    for row in grid.rows:
        for c, cell in row:
            if cell.columns == 1:
                longest = max(len(line) for line in cell.text.split("\n"))
                widest[c] = min(12, max(widest[c], longest, 2))
    columns = ", ".join(f"{w + 1}fr" for w in widest)
    cells = [
        f"table.cell(rowspan: {cell.rows}, colspan: {cell.columns})[{typeset(cell.text)}]"
        for row in grid.rows
        for _, cell in row
    ]
    return f"#table(columns: ({columns},), {', '.join(cells)})"


Writer = Callable[[Sequence[Block], dict[str, Any]], bytes]
WRITERS: dict[str, tuple[str, Writer]] = {
    "docx": ("docx", write_docx),
    "xlsx": ("xlsx", write_xlsx),
    "html": ("html", write_html),
    "txt_tab": ("txt", write_tabs),
    "txt_pipe": ("txt", write_pipes),
    "pdf": ("pdf", write_pdf),
}
