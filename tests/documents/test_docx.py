import io
import zipfile

import docx
import pytest
from tests.documents.drawing import drawn

from jixiao.core.errors import UnreadableDocumentError
from jixiao.documents.docx import read_docx
from jixiao.documents.word_numbering import chinese_number

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def package(body, *, numbering=None, head="", main="word/document.xml"):
    """The least zip that counts as a docx."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        xml = f"{head}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
        archive.writestr(main, xml)
        if numbering is not None:
            archive.writestr(
                "word/numbering.xml",
                f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>",
            )
    return file.getvalue()


def paragraph(text, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*cells, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def test_a_form_written_by_another_library_reads_back():
    document = docx.Document()
    document.add_paragraph("  项目支出绩效自评表 ")
    table = document.add_table(rows=3, cols=3)
    for place, text in {(0, 0): "产出", (0, 1): "数量", (0, 2): "得分"}.items():
        table.cell(*place).text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(2, 0).merge(table.cell(2, 1)).text = "总分"
    table.cell(1, 1).text = "时效"
    table.cell(1, 1).add_paragraph("指标")
    table.cell(2, 2).text = "94.92"
    file = io.BytesIO()
    document.save(file)

    assert drawn(read_docx(file.getvalue())) == [
        "项目支出绩效自评表",
        "产出 | 数量 | 得分",
        "^ | 时效/指标 | ·",
        "总分 | < | 94.92",
    ]


def test_cells_before_and_after_a_row_leave_a_hole():
    before = '<w:gridBefore w:val="1"/>'
    content = package(
        "<w:tbl>"
        + row(cell("一级"), cell("二级"), cell("三级"))
        + row(cell("数量"), properties=before)
        + "</w:tbl>"
    )

    assert drawn(read_docx(content)) == ["一级 | 二级 | 三级", ". | 数量 | ."]


def test_a_vertical_merge_hides_the_text_of_the_cells_it_continues():
    first, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    content = package(
        "<w:tbl>"
        + row(cell("产出", first), cell("甲"))
        + row(cell("旧", below), cell("乙"))
        + row(cell("效益", first), cell("丙"))
        + "</w:tbl>"
    )

    assert drawn(read_docx(content)) == ["产出 | 甲", "^ | 乙", "效益 | 丙"]


def test_the_old_horizontal_merge_widens_the_cell():
    content = package(
        "<w:tbl>"
        + row(
            cell("合计", '<w:hMerge w:val="restart"/>'),
            cell("", "<w:hMerge/>"),
            cell("5"),
        )
        + "</w:tbl>"
    )

    assert drawn(read_docx(content)) == ["合计 | < | 5"]


def test_a_table_within_a_cell_follows_as_one_of_its_own():
    inner = "<w:tbl>" + row(cell("甲"), cell("1")) + "</w:tbl>"
    outer = f"<w:tc><w:tcPr/>{paragraph('明细')}{inner}<w:p/></w:tc>"
    content = package("<w:tbl>" + row(outer, cell("2")) + "</w:tbl>")

    first, second = read_docx(content)

    assert (drawn((first,)), drawn((second,))) == (["明细 | 2"], ["甲 | 1"])
    assert (first.number, second.number) == (1, 2)


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (
            "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>",
            "甲\t乙\n丙",
        ),
        ("<w:r><w:t>2023</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r>", "2023-1"),
        ("<w:ins><w:r><w:t>新</w:t></w:r></w:ins>", "新"),
        (
            "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:t>新</w:t></w:r>",
            "新",
        ),
        (
            "<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:r><w:t>新</w:t></w:r>",
            "新",
        ),
        ("<w:hyperlink><w:r><w:t>公开网址</w:t></w:r></w:hyperlink>", "公开网址"),
        (
            "<w:sdt><w:sdtContent><w:r><w:t>97%</w:t></w:r></w:sdtContent></w:sdt>",
            "97%",
        ),
        (
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:t>显</w:t></w:r>",
            "显",
        ),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>', "显"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>优</w:t></w:r>', "☑优"),
        ("<w:r><w:instrText>PAGE</w:instrText><w:t>3</w:t></w:r>", "3"),
    ],
)
def test_a_paragraph_holds_what_word_shows(runs, text):
    content = package(f"<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>{runs}</w:p>")

    assert drawn(read_docx(content)) == [text]


def test_blocks_inside_controls_and_insertions_are_read():
    content = package(
        f"<w:sdt><w:sdtContent>{paragraph('甲')}</w:sdtContent></w:sdt>"
        "<w:tbl><w:sdt><w:sdtContent>"
        + row(f"<w:sdt><w:sdtContent>{cell('乙')}</w:sdtContent></w:sdt>", cell("丙"))
        + "</w:sdtContent></w:sdt></w:tbl>"
    )

    assert drawn(read_docx(content)) == ["甲", "乙 | 丙"]


def test_a_deleted_row_is_not_read():
    content = package(
        "<w:tbl>"
        + row(cell("旧"), cell("1"), properties="<w:del/>")
        + row(cell("新"), cell("2"))
        + "</w:tbl>"
    )

    assert drawn(read_docx(content)) == ["新 | 2"]


def test_a_text_box_is_read_once_and_behind_its_paragraph():
    box = f"<w:txbxContent>{paragraph('框内一')}{paragraph('框内二')}</w:txbxContent>"
    content = package(
        "<w:p><w:r><w:t>框外</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback>"
        f"</mc:AlternateContent></w:r></w:p>{paragraph('其后')}"
    )

    assert drawn(read_docx(content)) == ["框外", "框内一", "框内二", "其后"]


NUMBERING = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
    <w:pStyle w:val="Heading1"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
    <w:lvlText w:val="%2."/></w:lvl>
  <w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="l"/></w:lvl>
</w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="8"><w:abstractNumId w:val="0"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""


def numbered(text, level, number=7):
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, place)


def test_automatic_numbers_are_read_as_word_shows_them():
    content = package(
        paragraph("基本情况", '<w:pStyle w:val="Heading1"/>')
        + numbered("2020年投入", 1)
        + numbered("要点", 2)
        + numbered("支出", 1)
        + numbered("绩效目标", 0)
        + numbered("产出", 1)
        + numbered("附则", 0, number=8)
        + paragraph("不编号"),
        numbering=NUMBERING,
    )

    assert drawn(read_docx(content)) == [
        "一、基本情况",
        "1. 2020年投入",
        "要点",
        "2. 支出",
        "二、绩效目标",
        "1. 产出",
        "五、附则",
        "不编号",
    ]


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (105, "一百零五"), (0, "零")],
)
def test_chinese_numbers(number, text):
    assert chinese_number(number) == text


def test_a_main_part_with_a_number_in_its_name_is_found():
    content = package(paragraph("自评报告"), main="word/document2.xml")

    assert drawn(read_docx(content)) == ["自评报告"]


def test_a_document_type_is_refused_and_its_entity_not_read():
    content = package(
        "<w:p><w:r><w:t>&leak;</w:t></w:r></w:p>",
        head='<!DOCTYPE x [<!ENTITY leak SYSTEM "file:///etc/passwd">]>',
    )

    with pytest.raises(UnreadableDocumentError, match="外部实体") as caught:
        read_docx(content)

    assert caught.value.reason == "external_entity"


def test_formulas_keep_the_bar_of_a_fraction():
    content = package(
        "<w:p><w:r><w:t>得分=权重×</w:t></w:r><m:oMath><m:f>"
        "<m:num><m:r><m:t>B</m:t></m:r></m:num>"
        "<m:den><m:r><m:t>A</m:t></m:r></m:den></m:f></m:oMath></w:p>"
    )

    assert drawn(read_docx(content)) == ["得分=权重×B/A"]
