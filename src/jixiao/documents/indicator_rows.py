"""Rows under an indicator head: names with their cells, groups carried down, totals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jixiao.core.numbers import fold
from jixiao.core.stated import StatedIndicator
from jixiao.core.statements import SIGN_KINDS
from jixiao.documents.blocks import Cell, Table
from jixiao.documents.budget_block import unit_in
from jixiao.documents.form_part import FormPart, Levels
from jixiao.documents.group_names import (
    GROUP_WEIGHT,
    LEVEL1_NAME,
    LEVEL2_NAME,
    group_heading,
    without_weight,
)
from jixiao.documents.header_words import LEVELS, Role
from jixiao.documents.headers import (
    Head,
    budget_head,
    indicator_head,
    is_indicator_header,
)
from jixiao.documents.labels import (
    is_note,
    is_subtotal,
    is_total,
    label_of,
    read_labels,
    read_total,
)
from jixiao.documents.rows import (
    Row,
    calculated,
    is_number,
    one_line,
    squeezed,
    without_points_word,
)
from jixiao.documents.subtotals import read_subtotal, subtotal_cell

Values = Mapping[Role, str]

_WEIGHT_BEHIND = re.compile(r"[(（]\s*(\d+(?:\.\d+)?)\s*(分?)\s*[)）]\s*$")
_FILLER = re.compile(r"(?:指标\d*[:：]?|[….。\-—–/\\、]+|[(（]?略[)）]?|\s)*")
_ORDINAL = re.compile(r"[\dA-Za-z①-⑳=/×*+\-—()（）栏次%.]{1,12}")
_STATED = (Role.TARGET, Role.ADJUSTED_TARGET, Role.ACTUAL)
_POINTS = (Role.WEIGHT, Role.SCORE, Role.ASSIGNED, Role.COEFFICIENT)
_GLUED_LEVELS = re.compile(
    r"(.{0,4}(?:产出|效益|效果|满意度|成本|过程|投入|决策|管理)(?:指标)?(?:[(（][^()（）]*[)）])?)[\s\-—/、·:：]*"
    r"((?:数量|质量|时效|成本|经济|社会|生态|可持续|服务对象|满意度).{0,10})"
)


def read_indicators(part: FormPart, rows: Sequence[Row], number: int, head: Head) -> int:  # fmt: skip
    """Read the rows under a head until something else begins; return that row."""
    if part.head is None or part.head.words != head.words:
        part.levels = Levels()  # else the same head, printed again on a new page
    part.head = head
    part.taken |= set(range(number, head.end))
    number = head.end
    section = _Section(part, head, has_ended=part.goes_on)
    while number < len(rows):
        row = _aligned(part.table, rows[number], head)
        if begins_form(row) or _begins_block(rows, number):
            break
        section.read(row)
        number += 1
    return number


def begins_form(row: Row) -> bool:
    """Whether a row is the first of another form in the same table."""
    own = row.own
    if not own:
        return False
    if len(own) == 1 and squeezed(own[0].text).endswith(("自评表", "自评表)")):
        return True
    return label_of(own[0].text) in ("项目名称", "转移支付(项目)名称", "部门名称", "单位名称")  # fmt: skip


def _begins_block(rows: Sequence[Row], number: int) -> bool:
    return bool(indicator_head(rows, number) or budget_head(rows, number))


def _aligned(table: Table, row: Row, head: Head) -> Row:
    """A row of a plain text whose merged cells at the left vanished altogether.

    Among the possible shifts to the right the likeliest is taken: weights and points
    are figures, names are not, groups have the usual names.
    """
    missing = head.width - row.width
    if table.merges_known or missing <= 0 or not row.cells or row.cells[0].column:
        return row
    first = row.cells[0].text
    if is_note(first) or is_total(first) or label_of(first):
        return row
    levels = sum(role in head.roles for role in LEVELS)
    shifts = range(min(missing, head.first + levels) + 1)
    return max(
        (row.shifted(shift) for shift in shifts),
        key=lambda moved: (_likelihood(head, moved), moved.width),
    )


def _likelihood(head: Head, row: Row) -> int:
    values = head.values(row)
    figures = [values[role] for role in (Role.WEIGHT, Role.SCORE) if role in values]
    right = sum(2 if is_number(text) else -3 for text in figures)
    for role, usual in ((Role.LEVEL1, LEVEL1_NAME), (Role.LEVEL2, LEVEL2_NAME)):
        if text := values.get(role):
            right += 3 if usual.match(squeezed(text)) else -1
    name = values.get(Role.NAME, "")
    return right - (3 if not name or is_number(name) else 0)


@dataclass(slots=True)
class _Section:
    """The rows under one head while they are read."""

    part: FormPart
    head: Head
    above: frozenset[int] = frozenset()
    """Identities of the cells of the row above."""
    has_ended: bool = False
    """A total or a note was met: what follows must be unmistakable."""

    def read(self, row: Row) -> None:
        """Take from a row what it is: an indicator, a total, a note, or nothing."""
        values = self.head.values(row)
        if not row.cells or _is_ordinals(row) or _is_furniture(row):
            return
        if cell := subtotal_cell(row, self.head):
            self._read_subtotal(row, cell, values)
        elif any(is_total(cell.text) for cell in row.own[:2]):
            read_total(self.part, row, self.head)
            self.part.taken.add(row.number)
            self.has_ended = True
        elif self._is_note(row, values):
            read_labels(self.part, row)
            self.has_ended = True
        else:
            self._read_indicator(row, values)
        self.above = frozenset(id(cell) for cell in row.cells)

    def _is_note(self, row: Row, values: Values) -> bool:
        first = row.own[0]
        if not is_note(first.text) and label_of(first.text) is None:
            return False
        if values.get(Role.NAME) and _has_points(values):
            return False
        is_name = self.head.role_of(first) is Role.NAME
        return not (is_name and any(values.get(role) for role in (*_STATED, *_POINTS)))

    def _read_subtotal(self, row: Row, cell: Cell, values: Values) -> None:
        self._carry_levels(values)
        found = read_subtotal(row, cell, self.head, self.part.levels)
        if found is not None:
            found = replace(found, place=self.part.place(row.number))
            self.part.subtotals.append(found)
        self.part.taken.add(row.number)

    def _read_indicator(self, row: Row, values: Values) -> None:
        if len(row.cells) == 1 and (group := group_heading(row.cells[0].text)):
            self._carry_levels({Role.LEVEL1: group})
            return
        fresh = self._fresh(row)
        name, values = self._named(row, values)
        self._carry_levels(values)
        stated = [role for role in (*_STATED, *_POINTS) if values.get(role)]
        if not name or not self._is_indicator(row, name, values, stated):
            return
        if self.above and not fresh & {Role.NAME, *_STATED, *_POINTS}:
            return  # only a reason beside it has a row of its own
        own = {r: t for r, t in values.items() if r in fresh or r not in _POINTS}
        self.part.taken.add(row.number)
        self.part.indicators.append(self._stated(row, name, own))

    def _fresh(self, row: Row) -> set[Role]:
        """Roles of the cells that do not reach down from the row above."""
        return {
            role
            for cell in row.cells
            if id(cell) not in self.above
            and (role := self.head.role_of(cell)) is not None
        }

    def _named(self, row: Row, values: Values) -> tuple[str, Values]:
        """The name; where its cell is blank, the innermost group that only this row has.

        Such a group is then the name and no group any more.
        """
        if name := values.get(Role.NAME):
            cell = next(c for c in row.cells if self.head.role_of(c) is Role.NAME)
            if self.head.owners.get(cell.column) is Role.LEVEL2:
                self.part.levels.level2 = ""  # its cell covers the group's too
            return name, values
        has_statements = bool(set(_STATED) & self.head.roles)
        if has_statements and not any(values.get(role) for role in _STATED):
            return "", values
        own = [cell for cell in row.own if cell.row_span == 1]
        single = {role: c.text for c in own if (role := self.head.role_of(c))}
        innermost = next((role for role in reversed(LEVELS) if single.get(role)), None)
        if innermost is None or is_subtotal(single[innermost]):
            return "", values
        name = without_weight(one_line(single[innermost]))
        if innermost is Role.LEVEL1:
            return name, values
        self.part.levels.level2 = ""
        return name, {r: text for r, text in values.items() if r is not innermost}

    def _is_indicator(
        self, row: Row, name: str, values: Values, stated: Sequence[Role]
    ) -> bool:
        if _FILLER.fullmatch(name):
            return bool(stated) and bool(re.search(r"[\dA-Za-z]", name))
        if is_subtotal(name) or any(is_subtotal(cell.text) for cell in row.own[:1]):
            return False
        if self.has_ended:
            return self._is_unmistakable(values)
        if not stated:
            return _stands_alone(row, self.head)
        return True

    def _is_unmistakable(self, values: Values) -> bool:
        if {Role.WEIGHT, Role.SCORE} & self.head.roles:
            return _has_points(values)
        return bool(values.get(Role.TARGET) and values.get(Role.ACTUAL))

    def _carry_levels(self, values: Values) -> None:
        levels = self.part.levels
        level1 = self._level(values.get(Role.LEVEL1, ""))
        level2 = self._level(values.get(Role.LEVEL2, ""))
        if level1 and Role.LEVEL2 not in self.head.roles:
            match = _GLUED_LEVELS.fullmatch(level1)
            level1, level2 = match.groups() if match else (level1, level2)
        if level1 and level1 != levels.level1:
            levels.level1, levels.level2 = level1, ""
        if level2:
            levels.level2 = level2

    def _level(self, cell: str) -> str:
        """A group's name without its weight, which is kept apart."""
        text = re.sub(r"\s+", "", cell)
        if is_total(text) or is_subtotal(text) or _FILLER.fullmatch(text):
            return ""
        match = GROUP_WEIGHT.search(text)
        name = text[: match.start()] if match else text
        name = name.strip("）)") if name.count("（") < name.count("）") else name
        if match and name:
            self.part.level_weights.setdefault(name, match[1] or match[2])
        return name or text

    def _stated(self, row: Row, name: str, values: Values) -> StatedIndicator:
        has_weights = Role.WEIGHT in self.head.roles and bool(values.get(Role.WEIGHT))
        weight_in_name = None
        if not has_weights:
            name, weight_in_name = _split_name(name)
        value = values.get(Role.ADJUSTED_TARGET) or values.get(Role.TARGET)
        sign, unit = values.get(Role.SIGN), values.get(Role.UNIT)
        levels = self.part.levels
        return StatedIndicator(
            level1=levels.level1 or None,
            level2=levels.level2 or None,
            name=name,
            target=_joined_target(sign, value, unit),
            actual=values.get(Role.ACTUAL),
            weight=without_points_word(values.get(Role.WEIGHT)) or weight_in_name,
            score=without_points_word(calculated(values.get(Role.SCORE)))
            or without_points_word(values.get(Role.ASSIGNED)),
            sign=sign,
            unit=unit,
            value=value,
            coefficient=values.get(Role.COEFFICIENT),
            reason=values.get(Role.REASON),
            account=values.get(Role.ACCOUNT),
            evidence=values.get(Role.EVIDENCE),
            place=self.part.place(row.number),
        )


def _has_points(values: Values) -> bool:
    """Whether a weight or a score of a hundred at most stands in a row."""
    figures = [squeezed(values.get(role, "")) for role in (Role.WEIGHT, Role.SCORE)]
    return any(re.fullmatch(r"(?:\d{1,2}|100)(?:\.\d+)?分?", text) for text in figures)


def _is_ordinals(row: Row) -> bool:
    """栏次: a row of column numbers under the head."""
    texts = [squeezed(text) for text in row.texts]
    return len(texts) > 2 and all(_ORDINAL.fullmatch(text) for text in texts) and (  # noqa: PLR2004
        texts[0] in ("栏次", "1", "①", "A", "(1)")
    )  # fmt: skip


def _is_furniture(row: Row) -> bool:
    """A page number or the unit of money, alone in its row."""
    if len(row.cells) > 1:
        return False
    text = squeezed(row.cells[0].text)
    return bool(_PAGE_NUMBER.fullmatch(text)) or (
        unit_in(text) is not None and len(text) <= len("金额单位:人民币万元")
    )


_PAGE_NUMBER = re.compile(r"[-—–]?第?\d{1,3}页?[-—–]?|续表|\(续\)")


def _stands_alone(row: Row, head: Head) -> bool:
    """Whether a name without any figure is an indicator and not a heading or a remark."""
    own = row.own
    names = [cell for cell in own if head.role_of(cell) is Role.NAME]
    if not names or re.search(r"[:：。；]", names[0].text):
        return False
    spans = len(own) == 1 and own[0].column_span > 1
    is_alone = len(row.cells) == 1 and head.width > 2  # noqa: PLR2004
    return not (spans or is_alone or is_indicator_header(names[0].text))


def _split_name(text: str) -> tuple[str, str | None]:
    """Name and the weight in brackets behind it: 提案件数量（件）（3分）."""
    match = _WEIGHT_BEHIND.search(text)
    if not match or not match[2]:
        return text.strip(), None
    return text[: match.start()].strip(), fold(match[1])


def _joined_target(sign: str | None, value: str | None, unit: str | None) -> str | None:
    """The target as one text where its sign and unit stand in columns of their own."""
    if value is None:
        return None
    marks = sign if sign and squeezed(sign) in SIGN_KINDS else ""
    if squeezed(marks) in _NATURES or squeezed(value).startswith(squeezed(marks)):
        marks = ""
    if not re.search(r"[\d零一二三四五六七八九十百千万亿]", value):
        return value  # 定性: the words alone
    own_unit = unit and squeezed(value).endswith(squeezed(unit))
    return f"{marks}{value}{'' if own_unit else unit or ''}"


_NATURES = frozenset(
    word + tail
    for word in ("定性", "定量", "正向", "反向", "负向", "逆向", "正", "反", "逆")
    for tail in ("", "指标")
)


def with_weights_behind_names(
    indicators: Sequence[StatedIndicator],
) -> list[StatedIndicator]:
    """Take （10） behind every name for its weight, in a form without other weights.

    Behind one name alone it may be a number of things or a year; behind all of them,
    and never more than 100 together, it is the weight.
    """
    matches = [_WEIGHT_BEHIND.search(row.name) for row in indicators]
    found = [fold(match[1]) for match in matches if match]
    is_weight = (
        len(found) > 1
        and len(found) == len(indicators)
        and not any(row.weight for row in indicators)
        and sum(map(float, found)) <= _WHOLE
    )
    if not is_weight:
        return list(indicators)
    return [
        replace(row, name=row.name[: match.start()].strip(), weight=weight)
        for row, match, weight in zip(indicators, matches, found, strict=True)
        if match
    ]


_WHOLE = 100
