"""Tables in plain text whose columns are lined up with spaces, and by nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_GAP = re.compile(r" {2,}|　{2,}| 　|　 ")
_FEWEST_COLUMNS = 3
_FEWEST_LINES = 3


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    start: int
    end: int
    """In columns of the screen, where a Chinese character takes two."""


def aligned_lines(lines: Iterable[str]) -> int:
    """How many lines from the first on make up a table lined up with spaces.

    Returns:
        0 where they do not: fewer than three lines of three cells.
    """
    count = wide = 0
    for line in lines:
        cells = len(_GAP.split(line.strip()))
        if cells < 2 or (not count and cells < _FEWEST_COLUMNS):  # noqa: PLR2004
            break
        count += 1
        wide += cells >= _FEWEST_COLUMNS
    return count if wide >= _FEWEST_LINES else 0


def aligned_rows(lines: Sequence[str]) -> list[list[str]]:
    """Cells of lines that are lined up, under the columns of the fullest line.

    >>> aligned_rows(["指标      目标  完成", "人数      10    12", "          11    13"])
    [['指标', '目标', '完成'], ['人数', '10', '12'], ['', '11', '13']]
    """
    pieces = [_pieces(line) for line in lines]
    columns = max(pieces, key=len)
    return [_under(columns, row) for row in pieces]


def _pieces(line: str) -> list[_Piece]:
    pieces = []
    at = 0
    for part in re.split(f"({_GAP.pattern})", line.rstrip()):
        width = _width(part)
        text = part.strip()
        if text:
            indent = _width(part) - _width(part.lstrip())
            pieces.append(_Piece(text, at + indent, at + width))
        at += width
    return pieces


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def _under(columns: Sequence[_Piece], row: Sequence[_Piece]) -> list[str]:
    """Texts by column; the order of the pieces is kept, whatever overlaps."""
    texts = [""] * len(columns)
    least = 0
    for number, piece in enumerate(row):
        most = len(columns) - (len(row) - number)
        places = range(least, max(least, most) + 1)
        best = max(places, key=lambda c: _overlap(columns, c, piece))
        texts[best] = piece.text
        least = best + 1
    return texts


def _overlap(columns: Sequence[_Piece], number: int, piece: _Piece) -> tuple[int, int]:
    """How much of a piece lies between a column's beginning and the next one's."""
    column = columns[number]
    following = columns[number + 1].start if number + 1 < len(columns) else 10**6
    shared = min(piece.end, following) - max(piece.start, column.start)
    return shared, -abs(piece.start - column.start)
