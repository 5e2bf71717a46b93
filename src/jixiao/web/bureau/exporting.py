"""The overview as a file, row by row: memory does not grow with the number of rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import timedelta
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter

from jixiao.web.accounts.access import Actor
from jixiao.web.bureau.filters import UNPLANNED, Chosen
from jixiao.web.bureau.selectors import overview, unplanned
from jixiao.web.planning.models import Evaluation

HEADS = (
    "单位", "单位类型", "评价对象", "项目名称", "年度", "状态", "得分", "等级", "必须修改",
    "请核实", "报送截止", "报送时间", "逾期天数", "上年得分",
)  # fmt: skip
_WIDTHS = (28, 10, 14, 28, 8, 10, 9, 7, 10, 9, 12, 17, 10, 10)
_AT_ONCE = 2000
Cell = str | float | None
Row = tuple[Cell, ...]


def rows_of(actor: Actor, choice: Chosen) -> Iterator[Row]:
    """All chosen evaluations, then the bodies without any: two queries."""
    if choice.state != UNPLANNED:
        for one in overview(actor, choice).iterator(chunk_size=_AT_ONCE):
            yield _row(one)
    for body in unplanned(actor, choice).iterator(chunk_size=_AT_ONCE):
        kind, blank = body.get_kind_display(), (None,) * 8
        yield (body.name, kind, None, None, choice.year, "未布置", *blank)


def _row(row: Any) -> Row:
    one: Evaluation = row
    return (
        one.organisation.name, one.organisation.get_kind_display(),
        one.get_form_display(), one.project or None, one.year,
        one.get_state_display(), _figure(row.shown_score), row.shown_grade or None,
        row.shown_errors, row.shown_warnings,
        f"{one.submission_due:%Y-%m-%d}" if one.submission_due else None,
        f"{one.submitted_at:%Y-%m-%d %H:%M}" if one.submitted_at else None,
        days_late(row.late), _figure(row.last_score),
    )  # fmt: skip


def days_late(late: timedelta | None) -> int | None:
    """Whole days after the day of submission; None where it is not over."""
    return late.days if late is not None and late.days > 0 else None


def _figure(points: Any) -> float | None:
    return None if points is None else float(points)  # as a sheet keeps numbers


class _Line:
    """What the csv writer writes to: gives the line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterator[Row]) -> Iterator[str]:
    """Lines of a file that Excel opens as UTF-8."""
    writer = csv.writer(_Line())
    yield "\ufeff"
    yield writer.writerow(HEADS)
    for row in rows:
        yield writer.writerow([_harmless(cell) for cell in row])


def _harmless(cell: Cell) -> Cell:
    """Text that a spreadsheet would calculate, as text."""
    if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{cell}"
    return cell


def xlsx_file(rows: Iterator[Row], *, title: str) -> IO[bytes]:
    """A work sheet with a frozen head that can be filtered, in a file without a name."""
    written = TemporaryFile()  # noqa: SIM115  whoever sends it closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(written, options) as book:
        sheet = book.add_worksheet(title)
        head = book.add_format({"bold": True, "bottom": 1})
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, HEADS, head)
        number = 0
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
        sheet.autofilter(0, 0, number, len(HEADS) - 1)
    written.seek(0)
    return written
