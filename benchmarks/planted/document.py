"""A document as text with marked statements: paragraphs, and tables with merged cells.

Every printed fact is a `Said` with a key, so that a defect can change exactly one and
a test can prove it. Knows no file format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple


class Key(NamedTuple):
    """What is said, about what, and in which part of the document."""

    what: str
    about: str
    where: str


@dataclass(frozen=True, slots=True)
class Said:
    """One printed fact."""

    key: Key
    text: str


Piece = str | Said
Text = tuple[Piece, ...]


def said(what: str, about: str, where: str, text: object) -> Said:
    """Mark a printed fact."""
    return Said(Key(what, about, where), str(text))


def plain_text(text: Text) -> str:
    """The text without its marks."""
    return "".join(p if isinstance(p, str) else p.text for p in text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of running text; a heading of depth 1 is the title."""

    text: Text
    heading: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell at its upper left corner."""

    text: Text
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A grid that its cells fill."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int

    def owners(self) -> list[list[Cell]]:
        """The cell that covers each place of the grid, by row and column."""
        found = {
            (cell.row + down, cell.column + right): cell
            for cell in self.cells
            for down in range(cell.row_span)
            for right in range(cell.column_span)
        }
        return [[found[r, c] for c in range(self.columns)] for r in range(self.rows)]


class Merge(Enum):
    """A place of a row that goes on with its neighbour's cell."""

    LEFT = "<"
    ABOVE = "^"


LEFT, ABOVE = Merge.LEFT, Merge.ABOVE
Entry = Piece | Text | Merge
Row = Sequence[Entry]


def table(rows: Sequence[Row]) -> Table:
    """Make a table of rows whose merged places are marked."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    texts: dict[tuple[int, int], Text] = {}
    last: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, entry in enumerate(row):
            if isinstance(entry, Merge):
                at = (r, c - 1) if entry is LEFT else (r - 1, c)
                owner[r, c] = owner[at]
            else:
                owner[r, c] = (r, c)
                texts[r, c] = entry if isinstance(entry, tuple) else (entry,)
            last[owner[r, c]] = (r, c)
    cells = tuple(
        Cell(text, r, c, last[r, c][0] - r + 1, last[r, c][1] - c + 1)
        for (r, c), text in texts.items()
    )
    return Table(cells, len(rows), len(rows[0]))


def padded(row: Sequence[Entry], columns: int) -> list[Entry]:
    """Stretch the last cell of a row over the rest of the table."""
    return [*row, *[LEFT] * (columns - len(row))]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks in reading order."""

    blocks: tuple[Block, ...]

    def texts(self) -> Iterator[Text]:
        """The texts of all paragraphs and cells."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block.text
            else:
                for cell in block.cells:
                    yield cell.text

    def statements(self) -> list[Said]:
        """All marked facts in reading order."""
        return [p for text in self.texts() for p in text if isinstance(p, Said)]

    def saying(self, what: str, *where: str) -> list[Said]:
        """The facts of one sort, in the parts named, or in all."""
        return [
            one
            for one in self.statements()
            if one.key.what == what and (not where or one.key.where in where)
        ]

    def says(self, what: str, about: str, where: str) -> Said | None:
        """The fact with this key."""
        key = Key(what, about, where)
        return next((one for one in self.statements() if one.key == key), None)

    def replacing(self, changes: Mapping[Key, str]) -> Document:
        """The same document where some facts are printed otherwise."""

        def changed(text: Text) -> Text:
            return tuple(
                Said(piece.key, changes.get(piece.key, piece.text))
                if isinstance(piece, Said)
                else piece
                for piece in text
            )

        return self._editing(changed)

    def changing_after(self, key: Key, old: str, new: str) -> Document:
        """The same document where what stands right behind a fact begins otherwise."""

        def changed(text: Text) -> Text:
            return tuple(
                new + piece.removeprefix(old)
                if isinstance(piece, str) and at and _is_said(text[at - 1], key)
                else piece
                for at, piece in enumerate(text)
            )

        return self._editing(changed)

    def behind(self, key: Key) -> str:
        """What stands right behind a fact in its text; "" at the end."""
        for text in self.texts():
            for at, piece in enumerate(text[:-1]):
                after = text[at + 1]
                if _is_said(piece, key) and isinstance(after, str):
                    return after
        return ""

    def _editing(self, changed: Callable[[Text], Text]) -> Document:
        return Document(
            tuple(
                replace(block, text=changed(block.text))
                if isinstance(block, Paragraph)
                else replace(
                    block,
                    cells=tuple(
                        replace(cell, text=changed(cell.text)) for cell in block.cells
                    ),
                )
                for block in self.blocks
            )
        )


def _is_said(piece: Piece, key: Key) -> bool:
    return isinstance(piece, Said) and piece.key == key
