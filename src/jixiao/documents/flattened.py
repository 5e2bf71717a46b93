"""Tables that a converter wrote out as one cell a line, without any mark between them.

Put together again only where every row can be told from its neighbours: weight and
points are figures, groups have their usual names. Otherwise the lines stay lines, and
the reader says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from jixiao.core.numbers import parse_decimal
from jixiao.core.stated import Unread
from jixiao.core.statements import SIGN_KINDS
from jixiao.documents.blocks import Block, Blocks, Cell, Paragraph, Table
from jixiao.documents.group_names import is_level1_name, is_level2_name
from jixiao.documents.header_words import INDICATOR_WORDS, Role
from jixiao.documents.labels import is_note, is_total
from jixiao.documents.rows import bare, is_number, squeezed

_LONGEST_CELL = 80
_FEWEST_HEADERS = 5
_NEEDED = {Role.NAME, Role.WEIGHT, Role.SCORE}
_TOTAL_FIGURES = 2
_MAX_LINES = 600
"""More lines than any form has; a longer run is not tried."""

_Found = dict[int, str]
"""Texts of a row by column."""


def with_tables(blocks: Blocks) -> tuple[Blocks, tuple[Unread, ...]]:
    """Replace lines that were a table by that table.

    Returns:
        The blocks, the same where nothing was found; and heads whose rows could not
        be told apart.
    """
    found: list[Block] = []
    unread: list[Unread] = []
    at = 0
    while at < len(blocks.blocks):
        lines = _lines(blocks.blocks, at)
        columns = _columns(lines)
        rows, used = _rows(columns, [line.text for line in lines[len(columns) :]])
        if rows:
            head = dict(enumerate(line.text for line in lines[: len(columns)]))
            found.append(_table([head, *rows]))
        else:
            if columns:
                unread.append(_not_told_apart(lines[0]))
            found.extend(blocks.blocks[at : at + max(1, len(columns))])
        at += max(1, len(columns)) + used
    if len(found) < len(blocks.blocks):
        blocks = replace(blocks, blocks=_numbered(found))
    return blocks, tuple(unread)


def _lines(blocks: Sequence[Block], at: int) -> list[Paragraph]:
    """The paragraphs from here to the next table, if a header begins them."""
    first = blocks[at]
    if not isinstance(first, Paragraph) or not INDICATOR_WORDS.words(first.text):
        return []
    lines: list[Paragraph] = []
    for block in blocks[at : at + _MAX_LINES]:
        if not isinstance(block, Paragraph):
            break
        lines.append(block)
    return lines


def _columns(lines: Sequence[Paragraph]) -> list[Role]:
    """Roles of the headers that stand one below the other; [] if they make no head."""
    columns: list[Role] = []
    for line in lines:
        words = INDICATOR_WORDS.words(line.text)
        if words is None or (words[0] in columns and words[0] is not Role.OTHER):
            break
        columns.append(words[0])
    is_head = len(columns) >= _FEWEST_HEADERS and set(columns) >= _NEEDED
    return columns if is_head and {Role.TARGET, Role.ACTUAL} & set(columns) else []


def _not_told_apart(line: Paragraph) -> Unread:
    return Unread(
        place=f"第{line.number}段",
        quote=line.text,
        reason="此处的表格被转换成一格一行，分不清各行，未读取；请提供原来的 Word、Excel 文件",
    )


def _table(rows: Sequence[Mapping[int, str]]) -> Table:
    cells = tuple(
        Cell(text=row.get(column, ""), row=number, column=column)
        for number, row in enumerate(rows)
        for column in range(len(rows[0]))
    )
    return Table(number=0, cells=cells, merges_known=False)


def _numbered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    tables = 0
    numbered: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            numbered.append(replace(block, number=tables))
        else:
            numbered.append(block)
    return tuple(numbered)


# -- rows out of lines -----------------------------------------------------------------


def _rows(columns: Sequence[Role], texts: Sequence[str]) -> tuple[list[_Found], int]:
    """Rows until the total or a note, and how many lines they take; none if unclear."""
    if not columns:
        return [], 0
    parser = _Parser(columns, texts)
    end = parser.end
    rows = parser.parse(0)
    if not rows:
        return [], 0
    total, used = _total_row(columns, texts[end:])
    return [*rows, *total], end + used


def _total_row(columns: Sequence[Role], texts: Sequence[str]) -> tuple[list[_Found], int]:  # fmt: skip
    if not texts or not is_total(texts[0]):
        return [], 0
    figures: list[str] = []
    for text in texts[1 : 1 + _TOTAL_FIGURES]:
        if not is_number(text):
            break
        figures.append(text)
    row = {0: texts[0]}
    roles = (Role.WEIGHT, Role.SCORE)[-len(figures) :] if figures else ()
    for role, figure in zip(roles, figures, strict=True):
        row[columns.index(role)] = figure
    return [row], 1 + len(figures)


@dataclass(frozen=True)
class _Parser:
    columns: Sequence[Role]
    texts: Sequence[str]

    @property
    def end(self) -> int:
        """The first line that is in no row: the total, a note, a sentence."""
        return next(
            (n for n, text in enumerate(self.texts) if _is_end(text)), len(self.texts)
        )

    def parse(self, start: int) -> list[_Found] | None:
        """All rows from a line to the end; None where no way of cutting them fits."""
        end = self.end

        @cache
        def ways(at: int) -> tuple[_Found, int] | None:
            """The first row at a line behind which the rest can be cut up, too."""
            for row, after in self._row(at, 0, end):
                if after == end or ways(after) is not None:
                    return row, after
            return None

        rows: list[_Found] = []
        # From the back, so that no line is deeper than its row in the call stack.
        for at in range(end - 1, start - 1, -1):
            ways(at)
        at = start
        while at < end:
            found = ways(at)
            if found is None:
                return None
            rows.append(found[0])
            at = found[1]
        return rows

    def _row(self, at: int, column: int, end: int) -> Iterator[tuple[_Found, int]]:
        """Ways to read one row from a line on, the likeliest first."""
        if column == len(self.columns):
            yield {}, at
            return
        role = self.columns[column]
        text = self.texts[at] if at < end else None
        takes = text is not None and _could_be(role, text)
        is_optional = _is_optional(role)
        for is_taken in (True, False) if role in _EARLY else (False, True):
            if (is_taken and not takes) or not (is_taken or is_optional):
                continue
            for row, after in self._row(at + is_taken, column + 1, end):
                found = {column: text, **row} if is_taken and text else row
                if self._is_possible(found):
                    yield found, after

    def _is_possible(self, row: _Found) -> bool:
        weight, score = (
            _figure(row.get(self.columns.index(role), ""))
            for role in (Role.WEIGHT, Role.SCORE)
        )
        return weight is None or score is None or score <= weight


_EARLY = {Role.LEVEL1, Role.LEVEL2, Role.SIGN, Role.UNIT, Role.NAME, Role.TARGET,
          Role.ACTUAL, Role.WEIGHT, Role.SCORE}  # fmt: skip
_NEEDED_IN_ROW = {Role.NAME, Role.TARGET, Role.ACTUAL, Role.WEIGHT, Role.SCORE}
_MOST = 100


def _is_optional(role: Role) -> bool:
    return role not in _NEEDED_IN_ROW


def _could_be(role: Role, text: str) -> bool:
    words = squeezed(text)
    match role:
        case Role.LEVEL1:
            fits = is_level1_name(text)
        case Role.LEVEL2:
            fits = is_level2_name(text)
        case Role.SIGN:
            fits = words in SIGN_KINDS or words == "═"
        case Role.WEIGHT | Role.SCORE:
            figure = _figure(text)
            fits = figure is not None and 0 <= figure <= _MOST
        case Role.NAME | Role.REASON:
            fits = not is_number(text) and not words.endswith("指标")
        case _:
            fits = role is Role.TARGET or not words.endswith("指标")
    return fits


def _figure(text: str) -> Decimal | None:
    return parse_decimal(re.sub(r"分$", "", squeezed(text)))


def _is_end(text: str) -> bool:
    if len(text) > _LONGEST_CELL or is_total(text):
        return True
    return is_note(text) and bool(re.match(r"备注|注|说明|填[报表]", bare(text)))
