"""Read a binary Word file (.doc, .wps): marks in its text become blocks."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from struct import unpack_from

from jixiao.core.errors import UnreadableDocumentError
from jixiao.documents.blocks import Block, Cell
from jixiao.documents.docx import read_docx
from jixiao.documents.gathering import Gathering
from jixiao.documents.libreoffice import convert_to_docx
from jixiao.documents.limits import damaged
from jixiao.documents.ole import CompoundFile
from jixiao.documents.word_binary import (
    Story,
    is_encrypted,
    is_word_97,
    read_story,
    table_stream,
)
from jixiao.documents.word_grid import WordCell, merged_cells
from jixiao.documents.zipped import encrypted

KIND = "Word 97–2003 文档"
MAIN = "WordDocument"

_IN_TABLE, _ROW_END, _INNER_ROW_END = 0x2416, 0x2417, 0x244C
_DEFINITION, _VERTICAL_MERGE, _MERGE = 0xD608, 0xD62B, 0x5624
_CELL_BYTES = 20
_FIRST_BESIDE, _BESIDE = 0x0001, 0x0002
_VERTICAL, _VERTICAL_FIRST = 0x0020, 0x0040
_SAME_EDGE = 40
"""Twips, 0.7 mm, by which column edges of two rows may differ and still be one."""
_MARK = re.compile("[\r\x07\x0c]")
_FIXED = {
    ord("\x0b"): "\n",
    ord("\x0e"): "\n",
    ord("\x1e"): "-",
    ord("\xa0"): " ",
    **dict.fromkeys([*range(9), 0x0F, 0x10, 0x11, 0x12, 0x15, 0x1F], ""),
}


@dataclass(frozen=True, slots=True)
class _CellShape:
    """Where a cell of a row stands, in twips, and what it is merged with."""

    left: int
    right: int
    is_beside: bool
    """Continues the cell to its left."""
    is_below: bool
    """Continues the cell above."""


@dataclass(slots=True)
class _Row:
    texts: list[str] = field(default_factory=list)
    shapes: list[_CellShape] | None = None


def read_doc(content: bytes) -> tuple[Block, ...]:
    """Read the text by its piece table, the grids by the definitions of their rows.

    Where that fails, LibreOffice may still manage.

    Raises:
        UnreadableDocumentError: damaged, encrypted, too old, or beyond the limits.
    """
    compound = CompoundFile(content, KIND)
    word = compound.read(MAIN)
    if not is_word_97(word):
        return _converted(content, too_old())
    if is_encrypted(word):
        raise encrypted(KIND)
    try:
        table = compound.read(table_stream(word))
        data = compound.read("Data") if "Data" in compound.names else b""
        return _Reader(read_story(word, table, data)).read()
    except (struct.error, LookupError, ValueError):
        return _converted(content, damaged(KIND))


def too_old() -> UnreadableDocumentError:
    """Say that the file comes from Word 95 or earlier."""
    return UnreadableDocumentError(
        "unknown_format",
        "Word 文档的版本过旧（早于 Word 97），无法直接读取；请另存为 .docx 后再试。",
    )


def _converted(content: bytes, otherwise: UnreadableDocumentError) -> tuple[Block, ...]:
    converted = convert_to_docx(content, ".doc")
    if converted is None:
        raise otherwise
    return read_docx(converted)


class _Reader:
    def __init__(self, story: Story) -> None:
        self._story = story
        self._gathering = Gathering()
        self._rows: list[_Row] = []
        self._row = _Row()
        self._lines: list[str] = []

    def read(self) -> tuple[Block, ...]:
        at = 0
        text = self._story.text
        for mark in _MARK.finditer(text):
            line = _shown(text[at : mark.start()])
            at = mark.end()
            properties = self._story.properties(mark.start())
            if _is_on(properties, _ROW_END):
                self._end_row(properties)
            elif mark[0] == "\x07":
                self._end_cell(line)
            elif _is_on(properties, _IN_TABLE):
                self._lines.append(line)
            else:
                self._end_table()
                self._gathering.add_paragraph(line)
        self._end_table()
        self._gathering.add_paragraph(_shown(text[at:]))
        return self._gathering.blocks

    def _end_cell(self, line: str) -> None:
        self._row.texts.append("\n".join(filter(None, [*self._lines, line])))
        self._lines = []

    def _end_row(self, properties: dict[int, bytes]) -> None:
        self._row.shapes = _shapes(properties)
        self._rows.append(self._row)
        self._row = _Row()

    def _end_table(self) -> None:
        """Add what was gathered of a table; nothing of a broken one is lost."""
        for line in [*self._row.texts, *self._lines]:
            self._gathering.add_paragraph(line)
        self._row, self._lines = _Row(), []
        if not self._rows:
            return
        rows, self._rows = self._rows, []
        shapes = [row.shapes for row in rows if row.shapes]
        if len(shapes) < len(rows):
            self._gathering.add_table(_plain_cells(rows), merges_known=False)
            return
        columns = _columns(shapes)
        word_cells = (
            _word_cells(row.texts, shape, columns)
            for row, shape in zip(rows, shapes, strict=True)
        )
        self._gathering.add_table(merged_cells(word_cells))


def _shown(text: str) -> str:
    """Resolve special characters, and join the halves of characters beyond FFFF."""
    units = text.translate(_FIXED).encode("utf-16-le", errors="surrogatepass")
    return units.decode("utf-16-le", errors="replace").strip()


def _is_on(properties: dict[int, bytes], code: int) -> bool:
    return properties.get(code, b"\0") != b"\0"


def _shapes(properties: dict[int, bytes]) -> list[_CellShape] | None:
    """Read the definition of a row; None if there is none."""
    definition = properties.get(_DEFINITION)
    if definition is None:
        return None
    count = definition[2]
    edges = unpack_from(f"<{count + 1}h", definition, 3)
    flags = _flags(definition[3 + 2 * (count + 1) :], count)
    if len(properties.get(_VERTICAL_MERGE, b"")) > 2:  # noqa: PLR2004  size, cell, kind
        _, index, kind = properties[_VERTICAL_MERGE][:3]
        flags[index] = kind << 5
    return [
        _CellShape(
            left=edges[index],
            right=edges[index + 1],
            is_beside=flag & (_FIRST_BESIDE | _BESIDE) == _BESIDE,
            is_below=flag & (_VERTICAL | _VERTICAL_FIRST) == _VERTICAL,
        )
        for index, flag in enumerate(flags)
    ]


def _flags(cells: bytes, count: int) -> list[int]:
    """Flags of the cells; those that the definition leaves out are plain."""
    known = min(len(cells) // _CELL_BYTES, count)
    flags = [unpack_from("<H", cells, _CELL_BYTES * index)[0] for index in range(known)]
    return flags + [0] * (count - known)


def _word_cells(
    texts: list[str], shapes: list[_CellShape], columns: Sequence[int]
) -> Iterator[WordCell]:
    for text, shape in zip(texts, shapes, strict=False):
        left, right = _nearest(columns, shape.left), _nearest(columns, shape.right)
        yield WordCell(
            text=text,
            column=left,
            span=max(right - left, 1),
            is_beside=shape.is_beside,
            is_below=shape.is_below,
        )


def _columns(rows: list[list[_CellShape]]) -> list[int]:
    """Left edges of all columns and the right edge of the last."""
    edges: list[int] = []
    found = {
        edge for row in rows for shape in row for edge in (shape.left, shape.right)
    }
    for edge in sorted(found):
        if not edges or edge - edges[-1] > _SAME_EDGE:
            edges.append(edge)
    return edges


def _nearest(edges: Sequence[int], edge: int) -> int:
    """Index of the edge that stands for this one: the last that is not behind it."""
    return bisect_right(edges, edge) - 1


def _plain_cells(rows: list[_Row]) -> list[Cell]:
    return [
        Cell(text=text, row=row, column=column)
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells.texts)
    ]
