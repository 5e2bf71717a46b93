import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from jixiao.reports.document import Cell, Table, placed, printable, prose
from jixiao.reports.sections import number_mark, without_number


@given(st.text())
def test_printable_text_fits_into_xml_and_stays_the_same_when_repeated(text):
    clean = printable(text)
    element = etree.Element("t")
    element.text = clean
    assert printable(clean) == clean
    assert "\t" not in clean


def test_a_table_with_overlapping_cells_is_our_bug():
    rows = (
        (Cell(text="甲", row_span=2), Cell(text="乙")),
        (Cell(text="丙", column_span=2),),
    )
    with pytest.raises(AssertionError):
        placed(Table(caption="", widths=(10, 10), rows=rows))


def test_a_table_with_a_hole_is_our_bug():
    with pytest.raises(AssertionError, match="fills"):
        placed(Table(caption="", widths=(10, 10), rows=((Cell(text="甲"),),)))


def test_empty_lines_make_no_paragraphs():
    assert [p.text for p in prose(["一\r\n\n 二 ", "", "三"])] == ["一", "二", "三"]


@pytest.mark.parametrize(
    "heading", ["1、预算", "（一）预算", "(3)预算", "二、预算", "1.预算"]
)
def test_a_heading_is_not_numbered_twice(heading):
    assert without_number(heading) == "预算"


@pytest.mark.parametrize("heading", ["2.3万亩土地", "3D地图建设", "12345热线"])
def test_figures_in_a_heading_are_not_its_number(heading):
    assert without_number(heading) == heading


def test_levels_are_marked_in_the_order_of_the_standard():
    assert [number_mark(level, 1) for level in (1, 2, 3, 4)] == [
        "一、",
        "（一）",
        "1.",
        "（1）",
    ]
