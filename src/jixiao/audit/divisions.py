"""Which lines of a budget table are the parts of which other line.

Forms mark only the first part with 其中, and leave open where the parts end. Several
readings are tried; the one that contradicts itself least is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from jixiao.audit.budget_lines import (
    COLUMNS,
    amount,
    has_figure,
    name_of,
    opens_parts,
)
from jixiao.audit.sums import Agreement, Sum, compare, step_of
from jixiao.core.findings import normal_name
from jixiao.core.numbers import StatedNumber, fold
from jixiao.core.stated import StatedBudgetLine


@dataclass(frozen=True, slots=True)
class Division:
    """A whole and its parts, by their place in the table."""

    whole: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One column of one division."""

    whole: StatedBudgetLine
    parts: tuple[StatedBudgetLine, ...]
    """Only those that print a figure in the column."""
    column: str
    sum: Sum
    blanks: tuple[StatedBudgetLine, ...]
    """Parts that are left blank in this column."""


_NATURE = re.compile(r"基本支出|项目支出|人员(?:经费|支出)|公用(?:经费|支出)")
_MOST_READINGS = 600


@lru_cache(maxsize=16)
def divisions(lines: tuple[StatedBudgetLine, ...]) -> tuple[Division, ...]:
    """The divisions of a form's budget in their least contradictory reading.

    The first line is the whole of all others.
    """
    if len(lines) < _SHORTEST or opens_parts(lines[0]):
        return ()
    known: dict[Division, list[Agreement]] = {}
    return min(
        islice(_Reader(lines).readings(), _MOST_READINGS),
        key=lambda reading: _badness(lines, reading, known),
        default=(),
    )


_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class _State:
    """A reading so far: what is complete, and what may still get parts."""

    done: tuple[Division, ...] = ()
    open: tuple[Division, ...] = ()
    """From the outermost to the innermost."""


@dataclass(frozen=True, slots=True)
class _Reader:
    lines: tuple[StatedBudgetLine, ...]

    def readings(self) -> Iterator[tuple[Division, ...]]:
        """All ways to hang each line below one that stands above it."""
        yield from self._from(1, _State(open=(Division(0, ()),)))

    def _from(self, number: int, state: _State) -> Iterator[tuple[Division, ...]]:
        if number == len(self.lines):
            found = (*state.done, *state.open)
            yield tuple(sorted((d for d in found if d.parts), key=lambda d: d.whole))
            return
        for following in self._choices(number, state):
            yield from self._from(number + 1, following)

    def _choices(self, number: int, state: _State) -> Iterator[_State]:
        line = self.lines[number]
        if opens_parts(line):
            if number == 1:
                yield _added(state, number, depth=0)
                return
            if opens_parts(self.lines[number - 1]):
                yield _added(state, number, depth=len(state.open) - 1)
            yield _State(state.done, (*state.open, Division(number - 1, (number,))))
            return
        for depth in reversed(range(len(state.open))):
            yield _added(state, number, depth=depth)
        if self._may_divide_anew(number, state):
            yield _State((*state.done, *state.open), (Division(0, (number,)),))
        if number > 1 and _equals_next(self.lines, number - 1):
            yield _State(state.done, (*state.open, Division(number - 1, (number,))))

    def _may_divide_anew(self, number: int, state: _State) -> bool:
        """Whether the whole may be divided a second time from here on."""
        if not state.open[0].parts:
            return False
        is_whole = number + 1 < len(self.lines) and opens_parts(self.lines[number + 1])
        last = self.lines[number - 1]
        changes = _is_nature(self.lines[number]) is not _is_nature(last)
        return is_whole or changes


def _added(state: _State, number: int, *, depth: int) -> _State:
    """Hang a line below the open whole at a depth; what is deeper is complete."""
    division = state.open[depth]
    grown = replace(division, parts=(*division.parts, number))
    return _State((*state.done, *state.open[depth + 1 :]), (*state.open[:depth], grown))


def _is_nature(line: StatedBudgetLine) -> bool:
    return bool(_NATURE.search(fold(line.line)))


def _equals_next(lines: Sequence[StatedBudgetLine], number: int) -> bool:
    """Whether a line is the sum of two or more of the next ones, 其中 left out."""
    for column in COLUMNS:
        whole = amount(lines[number], column)
        if whole is None or whole.value == 0:
            continue
        parts: list[StatedNumber] = []
        for line in lines[number + 1 :]:
            part = amount(line, column)
            if part is None or part.value == 0:
                break
            parts.append(part)
            if len(parts) > 1 and sum(p.value for p in parts) == whole.value:
                return True
    return False


def _badness(
    lines: Sequence[StatedBudgetLine],
    reading: tuple[Division, ...],
    known: dict[Division, list[Agreement]],
) -> tuple[int, int, int]:
    """Contradictions of a reading; the fewer, the likelier it is meant."""
    for one in reading:
        if one not in known:
            known[one] = [c.sum.agreement for c in comparisons(lines, one)]
    found = [agreement for one in reading for agreement in known[one]]
    return (
        found.count(Agreement.CLASH),
        found.count(Agreement.COLUMN),
        -found.count(Agreement.EQUAL),
    )


def comparisons(
    lines: Sequence[StatedBudgetLine], division: Division
) -> list[Comparison]:
    """Whole and parts of a division, column by column, where both are printed."""
    return compare_lines(
        lines[division.whole], [lines[n] for n in division.parts], lines
    )


def compare_lines(
    whole: StatedBudgetLine,
    parts: Sequence[StatedBudgetLine],
    table: Sequence[StatedBudgetLine],
) -> list[Comparison]:
    """Hold lines against the line of their whole in every column that prints both."""
    found: list[Comparison] = []
    for column in COLUMNS:
        total = amount(whole, column)
        filled = [line for line in parts if has_figure(line, column)]
        numbers = [amount(line, column) for line in filled]
        known = [number for number in numbers if number is not None]
        if total is None or not known or len(known) < len(numbers):
            continue
        steps = [step_of(n) for line in table if (n := amount(line, column))]
        step = min(filter(None, steps), default=step_of(total))
        found.append(
            Comparison(
                whole=whole,
                parts=tuple(filled),
                column=column,
                sum=compare(total, known, step=step),
                blanks=tuple(line for line in parts if line not in filled),
            )
        )
    return found


_REST = re.compile(r"其他|其它|自筹|地方|配套|单位资金|社会|结转|结余|县|区级|乡镇")


def is_exhaustive(division: Sequence[StatedBudgetLine]) -> bool:
    """Whether lines are by their names all that there is."""
    names = [normal_name(name_of(line)) for line in division]
    if len(names) < _SHORTEST:
        return False
    natures = [name for name in names if _NATURE.search(name)]
    return len(natures) >= _SHORTEST or any(_REST.search(name) for name in names)
