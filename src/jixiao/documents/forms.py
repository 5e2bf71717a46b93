"""Tables → scoring forms: the walk over a table, and one form over several tables."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from jixiao.core.numbers import fold
from jixiao.core.stated import StatedBudgetLine, StatedForm, Unread
from jixiao.documents.blocks import Table
from jixiao.documents.budget_block import read_budget, read_budget_pairs, unit_in
from jixiao.documents.form_part import (
    PROJECT_LABELS,
    FormPart,
    Levels,
    first_of,
    has_points,
)
from jixiao.documents.header_words import Role
from jixiao.documents.headers import budget_head, indicator_head
from jixiao.documents.indicator_rows import (
    begins_form,
    is_level1_name,
    is_level2_name,
    read_indicators,
    with_weights_behind_names,
)
from jixiao.documents.labels import read_labels
from jixiao.documents.rows import Row, one_line, place_of, rows_of, squeezed

_TITLE = re.compile(r"自评表?\s*$|自评表|绩效.{0,12}表\s*$|自评价\s*$|评分表\s*$")
_TITLE_MAX = 60
_PAGE_NUMBER = re.compile(r"[-—–第]?\s*\d{1,3}\s*[-—–页]?|续表|[(（]续[)）]")
_SHORT_NOTE = re.compile(r"(?:备?注|续)[:：].{0,40}")
_LINES_ABOVE = 4


class FormGathering:
    """Gathers the forms of a document, table by table in reading order."""

    def __init__(self) -> None:
        self._parts: list[tuple[FormPart, str | None]] = []
        self._pending: FormPart | None = None
        self._accounts: list[StatedBudgetLine] = []
        self._unread: list[Unread] = []
        self._last_table: Table | None = None
        self._form_table: Table | None = None
        """The last table that held rows of a form."""

    def add_table(self, table: Table, above: Sequence[str]) -> bool:
        """Read a table.

        Args:
            table: the next one.
            above: the lines since the table before it.

        Returns:
            Whether it holds (a part of) a form.
        """
        unit = next((u for line in reversed(above[-3:]) if (u := unit_in(line))), None)
        rows = rows_of(table)
        title = _title_inside(rows) or _title_above(above)
        found = False
        for part in self._parts_of(table, rows, unit, above):
            found |= self._add(part, title, above)
        self._last_table = table
        if not found and _looks_like_indicators(rows):
            self._unread.append(_unread(table, rows))
        return found

    @property
    def unread(self) -> tuple[Unread, ...]:
        """Tables that look like a form and could not be read."""
        return tuple(self._unread)

    def finish(self) -> tuple[list[StatedForm], list[StatedBudgetLine]]:
        """All forms, and the lines of budget tables that belong to none."""
        self._give_up_pending()
        forms = []
        for part, title in _scoring(self._parts):
            part.indicators = with_weights_behind_names(part.indicators)
            forms.append(replace(part.finished(), title=title))
        return forms, self._accounts

    def _parts_of(
        self, table: Table, rows: list[Row], unit: str | None, above: Sequence[str]
    ) -> list[FormPart]:
        parts = []
        for start, end in _form_spans(rows):
            part = FormPart(table, start, unit)
            if not start and _is_break(above):
                self._take_head(part, rows, above)
            _walk(part, rows[:end], start)
            parts.append(part)
        return parts

    def _take_head(
        self, part: FormPart, rows: Sequence[Row], above: Sequence[str]
    ) -> None:
        """Let a table without any head go on with the head of the table before it."""
        last = self._parts[-1][0] if self._parts else None
        table = self._form_table
        if last is None or last.head is None or table is not self._last_table:
            return
        width = max((row.width for row in rows), default=0)
        cells = table.cells if table else ()
        before = max((cell.column + cell.column_span for cell in cells), default=0)
        if width == before and not last.has_own_total:
            part.head, part.goes_on = replace(last.head, end=0), True
            named = [line for line in above if is_level1_name(line)]
            part.levels = Levels(level1=squeezed(named[-1])) if named else last.levels

    def _add(self, part: FormPart, title: str | None, above: Sequence[str]) -> bool:
        self._accounts += part.accounts
        if not part.indicators:
            self._give_up_pending()
            if part.budget and _is_form_head(part):
                self._pending = part
            else:
                self._accounts += part.budget
            return False
        self._form_table = part.table
        last = self._parts[-1][0] if self._parts else None
        if last is not None and _continues(last, part, above):
            last.go_on_with(part)
            return True
        if self._pending is not None:
            if not part.budget:
                part.take_head_of(self._pending)
                self._pending = None
            self._give_up_pending()
        self._parts.append((part, title))
        return True

    def _give_up_pending(self) -> None:
        if self._pending is not None:
            self._accounts += self._pending.budget
            self._pending = None


def _looks_like_indicators(rows: Sequence[Row]) -> bool:
    cells = [cell.text for row in rows for cell in row.own]
    return (
        sum(is_level1_name(text) or is_level2_name(text) for text in cells)
        >= _FEW_GROUPS
    )


_FEW_GROUPS = 3
_QUOTE = 40


def _unread(table: Table, rows: Sequence[Row]) -> Unread:
    first = next(row for row in rows if row.cells)
    return Unread(
        place=place_of(table, first.number),
        quote=" | ".join(one_line(text) for text in first.texts)[:_QUOTE],
        reason="表中有绩效指标，但没有认出表头，未读取；请核对表头是否写明三级指标、指标值、完成值",
    )


def _is_form_head(part: FormPart) -> bool:
    return part.has_execution or first_of(part.labelled, PROJECT_LABELS) is not None


def _is_break(above: Sequence[str]) -> bool:
    """Whether nothing but page numbers, a note or a group's name is between two tables.

    In plain text such a line has no bars of its own, although it is a row.
    """
    return all(
        _PAGE_NUMBER.fullmatch(line.strip())
        or _SHORT_NOTE.fullmatch(line.strip())
        or is_level1_name(line)
        for line in above
    )


def _continues(last: FormPart, part: FormPart, above: Sequence[str]) -> bool:
    """Whether a table goes on with the rows of the form before it."""
    if last.head is None or part.head is None or not _is_break(above):
        return False
    begins_anew = part.budget or first_of(part.labelled, PROJECT_LABELS)
    return not begins_anew and not last.has_own_total and last.head.roles == part.head.roles  # fmt: skip


def _scoring(
    parts: Sequence[tuple[FormPart, str | None]],
) -> Sequence[tuple[FormPart, str | None]]:
    """Leave out what is no self-evaluation where a real one stands too.

    First declarations, which have no results; then plain lists of indicators.
    """
    results = {Role.ACTUAL, Role.SCORE, Role.ASSIGNED, Role.COEFFICIENT}
    with_results = [p for p in parts if p[0].head and results & p[0].head.roles]
    parts = with_results or parts
    return [p for p in parts if p[0].budget or has_points(p[0])] or parts


def _title_above(lines: Sequence[str]) -> str | None:
    for line in reversed(lines[-_LINES_ABOVE:]):
        if len(line) <= _TITLE_MAX and _TITLE.search(line):
            return re.sub(r"^附[件表]\s*\d*\s*[-—]?\d*\s*[:：、.]?\s*", "", line)
    return None


def _title_inside(rows: Sequence[Row]) -> str | None:
    for row in rows[:3]:
        for cell in row.own:
            text = " ".join(cell.text.split())
            if len(text) <= _TITLE_MAX and re.search(r"自评表|评分表|自评价?$", text):
                return text
    return None


def _form_spans(rows: list[Row]) -> Iterator[tuple[int, int]]:
    """(start, end) of each form: a new one starts where its own head begins again."""
    heads = []
    number = 0
    while number < len(rows):
        head = indicator_head(rows, number)
        if head:
            heads.append(number)
        number = head.end if head else number + 1
    starts = [0]
    for before, after in itertools.pairwise(heads):
        between = range(before + 1, after)
        new_head = next((n for n in between if begins_form(rows[n])), None)
        if new_head is not None:
            starts.append(new_head)
    yield from zip(starts, [*starts[1:], len(rows)], strict=True)


def _walk(part: FormPart, rows: Sequence[Row], number: int) -> None:
    if part.head is not None:
        number = read_indicators(part, rows, number, part.head)
    while number < len(rows):
        if head := indicator_head(rows, number):
            number = read_indicators(part, rows, number, head)
        elif head := budget_head(rows, number):
            number = read_budget(part, rows, number, head)
        else:
            if not read_budget_pairs(part, rows, number):
                read_labels(part, rows[number])
            number += 1


# -- what cannot be read ----------------------------------------------------------------


def unreadable_cells(form: StatedForm) -> tuple[Unread, ...]:
    """Amounts, weights and points of a form that are no numbers."""
    cells = [
        (line.place, text)
        for line in form.budget
        for text in (
            line.initial,
            line.adjusted,
            line.executed,
            line.weight,
            line.score,
        )
    ] + [
        (row.place, text) for row in form.indicators for text in (row.weight, row.score)
    ]
    return tuple(
        Unread(place=place, quote=text, reason=f"单元格无法读作数字: {text}")
        for place, text in cells
        if text and not _is_readable(text)
    )


_READABLE = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[万亿]?元?|%|分)?|[-—–/\\…]+|无|待定|不适用"
)


def _is_readable(text: str) -> bool:
    return bool(_READABLE.fullmatch(squeezed(fold(text))))
