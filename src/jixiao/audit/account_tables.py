"""Budget tables outside the scoring form: which lines add up to which.

Such tables hold much that is no division, so only patterns that leave no doubt are
used: 一、二、 below one total, 人员 and 公用 below 基本支出, 基本 and 项目 below a total,
and plain lists with one 合计.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from jixiao.audit.budget_lines import name_of, opens_parts
from jixiao.audit.divisions import Comparison, compare_lines
from jixiao.core.numbers import fold
from jixiao.core.stated import StatedBudgetLine

_ROW = re.compile(r"\s*行\s*\d+.*$")
_TOTAL = re.compile(r"合计|总计|总额")
_SUBTOTAL = re.compile(r"小计")
_CHAPTER = re.compile(r"^[一二三四五六七八九十]+[、.．]")
_SECTION = re.compile(r"^(?:[(（][一二三四五六七八九十\d]+[)）]|\d+[、.．])")
_BASIC = re.compile(r"基本支出")
_PROJECT = re.compile(r"项目支出")
_STAFF = re.compile(r"人员(?:经费|支出)")
_OFFICE = re.compile(r"(?:日常)?公用(?:经费|支出)")


def table_comparisons(
    accounts: Sequence[StatedBudgetLine],
) -> Iterator[list[Comparison]]:
    """All divisions of the tables, each with its columns."""
    for _, group in groupby(accounts, key=lambda line: _ROW.sub("", line.place)):
        table = list(group)
        for whole, parts in _divisions(table):
            columns = compare_lines(whole, parts, table)
            if columns:
                yield columns


_Part = tuple[StatedBudgetLine, list[StatedBudgetLine]]


def _divisions(table: list[StatedBudgetLine]) -> Iterator[_Part]:
    yield from _basic_parts(table)
    for block in _blocks(table):
        yield from _block_division(block)


def _basic_parts(table: Sequence[StatedBudgetLine]) -> Iterator[_Part]:
    """人员经费 and 公用经费 right below 基本支出."""
    for whole, first, second in zip(table, table[1:], table[2:], strict=False):
        if _BASIC.search(whole.line) and not _PROJECT.search(whole.line):
            words = first.line + second.line
            if _STAFF.search(words) and _OFFICE.search(words):
                yield whole, [first, second]


def _blocks(table: Sequence[StatedBudgetLine]) -> Iterator[list[StatedBudgetLine]]:
    """Stretches with one total each, which leads or ends them."""
    totals = [n for n, line in enumerate(table) if is_total(line)]
    if not totals:
        return
    if totals[0] == 0:
        for start, end in zip(totals, [*totals[1:], len(table)], strict=True):
            yield list(table[start:end])
        return
    if len(totals) == 1 and totals[0] == len(table) - 1:
        yield [table[-1], *table[:-1]]


def is_total(line: StatedBudgetLine) -> bool:
    """Whether a line of a table adds up others."""
    words = "".join(fold(name_of(line)).split())
    return bool(_TOTAL.search(words)) and not _CHAPTER.match(words)


def _block_division(block: list[StatedBudgetLine]) -> Iterator[_Part]:
    whole, rest = block[0], block[1:]
    if any(_SUBTOTAL.search(line.line) for line in rest):
        return
    chapters = [line for line in rest if _CHAPTER.match(line.line.strip())]
    natures = [*_first(rest, _BASIC), *_first(rest, _PROJECT)]
    if len(chapters) > 1:
        yield whole, chapters
    elif len(natures) == 2 and not chapters:  # noqa: PLR2004  basic and project
        yield whole, natures
    elif not chapters and len(rest) > 1 and not any(map(_is_deeper, rest)):
        yield whole, rest


def _first(
    lines: Iterable[StatedBudgetLine], pattern: re.Pattern[str]
) -> list[StatedBudgetLine]:
    found = [line for line in lines if pattern.search(line.line)]
    return found if len(found) == 1 else []


def _is_deeper(line: StatedBudgetLine) -> bool:
    return opens_parts(line) or bool(_SECTION.match(line.line.strip()))
