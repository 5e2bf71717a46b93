"""Names of indicators and how they drift from chapter to chapter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from jixiao.audit.prose.figures import narrow

_ORNAMENT = re.compile(
    r"^(?:其中[:：]?|指标\s*\d+\s*[:：、.]?|[★*☆\d]+[、.．]?\s*(?=[\u4e00-\u9fff]))+"
)
_WEIGHT = re.compile(r"[(（]\s*\d+(?:\.\d+)?\s*分\s*[)）]\s*$")
_UNIT = re.compile(r"[(（][^()（）\d]{1,8}[)）]\s*$")
_MARKS = re.compile(r"[\W_]")
_GENERIC = re.compile(
    r"(?:完成)?(?:数量|人数|人次|个数|次数|户数|件数|场次|面积|长度|里程|规模|金额|总额|总数|数|率|情况|时间)$"
)
_ALIKE = Fraction(72, 100)
_LEAST_CORE = 4


@lru_cache(maxsize=16384)
def plain_name(name: str) -> str:
    """The name's own words: without ornament, weight, unit and marks.

    >>> plain_name("指标1：“多规合一”村庄规划编制数量（个）（3分）")
    '多规合一村庄规划编制数量'
    """
    words = _WEIGHT.sub("", _ORNAMENT.sub("", narrow(name).strip()))
    words = _UNIT.sub("", words) or words
    return _MARKS.sub("", words)


@lru_cache(maxsize=16384)
def core_of(name: str) -> str:
    """The name without the word for what is measured: 城镇新增就业 of 城镇新增就业人数.

    Returns:
        "" where too little is left to know it by.
    """
    words = plain_name(name)
    core = _GENERIC.sub("", words)
    return core if len(core) >= _LEAST_CORE else ""


def similarity(one: str, other: str) -> Fraction:
    """How alike two names are: shared pairs of neighbouring characters, 0 to 1.

    >>> similarity("办理抵押登记数量", "园区办理抵押登记数量")
    Fraction(7, 8)
    """
    if one == other:
        return Fraction(1) if one else Fraction(0)
    left, right = _pairs(one), _pairs(other)
    if not left or not right:
        return Fraction(0)
    return Fraction(2 * len(left & right), len(left) + len(right))


@lru_cache(maxsize=16384)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[n : n + 2] for n in range(len(text) - 1))


def best_match(name: str, names: Sequence[str]) -> int | None:
    """Which of the names means the same; None where none does, or two might.

    >>> best_match("为园区融资规模（亿元）", ["为园区融资金额（亿元）", "新增耕地面积（亩）"])
    0
    """
    wanted = plain_name(name)
    known = [plain_name(other) for other in names]
    if known.count(wanted) == 1:
        return known.index(wanted)
    if wanted in known:
        return None
    scores = sorted(
        ((_score(wanted, other), n) for n, other in enumerate(known)), reverse=True
    )
    if not scores or scores[0][0] < _ALIKE:
        return None
    if len(scores) > 1 and scores[1][0] >= _ALIKE:
        return None
    return scores[0][1]


_LEAST_SHARED = 5
_MOST_OF, _INSIDE, _SAME_CORE = Fraction(6, 10), Fraction(8, 10), Fraction(9, 10)


def _score(one: str, other: str) -> Fraction:
    """Likeness; a name inside another one counts as the same unless much is added."""
    if opposed(one, other):
        return Fraction(0)
    core = core_of(one)
    if core and core == core_of(other):
        return _SAME_CORE
    short, long = sorted((one, other), key=len)
    is_most = len(short) >= _LEAST_SHARED and len(short) >= _MOST_OF * len(long)
    if is_most and short in long:
        return max(similarity(one, other), _INSIDE)
    return similarity(one, other)


_KINDS = re.compile(
    r"率|数量|人数|个数|面积|金额|规模|及时|质量|满意|成本|覆盖|合格|完成|知晓|新增|减少|线上|线下|第[一二三四]|[一二三四]季度|上半年|下半年|学生|教师|家长|男|女|城镇|农村|小学|初中|高中"
)


_PEOPLE, _TIMES = re.compile(r"人数|人次"), re.compile(r"次数|场|批次|期数|班次")


def opposed(one: str, other: str) -> bool:
    """Whether two names measure different things: 数量 and 覆盖率, 线上 and 线下."""
    if _PEOPLE.search(one + other) and bool(_TIMES.search(one)) is not bool(
        _TIMES.search(other)
    ):
        return True
    left, right = set(_KINDS.findall(one)), set(_KINDS.findall(other))
    amounts = {"数量", "人数", "个数", "面积", "金额", "规模"}
    return bool(left ^ right) and not ((left ^ right) <= amounts)
