from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import any_cell, indicator

from jixiao.core.evaluation import Direction
from jixiao.core.reading import is_done_in_words, is_met, read_indicator, unit_in_name
from jixiao.core.targets import read_statement


def read(target, actual, **other):
    return read_indicator(indicator(target, actual, **other), year=2021)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("获批新增建设用地（亩）（3分）", "亩"), ("办结时限(工作日)", "工作日"), ("办结率", None),
        ("项目（一期）数量", None), ("投资额（万元）", "万元"),
    ],
)  # fmt: skip
def test_the_unit_at_the_end_of_a_name(name, unit):
    assert unit_in_name(name) == unit


@pytest.mark.parametrize(
    ("target", "actual", "bound", "value"),
    [
        ("20", "14", 20, 14), ("350以上", "348", 350, 348), ("≥95%", "0.958", 95, "95.8"),
        ("0.95", "96%", 95, 96), ("1万人次以上", "1.4万", 10000, 14000), ("2公顷", "15亩", 2, 1), ("2公顷", "20亩", 30, 20),
        ("30亩", "1公顷", 30, 15), ("2.5‰", "0.2%", "2.5", 2), ("150万元", "1400000元", 150 * 10**4, 140 * 10**4),
        ("1公里", "900米", 1, "0.9"), ("12个月", "1年", 12, 12),
        ("1999", "2000.01", 1999, "2000.01"), ("2022.12", "2000", "2022.12", 2000),
    ],
)  # fmt: skip
def test_target_and_result_come_to_one_unit(target, actual, bound, value):
    reading = read(target, actual)

    assert reading.undecided is None
    assert (reading.lower, reading.value) == (Fraction(bound), Fraction(value))


@pytest.mark.parametrize(
    ("target", "actual", "name", "note"),
    [
        ("2", "2.3万", "获批新增建设用地（亩）", "指标值“2”与完成值“2.3万”相差悬殊，按“2万”读取"),
        ("2-3", "2.5万", "新增面积（亩）", "指标值“2-3”与完成值“2.5万”相差悬殊，按“2-3万”读取"),
        ("≥95%", "0.958", "合格率", "完成值“0.958”按 95.8% 读取"),
        ("0.95", "96%", "合格率", "指标值“0.95”按 95% 读取"),
        ("≤5%", "0.5", "差错率", "完成值“0.5”没有单位，按 0.5% 读取"),
        ("≥80%", "88.32%及以上", "合格率", "完成值“88.32%及以上”写成了界限，按其中的数字读取"),
        ("", "100%", "年度资金支付完成率100%", "指标值写在指标名称中"),
        ("0起", "0起", "检查次数", "指标值为 0，按“不得发生”读取"),
        ("=100件", "120件", "修订制度", "完成值高于“=100件”，视为完成"),
        ("3天", "2天以内", "公示", "方向取自完成值“2天以内”，按反向计分"),
        ("零事故", "未发生", "生产", "完成值“未发生”按 0 读取"),
    ],
)  # fmt: skip
def test_the_likelier_reading_is_reported(target, actual, name, note):
    reading = read(target, actual, name=name)

    assert reading.undecided is None
    assert note in reading.notes


@pytest.mark.parametrize(
    ("target", "actual", "reason"),
    [
        ("", "5", "指标值为空，无法计分；请补填指标值"),
        ("5", "", "完成值为空，无法计分；请补填完成值"),
        ("7,00.0,77", "5", "指标值“7,00.0,77”无法读作数字"),
        ("5", "7,00.0,77", "完成值“7,00.0,77”无法读作数字"),
        ("5万元", "完成", "指标值“5万元”是数字，完成值“完成”不是数字，无法按比例计分"),
        ("5", "2-3", "完成值“2-3”是一个区间，不是一个数"),
        ("≥95%", "1000件", "指标值的单位“%”与完成值的单位“件”不能相比"),
        ("100平方米", "100米", "指标值的单位“平方米”与完成值的单位“米”不能相比"),
        ("≥5%", "-3%", "含有负数且未完成，比例没有意义，需人工判定"),
        ("≤-5%", "-3%", "含有负数且未完成，比例没有意义，需人工判定"),
        ("0个", "3个", "指标值为 0 而完成值为“3个”：是“不得发生”还是未设目标，需人工判定"),
        ("=0个", "3个", "指标值为 0 而完成值为“3个”：是“不得发生”还是未设目标，需人工判定"),
        ("12月底前", "100%", "指标值“12月底前”是期限，完成值“100%”不是日期"),
        ("5%", "下降3%", "完成值“下降3%”与指标值“5%”说的不是同一方向的变化"),
        ("提高5%", "下降6%", "完成值“下降6%”与指标值“提高5%”说的不是同一方向的变化"),
        ("下降5%", "增长6%", "完成值“增长6%”与指标值“下降5%”说的不是同一方向的变化"),
        ("≥5个", "10个以内", "完成值“10个以内”只是界限，不能断定达到“≥5个”"),
        ("≤5天", "3天以上", "完成值“3天以上”只是界限，不能断定达到“≤5天”"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_undecided_and_says_why(target, actual, reason):
    reading = read(target, actual)

    assert (reading.undecided, reading.value) == (reason, None) or (
        reading.undecided == reason
    )


@pytest.mark.parametrize(
    ("target", "actual", "name"),
    [
        ("下降5%", "下降6%", "排放量"), ("5%", "下降6%", "成本降低率"), ("提高5%", "增长6%", "收入"),
        ("≥266米", "≥266米", "管道"), ("350个", "增加350个", "床位"),
    ],
)  # fmt: skip
def test_changes_in_one_direction_compare(target, actual, name):
    assert read(target, actual, name=name).undecided is None


@pytest.mark.parametrize(
    ("target", "name", "level2", "direction"),
    [
        ("≥5", "投诉率", "", Direction.POSITIVE), ("≤5", "培训人次", "", Direction.REVERSE),
        ("5天", "办结时限", "", Direction.REVERSE), ("5", "新建项目数量", "", Direction.POSITIVE),
        ("5天内", "公示", "", Direction.REVERSE), ("5", "印刷品", "成本指标", Direction.POSITIVE),
        ("3-5", "办结时限", "", Direction.REVERSE), ("±3%以内", "产量", "", Direction.REVERSE),
        ("前3名", "全省排名", "", Direction.REVERSE),
    ],
)  # fmt: skip
def test_the_direction_comes_from_the_sign_then_the_name_never_from_the_category(
    target, name, level2, direction
):
    actual = "3%" if "%" in target else "3"

    assert read(target, actual, name=name, level2=level2).direction is direction


def test_the_cost_category_alone_is_good_for_a_note():
    reading = read("5", "3", name="印刷品", level2="成本指标")

    assert reading.notes == ("成本类指标未写明方向，按正向计分；若越低越好，请写“≤”",)


@pytest.mark.parametrize(
    ("target", "actual", "is_late"),
    [
        ("9月前", "7月", False), ("12月底前", "12月31日", False), ("11月底之前", "12月", True),
        ("2021年1月-12月", "2021年12月", False), ("2021年6月30日", "2021年7月1日", True),
        ("第三季度", "9月", False), ("第三季度", "第四季度", True), ("12月初", "12月中旬", True),
        ("年底前", "11月", False), ("2021年底", "2022年1月", True),
    ],
)  # fmt: skip
def test_a_deadline_is_kept_or_missed(target, actual, is_late):
    reading = read(target, actual)

    assert (reading.is_late, reading.undecided) == (is_late, None)


def test_a_month_that_might_be_late_is_in_time_and_says_so():
    reading = read("12月15日前", "12月")

    assert reading.is_late is False
    assert reading.notes == ("完成值“12月”不够具体，未见晚于期限，按按期读取",)


def test_words_stay_words_whatever_the_result_is():
    assert read("有效推进", "100%").is_qualitative is True
    assert read("12月底前", "按时完成").is_qualitative is True
    assert read("100", "100", sign="定性").is_qualitative is True


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("已完成", True), ("达成预期指标", True), ("全部完成", True), ("按时完成", True), ("完成", True),
        ("基本达到", False), ("未完成", False), ("部分完成", False), ("程度较高", False),
    ],
)  # fmt: skip
def test_words_that_say_done(words, expected):
    assert is_done_in_words(read_statement(words)) is expected


@given(
    any_cell,
    any_cell,
    st.sampled_from(["投诉率", "新建项目数量（亩）", "完成率100%", ""]),
)
def test_a_row_is_exactly_one_of_measured_worded_dated_or_undecided(
    target, actual, name
):
    reading = read(target, actual, name=name)

    kinds = [
        reading.undecided is not None,
        reading.is_qualitative,
        reading.is_late is not None,
        reading.undecided is None and reading.value is not None,
    ]
    assert sum(kinds) == 1
    if kinds[3]:
        bounds = [v for v in (reading.lower, reading.upper) if v is not None]
        assert len(bounds) == 1
        assert is_met(reading) is not (
            (reading.lower is not None and reading.value < reading.lower)
            or (reading.upper is not None and reading.value > reading.upper)
        )


def test_two_years_against_a_figure_are_a_range_of_figures():
    reading = read("2020-2022", "2021")

    assert (reading.lower, reading.value, reading.undecided) == (2020, 2021, None)
