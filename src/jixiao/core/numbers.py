"""Numbers as documents print them: half-up rounding, ranges, Chinese numerals.

Knows nothing of money, units or targets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

SCALES = {
    "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6,
    "千万": 10**7, "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "万亿": 10**12,
}  # fmt: skip
"""Scale words behind a figure, 1.5万 and the like."""

PLAIN_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+")
_LONGEST = 24
"""Characters; beyond them decimal arithmetic would not be exact, and nobody prints it."""
NUMERALS = "零〇一二两三四五六七八九十百千万亿"
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_WIDE = Context(prec=400)
_SIGNS = str.maketrans({
    "≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "═": "=", "﹦": "=", "〉": ">", "〈": "<",
    "›": ">", "‹": "<", "—": "-", "–": "-", "－": "-", "−": "-", "～": "~", "〜": "~",
    "∼": "~", "%": "%", "，": ",", "：": ":", "（": "(", "）": ")", "；": ";",
})  # fmt: skip


def fold(text: str) -> str:
    """Give text one character width and one way to write signs and dashes.

    >>> fold("≧９５％")
    '≥95%'
    """
    return unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)


def half_up(value: Decimal | Fraction, places: int) -> Decimal:
    """Round 四舍五入 at `places` decimals; exact for fractions too.

    >>> half_up(Fraction(3 * 153, 200), 2)
    Decimal('2.30')
    """
    if isinstance(value, Decimal):
        return value.quantize(_step(places), rounding=ROUND_HALF_UP, context=_WIDE)
    scaled = abs(value) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-units if value < 0 else units).scaleb(-places)


@lru_cache(maxsize=64)
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def plain(value: Decimal) -> str:
    """Print a decimal in full, without exponent and without trailing zeros.

    >>> plain(Decimal("2.10")), plain(Decimal("1E+4"))
    ('2.1', '10000')
    """
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedNumber:
    """A printed number and the range of true values that print that way."""

    text: str
    value: Decimal
    """The figure itself, scale words (万, 亿) applied."""
    low: Decimal
    high: Decimal

    def could_equal(self, other: StatedNumber) -> bool:
        """Tell whether one true value can stand behind both numbers."""
        return self.low <= other.high and other.low <= self.high

    def contains(self, value: Decimal) -> bool:
        """Tell whether `value` prints as this number."""
        return self.low <= value <= self.high

    def times(self, factor: Decimal | int) -> StatedNumber:
        """Change the unit, exactly: 5737.12 万元 times 10000 is yuan."""
        assert factor > 0
        return StatedNumber(
            text=self.text,
            value=self.value * factor,
            low=self.low * factor,
            high=self.high * factor,
        )

    def negated(self) -> StatedNumber:
        """The same amount taken away: adding it subtracts.

        >>> add_up([rounded("9"), rounded("4").negated()]).value
        Decimal('5')
        """
        return StatedNumber(
            text=f"-{self.text}", value=-self.value, low=-self.high, high=-self.low
        )

    def at_precision(self, places: int) -> StatedNumber:
        """Narrow the range to the column's own precision (873.9 means 873.90).

        >>> rounded("873.9").at_precision(2).high
        Decimal('873.905')
        """
        half = Decimal(5).scaleb(-places - 1)
        return replace(
            self,
            low=max(self.low, self.value - half),
            high=min(self.high, self.value + half),
        )


def add_up(numbers: Iterable[StatedNumber]) -> StatedNumber:
    """Add stated numbers and their ranges.

    >>> add_up([rounded("2698.55"), rounded("3038.58")]).could_equal(rounded("5737.12"))
    True
    >>> add_up([counted("560"), counted("73")]).could_equal(counted("663"))
    False
    """
    parts = tuple(numbers)
    return StatedNumber(
        text=" + ".join(part.text for part in parts),
        value=sum((part.value for part in parts), Decimal()),
        low=sum((part.low for part in parts), Decimal()),
        high=sum((part.high for part in parts), Decimal()),
    )


def rounded(text: str, value: Decimal | None = None) -> StatedNumber:
    """Read a measured or converted figure: true to half its last digit.

    Args:
        text: as printed.
        value: the figure, where it is already known.

    Raises:
        ValueError: the text is not one number.

    >>> number = rounded("5737.12")
    >>> number.low, number.high
    (Decimal('5737.115'), Decimal('5737.125'))
    """
    value = _must_parse(text) if value is None else value
    half = Decimal((0, (5,), _exponent(value) - 1))
    return StatedNumber(text=text, value=value, low=value - half, high=value + half)


def counted(text: str, value: Decimal | None = None) -> StatedNumber:
    """Read a count (件, 户, 人次) printed in full: exact.

    Args:
        text: as printed.
        value: the figure, where it is already known.

    Raises:
        ValueError: the text is not one number.

    >>> counted("633").low == counted("633").high == 633
    True
    """
    value = _must_parse(text) if value is None else value
    return StatedNumber(text=text, value=value, low=value, high=value)


def approximate(text: str, value: Decimal, mark: str) -> StatedNumber:
    """Widen a figure that is written with 约, 余, 多 or 近.

    约 and 近 reach one unit of the last digit that is not zero, 余 and 多 up to the
    next one.

    >>> approximate("60余", Decimal(60), "余").high
    Decimal('70')
    """
    digits = value.normalize()
    unit = Decimal((0, (1,), _exponent(digits)))
    low = value if mark in "余多" else value - unit
    high = value if mark == "近" else value + unit
    return StatedNumber(text=text, value=value, low=low, high=high)


def parse_decimal(text: str) -> Decimal | None:
    """Read one plain figure, thousands separators in threes or none at all.

    Returns:
        None where the text is not one well-formed number; never a guess.

    >>> parse_decimal("56,306,300.00"), parse_decimal("7,00.0,77")
    (Decimal('56306300.00'), None)
    """
    folded = "".join((text if text.isascii() else fold(text)).split())
    if len(folded) > _LONGEST or not PLAIN_NUMBER.fullmatch(folded):
        return None
    return Decimal(folded.replace(",", ""))


def parse_numeral(text: str) -> int | None:
    """Read a Chinese numeral below 10^16.

    >>> parse_numeral("一万二千零五"), parse_numeral("十五"), parse_numeral("三分")
    (12005, 15, None)
    """
    if not text or any(c not in NUMERALS for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    for word, scale in (("亿", 10**8), ("万", 10**4)):
        if word in text:
            head, _, tail = text.rpartition(word)
            high, low = parse_numeral(head), _numeral_rest(tail, scale)
            return None if high is None or low is None else high * scale + low
    return _below_ten_thousand(text)


def _numeral_rest(text: str, scale: int) -> int | None:
    if not text:
        return 0
    if len(text) == 1 and text in _DIGITS:  # 一万五 is 15000
        return _DIGITS[text] * scale // 10
    return parse_numeral(text.lstrip("零〇"))


def _below_ten_thousand(text: str) -> int | None:
    total, digit, last_step = 0, None, 10_000
    for char in text:
        if char in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[char]
            continue
        step = _STEPS[char]
        if step >= last_step:
            return None
        total += (1 if digit is None else digit) * step
        digit, last_step = None, step
    if digit and last_step > _STEPS["十"] and "零" not in text and "〇" not in text:
        return total + digit * last_step // 10  # 一百五 is 150
    return total + (digit or 0)


def _must_parse(text: str) -> Decimal:
    value = parse_decimal(text)
    if value is None:
        raise ValueError(text)
    return value


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), "not a finite number"
    return exponent
