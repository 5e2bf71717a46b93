"""One table on two pages: whether it goes on, and where its rows were cut."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jixiao.documents.blocks import Cell

SAME_EDGE = 3.0
"""Points by which two edges may differ and still be one."""
_LABEL_END = "指标"
_LABEL_REST = re.compile(r"(?:指标|标)(?:[(（]\d+(?:\.\d+)?分?[)）])?")
_PIECE = re.compile(r"[“‘（《【(]*(?:[A-Za-z0-9.,%]+|.)[，。；：、！？）》】”’),.;:]*")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(slots=True)
class Grid:
    """A table on a page, or on several where it goes on."""

    edges: list[float]
    """Left edges of the columns and the right edge of the last."""
    cells: list[Cell]
    top: float
    bottom: float
    room: dict[int, float]
    """What the last line of a column's lowest cell leaves free, in characters."""

    @property
    def height(self) -> int:
        """Rows of all pages together."""
        return max(cell.row + cell.row_span for cell in self.cells)


def goes_on(upper: Grid, lower: Grid) -> bool:
    """Tell whether a table continues on the next page: the same column edges."""
    few, many = sorted((upper.edges, lower.edges), key=len)
    ends = (few[0], many[0]), (few[-1], many[-1])
    return all(abs(one - other) <= SAME_EDGE for one, other in ends) and all(
        abs(many[nearest(many, edge)] - edge) <= SAME_EDGE for edge in few
    )


def joined(upper: Grid, lower: Grid) -> Grid:
    """Put the part on the next page below, a cut row mended."""
    edges = max(upper.edges, lower.edges, key=len)
    cells = _on_edges(upper, edges)
    below = _without_repeated_head(_on_edges(lower, edges), cells)
    room = {nearest(edges, upper.edges[c]): free for c, free in upper.room.items()}
    feet = {
        (cell.column, cell.column_span): index
        for index, cell in enumerate(cells)
        if cell.row + cell.row_span == upper.height
    }
    cut = _cuts_a_row([cell for cell in below if not cell.row], cells, feet, room)
    offset = upper.height - cut
    merging = {cell.column for cell in cells if cell.row_span > 1 and cell.text}
    for cell in below:
        index = None if cell.row else feet.get((cell.column, cell.column_span))
        foot = None if index is None else cells[index]
        is_group = cell.column in merging
        if (
            index is None
            or foot is None
            or not (cut or _is_cut(foot, cell, is_group=is_group))
        ):
            cells.append(replace(cell, row=cell.row + offset))
            continue
        cells[index] = replace(
            foot,
            text=glued(foot.text, cell.text),
            row_span=offset + cell.row_span - foot.row,
        )
    return Grid(edges, cells, upper.top, lower.bottom, lower.room)


def _on_edges(grid: Grid, edges: Sequence[float]) -> list[Cell]:
    """Count the columns of a grid by other edges."""
    columns = [nearest(edges, edge) for edge in grid.edges]
    return [
        replace(
            cell,
            column=columns[cell.column],
            column_span=columns[cell.column + cell.column_span] - columns[cell.column],
        )
        for cell in grid.cells
    ]


def _without_repeated_head(below: list[Cell], above: list[Cell]) -> list[Cell]:
    """Leave out a first row that only repeats the head of the table."""
    head, repeated = (
        [(cell.column, cell.text) for cell in cells if cell.row == 0]
        for cells in (above, below)
    )
    single = all(cell.row_span == 1 for cell in below if cell.row == 0)
    if head != repeated or not single or len(below) == len(repeated):
        return below
    return [replace(cell, row=cell.row - 1) for cell in below if cell.row]


def _cuts_a_row(
    head: list[Cell],
    cells: list[Cell],
    feet: dict[tuple[int, int], int],
    room: Mapping[int, float],
) -> bool:
    """Tell whether a page break went through the middle of a row.

    Then something is blank below that is not above; and text below continues
    only lines where it found no room, or completes a label that was not one yet.
    """
    if any((cell.column, cell.column_span) not in feet for cell in head):
        return False
    pairs = [(cells[feet[cell.column, cell.column_span]], cell) for cell in head]
    texts = [(upper, lower) for upper, lower in pairs if lower.text]
    if len(texts) == len(pairs) or not all(upper.text for upper, _ in texts):
        return False
    return all(
        room[upper.column] < max(1, _first_piece(lower.text)) for upper, lower in texts
    ) or (
        len(texts) > 1
        and any(
            lower.text.endswith(_LABEL_END) and not upper.text.endswith(_LABEL_END)
            for upper, lower in texts
        )
    )


def _is_cut(upper: Cell, lower: Cell, *, is_group: bool) -> bool:
    """Tell whether a page break went through a merged cell.

    Only one part holds text, or the name of a group was cut in its last word; a cell
    that is not merged may just be blank, unless it stands in a column of groups and
    its text stands below.
    """
    if is_group and lower.text and not upper.text:
        return True
    merged = is_group or max(upper.row_span, lower.row_span) > 1
    if upper.text and lower.text:
        is_rest = _LABEL_REST.fullmatch("".join(lower.text.split()))
        return merged and bool(is_rest) and not upper.text.endswith(_LABEL_END)
    return merged and (max(upper.row_span, lower.row_span) > 1)


def nearest(edges: Sequence[float], value: float) -> int:
    """Find the edge that a value stands next to."""
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def glued(before: str, after: str) -> str:
    """Join two lines of one paragraph: only Latin words need a space.

    >>> glued("全年预算执行", "率为97%"), glued("key performance", "indicator")
    ('全年预算执行率为97%', 'key performance indicator')
    """
    words = _LATIN.match(before[-1:]) and _LATIN.match(after[:1])
    return f"{before} {after}" if words else before + after


def _first_piece(text: str) -> float:
    """Measure, in characters, what of a text cannot be broken from its first one.

    A line does not begin with closing punctuation, nor end with an opening bracket;
    a figure is not broken.

    >>> _first_piece("合规性"), _first_piece("度；拨付"), _first_piece("2021年"), _first_piece("（含）")
    (1, 2, 2.0, 3)
    """
    piece = _PIECE.match(text)
    return sum(0.5 if char.isascii() else 1 for char in piece[0]) if piece else 1
