"""Figures as people get them wrong: two digits swapped, one digit changed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
LEAST, MOST = Decimal("0.03"), Decimal("0.6")
"""Share by which a slip changes a figure: more than any rounding."""
LEADING = 3
"""Digits in which slips happen: behind them nobody would notice."""


def value_of(text: str) -> Decimal:
    """The first figure of a text."""
    match = _FIGURE.search(text)
    assert match, text
    return Decimal(match[0].replace(",", ""))


def half_a_digit(text: str) -> Decimal:
    """Half of the last printed digit of the first figure, its scale left out."""
    match = _FIGURE.search(text)
    assert match, text
    return Decimal("0.5").scaleb(-len(match[0].partition(".")[2]))


def has_figure(text: str) -> bool:
    """Whether there is a figure in a text."""
    return _FIGURE.search(text) is not None


def slip(
    rng: random.Random,
    text: str,
    *,
    most: Decimal | None = None,
    is_wrong: Callable[[Decimal], bool] = lambda _: True,
) -> str | None:
    """The text with its first figure got wrong; None where no slip would show.

    Args:
        rng: chooses among the slips.
        text: a figure with whatever stands around it.
        most: no slip goes beyond it; 100 for percentages.
        is_wrong: whether a figure is more than another way to round the right one.
    """
    match = _FIGURE.search(text)
    if match is None:
        return None
    old = value_of(text)
    limit = Decimal(100) if most is None and "%" in text else most
    found = [
        figure
        for figure in _slips(match[0])
        if _shows(old, value_of(figure))
        and (limit is None or value_of(figure) <= limit)
        and is_wrong(value_of(figure))
    ]
    if not found:
        return None
    return text[: match.start()] + rng.choice(found) + text[match.end() :]


def _shows(old: Decimal, new: Decimal) -> bool:
    change = abs(new - old)
    return (
        change >= LEAST * old and change <= max(MOST * old, Decimal(2)) and change > 0
    )


def _slips(figure: str) -> list[str]:
    places = [at for at, mark in enumerate(figure) if mark.isdigit()][:LEADING]
    found = []
    for one, two in pairwise(places):
        marks = list(figure)
        marks[one], marks[two] = marks[two], marks[one]
        found.append("".join(marks))
    for at in places:
        for step in (-3, -2, -1, 1, 2, 3):
            digit = int(figure[at]) + step
            if 0 <= digit <= 9:  # noqa: PLR2004  a digit
                found.append(f"{figure[:at]}{digit}{figure[at + 1 :]}")
    if figure == "100":
        found += ["97", "96", "95", "92"]
    return [one for one in found if one != figure and not _is_padded(one)]


def _is_padded(figure: str) -> bool:
    return figure.startswith("0") and not figure.startswith("0.")
