"""Every form of writing that published documents use: text → reading, or why not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import COUNTS, MEASURES, any_cell, figures

from jixiao.core.numbers import plain
from jixiao.core.statements import Kind, Statement
from jixiao.core.targets import _read_folded, percent_in_name, read_statement


def figure(statement: Statement) -> tuple[str | None, str | None]:
    """Both bounds as printed in full."""
    lower, upper = statement.lower, statement.upper
    return (
        None if lower is None else plain(lower.value),
        None if upper is None else plain(upper.value),
    )


AT_LEAST = [
    ("≥95%", "95", "%"), ("≧95%", "95", "%"), (">=95%", "95", "%"), ("≥=95%", "95", "%"),
    ("≥0.8元/公里", "0.8", "元/公里"), ("≥1200 人(次)", "1200", "人(次)"), ("≥100百分比", "100", "%"),
    ("≥3千克", "3", "千克"), ("大于等于95%", "95", "%"), ("大于或等于5", "5", None),
    ("不少于30人", "30", "人"), ("不低于90%", "90", "%"), ("不小于5%", "5", "%"), ("至少3次", "3", "次"),
    ("不得少于12个", "12", "个"), ("不能低于90%", "90", "%"), ("没有低于90%", "90", "%"),
    ("不少于2次/年", "2", "次/年"), ("350以上", "350", None), ("1.5万以上", "15000", None),
    ("1万人次以上", "10000", "人次"), ("60%及以上", "60", "%"), ("88.32%及以上", "88.32", "%"),
    ("2亿元以上", "200000000", "元"), ("90分及以上", "90", "分"), ("5个（含）以上", "5", "个"),
    ("95%以上（含95%）", "95", "%"), ("达到95%以上", "95", "%"), ("≥3次以上", "3", "次"),
    ("≥266米", "266", "米"), ("≥98 %", "98", "%"), ("五年以上", "5", "年"), ("X≥95%", "95", "%"),
    ("≮5", "5", None), ("力争90%以上", "90", "%"),
]  # fmt: skip
AT_MOST = [
    ("≤5%", "5", "%"), ("≦90万元", "900000", "元"), ("‹=5天", "5", "天"), ("小于等于5天", "5", "天"),
    ("不超过10%", "10", "%"), ("不得超过5%", "5", "%"), ("未超过5%", "5", "%"), ("不高于200元/人", "200", "元/人"),
    ("控制在5%以内", "5", "%"), ("控制在30个以内", "30", "个"), ("2.5‰以下", "2.5", "‰"), ("30天内", "30", "天"),
    ("30天内完成", "30", "天"), ("5个工作日内办结", "5", "个工作日"), ("3次以内/年", "3", "次/年"),
    ("3年内完成", "3", "年"), ("24小时内", "24", "小时"), ("最多3次", "3", "次"), ("≯5", "5", None), ("≤-5%", "-5", "%"),
    ("≤0.4‰", "0.4", "‰"), ("不突破30万元", "300000", "元"), ("≤0", "0", None),
]  # fmt: skip
BARE = [
    ("100%", "100", "%"), ("１００％", "100", "%"), ("100%（含）", "100", "%"), ("“100%”", "100", "%"),
    ("（100%）", "100", "%"), ("100百分比", "100", "%"), ("百分之百", "100", "%"), ("百分之九十五", "95", "%"),
    ("千分之三", "3", "‰"), ("5‰", "5", "‰"), ("3个千分点", "3", "个千分点"), ("5百分点", "5", "百分点"),
    ("102.59%", "102.59", "%"), ("0.958", "0.958", None), ("20", "20", None), ("-5%", "-5", "%"), ("+5%", "5", "%"),
    ("1套", "1", "套"), ("1,234人", "1234", "人"), ("16个乡镇（街道）", "16", "个乡镇(街道)"), ("98分", "98", "分"),
    ("2.3万", "23000", None), ("150万", "1500000", None), ("1000件", "1000", "件"), ("300只", "300", "只"),
    ("20头", "20", "头"), ("800元/人*月", "800", "元/人*月"), ("1000元/生/年", "1000", "元/生/年"), ("300/人", "300", "/人"),
    ("5千瓦时", "5", "千瓦时"), ("5000m²", "5000", "平方米"), ("12万元", "120000", "元"), ("10,000.00元", "10000", "元"),
    ("0起", "0", "起"), ("0次", "0", "次"), ("0", "0", None), ("0.00", "0", None), ("零事故", "0", "起"), ("零投诉", "0", "起"),
    ("达到100%", "100", "%"), ("100%完成", "100", "%"), ("100%全覆盖", "100", "%"), ("350个村", "350", "个村"),
    ("十二个", "12", "个"), ("两次", "2", "次"), ("三百五十个村", "350", "个村"), ("三万", "30000", None),
    ("2年", "2", "年"), ("12个月", "12", "个月"), ("3万元/年", "30000", "元/年"), ("¥1000元", "1000", "元"), ("100元整", "100", "元"),
]  # fmt: skip
RANGES = [
    ("2-3", "2", "3", None), ("1—2", "1", "2", None), ("3～5个工作日", "3", "5", "个工作日"),
    ("18—54周岁", "18", "54", "周岁"), ("0.5—1", "0.5", "1", None), ("10-15%", "10", "15", "%"),
    ("10%-15%", "10", "15", "%"), ("1-2万", "10000", "20000", None), ("1万—1.5万亩", "10000", "15000", "亩"),
    ("±3%以内", "-3", "3", "%"), ("±0", "0", "0", None), ("≥95%且≤100%", "95", "100", "%"),
    ("≥95％≤100％", "95", "100", "%"), ("≤5，≥3", "3", "5", None), ("不少于3个，不超过5个", "3", "5", "个"),
    ("95%≤X≤100%", "95", "100", "%"), ("100≥X≥90", "90", "100", None), ("3个至5个", "3", "5", "个"),
]  # fmt: skip
DATES = [
    "9月前", "7月", "12月底到位", "11月底之前", "2023年底", "2021年1月-12月", "2021.1.1-12.31", "5月底",
    "2024-12-31", "2022年第四季度", "第一季度", "上半年", "年底前", "年内完成", "2021年度", "2020-2022年",
    "12月31日", "20221231",
]  # fmt: skip
WORDS = [
    "有效推进", "及时", "合规", "长期", "提升", "逐步提高", "显著提升", "效果明显", "已完成", "高", "是", "完成",
    "严格执行相关制度规定", "达成预期指标", "基本达到", "程度较高", "优良中低差", "应改尽改", "全覆盖", "达标",
    "按时", "提前完成", "≥AA级", "不低于上年", "一般", "十分满意", "一站式服务", "三五个", "十四五", "零距离服务",
    "2级以上", "3A级",
]  # fmt: skip
NOTHING = [
    "",
    "  ",
    "/",
    "/ / /",
    "—",
    "——",
    "-",
    "……",
    "…",
    "无",
    "不适用",
    "N/A",
    "\\",
    "、",
    "*",
]
UNREADABLE = [
    ("7,00.0,77", "无法读作数字"), ("202010100.00%10", "无法读作数字"), ("1.2.3", "无法读作数字"), ("5.", "无法读作数字"),
    ("100 200", "无法读作数字"), ("100、200", "无法读作数字"),
    ("按15次作业且总航时不少于30小时", "含有不止一个条件，分不清按哪一个计分"),
    ("1:2000", "含有不止一个条件，分不清按哪一个计分"), ("3场200人", "含有不止一个条件，分不清按哪一个计分"),
    ("①100%", "含有不止一个条件，分不清按哪一个计分"), ("≥100人，≥3次", "含有不止一个条件，分不清按哪一个计分"),
    ("95%/98%", "含有不止一个条件，分不清按哪一个计分"),
    ("2023228日", "像是缺字的日期"), ("2021年2月30日", "不是日历上有的日期"),
    ("0/0 100%", "是两个数相除，分不清哪一个是完成值"), ("12/31", "是两个数相除，分不清哪一个是完成值"),
    ("(≥**平方米)", "是未填写的模板"), ("★★★…(≥**人)", "是未填写的模板"),
    ("低于控制指标82起", "写的是差额，不是指标值本身"), ("超过目标20%", "写的是差额，不是指标值本身"),
    ("≤5天以上", "前后两个界限方向相反"), ("5-3", "的下限大于上限"), ("第2批", "是序号，不是数量"),
    ("未达到95%", "写的是没有完成的部分，读不出指标值"), ("剩余5%未完成", "写的是没有完成的部分，读不出指标值"),
    ("3个未完成", "写的是没有完成的部分，读不出指标值"),
    ("不超过预算30万元", "中的数字与什么相比不明确"), ("超额完成20%", "中的数字与什么相比不明确"),
    ("不足100人", "中的数字与什么相比不明确"), ("l00%", "中的数字与什么相比不明确"),
    ("≥9O%", "文字与数字混写，读不出指标值"), ("1OO%", "文字与数字混写，读不出指标值"),
    ("10日前", "文字与数字混写，读不出指标值"), ("95%≤", "文字与数字混写，读不出指标值"),
    ("三分之二", "是用文字写的比例，读不出数字"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "bound", "unit"), AT_LEAST)
def test_a_lower_bound(text, bound, unit):
    read = read_statement(text)

    assert (read.kind, figure(read), read.unit) == (Kind.AT_LEAST, (bound, None), unit)


@pytest.mark.parametrize(("text", "bound", "unit"), AT_MOST)
def test_an_upper_bound(text, bound, unit):
    read = read_statement(text)

    assert (read.kind, figure(read), read.unit) == (Kind.AT_MOST, (None, bound), unit)


@pytest.mark.parametrize(("text", "value", "unit"), BARE)
def test_a_bare_figure(text, value, unit):
    read = read_statement(text)

    assert (read.kind, figure(read), read.unit) == (Kind.BARE, (value, value), unit)


@pytest.mark.parametrize(("text", "low", "high", "unit"), RANGES)
def test_a_range(text, low, high, unit):
    read = read_statement(text)

    assert (read.kind, figure(read), read.unit) == (Kind.RANGE, (low, high), unit)


@pytest.mark.parametrize("text", ["=100%", "═100%", "﹦100%", "＝100%", "等于100%"])
def test_an_explicit_equals_sign(text):
    read = read_statement(text)

    assert (read.kind, figure(read)) == (Kind.EXACTLY, ("100", "100"))


@pytest.mark.parametrize("text", DATES)
def test_a_deadline(text):
    read = read_statement(text)

    assert (read.kind, read.is_numeric) == (Kind.BY_DATE, False)
    assert read.date is not None


@pytest.mark.parametrize("text", WORDS)
def test_words_are_qualitative(text):
    read = read_statement(text)

    assert (read.kind, read.is_numeric) == (Kind.QUALITATIVE, False)


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_blank_and_not_zero(text):
    read = read_statement(text)

    assert (read.kind, read.number, read.reason) == (Kind.BLANK, None, None)


@pytest.mark.parametrize(("text", "reason"), UNREADABLE)
def test_what_cannot_be_read_is_undecided_and_says_why(text, reason):
    read = read_statement(text)

    assert (read.kind, read.number) == (Kind.UNDECIDED, None)
    assert read.reason == f"“{text}”{reason}"


def test_no_cell_at_all_is_blank():
    assert read_statement(None).kind is Kind.BLANK


def test_blank_zero_and_unreadable_are_three_things():
    kinds = [read_statement(text).kind for text in ("", "0", "7,00.0,77")]

    assert kinds == [Kind.BLANK, Kind.BARE, Kind.UNDECIDED]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1234人", "1234", "1234"), ("1.2万人", "11500", "12500"), ("500余人", "500", "600"),
        ("约500人", "400", "600"), ("近千人", "0", "1000"), ("2万余亩", "20000", "30000"), ("95%左右", "94", "96"),
        ("5亩", "4.5", "5.5"), ("20", "19.5", "20.5"), ("1.2亿元", "115000000", "125000000"),
    ],
)  # fmt: skip
def test_counts_in_full_are_exact_and_all_else_is_a_range(text, low, high):
    number = read_statement(text).number

    assert number is not None
    assert (plain(number.low), plain(number.high)) == (low, high)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("290%", "“290%”疑为“≥90%”误识，按后者读取"), ("2100%", "“2100%”疑为“≥100%”误识，按后者读取"),
        ("小于3起", "“小于3起”不含边界，按含边界读取"), (">95%", "“>95%”不含边界，按含边界读取"),
        ("每年2次", "“每年2次”按其中的数字读取"), ("完成100%", "“完成100%”按其中的数字读取"),
        ("同比增长5%", "“同比增长5%”按其中的数字读取"), ("前3名", "“前3名”是名次，越小越好"),
        ("2级以上", "“2级以上”是等级，按定性指标读取"), ("1，234", "“1，234”中的逗号按千分位读取"),
        ("9月前", "“9月前”按9月底前读取"), ("2021年1月-12月", "“2021年1月-12月”取其截止日"),
        ("2022.12", "“2022.12”按年月读取"), ("3-5个以上", "“3-5个以上”按区间读取"),
    ],
)  # fmt: skip
def test_of_two_readings_the_likelier_is_taken_and_reported(text, note):
    assert read_statement(text).notes == (note,)


def test_a_result_of_290_percent_is_an_over_achievement_and_no_misread_sign():
    read = read_statement("290%", is_result=True)

    assert (read.kind, figure(read), read.notes) == (Kind.BARE, ("290", "290"), ())


@pytest.mark.parametrize(
    ("text", "unit", "value", "stated"),
    [
        ("2", "亿元", "2", "亿元"), ("2亿元以上", "亿元", "200000000", "元"), ("150万", "万元", "1500000", "元"),
        ("1.2亿", "万元", "120000000", "元"), ("95%", "%", "95", "%"), ("5", "个", "5", "个"),
        ("2022.12", "万元", "2022.12", "万元"), ("20221231", "元", "20221231", "元"), ("3", "亩", "3", "亩"),
    ],
)  # fmt: skip
def test_the_headers_unit_stands_where_the_cell_has_none(text, unit, value, stated):
    read = read_statement(text, unit=unit)

    assert read.number is not None
    assert (plain(read.number.value), read.unit) == (value, stated)


@pytest.mark.parametrize(
    ("sign", "kind"),
    [
        ("≥", Kind.AT_LEAST), ("≧", Kind.AT_LEAST), (">=", Kind.AT_LEAST), ("大于等于", Kind.AT_LEAST),
        ("正向", Kind.AT_LEAST), ("大于等于（≥）", Kind.AT_LEAST), ("≤", Kind.AT_MOST), ("‹=", Kind.AT_MOST),
        ("小于等于", Kind.AT_MOST), ("反向", Kind.AT_MOST), ("逆向指标", Kind.AT_MOST), ("=", Kind.EXACTLY),
        ("═", Kind.EXACTLY), ("﹦", Kind.EXACTLY), ("等于", Kind.EXACTLY), ("定性", Kind.QUALITATIVE),
        ("", Kind.BARE), ("定量", Kind.BARE), ("/", Kind.BARE),
    ],
)  # fmt: skip
def test_a_sign_in_its_own_column(sign, kind):
    read = read_statement("100", sign=sign, unit="%")

    assert (read.kind, read.unit, read.notes) == (kind, "%", ())


def test_a_sign_of_its_own_column_that_nobody_knows_is_reported():
    read = read_statement("100", sign="优")

    assert read.kind is Kind.BARE
    assert read.notes == ("指标性质“优”不是已知的符号，未采用",)


def test_a_sign_against_the_cells_own_is_undecided():
    read = read_statement("≥5", sign="≤")

    assert (read.kind, read.reason) == (Kind.UNDECIDED, "“≥5”与指标性质“≤”方向相反")


@pytest.mark.parametrize("text", ["", "7,00.0,77"])
def test_a_sign_makes_no_figure_of_what_is_none(text):
    assert read_statement(text, sign="≥").kind == read_statement(text).kind


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("年度资金支付完成率100%", "100%"), ("满意率≥95%", "≥95%"), ("验收合格率98.5%", "98.5%"),
        ("新建项目数量", None), ("率先完成3个", None),
    ],
)  # fmt: skip
def test_a_target_inside_the_name(name, expected):
    assert percent_in_name(name) == expected


@given(
    any_cell,
    st.sampled_from(["", "%", "万元", "亩", "个"]),
    st.sampled_from(["", "≥", "≤", "=", "定性", "?"]),
)
def test_no_text_makes_reading_fail_and_the_text_stays(text, unit, sign):
    read = read_statement(text, unit=unit, sign=sign)

    assert read.text == text.strip()
    assert (read.kind is Kind.UNDECIDED) is (read.reason is not None)
    if read.kind in (Kind.BLANK, Kind.UNDECIDED, Kind.QUALITATIVE, Kind.BY_DATE):
        assert read.is_numeric is False


@given(
    figures(least="0.01", greatest="9999"),
    st.sampled_from([("≥", "", Kind.AT_LEAST), ("", "以上", Kind.AT_LEAST), ("不低于", "", Kind.AT_LEAST),
                     ("≤", "", Kind.AT_MOST), ("控制在", "以内", Kind.AT_MOST), ("=", "", Kind.EXACTLY), ("", "", Kind.BARE)]),
    st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)]),
    st.sampled_from([*COUNTS, *MEASURES, "%", "元/人"]),
)  # fmt: skip
def test_a_printed_target_reads_back(value, writing, scale, unit):
    before, after, kind = writing
    word, factor = scale if unit != "%" else ("", 1)

    read = read_statement(f"{before}{plain(value)}{word}{unit}{after}")
    if kind is Kind.BARE and unit == "%" and read.notes:
        return  # 290%
    assert (read.kind, read.unit, read.has_own_unit) == (kind, unit, True)
    assert read.number is not None
    assert read.number.value == value * factor
    assert read.number.contains(value * factor)


@given(
    figures(greatest="999"), figures(greatest="999"), st.sampled_from(["", *MEASURES])
)
def test_a_printed_range_reads_back(first, second, unit):
    low, high = min(first, second), max(first, second)

    read = read_statement(f"{plain(low)}～{plain(high)}{unit}")
    assert (read.kind, figure(read)) == (Kind.RANGE, (plain(low), plain(high)))


@given(
    st.sampled_from(["", "≥", "≤"]), figures(greatest="9999999", places=3),
    st.sampled_from(["", "%", "个", "万", "万元", "人次", "项"]), st.sampled_from(["", "以上", "以内"]),
)  # fmt: skip
def test_the_short_way_of_common_cells_reads_like_the_long_one(
    sign, value, unit, suffix
):
    text = f"{sign}{plain(value)}{unit}{suffix}"

    assert read_statement(text, unit="亩", is_result=True) == _read_folded(
        text, text, "亩"
    )


@given(figures(greatest="1999"))
def test_a_coarser_unit_widens_both_bounds(value):
    read = read_statement(f"{plain(value)}-{plain(value + 1)}")

    wider = read.times(10_000)
    assert figure(wider) == (
        plain(value * 10_000),
        plain((value + 1) * Decimal(10_000)),
    )
