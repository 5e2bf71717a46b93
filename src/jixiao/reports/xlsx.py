"""Write the form as .xlsx with the official merged cells, ready to print on A4."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from io import BytesIO
from math import ceil

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from jixiao.reports.document import Align, Cell, Placed, Table, placed, printable
from jixiao.reports.text_width import lines_in

SHEET = "自评表"
_CHARACTERS_PER_MM = 0.56
"""Width of a column in characters of 11-pt 宋体 per millimetre of paper."""
_LINE_POINTS = 14.5
_ROW_PADDING = 6
_TALLEST_ROW = 400
"""Excel allows 409 points; longer text gets more rows, merged."""
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?%?", re.ASCII)
_EXACT_DIGITS = 15
FIXED_MOMENT = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_LONGEST_CELL = 32_767


def render_xlsx(table: Table) -> bytes:
    """Write one table as a work sheet.

    Returns:
        The same bytes for the same table; figures as numbers that show the printed
        digits.
    """
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.set_properties(
            {"title": printable(table.caption), "created": FIXED_MOMENT}
        )
        _Sheet(book, table).write()
    return written.getvalue()


@dataclass(frozen=True)
class _Sheet:
    book: Workbook
    table: Table

    def write(self) -> None:
        sheet = self.book.add_worksheet(SHEET)
        for column, width in enumerate(self._widths):
            sheet.set_column(column, column, width)
        for rows, height in zip(self._rows, self._heights, strict=True):
            for row in rows:
                sheet.set_row(row, height)
        for place in placed(self.table):
            self._write_cell(sheet, place)
        self._set_up_print(sheet)

    def _write_cell(self, sheet: Worksheet, place: Placed) -> None:
        cell, column = place.cell, place.column
        first = self._rows[place.row].start
        last = self._rows[place.row + cell.row_span - 1].stop - 1
        text = printable(cell.text)[:_LONGEST_CELL]
        number = number_of(text)
        style = self._style(cell, number[1] if number else "@", is_title=not place.row)
        right = column + cell.column_span - 1
        if (first, column) != (last, right):
            sheet.merge_range(first, column, last, right, "", style)
        if number:
            sheet.write_number(first, column, number[0], style)
        else:
            sheet.write_string(first, column, text, style)

    def _style(self, cell: Cell, number_format: str, *, is_title: bool) -> Format:
        align = "left" if cell.align is Align.LEFT else "center"
        font = "黑体" if cell.is_header else "宋体"
        return self.book.add_format({
            "font_name": font, "font_size": 16 if is_title else 10.5, "border": 1,
            "align": align, "valign": "vcenter", "text_wrap": True,
            "num_format": number_format,
        })  # fmt: skip

    @cached_property
    def _widths(self) -> Sequence[float]:
        return [width * _CHARACTERS_PER_MM for width in self.table.widths]

    @cached_property
    def _needed(self) -> Sequence[float]:
        """Points that each row of the table needs, text of one row only counted."""
        needed = [_LINE_POINTS + _ROW_PADDING] * len(self.table.rows)
        for place in placed(self.table):
            cell = place.cell
            width = sum(self._widths[place.column : place.column + cell.column_span])
            scale = 1.5 if not place.row else 1.0
            lines = lines_in(printable(cell.text), width / scale)
            share = (lines * _LINE_POINTS * scale + _ROW_PADDING) / cell.row_span
            for row in range(place.row, place.row + cell.row_span):
                needed[row] = max(needed[row], share)
        return needed

    @cached_property
    def _rows(self) -> Sequence[range]:
        """The sheet rows of each row of the table."""
        rows, start = [], 0
        for needed in self._needed:
            count = ceil(needed / _TALLEST_ROW)
            rows.append(range(start, start + count))
            start += count
        return rows

    @cached_property
    def _heights(self) -> Sequence[float]:
        return [
            round(needed / len(rows), 1)
            for needed, rows in zip(self._needed, self._rows, strict=True)
        ]

    def _set_up_print(self, sheet: Worksheet) -> None:
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.7, right=0.7, top=0.8, bottom=0.8)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.print_area(0, 0, self._rows[-1].stop - 1, len(self._widths) - 1)
        if self.table.header_at is not None:
            header = self._rows[self.table.header_at]
            sheet.repeat_rows(header.start, header.stop - 1)


def number_of(text: str) -> tuple[float, str] | None:
    """A cell that is just a number, with the format that shows the printed digits.

    Returns:
        None for everything that a number could not show again exactly.

    >>> number_of("57,371,231.27"), number_of("97%"), number_of("2.3万"), number_of("007")
    ((57371231.27, '#,##0.00'), (0.97, '0%'), None, None)
    """
    if not _NUMBER.fullmatch(text):
        return None
    digits = text.rstrip("%").replace(",", "")
    if sum(char.isdigit() for char in digits) > _EXACT_DIGITS:
        return None
    places = len(digits.partition(".")[2])
    shown = "#,##0" if "," in text else "0"
    shown += "." + "0" * places if places else ""
    if not text.endswith("%"):
        return float(digits), shown
    return float(digits + "e-2"), f"{shown}%"
