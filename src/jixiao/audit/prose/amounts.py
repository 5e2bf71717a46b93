"""Figures of a sentence as wholes and parts: 其中A…，B…；（A…，B…）；由A和B构成；共计.

The tree follows the punctuation; whether parts add up is for the checks to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from jixiao.audit.prose.concepts import Concept, concept_of
from jixiao.audit.prose.figures import Figure, figures_in, narrow


@dataclass(slots=True, eq=False, kw_only=True)
class Amount:
    """A figure with its label, the whole it stands under, and its own parts."""

    figure: Figure
    label: str
    """The words right in front of the figure, back to the last mark or figure."""
    clause: str
    """The words in front of it since the last full stop, for context."""
    sentence: str
    whole: Amount | None = None
    parts: list[Amount] = field(default_factory=list)
    link: str = ""
    """How its parts are joined to it: 其中, （, 构成, 共计."""

    @property
    def concept(self) -> Concept | None:
        """What it is the amount of, its whole's stage where it has none."""
        own = concept_of(self.label)
        if own is None or self.whole is None or self.link_up == "共计":
            return own
        return own.under(self.whole.concept)

    @property
    def link_up(self) -> str:
        """How it is joined to its whole."""
        return self.whole.link if self.whole else ""


_SENTENCE = re.compile(r"[^。！？\n]+")
_BREAK = re.compile(r"[，。；、！？\n()（）]")
_TOTAL_WORDS = re.compile(
    r"[^，。；]{0,2}(?:共计|合计|总计|总共)|(?:以上|上述|各项|几项)?共"
)
_ALL_OF = re.compile(r"[^，。；]{0,4}(?:构成|组成|之和)")


@lru_cache(maxsize=4096)
def amounts_in(text: str) -> tuple[Amount, ...]:
    """All figures of a text in order, joined to their wholes.

    >>> whole, one, other = amounts_in("全年支出9万元，其中基本支出4万元，项目支出5万元。")
    >>> [part.label for part in whole.parts], one.whole is whole
    (['其中基本支出', '项目支出'], True)
    """
    found: list[Amount] = []
    for sentence in _SENTENCE.finditer(text):
        before = found[-1] if found else None
        found += _amounts_of(sentence[0], before)
    return tuple(found)


def _amounts_of(sentence: str, before: Amount | None) -> list[Amount]:
    plain_text = narrow(sentence)
    amounts: list[Amount] = []
    scope = _Scope(before)
    end = 0
    for figure in figures_in(sentence):
        between = plain_text[end : figure.start]
        label = _BREAK.split(between)[-1].strip() or _label_before(between)
        amount = Amount(
            figure=figure,
            label=label,
            clause=sentence[: figure.start],
            sentence=sentence,
        )
        scope.move(between)
        scope.add(amount)
        if figure.unit not in ("%", "‰", "分"):
            amounts.append(amount)
        end = figure.end
    _join_totals(amounts)
    _join_all_of(plain_text, amounts)
    return amounts


def _label_before(between: str) -> str:
    """The label where a colon or a bracket stands between it and the figure."""
    words = [w.strip(" :") for w in _BREAK.split(between) if w.strip(" :")]
    return words[-1] if words else ""


class _Scope:
    """Which whole the next figure stands under, while a sentence is read."""

    def __init__(self, before: Amount | None) -> None:
        self._wholes: list[Amount | None] = [None]
        self._last: list[Amount | None] = [_top(before)]

    def move(self, between: str) -> None:
        """Take in the marks between two figures."""
        if re.match(r"\s*:", between) and self._last[-1] is not None:
            self._wholes[-1] = self._last[-1]
            self._link(self._last[-1], "：")
        for mark in re.finditer(
            r"[；;]\s*[(]?\d{1,2}[.、．)]|[()]|其中|包括|^\s*[，,]\s*分别(?:为|是)",
            between,
        ):
            if mark[0][0] in "；;":  # the next of numbered items
                self._wholes, self._last = [None], [None]
            elif mark[0] == "(":
                self._open(between[: mark.start()], "（")
            elif mark[0] == ")":
                self._close()
            elif self._last[-1] is not None:
                self._wholes[-1] = self._last[-1]
                self._link(self._last[-1], "其中")

    def _open(self, words: str, link: str) -> None:
        is_close = not _BREAK.search(words) and len(words.strip()) <= _NEAR
        whole = self._last[-1] if is_close else None
        self._wholes.append(whole)
        self._last.append(None)
        self._link(whole, link)

    def _close(self) -> None:
        if len(self._wholes) > 1:
            self._wholes.pop()
            self._last.pop()

    @staticmethod
    def _link(whole: Amount | None, link: str) -> None:
        if whole is not None and not whole.link:
            whole.link = link

    def add(self, amount: Amount) -> None:
        """Put a figure under the whole in force."""
        if amount.figure.unit in ("%", "‰", "分"):
            return
        if _COMPARED.match(amount.label) or _OTHER_YEARS.search(amount.label):
            return  # 比上年的10.8万元: neither a part nor a whole of its own
        whole = self._wholes[-1]
        if whole is not None and _same_kind(whole.figure, amount.figure):
            amount.whole = whole
            whole.parts.append(amount)
        self._last[-1] = amount


_NEAR = 3
_OTHER_YEARS = re.compile(r"累计|以来|历年")
_COMPARED = re.compile(
    r"(?:同)?比|较|上年(?!结)|去年|与|占|超出?|含[^，]*后|低于|高于|不超过|控制在|相当于|达到?上年|(?:占|完成)?(?:年度|全年|年初)?(?:计划|目标|任务)(?:数|值|的|为|$)"
)


def _top(amount: Amount | None) -> Amount | None:
    """The outermost whole, to which 其中 at the head of the next sentence points."""
    while amount is not None and amount.whole is not None:
        amount = amount.whole
    return amount


def _same_kind(one: Figure, other: Figure) -> bool:
    units = {one.unit, other.unit}
    return one.unit == other.unit or (None in units and "元" in units)


def _join_totals(amounts: Sequence[Amount]) -> None:
    """A 共计 behind a list of the same kind is the whole of the list."""
    run: list[Amount] = []
    for amount in amounts:
        if amount.whole is not None or amount.parts:
            run = []
        elif _TOTAL_WORDS.match(amount.label) and len(run) > 1 and not amount.link:
            kind = [a for a in run if _same_kind(a.figure, amount.figure)]
            if len(kind) == len(run):
                amount.link, amount.parts = "共计", run
                for part in run:
                    part.whole = amount
            run = []
        else:
            run = [*run, amount]


def _join_all_of(plain_text: str, amounts: Sequence[Amount]) -> None:
    """收入1699.12万元，由拨款1435.22万元和结转263.90万元构成."""
    for position, first in enumerate(amounts):
        if first.whole or not position or not re.match(r"\s*(?:分别)?由", first.label):
            continue
        whole = amounts[position - 1]
        parts = [
            a for a in amounts[position:]
            if a.whole is None and _same_kind(a.figure, whole.figure)
        ]  # fmt: skip
        for count in range(2, len(parts) + 1):
            if _ALL_OF.match(plain_text, parts[count - 1].figure.end):
                whole.link, whole.parts = "构成", parts[:count]
                for part in parts[:count]:
                    part.whole = whole
                break
