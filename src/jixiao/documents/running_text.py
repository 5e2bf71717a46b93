"""All that a document says in words, in reading order: paragraphs, headings, cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from jixiao.core.stated import StatedPassage
from jixiao.documents.blocks import Block, Paragraph, Table
from jixiao.documents.cell_texts import read_cell_texts
from jixiao.documents.prose import captioned_texts, with_headings
from jixiao.documents.rows import place_of, rows_of


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph, or a row of a table that is one."""

    paragraph: Paragraph
    place: str | None
    """Where in a table; None for a paragraph outside of them."""


_Piece = _Line | StatedPassage
"""A line, or a cell that stands under its labels and, with them, in a chapter."""


def read_running_text(
    blocks: Sequence[Block], claimed: Collection[str]
) -> tuple[StatedPassage, ...]:
    """Read every paragraph, every heading and every cell with a sentence.

    Args:
        blocks: the document.
        claimed: places of rows that a form keeps.
    """
    pieces = [piece for block in blocks for piece in _pieces(block, claimed)]
    lines = [piece.paragraph for piece in pieces if isinstance(piece, _Line)]
    under = with_headings(lines)
    chapter: tuple[str, ...] = ()
    texts: list[StatedPassage] = []
    for piece in pieces:
        if isinstance(piece, StatedPassage):
            texts.append(replace(piece, headings=(*chapter, *piece.headings)))
            continue
        passage, _ = next(under)
        chapter = passage.headings
        texts.append(replace(passage, place=piece.place or passage.place))
    return tuple(texts)


def _pieces(block: Block, claimed: Collection[str]) -> Iterator[_Piece]:
    if isinstance(block, Paragraph):
        yield _Line(block, None)
        return
    captioned = captioned_texts(block)
    if captioned is not None:
        yield from captioned
        return
    rows = rows_of(block)
    lines = {place_of(block, row): text for text, row in lines_of_sheet(block)}
    cells: dict[str, list[StatedPassage]] = {}
    for cell in read_cell_texts(block, rows, (), only_sentences=True):
        cells.setdefault(cell.place, []).append(cell)
    for row in rows:
        place = place_of(block, row.number)
        if place in lines and place not in claimed:
            yield _Line(Paragraph(text=lines[place], number=0), place)
        elif place not in claimed:
            yield from cells.get(place, [])


def lines_of_sheet(table: Table) -> list[tuple[str, int]]:
    """Lines of prose that a table holds: rows with one filled cell from the left edge.

    Returns:
        Text and row of each, from the top down.
    """
    lines: list[tuple[str, int]] = []
    for number, row in enumerate(table.grid()):
        filled = {id(cell): cell for cell in row if cell and cell.text}
        if len(filled) == 1:
            (cell,) = filled.values()
            if row[0] is cell and cell.row_span == 1:
                lines.append((cell.text, number))
    return lines
