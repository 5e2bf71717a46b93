"""Figures of a sentence as wholes and parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.audit.prose.amounts import amounts_in

PIECES = (
    "全年支出", "9万元", "其中", "其中：", "，", "；", "。", "（", "）", "基本支出4万元", "项目支出5万元", "共计",
    "由", "构成", "12件", "35%", "较上年增长", "共", "、", "和",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def tree(text):
    return [
        (amount.figure.text, [part.figure.text for part in amount.parts])
        for amount in amounts_in(text)
        if amount.parts
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "支出9万元，其中基本支出4万元，项目支出5万元。",
            [("9万元", ["4万元", "5万元"])],
        ),
        (
            "支出9万元。其中：基本支出4万元，项目支出5万元。",
            [("9万元", ["4万元", "5万元"])],
        ),
        (
            "支出9万元（基本支出4万元，项目支出5万元）。",
            [("9万元", ["4万元", "5万元"])],
        ),
        ("收入9万元，由拨款4万元和结转5万元构成。", [("9万元", ["4万元", "5万元"])]),
        ("送戏4场、讲座5场，共计9场。", [("9场", ["4场", "5场"])]),
        (
            "支出9万元，其中基本支出4万元（人员经费3万元，公用经费1万元），项目支出5万元。",
            [("9万元", ["4万元", "5万元"]), ("4万元", ["3万元", "1万元"])],
        ),
        ("支出9万元，占预算的90%。", []),
        ("支出9万元，比上年的8万元增加1万元。", []),
        ("办结9件，支出5万元。", []),
    ],
)
def test_parts_stand_under_their_whole(text, expected):
    assert tree(text) == expected


@given(texts)
def test_the_amounts_are_a_forest(text):
    amounts = amounts_in(text)
    for amount in amounts:
        assert all(part.whole is amount for part in amount.parts)
        assert amount.whole is None or amount in amount.whole.parts
        seen, above = {id(amount)}, amount.whole
        while above is not None:
            assert id(above) not in seen
            seen.add(id(above))
            above = above.whole


@given(texts)
def test_parts_come_behind_their_whole_but_for_a_total(text):
    order = {id(amount): number for number, amount in enumerate(amounts_in(text))}
    for amount in amounts_in(text):
        for part in amount.parts:
            is_behind = order[id(part)] > order[id(amount)]

            assert is_behind is (amount.link != "共计")


@given(texts)
def test_parts_are_in_reading_order_and_of_the_kind_of_their_whole(text):
    for amount in amounts_in(text):
        units = {part.figure.unit for part in amount.parts} - {None}

        assert len(units | ({amount.figure.unit} - {None})) <= 1 or not amount.parts


@given(st.text())
def test_any_text_can_be_read(text):
    assert all(amount.sentence in text for amount in amounts_in(text))
