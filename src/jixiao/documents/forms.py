"""Tables → scoring forms: the walk over a table, and one form over several tables."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from jixiao.core.numbers import fold
from jixiao.core.stated import StatedBudgetLine, StatedForm, StatedPoints, Unread
from jixiao.documents.blocks import Table
from jixiao.documents.budget_block import read_budget, read_budget_pairs, unit_in
from jixiao.documents.cell_texts import read_cell_texts
from jixiao.documents.form_part import (
    PROJECT_LABELS,
    FormPart,
    Levels,
    first_of,
    has_points,
)
from jixiao.documents.group_names import is_level1_name, is_level2_name
from jixiao.documents.header_words import Role
from jixiao.documents.headers import budget_head, indicator_head
from jixiao.documents.indicator_rows import (
    begins_form,
    read_indicators,
    with_weights_behind_names,
)
from jixiao.documents.labels import read_labels
from jixiao.documents.rows import Row, one_line, place_of, rows_of, squeezed
from jixiao.documents.summaries import read_summary
from jixiao.documents.text_labels import is_sentence, split_by_labels

_TITLE = re.compile(r"自评表?\s*$|自评表|绩效.{0,12}表\s*$|自评价\s*$|评分表\s*$")
_TITLE_MAX = 60
_PAGE_NUMBER = re.compile(r"[-—–第]?\s*\d{1,3}\s*[-—–页]?|续表|[(（]续[)）]")
_SHORT_NOTE = re.compile(r"(?:备?注|续)[:：].{0,40}")
_LINES_ABOVE = 4


@dataclass(frozen=True, slots=True, eq=False)
class _Gathered:
    """A form, or a list of indicators, and what stands above its table."""

    part: FormPart
    title: str | None
    caption: str | None
    """The line right above, whatever it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """All tables of a document that were understood."""

    forms: Sequence[StatedForm]
    lists: Sequence[StatedForm]
    """Indicators beside the scoring forms; the title is the line above the table."""
    accounts: Sequence[StatedBudgetLine]
    """Lines of budget tables that belong to no form."""
    summaries: Sequence[StatedPoints]
    """Rows of score summaries."""


class FormGathering:
    """Gathers the forms of a document, table by table in reading order."""

    def __init__(self) -> None:
        self._parts: list[_Gathered] = []
        self._pending: FormPart | None = None
        self._accounts: list[StatedBudgetLine] = []
        self._unread: list[Unread] = []
        self._last_table: Table | None = None
        self._form_table: Table | None = None
        """The last table that held rows of a form."""
        self._summaries: list[StatedPoints] = []
        self._claimed: set[str] = set()
        """Places of rows that belong to a form: indicators, amounts, its texts."""

    def add_table(self, table: Table, above: Sequence[str]) -> bool:
        """Read a table.

        Args:
            table: the next one.
            above: the lines since the table before it.

        Returns:
            Whether it holds (a part of) a form.
        """
        if summary := read_summary(table):
            self._summaries += summary
            return False
        unit = next((u for line in reversed(above[-3:]) if (u := unit_in(line))), None)
        rows = rows_of(table)
        title = _title_inside(rows) or _title_above(above)
        found = False
        for part in self._parts_of(table, rows, unit, above):
            found |= self._add(_Gathered(part, title, _caption(above)), above)
        self._last_table = table
        if not found and _looks_like_indicators(rows):
            self._unread.append(_unread(table, rows))
        return found

    @property
    def unread(self) -> tuple[Unread, ...]:
        """Tables that look like a form and could not be read."""
        return tuple(self._unread)

    @property
    def claimed(self) -> frozenset[str]:
        """Places of rows that the forms keep: indicators, amounts and their texts."""
        return frozenset(self._claimed)

    def finish(self) -> Finished:
        """All forms, and what stands beside them."""
        self._give_up_pending()
        scoring = _scoring(self._parts)
        others = [gathered for gathered in self._parts if gathered not in scoring]
        return Finished(
            forms=[_form(g.part, g.title) for g in scoring],
            lists=[_form(g.part, g.caption or g.title) for g in others],
            accounts=self._accounts,
            summaries=self._summaries,
        )

    def _parts_of(
        self, table: Table, rows: list[Row], unit: str | None, above: Sequence[str]
    ) -> list[FormPart]:
        parts = []
        for start, end in _form_spans(rows):
            part = FormPart(table, start, unit)
            if not start and _is_break(above):
                self._take_head(part, rows, above)
            _walk(part, rows[:end], start)
            own = _without_prose(rows[start:end], part.taken)
            part.texts += read_cell_texts(table, own, part.taken, only_sentences=False)
            parts.append(part)
        return parts

    def _take_head(
        self, part: FormPart, rows: Sequence[Row], above: Sequence[str]
    ) -> None:
        """Let a table without any head go on with the head of the table before it."""
        last = self._parts[-1].part if self._parts else None
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

    def _add(self, gathered: _Gathered, above: Sequence[str]) -> bool:
        part = gathered.part
        self._accounts += part.accounts
        if not part.indicators:
            self._give_up_pending()
            if part.budget and _is_form_head(part):
                self._pending = part
            else:
                self._accounts += part.budget
            return False
        self._form_table = part.table
        self._claim(part)
        last = self._parts[-1].part if self._parts else None
        if last is not None and _continues(last, part, above):
            last.go_on_with(part)
            return True
        if self._pending is not None:
            if not part.budget:
                part.take_head_of(self._pending)
                self._claim(self._pending)
                self._pending = None
            self._give_up_pending()
        self._parts.append(gathered)
        return True

    def _claim(self, part: FormPart) -> None:
        self._claimed |= {part.place(row) for row in part.taken}
        self._claimed |= {text.place for text in part.texts}

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


def _scoring(parts: Sequence[_Gathered]) -> Sequence[_Gathered]:
    """Leave out what is no self-evaluation where a real one stands too.

    First declarations, which have no results; then plain lists of indicators.
    """
    results = {Role.ACTUAL, Role.SCORE, Role.ASSIGNED, Role.COEFFICIENT}
    with_results = [p for p in parts if p.part.head and results & p.part.head.roles]
    parts = with_results or parts
    return [p for p in parts if p.part.budget or has_points(p.part)] or parts


def _form(part: FormPart, title: str | None) -> StatedForm:
    part.indicators = with_weights_behind_names(part.indicators)
    return replace(part.finished(), title=title)


def _caption(above: Sequence[str]) -> str | None:
    """The line right above a table, page numbers and units of money apart."""
    lines = (line.strip() for line in reversed(above[-_LINES_ABOVE:]))
    return next((line for line in lines if not _FURNITURE.fullmatch(line)), None)


_FURNITURE = re.compile(
    rf"(?:{_PAGE_NUMBER.pattern})|[(（]?(?:金额)?单位[:：].{{0,12}}|[(（]?20\d\d年度?[)）]?"
)


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


def _without_prose(rows: Sequence[Row], taken: Collection[int]) -> Sequence[Row]:
    """A form's rows without the lines of a report that stand above or below them.

    Above, all rows of one cell, if there is a sentence without label among them;
    below, those from the first chapter's heading on.
    """
    first = next((n for n, row in enumerate(rows) if len(row.cells) > 1), 0)
    above = [text for row in rows[:first] for text in row.texts]
    if all(split_by_labels(text)[0][0] for text in above if is_sentence(text)):
        first = 0
    last = max((n for n, row in enumerate(rows) if row.number in taken), default=0)
    below = (n for n, row in enumerate(rows) if n > last and _is_chapter(row))
    return rows[first : next(below, None)]


def _is_chapter(row: Row) -> bool:
    return len(row.cells) == 1 and bool(_CHAPTER.match(row.cells[0].text))


_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}[、.．][^：:]{2,30}$")


def _walk(part: FormPart, rows: Sequence[Row], number: int) -> None:
    if part.head is not None:
        number = read_indicators(part, rows, number, part.head)
    while number < len(rows):
        if head := indicator_head(rows, number):
            number = read_indicators(part, rows, number, head)
        elif head := budget_head(rows, number):
            after = read_budget(part, rows, number, head)
            part.taken |= set(range(number, after))
            number = after
        else:
            if read_budget_pairs(part, rows, number):
                part.taken.add(number)
            else:
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
