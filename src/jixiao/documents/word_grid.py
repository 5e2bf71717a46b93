"""Merge the cells of a Word table, as .docx and .doc both flag them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from jixiao.documents.blocks import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class WordCell:
    """A cell as Word stores it: merged ones are there, and flagged."""

    text: str
    column: int
    span: int
    is_beside: bool
    """Continues the cell to its left."""
    is_below: bool
    """Continues the cell above."""


def merged_cells(rows: Iterable[Iterable[WordCell]]) -> list[Cell]:
    """Turn flags into spans. Word hides whatever text a continued cell may hold."""
    cells: list[Cell] = []
    above: dict[int, int] = {}
    for row, word_cells in enumerate(rows):
        here: dict[int, int] = {}
        index = -1
        for cell in word_cells:
            if cell.is_beside and index >= 0:
                span = cell.column + cell.span - cells[index].column
                cells[index] = replace(cells[index], column_span=span)
                continue
            if cell.is_below and cell.column in above:
                index = above[cell.column]
                rows_so_far = row - cells[index].row + 1
                cells[index] = replace(cells[index], row_span=rows_so_far)
            else:
                index = len(cells)
                cells.append(
                    Cell(
                        text=cell.text,
                        row=row,
                        column=cell.column,
                        column_span=cell.span,
                    )
                )
            here[cell.column] = index
        above = here
    return cells
