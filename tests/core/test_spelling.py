from __future__ import annotations

import pytest
from hypothesis import given
from tests.strategies import any_cell

from jixiao.core.spelling import respell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("不得少于 95％", "不少于95%"), ("不能低于90%", "不低于90%"), ("不得超过5%", "不超过5%"),
        ("未超过5%", "不超过5%"), ("不突破30万元", "不超过30万元"), ("≯5", "≤5"), ("≥=95%", "≥95%"),
        ("5个（含）以上", "5个以上"), ("95%以上（含95%）", "95%以上"), ("3次以内/年", "3次/年以内"),
        ("5000m²", "5000平方米"), ("200㎡", "200平方米"), ("30m³", "30立方米"), ("10²", "10^2"),
        ("百分之九十五", "95%"), ("千分之三", "3‰"), ("百分之95", "95%"), ("万分之一", "万分之一"),
        ("①100%", "(1)100%"), ("“100%”", "100%"), ("（100%）", "100%"), ("100%；", "100%"),
        ("100 200", "100、200"), ("≥ 95 %", "≥95%"), ("¥100", "100"), ("100元整", "100元"),
        ("零事故", "0起"), ("零距离服务", "零距离服务"), ("2.5.", "2.5."),
    ],
)  # fmt: skip
def test_one_writing_for_many(text, expected):
    assert respell(text) == expected


@given(any_cell)
def test_no_white_space_is_left(text):
    assert not any(c.isspace() for c in respell(text))
