"""Read plain text, in which converters have left tables in three ways.

One cell a line behind a tab, cells between bars, or cells between tabs or commas.
None of them can say which cells were merged.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from jixiao.core.errors import UnreadableDocumentError
from jixiao.documents.blocks import Block, Cell
from jixiao.documents.gathering import Gathering

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BAR = re.compile(r"[|｜│┃║]")
_RULE = re.compile(r"\s*[|｜│┃║+\-=:─━═┄┈┌┍┎┏┐┒┓└┕┖┗┘┛├┝┠┣┤┥┨┫┬┯┰┳┴┷┸┻┼┿╂╋╔╗╚╝╠╣╦╩╬ ]+\s*")
_RULE_STROKES = re.compile(r"[-=─━═┄┈]{2}|[-=:]{3}")
_VALUE = re.compile(r"[0-9０-９≥≤≦≧<>＞＜=＝﹥﹤±+\-—]|$")
_RULES_OF_A_FULL_GRID = 4


class _Kind(Enum):
    BLANK = auto()
    TEXT = auto()
    CELL = auto()
    """One cell behind a tab."""
    ROW = auto()
    """Several cells between tabs."""
    BARS = auto()
    RULE = auto()
    """Drawn line of a table, without text."""


def read_text(content: bytes, *, comma_separated: bool = False) -> tuple[Block, ...]:
    """Read paragraphs, one a line, and the tables between them.

    Args:
        content: the whole file in UTF-8, UTF-16 with BOM, or GB 18030.
        comma_separated: the whole file is one table (.csv).

    Raises:
        UnreadableDocumentError: this is no text.
    """
    lines = _LINE_ENDS.sub("\n", decode_text(content)).split("\n")
    if comma_separated:
        gathering = Gathering()
        _add_rows(gathering, _comma_separated(lines))
        return gathering.blocks
    return _Reader(lines).read()


def decode_text(content: bytes) -> str:
    """Decode by BOM, then as strict UTF-8, then as strict GB 18030.

    Raises:
        UnreadableDocumentError: neither, or full of control characters.
    """
    for bom, charset in _BOMS:
        if content.startswith(bom):
            candidates, content = (charset,), content[len(bom) :]
            break
    else:
        candidates = ("utf-8", "gb18030")
    for charset in candidates:
        try:
            text = content.decode(charset)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise UnreadableDocumentError(
        "unknown_format",
        "无法识别文件格式：既不是 Word、Excel、PDF、网页，也不是可读的文本；"
        "请用原软件打开后另存为 .docx、.xlsx 或 .pdf 再试。",
    )
