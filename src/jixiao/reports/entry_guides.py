"""The entry workbook's sheets beside the form: texts for the report, and the rules."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook

from jixiao.core.numbers import plain
from jixiao.core.rulebook import Rulebook, Status
from jixiao.reports import entry_columns as entry
from jixiao.reports.entry_styles import COMMENT, EntryStyles, set_up_print
from jixiao.reports.form_notes import rule_sentences
from jixiao.reports.text_width import lines_in

TEXT_SHEET, RULES_SHEET = "报告文字", "填表说明"


def write_texts(book: Workbook) -> None:
    """Sheet 报告文字: the words that only people can write."""
    sheet, styles = book.add_worksheet(TEXT_SHEET), EntryStyles(book)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    for column, header in enumerate(("栏目", "内容")):
        sheet.write(0, column, header, styles.head)
    row = 1
    for label, count, note in entry.PASSAGES:
        sheet.write_comment(row, 0, note, COMMENT)
        for _ in range(count):
            sheet.set_row(row, 48)
            sheet.write(row, 0, label, styles.label)
            sheet.write_blank(row, 1, None, styles.text)
            row += 1
    sheet.freeze_panes(1, 0)
    sheet.protect("", {"format_rows": True})
    set_up_print(sheet, landscape=False)


def write_rules(book: Workbook, rulebook: Rulebook) -> None:
    """Sheet 填表说明: the rules in plain Chinese, with their sources."""
    sheet, styles = book.add_worksheet(RULES_SHEET), EntryStyles(book)
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
    set_up_print(sheet, landscape=True)


def _rules(rulebook: Rulebook) -> list[tuple[str, str]]:
    weights = "、".join(
        f"{level.name}{plain(level.weight)}分"
        for level in rulebook.levels
        if level.weight is not None
    )
    whole = f"{rulebook.title}，总分{plain(rulebook.total_weight)}分"
    first = ("levels", f"{whole}：{weights}。" if weights else f"{whole}。")
    bands = "，".join(
        f"{plain(band.from_points)}分及以上为“{band.label}”" for band in rulebook.grades
    )
    grades = [("grades", f"评价等级：{bands}。")] if bands else []
    return [first, *rule_sentences(rulebook), *grades]
