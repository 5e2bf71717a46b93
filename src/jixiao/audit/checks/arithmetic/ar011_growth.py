"""增减幅度: a growth rate stated with the figures that it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.figures import Figure, figures_in, narrow
from jixiao.audit.quotations import indicator_at
from jixiao.audit.statements import passages_of
from jixiao.audit.subject import Subject
from jixiao.core.findings import Place, Severity
from jixiao.core.numbers import StatedNumber, add_up, half_up, plain

_SENTENCE = re.compile(r"[^。！？；\n]+")
_RISE = r"超支|增长|增加|提高|上升|提升|增幅|上涨"
_FALL = r"下降|减少|降低|压减|降幅|下滑|缩减|节约"
_MOVES = re.compile(rf"(?:{_RISE}|{_FALL})(?:率|幅度)?(?:了|为|达到?)?$")
_TO = re.compile(rf"^[^，]{{0,6}}(?:{_RISE}|{_FALL})?(?:到|至|为)[^，]{{0,4}}$")
_FALLS = re.compile(_FALL)


def find(subject: Subject) -> Iterator[Outcome]:
    """Compute growth from two figures of the same kind in one sentence."""
    for passage in passages_of(subject.report):
        for match in _SENTENCE.finditer(passage.text):
            for rate, outcome in _of_sentence(match[0], passage.place):
                position = match.start() + rate.start
                named = indicator_at(subject, passage.text, position)
                if isinstance(outcome, Clash) and named is not None:
                    outcome = replace(outcome, about=named)  # noqa: PLW2901
                yield outcome


def _of_sentence(sentence: str, place: str) -> Iterator[tuple[Figure, Outcome]]:
    figures = figures_in(sentence)
    plain_text = narrow(sentence)
    for position, rate in enumerate(figures):
        if not rate.is_share or not position:
            continue
        lead = plain_text[figures[position - 1].end : rate.start].rstrip()
        if not _MOVES.search(lead):
            continue
        pairs = _pairs(plain_text, figures[:position])
        if pairs:
            is_fall = bool(_FALLS.search(lead))
            yield rate, _outcome(sentence, place, pairs, rate, is_fall=is_fall)


Pair = tuple[StatedNumber, StatedNumber]
"""Before and after."""


def _pairs(text: str, before: Sequence[Figure]) -> list[Pair]:
    """What the growth can be of, the likeliest last; empty where nothing is certain."""
    last = before[-1]
    if len(before) > 1 and _is_from_to(text, before[-2], last):
        return [(before[-2].number, last.number)]
    if len(before) > 1 and _is_base_and_change(text, before[-2], last):
        base = before[-2].number
        change = last.number
        if _FALLS.search(text[before[-2].end : last.start]):
            return [(base, add_up([base, change.negated()]))]
        return [(base, add_up([base, change]))]
    if _THAN_BUDGET.search(text[last.end :][:_NEAR]):
        return _from_budget(text, before)
    is_base = _BASE_LABEL.search(text[: last.start]) or _BASE_IS.search(
        text[: last.start]
    )
    if is_base and not last.is_share:
        return [
            (last.number, figure.number)
            for figure in before[:-1]
            if figure.unit == last.unit
        ]
    return []


_NEAR = 16
_THAN_BUDGET = re.compile(
    rf"^[^，。；\d]{{0,4}}[，,]?[比较](?:年初|全年)?预算数?(?:{_RISE}|{_FALL})"
)
_BUDGET = re.compile(r"预算[^，。；\d]{0,4}$")


def _from_budget(text: str, before: Sequence[Figure]) -> list[Pair]:
    """预算12.5万元，实际支出13.8万元，比预算超支10.4%."""
    if len(before) < 2:  # noqa: PLR2004  a budget and a result
        return []
    base, now = before[-2:]
    if base.unit != now.unit or base.is_share or not _BUDGET.search(text[: base.start]):
        return []
    return [(base.number, now.number)]


_BASE_IS = re.compile(r"(?:上年度?|去年|上年同期|去年同期|上一年度?)(?:为|是)$")
_BASE_LABEL = re.compile(
    r"[比较](?:上年度?|去年|上年同期|去年同期|20\d\d年|上一年度?|前一年)(?:同期)?的?$"
)


def _is_from_to(text: str, base: Figure, now: Figure) -> bool:
    """由A增加到B: the same thing before and after, in this order."""
    return (
        base.unit == now.unit
        and not base.is_share
        and bool(_TO.match(text[base.end : now.start]))
        and bool(re.search(r"(?:由|从)[^，]{0,16}$", text[: base.start]))
    )


def _is_base_and_change(text: str, base: Figure, change: Figure) -> bool:
    """比2021年的2036.2万元增加203.6万元."""
    return (
        base.unit == change.unit
        and not base.is_share
        and bool(_BASE_LABEL.search(text[: base.start]))
        and bool(
            re.fullmatch(rf"(?:{_RISE}|{_FALL})了?", text[base.end : change.start])
        )
    )


def _outcome(
    sentence: str, place: str, pairs: Sequence[Pair], rate: Figure, *, is_fall: bool
) -> Outcome:
    sign = -1 if is_fall else 1
    last = rate.number.high - rate.number.low
    for base, now in pairs:
        low, high, _ = _growth(base, now)
        low, high = sorted((sign * low, sign * high))
        if low <= rate.number.high + last / 2 and rate.number.low <= high:
            return Fits()
    base, now = pairs[0]
    computed = f"{plain(half_up(sign * _growth(base, now)[2], 2))}%"
    quote = sentence.strip()
    arithmetic = f"({_shown(now)} − {_shown(base)}) ÷ {_shown(base)} = {'−' if is_fall else ''}{computed}"
    return Clash(
        severity=Severity.ERROR,
        about="下降幅度" if is_fall else "增长幅度",
        message=f"由{_shown(base)}到{_shown(now)}的变化幅度是{computed}，与文中的{rate.text}不能同时成立",
        stated=rate.text,
        expected=computed,
        arithmetic=arithmetic,
        places=(Place(locator=place, quote=quote[:_QUOTE]),),
    )


_QUOTE = 100


def _shown(number: StatedNumber) -> str:
    value = number.value
    is_long = value >= 10_000 and value % 10 == 0  # noqa: PLR2004
    return f"{plain(value / 10_000)}万" if is_long else plain(value)


def _growth(base: StatedNumber, now: StatedNumber) -> tuple[Decimal, Decimal, Decimal]:
    """Least, greatest and printed growth in percent."""
    if base.low <= 0:
        return Decimal("-Infinity"), Decimal("Infinity"), Decimal(0)
    low = 100 * (now.low / base.high - 1)
    high = 100 * (now.high / base.low - 1)
    return low, high, 100 * (now.value / base.value - 1)


CHECK = Check(
    id="AR011",
    theme=Theme.ARITHMETIC,
    title="增减幅度与前后两个数相符",
    why="由一个数变到另一个数的幅度可以直接算出；不符时多为基数取错（用了计划数）或笔误。",
    how_to_fix="用前后两个数重算幅度；基数不是前一个数的，写明基数。",
    source="docs/decisions/0010",
    find=find,
    nothing="文中没有写明前后两个数的增减幅度",
)
