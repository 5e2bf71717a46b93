import datetime as dt
import io

import openpyxl
import pytest
import xlsxwriter
from tests.documents.drawing import drawn

from jixiao.core.errors import UnreadableDocumentError
from jixiao.documents.blocks import Table
from jixiao.documents.xlsx import Area, grid_cells, read_xlsx


def written(fill, **options):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **options}) as workbook:
        fill(workbook)
    return file.getvalue()


def test_numbers_show_the_digits_that_excel_shows():
    def fill(workbook):
        sheet = workbook.add_worksheet("自评表")
        two, percent = (workbook.add_format({"num_format": f}) for f in (2, 10))
        money = workbook.add_format({"num_format": "#,##0.00"})
        sheet.write_number(0, 0, 3144, two)
        sheet.write_number(0, 1, 6992.95 / 7165.32, percent)
        sheet.write_number(0, 2, 56306300, money)
        sheet.write_number(0, 3, 0.1 + 0.2)
        sheet.write_formula(0, 4, "=A1*2", two, 6288)
        sheet.write_boolean(0, 5, True)  # noqa: FBT003

    assert drawn(read_xlsx(written(fill))) == [
        "3144.00 | 97.59% | 56,306,300.00 | 0.3 | 6288.00 | TRUE"
    ]


def test_texts_of_every_kind_are_read():
    def fill(workbook):
        sheet = workbook.add_worksheet()
        bold = workbook.add_format({"bold": True})
        sheet.write_string(0, 0, "一级\n指标")
        sheet.write_rich_string(0, 1, "得", bold, "分")
        sheet.write_formula(0, 2, '="优"', None, "优")
        sheet.write_formula(0, 3, "=1/0", None, "#DIV/0!")
        sheet.write_string(0, 4, "007")

    assert drawn(read_xlsx(written(fill))) == ["一级/指标 | 得分 | 优 | #DIV/0! | 007"]


def test_inline_strings_and_formulas_never_calculated():
    workbook = openpyxl.Workbook()
    sheet = workbook.create_sheet("自评表", 0)
    sheet.append(["产出", 37.25, "=SUM(B1:B1)", dt.date(2021, 3, 30)])
    sheet["D1"].number_format = 'yyyy"年"m"月"d"日"'
    file = io.BytesIO()
    workbook.save(file)

    assert drawn(read_xlsx(file.getvalue())) == [
        "产出 | 37.25 | =SUM(B1:B1) | 2021年3月30日"
    ]


def test_merged_cells_are_one_cell_and_outer_blanks_are_cut():
    def fill(workbook):
        sheet = workbook.add_worksheet()
        sheet.merge_range("C3:D3", "标题")
        sheet.merge_range("C4:C5", "产出")
        sheet.write("D4", "数量")
        sheet.write("D5", "时效")
        sheet.write_blank("H20", None, workbook.add_format({"border": 1}))

    assert drawn(read_xlsx(written(fill))) == ["标题 | <", "产出 | 数量", "^ | 时效"]


def test_each_visible_sheet_is_a_table_with_its_name():
    def fill(workbook):
        for name in ("自评表", "草稿", "底稿", "空表", "附表"):
            sheet = workbook.add_worksheet(name)
            if name != "空表":
                sheet.write("A1", name)
        workbook.get_worksheet_by_name("草稿").hide()
        workbook.get_worksheet_by_name("底稿").very_hidden()

    tables = read_xlsx(written(fill))

    assert [
        (table.number, table.name) for table in tables if isinstance(table, Table)
    ] == [(1, "自评表"), (2, "附表")]


def test_dates_may_count_from_1904():
    def fill(workbook):
        form = workbook.add_format({"num_format": "yyyy/m/d"})
        workbook.add_worksheet().write_datetime(0, 0, dt.date(2021, 3, 30), form)

    assert drawn(read_xlsx(written(fill, date_1904=True))) == ["2021/3/30"]


def test_a_stray_character_far_away_does_not_refuse_the_sheet():
    cells = grid_cells({(0, 0): "甲", (0, 1): "乙", (1_048_575, 16_383): "。"}, [])

    assert [(c.row, c.column, c.text) for c in cells if c.text] == [
        (0, 0, "甲"),
        (0, 1, "乙"),
        (1, 2, "。"),
    ]


def test_of_merged_areas_that_overlap_the_first_counts():
    cells = grid_cells(
        {(0, 0): "甲", (1, 1): "乙"}, [Area(0, 0, 0, 1), Area(0, 0, 1, 0)]
    )

    assert [(c.text, c.row_span, c.column_span) for c in cells] == [
        ("甲", 1, 2),
        ("", 1, 1),
        ("乙", 1, 1),
    ]


def test_too_many_cells_are_refused():
    texts = {(i, i): "甲" for i in range(2000)}

    with pytest.raises(UnreadableDocumentError, match="文件过大") as caught:
        grid_cells(texts, [])

    assert caught.value.reason == "too_large"
