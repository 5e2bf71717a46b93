"""How wide text is in a spreadsheet cell, and how many lines it takes."""

from __future__ import annotations

import unicodedata
from math import ceil

_WIDE = frozenset("WFA")


def width_of(text: str) -> int:
    """Width in half-width characters; a Chinese character counts as two.

    >>> width_of("执行率97%")
    9
    """
    return sum(2 if unicodedata.east_asian_width(char) in _WIDE else 1 for char in text)


def lines_in(text: str, width: float) -> int:
    """Lines that text takes in a column of so many half-width characters.

    >>> lines_in("偏差大或目标未完成原因分析", 10)
    3
    """
    # a line ends early where a wide character or a closing mark does not fit
    usable = max(width - 1, 2)
    return sum(max(1, ceil(width_of(line) / usable)) for line in text.split("\n"))
