"""Gather what a container holds into numbered blocks, within the limits.

The only place that numbers blocks, strips text and drops what is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from jixiao.documents.blocks import Block, Cell, Paragraph, Table
from jixiao.documents.limits import MAX_GRID_POSITIONS, MAX_PARAGRAPHS, too_large

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


class Gathering:
    """Blocks in reading order while a document is being read."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._paragraphs = 0
        self._tables = 0
        self._positions = 0

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What was gathered so far."""
        return tuple(self._blocks)

    def add_paragraph(self, text: str) -> Paragraph | None:
        """Add a paragraph; None if there is nothing but white space in it."""
        text = _clean(text)
        if not text:
            return None
        if self._paragraphs == MAX_PARAGRAPHS:
            raise too_large(f"段落超过{MAX_PARAGRAPHS}个")
        self._paragraphs += 1
        paragraph = Paragraph(text=text, number=self._paragraphs)
        self._blocks.append(paragraph)
        return paragraph

    def add_table(
        self,
        cells: Iterable[Cell],
        *,
        name: str | None = None,
        merges_known: bool = True,
    ) -> Table | None:
        """Add a table; None if none of its cells holds any text."""
        stripped = [_strip(cell) for cell in cells]
        if not any(cell.text for cell in stripped):
            return None
        self._count_positions(stripped)
        self._tables += 1
        in_order = sorted(stripped, key=lambda cell: (cell.row, cell.column))
        table = Table(
            number=self._tables,
            cells=tuple(in_order),
            name=name,
            merges_known=merges_known,
        )
        self._blocks.append(table)
        return table

    def _count_positions(self, cells: list[Cell]) -> None:
        height = max(cell.row + cell.row_span for cell in cells)
        width = max(cell.column + cell.column_span for cell in cells)
        self._positions += height * width
        if self._positions > MAX_GRID_POSITIONS:
            raise too_large(f"表格超过{MAX_GRID_POSITIONS // 10_000}万格")


def _strip(cell: Cell) -> Cell:
    text = _clean(cell.text)
    return cell if text == cell.text else replace(cell, text=text)


def without_controls(text: str) -> str:
    """Leave out the characters that no XML can hold."""
    return _CONTROL.sub("", text)


def _clean(text: str) -> str:
    """Strip white space, and control characters that no report could be written with."""
    return without_controls(text).strip()
