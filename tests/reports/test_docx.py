from io import BytesIO

import docx
import pypdfium2
import pytest
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reports.conversion import converted
from tests.reports.sample import HUBEI, department, scored

from jixiao.reports.document import (
    Annex,
    Cell,
    Document,
    Heading,
    Paragraph,
    Table,
    placed,
    printable,
)
from jixiao.reports.docx import render_docx
from jixiao.reports.form import compose_form
from jixiao.reports.narrative import compose_report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def report():
    evaluation = department()
    return compose_report(evaluation, scored(evaluation, HUBEI), HUBEI)


@pytest.fixture(scope="module")
def written(report):
    return render_docx(report)


@pytest.fixture(scope="module")
def opened(written):
    return docx.Document(BytesIO(written))


def test_page_and_type_area_are_those_of_the_standard(opened):
    section = opened.sections[0]
    assert round(section.page_width / Mm(1)) == 210
    assert round(section.page_height / Mm(1)) == 297
    assert round(section.top_margin / Mm(1)) == 37
    assert round(section.left_margin / Mm(1)) == 28
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert (round(width / Mm(1)), round(height / Mm(1))) == (156, 225)


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Normal", "仿宋_GB2312", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
    ],
)
def test_fonts_are_named_as_the_standard_names_them(opened, style, font, points):
    properties = opened.styles[style].element.rPr
    fonts = properties.find(f"{W}rFonts")
    assert fonts.get(f"{W}eastAsia") == font
    assert fonts.get(f"{W}ascii") == "Times New Roman"
    assert opened.styles[style].font.size.pt == points


def test_lines_are_28_points_and_paragraphs_begin_two_characters_in(opened):
    form = opened.styles["Normal"].paragraph_format
    assert form.line_spacing.pt == 28
    indent = opened.styles["Normal"].element.pPr.find(f"{W}ind")
    assert indent.get(f"{W}firstLineChars") == "200"


def test_page_numbers_stand_outside(opened):
    section = opened.sections[0]
    assert opened.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph.text == "— 1 —"
        assert paragraph._p.pPr.find(f"{W}jc").get(f"{W}val") == side


def test_all_text_is_there_in_order(opened, report):
    said = [b.text for b in report.blocks if isinstance(b, Heading | Paragraph | Annex)]
    captions = {b.caption for b in report.blocks if isinstance(b, Table)}
    read = [
        p.text for p in opened.paragraphs if p.text.strip() and p.text not in captions
    ]
    assert read == said


def test_every_table_reads_back_cell_by_cell(opened, report):
    tables = [b for b in report.blocks if isinstance(b, Table)]
    assert len(opened.tables) == len(tables)
    for ours, theirs in zip(tables, opened.tables, strict=True):
        for place in placed(ours):
            for down in (0, place.cell.row_span - 1):
                cell = theirs.cell(place.row + down, place.column)
                assert cell.text == place.cell.text


def test_data_tables_repeat_their_header_and_keep_rows_together(opened):
    for table in opened.tables[:-1]:
        properties = table.rows[0]._tr.trPr
        assert properties.find(f"{W}tblHeader") is not None
        assert properties.find(f"{W}cantSplit") is not None


def test_widths_stand_in_the_grid_and_in_the_cells(opened):
    for table in opened.tables:
        grid = [int(c.get(f"{W}w")) for c in table._tbl.tblGrid]
        for row in table.rows:
            widths = [int(c.tcPr.find(f"{W}tcW").get(f"{W}w")) for c in row._tr.tc_lst]
            assert sum(widths) == sum(grid)


def test_nobodys_name_is_in_the_properties(opened):
    properties = opened.core_properties
    assert properties.title == "2020年度咸宁市自然资源和规划局部门整体绩效自评报告"
    assert (properties.author, properties.last_modified_by, properties.comments) == (
        "",
        "",
        "",
    )
    assert properties.language == "zh-CN"


def test_equal_facts_are_equal_bytes(written, report):
    assert render_docx(report) == written


@settings(max_examples=40, deadline=None)
@given(st.text(), st.text(), st.text())
def test_any_text_survives(heading, text, cell):
    table = Table(caption="表", widths=(156,), rows=((Cell(text=cell),),))
    blocks = (Heading(level=1, text=heading), Paragraph(text=text), table)
    content = render_docx(Document(title=heading, blocks=blocks))
    read = docx.Document(BytesIO(content))
    expected = [printable(t).replace("\n", " ") for t in (heading, text)]
    assert [p.text for p in read.paragraphs[:2]] == expected
    assert read.tables[0].cell(0, 0).text == printable(cell)


@pytest.mark.slow
def test_libreoffice_lays_it_out_on_a4_with_all_of_the_form(written, tmp_path):
    path = converted(written, tmp_path, name="report.docx")
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    assert 10 <= len(pages) <= 18
    assert document[0].get_size() == pytest.approx((595.3, 841.9), abs=1)
    assert "— 1 —" in pages[0]
    assert "94.92" in "".join(pages[-4:])
    document.close()


@pytest.mark.slow
def test_libreoffice_shows_the_form_alone(tmp_path):
    evaluation = department()
    form = compose_form(evaluation, scored(evaluation, HUBEI), HUBEI)
    content = render_docx(Document(title=form.caption, blocks=(form,)))
    document = pypdfium2.PdfDocument(converted(content, tmp_path, name="form.docx"))
    assert len(document) <= 3
    document.close()
