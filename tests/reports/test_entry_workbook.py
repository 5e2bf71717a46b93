from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from tests.reports.conversion import converted
from tests.reports.sample import HUBEI, NATIONAL, SICHUAN, department, money

from jixiao.core.evaluation import Indicator
from jixiao.core.numbers import half_up
from jixiao.core.rulebook import OverTargetRule, TotalCap
from jixiao.core.scoring import score_evaluation
from jixiao.reports import entry_columns as entry
from jixiao.reports.entry_guides import RULES_SHEET, TEXT_SHEET
from jixiao.reports.entry_workbook import FORM_SHEET, render_entry_workbook

STRICT = replace(
    NATIONAL,
    id="strict",
    coefficient_places=0,
    over_target=OverTargetRule(percent=30, deduction=Decimal(2)),
    caps=(TotalCap(below_percent=Decimal(80), points=Decimal(60)),),
)


def opened(rulebook):
    return openpyxl.load_workbook(BytesIO(render_entry_workbook(rulebook)))


def find(sheet, text, column=1):
    return next(
        row
        for row in range(1, sheet.max_row + 1)
        if sheet.cell(row, column).value == text
    )


def test_it_has_the_three_sheets():
    assert opened(HUBEI).sheetnames == [FORM_SHEET, TEXT_SHEET, RULES_SHEET]


@pytest.mark.parametrize(("rulebook", "rows"), [(HUBEI, 8), (SICHUAN, 5)])
def test_a_department_also_enters_its_expenditure_by_nature(rulebook, rows):
    sheet = opened(rulebook)[FORM_SHEET]
    first = find(sheet, "年度资金总额")
    labels = [sheet.cell(first + n, 1).value for n in range(rows + 1)]
    assert all(labels[:rows])
    assert labels[rows] is None


def test_headers_are_those_that_a_reader_looks_for():
    sheet = opened(HUBEI)[FORM_SHEET]
    row = find(sheet, "一级指标")
    assert [sheet.cell(row, n + 1).value for n in range(10)] == [
        "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "实际完成值",
        "分值", "得分", "偏差原因分析及改进措施",
    ]  # fmt: skip
    assert all(sheet.cell(row, n + 1).comment for n in range(len(entry.COLUMNS)))


def test_only_what_is_to_be_filled_in_is_open():
    sheet = opened(HUBEI)[FORM_SHEET]
    row = find(sheet, "一级指标") + 1
    locked = [
        sheet.cell(row, n + 1).protection.locked for n in range(len(entry.COLUMNS))
    ]
    assert sheet.protection.sheet
    assert locked == [False] * 8 + [True] + [False] * 4
    total = find(sheet, "年度资金总额")
    assert [sheet.cell(total, n).protection.locked for n in (2, 3, 4)] == [False] * 3
    assert [sheet.cell(total, n).protection.locked for n in (5, 6, 7)] == [True] * 3


def test_drop_downs_offer_the_rulebooks_words():
    sheet = opened(HUBEI)[FORM_SHEET]
    offered = [
        v.formula1 for v in sheet.data_validations.dataValidation if v.type == "list"
    ]
    assert '"产出指标,效益指标,满意度指标"' in offered
    assert '"≥,≤,=,定性"' in offered
    assert '"本级,含下属单位"' in offered


def test_the_rules_say_whether_they_were_held_against_the_source():
    sheet = opened(HUBEI)[RULES_SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert "总分100分：预算执行20分" in rows[0][1]
    assert {row[3] for row in rows} == {"已核对原文"}


def test_an_empty_workbook_shows_no_points(tmp_path):
    path = converted(
        render_entry_workbook(HUBEI), tmp_path, name="empty.xlsx", to="xlsx"
    )
    sheet = openpyxl.load_workbook(path, data_only=True)[FORM_SHEET]
    row = find(sheet, "总分")
    assert sheet.cell(row, 9).value in (None, "")
    assert sheet.cell(row, 10).value in (None, "")


CASES = [
    ("≥", 20, 14, 3), ("≥", 350, 348, 3), ("≥", 200, 153, 3), ("≥", 60, 88, 4),
    ("≤", 50, 56, 5), ("≤", 50, 49, 5), ("≤", 0, 0, 2), ("=", 100, 100, 5),
    ("=", 100, 180, 5), ("", 10, 0, 4), ("≥", 3, 3.9, 6), ("≥", 3, 3.89, 6),
    ("≥", 0.5, 0.46, 3),
]  # fmt: skip


def filled(rulebook, executed):
    """A workbook with our cases written into it, as a person would do."""
    book = opened(rulebook)
    sheet = book[FORM_SHEET]
    total = find(sheet, "年度资金总额")
    sheet.cell(total, 2).value = 5630.63
    sheet.cell(total, 3).value = 5923.63
    sheet.cell(total, 4).value = executed
    first = find(sheet, "一级指标") + 1
    for row, (sign, target, actual, weight) in enumerate(CASES, start=first):
        for column, value in ((4, sign), (5, target), (7, actual), (8, weight)):
            sheet.cell(row, column).value = value or (0 if value == 0 else None)
    words = first + len(CASES)
    for column, value in (
        (4, "定性"),
        (5, "明显改善"),
        (7, "明显改善"),
        (8, 5),
        (11, 4.5),
    ):
        sheet.cell(words, column).value = value
    written = BytesIO()
    book.save(written)
    return written.getvalue(), first


@pytest.mark.slow
@pytest.mark.parametrize("executed", [5737.12, 4000])
@pytest.mark.parametrize("rulebook", [HUBEI, NATIONAL, STRICT], ids=lambda r: r.id)
def test_the_formulas_score_as_the_core_does(rulebook, executed, tmp_path):
    content, first = filled(rulebook, executed)
    path = converted(content, tmp_path, name="filled.xlsx", to="xlsx")
    sheet = openpyxl.load_workbook(path, data_only=True)[FORM_SHEET]
    indicators = tuple(
        Indicator(
            level1="产出指标", level2="数量指标", name=f"指标{number}",
            target=str(target), actual=str(actual), sign=sign or None,
            weight=Decimal(weight),
        )
        for number, (sign, target, actual, weight) in enumerate(CASES)
    )  # fmt: skip
    base = department()
    assert base.budget
    whole = replace(
        base.budget.total,
        initial=money("5630.63"), adjusted=money("5923.63"), executed=money(str(executed)),
    )  # fmt: skip
    evaluation = replace(
        base, indicators=indicators, budget=replace(base.budget, total=whole)
    )
    scorecard = score_evaluation(evaluation, rulebook)
    shown = [
        half_up(Decimal(str(sheet.cell(first + n, 9).value)), 2)
        for n in range(len(CASES))
    ]
    assert shown == [row.points for row in scorecard.rows]
    assert sheet.cell(first + len(CASES), 9).value == 4.5
    total = find(sheet, "年度资金总额")
    assert scorecard.execution
    assert (
        half_up(Decimal(str(sheet.cell(total, 7).value)), 2)
        == scorecard.execution.points
    )
    points = [row.points for row in (scorecard.execution, *scorecard.rows)]
    expected = sum((p for p in points if p is not None), Decimal("4.5"))
    capped = (
        min(expected, Decimal(60))
        if rulebook is STRICT and executed == 4000
        else expected
    )
    bottom = find(sheet, "总分")
    assert half_up(Decimal(str(sheet.cell(bottom, 9).value)), 2) == capped
    assert "分值合计应为100" in str(sheet.cell(bottom, 10).value)
