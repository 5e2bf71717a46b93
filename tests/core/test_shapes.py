from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from jixiao.core.shapes import (
    describe_path,
    describe_violation,
    explain_violation,
    nearest_names,
)


@dataclass
class Reported:
    """What a schema checker would hand over."""

    validator: str
    validator_value: Any
    instance: Any
    absolute_path: tuple[str | int, ...] = ()
    schema: dict[str, Any] = field(default_factory=dict)


@pytest.mark.parametrize(
    ("kind", "expected", "found", "sentence"),
    [
        ("type", "object", "5", "“a”应为一组“名称: 值”，实际是“5”；请改正"),
        ("type", ["string", "null"], 5, "“a”应为文字或空值，实际是5；请改正"),
        ("type", "string", True, "“a”应为文字，实际是true；请改正"),
        ("type", "string", None, "“a”应为文字，实际是空值；请改正"),
        ("type", "string", {"x": 1}, "“a”应为文字，实际是一组值（x）；请改正"),
        ("type", "string", [1, 2], "“a”应为文字，实际是2 项的列表；请改正"),
        ("type", "integer", "一", "“a”应为整数，实际是“一”；请改正"),
        ("enum", ["zero", "full"], "x", "“a”应为“zero”、“full”之一，实际是“x”；请改正"),
        ("const", "v1", "v2", "“a”应为“v1”，实际是“v2”；请改正"),
        ("pattern", "四位年份", "20", "“a”应为四位年份，实际是“20”；请改正"),
        ("minimum", 0, -1, "“a”应不小于 0，实际是-1；请改正"),
        ("minItems", 1, [], "“a”应至少有 1 项，实际是0 项的列表；请改正"),
        ("minLength", 1, "", "“a”应至少有 1 个字，实际是“”；请改正"),
        ("uniqueItems", True, [1, 1], "“a”各项应互不相同，实际是2 项的列表；请改正"),
        ("oneOf", [], "x", "“a”不符合规定（oneOf），实际是“x”；请改正"),
        ("required", ["b", "c"], {"b": 1}, "“a”缺少“c”；请补上"),
        (
            "additionalProperties",
            ["name", "weight"],
            ["wieght"],
            "“a”不能写“wieght”，是否想写“weight”；此处可写：name、weight；请改名或删去",
        ),
        ("additionalProperties", [], ["9"], "“a”不能写“9”；请改名或删去"),
    ],
)
def test_a_violation_says_where_what_and_what_to_do(kind, expected, found, sentence):
    described = describe_violation(
        path=["a"], kind=kind, expected=expected, found=found
    )

    assert described == sentence


def test_the_outermost_level_has_a_name():
    assert (
        describe_violation(path=[], kind="required", expected=["id"], found={})
        == "最外层缺少“id”；请补上"
    )


def test_items_count_from_one():
    assert describe_path(["bands", 0, 1]) == "bands → 第1项 → 第2项"


def test_a_long_value_is_cut():
    sentence = describe_violation(
        path=["a"], kind="pattern", expected="数字", found="长" * 41
    )

    assert sentence == f"“a”应为数字，实际是“{'长' * 40}……”；请改正"


def test_a_pattern_is_described_in_the_words_of_the_schema():
    reported = Reported(
        "pattern", "^[0-9]+$", "四十", ("weight",), {"description": "数字，如 40"}
    )

    assert (
        explain_violation(reported) == "“weight”应为数字，如 40，实际是“四十”；请改正"
    )


def test_a_type_without_description_is_named():
    assert (
        explain_violation(Reported("type", "array", "x", ("rows",)))
        == "“rows”应为列表，实际是“x”；请改正"
    )


def test_only_the_names_that_no_pattern_allows_are_too_many():
    reported = Reported(
        validator="additionalProperties",
        validator_value=False,
        instance={"output": 1, "total": 2, "Wrong": 3},
        absolute_path=("points",),
        schema={"properties": {"total": {}}, "patternProperties": {"^[a-z]+$": {}}},
    )

    assert (
        explain_violation(reported)
        == "“points”不能写“Wrong”；此处可写：total；请改名或删去"
    )


def test_nothing_near_gives_no_suggestion():
    assert nearest_names("完全不同", ["weight"]) == ""
