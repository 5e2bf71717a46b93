import io
import zipfile

import docx
import pytest
import xlsxwriter
from tests.documents.compound import compound, word
from tests.documents.drawing import drawn
from tests.documents.printing import printed
from tests.documents.test_xls import text, workbook

from jixiao.core.errors import UnreadableDocumentError
from jixiao.documents import containers
from jixiao.documents.blocks import Container
from jixiao.documents.containers import read_blocks


def docx_file():
    document = docx.Document()
    document.add_paragraph("自评")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def xlsx_file():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet().write("A1", "自评")
    return file.getvalue()


def zipped(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


def with_member(content, name):
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, b"macro")
    return file.getvalue()


FILES = {
    Container.DOCX: docx_file(),
    Container.XLSX: xlsx_file(),
    Container.DOC: word(["自评\r"]),
    Container.XLS: workbook(("甲", 0, text(0, 0, "自评"))),
    Container.PDF: printed("自评"),
    Container.HTML: "<!DOCTYPE html><html><body>自评</body></html>".encode(),
    Container.TEXT: "自评".encode("gb18030"),
}
NAMES = {
    Container.DOCX: "报告.docx",
    Container.XLSX: "报告.xlsx",
    Container.DOC: "报告.doc",
    Container.XLS: "报告.xls",
    Container.PDF: "报告.PDF",
    Container.HTML: "报告.htm",
    Container.TEXT: "报告.txt",
}


@pytest.mark.parametrize("container", Container)
def test_every_container_is_read(container):
    blocks = read_blocks(FILES[container], name=NAMES[container])

    assert (blocks.container, drawn(blocks.blocks), blocks.remarks) == (
        container,
        ["自评"],
        (),
    )


@pytest.mark.parametrize("container", Container)
def test_a_wrong_extension_is_remarked_and_the_content_counts(container):
    wrong = "报告.xls" if container is not Container.XLS else "报告.pdf"

    blocks = read_blocks(FILES[container], name=wrong)

    assert blocks.container is container
    assert len(blocks.remarks) == 1
    assert blocks.remarks[0].startswith(f"文件扩展名是 {wrong[2:]}，内容其实是")


@pytest.mark.parametrize(
    ("name", "container"),
    [
        ("报告.wps", Container.DOC),
        ("报告.wps", Container.DOCX),
        ("报告.et", Container.XLS),
        ("报告.et", Container.XLSX),
        ("报告", Container.PDF),
    ],
)
def test_extensions_that_fit_or_are_missing_are_not_remarked(name, container):
    assert read_blocks(FILES[container], name=name).remarks == ()


@pytest.mark.parametrize(
    ("container", "member"),
    [
        (Container.DOCX, "word/vbaProject.bin"),
        (Container.XLSX, "xl/vbaProject.bin"),
    ],
)
def test_macros_are_ignored_and_remarked(container, member):
    content = with_member(FILES[container], member)

    blocks = read_blocks(content, name=NAMES[container])

    assert (drawn(blocks.blocks), blocks.remarks) == (
        ["自评"],
        ("文件含有宏，宏已忽略，只读取文字和表格。",),
    )


def test_a_comma_separated_file_is_read_as_a_table():
    blocks = read_blocks("甲,1\n乙,2\n".encode(), name="表.csv")

    assert drawn(blocks.blocks) == ["甲 | 1", "乙 | 2"]


def test_a_page_in_utf_16_is_a_page():
    content = "<html><body><p>自评</p></body></html>".encode("utf-16")

    assert read_blocks(content, name="页.html").container is Container.HTML


def test_rich_text_is_read_where_libreoffice_is(monkeypatch):
    monkeypatch.setattr(containers, "convert_to_docx", lambda *_: docx_file())

    blocks = read_blocks(rb"{\rtf1 x}", name="报告.doc")

    assert drawn(blocks.blocks) == ["自评"]


def test_scanned_pages_among_others_are_remarked(monkeypatch):
    monkeypatch.setattr(containers, "pages_without_text", lambda _: (2, 3))

    blocks = read_blocks(FILES[Container.PDF], name="报告.pdf")

    assert blocks.remarks == ("PDF 第2、3页没有文字，看来是扫描图，未能读取。",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n....", "PNG 图片"),
        (b"\xff\xd8\xff\xe0....", "JPEG 图片"),
        (b"Rar!\x1a\x07\x00", "RAR 压缩包"),
        (zipped(a_txt="x"), "ZIP 压缩包"),
        (zipped(OFD_xml="x"), "OFD 版式文件"),
        (zipped(mimetype="x", content_xml="x"), "其他办公软件"),
        (zipped(xl__workbook_bin="x"), "xlsb"),
        (compound({"PowerPoint Document": b"x"}), "Office 97–2003 格式的其他文件"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>',
            "2003 XML",
        ),
        (b"MIME-Version: 1.0", "网页归档"),
        (b"BM\0\0\0\0\0\0", "无法识别文件格式"),
    ],
)
def test_what_is_not_supported_is_named(content, words):
    with pytest.raises(UnreadableDocumentError, match=words) as caught:
        read_blocks(content, name="报告.docx")

    assert caught.value.reason == "unknown_format"


def test_rich_text_without_libreoffice_is_named(monkeypatch):
    monkeypatch.setattr(containers, "convert_to_docx", lambda *_: None)

    with pytest.raises(UnreadableDocumentError, match="RTF 文档") as caught:
        read_blocks(rb"{\rtf1 x}", name="报告.doc")

    assert caught.value.reason == "unknown_format"
