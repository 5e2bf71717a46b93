"""Dates and deadlines as forms write them: 9月前, 12月底到位, 2021.1.1-12.31."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace

_TAIL = r"(?:前|之前|以前|底前|底之前|底以前|底|末|末前|内|份|份前|完成|到位|完工|竣工|实施|年底前)*"
_PART = r"(?P<part>上旬|中旬|下旬|初|月初)?"
_FULL = re.compile(
    rf"(?P<year>20\d\d)(?:年(?P<month>\d{{1,2}})月?(?:(?<=月)(?P<day>\d{{1,2}})日?)?|"
    rf"(?P<mark>[./-])(?P<month2>\d{{1,2}})(?:(?P=mark)(?P<day2>\d{{1,2}})日?)?){_PART}(?P<tail>{_TAIL})"
)
_MONTH = re.compile(
    rf"(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日)?{_PART}(?P<tail>{_TAIL})"
)
_YEAR = re.compile(rf"(?P<year>20\d\d)年度?(?P<tail>{_TAIL})")
_SEASON = re.compile(
    rf"(?:(?P<year>20\d\d)年)?(?:(?P<nth>第)?(?P<quarter>[1-4一二三四])季度|(?P<half>[上下])半年){_TAIL}"
)
_YEAR_END = re.compile(r"(?:当年|本年|年)(?:底|末|内)(?:前|之前|以前)?(?:完成|到位)?")
_SPAN = re.compile(
    r"(?:20\d\d[年./-])?\d{1,2}(?:[月./-](?:\d{1,2}日?)?)?(?:-+|~|至|到)(?P<end>.+)"
)
_YEARS = re.compile(r"20\d\d年?(?:-+|~|至|到)(?P<year>20\d\d)(?P<word>年度?)?")
_GLUED = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_LOST = re.compile(r"20\d{2}\d{1,4}日.*|20\d{2}年\d{3,4}日?.*")
_START = re.compile(r"(?P<year>20\d\d)[年./-]")
_THIRDS = {"上旬": (1, 10), "初": (1, 10), "月初": (1, 10), "中旬": (11, 20)}
_ANY_LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDate:
    """A deadline or a day of completion; parts that are not written are None."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    is_span: bool = False
    """Written as a span; this is its end."""
    since: tuple[int, int] | None = None
    """First month and day where a quarter, half-year or third of a month is written."""
    note: str | None = None
    """Chinese; why it is a date although it might be a number."""
    before: str | None = None
    """Chinese; how 9月前 was read."""

    def last_day(self, default_year: int) -> tuple[int, int, int]:
        """The latest day that the writing allows."""
        year = self.year or default_year
        month = self.month or 12
        return year, month, self.day or calendar.monthrange(year, month)[1]

    def first_day(self, default_year: int) -> tuple[int, int, int]:
        """The earliest day that the writing allows."""
        month, day = self.since or (self.month or 1, self.day or 1)
        return self.year or default_year, month, day


def parse_date(text: str) -> StatedDate | str | None:
    """Read a date out of folded text without white space.

    Returns:
        The date, a Chinese reason why it is one and yet unreadable, or None.

    >>> date = parse_date("12月底到位")
    >>> date.month, date.last_day(2021)
    (12, (2021, 12, 31))
    >>> parse_date("第三季度").first_day(2022)
    (2022, 7, 1)
    >>> parse_date("2023228日")
    '“2023228日”像是缺字的日期'
    """
    if _LOST.fullmatch(text):
        return f"“{text}”像是缺字的日期"
    if _GLUED.fullmatch(text):
        found = _single(f"{text[:4]}-{text[4:6]}-{text[6:]}")
        guess = f"“{text}”按日期读取"
        return replace(found, note=guess) if isinstance(found, StatedDate) else None
    if match := _YEARS.fullmatch(text):
        note = None if match["word"] else f"“{text}”按起止年份读取"
        return StatedDate(year=int(match["year"]), is_span=True, note=note)
    date = _single(text)
    if date is None and (span := _SPAN.fullmatch(text)):
        return _end_of_span(text, span["end"])
    return date


def _single(text: str) -> StatedDate | str | None:
    if _YEAR_END.fullmatch(text):
        return StatedDate(month=12)
    if match := _SEASON.fullmatch(text):
        return _season(text, match)
    for pattern in (_FULL, _MONTH, _YEAR):
        if match := pattern.fullmatch(text):
            return _checked(text, match.groupdict())
    return None


def _season(text: str, match: re.Match[str]) -> StatedDate:
    year = int(match["year"]) if match["year"] else None
    if match["half"]:
        first = 1 if match["half"] == "上" else 7
        return StatedDate(year=year, month=first + 5, since=(first, 1))
    last = 3 * (
        "1234".find(match["quarter"]) + 1 or "一二三四".find(match["quarter"]) + 1
    )
    is_plain = match["nth"] or year or match["quarter"] in "一二三四"
    note = None if is_plain else f"“{text}”按第几季度读取"
    return StatedDate(year=year, month=last, since=(last - 2, 1), note=note)


def _checked(text: str, parts: dict[str, str | None]) -> StatedDate | str | None:
    year, month, day = (
        int(written) if written else None
        for written in (
            parts.get("year"),
            parts.get("month") or parts.get("month2"),
            parts.get("day") or parts.get("day2"),
        )
    )
    is_like_a_decimal = parts.get("mark") == "." and day is None
    if not _is_on_the_calendar(year or _ANY_LEAP_YEAR, month, day):
        if is_like_a_decimal:
            return None
        return f"“{text}”不是日历上有的日期"
    since, note = None, None
    part = parts.get("part")
    if part == "下旬":
        since = (month or 12, 21)
    elif part and day is None:
        first, day = _THIRDS[part]
        since = (month or 12, first)
    elif is_like_a_decimal:
        note = f"“{text}”按年月读取"
    elif (parts.get("tail") or "").startswith(("前", "之前", "以前")) and day is None:
        date = f"{month}月" if month else f"{year}年"
        return StatedDate(year=year, month=month, before=f"“{text}”按{date}底前读取")
    return StatedDate(year=year, month=month, day=day, since=since, note=note)


def _is_on_the_calendar(year: int, month: int | None, day: int | None) -> bool:
    if month is None:
        return True
    if month not in range(1, 13):
        return False
    return day is None or 1 <= day <= calendar.monthrange(year, month)[1]


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
