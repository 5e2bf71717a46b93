"""Where a text names indicators, and what it says of them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.audit.prose.mentions import mentions_in, named_in

ROWS = (
    "送戏下乡场次",
    "图书馆新增藏书量（册）",
    "群众满意度",
    "办理抵押登记数量（笔）",
)
PIECES = (
    "“送戏下乡场次”", "“群众满意度”", "（20分）", "年初目标值为", "120场", "，", "。", "实际完成", "126场", "得分", "20分",
    "、", "和", "分别为", "各得", "图书馆新增藏书量", "；",
)  # fmt: skip
texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join))


def said(text):
    return [
        (m.row, m.target, m.actual, m.weight, m.points) for m in mentions_in(text, ROWS)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "数量指标“送戏下乡场次”（20分）：年初目标值为120场，实际完成126场，得分20分。",
            [(0, "120场", "126场", "20", "20")],
        ),
        (
            "“群众满意度”目标值≥90%，实际为93.5%；“送戏下乡场次”实际完成值126场。",
            [(2, "≥90%", "93.5%", None, None), (0, None, "126场", None, None)],
        ),
        (
            "“送戏下乡场次”和“图书馆新增藏书量（册）”年初目标值分别为120场、1万册，均已完成。",
            [(0, "120场", None, None, None), (1, "1万册", None, None, None)],
        ),
        (
            "“送戏下乡场次”、“群众满意度”各得20分。",
            [(0, None, None, None, "20"), (2, None, None, None, "20")],
        ),
        ("“园区办理抵押登记数量”年初目标值为200笔。", [(3, "200笔", None, None, None)]),
        ("送戏下乡场次年初目标值为120场。", [(0, "120场", None, None, None)]),
        ("全年各项工作进展顺利。", []),
        ("“送戏下乡场次”未完成120场的目标。", [(0, None, None, None, None)]),
    ],
)
def test_a_text_says_of_an_indicator(text, expected):
    assert said(text) == expected


@given(texts)
def test_a_mention_is_of_a_row_and_what_it_says_stands_in_the_text(text):
    for mention in mentions_in(text, ROWS):
        assert 0 <= mention.row < len(ROWS)
        assert mention.said in text


@given(texts)
def test_names_stand_one_behind_the_other(text):
    hits = named_in(text, ROWS)

    assert all(one[1] <= other[0] for one, other in pairwise(hits))
