"""The workbook for filling in (填报表): drop-downs, notes, live points, instructions."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from jixiao.core.evaluation import Form, Scope
from jixiao.core.numbers import plain
from jixiao.core.rulebook import Rulebook, Status
from jixiao.reports import entry_columns as entry
from jixiao.reports import entry_formulas as formulas
from jixiao.reports.form_notes import rule_sentences
from jixiao.reports.text_width import lines_in
from jixiao.reports.xlsx import FIXED_MOMENT

FORM_SHEET, TEXT_SHEET, RULES_SHEET = "自评表", "报告文字", "填表说明"
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
        title = f"{rulebook.title}填报表"
        book.set_properties({"title": title, "created": FIXED_MOMENT})
        _FormSheet(book, rulebook, rows).write(title)
        _write_texts(book)
        _write_rules(book, rulebook)
    return written.getvalue()


class _Styles:
    """Input cells are yellow and open, everything else is locked."""

    def __init__(self, book: Workbook) -> None:
        base = {
            "font_name": "宋体", "font_size": 11, "border": 1, "border_color": "#9AA5B1",
            "valign": "vcenter", "text_wrap": True,
        }  # fmt: skip
        entered = {**base, "bg_color": "#FFFBE6", "locked": False}
        computed = {**base, "bg_color": "#F0F2F5", "align": "center"}
        head = {**base, "font_name": "黑体", "bg_color": "#DCE8F3", "align": "center"}
        add = book.add_format
        self.title = add({"font_name": "黑体", "font_size": 16, "valign": "vcenter"})
        self.quiet = add(
            {"font_name": "宋体", "font_size": 10, "font_color": "#5A6775"}
        )
        self.head = add(head)
        self.label = add({**base, "bg_color": "#F0F2F5"})
        self.text = add({**entered, "align": "left"})
        self.amount = add({**entered, "align": "right", "num_format": "#,##0.00####"})
        self.figure = add({**entered, "align": "center", "num_format": "General"})
        self.computed = add(computed)
        self.warning = add(
            {"font_name": "黑体", "font_size": 11, "font_color": "#C00000"}
        )
        self.unmet = add({"bg_color": "#FCE4D6"})
        self.missing = add({"bg_color": "#F8CBAD"})

    def rate(self, book: Workbook, places: int | None) -> Format:
        """A computed percentage with the rulebook's decimals."""
        decimals = 2 if places is None else places
        shown = "0%" if not decimals else f"0.{'0' * decimals}%"
        return book.add_format({
            "font_name": "宋体", "font_size": 11, "border": 1, "align": "center",
            "border_color": "#9AA5B1", "valign": "vcenter", "bg_color": "#F0F2F5",
            "num_format": shown,
        })  # fmt: skip


class _FormSheet:
    """Sheet 自评表: label and value, the budget, the indicators, the total."""

    def __init__(self, book: Workbook, rulebook: Rulebook, rows: int) -> None:
        self.book = book
        self.rulebook = rulebook
        self.styles = _Styles(book)
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
                sheet.write_comment(self.budget, column, note, _COMMENT)
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
            sheet.write_comment(self.header, column, spec.note, _COMMENT)
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
        _set_up_print(sheet, landscape=True)
        sheet.repeat_rows(self.header)
        sheet.print_area(0, 0, self.last + 1, _ASSIGNED)


# -- the other sheets ----------------------------------------------------------------


def _write_texts(book: Workbook) -> None:
    sheet, styles = book.add_worksheet(TEXT_SHEET), _Styles(book)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    for column, header in enumerate(("栏目", "内容")):
        sheet.write(0, column, header, styles.head)
    row = 1
    for label, count, note in entry.PASSAGES:
        sheet.write_comment(row, 0, note, _COMMENT)
        for _ in range(count):
            sheet.set_row(row, 48)
            sheet.write(row, 0, label, styles.label)
            sheet.write_blank(row, 1, None, styles.text)
            row += 1
    sheet.freeze_panes(1, 0)
    sheet.protect("", {"format_rows": True})
    _set_up_print(sheet, landscape=False)


def _write_rules(book: Workbook, rulebook: Rulebook) -> None:
    sheet, styles = book.add_worksheet(RULES_SHEET), _Styles(book)
    widths = (8, 70, 40, 16)
    for column, (header, width) in enumerate(
        zip(("序号", "计分规则", "出处", "核对情况"), widths, strict=True)
    ):
        sheet.set_column(column, column, width)
        sheet.write(0, column, header, styles.head)
    for row, (provision, rule) in enumerate(_rules(rulebook), start=1):
        reference = rulebook.reference_of(provision)
        cited = "，".join(part for part in (reference.cite(), reference.number) if part)
        status = reference.status
        said = (
            status.label
            if status is Status.CONFIRMED
            else f"{status.label}，请自行核对"
        )
        texts = (str(row), rule, cited or "—", said)
        lines = max(
            lines_in(text, width) for text, width in zip(texts, widths, strict=True)
        )
        sheet.set_row(row, 16 * lines + 4)
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, styles.label)
    sheet.freeze_panes(1, 0)
    sheet.protect()
    _set_up_print(sheet, landscape=True)


def _rules(rulebook: Rulebook) -> list[tuple[str, str]]:
    weights = "、".join(
        f"{level.name}{plain(level.weight)}分"
        for level in rulebook.levels
        if level.weight is not None
    )
    whole = f"总分{plain(rulebook.total_weight)}分"
    first = ("levels", f"{whole}：{weights}。" if weights else f"{whole}。")
    bands = "，".join(
        f"{plain(band.from_points)}分及以上为“{band.label}”" for band in rulebook.grades
    )
    grades = [("grades", f"评价等级：{bands}。")] if bands else []
    return [first, *rule_sentences(rulebook), *grades]


# -- cells ---------------------------------------------------------------------------

_SIGN, _TARGET, _ACTUAL, _WEIGHT, _POINTS, _ASSIGNED = 3, 4, 6, 7, 8, 10
_COMMENT = {"x_scale": 1.6, "font_size": 10, "author": ""}


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


def _set_up_print(sheet: Worksheet, *, landscape: bool) -> None:
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    if landscape:
        sheet.set_landscape()
