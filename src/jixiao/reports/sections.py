"""Chapters and their numbers: 一、（一） 1. （1） in the order of GB/T 9704-2012."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jixiao.reports.document import Block, Heading

_DIGITS = "〇一二三四五六七八九"
_TEN = 10
_OWN_NUMBER = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[、.．])(?!\d)\s*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A headed part; its number comes from its place among those that are there."""

    level: int
    title: str
    content: tuple[Block | Section, ...]


def numbered(parts: Iterable[Block | Section]) -> Iterator[Block]:
    """Lay sections out as headings with their numbers, in reading order."""
    counts: dict[int, int] = {}
    for part in parts:
        if not isinstance(part, Section):
            yield part
            continue
        counts[part.level] = counts.get(part.level, 0) + 1
        mark = number_mark(part.level, counts[part.level])
        yield Heading(level=part.level, text=mark + part.title)
        yield from numbered(part.content)


def number_mark(level: int, number: int) -> str:
    """The mark of the n-th heading of a level.

    >>> [number_mark(level, 12) for level in (1, 2, 3, 4)]
    ['十二、', '（十二）', '12.', '（12）']
    """
    match level:
        case 1:
            return f"{_numeral(number)}、"
        case 2:
            return f"（{_numeral(number)}）"
        case 3:
            return f"{number}."
        case _:
            return f"（{number}）"


def without_number(heading: str) -> str:
    """Take off a number that the user wrote in front of a heading.

    >>> without_number("1、预算编制"), without_number("（二）执行"), without_number("2.3万亩")
    ('预算编制', '执行', '2.3万亩')
    """
    return _OWN_NUMBER.sub("", heading).strip()


def _numeral(number: int) -> str:
    """Chinese numeral up to 99.

    >>> [_numeral(n) for n in (3, 10, 20, 35)]
    ['三', '十', '二十', '三十五']
    """
    tens, units = divmod(number, _TEN)
    head = {0: "", 1: "十"}.get(tens, f"{_DIGITS[tens % _TEN]}十")
    return head + (_DIGITS[units] if units else "")
