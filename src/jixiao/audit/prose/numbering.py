"""Numbered paragraphs as lists inside lists: 一、（一）1.（1）, whatever their marks.

Marks that are mixed up (3、 after 二、) leave several ways to nest the paragraphs;
the way with the fewest faults is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, IntEnum, auto

from jixiao.core.numbers import parse_numeral


class Style(IntEnum):
    """The marks in the order of GB/T 9704-2012 7.3.3."""

    CHINESE = 0
    CHINESE_BRACKETED = 1
    ARABIC = 2
    ARABIC_BRACKETED = 3

    def mark(self, number: int) -> str:
        """A number in this style.

        >>> Style.CHINESE.mark(3), Style.ARABIC_BRACKETED.mark(12)
        ('三、', '（12）')
        """
        chinese = _chinese(number)
        return (f"{chinese}、", f"（{chinese}）", f"{number}.", f"（{number}）")[self]


class Fault(Enum):
    """What is wrong with a number in its list."""

    STYLE = auto()
    SKIPPED = auto()
    DOUBLED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """One numbered paragraph."""

    style: Style
    number: int
    mark: str
    """As printed: 3、."""
    title: str
    """The words behind the mark, up to the first stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Faulty:
    """A paragraph whose number does not fit."""

    position: int
    """Among the numbered paragraphs."""
    fault: Fault
    due: str
    """The mark that would fit."""


_DIGITS = "一二三四五六七八九"
_LARGEST = 40
_MARK = re.compile(
    r"\s*(?P<mark>(?P<han>[一二三四五六七八九十]{1,3})、|[（(]\s*(?P<han2>[一二三四五六七八九十]{1,3})\s*[)）]、?|"
    r"(?P<figure>\d{1,2})(?:、|[.．](?!\d))|[（(]\s*(?P<figure2>\d{1,2})\s*[)）]、?)\s*(?P<rest>.*)",
    re.DOTALL,
)
_GROUPS = ("han", "han2", "figure", "figure2")


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = f"{_DIGITS[tens - 1] if tens > 1 else ''}十" if tens else ""
    return head + (_DIGITS[ones - 1] if ones else "")


def numbered(text: str) -> Numbered | None:
    """Read the number in front of a paragraph.

    >>> numbered("（2） 绩效目标完成情况分析。全年").title
    '绩效目标完成情况分析'
    >>> numbered("2.3万亩") is None
    True
    """
    match = _MARK.match(text)
    if match is None:
        return None
    style = next(s for s in Style if match[_GROUPS[s]])
    written = match[_GROUPS[style]]
    number = int(written) if written.isdecimal() else parse_numeral(written)
    if number is None or not 0 < number <= _LARGEST:
        return None
    title = re.split(r"[。：:；;，,]", match["rest"].strip())[0].strip()
    return Numbered(style=style, number=number, mark=match["mark"].strip(), title=title)


@dataclass(frozen=True, slots=True)
class _List:
    style: Style
    last: int
    is_mixed: bool = False


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to nest the paragraphs so far."""

    lists: tuple[_List, ...] = ()
    """The open ones, outermost first."""
    cost: int = 0
    faults: tuple[Faulty, ...] = ()


_MIXED, _WRONG_NUMBER, _UPWARDS, _KEPT_MIXED = 4, 7, 2, 0
_WIDEST = 60
"""Ways that are followed at one time."""
_SIMILAR = {
    Style.CHINESE: Style.ARABIC,
    Style.ARABIC: Style.CHINESE,
    Style.CHINESE_BRACKETED: Style.ARABIC_BRACKETED,
    Style.ARABIC_BRACKETED: Style.CHINESE_BRACKETED,
}
"""Marks that are taken for each other."""


def faults_in(paragraphs: Sequence[Numbered]) -> tuple[Faulty, ...]:
    """Find the numbers that fit into no list, in reading order.

    >>> texts = ["一、评价", "二、目标", "3、 问题", "（一）预算", "（2） 目标", "4、措施"]
    >>> [fault.due for fault in faults_in([numbered(text) for text in texts])]
    ['三、', '（二）', '四、']
    """
    ways = [_Way()]
    for position, paragraph in enumerate(paragraphs):
        following = [w for way in ways for w in _continued(way, paragraph, position)]
        best: dict[tuple[_List, ...], _Way] = {}
        for way in sorted(following, key=lambda w: w.cost):
            best.setdefault(way.lists, way)
        ways = list(best.values())[:_WIDEST]
    return ways[0].faults


def _continued(way: _Way, paragraph: Numbered, position: int) -> Iterator[_Way]:
    for depth, open_list in enumerate(way.lists):
        yield from _in_list(way, depth, open_list, paragraph, position)
    parent = way.lists[-1].style if way.lists else None
    upwards = parent is not None and paragraph.style <= parent
    unexpected = paragraph.number != 1
    yield _Way(
        lists=(*way.lists, _List(paragraph.style, paragraph.number)),
        cost=way.cost + _UPWARDS * upwards + _WRONG_NUMBER * 2 * unexpected,
        faults=way.faults,
    )
    if not unexpected:  # a list that begins again under words without a number
        for depth, open_list in enumerate(way.lists):
            if open_list.style is paragraph.style:
                yield replace(
                    way,
                    lists=(*way.lists[:depth], _List(paragraph.style, 1)),
                    cost=way.cost + 1,
                )


def _in_list(
    way: _Way, depth: int, open_list: _List, paragraph: Numbered, position: int
) -> Iterator[_Way]:
    is_same = open_list.style is paragraph.style
    if not is_same and _SIMILAR[open_list.style] is not paragraph.style:
        return
    step = paragraph.number - open_list.last
    if step not in (0, 1, 2) or (step != 1 and not is_same):
        return
    cost, faults = way.cost, way.faults
    if not is_same:
        cost += _KEPT_MIXED if open_list.is_mixed else _MIXED
    if step != 1:
        cost += _WRONG_NUMBER
    fault = Fault.DOUBLED if step == 0 else Fault.SKIPPED if step > 1 else Fault.STYLE
    if not is_same or step != 1:
        due = open_list.style.mark(open_list.last + 1)
        faults = (*faults, Faulty(position=position, fault=fault, due=due))
    now = replace(
        open_list, last=paragraph.number, is_mixed=open_list.is_mixed or not is_same
    )
    yield _Way(lists=(*way.lists[:depth], now), cost=cost, faults=faults)
