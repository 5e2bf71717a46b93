import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reports.sample import HUBEI, department, scored

from jixiao.reports.document import Cell, Document, Heading, Paragraph, Table
from jixiao.reports.narrative import compose_report
from jixiao.reports.pdf import render_pdf

NASTY = '#let x = 1; [*粗*] _斜_ $x^2$ @引 <标> "引号" \\n `码` // 注 #panic() ~ = 标题'


def one(*texts):
    blocks = tuple(Paragraph(text=text) for text in texts)
    return Document(title="标题", blocks=blocks)


def text_of(content):
    document = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return "".join(text.split())


def bitmap(text):
    document = pypdfium2.PdfDocument(render_pdf(one(text)))
    pixels = bytes(document[0].render(scale=2).buffer)
    document.close()
    return pixels


@pytest.fixture(scope="module")
def report():
    evaluation = department()
    return compose_report(evaluation, scored(evaluation, HUBEI), HUBEI)


def test_all_text_can_be_extracted(report):
    text = text_of(render_pdf(report))
    for block in report.blocks:
        if isinstance(block, Heading):
            assert "".join(block.text.split()) in text
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    assert "".join(cell.text.split())[:4] in text


def test_chinese_characters_are_drawn_and_not_boxes():
    blank, first, second = bitmap(" "), bitmap("绩"), bitmap("效")
    assert blank != first != second
    assert first != bitmap("\U0010fffd")


def test_what_a_user_wrote_is_never_markup():
    text = text_of(render_pdf(one(NASTY)))
    for part in (
        "#letx=1;",
        "[*粗*]",
        "_斜_",
        "$x^2$",
        "@引",
        "<标>",
        "\\n",
        "`码`",
        "//注",
    ):
        assert part in text


def test_equal_facts_are_equal_bytes(report):
    assert render_pdf(report) == render_pdf(report)


def test_pages_are_a4_and_numbered(report):
    document = pypdfium2.PdfDocument(render_pdf(report))
    for number, page in enumerate(document, start=1):
        assert page.get_size() == pytest.approx((595.3, 841.9), abs=1)
        text = page.get_textpage().get_text_bounded()
        assert f"—{number}—" in "".join(text.split())
    document.close()


def test_a_page_break_repeats_the_header_of_a_list():
    rows = tuple((Cell(text=f"第{n}行"), Cell(text="值")) for n in range(80))
    head = (Cell(text="名称", is_header=True), Cell(text="数值", is_header=True))
    table = Table(caption="长表", widths=(80, 76), rows=(head, *rows))
    document = pypdfium2.PdfDocument(render_pdf(Document(title="表", blocks=(table,))))
    assert len(document) > 1
    for page in document:
        assert "数值" in page.get_textpage().get_text_bounded()
    document.close()


@settings(max_examples=40, deadline=None)
@given(st.text(), st.text())
def test_any_text_can_be_laid_out(text, cell):
    table = Table(caption=text, widths=(156,), rows=((Cell(text=cell),),))
    blocks = (Heading(level=1, text=text), Paragraph(text=text), table)
    assert render_pdf(Document(title=text, blocks=blocks)).startswith(b"%PDF")


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet='#[]*_$@<>\\"`~=/+-{}().,', min_size=1, max_size=30))
def test_markup_characters_stay_what_they_are(text):
    assert "".join(text.split()) in text_of(render_pdf(one(f"始{text}终")))
