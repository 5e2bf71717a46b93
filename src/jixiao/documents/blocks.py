"""Blocks: what every container becomes before anybody asks what it means.

A document is a sequence of paragraphs and tables. Spans are resolved here once,
so that the claims above never know whether a table came from Word or from a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Container(StrEnum):
    """Kind of file, found from the content and never from the name."""

    DOCX = "docx"
    DOC = "doc"
    XLSX = "xlsx"
    XLS = "xls"
    PDF = "pdf"
    HTML = "html"
    TEXT = "txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph with its text, white space at both ends removed, never empty."""

    text: str
    number: int
    """Counted from 1 through the document, tables apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A table cell at its upper left corner, with its extent.

    Text keeps inner line breaks as a newline; white space at both ends is removed.
    An empty cell has the text "".
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A grid of cells. Rows and columns are counted from 0, tables from 1."""

    number: int
    cells: tuple[Cell, ...]
    """In reading order: row by row, left to right."""
    name: str | None = None
    """Name of the work sheet, where there is one."""
    merges_known: bool = True
    """False where the container cannot say which cells are merged (text, PDF)."""

    def grid(self) -> tuple[tuple[Cell | None, ...], ...]:
        """Rows of equal length; each position holds the cell that covers it.

        >>> wide = Cell(text="合计", row=0, column=0, column_span=2)
        >>> [[c and c.text for c in row] for row in Table(number=1, cells=(wide,)).grid()]
        [['合计', '合计']]
        """
        height = max((c.row + c.row_span for c in self.cells), default=0)
        width = max((c.column + c.column_span for c in self.cells), default=0)
        rows: list[list[Cell | None]] = [[None] * width for _ in range(height)]
        for cell in self.cells:
            for row in rows[cell.row : cell.row + cell.row_span]:
                for column in range(cell.column, cell.column + cell.column_span):
                    if row[column] is None:
                        row[column] = cell
        return tuple(tuple(row) for row in rows)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """A whole document as blocks in reading order."""

    container: Container
    blocks: tuple[Block, ...]
    remarks: tuple[str, ...] = ()
    """Chinese sentences about the file itself, such as a misleading extension."""
