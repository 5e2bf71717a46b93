"""The workbook for filling in: filled as a person does, recalculated by LibreOffice."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from tests.reports.conversion import converted

from jixiao.core.money import MoneyUnit
from jixiao.rulebooks.loader import rulebook_by_id
from jixiao.workflows.prepare_report import prepare_entry_workbook
from jixiao.workflows.read_form import read_form
from jixiao.workflows.score_evaluation import score_form

EXAMPLE = Path(__file__).parents[2] / "examples" / "xianning-2020.yaml"


@pytest.fixture(scope="module")
def facts():
    return read_form(EXAMPLE.read_bytes(), name=EXAMPLE.name).evaluations[0]


@pytest.fixture(scope="module")
def filled(facts):
    """The workbook as saved by a spreadsheet program after filling in."""
    empty = prepare_entry_workbook(rulebook_by_id("hubei-department-2020"))
    book = openpyxl.load_workbook(BytesIO(empty))
    fill_form(book["自评表"], facts)
    fill_texts(book["报告文字"], facts)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def fill_form(sheet, facts):
    rows = {sheet.cell(row, 1).value: row for row in range(1, 30)}
    sheet.cell(rows["单位名称"], 2).value = facts.organisation
    sheet.cell(rows["年度"], 2).value = facts.year
    sheet.cell(rows["评价范围"], 2).value = facts.scope.label
    sheet.cell(rows["填报日期"], 2).value = facts.date
    lines = {"年度资金总额": facts.budget.total} | {
        p.label: p for p in facts.budget.parts
    }
    for label, line in lines.items():
        amounts = (line.initial, line.adjusted, line.executed)
        for column, amount in enumerate(amounts, start=2):
            if label in rows and amount is not None:
                cell = sheet.cell(rows[label], column)
                cell.value = float(amount.print_in(MoneyUnit.TEN_THOUSAND))
    for number, row in enumerate(facts.indicators, start=rows["一级指标"] + 1):
        assigned = float(row.stated_points) if row.stated_points is not None else None
        values = (
            row.level1, row.level2, row.name, None, row.target, None, row.actual,
            float(row.weight), None, row.deviation_reason or None, assigned,
            row.account, "；".join(row.evidence) or None,
        )  # fmt: skip
        for column, value in enumerate(values, start=1):
            if value is not None:
                sheet.cell(number, column).value = value


def fill_texts(sheet, facts):
    texts = {
        "单位职能": [facts.functions],
        "年度工作目标": list(facts.annual_goals),
        "存在的问题及原因分析": [f"{p.heading}\n{p.text}" for p in facts.causes],
        "改进措施": [f"{p.heading}\n{p.text}" for p in facts.improvements],
        "自评工作开展情况": [f"{p.heading}\n{p.text}" for p in facts.process],
        "上年度结果应用": [p.text for p in facts.last_year_results][:3],
    }
    for row in range(2, sheet.max_row + 1):
        waiting = texts.get(sheet.cell(row, 1).value)
        if waiting:
            sheet.cell(row, 2).value = waiting.pop(0)


def test_what_is_filled_in_reads_back_as_the_facts(filled, facts, tmp_path):
    saved = converted(filled, tmp_path, name="填报表.xlsx", to="xlsx").read_bytes()

    (read,) = read_form(saved, name="填报表.xlsx").evaluations

    for name in ("organisation", "year", "form", "scope", "date", "rulebook", "functions",
                 "annual_goals", "causes", "improvements", "process"):  # fmt: skip
        assert getattr(read, name) == getattr(facts, name), name
    assert [(p.text) for p in read.last_year_results] == [
        p.text for p in facts.last_year_results[:3]
    ]
    for got, row in zip(read.indicators, facts.indicators, strict=True):
        assert (got.level1, got.level2, got.name, got.target, got.actual) == (
            row.level1, row.level2, row.name, row.target, row.actual,
        )  # fmt: skip
        assert (got.weight, got.account, got.deviation_reason, got.evidence) == (
            row.weight, row.account, row.deviation_reason, row.evidence,
        )  # fmt: skip


def test_the_filled_workbook_scores_as_the_facts(filled, tmp_path):
    saved = converted(filled, tmp_path, name="填报表.xlsx", to="xlsx").read_bytes()

    for content in (saved, filled):  # calculated, and never calculated
        ((form, read),) = read_form(content, name="填报表.xlsx").forms()
        scored = score_form(read, form)

        assert scored.chosen.rulebook.id == "hubei-department-2020"
        assert str(scored.scorecard.total) == "94.92"
        assert scored.scorecard.undecided == ()


def test_the_budget_reads_back_by_nature(filled, tmp_path):
    saved = converted(filled, tmp_path, name="填报表.xlsx", to="xlsx").read_bytes()

    (read,) = read_form(saved, name="填报表.xlsx").evaluations

    assert read.budget is not None
    printed = [
        (p.label, p.executed and p.executed.print_in(MoneyUnit.TEN_THOUSAND))
        for p in read.budget.parts
    ]
    assert printed == [
        ("人员经费", "2461.01"),
        ("公用经费", "237.54"),
        ("项目支出", "3038.58"),
    ]


@pytest.mark.parametrize("rulebook", ["hubei-department-2020", "sichuan-project-2021"])
def test_an_empty_workbook_says_that_nothing_is_filled_in(rulebook):
    empty = prepare_entry_workbook(rulebook_by_id(rulebook))

    assert read_form(empty, name="空.xlsx").evaluations == ()
