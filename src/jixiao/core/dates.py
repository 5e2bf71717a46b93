"""Dates and deadlines as forms write them: 9月前, 12月底到位, 2021.1.1-12.31."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

_TAIL = r"(?:前|之前|以前|底前|底之前|底以前|底|末|末前|内|初|中旬|上旬|下旬|份|份前|完成|到位|完工|竣工|实施|年底前)*"
_FULL = re.compile(
    rf"(?P<year>20\d\d)[年./-](?P<month>\d{{1,2}})(?:[月./-](?P<day>\d{{1,2}})日?|月)?(?P<tail>{_TAIL})"
)
_MONTH = re.compile(
    rf"(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日)?(?P<tail>{_TAIL})"
)
_YEAR = re.compile(rf"(?P<year>20\d\d)年(?P<tail>{_TAIL})")
_YEAR_END = re.compile(r"(?:当年|本年|年)(?:底|末|内)(?:前|之前|以前)?(?:完成|到位)?")
_SPAN = re.compile(
    r"(?:20\d\d[年./-])?\d{1,2}(?:[月./-](?:\d{1,2}日?)?)?(?:-+|~|至|到)(?P<end>.+)"
)
_LOST = re.compile(r"20\d{2}\d{1,4}日.*|20\d{2}年\d{3,4}日?.*")
_START = re.compile(r"(?P<year>20\d\d)[年./-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDate:
    """A deadline or a day of completion; parts that are not written are None."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    is_span: bool = False
    """Written as a span; this is its end."""

    def last_day(self, default_year: int) -> tuple[int, int, int]:
        """The latest day that the writing allows."""
        year = self.year or default_year
        month = self.month or 12
        return year, month, self.day or calendar.monthrange(year, month)[1]

    def first_day(self, default_year: int) -> tuple[int, int, int]:
        """The earliest day that the writing allows."""
        return self.year or default_year, self.month or 1, self.day or 1


def parse_date(text: str) -> StatedDate | str | None:
    """Read a date out of folded text without white space.

    Returns:
        The date, a Chinese reason why it is one and yet unreadable, or None.

    >>> parse_date("12月底到位")
    StatedDate(year=None, month=12, day=None, is_span=False)
    >>> parse_date("2023228日")
    '“2023228日”像是缺字的日期'
    """
    if _LOST.fullmatch(text):
        return f"“{text}”像是缺字的日期"
    if span := _SPAN.fullmatch(text):
        return _end_of_span(text, span["end"])
    return _single(text)


def _single(text: str) -> StatedDate | str | None:
    if _YEAR_END.fullmatch(text):
        return StatedDate(month=12)
    for pattern in (_FULL, _MONTH, _YEAR):
        if match := pattern.fullmatch(text):
            return _checked(text, match.groupdict())
    return None


def _checked(text: str, parts: dict[str, str | None]) -> StatedDate | str:
    year, month, day = (
        int(parts[k] or 0) or None if k in parts else None
        for k in ("year", "month", "day")
    )
    if (month or 1) not in range(1, 13) or (day or 1) not in range(1, 32):
        return f"“{text}”不是日历上有的日期"
    return StatedDate(year=year, month=month, day=day)


def _end_of_span(text: str, end: str) -> StatedDate | str | None:
    if re.fullmatch(r"\d{1,2}\.\d{1,2}", end):
        month, _, day = end.partition(".")
        end = f"{month}月{day}日"
    date = _single(end)
    if not isinstance(date, StatedDate):
        return None
    start = _START.match(text)
    year = date.year or (int(start["year"]) if start else None)
    if date.month is None and "月" not in text:
        return None
    return StatedDate(year=year, month=date.month, day=date.day, is_span=True)
