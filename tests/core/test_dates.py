from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.core.dates import StatedDate, parse_date


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("12月底到位", (2021, 12, 1), (2021, 12, 31)), ("7月", (2021, 7, 1), (2021, 7, 31)),
        ("9月前", (2021, 9, 1), (2021, 9, 30)), ("11月底之前", (2021, 11, 1), (2021, 11, 30)),
        ("2023年底", (2023, 1, 1), (2023, 12, 31)), ("2021年度", (2021, 1, 1), (2021, 12, 31)),
        ("2021年12月31日前", (2021, 12, 31), (2021, 12, 31)), ("2月", (2021, 2, 1), (2021, 2, 28)),
        ("2024-12-31", (2024, 12, 31), (2024, 12, 31)), ("2022/6", (2022, 6, 1), (2022, 6, 30)),
        ("2022.6.30", (2022, 6, 30), (2022, 6, 30)), ("12月31日", (2021, 12, 31), (2021, 12, 31)),
        ("2022年第四季度", (2022, 10, 1), (2022, 12, 31)), ("三季度", (2021, 7, 1), (2021, 9, 30)),
        ("上半年", (2021, 1, 1), (2021, 6, 30)), ("12月初", (2021, 12, 1), (2021, 12, 10)),
        ("3月中旬", (2021, 3, 11), (2021, 3, 20)), ("3月下旬", (2021, 3, 21), (2021, 3, 31)),
        ("年底前", (2021, 12, 1), (2021, 12, 31)), ("20221231", (2022, 12, 31), (2022, 12, 31)),
    ],
)  # fmt: skip
def test_a_deadline_has_a_first_and_a_last_day(text, first, last):
    date = parse_date(text)

    assert isinstance(date, StatedDate)
    assert (date.first_day(2021), date.last_day(2021)) == (first, last)
    assert date.is_span is False


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2021年1月-12月", (2021, 12, 31)), ("2021.1.1-12.31", (2021, 12, 31)),
        ("2021年1月1日-2021年12月31日", (2021, 12, 31)), ("1-12月", (2020, 12, 31)),
        ("2021年6月至2022年5月", (2022, 5, 31)), ("2020-2022年", (2022, 12, 31)),
    ],
)  # fmt: skip
def test_a_span_counts_by_its_end(text, last):
    date = parse_date(text)

    assert isinstance(date, StatedDate)
    assert date.is_span is True
    assert date.last_day(2020) == last


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2023228日", "“2023228日”像是缺字的日期"),
        ("13月", "“13月”不是日历上有的日期"),
        ("2021年2月30日", "“2021年2月30日”不是日历上有的日期"),
        ("2021.0.5", "“2021.0.5”不是日历上有的日期"),
    ],
)
def test_a_broken_date_says_why(text, reason):
    assert parse_date(text) == reason


@pytest.mark.parametrize(
    "text",
    [
        "100",
        "2-3",
        "3-5天",
        "有效推进",
        "2021",
        "12/31",
        "6.30",
        "2年",
        "12个月",
        "2095.13",
        "",
    ],
)
def test_what_is_no_date_is_none(text):
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("2022.12", "“2022.12”按年月读取"), ("20221231", "“20221231”按日期读取"),
        ("2020-2022", "“2020-2022”按起止年份读取"), ("4季度", "“4季度”按第几季度读取"),
    ],
)  # fmt: skip
def test_what_might_be_a_number_says_that_it_was_read_as_a_date(text, note):
    date = parse_date(text)

    assert isinstance(date, StatedDate)
    assert date.note == note


@given(st.dates())
def test_a_full_date_reads_back(day):
    if not 2000 <= day.year <= 2099:
        day = day.replace(year=2020 + day.year % 4, day=min(day.day, 28))

    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}-{day.month}-{day.day}",
        f"{day.year}.{day.month:02}.{day.day:02}",
    ):
        date = parse_date(text)
        assert isinstance(date, StatedDate)
        assert (date.year, date.month, date.day) == (day.year, day.month, day.day)


@given(st.text(alphabet="0123456789年月日.-/~至第季度上下半旬底前", max_size=14))
def test_no_text_makes_reading_a_date_fail(text):
    date = parse_date(text)

    if isinstance(date, StatedDate):
        assert date.first_day(2021) <= date.last_day(2021)
