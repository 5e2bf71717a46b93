"""括号和引号成对: a bracket or quotation mark that nothing opens or closes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.statements import passages_of
from jixiao.audit.subject import Subject
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.stated import StatedPassage

_PAIRS = {"（": "）", "“": "”", "《": "》", "〔": "〕", "【": "】"}
_WIDE = str.maketrans("()", "（）")
_NUMBERING = re.compile(
    r"(?:^|(?<=[\s，。；：、“,;:]))[\d一二三四五六七八九十a-zA-Z①-⑳]{1,3}[）)]"
)
"""1）, a）: a bracket that has no partner by custom."""
_ILLEGIBLE = re.compile("[\ufffd□]{2}")
_AROUND = 12


@dataclass(frozen=True, slots=True)
class _Unpaired:
    mark: str
    position: int


def find(subject: Subject) -> Iterator[Outcome]:
    """Pair the marks of every paragraph; one cut in two is looked at as a whole."""
    passages = passages_of(subject.report)
    found = [_unpaired(passage.text) for passage in passages]
    for number, passage in enumerate(passages):
        if not re.search(r"[（）()“”《》〔〕【】]", passage.text):
            continue
        if _ILLEGIBLE.search(passage.text):
            yield Doubt(
                place=passage.place, reason="段落中有读不出的字，无法核对括号和引号"
            )
            continue
        if not found[number] or _is_cut(found, number):
            yield Fits()
            continue
        for one in found[number]:
            yield _clash(one, passage)


def _unpaired(text: str) -> list[_Unpaired]:
    """Marks without partner; pairs may stand inside each other and overlap."""
    wide = _NUMBERING.sub(lambda match: " " * len(match[0]), text).translate(_WIDE)
    left = []
    for opening, closing in _PAIRS.items():
        waiting: list[int] = []
        for position, mark in enumerate(wide):
            if mark == opening:
                waiting.append(position)
            elif mark == closing and waiting:
                waiting.pop()
            elif mark == closing:
                left.append(_Unpaired(closing, position))
        left += [_Unpaired(opening, position) for position in waiting]
    return sorted(left, key=lambda one: one.position)


def _is_cut(found: Sequence[list[_Unpaired]], number: int) -> bool:
    """Whether a neighbouring paragraph holds the partners."""
    own = Counter(_PAIRS.get(one.mark, one.mark) for one in found[number])
    return any(
        own == Counter(_PAIRS.get(one.mark, one.mark) for one in found[beside])
        and {one.mark for one in found[beside]} != {one.mark for one in found[number]}
        for beside in (number - 1, number + 1)
        if 0 <= beside < len(found)
    )


def _clash(one: _Unpaired, passage: StatedPassage) -> Clash:
    start = max(0, one.position - _AROUND)
    quote = passage.text[start : one.position + _AROUND].strip()
    is_opening = one.mark in _PAIRS
    other = _PAIRS[one.mark] if is_opening else _opening(one.mark)
    return Clash(
        severity=Severity.NOTE,
        about=f"{quote}的“{passage.text[one.position]}”",
        message=(
            f"“{quote}”中的“{passage.text[one.position]}”"
            f"{'后面' if is_opening else '前面'}没有与之成对的“{other}”"
        ),
        stated=quote,
        places=(Place(locator=passage.place, quote=quote),),
    )


def _opening(closing: str) -> str:
    return next(left for left, right in _PAIRS.items() if right == closing)


CHECK = Check(
    id="FO006",
    theme=Theme.FORM,
    title="括号和引号成对",
    why="缺一半的括号或引号会让人误解文字的起止；多为改动时漏删、漏打。",
    how_to_fix="补上缺的一半，或删去多的一半。",
    source="GB/T 15834-2011 4.8、4.9",
    find=find,
    nothing="文中没有括号和引号",
)
