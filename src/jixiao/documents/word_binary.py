"""The binary Word format (97 and later): its text and the properties of its marks.

Knows the file information block, the piece table and the formatted disk pages of
[MS-DOC]; knows nothing of blocks. Broken input shows as struct.error, LookupError
or ValueError.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack, unpack_from

DROPPED = "\0"
"""Stands for a character that Word does not show, so that positions stay."""

_WORD = 0xA5EC
_WORD_97 = 0x00C1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_COUNTS = 64 + 3 * 4
"""Offset of the character counts: main text, notes, headers and so on."""
_PAIRS = 154
_CHARACTER_PAGES, _PARAGRAPH_PAGES, _PIECES = 12, 13, 33
_PAGE = 512
_PAGE_NUMBER_MASK = 0x3FFFFF
_COMPRESSED = 0x40000000
_OPERAND_SIZES = (1, 1, 2, 4, 2, 2, None, 3)
_TABLE_DEFINITION = 0xD608
_TAB_CHANGES = 0xC615
_UNCOUNTED = 255
_HUGE = {0x6645, 0x6646}
_DELETED, _VANISHED = 0x0800, 0x083C
_ON = {1, 0x81}
_FIELD_MARKS = re.compile("[\x13\x14\x15]")
_KEPT = re.compile("[^\r\x07\x0c]")


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    """First character position."""
    offset: int
    """Where its bytes begin in the stream."""
    width: int
    """Bytes a character."""


@dataclass(frozen=True, slots=True)
class _Runs:
    """Properties by byte range of the stream."""

    starts: list[int]
    ends: list[int]
    properties: list[bytes]

    def at(self, offset: int) -> bytes:
        index = bisect_right(self.starts, offset) - 1
        inside = index >= 0 and offset < self.ends[index]
        return self.properties[index] if inside else b""


@dataclass(frozen=True, slots=True)
class Story:
    """The text of a document with its marks, and what each mark means."""

    text: str
    _pieces: list[_Piece]
    _starts: list[int]
    """First positions of the pieces."""
    _paragraphs: _Runs
    _data: bytes

    def properties(self, position: int) -> dict[int, bytes]:
        """Operands by operation code of the paragraph that ends at a position."""
        piece = self._pieces[bisect_right(self._starts, position) - 1]
        offset = piece.offset + (position - piece.start) * piece.width
        found = {}
        # The first two bytes name the style.
        for code, operand in operations(self._paragraphs.at(offset)[2:]):
            if code in _HUGE:
                found.update(self._huge(operand))
            else:
                found[code] = operand
        return found

    def _huge(self, operand: bytes) -> dict[int, bytes]:
        """Properties too long for a page stand in the data stream."""
        (offset,) = unpack("<I", operand)
        (size,) = unpack_from("<H", self._data, offset)
        return dict(operations(self._data[offset + 2 : offset + 2 + size]))


def is_encrypted(word: bytes) -> bool:
    """Tell from the file information block whether a password is needed."""
    return bool(unpack_from("<H", word, 10)[0] & _ENCRYPTED)


def table_stream(word: bytes) -> str:
    """Name of the stream that holds the piece table."""
    return "1Table" if unpack_from("<H", word, 10)[0] & _SECOND_TABLE else "0Table"


def is_word_97(word: bytes) -> bool:
    """Tell from the first bytes whether this is the format of Word 97 and later."""
    if len(word) <= _PAIRS:
        return False
    identifier, version = unpack_from("<HH", word)
    return bool(identifier == _WORD and version >= _WORD_97)


def read_story(word: bytes, table: bytes, data: bytes) -> Story:
    """Read the main text, and the text boxes behind it.

    Args:
        word: the stream WordDocument.
        table: the stream that `table_stream` names.
        data: the stream Data, empty if there is none.
    """
    pieces, text = _read_pieces(word, _part(word, table, _PIECES))
    text = _without_hidden(word, table, pieces, text)
    text = _without_field_codes(_only_main_and_boxes(word, text))
    pages = _part(word, table, _PARAGRAPH_PAGES)
    starts = [piece.start for piece in pieces]
    return Story(text, pieces, starts, _read_runs(word, pages, paragraphs=True), data)


def operations(properties: bytes) -> Iterator[tuple[int, bytes]]:
    """Property changes (sprm): code and operand."""
    at = 0
    while at + 2 < len(properties):
        (code,) = unpack_from("<H", properties, at)
        at += 2
        size = _OPERAND_SIZES[code >> 13]
        if code == _TABLE_DEFINITION:
            size = unpack_from("<H", properties, at)[0] + 1
        elif size is None:
            size = properties[at] + 1
            if code == _TAB_CHANGES and size > _UNCOUNTED:
                return
        yield code, properties[at : at + size]
        at += size


def _part(word: bytes, table: bytes, index: int) -> bytes:
    offset, size = unpack_from("<II", word, _PAIRS + 8 * index)
    return table[offset : offset + size]


def _read_pieces(word: bytes, clx: bytes) -> tuple[list[_Piece], str]:
    at = 0
    while clx[at] == 1:
        at += 3 + unpack_from("<H", clx, at + 1)[0]
    if clx[at] != 2:  # noqa: PLR2004  mark of the piece table
        raise ValueError("no piece table")
    plc = clx[at + 5 : at + 5 + unpack_from("<I", clx, at + 1)[0]]
    count = (len(plc) - 4) // 12
    positions = unpack_from(f"<{count + 1}I", plc)
    pieces, texts = [], []
    length = 0
    for index in range(count):
        (place,) = unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)
        size = positions[index + 1] - positions[index]
        length += size
        if size < 0 or positions[index] + size != length or length > len(word):
            raise ValueError("pieces do not follow each other")
        if place & _COMPRESSED:
            piece = _Piece(positions[index], (place & ~_COMPRESSED) // 2, 1)
            encoding = "cp1252"
        else:
            piece = _Piece(positions[index], place, 2)
            encoding = "utf-16-le"
        content = word[piece.offset : piece.offset + size * piece.width]
        pieces.append(piece)
        texts.append(_decoded(content, encoding, size))
    return pieces, "".join(texts)


def _decoded(content: bytes, encoding: str, size: int) -> str:
    """Decode a piece to exactly as many characters as it has positions."""
    if encoding == "cp1252":
        text = content.decode("cp1252", errors="replace")
    else:
        # One position is one code unit: characters beyond the plane stay halves.
        text = content.decode("utf-16-le", errors="surrogatepass")
        if len(text) * 2 != len(content):
            text = "".join(map(chr, unpack(f"<{len(content) // 2}H", content)))
    if len(text) != size:
        raise ValueError("a piece lies outside the stream")
    return text


def _read_runs(word: bytes, plc: bytes, *, paragraphs: bool) -> _Runs:
    """Read the formatted disk pages that a table of pages lists."""
    count = max((len(plc) - 4) // 8, 0)
    runs: list[tuple[int, int, bytes]] = []
    for (number,) in (
        unpack_from("<I", plc, 4 * (count + 1 + i)) for i in range(count)
    ):
        start = (number & _PAGE_NUMBER_MASK) * _PAGE
        page = word[start : start + _PAGE]
        runs.extend(_page_runs(page, paragraphs=paragraphs))
    runs.sort(key=lambda run: run[:2])
    starts, ends, properties = zip(*runs, strict=True) if runs else ((), (), ())
    return _Runs(list(starts), list(ends), list(properties))


def _page_runs(page: bytes, *, paragraphs: bool) -> Iterator[tuple[int, int, bytes]]:
    count = page[_PAGE - 1]
    offsets = unpack_from(f"<{count + 1}I", page)
    width = 13 if paragraphs else 1
    for index in range(count):
        at = 2 * page[4 * (count + 1) + index * width]
        if not at:
            properties = b""
        elif paragraphs:
            properties = _paragraph_properties(page, at)
        else:
            properties = page[at + 1 : at + 1 + page[at]]
        yield offsets[index], offsets[index + 1], properties


def _paragraph_properties(page: bytes, at: int) -> bytes:
    """Style and operations; their size is counted in words in one of two ways."""
    if page[at]:
        return page[at + 1 : at + 2 * page[at]]
    return page[at + 2 : at + 2 + 2 * page[at + 1]]


def _without_hidden(word: bytes, table: bytes, pieces: list[_Piece], text: str) -> str:
    """Replace what was deleted under revision or is formatted as hidden."""
    characters = list(text)
    runs = _read_runs(word, _part(word, table, _CHARACTER_PAGES), paragraphs=False)
    done = 0
    for start, end, properties in zip(
        runs.starts, runs.ends, runs.properties, strict=True
    ):
        if _is_hidden(properties):
            for at in _positions(pieces, len(text), max(start, done), end):
                if _KEPT.match(characters[at]):
                    characters[at] = DROPPED
            done = max(done, end)
    return "".join(characters)


def _is_hidden(properties: bytes) -> bool:
    return any(
        code in {_DELETED, _VANISHED} and operand[:1] and operand[0] in _ON
        for code, operand in operations(properties)
    )


def _positions(
    pieces: list[_Piece], length: int, start: int, end: int
) -> Iterator[int]:
    """Character positions of a byte range of the stream."""
    limits = [*(piece.start for piece in pieces[1:]), length]
    for piece, limit in zip(pieces, limits, strict=True):
        last = piece.offset + (limit - piece.start) * piece.width
        for offset in range(max(start, piece.offset), min(end, last), piece.width):
            yield piece.start + (offset - piece.offset) // piece.width


def _only_main_and_boxes(word: bytes, text: str) -> str:
    """Replace notes, headers and comments, which stand behind the main text."""
    main, notes, headers, _, comments, ends, boxes = unpack_from("<7I", word, _COUNTS)
    first = main + notes + headers + comments + ends
    if main > len(text):
        raise ValueError("more text announced than stored")
    between: str = DROPPED * (min(first, len(text)) - main)
    return text[:main] + between + text[first : first + boxes]


def _without_field_codes(text: str) -> str:
    """Replace the instructions of fields; their results stay."""
    parts = []
    at = 0
    instructions: list[bool] = []
    for mark in _FIELD_MARKS.finditer(text):
        part = text[at : mark.start()]
        parts.append(_KEPT.sub(DROPPED, part) if any(instructions) else part)
        parts.append(DROPPED)
        at = mark.end()
        if mark[0] == "\x13":
            instructions.append(True)
        elif instructions and mark[0] == "\x14":
            instructions[-1] = False
        elif instructions:
            instructions.pop()
    return "".join([*parts, text[at:]])
