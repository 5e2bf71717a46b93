import io
import re
import shutil

import docx
import pytest
from tests.documents.compound import DELETED, HIDDEN, IN_TABLE, compound, row_end, word
from tests.documents.drawing import drawn

from jixiao.core.errors import UnreadableDocumentError
from jixiao.documents import doc
from jixiao.documents.blocks import Table
from jixiao.documents.doc import read_doc
from jixiao.documents.docx import read_docx
from jixiao.documents.libreoffice import convert_to_docx

FIRST_BELOW, BELOW = 0x0060, 0x0020
FIRST_BESIDE, BESIDE = 0x0001, 0x0002


def table(*rows):
    """Text and marks of a table; a row is its cells, edges and flags."""
    marks = []
    for cells, edges, *flags in rows:
        parts = "".join(f"{cell}\x07" for cell in cells).replace("\n", "\r")
        marks += [(part, IN_TABLE) for part in re.findall("[^\r\x07]*[\r\x07]", parts)]
        marks.append(("\x07", row_end(edges, *flags)))
    text = "".join(part for part, _ in marks)
    return text, marks


def test_pieces_of_one_and_of_two_bytes_are_put_together():
    content = word(["自评得分", b"94.92 points\r", "较好\r"])

    assert drawn(read_doc(content)) == ["自评得分94.92 points", "较好"]


def test_special_characters_are_resolved():
    content = word(["一\x0b二\x1e三\xa0四\x01\x08\r\x0c五𠮷\r"])

    assert drawn(read_doc(content)) == ["一\n二-三 四", "五𠮷"]


def test_of_fields_only_the_result_is_read():
    field = "\x13 HYPERLINK \x13 REF x \x14内\x15 \x14结果\x15"

    assert drawn(read_doc(word([f"见{field}。\r"]))) == ["见结果。"]


def test_hidden_and_deleted_text_is_not_read():
    runs = [("显", b""), ("隐", HIDDEN), ("旧", DELETED), ("新\r", b"")]
    content = word(["显隐旧新\r"], runs=runs)

    assert drawn(read_doc(content)) == ["显新"]


def test_text_boxes_are_read_behind_the_text():
    content = word(["正文\r", "框内\r"], boxes=3)

    assert drawn(read_doc(content)) == ["正文", "框内"]


def test_edges_and_flags_make_the_grid():
    text, marks = table(
        (["产\n出", "数量", "3"], [0, 1000, 2000, 3000], [FIRST_BELOW, 0, 0]),
        (["", "时效", "2"], [0, 1000, 2010, 3000], [BELOW, 0, 0]),
        (["总分", "5"], [0, 1990, 3000]),
    )
    content = word(["表\r" + text + "后\r"], [("表\r", b""), *marks, ("后\r", b"")])

    assert drawn(read_doc(content)) == [
        "表",
        "产/出 | 数量 | 3",
        "^ | 时效 | 2",
        "总分 | < | 5",
        "后",
    ]


def test_horizontally_merged_cells_are_one():
    text, marks = table(
        (["合计", "", "5"], [0, 1000, 2000, 3000], [FIRST_BESIDE, BESIDE, 0]),
    )

    assert drawn(read_doc(word([text + "\r"], [*marks, ("\r", b"")]))) == [
        "合计 | < | 5"
    ]


def test_without_definitions_the_merges_are_not_known():
    bare = row_end([0, 1])[:6]
    marks = [("甲\x07", IN_TABLE), ("乙\x07", IN_TABLE), ("\x07", bare), ("\r", b"")]
    (block,) = read_doc(word(["甲\x07乙\x07\x07\r"], marks))

    assert isinstance(block, Table)
    assert (drawn((block,)), block.merges_known) == (["甲 | 乙"], False)


def test_an_encrypted_text_is_refused():
    with pytest.raises(UnreadableDocumentError, match="密码") as caught:
        read_doc(word(["密\r"], flags=0x0300))

    assert caught.value.reason == "encrypted"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (compound({"WordDocument": b"\xdc\xa5\x65\0" + b"\0" * 600}), "unknown_format"),
        (compound({"WordDocument": b"\xec\xa5\xc1\0" + b"\0" * 600}), "damaged"),
    ],
)
def test_what_cannot_be_read_without_libreoffice_is_refused(
    content, reason, monkeypatch
):
    monkeypatch.setattr(doc, "convert_to_docx", lambda *_: None)

    with pytest.raises(UnreadableDocumentError) as caught:
        read_doc(content)

    assert caught.value.reason == reason


def test_what_the_reader_cannot_read_libreoffice_may(monkeypatch):
    document = docx.Document()
    document.add_paragraph("旧文档")
    file = io.BytesIO()
    document.save(file)
    monkeypatch.setattr(doc, "convert_to_docx", lambda *_: file.getvalue())

    content = compound({"WordDocument": b"\xdc\xa5\x65\0" + b"\0" * 600})

    assert drawn(read_doc(content)) == ["旧文档"]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice 未安装")
def test_libreoffice_reads_the_same_from_rich_text():
    rich = rb"{\rtf1\ansi\uc0 \u33258 \u35780 \par\trowd\cellx1000\cellx2000"
    rich += rb"\intbl A\cell B\cell\row\pard C\par}"
    converted = convert_to_docx(rich, ".rtf")

    assert converted is not None
    assert drawn(read_docx(converted)) == ["自评", "A | B", "C"]
