"""Where running text speaks of an indicator, and what it says of it there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jixiao.audit.prose.figures import UNIT_WORDS, narrow
from jixiao.audit.prose.names import best_match, plain_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place where a text speaks of one indicator; None for what it does not say."""

    row: int
    """Which indicator, by its position in the form."""
    name: str
    """As written there."""
    said: str
    """The words from the name to the next indicator or the end of the paragraph."""
    target: str | None = None
    actual: str | None = None
    weight: str | None = None
    points: str | None = None
    is_shared: bool = False
    """The words speak of several indicators at once (分别为, 各得)."""


_QUOTED = re.compile(r"“(?:[^“”]|“[^“”]*”){2,60}”|「[^「」]{2,60}」")
_PER = (
    r"(?:/(?:人|天|日|年|月|周|生|吨|户|亩|次|只|头|个|台|件|公里|平方米|立方米)){0,2}"
)
_ONE = rf"\d[\d,]*(?:\.\d+)?\s*[万亿千百]?\s*(?:{UNIT_WORDS})?{_PER}"
_VALUE = (
    r"(?:[≥≤><=]=?|大于等于|小于等于|不低于|不少于|不高于|不超过|不大于|不小于|大于|小于|等于|控制在|达到)?\s*"
    rf"{_ONE}(?:\s*[-~至]+\s*{_ONE})?(?:及以上|以上|以下|以内|之内)?"
)
_TARGET_WORDS = r"(?:年初|年度|全年|当年|绩效|预期|计划|设定的?|预定)*(?:目标值?|指标值|预期值|计划值|计划数?|目标数|预期(?=\s*[≥≤]?\s*\d)(?!\s*\d+\s*[年月日]))"
_IS = r"\s*(?:设定|确定|均|分别)*\s*(?:为|是|:|=(?=\d)|定为|设为)?\s*"
_TARGET = re.compile(rf"{_TARGET_WORDS}{_IS}(?P<value>{_VALUE})")
_TARGETS = re.compile(
    rf"{_TARGET_WORDS}\s*分别(?:为|是)?\s*(?P<values>[^。；]+?)(?=[。；]|$)"
)
_ACTUAL = re.compile(
    r"(?<!未)(?<!目标)(?:全年|年末|年内|本年)?(?:实际完成值?|实际值|完成值|实现值|实际达到|实际完成情况|实际完成率?|实际为|完成(?!比例|率|进度|比率|度|预算|投资|支付|时间|时限)|实际)"
    rf"{_IS}(?P<value>{_VALUE})"
)
_WEIGHT = re.compile(
    r"\s*[”」]?\s*(?:指标)?\s*[(（]\s*(?:权重|分值)?\s*:?\s*(\d+(?:\.\d+)?)\s*分\s*[)）]"
)
_POINTS = re.compile(r"得(?:分)?\s*(?:为|是|:)?\s*(\d+(?:\.\d+)?)\s*分")
_EACH = re.compile(r"[各均]\s*得分?\s*(\d+(?:\.\d+)?)\s*分")
_JOINED = re.compile(r"[\s，、和及与”“]*(?:指标)?[\s，、和及与”“]*")


def mentions_in(text: str, names: Sequence[str]) -> tuple[Mention, ...]:
    """All places of a text that name one of the indicators, and what is said there.

    Args:
        text: one paragraph.
        names: the form's indicators, in its order.

    >>> (one,) = mentions_in(
    ...     "数量指标“新增耕地面积（亩）”（4分）：年初目标值为1万亩，实际完成1.2万亩，得分4分。",
    ...     ["新增耕地面积（亩）"],
    ... )
    >>> one.weight, one.target, one.actual, one.points
    ('4', '1万亩', '1.2万亩', '4')
    """
    return _mentions_in(text, tuple(names))


@lru_cache(maxsize=4096)
def _mentions_in(text: str, names: tuple[str, ...]) -> tuple[Mention, ...]:
    groups = list(_groups(text, _hits(text, names)))
    mentions: list[Mention] = []
    for number, group in enumerate(groups):
        following = groups[number + 1][0][0] if number + 1 < len(groups) else len(text)
        mentions += _said(text, group, following)
    return tuple(mentions)


def named_in(text: str, names: Sequence[str]) -> tuple[tuple[int, int, int], ...]:
    """Where a text names indicators: start, end and row, in reading order."""
    return _hits(text, tuple(names))


@lru_cache(maxsize=4096)
def _hits(text: str, names: tuple[str, ...]) -> tuple[tuple[int, int, int], ...]:
    return tuple(sorted(_named(text, names)))


Hit = tuple[int, int, int]
"""Start and end of a name in the text, and the row that it names."""


def _named(text: str, names: tuple[str, ...]) -> list[Hit]:
    """Quoted names, also drifted ones; then names that stand in the text as they are."""
    hits: list[Hit] = []
    for match in _QUOTED.finditer(text):
        row = best_match(match[0][1:-1], names)
        if row is not None:
            hits.append((match.start(), match.end(), row))
    if hits:
        return hits  # a name without quotation marks is then only mentioned in passing
    letters, positions = _letters(text)
    order = sorted(range(len(names)), key=lambda n: -len(plain_name(names[n])))
    for row in order:
        name = plain_name(names[row])
        if len(name) < _SHORTEST:
            continue
        for match in re.finditer(re.escape(name), letters):
            start, end = positions[match.start()], positions[match.end() - 1] + 1
            if not any(s < end and start < e for s, e, _ in hits):
                hits.append((start, _past_brackets(text, end), row))
    return hits


_SHORTEST = 4


def _letters(text: str) -> tuple[str, list[int]]:
    """The text's letters and digits, and where each stands."""
    kept = [(c, n) for n, c in enumerate(narrow(text)) if re.match(r"\w", c)]
    return "".join(c for c, _ in kept), [n for _, n in kept]


_BRACKETED_UNIT = re.compile(r"[(（][^()（）\d]{1,8}[)）]")


def _past_brackets(text: str, end: int) -> int:
    match = _BRACKETED_UNIT.match(text, end)
    return match.end() if match else end


def _groups(text: str, hits: Sequence[Hit]) -> Iterator[list[Hit]]:
    """Names with nothing but 和, 、 and weights between them belong together."""
    group: list[Hit] = []
    for hit in hits:
        if group:
            between = _WEIGHT.sub("", text[group[-1][1] : hit[0]])
            if not _JOINED.fullmatch(
                re.sub(r"(?:数量|质量|时效|成本|效益)指标", "", between)
            ):
                yield group
                group = []
        group.append(hit)
    if group:
        yield group


def _said(text: str, group: Sequence[Hit], following: int) -> Iterator[Mention]:
    end = group[-1][1]
    said = text[end:following]
    shared = len(group) > 1
    targets = _listed(narrow(said), len(group)) if shared else [_value(_TARGET, said)]
    each = _EACH.search(narrow(said))
    points = each or (None if shared else _POINTS.search(narrow(said)))
    for number, (start, stop, row) in enumerate(group):
        weight = _WEIGHT.match(narrow(text), stop)
        yield Mention(
            row=row, name=_unquoted(text[start:stop]), said=said,
            target=targets[number] if number < len(targets) else None,
            actual=None if shared else _value(_ACTUAL, said),
            weight=weight[1] if weight else None,
            points=points[1] if points else None, is_shared=shared,
        )  # fmt: skip


def _unquoted(name: str) -> str:
    return name[1:-1] if name[0] in "“「" and name[-1] in "”」" else name


def _value(pattern: re.Pattern[str], said: str) -> str | None:
    match = pattern.search(narrow(said))
    return match["value"].strip() if match else None


def _listed(said: str, count: int) -> list[str | None]:
    """Targets that are given in the order of the names: 分别为2万以上、1万以上."""
    match = _TARGETS.search(said)
    if not match:
        return []
    first = re.split(r"，(?=\D*(?:$|，))", match["values"])[0]  # ，均已完成
    for values in (
        re.split(r"[、，]|和(?=\d)|及(?=\d)", first),
        re.split(r"、|和(?=\d)|及(?=\d)", first.partition("，")[0]),
    ):
        if len(values) == count:
            return list(values)
    return []
