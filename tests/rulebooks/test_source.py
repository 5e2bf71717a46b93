from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.core.errors import InvalidRulebookError
from jixiao.rulebooks.source import read_tree


def test_no_scalar_becomes_a_number_a_date_or_a_truth_value():
    tree = read_tree("{a: 0.10, b: 2020-01-01, c: yes, d: 1e3, e: 010}", name="例")

    assert tree == {"a": "0.10", "b": "2020-01-01", "c": "yes", "d": "1e3", "e": "010"}


@pytest.mark.parametrize("none", ["", "~", "null", '""'])
def test_nothing_is_none(none):
    assert read_tree(f"a: {none}\nb: [x]", name="例") == {"a": None, "b": ["x"]}


def test_a_byte_order_mark_is_no_content():
    assert read_tree("\ufeffa: b", name="例") == {"a": "b"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "最外层应为一组“名称: 值”"),
        ("- a", "最外层应为一组“名称: 值”"),
        ("a: 1\nb: 2\na: 3", "第 3 行第 1 列，“a”重复出现，无法判断以哪个为准"),
        ("{a: {b: 1, b: 2}}", "第 1 行第 12 列，“b”重复出现"),
        ("? [x]\n: 1", "第 1 行第 3 列，名称应为文字"),
        ("a: &x 1\nb: *x", "第 2 行第 4 列，不能使用别名"),
        ("a: [1", "第 2 行第 1 列，不是有效的 YAML"),
        ("a: 1\n--- \nb: 2", "第 2 行第 1 列，不是有效的 YAML"),
        ("a: \x00", "不是有效的 YAML"),
        ("a: \ud800", "不是有效的 YAML"),
        ("[" * 100_000, "第 1 行第 21 列，嵌套超过 20 层"),
        ("a: " + "x" * 1_000_000, "文件超过 100 万字"),
    ],
)
def test_what_cannot_be_a_rulebook_is_refused_with_its_place(text, problem):
    with pytest.raises(InvalidRulebookError) as refusal:
        read_tree(text, name="某县.yaml")

    assert str(refusal.value).startswith(f"计分规则 某县.yaml：{problem}")
    assert refusal.value.code == "invalid_rulebook"


@given(st.text())
def test_any_text_is_read_or_refused(text):
    try:
        tree = read_tree(text, name="例")
    except InvalidRulebookError:
        return

    assert isinstance(tree, dict)
