"""Files as the programs of offices save them: one writer for each container.

They share nothing with the product's own writers or readers.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from html import escape

import docx
import xlsxwriter
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pylopdf_fonts_zh_cn import sans_path
from typst import compile as typeset

from benchmarks.planted.document import Cell, Document, Paragraph, Table, plain_text

# -- Word ----------------------------------------------------------------------------------


def as_docx(document: Document) -> bytes:
    """Title centred, headings in bold, tables with drawn borders and merged cells."""
    word = docx.Document()
    for block in document.blocks:
        if isinstance(block, Table):
            word.element.body.insert(-1, parse_xml(_word_table(block)))
            word.add_paragraph("")
            continue
        line = word.add_paragraph()
        run = line.add_run(plain_text(block.text))
        run.bold = block.heading is not None
        if block.heading == 1:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif block.heading is None:
            line.paragraph_format.first_line_indent = 304800
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _word_table(table: Table) -> str:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(
        f'<w:gridCol w:w="{9000 // table.columns}"/>' for _ in range(table.columns)
    )
    rows = "".join(
        f"<w:tr>{''.join(_word_cells(row, number))}</w:tr>"
        for number, row in enumerate(table.owners())
    )
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="9000" w:type="dxa"/>'
        f"<w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _word_cells(row: list[Cell], number: int) -> Iterator[str]:
    for column, cell in enumerate(row):
        if column != cell.column:
            continue
        begins = cell.row == number
        merge = ""
        if cell.row_span > 1:
            merge = f'<w:vMerge w:val="{"restart" if begins else "continue"}"/>'
        lines = plain_text(cell.text).split("\n") if begins else [""]
        texts = "".join(
            f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
            for line in lines
        )
        yield (
            f'<w:tc><w:tcPr><w:gridSpan w:val="{cell.column_span}"/>{merge}</w:tcPr>'
            f"{texts}</w:tc>"
        )


# -- Excel ---------------------------------------------------------------------------------

_NUMBER = re.compile(r"(?P<whole>\d[\d,]*)(?:\.(?P<places>\d+))?(?P<percent>%?)")


def as_xlsx(document: Document) -> bytes:
    """All on one sheet; figures are numbers with a format, as clerks type them."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet, at = book.add_worksheet("自评表"), 0
        width = max(
            (b.columns for b in document.blocks if isinstance(b, Table)), default=1
        )
        border = {"border": 1, "text_wrap": True, "valign": "vcenter"}
        centre = book.add_format({"align": "center", "bold": True})
        for block in document.blocks:
            if isinstance(block, Paragraph):
                sheet.merge_range(at, 0, at, width - 1, plain_text(block.text), centre)
                at += 1
                continue
            for cell in block.cells:
                _write(book, sheet, at, cell, border)
            at += block.rows + 1
    return file.getvalue()


def _write(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    at: int,
    cell: Cell,
    border: dict[str, object],
) -> None:
    text = plain_text(cell.text)
    row, column = at + cell.row, cell.column
    match = _NUMBER.fullmatch(text)
    style = book.add_format(border | ({"num_format": _format(match)} if match else {}))
    if cell.row_span > 1 or cell.column_span > 1:
        last = (row + cell.row_span - 1, column + cell.column_span - 1)
        sheet.merge_range(row, column, *last, "", style)
    if match is None:
        sheet.write_string(row, column, text, style)
        return
    value = float(text.rstrip("%").replace(",", ""))
    sheet.write_number(row, column, value / 100 if match["percent"] else value, style)


def _format(match: re.Match[str]) -> str:
    whole = "#,##0" if "," in match["whole"] else "0"
    places = f".{'0' * len(match['places'])}" if match["places"] else ""
    return whole + places + match["percent"]


# -- web pages -----------------------------------------------------------------------------


def as_html(document: Document, *, charset: str = "utf-8") -> bytes:
    """A page of an office's site: navigation, date line, the text, a footer."""
    body: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            body += _html_table(block)
            continue
        tag = "h2" if block.heading == 1 else "p"
        text = escape(plain_text(block.text))
        style = "" if block.heading else ' style="text-indent:2em"'
        body.append(f"<{tag}{style}>{text}</{tag}>")
    title = escape(plain_text(document.blocks[0].text)) if isinstance(
        document.blocks[0], Paragraph) else "自评"  # fmt: skip
    page = f"""<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>{title}</title>
<style>td {{border:1px solid #000}}</style></head><body>
<div class="nav"><a href="/">首页</a> &gt; <a href="/xxgk/">信息公开</a> &gt; 财政预决算</div>
<div class="content">
{"".join(line + chr(10) for line in body)}</div>
<div class="footer"><p>打印本页　关闭窗口</p></div>
</body></html>
"""
    return page.encode(charset)


def _html_table(table: Table) -> Iterator[str]:
    yield '<table border="1" cellspacing="0">'
    for number, row in enumerate(table.owners()):
        cells = []
        for column, cell in enumerate(row):
            if (cell.row, cell.column) != (number, column):
                continue
            spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
            spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
            text = escape(plain_text(cell.text)).replace("\n", "<br>")
            cells.append(f"<td{spans}>{text or '&nbsp;'}</td>")
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</table>"


# -- text ----------------------------------------------------------------------------------


def as_tabs(document: Document) -> bytes:
    """One cell a line behind a tab, an empty line behind each row: as converters write."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines += [plain_text(block.text), ""]
            continue
        for number, row in enumerate(block.owners()):
            for column, cell in enumerate(row):
                if cell.column == column:
                    text = plain_text(cell.text) if cell.row == number else ""
                    lines.append(f"\t{text}")
            lines.append("")
        lines.append("")
    return "\n".join(lines).encode()


def as_bars(document: Document) -> bytes:
    """One row a line, bars between the cells."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines += [plain_text(block.text), ""]
            continue
        for number, row in enumerate(block.owners()):
            texts = [
                plain_text(cell.text).replace("\n", " ")
                if (cell.row, cell.column) == (number, column)
                else ""
                for column, cell in enumerate(row)
            ]
            lines.append(" | ".join(texts).rstrip())
        lines.append("")
    return "\n".join(lines).encode()


# -- printed pages -------------------------------------------------------------------------

_PAGE = """
#set page(paper: "a4", margin: 2cm)
#set text(font: "Noto Sans SC", size: 10.5pt, lang: "zh")
#set par(leading: 0.8em)
"""


def as_pdf(document: Document) -> bytes:
    """A4 pages with drawn lines."""
    markup = [_PAGE]
    for block in document.blocks:
        if isinstance(block, Table):
            markup += _printed_table(block)
        elif block.heading == 1:
            markup.append(
                f"#align(center)[#strong[{_content(plain_text(block.text))}]]"
            )
        elif block.heading:
            markup.append(f"#strong[{_content(plain_text(block.text))}]\n")
        else:
            markup.append(f"#h(2em){_content(plain_text(block.text))}\n")
    source = "\n".join(markup).encode()
    fonts = [sans_path().parent]
    return bytes(typeset(source, font_paths=fonts, ignore_system_fonts=True))  # type: ignore[misc]


def _content(text: str) -> str:
    quoted = [
        '#"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'
        for line in text.split("\n")
    ]
    return "#linebreak()".join(quoted)


def _printed_table(table: Table) -> Iterator[str]:
    narrow = [cell for cell in table.cells if cell.column_span == 1]
    widths = []
    for column in range(table.columns):
        longest = [
            max(len(line) for line in plain_text(cell.text).split("\n"))
            for cell in narrow
            if cell.column == column
        ]
        widths.append(max(3, min(12, max(longest, default=4))))
    columns = ", ".join(f"{width}fr" for width in widths)
    yield f"#text(size: 8pt)[#table(columns: ({columns}), stroke: 0.5pt, inset: 3pt,"
    for cell in table.cells:
        spans = f"rowspan: {cell.row_span}, colspan: {cell.column_span}"
        yield f"table.cell({spans})[{_content(plain_text(cell.text))}],"
    yield ")]"


CONTAINERS: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "docx": ("docx", as_docx),
    "xlsx": ("xlsx", as_xlsx),
    "html": ("html", as_html),
    "gb18030": ("html", lambda document: as_html(document, charset="gb18030")),
    "tabs": ("txt", as_tabs),
    "bars": ("txt", as_bars),
    "pdf": ("pdf", as_pdf),
}
"""Container → file suffix and writer."""
