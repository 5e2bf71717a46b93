"""Read a docx: the members of a zip, straight from their XML, into blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from jixiao.documents.blocks import Block
from jixiao.documents.gathering import Gathering
from jixiao.documents.limits import MAX_SPAN, damaged
from jixiao.documents.word_grid import WordCell, merged_cells
from jixiao.documents.word_numbering import (
    Numbering,
    W,
    number,
    read_numbering,
    value,
)
from jixiao.documents.zipped import Archive

KIND = "Word 文档"

_MAIN = re.compile(r"word/document[0-9]*\.xml")
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH_TEXT = _MATH + "t"

_P, _TBL, _TR, _TC, _T = W + "p", W + "tbl", W + "tr", W + "tc", W + "t"
_PROPERTIES = W + "pPr"
_TAB, _SYMBOL = W + "tab", W + "sym"
_BOX = W + "txbxContent"
_PLAIN_TEXT = {_T, _MATH_TEXT}
_TEXT_TAGS = (
    _T,
    _TAB,
    _SYMBOL,
    W + "br",
    W + "cr",
    W + "noBreakHyphen",
    W + "ptab",
    _MATH_TEXT,
    _MATH + "den",
)
_FIXED_TEXT = {
    _TAB: "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    _MATH + "den": "/",
}
_SYMBOLS = {
    "F052": "☑", "F0FE": "☑", "F0FC": "√", "F0D6": "√", "F050": "√",
    "F0A3": "□", "F06F": "□", "F0A8": "□", "F02A": "□", "F0B3": "≥", "F0A4": "≤",
}  # fmt: skip
_HIDDEN = W + "vanish"
_UNSEEN = (W + "del", W + "moveFrom", W + "rt", W + "tabs", _HIDDEN, _FALLBACK)
_WRAPPERS = {
    *(W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml")),
    *(_FALLBACK.replace("Fallback", name) for name in ("AlternateContent", "Choice")),
}
_OFF = {"0", "false", "off"}


def read_docx(content: bytes) -> tuple[Block, ...]:
    """Read paragraphs and tables as Word shows them, deleted text left out.

    A table inside a cell follows its outer table as one of its own.

    Raises:
        UnreadableDocumentError: damaged, encrypted, or beyond the limits.
    """
    archive = Archive(content, KIND)
    return read_body(archive, body_of(archive)).blocks


def body_of(archive: Archive) -> Element:
    """The body of the document, as it is written."""
    main = main_member(archive.names)
    body = None if main is None else archive.xml(main).find(f"{W}body")
    if body is None:
        raise damaged(KIND)
    return body


def read_body(archive: Archive, body: Element) -> ReadBody:
    """Read a body into blocks; what Word does not show is taken out of it."""
    keep_shown(body)
    numbering = Numbering()
    if "word/numbering.xml" in archive.names:
        numbering = read_numbering(archive.xml("word/numbering.xml"))
    return _Reader(numbering).read(body)


def keep_shown(container: Element) -> None:
    """Take out what Word does not show, and text boxes behind their paragraph."""
    _drop_unseen(container)
    _move_boxes_out(container)


def main_member(names: Iterable[str]) -> str | None:
    """The member that holds the text; some writers number it."""
    return next((name for name in sorted(names) if _MAIN.fullmatch(name)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBody:
    """Blocks, and the elements that each paragraph and each table was read from."""

    blocks: tuple[Block, ...]
    paragraphs: dict[int, Element]
    """By number of the paragraph."""
    tables: dict[int, Element]
    """By number of the table."""


class _Reader:
    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._gathering = Gathering()
        self._paragraphs: dict[int, Element] = {}
        self._tables: dict[int, Element] = {}

    def read(self, body: Element) -> ReadBody:
        for block in _inside(body, _P, _TBL):
            if block.tag == _TBL:
                self._add_table(block)
            elif added := self._gathering.add_paragraph(self._text(block)):
                self._paragraphs[added.number] = block
        return ReadBody(
            blocks=self._gathering.blocks,
            paragraphs=self._paragraphs,
            tables=self._tables,
        )

    def _add_table(self, table: Element) -> None:
        inner: list[Element] = []
        rows = (self._row(tr, inner) for tr in rows_inside(table))
        if added := self._gathering.add_table(merged_cells(rows)):
            self._tables[added.number] = table
        for nested in inner:
            self._add_table(nested)

    def _row(self, tr: Element, inner: list[Element]) -> Iterator[WordCell]:
        for tc, column, (span, is_below, is_beside) in placed_cells(tr):
            yield WordCell(
                text=self._cell_text(tc, inner),
                column=column,
                span=span,
                is_beside=is_beside,
                is_below=is_below,
            )

    def _cell_text(self, tc: Element, inner: list[Element]) -> str:
        lines = []
        for block in _inside(tc, _P, _TBL):
            if block.tag == _TBL:
                inner.append(block)
            else:
                lines.append(self._text(block).strip())
        return "\n".join(line for line in lines if line)

    def _text(self, paragraph: Element) -> str:
        properties = paragraph.find(_PROPERTIES)
        prefix = "" if properties is None else self._numbering.prefix(properties)
        return prefix + text_inside(paragraph)


def text_inside(element: Element) -> str:
    """The text of a paragraph or of a part of it, automatic numbers left out."""
    parts = []
    for node in element.iter(*_TEXT_TAGS):
        if node.tag in _PLAIN_TEXT:
            parts.append(node.text or "")
        elif node.tag == _SYMBOL:
            parts.append(_SYMBOLS.get(node.get(f"{W}char", "").upper(), ""))
        else:
            parts.append(_FIXED_TEXT[str(node.tag)])
    return "".join(parts)


def rows_inside(table: Element) -> Iterator[Element]:
    """The rows of a table in order."""
    return _inside(table, _TR)


def placed_cells(tr: Element) -> Iterator[tuple[Element, int, tuple[int, bool, bool]]]:
    """The cells of a row, the column that each begins in, and its spans."""
    column = _grid_before(tr)
    for tc in _inside(tr, _TC):
        spans = _spans(tc)
        yield tc, column, spans
        column += spans[0]


def paragraphs_inside(tc: Element) -> Iterator[Element]:
    """The paragraphs of a cell, those of tables inside it left out."""
    return _inside(tc, _P)


def _inside(container: Element, *tags: str) -> Iterator[Element]:
    """Yield children of these kinds, also those wrapped in controls or insertions."""
    for child in container:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, *tags)


def _drop_unseen(body: Element) -> None:
    """Remove what Word does not show: deletions, hidden runs, second copies."""
    for element in list(body.iter(*_UNSEEN)):
        parent = element.getparent()
        if parent is None:
            continue
        if element.tag == _HIDDEN:
            if parent.tag == W + "rPr" and value(element) not in _OFF:
                _drop(parent.getparent(), only=W + "r")
        elif parent.tag == W + "trPr":
            _drop(parent.getparent(), only=_TR)
        else:
            _drop(element)


def _drop(element: Element | None, *, only: str | None = None) -> None:
    if element is None or (only is not None and element.tag != only):
        return
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _move_boxes_out(body: Element) -> None:
    """Put the content of text boxes behind the paragraph they are anchored in."""
    for box in reversed(list(body.iter(_BOX))):
        anchor = next(box.iterancestors(_P), None)
        _drop(box)
        if anchor is not None:
            for block in reversed(list(box)):
                anchor.addnext(block)


def _grid_before(tr: Element) -> int:
    before = tr.find(f"{W}trPr/{W}gridBefore")
    return min(max(number(before, default=0), 0), MAX_SPAN)


def _spans(tc: Element) -> tuple[int, bool, bool]:
    """Columns of a cell; whether it continues the one above; the one beside it."""
    properties = tc.find(f"{W}tcPr")
    if properties is None:
        return 1, False, False
    span = number(properties.find(f"{W}gridSpan"), default=1)
    above, beside = (
        merge is not None and value(merge, default="continue") == "continue"
        for merge in (properties.find(f"{W}vMerge"), properties.find(f"{W}hMerge"))
    )
    return min(max(span, 1), MAX_SPAN), above, beside
