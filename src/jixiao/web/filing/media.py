"""What an evidence file is, by its content; the name is never trusted.

Refused is what a browser or a double click could run: pages, drawings with script,
programs, macros, archives of unknown content.
"""

from __future__ import annotations

import re

from jixiao.core.errors import UnreadableDocumentError
from jixiao.documents.ole import CompoundFile
from jixiao.documents.zipped import Archive
from jixiao.web.filing.errors import RefusedFileError

PDF = "application/pdf"
PLAIN = "text/plain"
PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
"""What every browser shows."""
PREVIEWED = PICTURES | {PDF}
KINDS = {
    PDF: "PDF",
    PLAIN: "文本",
    "image/tiff": "图片",
    "image/bmp": "图片",
    "application/msword": "Word",
    "application/vnd.ms-excel": "Excel",
    "application/vnd.ms-powerpoint": "PPT",
    "application/ofd": "OFD",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PPT",
}
"""What people call the kinds that have no thumbnail."""
ACCEPT = (
    ".pdf,.png,.jpg,.jpeg,.webp,.gif,.tif,.tiff,.bmp,"
    ".doc,.docx,.xls,.xlsx,.ppt,.pptx,.wps,.et,.dps,.ofd,.txt,.csv"
)
"""For the file dialogue; only a hint."""

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"%PDF-", PDF),
)
_UNPACK = "是压缩包；请先解压，再把里面的文件逐个上传"
_REFUSED = (
    (b"MZ", "是可执行程序，不能作为佐证材料"),
    (b"\x7fELF", "是可执行程序，不能作为佐证材料"),
    (b"\xca\xfe\xba\xbe", "是可执行程序，不能作为佐证材料"),
    (b"#!", "是脚本，不能作为佐证材料"),
    (b"Rar!", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", _UNPACK),
    (b"\x1f\x8b", _UNPACK),
    (b"{\\rtf", "是 RTF 文档；请另存为 docx 或 PDF 再上传"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIPPED = (
    ("word/document.xml", f"{_OFFICE}wordprocessingml.document"),
    ("xl/workbook.xml", f"{_OFFICE}spreadsheetml.sheet"),
    ("ppt/presentation.xml", f"{_OFFICE}presentationml.presentation"),
    ("OFD.xml", "application/ofd"),
)
"""A member that only this kind of file has."""
_STREAMS = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = "含有宏；请另存为不含宏的文件或 PDF 再上传"
_MARKUP = re.compile(rb"<\s*[!?a-z]", re.IGNORECASE)
_HEAD = 4096
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f")


def media_type_of(content: bytes, *, name: str) -> str:
    """Tell what a file is.

    Args:
        content: the whole file.
        name: as the user's machine called it, for the sentence only.

    Raises:
        RefusedFileError: empty, dangerous, or of a kind that nobody can open.

    >>> media_type_of(b"%PDF-1.7 ...", name="规划.pdf")
    'application/pdf'
    """
    if not content:
        raise RefusedFileError(f"“{name}”是空文件（0 字节）；请检查后重新选择")
    for start, why in _REFUSED:
        if content.startswith(start):
            raise RefusedFileError(f"“{name}”{why}")
    try:
        found = _container(content, name) or _text(content, name)
    except UnreadableDocumentError as error:
        raise RefusedFileError(f"“{name}”无法接收：{error}") from error
    if found is None:
        raise RefusedFileError(
            f"“{name}”的内容不是可接收的格式；"
            "请上传 PDF、图片、Word、Excel、PPT、OFD 或文本文件"
        )
    return found


def _container(content: bytes, name: str) -> str | None:
    for start, media_type in _STARTS:
        if content.startswith(start):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"BM") and int.from_bytes(content[2:6], "little") == len(
        content
    ):
        return "image/bmp"
    if content.startswith(b"PK"):
        return _zipped(content, name)
    return _compound(content, name) if content.startswith(_OLE) else None


def _zipped(content: bytes, name: str) -> str:
    names = Archive(content, "文件").names
    if any(member.endswith("vbaProject.bin") for member in names):
        raise RefusedFileError(f"“{name}”{_MACROS}")
    for member, media_type in _ZIPPED:
        if member in names:
            return media_type
    raise RefusedFileError(f"“{name}”{_UNPACK}")


def _compound(content: bytes, name: str) -> str | None:
    names = CompoundFile(content, "文件").names
    if "EncryptedPackage" in names:
        raise RefusedFileError(f"“{name}”设有密码，别人无法打开；请去除密码再上传")
    if {"Macros", "_VBA_PROJECT_CUR"} & names:
        raise RefusedFileError(f"“{name}”{_MACROS}")
    return next((kind for stream, kind in _STREAMS if stream in names), None)


def _text(content: bytes, name: str) -> str | None:
    text = content.removeprefix(b"\xef\xbb\xbf")
    if _CONTROLS.intersection(text):
        return None
    if _MARKUP.search(text[:_HEAD]):
        raise RefusedFileError(
            f"“{name}”是网页、矢量图或脚本，不能作为佐证材料；请打印成 PDF 再上传"
        )
    for encoding in ("utf-8", "gb18030"):
        try:
            text.decode(encoding)
        except UnicodeDecodeError:
            continue
        return PLAIN
    return None
