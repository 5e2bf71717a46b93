"""Counting sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.audit.prose.counting import count_sentences

PIECES = (
    "下设", "4个二级指标", "和", "5个三级指标", "，", "其中", "3个", "全部完成年初目标", "其余", "2个未完成", "产出指标",
    "。", "共有", "十二个", "1个待定", "第3个指标", "绩效指标",
)  # fmt: skip


def counts(text, heading=""):
    return [
        (c.scope, c.level2, c.total, c.done, c.undone, c.pending)
        for c in count_sentences(text, heading)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("共下设4个二级指标和5个三级指标。", [("", 4, 5, None, None, 0)]),
        (
            "综上14个产出明细指标，其中8个全部完成年初目标，其余6个未完成。",
            [("产出", None, 14, 8, 6, 0)],
        ),
        ("共设十二个三级指标，完成十个，未完成2个。", [("", None, 12, 10, 2, 0)]),
        (
            "共有6个三级绩效指标，其中3个完成年初目标，2个未全部完成年初目标，1个待定。",
            [("", None, 6, 3, 2, 1)],
        ),
        ("第3个指标略有延迟。", []),
        ("完成5项重点工作。", []),
        ("产出指标、效益指标共设8个三级指标。", [("", None, 8, None, None, 0)]),
    ],
)
def test_a_sentence_counts(text, expected):
    assert counts(text) == expected


def test_the_heading_names_the_group():
    assert counts("3个三级指标全部完成。", "2.效益指标完成情况分析")[0][0] == "效益"


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_what_is_counted_is_quoted(text):
    for sentence in count_sentences(text):
        assert sentence.quote in text
        assert sentence.total is not None or sentence.level2 is not None
