import io
import zipfile

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.documents.containing import as_docx, as_xlsx
from tests.documents.test_containers import FILES, NAMES, with_member
from tests.documents.test_docx import cell, package, paragraph, row
from tests.documents.test_xlsx import written
from tests.reports.conversion import converted

from jixiao.core.errors import UnreadableDocumentError
from jixiao.documents.annotated_places import Note, Spot, spot_of
from jixiao.documents.annotations import annotate
from jixiao.documents.blocks import Block, Blocks, Cell, Container, Paragraph, Table
from jixiao.documents.containers import read_blocks
from jixiao.documents.reading import read_document
from jixiao.documents.word_numbering import W

HEAD = ("三级指标", "年度指标值", "实际完成值", "分值", "得分")
ROWS = (
    HEAD,
    ("办理批示件（件）", "560", "663", "10", "10"),
    ("编制规划（个）", "2", "2", "10", "9.5"),
)
REPORT = Blocks(
    container=Container.TEXT,
    blocks=(
        Paragraph(text="某局2020年度部门整体绩效自评报告", number=1),
        Paragraph(text="一、完成情况", number=2),
        Paragraph(text="全年办理批示件560件、提案73件，全部办结。", number=3),
        Table(
            number=1,
            cells=tuple(
                Cell(text=text, row=number, column=column)
                for number, texts in enumerate(ROWS)
                for column, text in enumerate(texts)
            ),
        ),
    ),
)
DOCX, XLSX = as_docx(REPORT), as_xlsx(REPORT)


def note(place, quote="", text="请核对"):
    return Note(place=place, quote=quote, text=text)


def members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def commented(content):
    """What each Word comment stands at, and what it says."""
    main = etree.fromstring(members(content)["word/document.xml"])
    found = []
    for comment in docx.Document(io.BytesIO(content)).comments:
        inside, text = False, ""
        for element in main.iter():
            if element.tag in {W + "commentRangeStart", W + "commentRangeEnd"}:
                if element.get(W + "id") == str(comment.comment_id):
                    inside = element.tag == W + "commentRangeStart"
            elif inside and element.tag == W + "t":
                text += element.text or ""
        found.append((text, comment.text))
    return found


def noted(content):
    """Text of each note by its cell."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book
        for cells in sheet.iter_rows()
        for cell in cells
        if cell.comment
    }


@pytest.mark.parametrize(
    ("place", "quote", "there"),
    [
        ("附件 表1 行2", "663", "663"),
        ("表1 行3", "2", "2"),
        ("表1 行3", "9.5", "9.5"),
        ("表1 行3 列3", "2", "2"),
        ("表1 行3 列4", "没有的字", "10"),
        ("表1 行2", "没有的字", "办理批示件（件）"),
        ("表1 行2", "", "办理批示件（件）"),
        ("一 第3段", "560件…73件", "全年办理批示件560件、提案73件，全部办结。"),
        ("第3段", "", "全年办理批示件560件、提案73件，全部办结。"),
        ("第2段", "提案73件，全部", "全年办理批示件560件、提案73件，全部办结。"),
    ],
)
def test_a_word_comment_stands_at_its_place(place, quote, there):
    answer = annotate(DOCX, name="报告.docx", notes=[note(place, quote, "一\n二")])

    assert (answer.placed, answer.unplaced, answer.remarks) == (1, (), ())
    assert commented(answer.content) == [(there, "一\n二")]


@pytest.mark.parametrize(
    ("place", "quote", "there"),
    [
        ("工作表“Sheet1” 行5", "663", "C5"),
        ("工作表“Sheet1” 行6", "9.5", "E6"),
        ("工作表“Sheet1” 行6 列3", "2", "C6"),
        ("工作表“Sheet1” 行6", "没有的字", "A6"),
        ("第3段", "全部办结", "A3"),
    ],
)
def test_a_cell_note_stands_at_its_cell(place, quote, there):
    answer = annotate(XLSX, name="报告.xlsx", notes=[note(place, quote)])

    assert (answer.placed, answer.unplaced) == (1, ())
    assert noted(answer.content) == {("Sheet1", there): "核查：\n请核对"}


def test_a_note_whose_place_is_not_found_stands_at_the_beginning():
    lost = note("表9 行9", "41", "对不上")

    word = annotate(DOCX, name="报告.docx", notes=[lost])
    excel = annotate(XLSX, name="报告.xlsx", notes=[lost])

    assert (word.placed, word.unplaced) == (0, (lost,))
    assert (excel.placed, excel.unplaced) == (0, (lost,))
    told = "【表9 行9“41”】对不上"
    assert commented(word.content) == [("某局2020年度部门整体绩效自评报告", told)]
    assert noted(excel.content) == {("Sheet1", "A1"): f"核查：\n{told}"}


def test_nothing_to_say_changes_nothing():
    assert annotate(DOCX, name="报告.docx", notes=[]).content is DOCX


@pytest.mark.parametrize(
    ("content", "place", "changed"),
    [
        (
            DOCX,
            "表1 行2",
            {"word/document.xml", "word/_rels/document.xml.rels", "word/comments.xml"},
        ),
        (
            XLSX,
            "工作表“Sheet1” 行2",
            {
                "xl/worksheets/sheet1.xml",
                "xl/worksheets/_rels/sheet1.xml.rels",
                "xl/comments1.xml",
                "xl/drawings/vmlDrawing1.vml",
            },
        ),
    ],
)
def test_all_other_parts_stay_byte_for_byte(content, place, changed):
    answer = annotate(content, name="报告", notes=[note(place)])

    before, after = members(content), members(answer.content)
    differing = {name for name in after if before.get(name) != after[name]}
    assert differing == {*changed, "[Content_Types].xml"}
    assert list(after)[: len(before)] == list(before)


def without_comments(content):
    root = etree.fromstring(members(content)["word/document.xml"])
    marks = "//w:r[w:commentReference] | //w:commentRangeStart | //w:commentRangeEnd"
    for mark in root.xpath(marks, namespaces={"w": W.strip("{}")}):
        mark.getparent().remove(mark)
    return etree.tostring(root, method="c14n")


def test_the_text_itself_is_not_rewritten():
    notes = [note("第3段", "560件"), note("表1 行2", "663"), note("表8 行8")]

    answer = annotate(DOCX, name="报告.docx", notes=notes)

    assert without_comments(answer.content) == without_comments(DOCX)


def test_the_comment_covers_only_the_runs_of_the_quote():
    runs = "".join(
        f"<w:r><w:t>{text}</w:t></w:r>" for text in ("共办", "56", "0件", "。")
    )
    hidden = "<w:del><w:r><w:t>560件</w:t></w:r></w:del>"
    content = package(f"<w:p><w:pPr/>{hidden}{runs}</w:p>")

    answer = annotate(content, name="报告.docx", notes=[note("第1段", "560件")])

    text = members(answer.content)["word/document.xml"].decode()
    covered = text[text.index("commentRangeStart") : text.index("commentRangeEnd")]
    assert [word in covered for word in ("共办", "56", "0件", "。")] == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_quote_in_a_text_box_is_commented_at_the_paragraph_of_the_box():
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph('盒中的文字甲乙')}</w:txbxContent></v:textbox></w:pict></w:r>"
    content = package(f"<w:p>{box}<w:r><w:t>外面</w:t></w:r></w:p>")

    answer = annotate(
        content, name="报告.docx", notes=[note("第2段", "盒中的文字甲乙")]
    )

    root = etree.fromstring(members(answer.content)["word/document.xml"])
    (start,) = root.iter(W + "commentRangeStart")
    (paragraph_of_box,) = root.iterfind(f"{W}body/{W}p")
    assert start in list(paragraph_of_box)
    assert answer.placed == 1


def test_a_table_in_a_cell_is_a_table_of_its_own():
    inner = f"<w:tbl>{row(cell('甲'), cell('12'))}</w:tbl>"
    outer = row(cell("外"), f"<w:tc>{inner}{paragraph('内')}</w:tc>")
    content = package(f"<w:tbl>{outer}</w:tbl>")

    answer = annotate(content, name="报告.docx", notes=[note("表2 行1", "12")])

    text = members(answer.content)["word/document.xml"].decode()
    covered = text[text.index("commentRangeStart") : text.index("commentRangeEnd")]
    assert "<w:t>12</w:t>" in covered


def test_comments_that_stand_already_are_kept_and_numbered_on():
    document = docx.Document(io.BytesIO(DOCX))
    runs = document.paragraphs[2].runs
    document.add_comment(runs, text="老师：请补充", author="张", initials="张")
    file = io.BytesIO()
    document.save(file)

    answer = annotate(file.getvalue(), name="报告.docx", notes=[note("第3段", "560件")])

    comments = list(docx.Document(io.BytesIO(answer.content)).comments)
    assert [(c.comment_id, c.author, c.text) for c in comments] == [
        (0, "张", "老师：请补充"),
        (1, "核查", "请核对"),
    ]


def with_notes():
    def fill(workbook):
        sheet = workbook.add_worksheet("自评表")
        sheet.set_header("&L&G", {"image_left": "x.png", "image_data_left": io.BytesIO(PIXEL)})  # fmt: skip
        for column, text in enumerate(("名称", "完成值", "得分")):
            sheet.write(0, column, text)
            sheet.write(1, column, f"{column}0")
        sheet.write_comment("B2", "原有批注", {"author": "张"})

    return written(fill)


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def test_notes_that_stand_already_are_kept():
    notes = [
        note("工作表“自评表” 行2", "10", "对不上"),
        note("工作表“自评表” 行2", "20", "超过"),
    ]

    answer = annotate(with_notes(), name="表.xlsx", notes=notes)

    assert noted(answer.content) == {
        ("自评表", "B2"): "原有批注\n\n核查：\n对不上",
        ("自评表", "C2"): "核查：\n超过",
    }
    after = members(answer.content)
    drawn = [
        (name, content.count(b'ObjectType="Note"'))
        for name, content in after.items()
        if name.endswith(".vml")
    ]
    assert sorted(number for _, number in drawn) == [0, 2]


def test_a_conversation_is_left_alone_and_the_note_stands_beside_it():
    content = with_notes()
    comments = "xl/comments1.xml"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, member in members(content).items():
            threaded = member.replace("张".encode(), b"tc={0A}")
            archive.writestr(name, threaded if name == comments else member)

    answer = annotate(
        file.getvalue(),
        name="表.xlsx",
        notes=[note("工作表“自评表” 行2", "10", "对不上")],
    )

    assert noted(answer.content) == {
        ("自评表", "B2"): "原有批注",
        ("自评表", "C2"): "核查：\n（B2）对不上",
    }


@pytest.mark.parametrize(
    "container", [c for c in Container if c not in {"docx", "xlsx"}]
)
def test_other_files_are_refused_with_advice(container):
    with pytest.raises(UnreadableDocumentError, match="批注只支持") as caught:
        annotate(FILES[container], name=NAMES[container], notes=[note("第1段")])

    assert caught.value.reason == "not_annotatable"


def test_macros_stay_and_a_signature_is_remarked():
    signed = with_member(
        with_member(DOCX, "word/vbaProject.bin"), "_xmlsignatures/a.xml"
    )

    answer = annotate(signed, name="报告.docm", notes=[note("第1段")])

    assert members(answer.content)["word/vbaProject.bin"] == b"macro"
    assert answer.remarks == (
        "原文件带有数字签名；加入批注后签名失效，请以原文件为准。",
    )


TEXTS = st.text(alphabet="甲乙丙丁12.，。 件", min_size=1, max_size=12)


@st.composite
def documents(draw):
    blocks: list[Block] = []
    for number in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            blocks.append(Paragraph(text=draw(TEXTS), number=number))
            continue
        height, width = draw(st.integers(1, 3)), draw(st.integers(1, 3))
        blocks.append(
            Table(
                number=number,
                cells=tuple(
                    Cell(text=draw(st.one_of(st.just(""), TEXTS)), row=r, column=c)
                    for r in range(height)
                    for c in range(width)
                ),
            )
        )
    return Blocks(container=Container.TEXT, blocks=tuple(blocks))


PLACES = st.one_of(
    st.integers(1, 5).map("第{}段".format),
    st.tuples(st.integers(1, 4), st.integers(1, 4)).map(lambda p: f"表{p[0]} 行{p[1]}"),
    st.integers(1, 4).map("工作表“Sheet1” 行{}".format),
)
NOTES = st.lists(
    st.builds(Note, place=PLACES, quote=st.one_of(st.just(""), TEXTS), text=st.text()),
    max_size=5,
)


@pytest.mark.parametrize("contained", [as_docx, as_xlsx])
@settings(max_examples=60, deadline=None)
@given(document=documents(), notes=NOTES)
def test_an_annotated_file_reads_like_the_author_s_own(contained, document, notes):
    content = contained(document)
    try:
        before = read_blocks(content, name="文件")
    except UnreadableDocumentError:
        return  # nothing inside

    answer = annotate(content, name="文件", notes=notes)

    assert read_blocks(answer.content, name="文件") == before
    assert read_document(answer.content, name="文件") == read_document(
        content, name="文件"
    )
    assert answer.placed + len(answer.unplaced) == len(notes)


@pytest.mark.parametrize(
    ("content", "name", "place"),
    [
        (DOCX, "报告.docx", "表1 行2"),
        (XLSX, "报告.xlsx", "工作表“Sheet1” 行5"),
        (with_notes(), "旧.xlsx", "工作表“自评表” 行2"),
    ],
)
@pytest.mark.slow
def test_libreoffice_keeps_the_comments(content, name, place, tmp_path):
    answer = annotate(content, name=name, notes=[note(place, "663", "独一无二的话")])

    suffix = name.rpartition(".")[2]
    again = converted(answer.content, tmp_path, name=name, to=suffix)

    kept = b"".join(members(again.read_bytes()).values()).decode(errors="ignore")
    assert "独一无二的话" in kept


def test_a_short_quote_is_not_placed_by_chance():
    spots = [Spot(text="12", paragraph=n) for n in (1, 2)]

    assert spot_of(note("表9 行1", "12"), spots) is None
