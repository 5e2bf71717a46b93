"""Figures whose clause is an indicator's own words: 城镇新增就业2989人."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from jixiao.audit.prose.figures import UNIT_WORDS, figures_in, narrow
from jixiao.audit.prose.names import core_of

_CLAUSE = re.compile(r"[^，。；！？\n、]+")
_RANGE = re.compile(
    rf"\d+(?:\.\d+)?\s*[-~至]\s*\d+(?:\.\d+)?\s*[万亿]?\s*(?:{UNIT_WORDS})?"
)
_PART_OF = re.compile(
    r"其中|季度|上半年|下半年|平均|每|累计|上年|去年|新增的|首批|第[一二三四五]批|较|同比|以上年|另|已.{0,2}超过"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One figure of running text that is an indicator's target or result."""

    row: int
    figure: str
    """As printed, a range in full."""
    clause: str
    is_whole_clause: bool = False
    """But for the figure the clause is the indicator's name and nothing else."""


_AIM = re.compile(
    r"达到.*以上|控制在.*以[内下]|不低于|不少于|不超过|不高于|力争|确保|目标|计划|任务|指标值|≥|≤"
)


def is_aim(spoken: Spoken) -> bool:
    """Whether the clause itself says what is wanted and not what came of it."""
    return bool(_AIM.search(narrow(spoken.clause)))


_FAMILIES = (
    frozenset("人名位") | {"人次"},
    frozenset("场次期批轮届") | {"场次", "批次", "班次"},
    frozenset("户"),
)


def count_alike(one: str | None, other: str | None) -> bool:
    """Whether two units can count the same: 人 and 人次, but not 人 and 场.

    >>> count_alike("人", "万人次"), count_alike("人", "场"), count_alike(None, "场")
    (True, False, True)
    """
    if "分" in (one, other):
        return one == other  # points stand beside names everywhere
    if not one or not other:
        return True
    left, right = (unit.lstrip("万亿") for unit in (one, other))
    return all((left in family) is (right in family) for family in _FAMILIES)


def spoken_in(text: str, names: Sequence[str]) -> tuple[Spoken, ...]:
    """Clauses with one figure that, but for it, hold an indicator's own words.

    >>> (one,) = spoken_in("全年城镇新增就业2989人，成效明显。", ["城镇新增就业人数"])
    >>> one.row, one.figure
    (0, '2989人')
    """
    return tuple(_spoken_in(text, tuple(names)))


@lru_cache(maxsize=4096)
def _spoken_in(text: str, names: tuple[str, ...]) -> tuple[Spoken, ...]:
    cores = [core_of(name) for name in names]
    if not any(cores):
        return ()
    return tuple(
        found
        for clause in _CLAUSE.finditer(text)
        if (found := _of_clause(clause[0].strip(), cores)) is not None
    )


def _of_clause(clause: str, cores: Sequence[str]) -> Spoken | None:
    span = _span(clause)
    if span is None:
        return None
    start, end = span
    words = re.sub(r"\W", "", narrow(clause[:start] + clause[end:]))
    hits = [n for n, core in enumerate(cores) if core and core in words]
    longest = max((len(cores[n]) for n in hits), default=0)
    hits = [n for n in hits if len(cores[n]) == longest]
    if len(hits) != 1 or _PART_OF.search(_without_own(clause, cores[hits[0]])):
        return None
    return Spoken(
        row=hits[0], figure=clause[start:end].strip(), clause=clause,
        is_whole_clause=_BARE.sub("", words) == cores[hits[0]],
    )  # fmt: skip


def _without_own(clause: str, core: str) -> str:
    """The clause without the name, which may itself say 平均: 平均到达用时."""
    return clause.replace(core, "")


_BARE = re.compile(r"^(?:全年|本年度?|当年)?(?:共|实际)?|(?:达到?|为|是)$")
"""Words around the name that say no more: 全年共新建供水工程11处, 满意度达到95%."""


def _span(clause: str) -> tuple[int, int] | None:
    """Where the clause's only figure or range of figures stands."""
    ranges = list(_RANGE.finditer(narrow(clause)))
    figures = figures_in(clause)
    if len(ranges) == 1 and len(figures) <= 1:
        return ranges[0].span()
    if ranges or len(figures) != 1:
        return None
    return figures[0].start, figures[0].end
