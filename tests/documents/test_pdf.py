import io

import pypdfium2
import pytest
from tests.documents.drawing import drawn
from tests.documents.printing import printed

from jixiao.core.errors import UnreadableDocumentError
from jixiao.documents import pdf
from jixiao.documents.pdf import pages_without_text, read_pdf


def blank_page():
    file = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    document.new_page(300, 200)
    document.save(file)
    document.close()
    return file.getvalue()


def test_merged_cells_are_read_from_their_borders():
    content = printed("""
    #table(columns: (50pt, 50pt, 50pt),
      table.cell(rowspan: 2)[产出], [数量], [3],
      [时效], [2],
      table.cell(colspan: 2)[总分], [94.92])
    """)

    assert drawn(read_pdf(content)) == [
        "产出 | 数量 | 3",
        "^ | 时效 | 2",
        "总分 | < | 94.92",
    ]


def test_lines_of_a_cell_are_glued():
    content = printed("#table(columns: (40pt, 90pt), [地质灾害隐患], [56,306,300.00])")

    assert drawn(read_pdf(content)) == ["地质灾害隐患 | 56,306,300.00"]


def test_paragraphs_and_tables_keep_their_order():
    content = printed("""
    表一

    #table(columns: 2, [甲], [1])

    表二

    #table(columns: 2, [乙], [2])

    注：无。
    """)

    assert drawn(read_pdf(content)) == ["表一", "甲 | 1", "表二", "乙 | 2", "注：无。"]


def test_lines_that_go_on_make_one_paragraph():
    sentence = (
        "自评小组经过资料收集、调研访谈、问卷调查以及自评分析等评价程序得出评价结果。"
    )
    content = printed(f"""
    #set par(first-line-indent: (amount: 2em, all: true), justify: true)
    一、评价得分情况

    {sentence}

    {sentence}
    """)

    assert drawn(read_pdf(content)) == ["一、评价得分情况", sentence, sentence]


def test_a_paragraph_goes_on_over_a_page_and_page_numbers_are_no_text():
    sentence = (
        "自评小组经过资料收集、调研访谈、问卷调查以及自评分析等评价程序" * 12 + "。"
    )
    content = printed(f"""
    #set page(numbering: "— 1 —", height: 300pt, margin: (x: 30pt, y: 40pt))
    #set par(justify: true)
    {sentence}
    """)

    assert drawn(read_pdf(content)) == [sentence]


ROWS = "".join(f"[指标{n}], [{n}], " for n in range(1, 20))


def test_a_table_goes_on_over_a_page_and_its_head_counts_once():
    content = printed(f"""
    #set page(numbering: "1", height: 300pt, margin: (x: 30pt, y: 40pt))
    #table(columns: (60pt, 60pt), table.header([名称], [得分]), {ROWS})
    """)

    assert len(pypdfium2.PdfDocument(content)) > 1
    assert drawn(read_pdf(content)) == [
        "名称 | 得分",
        *(f"指标{n} | {n}" for n in range(1, 20)),
    ]


def test_tables_with_other_columns_on_the_next_page_stay_apart():
    content = printed("""
    #table(columns: (60pt, 60pt), [甲], [1])
    #pagebreak()
    #table(columns: (60pt, 90pt), [乙], [2])
    """)

    assert [block.number for block in read_pdf(content)] == [1, 2]


def test_a_merged_cell_cut_by_the_page_is_one_cell():
    content = printed("""
    #table(columns: (60pt, 60pt), table.cell(rowspan: 2)[产出], [甲], [乙])
    #pagebreak()
    #table(columns: (60pt, 60pt), table.cell(rowspan: 2)[], [丙], [丁])
    """)

    assert drawn(read_pdf(content)) == ["产出 | 甲", "^ | 乙", "^ | 丙", "^ | 丁"]


def test_a_row_cut_by_the_page_is_one_row():
    content = printed("""
    #set table(columns: (21pt, 60pt, 40pt))
    #table([效], [社会效益], [30])
    #pagebreak()
    #table([益], [指标], [], [满意], [群众], [10])
    """)

    assert drawn(read_pdf(content)) == ["效益 | 社会效益指标 | 30", "满意 | 群众 | 10"]


def test_a_row_cut_before_what_cannot_be_broken_is_one_row():
    content = printed("""
    #set text(size: 10pt)
    #set table(columns: (62pt, 62pt, 40pt))
    #table([资金使用合], [制度健全], [5])
    #pagebreak()
    #table([规性], [度；有审批], [], [满意], [群众], [10])
    """)

    assert drawn(read_pdf(content)) == [
        "资金使用合规性 | 制度健全度；有审批 | 5",
        "满意 | 群众 | 10",
    ]


def test_a_blank_value_on_the_next_page_is_a_row_of_its_own():
    content = printed("""
    #set table(columns: (90pt, 60pt))
    #table([本年财政拨款], [30])
    #pagebreak()
    #table([上年结转资金], [], [其他资金], [])
    """)

    assert drawn(read_pdf(content)) == [
        "本年财政拨款 | 30",
        "上年结转资金 | ·",
        "其他资金 | ·",
    ]


def test_pages_without_text_are_refused_as_scanned():
    with pytest.raises(UnreadableDocumentError, match="扫描件") as caught:
        read_pdf(blank_page())

    assert caught.value.reason == "scanned"


def test_single_pages_that_hold_only_a_picture_are_named():
    content = printed("""
    文字
    #pagebreak()
    #image(bytes(range(0, 64).map(n => n * 4)),
      format: (encoding: "luma8", width: 8, height: 8))
    #pagebreak()
    文字
    """)

    assert pages_without_text(content) == (2,)


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)

    with pytest.raises(UnreadableDocumentError, match="共2页") as caught:
        read_pdf(printed("甲 #pagebreak() 乙"))

    assert caught.value.reason == "too_large"


def test_text_drawn_twice_to_look_bold_is_read_once():
    content = printed("#place(dx: 0.3pt)[自评] #place[自评]")

    assert drawn(read_pdf(content)) == ["自评"]


def test_glyphs_without_characters_are_refused():
    content = printed('#set text(font: "Libertinus Serif", fallback: false)\n自评得分')

    with pytest.raises(UnreadableDocumentError, match="乱码") as caught:
        read_pdf(content)

    assert caught.value.reason == "garbled"
