"""Read a PDF that has a text layer: ruled tables, and paragraphs between them."""

from __future__ import annotations

import logging
import re
import struct
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise

import pdfplumber
import pypdfium2
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from jixiao.core.errors import UnreadableDocumentError
from jixiao.documents.blocks import Block, Cell
from jixiao.documents.gathering import Gathering
from jixiao.documents.limits import MAX_PAGES, damaged, too_large
from jixiao.documents.page_breaks import (
    SAME_EDGE,
    Grid,
    glued,
    goes_on,
    joined,
    nearest,
)
from jixiao.documents.zipped import encrypted

KIND = "PDF 文件"
MAX_RULES = 20_000
"""Drawn lines on a page; a form has a few hundred, a map has more than we can join."""

# Both complain about fonts and colours that do not concern the text.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)

_BROKEN = (
    PDFException,
    PSException,
    PdfminerException,
    MalformedPDFException,
    pypdfium2.PdfiumError,
    struct.error,
    zlib.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What the PDF libraries let through when a file is broken."""

_GAP_OF_A_SPACE = 0.3
_GAP_OF_PARAGRAPHS = 1.3
_INDENT = 1.0
_SHORT, _SHORT_AFTER_SENTENCE = 5.0, 2.0
"""These five in heights of a character."""
_CELL_PADDING = 5.4
"""Points; what Word leaves at either side."""
_SAME_SIZE = 0.15
_SENTENCE_END = tuple("。！？；：.!?;:")
_MARGIN_SHARE = 0.12
_PAGE_NUMBER = re.compile(
    r"[-—–－·~\s]*第?\s*[0-9０-９]{1,4}\s*页?(\s*[/／,，共of]*\s*[0-9]{1,4}\s*页?)?[-—–－·~\s]*"
)
_UNKNOWN = "\ufffd"
_MAX_UNKNOWN_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class _Glyph:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    height: float
    """Of its tallest character."""
    room: float = 0
    """What it leaves free before the right margin."""


@dataclass(frozen=True, slots=True)
class _Box:
    """A cell on the page."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Page:
    """What the library found on a page."""

    width: float
    height: float
    glyphs: list[_Glyph]
    tables: list[list[_Box]]


def read_pdf(content: bytes) -> tuple[Block, ...]:
    """Read the pages in order; a table that goes on over a page is one table.

    Raises:
        UnreadableDocumentError: damaged, encrypted, scanned, without character
            codes, or beyond the limits.
    """
    if not _has_text(content):
        raise UnreadableDocumentError(
            "scanned",
            "PDF 中没有文字，看来是扫描件，无法读取；"
            "请提供原始的电子文件，或先用文字识别软件转换后再试。",
        )
    reader = _Reader()
    for page in _pages(content):
        reader.add_page(page)
    return reader.finish()


def pages_without_text(content: bytes) -> tuple[int, ...]:
    """Pages, counted from 1, that hold a picture and no text."""
    document = _open(content)
    try:
        return tuple(
            number
            for number, page in enumerate(_quick_pages(document), start=1)
            if not _characters(page) and _has_picture(page)
        )
    finally:
        document.close()


def _open(content: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
        pages = len(document)
    except _BROKEN as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise encrypted(KIND) from error
        raise damaged(KIND) from error
    if pages > MAX_PAGES:
        document.close()
        raise too_large(f"PDF 共{pages}页，超过{MAX_PAGES}页")
    return document


def _has_text(content: bytes) -> bool:
    document = _open(content)
    try:
        return any(_characters(page) for page in _quick_pages(document))
    finally:
        document.close()


def _quick_pages(document: pypdfium2.PdfDocument) -> Iterator[pypdfium2.PdfPage]:
    for index in range(len(document)):
        try:
            page = document[index]
        except _BROKEN as error:
            raise damaged(KIND) from error
        yield page
        page.close()


def _characters(page: pypdfium2.PdfPage) -> int:
    try:
        text = page.get_textpage()
        count = len(text.get_text_bounded().strip())
        text.close()
    except _BROKEN as error:
        raise damaged(KIND) from error
    return count


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    try:
        kinds = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
        return any(True for _ in page.get_objects(filter=kinds))
    except _BROKEN as error:
        raise damaged(KIND) from error


def _pages(content: bytes) -> Iterator[_Page]:
    try:
        with pdfplumber.open(BytesIO(content)) as document:
            for page in document.pages:
                yield _load(page)
                page.close()
    except _BROKEN as error:
        raise damaged(KIND) from error


def _load(page: pdfplumber.page.Page) -> _Page:
    if len(page.edges) > MAX_RULES:
        raise too_large(f"PDF 第{page.page_number}页的线条过多")
    glyphs = [
        _Glyph(
            _known(char["text"]), char["x0"], char["x1"], char["top"], char["bottom"]
        )
        for char in page.dedupe_chars().chars
    ]
    tables = [
        [_Box(*box) for box in table.cells]
        for table in page.find_tables()
        if len(table.cells) > 1
    ]
    return _Page(float(page.width), float(page.height), glyphs, tables)


def _known(text: str) -> str:
    """Replace what the library writes for a glyph that names no character."""
    return _UNKNOWN if text.startswith("(cid:") else text


class _Reader:
    """Puts pages together: paragraphs and tables may go on over a page."""

    def __init__(self) -> None:
        self._gathering = Gathering()
        self._paragraph = ""
        self._last: _Line | None = None
        self._grid: Grid | None = None
        self._glyphs = self._unknown = 0

    def add_page(self, page: _Page) -> None:
        self._glyphs += len(page.glyphs)
        self._unknown += sum(glyph.text == _UNKNOWN for glyph in page.glyphs)
        grids, loose = _grids(page)
        lines = [line for line in _lines(loose) if not _is_page_number(line, page)]
        left, right = _margins(page, lines, grids)
        items: list[_Line | Grid] = [*lines, *grids]
        for item in sorted(items, key=lambda item: item.top):
            if isinstance(item, Grid):
                self._add_grid(item)
            else:
                self._add_line(item, left, right)
        if self._last is not None:
            # The next page starts again at its top: no gap between the two lines.
            self._last = replace(self._last, bottom=float("inf"))

    def finish(self) -> tuple[Block, ...]:
        if self._unknown > _MAX_UNKNOWN_SHARE * self._glyphs:
            raise UnreadableDocumentError(
                "garbled",
                "PDF 中的文字没有编码（只有字形），读出来是乱码；"
                "请提供原始的电子文件，或先用文字识别软件转换后再试。",
            )
        self._end_paragraph()
        self._end_grid()
        return self._gathering.blocks

    def _add_grid(self, grid: Grid) -> None:
        self._end_paragraph()
        if self._grid is not None and goes_on(self._grid, grid):
            self._grid = joined(self._grid, grid)
        else:
            self._end_grid()
            self._grid = grid

    def _add_line(self, line: _Line, left: float, right: float) -> None:
        self._end_grid()
        if self._last is None or _begins_paragraph(self._last, line, left):
            self._end_paragraph()
        self._paragraph = glued(self._paragraph, line.text)
        self._last = replace(line, room=right - line.x1)

    def _end_paragraph(self) -> None:
        self._gathering.add_paragraph(self._paragraph)
        self._paragraph, self._last = "", None

    def _end_grid(self) -> None:
        if self._grid is not None:
            self._gathering.add_table(self._grid.cells)
            self._grid = None


def _grids(page: _Page) -> tuple[list[Grid], list[_Glyph]]:
    """Tables of a page, and the glyphs that stand in none of their cells."""
    grids = []
    loose = page.glyphs
    for boxes in page.tables:
        columns = _edges([edge for box in boxes for edge in (box.x0, box.x1)])
        rows = _edges([edge for box in boxes for edge in (box.top, box.bottom)])
        cells = [_cell(box, rows, columns) for box in boxes]
        owners = {place: cell for cell in cells for place in _places(cell)}
        inside: dict[Cell, list[_Glyph]] = {cell: [] for cell in cells}
        outside: list[_Glyph] = []
        for glyph in loose:
            owner = owners.get(_place(glyph, rows, columns))
            (outside if owner is None else inside[owner]).append(glyph)
        loose = outside
        lines = {cell: _lines(glyphs) for cell, glyphs in inside.items()}
        grids.append(
            Grid(
                columns,
                [replace(cell, text=_glued_lines(lines[cell])) for cell in cells],
                rows[0],
                rows[-1],
                room={
                    cell.column: _room(lines[cell][-1], cell, columns)
                    for cell in cells
                    if cell.row + cell.row_span == len(rows) - 1 and lines[cell]
                },
            )
        )
    return grids, loose


def _edges(values: list[float]) -> list[float]:
    """Sort edges and take those that nearly coincide as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > SAME_EDGE:
            edges.append(value)
    return edges


def _cell(box: _Box, rows: Sequence[float], columns: Sequence[float]) -> Cell:
    row, column = nearest(rows, box.top), nearest(columns, box.x0)
    return Cell(
        text="",
        row=row,
        column=column,
        row_span=max(nearest(rows, box.bottom) - row, 1),
        column_span=max(nearest(columns, box.x1) - column, 1),
    )


def _places(cell: Cell) -> Iterator[tuple[int, int]]:
    for row in range(cell.row, cell.row + cell.row_span):
        for column in range(cell.column, cell.column + cell.column_span):
            yield row, column


def _place(
    glyph: _Glyph, rows: Sequence[float], columns: Sequence[float]
) -> tuple[int, int]:
    across = (glyph.x0 + glyph.x1) / 2
    return bisect_left(rows, glyph.middle) - 1, bisect_left(columns, across) - 1


def _lines(glyphs: list[_Glyph]) -> list[_Line]:
    """Lines from top to bottom; a wide gap within a line becomes a space."""
    rows: list[list[_Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.middle):
        first = rows[-1][0] if rows else None
        if first and glyph.middle - first.middle < min(first.height, glyph.height) / 2:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    lines = (_line(sorted(row, key=lambda glyph: glyph.x0)) for row in rows)
    return [line for line in lines if line.text]


def _line(glyphs: list[_Glyph]) -> _Line:
    text = glyphs[0].text
    for left, right in pairwise(glyphs):
        gap = right.x0 - left.x1 > _GAP_OF_A_SPACE * max(left.height, right.height)
        text += (" " if gap else "") + right.text
    seen = [glyph for glyph in glyphs if not glyph.text.isspace()] or glyphs
    return _Line(
        text=re.sub(" {2,}", " ", text).strip(),
        x0=seen[0].x0,
        x1=seen[-1].x1,
        top=min(glyph.top for glyph in seen),
        bottom=max(glyph.bottom for glyph in seen),
        height=max(glyph.height for glyph in seen),
    )


def _glued_lines(lines: list[_Line]) -> str:
    text = ""
    for line in lines:
        text = glued(text, line.text)
    return text


def _room(line: _Line, cell: Cell, columns: Sequence[float]) -> float:
    """Count the characters that would still fit on the last line of a cell."""
    width = columns[cell.column + cell.column_span] - columns[cell.column]
    return (width - (line.x1 - line.x0) - 2 * _CELL_PADDING) / line.height


def _is_page_number(line: _Line, page: _Page) -> bool:
    margin = _MARGIN_SHARE * page.height
    at_edge = line.bottom < margin or line.top > page.height - margin
    return at_edge and _PAGE_NUMBER.fullmatch(line.text) is not None


def _margins(page: _Page, lines: list[_Line], grids: list[Grid]) -> tuple[float, float]:
    """Left and right margin; a page is taken as even where few lines show it."""
    starts = [line.x0 for line in lines] or [grid.edges[0] for grid in grids]
    left = min(starts, default=0)
    return left, max([line.x1 for line in lines] + [page.width - left])


def _begins_paragraph(last: _Line, line: _Line, left: float) -> bool:
    size = last.height
    short = _SHORT_AFTER_SENTENCE if last.text.endswith(_SENTENCE_END) else _SHORT
    return (
        last.room > short * size
        or line.x0 - left > _INDENT * size
        or line.top - last.bottom > _GAP_OF_PARAGRAPHS * size
        or abs(line.height - size) > _SAME_SIZE * size
    )
