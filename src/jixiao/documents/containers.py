"""Find out what a file is from its content, refuse what is unsafe, read its blocks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from jixiao.core.errors import UnreadableDocumentError
from jixiao.documents import docx, xls, xlsx
from jixiao.documents.blocks import Block, Blocks, Container
from jixiao.documents.doc import MAIN as WORD_STREAM
from jixiao.documents.doc import read_doc
from jixiao.documents.docx import read_docx
from jixiao.documents.html import read_html
from jixiao.documents.libreoffice import convert_to_docx
from jixiao.documents.limits import MAX_BYTES, MEGABYTE, too_large
from jixiao.documents.ole import CompoundFile
from jixiao.documents.pdf import pages_without_text, read_pdf
from jixiao.documents.text import read_text
from jixiao.documents.xls import read_xls
from jixiao.documents.xlsx import read_xlsx
from jixiao.documents.zipped import Archive, encrypted

_EXTENSIONS = {
    "docx": Container.DOCX, "docm": Container.DOCX, "dotx": Container.DOCX,
    "doc": Container.DOC, "dot": Container.DOC, "wps": Container.DOC,
    "xlsx": Container.XLSX, "xlsm": Container.XLSX, "xltx": Container.XLSX,
    "xls": Container.XLS, "xlt": Container.XLS, "et": Container.XLS,
    "pdf": Container.PDF,
    "html": Container.HTML, "htm": Container.HTML, "shtml": Container.HTML,
    "xhtml": Container.HTML,
    "txt": Container.TEXT, "csv": Container.TEXT, "tsv": Container.TEXT,
    "md": Container.TEXT,
}  # fmt: skip
_NAMES = {
    Container.DOCX: "Word 文档（docx）",
    Container.DOC: "Word 97–2003 文档（doc）",
    Container.XLSX: "Excel 工作簿（xlsx）",
    Container.XLS: "Excel 97–2003 工作簿（xls）",
    Container.PDF: "PDF 文件",
    Container.HTML: "网页（html）",
    Container.TEXT: "纯文本（txt）",
}
_PICTURE = "请提供原始的 Word、Excel 或带文字的 PDF 文件"
_UNPACK = "请先解压，再逐个读取里面的文件"
_SAVE_AS = "请用原软件打开后另存为 .docx、.xlsx 或 .pdf 再试"
_FOREIGN = (
    (b"\x89PNG", "PNG 图片", _PICTURE),
    (b"\xff\xd8\xff", "JPEG 图片", _PICTURE),
    (b"GIF8", "GIF 图片", _PICTURE),
    (b"II*\0", "TIFF 图片", _PICTURE),
    (b"MM\0*", "TIFF 图片", _PICTURE),
    (b"RIFF", "WebP 图片或音像文件", _PICTURE),
    (b"Rar!", "RAR 压缩包", _UNPACK),
    (b"7z\xbc\xaf", "7z 压缩包", _UNPACK),
    (b"\x1f\x8b", "GZIP 压缩包", _UNPACK),
    (b"MIME-Version:", "网页归档（mht）", _SAVE_AS),
)
"""First bytes, what they mean, what to do instead."""
_BLANK = b"\xef\xbb\xbf\xff\xfe \t\r\n"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD_BYTES = 4096
_PDF_HEAD_BYTES = 1024
_OFFICE_XML = re.compile(rb"<\?mso-application\s+progid=\"(Word|Excel)", re.IGNORECASE)
_HTML = re.compile(
    rb"<\s*(!doctype\s+html|html|head|body|meta|title|table|div|p)[\s>]", re.IGNORECASE
)
_MACROS = "文件含有宏，宏已忽略，只读取文字和表格。"
_SCANNED_PAGES = 20


@dataclass(frozen=True, slots=True)
class _Recognised:
    """What a file is, who reads it, what to say about it."""

    container: Container
    read: Callable[[bytes], tuple[Block, ...]]
    remarks: tuple[str, ...] = ()


def read_blocks(content: bytes, *, name: str) -> Blocks:
    """Read any supported file into blocks.

    Args:
        content: the whole file.
        name: the name of the file; its extension is only compared with the content.

    Returns:
        Blocks in reading order; remarks on the file itself, such as a misleading
        extension or pages that are scanned.

    Raises:
        UnreadableDocumentError: empty, too large, a zip bomb, encrypted, damaged,
            scanned, of unknown format, with external entities, or nothing inside.
    """
    if not content:
        raise UnreadableDocumentError(
            "empty", "文件是空的（0 字节）；请检查文件是否完整，重新上传或下载。"
        )
    if len(content) > MAX_BYTES:
        size = f"{len(content) / MEGABYTE:.0f}"
        raise too_large(f"{size}兆字节，最多可读{MAX_BYTES // MEGABYTE}兆字节")
    extension = PurePath(name).suffix.removeprefix(".").lower()
    found = _recognise(content, extension)
    blocks = found.read(content)
    if not blocks:
        raise UnreadableDocumentError(
            "nothing_inside",
            "文件中没有任何文字；若内容是图片，请提供原始电子文件或先做文字识别。",
        )
    remarks = (*_about_extension(extension, found.container), *found.remarks)
    if found.container is Container.PDF:
        remarks += _about_scanned_pages(content)
    return Blocks(container=found.container, blocks=blocks, remarks=remarks)


def _recognise(content: bytes, extension: str) -> _Recognised:
    for start, kind, advice in _FOREIGN:
        if content.startswith(start):
            raise _unknown(kind, advice)
    if content.startswith(b"PK"):
        return _recognise_zip(content)
    if content.startswith(_OLE):
        return _recognise_ole(content)
    if b"%PDF-" in content[:_PDF_HEAD_BYTES]:
        return _Recognised(Container.PDF, read_pdf)
    return _recognise_text(content, extension)


def _recognise_text(content: bytes, extension: str) -> _Recognised:
    # Without its zero bytes, UTF-16 reads like ASCII; the BOM goes as well.
    head = content[:_HEAD_BYTES].replace(b"\0", b"").lstrip(_BLANK)
    if head.startswith(b"{\\rtf"):
        return _Recognised(Container.DOC, _read_rtf)
    if _OFFICE_XML.search(head):
        raise _unknown("Office 2003 XML 文件", _SAVE_AS)
    if head.startswith(b"<") and _HTML.search(head):
        return _Recognised(Container.HTML, read_html)
    is_csv = extension == "csv"
    return _Recognised(Container.TEXT, partial(read_text, comma_separated=is_csv))


def _recognise_zip(content: bytes) -> _Recognised:
    names = Archive(content, "ZIP 压缩格式的文件").names
    has_macros = any(name.endswith("vbaProject.bin") for name in names)
    remarks = (_MACROS,) if has_macros else ()
    if docx.main_member(names):
        return _Recognised(Container.DOCX, read_docx, remarks)
    if xlsx.MAIN in names:
        return _Recognised(Container.XLSX, read_xlsx, remarks)
    if "xl/workbook.bin" in names:
        raise _unknown("Excel 二进制工作簿（xlsb）", _SAVE_AS)
    if "OFD.xml" in names:
        raise _unknown("OFD 版式文件", "请用 OFD 阅读软件转换为 PDF 后再试")
    if {"mimetype", "content.xml"} <= names or "[Content_Types].xml" in names:
        raise _unknown("其他办公软件的文件", _SAVE_AS)
    raise _unknown("ZIP 压缩包", _UNPACK)


def _recognise_ole(content: bytes) -> _Recognised:
    names = CompoundFile(content, "Office 97–2003 格式的文件").names
    if "EncryptedPackage" in names:
        raise encrypted("文件")
    remarks = (_MACROS,) if {"Macros", "_VBA_PROJECT_CUR"} & names else ()
    if WORD_STREAM in names:
        return _Recognised(Container.DOC, read_doc, remarks)
    if names.intersection(xls.STREAMS):
        return _Recognised(Container.XLS, read_xls, remarks)
    raise _unknown("Office 97–2003 格式的其他文件", _SAVE_AS)


def _read_rtf(content: bytes) -> tuple[Block, ...]:
    converted = convert_to_docx(content, ".rtf")
    if converted is None:
        raise _unknown("RTF 文档", "请另存为 .docx 再试")
    return read_docx(converted)


def _unknown(kind: str, advice: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        "unknown_format", f"不支持这种文件：内容看来是{kind}；{advice}。"
    )


def _about_extension(extension: str, container: Container) -> tuple[str, ...]:
    named = _EXTENSIONS.get(extension)
    if named is None or named is container:
        return ()
    if extension in {"wps", "et"} and container in {Container.DOCX, Container.XLSX}:
        return ()
    return (
        f"文件扩展名是 .{extension}，内容其实是{_NAMES[container]}，已按内容读取。",
    )


def _about_scanned_pages(content: bytes) -> tuple[str, ...]:
    pages = pages_without_text(content)
    if not pages:
        return ()
    listed = "、".join(str(page) for page in pages[:_SCANNED_PAGES])
    more = "等" if len(pages) > _SCANNED_PAGES else ""
    return (f"PDF 第{listed}页{more}没有文字，看来是扫描图，未能读取。",)
