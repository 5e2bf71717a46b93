"""Heads of tables: one to three rows that say which column means what.

Columns are known by the words of their header and never by their position.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jixiao.documents.blocks import Cell
from jixiao.documents.header_words import (
    BUDGET_WORDS,
    INDICATOR_WORDS,
    LEVELS,
    Role,
    Vocabulary,
    Words,
)
from jixiao.documents.rows import Row, bare, is_number, one_line, squeezed


@dataclass(frozen=True, slots=True)
class Head:
    """A table head that was understood: which columns hold what."""

    owners: Mapping[int, Role]
    """Role of each column that has one."""
    words: Mapping[Role, str]
    """The header text of each role."""
    end: int
    """First row below the head."""
    row_width: int
    """Positions of its widest row."""
    cells: frozenset[int] = field(default=frozenset(), compare=False)
    """Identities of the head's own cells."""

    @property
    def roles(self) -> frozenset[Role]:
        """Roles that have a column."""
        return frozenset(self.owners.values())

    @property
    def width(self) -> int:
        """Columns up to the last one with a role."""
        return 1 + max(self.owners)

    @property
    def first(self) -> int:
        """The leftmost column with a role."""
        return min(self.owners)

    def values(self, row: Row) -> dict[Role, str]:
        """Texts of a row by role, each in one line; roles without text are left out."""
        found: dict[Role, str] = {}
        for cell in row.cells:
            role = self.role_of(cell)
            if role is not None:
                found[role] = found.get(role, "") + one_line(cell.text)
        return found

    def role_of(self, cell: Cell) -> Role | None:
        """The role under which a cell stands; the name before a level that it covers too."""
        if cell.column_span == 1:
            return self.owners.get(cell.column)
        covered = [
            role
            for column in range(cell.column, cell.column + cell.column_span)
            if (role := self.owners.get(column)) is not None
        ]
        if Role.NAME in covered and Role.LEVEL1 not in covered:
            return Role.NAME
        return max(covered, key=covered.count, default=None)


def indicator_head(rows: Sequence[Row], number: int) -> Head | None:
    """The head of an indicator table that begins in this row."""
    return _head(rows, number, INDICATOR_WORDS, _indicator_columns)


def budget_head(rows: Sequence[Row], number: int) -> Head | None:
    """The head of a budget block that begins in this row."""
    return _head(rows, number, BUDGET_WORDS, _budget_columns)


def budget_role(text: str) -> Role | None:
    """The role that a budget label names, alone in front of its amount."""
    words = BUDGET_WORDS.words(text)
    return words[0] if words else None


def is_indicator_header(text: str) -> bool:
    """Whether a text is a header of an indicator table."""
    return INDICATOR_WORDS.words(text) is not None


# -- heads of one to three rows -----------------------------------------------------------

_TALLEST_HEAD = 3
_HEADER_WORDS = 2
Column = tuple[Words, str, Cell]
"""What a column's header says, its text, its lowest cell."""
Chosen = tuple[dict[int, Role], dict[Role, str]]
"""Role of each column that has one; header text of each role."""
_Chooser = Callable[[Mapping[int, Column], Sequence[Row]], Chosen]


def _head(
    rows: Sequence[Row], number: int, vocabulary: Vocabulary, choose: _Chooser
) -> Head | None:
    if not _could_begin(rows[number], vocabulary):
        return None
    best: Head | None = None
    for height in range(1, min(_TALLEST_HEAD, len(rows) - number) + 1):
        block = _spread(rows[number : number + height])
        if height > 1 and not _goes_on(block, vocabulary):
            break
        columns = _columns(block, vocabulary)
        owners, words = choose(columns, block)
        if owners and (best is None or len(set(owners.values())) >= len(best.roles)):
            cells = frozenset(id(cell) for row in block for cell in row.cells)
            wide = max(row.width for row in block)
            best = Head(owners, words, number + height, wide, cells)
    if best is None or best.end == number + 1:
        return best
    below = rows[number + 1]
    if any(cell.row <= number for cell in below.cells if vocabulary.words(cell.text)):
        return best
    owners, _ = choose(_columns([below], vocabulary), [below])
    # The next row alone is as good a head, and no cell joins the two.
    return None if len(set(owners.values())) >= len(best.roles) else best


def _spread(block: Sequence[Row]) -> Sequence[Row]:
    """The block with its first row as wide as the one below it.

    Where a converter left out what merged cells cover, the first row of a head is
    short. Its cells belong above the blank ones of the next row, at either end, and
    those between, evenly, above the others.
    """
    upper, *lower = block
    if not lower or upper.width >= lower[0].width or not lower[0].own:
        return block
    below = lower[0]
    first, last = below.own[0].column, below.own[-1].column
    trailing = below.width - 1 - last
    groups = len(upper.cells) - first - trailing
    headed = last + 1 - first
    if not trailing or groups <= 0 or headed % groups:
        return block
    columns = [
        *range(first),
        *range(first, last + 1, headed // groups),
        *range(last + 1, below.width),
    ]
    pairs = zip(upper.cells, columns, strict=True)
    moved = tuple(replace(cell, column=column) for cell, column in pairs)
    return [replace(upper, cells=moved, width=below.width), *lower]


def _could_begin(row: Row, vocabulary: Vocabulary) -> bool:
    known = sum(vocabulary.words(cell.text) is not None for cell in row.cells)
    return known > 0 and not any(is_number(cell.text) for cell in row.own)


def _goes_on(block: Sequence[Row], vocabulary: Vocabulary) -> bool:
    """Whether the last row of a block still belongs to the head above it."""
    row = block[-1]
    own = [cell for cell in row.cells if cell.row == row.number]
    if not own or any(is_number(cell.text) for cell in own):
        return False
    stacks = _stacks(block)
    known = sum(_of_stack(stacks[cell.column], vocabulary) is not None
                and (vocabulary.words(cell.text) is not None
                     or _names_with_above(stacks[cell.column], vocabulary))
                for cell in own)  # fmt: skip
    return known >= min(_HEADER_WORDS, len(own)) and 2 * known >= len(own)


def _names_with_above(stack: Sequence[Cell], vocabulary: Vocabulary) -> bool:
    """Whether a lowest cell that is no header alone makes one with those above it."""
    above = [vocabulary.words(cell.text) for cell in stack[:-1]]
    return any(
        (words := vocabulary.words(text)) is not None and words not in above
        for text in _joined(stack)
    )


def _stacks(block: Sequence[Row]) -> dict[int, list[Cell]]:
    """Per column the header cells from the top down, each once."""
    stacks: dict[int, list[Cell]] = {}
    for row in block:
        for cell, columns in _reaches(row, block[-1]):
            for column in columns:
                stack = stacks.setdefault(column, [])
                if not any(cell is other for other in stack):
                    stack.append(cell)
    return stacks


def _reaches(row: Row, lowest: Row) -> Iterator[tuple[Cell, list[int]]]:
    """Cells with the columns that they head.

    Where merged cells are not marked, a group's header heads also the columns to its
    right that are blank beside it and have a header of their own below.
    """
    headed = {cell.column for cell in lowest.own} if row is not lowest else set()
    following = [cell.column for cell in row.cells[1:]] + [row.width]
    for cell, next_column in zip(row.cells, following, strict=True):
        end = cell.column + cell.column_span
        blank = [c for c in range(end, next_column) if c in headed]
        yield cell, [*range(cell.column, end), *blank]


def _joined(stack: Sequence[Cell]) -> list[str]:
    """The lower texts of a stack read together, from the top down and back."""
    texts = [one_line(cell.text) for cell in stack]
    ends = [texts[start:] for start in range(len(texts) - 1)]
    return ["".join(order) for end in ends for order in (end, reversed(end))]


def _of_stack(
    stack: Sequence[Cell], vocabulary: Vocabulary
) -> tuple[Words, str] | None:
    """What stacked header cells say: the lowest, all together, then those above."""
    joined = _joined(stack)
    for text in (*(cell.text for cell in stack), *joined):
        words = vocabulary.words(text)
        if words and words[0] is Role.OTHER:
            return words, text
    lowest, *above = (cell.text for cell in reversed(stack))
    sure = [(words, text) for text in joined if (words := vocabulary.words(text))]
    own = vocabulary.words(lowest)
    if own and not (
        sure and own[:2] == (Role.NAME, _GENERAL_NAME)
    ):  # 年度 above 目标值 makes it the surer one
        ranks = [w for w, _ in sure if w[0] is own[0]]
        return min([own, *ranks], key=lambda w: w[1:]), lowest
    for words, text in sure:
        return words, text
    for text in above:
        if words := vocabulary.words(text):
            return words, text
    return None


def _columns(block: Sequence[Row], vocabulary: Vocabulary) -> dict[int, Column]:
    stacks = _stacks(block)
    columns: dict[int, Column] = {}
    for column, stack in stacks.items():
        if found := _of_stack(stack, vocabulary):
            columns[column] = (*found, stack[-1])
    return columns


# -- one column for every role ----------------------------------------------------------


def _best(columns: Mapping[int, Column]) -> Chosen:
    """For every role the column with the surest wording, with all that it spans."""
    sure: dict[Role, tuple[int, int, int]] = {}
    for column, ((role, rank, year), _, _) in columns.items():
        key = (rank, year, column)
        if role is not Role.OTHER and (role not in sure or key < sure[role]):
            sure[role] = key
    owners: dict[int, Role] = {}
    words: dict[Role, str] = {}
    for role, (_, _, start) in sure.items():
        _, words[role], cell = columns[start]
        for column in itertools.count(start):
            if column not in columns or columns[column][2] is not cell:
                break
            owners[column] = role
    return owners, words


def _indicator_columns(columns: Mapping[int, Column], block: Sequence[Row]) -> Chosen:
    columns = dict(_with_split_names(_with_blank_names(columns, block[-1]), block))
    owners, words = _best(_without_other_weights(columns))
    roles = set(owners.values())
    if Role.NAME not in roles and Role.LEVEL2 in roles:
        owners = {c: Role.NAME if r is Role.LEVEL2 else r for c, r in owners.items()}
        words[Role.NAME] = words.pop(Role.LEVEL2)
    if Role.WEIGHT not in roles:  # 分数 beside 得分 is what can be scored
        owners |= {
            column: Role.WEIGHT
            for column, (_, text, _) in columns.items()
            if column not in owners and bare(text) == "分数"
        }
    if "四" in words.get(Role.NAME, ""):
        owners |= {
            column: Role.LEVEL3
            for column, ((role, rank, _), _, _) in columns.items()
            if role is Role.NAME and rank == 1
        }
    roles = set(owners.values())
    return (owners, words) if _is_indicator_table(roles, words) else ({}, {})


def _is_indicator_table(roles: set[Role], words: Mapping[Role, str]) -> bool:
    if Role.NAME not in roles or squeezed(words[Role.NAME]) == "名称":
        return False
    has_points = Role.SCORE in roles or Role.COEFFICIENT in roles
    is_levelled = Role.LEVEL1 in roles or "级" in words[Role.NAME]
    if Role.TARGET in roles or Role.ADJUSTED_TARGET in roles:
        return is_levelled or bool({Role.ACTUAL, Role.WEIGHT, Role.SCORE} & roles)
    if Role.WEIGHT in roles and has_points:
        return True
    return is_levelled and Role.ACTUAL in roles


def _with_blank_names(columns: Mapping[int, Column], lowest: Row) -> dict[int, Column]:
    """Columns; 绩效指标 at the left heads blank columns beside it, if nothing else does."""
    found = dict(columns)
    if {words[0] for words, _, _ in columns.values()} & set(LEVELS):
        return found
    following = [cell.column for cell in lowest.cells[1:]] + [lowest.width]
    for cell, next_column in zip(lowest.cells, following, strict=True):
        words, text, _ = columns.get(cell.column, ((Role.OTHER, 0, 0), "", cell))
        if words[:2] == (Role.NAME, _GENERAL_NAME) and cell.column_span == 1:
            wide = replace(cell, column_span=next_column - cell.column)
            found |= dict.fromkeys(range(cell.column, next_column), (words, text, wide))
    return found


def _with_split_names(
    columns: Mapping[int, Column], block: Sequence[Row]
) -> Iterator[tuple[int, Column]]:
    """Columns; a wide header 绩效指标 over several is levels and name.

    One that reaches down beside the rows is no header but a label at their side.
    """
    below = block[-1].number + 1
    side = {
        cell.column
        for row in block
        for cell in row.cells
        if cell.row + cell.row_span > below and cell.row_span > 1
    }
    levels = {words[0] for words, _, _ in columns.values()} & set(LEVELS)
    for column, found in columns.items():
        (role, rank, year), text, cell = found
        span = cell.column_span
        if role is not Role.NAME or rank < _GENERAL_NAME:
            yield column, found
        elif column in side or (levels and span == 1 and _has_other(columns, column)):
            continue
        elif span == 1 or levels:
            yield column, found
        else:
            from_right = cell.column + span - 1 - column
            own = {0: Role.NAME, span - 1: Role.LEVEL1}.get(from_right, Role.LEVEL2)
            yield column, ((own, rank, year), text, replace(cell, column=column))


_GENERAL_NAME = 3


def _has_other(columns: Mapping[int, Column], general: int) -> bool:
    """Whether there is a surer name, or the groups stand to the right of this one."""
    names = [c for c, ((role, rank, _), _, _) in columns.items()
             if role is Role.NAME and rank < _GENERAL_NAME]  # fmt: skip
    levels = [c for c, ((role, _, _), _, _) in columns.items() if role in LEVELS]
    return bool(names) or general < min(levels)


def _without_other_weights(columns: Mapping[int, Column]) -> dict[int, Column]:
    """Of weights that stand behind every level only those behind the name."""
    weights = [c for c, ((role, _, _), _, _) in columns.items() if role is Role.WEIGHT]
    names = [c for c, ((role, _, _), _, _) in columns.items() if role is Role.NAME]
    texts = {squeezed(columns[c][1]) for c in weights}
    if len(weights) < 2 or len(texts) > 1 or not names:  # noqa: PLR2004
        return dict(columns)
    kept = next((c for c in sorted(weights) if c > max(names)), weights[-1])
    return {c: found for c, found in columns.items() if c not in weights or c == kept}


def _budget_columns(columns: Mapping[int, Column], block: Sequence[Row]) -> Chosen:
    del block
    owners, words = _best(_without_named_lines(columns))
    roles = set(owners.values())
    has_amounts = Role.ADJUSTED in roles or Role.INITIAL in roles
    return (owners, words) if has_amounts and Role.EXECUTED in roles else ({}, {})


def _without_named_lines(columns: Mapping[int, Column]) -> dict[int, Column]:
    """Leave out 年度预算数 above the lines' names.

    It is no column of amounts where 年初预算 and 调整后预算数 follow it.
    """
    starts: dict[Role, list[int]] = {}
    for column, ((role, _, _), _, _) in sorted(columns.items()):
        starts.setdefault(role, []).append(column)
    adjusted, initial = starts.get(Role.ADJUSTED, []), starts.get(Role.INITIAL, [])
    if not adjusted or not initial or not adjusted[0] < initial[0] < adjusted[-1]:
        return dict(columns)
    named = [column for column in adjusted if column < initial[0]]
    return {c: found for c, found in columns.items() if c not in named}
