from __future__ import annotations

from fractions import Fraction

import pytest

from jixiao.core.units import unit_of


@pytest.mark.parametrize(
    ("large", "small", "factor"),
    [
        ("公顷", "亩", 15), ("万亩", "亩", 10**4), ("万元", "元", 10**4), ("亿元", "万元", 10**4),
        ("公里", "米", 1000), ("吨", "公斤", 1000), ("平方公里", "公顷", 100), ("天", "小时", 24),
        ("%", "‰", 10), ("百分比", "%", 1), ("年", "个月", 12), ("万人次", "人次", 10**4),
        ("千瓦时", "度", 1), ("㎡", "平方米", 1),
    ],
)  # fmt: skip
def test_units_of_one_dimension_convert_exactly(large, small, factor):
    assert unit_of(large).dimension == unit_of(small).dimension
    assert unit_of(large).factor / unit_of(small).factor == Fraction(factor)


@pytest.mark.parametrize("name", ["件", "个", "户", "人次", "套", "个乡镇", "分"])
def test_what_is_no_measure_counts(name):
    assert unit_of(name).is_count is True


@pytest.mark.parametrize(
    "name", ["万户", "元/生/年", "元/人*月", "亩", "天", "%", "次/年"]
)
def test_measures_rates_and_rounded_counts_do_not_count_exactly(name):
    assert unit_of(name).is_count is False


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("米", "平方米"),
        ("天", "个工作日"),
        ("天", "个月"),
        ("元", "元/人"),
        ("件", "户"),
    ],
)
def test_what_does_not_convert_has_another_dimension(left, right):
    assert unit_of(left).dimension != unit_of(right).dimension
