"""The workbook for filling in (填报表): drop-downs, notes, live points, instructions."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from jixiao.core.evaluation import Form, Scope
from jixiao.core.rulebook import Rulebook
from jixiao.reports import entry_columns as entry
from jixiao.reports import entry_formulas as formulas
from jixiao.reports.entry_guides import write_rules, write_texts
from jixiao.reports.entry_styles import COMMENT, EntryStyles, set_up_print
from jixiao.reports.xlsx import FIXED_MOMENT

FORM_SHEET = "自评表"
SIGNS = ("≥", "≤", "=", "定性")
_LONGEST_LIST = 255
"""Excel's limit for a drop-down that is written out."""
_LAST_YEAR = 2100
_LABELLED = 2
"""First row of label and value."""


def render_entry_workbook(rulebook: Rulebook, *, rows: int = 40) -> bytes:
    """Write an empty workbook for one evaluation under a rulebook.

    Args:
        rulebook: its levels fill the drop-downs, its rules the formulas.
        rows: indicator rows to offer.

    Returns:
        The same bytes for the same rulebook.
    """
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        title = f"{rulebook.form.label}绩效自评填报表"
        book.set_properties({"title": title, "created": FIXED_MOMENT})
        _FormSheet(book, rulebook, rows).write(title)
        write_texts(book)
        write_rules(book, rulebook)
    return written.getvalue()


class _FormSheet:
    """Sheet 自评表: label and value, the budget, the indicators, the total."""

    def __init__(self, book: Workbook, rulebook: Rulebook, rows: int) -> None:
        self.book = book
        self.rulebook = rulebook
        self.styles = EntryStyles(book)
        self.sheet: Worksheet = book.add_worksheet(FORM_SHEET)
        self.is_department = rulebook.form is Form.DEPARTMENT_OVERALL
        self.labels = self._labels()
        self.lines = (
            entry.TOTAL_LABEL,
            *entry.SOURCE_LABELS,
            *(entry.NATURE_LABELS if self.is_department else ()),
        )
        self.budget = _LABELLED + len(self.labels) + 1
        self.total_line = self.budget + 1
        self.header = self.budget + len(self.lines) + 2
        self.first = self.header + 1
        self.last = self.header + rows

    def _labels(self) -> tuple[str, ...]:
        project = () if self.is_department else ("项目名称",)
        return ("计分规则", "单位名称", "年度", *project, "评价范围", "填报日期")

    def write(self, title: str) -> None:
        """Fill the sheet from top to bottom, then protect it."""
        sheet = self.sheet
        for column, spec in enumerate(entry.COLUMNS):
            sheet.set_column(column, column, spec.width)
        sheet.set_default_row(20)
        sheet.set_row(0, 28)
        sheet.write(0, 0, title, self.styles.title)
        sheet.write(1, 0, "黄色单元格填写，灰色单元格自动计算。", self.styles.quiet)
        self._write_labels()
        self._write_budget()
        self._write_indicators()
        self._write_total()
        self._mark_rows()
        self._set_up()

    def _write_labels(self) -> None:
        for row, label in enumerate(self.labels, start=_LABELLED):
            self.sheet.write(row, 0, label, self.styles.label)
            known = self._known(label)
            style = self.styles.label if label == "计分规则" else self.styles.text
            self.sheet.merge_range(row, 1, row, 3, known, style)
            self._check_label(row, label)

    def _known(self, label: str) -> str | int:
        rulebook = self.rulebook
        if label == "计分规则":
            return rulebook.id
        if label == "年度" and rulebook.first_budget_year == rulebook.last_budget_year:
            return rulebook.first_budget_year
        return ""

    def _check_label(self, row: int, label: str) -> None:
        if label == "评价范围":
            _offer(self.sheet, (row, 1, row, 1), [scope.label for scope in Scope])
        if label == "年度":
            self.sheet.data_validation(row, 1, row, 1, {
                "validate": "integer", "criteria": "between", "minimum": 2000,
                "maximum": _LAST_YEAR, "error_title": "年度", "error_message": "请填写四位年份，例如2020。",
                "input_title": "年度", "input_message": "预算年度，四位数字。",
            })  # fmt: skip

    # -- budget ----------------------------------------------------------------------

    def _write_budget(self) -> None:
        sheet, styles = self.sheet, self.styles
        for column, (header, note) in enumerate(
            zip(entry.BUDGET_HEADERS, entry.BUDGET_NOTES, strict=True)
        ):
            sheet.write(self.budget, column, header, styles.head)
            if note:
                sheet.write_comment(self.budget, column, note, COMMENT)
        sheet.set_row(self.budget, 32)
        for row, label in enumerate(self.lines, start=self.total_line):
            sheet.write(row, 0, label, styles.label)
            for column in (1, 2, 3):
                sheet.write_blank(row, column, None, styles.amount)
        _ask_number(
            sheet,
            (self.total_line, 1, self.header - 2, 3),
            "金额",
            "单位：万元，只填数字。",
        )
        self._write_execution()
        self._write_budget_checks()

    def _write_execution(self) -> None:
        row, styles = self.total_line, self.styles
        adjusted, executed = _at(row, 2), _at(row, 3)
        weight = self.rulebook.execution_weight
        if self.rulebook.execution_level is None:
            return
        if weight is None:
            self.sheet.write_blank(row, 4, None, styles.figure)
        else:
            self.sheet.write_number(row, 4, float(weight), styles.computed)
        rate = formulas.execution_rate_formula(
            self.rulebook, adjusted=adjusted, executed=executed
        )
        points = formulas.execution_points_formula(
            self.rulebook, weight=_at(row, 4), rate=_at(row, 5)
        )
        style = styles.rate(self.book, self.rulebook.rate_places)
        self.sheet.write_formula(row, 5, rate, style, "")
        self.sheet.write_formula(row, 6, points, styles.computed, "")

    def _write_budget_checks(self) -> None:
        """Warn beside the block when 资金来源 or 支出性质 do not add up."""
        first = self.total_line + 1
        middle = first + len(entry.SOURCE_LABELS)
        blocks = [("资金来源", first, middle)]
        if self.is_department:
            blocks.append(("支出性质", middle, middle + len(entry.NATURE_LABELS)))
        for what, start, end in blocks:
            for offset, column in enumerate((1, 2, 3)):
                formula = formulas.parts_warning(
                    total=_at(self.total_line, column),
                    parts=[f"{_at(start, column)}:{_at(end - 1, column)}"],
                    what=what + ("年初预算数", "全年预算数", "全年执行数")[offset],
                )
                self.sheet.write_formula(
                    start + offset, 7, formula, self.styles.warning, ""
                )

    # -- indicators ------------------------------------------------------------------

    def _write_indicators(self) -> None:
        sheet, styles = self.sheet, self.styles
        sheet.set_row(self.header, 34)
        for column, spec in enumerate(entry.COLUMNS):
            sheet.write(self.header, column, spec.header, styles.head)
            sheet.write_comment(self.header, column, spec.note, COMMENT)
        for row in range(self.first, self.last + 1):
            for column, spec in enumerate(entry.COLUMNS):
                style = styles.text if spec.is_text else styles.figure
                sheet.write_blank(row, column, None, style)
            formula = formulas.indicator_points(self.rulebook, _cells(row))
            sheet.write_formula(row, _POINTS, formula, styles.computed, "")
        self._check_indicators()

    def _check_indicators(self) -> None:
        first, last = self.first, self.last
        level1 = [level.name for level in self.rulebook.indicator_levels]
        level2 = list(dict.fromkeys(name for _, name in self.rulebook.level2))
        _offer(self.sheet, (first, 0, last, 0), level1)
        _offer(self.sheet, (first, 1, last, 1), level2)
        _offer(self.sheet, (first, _SIGN, last, _SIGN), SIGNS)
        for column, what in ((_WEIGHT, "分值"), (_ASSIGNED, "评定得分")):
            _ask_number(
                self.sheet, (first, column, last, column), what, "只填数字，不小于0。"
            )

    def _write_total(self) -> None:
        sheet, styles, row = self.sheet, self.styles, self.last + 1
        line = self.total_line
        sheet.merge_range(row, 0, row, _WEIGHT - 1, "总分", styles.head)
        weights = f"SUM({_span(self.first, self.last, _WEIGHT)})+N({_at(line, 4)})"
        sheet.write_formula(row, _WEIGHT, f"={weights}", styles.computed, "")
        total = formulas.total_formula(
            self.rulebook,
            parts=[_at(line, 6), _span(self.first, self.last, _POINTS)],
            adjusted=_at(line, 2),
            executed=_at(line, 3),
        )
        sheet.write_formula(row, _POINTS, total, styles.computed, "")
        warning = formulas.weight_warning(
            self.rulebook.total_weight,
            whole=_at(row, _WEIGHT),
            filled=_span(self.first, self.last, _WEIGHT),
        )
        sheet.write_formula(row, _POINTS + 1, warning, styles.warning, "")

    def _mark_rows(self) -> None:
        """Colour rows that fall short, and reasons that are still missing."""
        points, weight = (
            f"${xl_col_to_name(c)}{self.first + 1}" for c in (_POINTS, _WEIGHT)
        )
        unmet = f'AND({points}<>"",{weight}<>"",N({points})<N({weight}))'
        reason = f'$J{self.first + 1}=""'
        area = (self.first, 0, self.last, _POINTS)
        self.sheet.conditional_format(*area, {
            "type": "formula", "criteria": f"={unmet}", "format": self.styles.unmet,
        })  # fmt: skip
        self.sheet.conditional_format(self.first, _POINTS + 1, self.last, _POINTS + 1, {
            "type": "formula", "criteria": f"=AND({unmet},{reason})",
            "format": self.styles.missing,
        })  # fmt: skip

    def _set_up(self) -> None:
        sheet = self.sheet
        sheet.freeze_panes(0, 3)
        sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True})
        set_up_print(sheet, landscape=True)
        sheet.repeat_rows(self.header)
        sheet.print_area(0, 0, self.last + 1, _ASSIGNED)


# -- cells ---------------------------------------------------------------------------

_SIGN, _TARGET, _ACTUAL, _WEIGHT, _POINTS, _ASSIGNED = 3, 4, 6, 7, 8, 10


def _at(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))


def _span(first: int, last: int, column: int) -> str:
    return f"{_at(first, column)}:{_at(last, column)}"


def _cells(row: int) -> formulas.RowCells:
    return formulas.RowCells(
        sign=_at(row, _SIGN),
        target=_at(row, _TARGET),
        actual=_at(row, _ACTUAL),
        weight=_at(row, _WEIGHT),
        assigned=_at(row, _ASSIGNED),
    )


Area = tuple[int, int, int, int]


def _offer(sheet: Worksheet, area: Area, words: Sequence[str]) -> None:
    """Offer words in a drop-down; others are allowed after a warning."""
    if not words or len(",".join(words)) > _LONGEST_LIST:
        return
    sheet.data_validation(*area, {
        "validate": "list", "source": list(words), "error_type": "warning",
        "error_title": "不在列表中", "error_message": "建议从下拉列表中选择。确定要填写其他内容吗？",
    })  # fmt: skip


def _ask_number(sheet: Worksheet, area: Area, what: str, message: str) -> None:
    sheet.data_validation(*area, {
        "validate": "decimal", "criteria": ">=", "value": 0, "error_title": what,
        "error_message": f"{what}应为不小于0的数字。", "input_title": what,
        "input_message": message,
    })  # fmt: skip
