"""Percentages of running text, with the words that say what they are the share of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from jixiao.audit.prose.figures import Figure, figures_in, narrow
from jixiao.core.numbers import StatedNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedRate:
    """A percentage with the clause in front of it."""

    figure: Figure
    label: str
    """Words between the last mark and the figure."""
    sentence: str
    quote: str


_SENTENCE = re.compile(r"[^。！？\n]+")
_MARK = re.compile(r"[，。；、！？:()（）：]")
_AIM = re.compile(
    r"目标|要求|应当?|力争|确保|不低于|不得|不少于|以上|达标线|标准|计划|预期|拟|≥|≤|>|<|未达|不足|低于|高于|超过|达到$"
)
_AIM_BEHIND = re.compile(r"\s*(?:以上|以下|以内|及以上|左右|的(?:目标|要求|标准))")


@lru_cache(maxsize=4096)
def rates_in(text: str) -> tuple[StatedRate, ...]:
    """Percentages that are stated as results, targets and limits left out.

    >>> [r.label for r in rates_in("全年支出9万元，预算执行率为90%。执行率应不低于95%。")]
    ['预算执行率为']
    """
    return tuple(_rates_in(text)) if "%" in narrow(text) else ()


def _rates_in(text: str) -> Iterator[StatedRate]:
    for match in _SENTENCE.finditer(text):
        sentence = match[0]
        plain_text = narrow(sentence)
        end = 0
        for figure in figures_in(sentence):
            between = plain_text[end : figure.start]
            label = _MARK.split(between)[-1].strip()
            end = figure.end
            if not figure.is_share or figure.text[:1] in "约近":
                continue
            if _AIM.search(label) or _AIM_BEHIND.match(plain_text, figure.end):
                continue
            start = figure.start - len(label)
            yield StatedRate(
                figure=figure, label=label, sentence=sentence,
                quote=sentence[max(0, start) : figure.end].strip(),
            )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotient:
    """The range of 100 × part ÷ whole over the ranges of both."""

    part: StatedNumber
    whole: StatedNumber

    @property
    def percent(self) -> Decimal:
        """Of the figures as printed."""
        return 100 * self.part.value / self.whole.value

    def could_be(self, rate: StatedNumber) -> bool:
        """Whether a printed percentage can stand for it, rounded or cut at any place."""
        low = 100 * self.part.low / self.whole.high
        high = 100 * self.part.high / self.whole.low
        last = rate.high - rate.low
        return low <= rate.high + last / 2 and rate.low <= high


def quotient(part: StatedNumber, whole: StatedNumber) -> Quotient | None:
    """The share of one figure in another, None where there is no such share."""
    if whole.low <= 0 or part.low < 0:
        return None
    return Quotient(part=part, whole=whole)
