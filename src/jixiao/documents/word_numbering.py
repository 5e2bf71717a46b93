"""Automatic numbering of Word paragraphs: the 一、 that stands in no text.

Knows `word/numbering.xml` and nothing of tables or paragraphs' text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"

_DIGITS = "零一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LEVELS = 9


def chinese_number(number: int) -> str:
    """Write a small number as 一, 十, 十一, 二十, 一百零一.

    >>> [chinese_number(n) for n in (1, 10, 12, 20, 34, 101, 110)]
    ['一', '十', '十二', '二十', '三十四', '一百零一', '一百一十']
    """
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    if hundreds > len(_DIGITS) - 1:
        return str(number)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones or not text else "")


def _letter(number: int) -> str:
    repeats, index = divmod(max(number, 1) - 1, 26)
    return chr(ord("a") + index) * min(repeats + 1, 9)


def _roman(number: int) -> str:
    text = ""
    rest = min(number, 3999)
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        text += sign * (rest // value)
        rest %= value
    return text


def _circled(number: int) -> str:
    return _CIRCLED[number - 1] if 1 <= number <= len(_CIRCLED) else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    ),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "chineseCounting": chinese_number,
    "chineseCountingThousand": chinese_number,
    "japaneseCounting": chinese_number,
    "ideographDigital": chinese_number,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


@dataclass(slots=True)
class _Level:
    start: int
    format: str
    text: str


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of one document."""

    # Numbered paragraphs name an instance (num); the instances of one abstract
    # numbering share their levels and their counts.
    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    abstract_of: dict[str, str] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    of_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def prefix(self, properties: Element) -> str:
        """The number that Word shows before a paragraph, or nothing.

        Args:
            properties: `w:pPr` of the paragraph; must be given in document order.
        """
        if not self.levels:
            return ""
        num_id, level = self._place(properties)
        abstract = self.abstract_of.get(num_id, num_id)
        levels = self.levels.get(abstract, {})
        if level not in levels:
            return ""
        self._count(num_id, abstract, level)
        if levels[level].format in {"bullet", "none"}:
            return ""
        shown = re.sub(
            r"%([1-9])",
            lambda match: self._shown(abstract, int(match[1]) - 1),
            levels[level].text,
        )
        # Without the gap that Word leaves, 1. before 2020年 would read 1.2020年.
        return shown + " " if shown.isascii() else shown

    def _place(self, properties: Element) -> tuple[str, int]:
        direct = properties.find(f"{W}numPr")
        style = properties.find(f"{W}pStyle")
        place = self.of_style.get(value(style), ("", 0)) if style is not None else None
        num_id, level = place or ("", 0)
        if direct is not None:
            num_id = value(direct.find(f"{W}numId"), default=num_id)
            level = number(direct.find(f"{W}ilvl"), default=level)
        return num_id, level

    def _count(self, num_id: str, abstract: str, level: int) -> None:
        here = (abstract, level)
        first = self.levels[abstract][level].start
        if (num_id, level) in self.starts and (num_id, level) not in self._started:
            self._started.add((num_id, level))
            first = self.starts[num_id, level]
            self._counts.pop(here, None)
        self._counts[here] = self._counts.get(here, first - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            self._counts.pop((abstract, deeper), None)

    def _shown(self, abstract: str, level: int) -> str:
        rule = self.levels[abstract].get(level)
        if rule is None:
            return ""
        count = self._counts.get((abstract, level), rule.start)
        return _FORMATS.get(rule.format, str)(count)


def read_numbering(root: Element) -> Numbering:
    """Read `word/numbering.xml`."""
    numbering = Numbering()
    for abstract in root.iterfind(f"{W}abstractNum"):
        _read_abstract(numbering, abstract)
    for num in root.iterfind(f"{W}num"):
        num_id = num.get(f"{W}numId", "")
        numbering.abstract_of[num_id] = _abstract(value(num.find(f"{W}abstractNumId")))
        for override in num.iterfind(f"{W}lvlOverride"):
            start = override.find(f"{W}startOverride")
            if start is not None:
                level = _integer(override.get(f"{W}ilvl"), 0)
                numbering.starts[num_id, level] = number(start, default=1)
    return numbering


def _read_abstract(numbering: Numbering, abstract: Element) -> None:
    name = _abstract(abstract.get(f"{W}abstractNumId", ""))
    levels = numbering.levels.setdefault(name, {})
    for element in abstract.iterfind(f"{W}lvl"):
        level = _integer(element.get(f"{W}ilvl"), 0)
        levels[level] = _Level(
            start=number(element.find(f"{W}start"), default=1),
            format=value(element.find(f"{W}numFmt"), default="decimal"),
            text=value(element.find(f"{W}lvlText")),
        )
        style = value(element.find(f"{W}pStyle"))
        if style:
            numbering.of_style[style] = (name, level)


def _abstract(number_: str) -> str:
    """Keep abstract ids apart from the ids of their instances."""
    return f"abstract {number_}"


def value(element: Element | None, *, default: str = "") -> str:
    """The `w:val` of an element that may be missing."""
    return default if element is None else element.get(VAL, default)


def number(element: Element | None, *, default: int) -> int:
    """The `w:val` of an element as a number; what is none counts as missing."""
    return default if element is None else _integer(element.get(VAL), default)


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text or default)
    except ValueError:
        return default
