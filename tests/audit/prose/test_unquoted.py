"""Figures whose clause is an indicator's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.audit.prose.unquoted import count_alike, is_aim, spoken_in

ROWS = ("城镇新增就业人数（人）", "开展技能培训人次", "群众满意度", "新建管网长度")
UNITS = ("人", "人次", "名", "场", "次", "期", "户", "个", "公里", "分", None)


def spoken(text):
    return [(s.row, s.figure, s.is_whole_clause) for s in spoken_in(text, ROWS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年城镇新增就业2989人，成效明显。", [(0, "2989人", True)]),
        ("城镇新增就业2989人。", [(0, "2989人", True)]),
        ("开展技能培训600-650人次。", [(1, "600-650人次", True)]),
        ("上半年城镇新增就业1500人。", []),
        ("其中城镇新增就业1500人。", []),
        ("累计城镇新增就业9000人。", []),
        ("城镇新增就业2989人、失业再就业800人。", [(0, "2989人", True)]),
        ("城镇新增就业稳步扩大。", []),
        ("新建管网12公里投资300万元。", []),
    ],
)
def test_a_clause_speaks_of_an_indicator(text, expected):
    assert spoken(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("力争城镇新增就业3000人", True), ("城镇新增就业3000人", False)],
)
def test_an_aim_says_so_itself(text, expected):
    (found,) = spoken_in(text, ROWS)

    assert is_aim(found) is expected


@given(st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_units_that_count_the_same_do_so_in_both_directions(one, other):
    assert count_alike(one, other) is count_alike(other, one)
    assert count_alike(one, one)


def test_points_are_nothing_that_is_counted():
    assert [count_alike(unit, "分") for unit in ("人", None, "分")] == [
        False,
        False,
        True,
    ]


@given(st.text())
def test_a_clause_is_quoted_from_the_text(text):
    for found in spoken_in(text, ROWS):
        assert found.clause in text
        assert found.figure in found.clause
