"""A report before it has a format: headings, paragraphs and tables as values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Align(StrEnum):
    """Where text stands in its cell."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; level 0 is the title of the document."""

    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph of running text."""

    text: str
    leads: bool = False
    """It announces the table behind it and stays on the same page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """The title of an annex (附件), which begins on a new page."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A table cell, given once at its upper left corner."""

    text: str
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False
    align: Align = Align.CENTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A grid of cells; positions that a span covers are left out of their row."""

    caption: str
    """"" where the heading above says enough."""
    widths: tuple[int, ...]
    """Column widths in millimetres."""
    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 1
    """Leading rows that a page break repeats."""
    header_at: int | None = None
    """Row that heads the indicators, where that is not the first one."""
    stays_together: bool = False
    """A small table that moves to the next page rather than break over two."""


Block = Heading | Paragraph | Annex | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document in reading order."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A cell with the grid position of its upper left corner."""

    row: int
    column: int
    cell: Cell


def placed(table: Table) -> tuple[Placed, ...]:
    """Resolve the spans of a table into grid positions, row by row.

    >>> wide, tall = Cell(text="甲", column_span=2), Cell(text="乙", row_span=2)
    >>> rows = ((wide,), (tall, Cell(text="丙")), (Cell(text="丁"),))
    >>> [(p.row, p.column) for p in placed(Table(caption="", widths=(9, 9), rows=rows))]
    [(0, 0), (1, 0), (1, 1), (2, 1)]
    """
    taken: set[tuple[int, int]] = set()
    found = []
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            covered = set(_covered(row, column, cell))
            assert not covered & taken, "two cells of a form overlap"
            taken |= covered
            found.append(Placed(row=row, column=column, cell=cell))
            column += cell.column_span
    assert taken == {
        (row, column)
        for row in range(len(table.rows))
        for column in range(len(table.widths))
    }, "a table of ours fills its grid"
    return tuple(found)


def _covered(row: int, column: int, cell: Cell) -> Iterator[tuple[int, int]]:
    for down in range(cell.row_span):
        for right in range(cell.column_span):
            yield row + down, column + right


# What XML 1.0 cannot hold; a tab has no meaning in a cell or a paragraph.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def printable(text: str) -> str:
    r"""Leave out what no file format can hold; line ends become a newline.

    >>> printable("一\x00\r\n二\t三")
    '一\n二 三'
    """
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text)).replace("\t", " ")


def prose(texts: Iterable[str]) -> tuple[Paragraph, ...]:
    """Make one paragraph of every line that holds anything."""
    return tuple(
        Paragraph(text=line.strip())
        for text in texts
        for line in printable(text).split("\n")
        if line.strip()
    )
