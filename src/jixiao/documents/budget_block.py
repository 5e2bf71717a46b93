"""The budget block of a form: lines under a head, or labels in front of amounts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from jixiao.core.money import money_unit_in
from jixiao.core.numbers import fold, plain
from jixiao.core.stated import StatedBudgetLine, StatedPassage
from jixiao.documents.blocks import Cell, Table
from jixiao.documents.form_part import FormPart
from jixiao.documents.header_words import Role
from jixiao.documents.headers import Head, budget_role
from jixiao.documents.rows import (
    Row,
    bare,
    calculated,
    one_line,
    squeezed,
    without_points_word,
)
from jixiao.documents.text_labels import is_sentence

_AMOUNT_LIKE = re.compile(r"[+-]?[\d,.]*(?:[万亿千]?元?|%|分)?|[-—–/\\]+|无")
_FIGURE = re.compile(r"[+-]?\d[\d,.]*(?:[万亿千]?元?|%|分)?")
_SOURCE_WORDS = re.compile(
    r"资金|基金|拨款|财政|结转|结余|中央|[省市县区州旗]|其中|其他|自筹|总额|合计|收入|支出|经费|债券|补助|本级|上级|地方|预算|贷款|投资"
)
_LONGEST_LINE_NAME = 40
_UNIT_NEARBY = re.compile(
    r"单位[:：]?\s*(?:人民币)?(万元|亿元|千元|元)|[(（](?:单位[:：]?)?(?:人民币)?(万元|亿元|千元|元)[)）]"
)
_UNITS = {"1": "元", "1000": "千元", "10000": "万元", "100000000": "亿元"}
_EXECUTION = {Role.RATE, Role.SCORE, Role.WEIGHT}


def unit_in(text: str) -> str | None:
    """The unit of money that a line names.

    >>> unit_in("（2022年度）  单位：万元"), unit_in("项目资金（元）"), unit_in("3元")
    ('万元', '元', None)
    """
    match = _UNIT_NEARBY.search(fold(text))
    return (match[1] or match[2]) if match else None


def read_budget(part: FormPart, rows: Sequence[Row], number: int, head: Head) -> int:
    """Read the lines under a budget head; return the first row after them."""
    first = head.first
    group_cells = [
        cell for row in rows[number : head.end] for cell in row.cells if cell.column < first
    ]  # fmt: skip
    group = squeezed("".join(one_line(cell.text) for cell in group_cells))
    unit = _unit(part, rows, number, head)
    note = squeezed(head.words.get(Role.SCORE, ""))
    lines = part.accounts if "任务" in group else part.budget
    if lines is part.budget and not part.budget:
        part.rate_note = note or None
        part.rate_weight = _rate_weight(group, note)
    part.has_execution |= bool(_EXECUTION & head.roles)
    number = head.end
    while number < len(rows):
        row = _aligned(part.table, rows[number], rows[head.end - 1])
        values = head.values(row)
        label = _label(row, head, group_cells)
        if not _is_line(row, head, label, values):
            break
        if not label and any(values.values()):
            label = _group_name(group_cells)
        if label:
            place = part.place(number)
            lines.append(replace(_line(label, values, unit), place=place))
            reason = values.get(Role.REASON, "")
            if is_sentence(reason):
                headings = (label, one_line(head.words[Role.REASON]))
                part.texts.append(
                    StatedPassage(headings=headings, text=reason, place=place)
                )
        number += 1
    return number


def _aligned(table: Table, row: Row, head: Row) -> Row:
    """A row of a plain text in which the group's merged cell vanished at the left."""
    missing = head.width - row.width
    is_short = 0 < missing <= _MOST_VANISHED and len(row.cells) > 1
    if table.merges_known or not is_short or row.cells[0].column:
        return row
    return row.shifted(missing)


_MOST_VANISHED = 2


def _unit(part: FormPart, rows: Sequence[Row], number: int, head: Head) -> str | None:
    own = [text for row in rows[number : head.end] for text in row.texts]
    above = [text for row in reversed(rows[max(0, number - 3) : number]) for text in row.texts]  # fmt: skip
    for text in (*own, *above):
        if found := unit_in(text):
            return found
    for text in own:
        size = money_unit_in(text)
        if size is not None and re.search(r"[(（]", text):
            return _UNITS.get(plain(size))
    return part.unit


def _rate_weight(group: str, note: str) -> str | None:
    """分值 of the execution row where the header prints it: （20分）, 20分*执行率."""
    match = re.search(r"(\d+(?:\.\d+)?)分", note) or re.search(
        r"\((\d+(?:\.\d+)?)分?\)", group
    )
    return match[1] if match else None


def _label(row: Row, head: Head, group: Sequence[Cell]) -> str:
    """The name of a line: the last text before the amounts that is not the group's."""
    before = [
        cell
        for cell in row.cells
        if cell.column < head.first
        and cell.column + cell.column_span <= head.first
        and id(cell) not in head.cells
        and not any(cell.text == other.text for other in group)
    ]
    named = [cell for cell in before if not _FIGURE.fullmatch(squeezed(cell.text))]
    return one_line(named[-1].text).rstrip(":： ") if named else ""


def _group_name(group: Sequence[Cell]) -> str:
    names = [bare(cell.text) for cell in group]
    return names[-1] if names else "预算资金"


def _is_line(row: Row, head: Head, label: str, values: Mapping[Role, str]) -> bool:
    if any(_reaches_into(cell, head) for cell in row.cells):
        return False
    amounts = [squeezed(t) for role, t in values.items() if role is not Role.REASON]
    if any(not _could_be_amount(text) for text in amounts):
        return False
    if amounts:
        return True
    if not row.own:
        return True
    if _GOAL.match(squeezed(row.own[0].text)):
        return False
    is_source = len(label) <= _LONGEST_LINE_NAME and _SOURCE_WORDS.search(
        squeezed(label)
    )
    return not label or bool(is_source)


_GOAL = re.compile(r"(?:年度|总体|绩效|整体|当年|中期|长期)*目标")
"""What begins the block below; in plain text its row looks like one more line."""


def _could_be_amount(text: str) -> bool:
    """Also a figure that cannot be read, such as 7,00.0,77; never a sentence."""
    if _AMOUNT_LIKE.fullmatch(text) or text == "待定" or calculated(text) is None:
        return True
    return len(text) <= _LONGEST_AMOUNT and bool(re.match(r"[+-]?[\d.,]+", text))


_LONGEST_AMOUNT = 18


def _reaches_into(cell: Cell, head: Head) -> bool:
    """Whether a cell from the left covers the columns of the amounts."""
    return cell.column < head.first < cell.column + cell.column_span


def _line(label: str, values: Mapping[Role, str], unit: str | None) -> StatedBudgetLine:
    return StatedBudgetLine(
        line=label,
        initial=values.get(Role.INITIAL),
        adjusted=values.get(Role.ADJUSTED),
        executed=values.get(Role.EXECUTED),
        unit=unit,
        weight=without_points_word(values.get(Role.WEIGHT)),
        rate=calculated(values.get(Role.RATE)),
        score=without_points_word(calculated(values.get(Role.SCORE))),
        place="",
    )


# -- labels in front of amounts -----------------------------------------------------------

_PAIRED = {Role.INITIAL, Role.ADJUSTED, Role.EXECUTED, Role.RATE}


def read_budget_pairs(part: FormPart, rows: Sequence[Row], number: int) -> bool:
    """Read 全年预算数 | 880 | 全年执行数 | 870, in one row or in rows below each other.

    Returns:
        False where the row holds no such pair.
    """
    row = rows[number]
    found = dict(_pairs(row))
    if not found or part.indicators:
        return False
    if not part.budget:
        own_unit = next((u for t in row.texts if (u := unit_in(t))), None)
        unit = own_unit or _unit_above(rows, number) or part.unit
        first = StatedBudgetLine(
            line=_line_name(row), unit=unit, place=part.place(number)
        )
        part.budget.append(first)
    line = part.budget[0]
    blank = {key: text for key, text in found.items() if getattr(line, key) is None}
    part.budget[0] = replace(line, **blank)
    return True


def _unit_above(rows: Sequence[Row], number: int) -> str | None:
    above = (text for row in reversed(rows[max(0, number - 3) : number]) for text in row.texts)  # fmt: skip
    return next((unit for text in above if (unit := unit_in(text))), None)


def _pairs(row: Row) -> list[tuple[str, str]]:
    pairs = [
        (role, label, value.strip())
        for label, value in itertools.pairwise(row.texts)
        if (role := budget_role(label)) in _PAIRED
        and _FIGURE.fullmatch(squeezed(value))
        and not squeezed(value).endswith("分")  # points, no amount
    ]
    sure = [label for _, label, _ in pairs if re.search(r"预算|执行|决算", label)]
    has_budget = any("预算" in label for label in sure)
    pairs = [
        (role, label, value)
        for role, label, value in pairs
        if label in sure or (has_budget and role is Role.EXECUTED)
    ]
    return [
        (str(role), value) for role, _, value in reversed(pairs)
    ]  # the first of equal labels counts


def _line_name(row: Row) -> str:
    first = row.texts[0]
    return "年度资金总额" if budget_role(first) else bare(first)
