import io
import re
import struct
import zipfile

import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.documents.compound import compound
from tests.documents.test_containers import FILES, NAMES
from tests.documents.test_docx import package, paragraph

from jixiao.core.errors import UnreadableDocumentError
from jixiao.documents import doc, limits, zipped
from jixiao.documents.blocks import Container
from jixiao.documents.containers import read_blocks

CHINESE_SENTENCE = re.compile(r"[^。]*[\u4e00-\u9fff][^。]*。")
MEGABYTE = 1024 * 1024


def refusal(content, name="报告.docx"):
    with pytest.raises(UnreadableDocumentError) as caught:
        read_blocks(content, name=name)
    assert CHINESE_SENTENCE.fullmatch(str(caught.value))
    return caught.value


def bomb(member, size):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, b" " * size)
    return file.getvalue()


def joined(content, name, more, *, compression=zipfile.ZIP_DEFLATED):
    """A zip with one more member."""
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", compression) as archive:
        archive.writestr(name, more)
    return file.getvalue()


def flagged_as_encrypted(content):
    """Set the encryption flag of every member, at its head and in the directory."""
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        for match in re.finditer(re.escape(signature), content):
            at = match.start() + offset
            content = content[:at] + b"\1\0" + content[at + 2 :]
    return content


def understated(content, size):
    """Let the directory of a zip announce less than its member holds."""
    at = content.index(b"PK\1\2") + 24
    return content[:at] + struct.pack("<I", size) + content[at + 4 :]


def pdf_with_password():
    """A PDF whose password nobody knows: the standard handler, arbitrary keys."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O("
        + b"o" * 32
        + b")/U("
        + b"u" * 32
        + b")>>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"xref\n0 5\n0000000000 65535 f \n"
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Root 1 0 R/Encrypt 4 0 R/Size 5/ID[(a)(a)]>>\n"
    return body + table + trailer + b"startxref\n%d\n%%%%EOF" % len(body)


def blank_pdf():
    file = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    document.new_page(300, 200)
    document.save(file)
    document.close()
    return file.getvalue()


DOCX = FILES[Container.DOCX]
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
DEEP = "<w:tbl><w:tr><w:tc>" * 300 + "</w:tc></w:tr></w:tbl>" * 300


@pytest.mark.parametrize(
    ("content", "reason", "words"),
    [
        (b"", "empty", "空的"),
        (bomb("word/document.xml", 300 * MEGABYTE), "zip_bomb", "恶意"),
        (bomb("word/document.xml", 17 * MEGABYTE), "zip_bomb", "压缩比"),
        (understated(bomb("word/document.xml", 40 * MEGABYTE), 9), "damaged", "损坏"),
        (compound({"EncryptedPackage": b"x"}), "encrypted", "密码"),
        (flagged_as_encrypted(DOCX), "encrypted", "密码"),
        (pdf_with_password(), "encrypted", "密码"),
        (DOCX[: len(DOCX) // 2], "damaged", "损坏"),
        (FILES[Container.PDF][:200], "damaged", "损坏"),
        (FILES[Container.DOC][:700], "damaged", "损坏"),
        (package("<w:p>"), "damaged", "损坏"),
        (package(DEEP), "damaged", "损坏"),
        (package(paragraph("&e;"), head=OUTSIDE), "external_entity", "外部实体"),
        (blank_pdf(), "scanned", "扫描件"),
        (b"\x89PNG\r\n\x1a\n", "unknown_format", "PNG 图片"),
        (bytes(range(256)) * 9, "unknown_format", "无法识别"),
        (package("<w:p/>"), "nothing_inside", "没有任何文字"),
        (b"<html><body> </body></html>", "nothing_inside", "没有任何文字"),
        (b" \n\t\n", "nothing_inside", "没有任何文字"),
    ],
)
def test_what_cannot_be_read_is_refused_with_reason_and_advice(
    content, reason, words, monkeypatch
):
    monkeypatch.setattr(doc, "convert_to_docx", lambda *_: None)

    error = refusal(content)

    assert (error.reason, words in str(error)) == (reason, True)


class Untouchable(bytes):
    """Bytes that nobody may look into."""

    def __getitem__(self, _):
        raise AssertionError

    startswith = find = __getitem__  # type: ignore[assignment]


def test_a_file_of_200_megabytes_is_refused_before_it_is_looked_into():
    error = refusal(Untouchable(200 * MEGABYTE))

    assert error.reason == "too_large"
    assert str(error).startswith("文件过大：200兆字节，最多可读100兆字节")


def test_padding_does_not_hide_a_bomb():
    content = bomb("word/document.xml", 17 * MEGABYTE)
    padded = joined(content, "x", b"x" * MEGABYTE, compression=zipfile.ZIP_STORED)

    assert refusal(padded).reason == "zip_bomb"


def test_a_bomb_that_would_not_be_read_is_refused_too():
    content = joined(DOCX, "word/media/x", b" " * 300 * MEGABYTE)

    assert refusal(content).reason == "zip_bomb"


def test_members_that_add_up_to_too_much_are_refused(monkeypatch):
    monkeypatch.setattr(zipped, "MAX_INFLATED_BYTES", 10_000)

    assert refusal(package(paragraph("甲" * 4000))).reason == "zip_bomb"


def test_a_table_of_too_many_positions_is_refused():
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc>'
    row = f"<w:tr>{wide * 50}</w:tr>"
    cell = f"<w:tr><w:tc>{paragraph('甲')}</w:tc></w:tr>"

    assert refusal(package(f"<w:tbl>{row}{cell * 60}</w:tbl>")).reason == "too_large"


def test_too_many_members_are_refused(monkeypatch):
    monkeypatch.setattr(zipped, "MAX_MEMBERS", 3)

    assert refusal(DOCX).reason == "zip_bomb"


def test_entities_of_entities_are_not_expanded():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE x [<!ENTITY l0 "哈哈">{laughs}]>'

    error = refusal(package(paragraph("&l9;"), head=head))

    assert error.reason in {"external_entity", "damaged"}


def reads_or_refuses(content, name):
    """Anything but blocks or a refusal is a bug."""
    sentence = "读到文字。"
    try:
        blocks = read_blocks(content, name=name).blocks
    except UnreadableDocumentError as error:
        blocks, sentence = (), str(error)
    assert bool(blocks) == (sentence == "读到文字。")
    assert CHINESE_SENTENCE.fullmatch(sentence)


@pytest.fixture(autouse=True, scope="module")
def _without_libreoffice():
    """Hundreds of broken files must not start hundreds of converters."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", "")
        yield


@given(content=st.binary(max_size=600), start=st.sampled_from([b"", b"PK\3\4", b"%PDF-",
       b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"{\\rtf"]))  # fmt: skip
@example(content=b"", start=b"PK\5\6" + b"\0" * 18)
def test_random_bytes_are_read_or_refused(content, start):
    reads_or_refuses(start + content, "报告.docx")


@pytest.mark.parametrize("container", Container)
@settings(max_examples=60, deadline=None)
@given(share=st.floats(0, 1))
def test_truncated_files_are_read_or_refused(container, share):
    content = FILES[container]

    reads_or_refuses(content[: int(len(content) * share)], NAMES[container])


@pytest.mark.parametrize("container", Container)
@settings(max_examples=100, deadline=None)
@given(
    flips=st.lists(
        st.tuples(st.floats(0, 0.999999), st.integers(1, 255)), min_size=1, max_size=8
    )
)
def test_files_with_flipped_bytes_are_read_or_refused(container, flips):
    content = bytearray(FILES[container])
    for share, mask in flips:
        content[int(len(content) * share)] ^= mask

    reads_or_refuses(bytes(content), NAMES[container])


@settings(max_examples=200, deadline=None)
@given(
    body=st.text(alphabet='甲 |\t\n,<>trdp=/"&;', max_size=80),
    name=st.sampled_from(["a.csv", "a.txt", "a.html"]),
)
def test_arbitrary_text_is_read_or_refused(body, name):
    reads_or_refuses(
        ("<html>" if name == "a.html" else "").encode() + body.encode(), name
    )


def test_the_limits_are_those_that_the_manual_names():
    assert (limits.MAX_BYTES, limits.MAX_PAGES) == (100 * MEGABYTE, 2000)
