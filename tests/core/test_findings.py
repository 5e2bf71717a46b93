"""Laws of findings: the same facts have the same fingerprint, other facts another."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.strategies import figures

from jixiao.core.findings import (
    Finding,
    Place,
    Severity,
    normal_name,
    normal_values,
)
from jixiao.core.numbers import plain


def finding(**changes):
    one = Finding(
        check="AR001", severity=Severity.ERROR, about="办理提案件数量（件）",
        message="两处不能同时成立", stated="663", expected="633",
        arithmetic="560 + 73 = 633", places=(Place(locator="表1 行3", quote="663"),),
        how_to_fix="核对",
    )  # fmt: skip
    return replace(one, **changes)


WIDE = str.maketrans("0123456789.%()", "０１２３４５６７８９．％（）")


@given(stated=figures(), expected=figures())
def test_the_order_of_the_two_sides_does_not_matter(stated, expected):
    one = finding(stated=plain(stated), expected=plain(expected))

    assert (
        one.fingerprint
        == replace(one, stated=one.expected, expected=one.stated).fingerprint
    )


@given(figures(), st.sampled_from(["", "元", "万元", "亩", "%"]), st.booleans())
def test_width_and_trailing_zeros_do_not_matter(value, unit, is_grouped):
    printed = f"{plain(value)}{unit}"
    other = f"{value:,.4f}{unit}" if is_grouped else printed.translate(WIDE)

    assert finding(stated=printed).fingerprint == finding(stated=other).fingerprint


@given(figures(), figures())
def test_another_value_is_another_fact(one, other):
    assume(one != other)

    assert (
        finding(stated=plain(one)).fingerprint
        != finding(stated=plain(other)).fingerprint
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"severity": Severity.NOTE},
        {"message": "换一种说法"},
        {"arithmetic": ""},
        {"places": ()},
        {"how_to_fix": ""},
        {"about": "“办理提案件数量” (件)"},
        {"stated": "663.00"},
        {"stated": "６６３"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_wording_place_and_format_are_no_facts(changes):
    assert finding(**changes).fingerprint == finding().fingerprint


@pytest.mark.parametrize(
    "changes",
    [
        {"check": "SA002"},
        {"about": "办理批示件数量（件）"},
        {"stated": "664"},
        {"expected": None},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_check_subject_and_values_are_facts(changes):
    assert finding(**changes).fingerprint != finding().fingerprint


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2.3万亩", ["23000"]),
        ("2亿元", ["200000000"]),
        ("1,234.50元", ["1234.5"]),
        ("2-3", ["2", "3"]),
        ("100.00%", ["100"]),
        ("0", ["0"]),
        ("优", ["优"]),
        ("二、", ["二"]),
        ("", []),
        (None, []),
        ("—", []),
    ],
)
def test_values_of_a_text(text, values):
    assert normal_values(text) == values


@given(figures())
def test_a_figure_is_its_own_value(value):
    assert [Decimal(v) for v in normal_values(plain(value))] == [value]


@given(st.text(max_size=30))
def test_a_name_is_normal_only_once(text):
    assert normal_name(normal_name(text)) == normal_name(text)


@given(st.text(max_size=30))
def test_white_space_is_no_part_of_a_name(text):
    assert normal_name("　 ".join(text)) == normal_name(text)


def test_the_gravest_severity_comes_first():
    assert [s.rank for s in (Severity.ERROR, Severity.WARNING, Severity.NOTE)] == [
        0,
        1,
        2,
    ]
    assert [s.label for s in Severity] == ["必须修改", "请核实", "提示"]
