"""Write the audit note as .xlsx: findings, ledger and scorecard, to filter and print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from jixiao.core.findings import Severity
from jixiao.reports.audit_note import (
    OTHER,
    AuditNote,
    NumberedFinding,
    basis_texts,
    changes_text,
    ledger_text,
    numbered_groups,
    object_texts,
    result_text,
    score_lines,
    status_text,
    themed_ledger,
    total_texts,
)
from jixiao.reports.document import printable
from jixiao.reports.text_width import lines_in
from jixiao.reports.xlsx import FIXED_MOMENT, number_of

_LINE_POINTS = 15
_TALLEST_ROW = 400
_SMALLER_FONT = 1.15
"""Column widths count characters of 11 points; cells have 10."""
_LONGEST_CELL = 32_767
_COLOURS = {
    Severity.ERROR.label: "#B3261E",
    Severity.WARNING.label: "#8A5300",
    Severity.NOTE.label: "#4A5A6B",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column with its width in half-width characters."""

    head: str
    width: int
    is_figure: bool = False
    is_printed: bool = True
    """Columns that are not stand last; other programs and decisions need them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One list: a title, remarks above it, a head and its rows."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...] = ()


def render_audit_xlsx(note: AuditNote) -> bytes:
    """Write the note.

    Returns:
        The same bytes for the same note.
    """
    return render_sheets(
        [_findings(note), _ledger(note), *_scorecards(note)], title=note.heading
    )


# -- what the sheets hold ----------------------------------------------------------------

_FINDING_COLUMNS = (
    Column(head="序号", width=6, is_figure=True),
    Column(head="类别", width=9), Column(head="程度", width=9),
    Column(head="事项", width=20), Column(head="问题", width=34),
    Column(head="原文", width=12), Column(head="应为", width=12),
    Column(head="算式", width=20), Column(head="出处", width=36),
    Column(head="处理", width=24), Column(head="决定", width=16),
    Column(head="核查项", width=9, is_printed=False),
    Column(head="指纹", width=74, is_printed=False),
)  # fmt: skip
_LEDGER_COLUMNS = (
    Column(head="编号", width=9), Column(head="类别", width=12),
    Column(head="核查项", width=34), Column(head="看了", width=8, is_figure=True),
    Column(head="发现", width=8, is_figure=True),
    Column(head="无法判断", width=10, is_figure=True), Column(head="说明", width=64),
)  # fmt: skip
_SCORE_COLUMNS = (
    Column(head="指标", width=36), Column(head="指标值", width=16),
    Column(head="完成值", width=16), Column(head="分值", width=8, is_figure=True),
    Column(head="原得分", width=9, is_figure=True),
    Column(head="复算", width=9, is_figure=True),
    Column(head="差额", width=9, is_figure=True), Column(head="计算过程", width=52),
)  # fmt: skip


def _findings(note: AuditNote) -> Sheet:
    remarks = (*object_texts(note), *basis_texts(note), result_text(note))
    changes = changes_text(note)
    return Sheet(
        name="核查发现", title=note.heading, columns=_FINDING_COLUMNS,
        rows=tuple(_finding_rows(note)),
        remarks=(*remarks, changes) if changes else remarks,
    )  # fmt: skip


def _finding_rows(note: AuditNote) -> Iterator[tuple[str, ...]]:
    themes = dict(note.themes)
    for _, group in numbered_groups(note.review.findings, note.themes):
        for one in group:
            finding = one.reviewed.finding
            if finding.severity.rank <= note.least.rank:
                yield _finding_row(themes.get(finding.check, OTHER), one)


def _finding_row(theme: str, one: NumberedFinding) -> tuple[str, ...]:
    finding = one.reviewed.finding
    places = "\n".join(f"{p.locator}：{p.quote}" for p in finding.places)
    return (
        str(one.number), theme, finding.severity.label, finding.about,
        finding.message, finding.stated or "", finding.expected or "",
        finding.arithmetic, places, finding.how_to_fix, status_text(one.reviewed),
        finding.check, finding.fingerprint,
    )  # fmt: skip


def _ledger(note: AuditNote) -> Sheet:
    rows = tuple(
        (
            row.check, theme, row.title, str(row.looked_at), str(row.found),
            str(len(row.undecided)), ledger_text(row),
        )
        for theme, row in themed_ledger(note)
    )  # fmt: skip
    return Sheet(name="核查台账", title="核查台账", columns=_LEDGER_COLUMNS, rows=rows)


def _scorecards(note: AuditNote) -> Iterator[Sheet]:
    for number, form in enumerate(note.forms, start=1):
        rows = tuple(
            (
                line.name, line.target, line.actual, line.weight, line.stated,
                line.recomputed, line.difference, line.derivation,
            )
            for line in score_lines(form)
        )  # fmt: skip
        yield Sheet(
            name="得分复算" if len(note.forms) == 1 else f"得分复算{number}",
            title=form.stated.title or "自评表", columns=_SCORE_COLUMNS, rows=rows,
            remarks=tuple(total_texts(form)),
        )  # fmt: skip


# -- how a list is written ---------------------------------------------------------------


def render_sheets(sheets: Sequence[Sheet], *, title: str) -> bytes:
    """Write lists as work sheets with a frozen, filterable head, ready to print.

    Returns:
        The same bytes for the same lists; figures as numbers that show their digits.
    """
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"title": printable(title), "created": FIXED_MOMENT})
        styles = _Styles(book)
        for sheet in sheets:
            _write(book, sheet, styles)
    return written.getvalue()


class _Styles:
    """The few formats of these sheets."""

    def __init__(self, book: Workbook) -> None:
        font = {"font_name": "宋体", "font_size": 10, "valign": "top"}
        cell = font | {"text_wrap": True, "bottom": 1, "bottom_color": "#D5DBE1"}
        self._book, self._cell = book, cell
        self.title = book.add_format(
            font | {"font_size": 14, "bold": True, "valign": "vcenter"}
        )
        self.remark = book.add_format(
            font | {"text_wrap": True, "font_color": "#55616E"}
        )
        self.head = book.add_format(
            font
            | {"bold": True, "bg_color": "#F4F6F9", "text_wrap": True}
            | {"bottom": 2, "valign": "vcenter"}
        )
        self.text = book.add_format(cell | {"num_format": "@"})
        self.marks = {
            label: book.add_format(cell | {"bold": True, "font_color": colour})
            for label, colour in _COLOURS.items()
        }
        self._figures: dict[str, Format] = {}

    def figure(self, shown: str) -> Format:
        """A right-aligned number that shows these digits."""
        if shown not in self._figures:
            self._figures[shown] = self._book.add_format(
                self._cell | {"num_format": shown, "align": "right", "indent": 1}
            )
        return self._figures[shown]


def _write(book: Workbook, sheet: Sheet, styles: _Styles) -> None:
    page = book.add_worksheet(sheet.name)
    last = len(sheet.columns) - 1
    printed = sum(column.is_printed for column in sheet.columns)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
    page.merge_range(0, 0, 0, printed - 1, printable(sheet.title), styles.title)
    page.set_row(0, 26)
    whole = sum(column.width for column in sheet.columns if column.is_printed)
    for row, remark in enumerate(sheet.remarks, start=1):
        page.merge_range(row, 0, row, printed - 1, printable(remark), styles.remark)
        page.set_row(row, lines_in(remark, whole) * _LINE_POINTS + 3)
    head = len(sheet.remarks) + 1
    for at, column in enumerate(sheet.columns):
        page.write_string(head, at, column.head, styles.head)
    page.set_row(head, 22)
    for row, texts in enumerate(sheet.rows, start=head + 1):
        _write_row(page, row, texts, sheet.columns, styles)
    page.freeze_panes(head + 1, 0)
    page.autofilter(head, 0, max(head + len(sheet.rows), head), last)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.print_area(0, 0, head + len(sheet.rows), printed - 1)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head, head)
    page.set_footer("&C第 &P 页，共 &N 页")


def _write_row(
    page: xlsxwriter.worksheet.Worksheet,
    row: int,
    texts: Sequence[str],
    columns: Sequence[Column],
    styles: _Styles,
) -> None:
    lines = 1
    for at, (text, column) in enumerate(zip(texts, columns, strict=True)):
        shown = printable(text)[:_LONGEST_CELL]
        if column.is_printed:
            lines = max(lines, lines_in(shown, column.width * _SMALLER_FONT))
        number = number_of(shown) if column.is_figure else None
        if number:
            page.write_number(row, at, number[0], styles.figure(number[1]))
        else:
            right = styles.figure("@") if column.is_figure else styles.text
            page.write_string(row, at, shown, styles.marks.get(shown, right))
    page.set_row(row, min(lines * _LINE_POINTS + 4, _TALLEST_ROW))
