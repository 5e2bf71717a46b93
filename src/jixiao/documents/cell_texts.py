"""Cells of a table that hold running text, with the labels they stand under.

Goals and what became of them, causes, measures, notes: whatever is neither a figure
nor a row of indicators.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from jixiao.core.stated import StatedPassage
from jixiao.documents.blocks import Cell, Table
from jixiao.documents.labels import label_of
from jixiao.documents.rows import Row, bare, is_number, place_of
from jixiao.documents.text_labels import (
    is_blank,
    is_numbered_label,
    is_sentence,
    is_text_label,
    label_name,
    leading_label,
    split_by_labels,
)

_PERSON_OR_DATE = re.compile(
    r".*(?:人|电话|联系.*|签[字章名]|盖章|公章|日期|时间|部门|单位|等级|小组|地址|邮编|得分|总分)"
)
_LONGEST_NAME = 24


def read_cell_texts(
    table: Table, rows: Sequence[Row], taken: Collection[int], *, only_sentences: bool
) -> tuple[StatedPassage, ...]:
    """Read the text cells of all rows that nothing else was read from.

    Args:
        table: where they stand.
        rows: all of its rows to look at.
        taken: numbers of the rows that are indicators, amounts or heads.
        only_sentences: leave out short texts, although they stand under a label.
    """
    reader = _Reader(table, only_sentences=only_sentences)
    texts: list[StatedPassage] = []
    for row in rows:
        if row.number in taken:
            reader.forget_labels()
        else:
            texts += reader.read(row)
    return tuple(texts)


class _Reader:
    """Reads row by row and keeps the last row of labels in mind."""

    def __init__(self, table: Table, *, only_sentences: bool) -> None:
        self._table = table
        self._only_sentences = only_sentences
        self._labels: list[Cell] = []
        """Labels of the columns, those of the last row that held labels only."""
        self._row = 0
        self._width = 0
        """Number and width of that row."""

    def forget_labels(self) -> None:
        self._labels = []

    def read(self, row: Row) -> Iterator[StatedPassage]:
        own = [cell for cell in row.cells if cell.row == row.number]
        if _is_label_row(own):
            self._labels = [cell for cell in own if is_text_label(cell.text)]
            self._row, self._width = row.number, row.width
            return
        if _is_labelled(own) and not self._is_below(row, own):
            self._labels = []
        columns = self._columns(row, own)
        for cell in own:
            column = columns.get(id(cell))
            if is_blank(cell.text) or _is_identity(cell, row):
                continue
            left = _left_of(cell, row, columns)
            if self._is_text(cell, left, column):
                side = self._side(row, columns, column, left)
                names = (*side, *left, *([column] if column else ()))
                headings = dict.fromkeys(label_name(label.text) for label in names)
                yield from self._passages(cell, tuple(headings))

    def _is_below(self, row: Row, own: Sequence[Cell]) -> bool:
        """Whether a row that has a label of its own stands under the labels, too.

        Something at the side reaches from them to it, or it fills all their columns.
        """
        sides = (
            c for c in row.cells if c.row != row.number and c.column < own[0].column
        )
        if any(side.row <= self._row for side in sides):
            return True
        labels = [c for c in self._labels if c.column > own[0].column]
        filled = {cell.column for cell in own}
        return len(labels) > 1 and all(label.column in filled for label in labels)

    def _is_text(self, cell: Cell, left: Sequence[Cell], column: Cell | None) -> bool:
        if is_sentence(cell.text):
            return True
        if self._only_sentences or is_text_label(cell.text) or label_of(cell.text):
            return False
        if self._labels:
            return column is not None
        return bool(left) and is_text_label(left[-1].text)

    def _passages(
        self, cell: Cell, headings: tuple[str, ...]
    ) -> Iterator[StatedPassage]:
        place = place_of(self._table, cell.row)
        for label, text in split_by_labels(cell.text):
            own = headings if label is None or label in headings else (*headings, label)
            yield StatedPassage(headings=own, text=text, place=place)

    def _columns(self, row: Row, own: Sequence[Cell]) -> dict[int, Cell]:
        """The label above each cell, by identity; by order where columns were lost."""
        if self._table.merges_known or row.width == self._width:
            over = ((cell, [label for label in self._labels if _overlap(label, cell)])
                    for cell in own)  # fmt: skip
            return {id(cell): labels[0] for cell, labels in over if len(labels) == 1}
        texts = [cell for cell in own if not is_number(cell.text)]
        pairs = zip(reversed(texts), reversed(self._labels), strict=False)
        return {id(cell): label for cell, label in pairs}

    def _side(
        self,
        row: Row,
        columns: dict[int, Cell],
        column: Cell | None,
        left: Sequence[Cell],
    ) -> list[Cell]:
        """The label at the side of several rows, also where its extent was lost."""
        sides = [cell for cell in row.cells
                 if cell.row_span > 1 and is_text_label(cell.text)]  # fmt: skip
        if sides or column is None:
            return [cell for cell in sides if cell not in left]
        first = self._labels[0]
        is_free = all(label is not first for label in columns.values())
        could_be = len(self._labels) > len(columns) and (
            len(self._labels) > 2 or row.width != self._width  # noqa: PLR2004
        )
        return [first] if is_free and could_be else []


def _is_label_row(own: Sequence[Cell]) -> bool:
    """Whether a row names the columns below it: its last two words are labels."""
    words = [cell.text for cell in own if not is_number(cell.text)]
    return (
        len(words) > 1
        and all(is_text_label(text) for text in words[-2:])
        and not any(is_sentence(text) for text in words)
    )


def _is_labelled(own: Sequence[Cell]) -> bool:
    """Whether a row begins with a label of its own."""
    if not own:
        return False
    first = own[0].text
    parts = split_by_labels(first) if len(own) == 1 else []
    if parts and parts[0][0] is not None:
        return True
    is_label = is_text_label(first) and not is_numbered_label(first)
    return is_label or label_of(first) is not None


def _left_of(cell: Cell, row: Row, columns: Collection[int]) -> list[Cell]:
    """Short cells directly to the left, back to the nearest label."""
    found: list[Cell] = []
    for other in reversed([c for c in row.cells if c.column < cell.column]):
        is_label = is_text_label(other.text)
        is_text = id(other) in columns or is_sentence(other.text)
        if is_text or is_blank(other.text) or len(other.text) > _LONGEST_NAME:
            break
        if other.row != row.number and not is_label:
            break
        found.insert(0, other)
        if is_label and not is_numbered_label(other.text):
            break
    return found


def _overlap(upper: Cell, lower: Cell) -> bool:
    return (
        upper.column < lower.column + lower.column_span
        and lower.column < upper.column + upper.column_span
    )


def _is_identity(cell: Cell, row: Row) -> bool:
    """Whether a cell says who or when: behind such a label, or with it inside."""
    before = [other.text for other in row.cells if other.column < cell.column]
    if before and _is_identity_label(before[-1]):
        return True
    label = leading_label(cell.text)
    return label is not None and _is_identity_label(label)


def _is_identity_label(text: str) -> bool:
    if len(text) > _LONGEST_NAME or is_text_label(text):
        return False
    return label_of(text) is not None or bool(_PERSON_OR_DATE.fullmatch(bare(text)))
