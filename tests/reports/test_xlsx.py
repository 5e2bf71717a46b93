from decimal import Decimal
from io import BytesIO

import openpyxl
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reports.conversion import converted
from tests.reports.sample import HUBEI, SICHUAN, department, project, scored

from jixiao.reports.document import Cell, Table, placed, printable
from jixiao.reports.form import compose_form
from jixiao.reports.xlsx import SHEET, number_of, render_xlsx


def opened(table):
    return openpyxl.load_workbook(BytesIO(render_xlsx(table)))[SHEET]


@pytest.fixture(scope="module")
def form():
    evaluation = department()
    return compose_form(evaluation, scored(evaluation, HUBEI), HUBEI)


@pytest.fixture(scope="module")
def sheet(form):
    return opened(form)


def shown(cell):
    """What the number format shows, worked out apart from the writer."""
    if not isinstance(cell.value, int | float):
        return cell.value or ""
    code = cell.number_format
    places = len(code.rstrip("%").partition(".")[2])
    value = Decimal(str(cell.value)) * (100 if code.endswith("%") else 1)
    text = f"{value:,.{places}f}" if "," in code else f"{value:.{places}f}"
    return text + ("%" if code.endswith("%") else "")


def test_every_cell_shows_the_printed_digits(sheet, form):
    for place in placed(form):
        cell = sheet.cell(place.row + 1, place.column + 1)
        assert shown(cell) == place.cell.text


def test_merged_cells_are_the_official_ones(sheet, form):
    wide = [p for p in placed(form) if p.cell.row_span * p.cell.column_span > 1]
    merged = {
        (r.min_row - 1, r.min_col - 1, r.size["rows"], r.size["columns"])
        for r in sheet.merged_cells.ranges
    }
    assert merged == {
        (p.row, p.column, p.cell.row_span, p.cell.column_span) for p in wide
    }


def test_figures_are_numbers(sheet):
    values = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {94.92, 19.4, 5923.63, 0.97, 348} <= values
    assert "1.5万以上" in values


def test_it_prints_on_a4_with_its_header_on_every_page(sheet):
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$7:$7"


def test_long_text_gets_more_rows_than_excels_tallest():
    text = "字" * 6000
    table = Table(
        caption="表", widths=(56, 100),
        rows=((Cell(text="标题", column_span=2),), (Cell(text="原因"), Cell(text=text))),
    )  # fmt: skip
    sheet = opened(table)
    heights = [d.height for d in sheet.row_dimensions.values() if d.height]
    assert max(heights) <= 409
    assert len(sheet.merged_cells.ranges) == 3
    assert sheet["B2"].value == text


def test_equal_facts_are_equal_bytes(form):
    assert render_xlsx(form) == render_xlsx(form)


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_numbers_show_their_own_digits_again(value):
    for text in (f"{value:f}", f"{value:,f}", f"{value:f}%"):
        number = number_of(text)
        assert number is not None
        cell = type("Cell", (), {"value": number[0], "number_format": number[1]})
        assert shown(cell) == text


@pytest.mark.parametrize(
    "text", ["007", "1e5", "１２", "12,34", "≥95%", "", "1234567890123456"]
)
def test_what_a_number_could_not_show_again_stays_text(text):
    assert number_of(text) is None


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_text_survives(text):
    table = Table(caption="表", widths=(156,), rows=((Cell(text=text),),))
    sheet = opened(table)
    assert shown(sheet["A1"]) == printable(text)


@pytest.mark.slow
def test_libreoffice_prints_it_one_page_wide(tmp_path):
    evaluation = project()
    form = compose_form(evaluation, scored(evaluation, SICHUAN), SICHUAN)
    path = converted(render_xlsx(form), tmp_path, name="form.xlsx")
    document = pypdfium2.PdfDocument(path)
    assert len(document) == 1
    text = document[0].get_textpage().get_text_bounded()
    assert "94.29%" in text
    document.close()
