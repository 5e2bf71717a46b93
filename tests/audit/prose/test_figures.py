"""Figures of running text: where they stand and how large they are."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import WRITTEN, any_cell

from jixiao.audit.prose.figures import UNIT_WORDS, figures_in, narrow

WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
texts = st.one_of(
    any_cell,
    st.lists(
        st.sampled_from(
            ["全年支出", "，", "其中", "第", "约", "。", "（", "）", *WRITTEN]
        )
    ).map("".join),
)


def figures(text):
    return [(f.text, f.number.value, f.unit) for f in figures_in(text)]


def test_scale_and_unit_belong_to_the_figure():
    assert figures("支出5737.12万元，办结560件，占98.5%") == [
        ("5737.12万元", Decimal("57371200.00"), "元"),
        ("560件", Decimal(560), "件"),
        ("98.5%", Decimal("98.5"), "%"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2020年3月30日",
        "咸财〔2020〕9号",
        "第3个",
        "1.基本情况",
        "12：30",
        "3-5",
        "（2）目标",
    ],
)
def test_dates_numbers_of_documents_and_of_lists_are_no_figures(text):
    assert figures(text) == []


def test_thousands_are_grouped_in_threes():
    assert figures("56,306,300.00元") == [
        ("56,306,300.00元", Decimal("56306300.00"), "元")
    ]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("约500户", 400, 600),
        ("60余户", 60, 70),
        ("近300人", 200, 300),
        ("560件", 560, 560),
    ],
)
def test_about_makes_a_range_and_a_count_is_exact(text, low, high):
    (figure,) = figures_in(text)

    assert (figure.number.low, figure.number.high) == (low, high)


@given(texts)
def test_a_figure_quotes_the_text_at_its_position(text):
    for figure in figures_in(text):
        assert narrow(text)[figure.start : figure.end].strip() == figure.text


@given(texts)
def test_figures_follow_each_other(text):
    found = figures_in(text)

    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(f.number.low <= f.number.value <= f.number.high for f in found)


@given(texts)
def test_full_width_digits_give_the_same_figures_at_the_same_positions(text):
    wide = text.translate(WIDE)

    assert figures_in(narrow(wide)) == figures_in(narrow(text))
    assert [(f.start, f.number.value) for f in figures_in(wide)] == [
        (f.start, f.number.value) for f in figures_in(text)
    ]


@given(st.text())
def test_every_character_keeps_its_position(text):
    assert len(narrow(text)) == len(text)


@given(st.decimals("0.01", "99999", places=2), st.sampled_from(UNIT_WORDS.split("|")))
def test_a_figure_with_a_unit_is_found_alone(value, unit):
    (figure,) = figures_in(f"完成{value}{unit}")

    assert figure.number.value == value
