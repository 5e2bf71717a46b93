"""Where a note belongs: the place that a reader named, and the words that stand there.

Knows places and texts, no container.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jixiao.documents.rows import squeezed

AUTHOR, INITIALS = "核查", "核"

_PARAGRAPH = re.compile(r"第(\d+)段")
_ROW = re.compile(
    r"(?:表(?P<table>\d+)|工作表“(?P<sheet>.*)”) 行(?P<row>\d+)(?: 列(?P<column>\d+))?"
)
_GAP = re.compile(r"\s*(?:…+|\.{3,}| \| )\s*")
_DIGIT = r"[\d.,]"
_SURE_LENGTH = 6
"""So many characters hardly stand twice in a document by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something to say about a place."""

    place: str
    """As the readers name it: 一 第4段, 表1 行7, 工作表“自评表” 行7."""
    quote: str
    """The words there; "" for all of it."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A paragraph or a cell that a note can be put at."""

    text: str
    paragraph: int | None = None
    """Its number, where it stands in no table."""
    table: int | None = None
    sheet: str | None = None
    rows: range = range(0)
    """Rows of the table that it covers, counted from 0."""
    columns: range = range(0)
    anchor: int = 0
    """Who made the spot knows by this number what it stands for."""


def spot_of(note: Note, spots: Sequence[Spot]) -> Spot | None:
    """The paragraph or cell that a note is about; None if it cannot be found.

    The quote decides among the cells of a row. Where it does not stand at the place, it
    is searched in the whole document: lines of a sheet are numbered like paragraphs.

    >>> cells = [Spot(text=text, table=1, rows=range(6, 7)) for text in ("批示件", "663")]
    >>> spot_of(Note(place="附件 表1 行7", quote="663", text=""), cells).text
    '663'
    """
    there = _at_place(note.place, spots)
    pieces = pieces_of(note.quote)
    found = _best(pieces, there)
    if found is None and "".join(pieces):
        found = _best(pieces, _elsewhere(pieces, there, spots))
    if found is None:
        found = _best(pieces[:1], there) or _beginning(there)
    return found


def pieces_of(quote: str) -> list[str]:
    """The stretches of a quote between ellipses, white space removed."""
    return [squeezed(piece) for piece in _GAP.split(quote.strip())]


def _at_place(place: str, spots: Sequence[Spot]) -> list[Spot]:
    if match := _ROW.search(place):
        row, sheet = int(match["row"]) - 1, match["sheet"]
        table = int(match["table"]) if match["table"] else None
        of_row = [
            spot
            for spot in spots
            if row in spot.rows
            and (spot.sheet == sheet if sheet is not None else spot.table == table)
        ]
        column = int(match["column"] or 0) - 1
        return [spot for spot in of_row if column in spot.columns] or of_row
    if match := _PARAGRAPH.search(place):
        number = int(match[1])
        return [spot for spot in spots if spot.paragraph == number]
    return []


def _best(pieces: Sequence[str], spots: Sequence[Spot]) -> Spot | None:
    """The spot that is the quote, else one with the quote as a whole word, else within."""
    whole = "".join(pieces)
    if not whole:
        return None
    within = [(spot, text) for spot in spots if _holds(text := squeezed(spot.text), pieces)]  # fmt: skip
    for spot, text in within:
        if text == whole:
            return spot
    word = re.compile(rf"(?<!{_DIGIT}){re.escape(pieces[0])}(?!{_DIGIT})")
    for spot, text in within:
        if word.search(text):
            return spot
    return within[0][0] if within else None


def _holds(text: str, pieces: Sequence[str]) -> bool:
    """Whether the pieces stand in a text one after the other."""
    at = 0
    for piece in pieces:
        at = text.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def _elsewhere(
    pieces: Sequence[str], there: Sequence[Spot], spots: Sequence[Spot]
) -> Sequence[Spot]:
    """Where else a quote may be searched: everywhere, a short one if it stands once."""
    if len("".join(pieces)) >= _SURE_LENGTH:
        return spots
    if there:
        return []
    is_figure = not re.search(r"[^\W\d]", "".join(pieces))
    holding = [
        spot
        for spot in spots
        if (text := squeezed(spot.text)) == "".join(pieces)
        or (not is_figure and _holds(text, pieces))
    ]
    return holding if len(holding) == 1 else []


def _beginning(spots: Sequence[Spot]) -> Spot | None:
    """The first cell of a row that holds text; groups that reach into it come last."""
    row = max((spot.rows.start for spot in spots), default=0)
    in_order = sorted(spots, key=lambda s: (not s.text.strip(), s.rows.start != row))
    return next(iter(in_order), None)


def lost(note: Note) -> str:
    """The text of a note whose place was not found, with its place."""
    quote = f"“{note.quote}”" if note.quote else ""
    return f"【{note.place}{quote}】{note.text}"
