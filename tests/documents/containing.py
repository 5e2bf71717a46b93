"""The same sketch in every container: what a clerk's program would have saved."""

import io
from html import escape

import docx
import xlsxwriter

from jixiao.documents.blocks import Table


def as_docx(blocks):
    document = docx.Document()
    for block in blocks.blocks:
        if not isinstance(block, Table):
            document.add_paragraph(block.text)
            continue
        grid = block.grid()
        table = document.add_table(len(grid), len(grid[0]))
        for cell in block.cells:
            corner = table.cell(cell.row, cell.column)
            if cell.row_span > 1 or cell.column_span > 1:
                last = table.cell(
                    cell.row + cell.row_span - 1, cell.column + cell.column_span - 1
                )
                corner = corner.merge(last)
            corner.text = cell.text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_xlsx(blocks):
    """One work sheet a table; paragraphs stand in rows above it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet, at = book.add_worksheet(), 0
        for block in blocks.blocks:
            if not isinstance(block, Table):
                sheet.write_string(at, 0, block.text)
                at += 1
                continue
            for cell in block.cells:
                row, column = at + cell.row, cell.column
                if cell.row_span > 1 or cell.column_span > 1:
                    end = (row + cell.row_span - 1, column + cell.column_span - 1)
                    sheet.merge_range(row, column, *end, "")
                sheet.write_string(row, column, cell.text)
            if block is not blocks.blocks[-1]:
                sheet, at = book.add_worksheet(), 0
    return file.getvalue()


def as_html(blocks):
    lines = ["<!DOCTYPE html><html><meta charset='utf-8'><body>"]
    for block in blocks.blocks:
        if not isinstance(block, Table):
            lines.append(f"<p>{escape(block.text)}</p>")
            continue
        lines.append("<table border='1'>")
        for number in range(len(block.grid())):
            lines.append("<tr>")
            lines += [
                f"<td rowspan='{cell.row_span}' colspan='{cell.column_span}'>"
                f"{escape(cell.text).replace(chr(10), '<br>') or '&nbsp;'}</td>"
                for cell in block.cells
                if cell.row == number
            ]
            lines.append("</tr>")
        lines.append("</table>")
    return "\n".join([*lines, "</body></html>"]).encode()


def as_pipes(blocks):
    return _as_text(blocks, lambda row: "| " + " | ".join(row) + " |")


def as_tabs(blocks):
    return _as_text(blocks, "\t".join)


def _as_text(blocks, drawn):
    lines = []
    for block in blocks.blocks:
        if not isinstance(block, Table):
            lines.append(block.text)
            continue
        lines.append("")
        for number, row in enumerate(block.grid()):
            texts = [
                cell.text.replace("\n", "")
                if cell and (cell.row, cell.column) == (number, column)
                else ""
                for column, cell in enumerate(row)
            ]
            lines.append(drawn(texts))
        lines.append("")
    return "\n".join(lines).encode()


CONTAINERS = {
    "docx": as_docx,
    "xlsx": as_xlsx,
    "html": as_html,
    "pipes": as_pipes,
    "tabs": as_tabs,
}
