"""Names of indicators and how they drift."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.audit.prose.names import (
    best_match,
    core_of,
    opposed,
    plain_name,
    similarity,
)

NAMES = (
    "办理抵押登记数量（笔）", "园区办理抵押登记数量", "为园区融资金额（亿元）", "为园区融资规模", "新增耕地面积（亩）",
    "验收合格率", "村庄规划编制数量（个）", "村庄规划编制覆盖率", "群众满意度", "开展技能培训人次",
    "开展技能培训场次", "城镇新增就业人数", "其中：县级河道（公里）", "★新建大棚", "指标1：巡查次数（3分）",
)  # fmt: skip
names = st.one_of(st.sampled_from(NAMES), st.text(max_size=20))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("指标1：“多规合一”村庄规划编制数量（个）（3分）", "多规合一村庄规划编制数量"),
        ("★新建大棚", "新建大棚"),
        ("其中：县级河道（公里）", "县级河道"),
        ("１．巡查次数", "巡查次数"),
    ],
)
def test_ornament_unit_and_weight_are_left_out(name, expected):
    assert plain_name(name) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("园区办理抵押登记数量", "办理抵押登记数量（笔）"),
        ("为园区融资规模", "为园区融资金额（亿元）"),
        ("全县新增耕地面积", "新增耕地面积（亩）"),
    ],
)
def test_a_drifted_name_is_known(one, other):
    assert best_match(one, [other, "验收合格率"]) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("村庄规划编制数量", "村庄规划编制覆盖率"),
        ("线上培训人数", "线下培训人数"),
        ("小学教师培训率", "初中教师培训率"),
        ("开展技能培训人次", "开展技能培训场次"),
        ("开展技能培训人数", "开展技能培训次数"),
    ],
)
def test_names_of_different_measures_are_not_the_same(one, other):
    assert best_match(one, [other]) is None


def test_of_two_likely_names_neither_is_taken():
    assert best_match("办理抵押登记", ["办理抵押登记数量", "办理抵押登记金额"]) is None
    assert best_match("验收合格率", ["验收合格率", "验收合格率"]) is None


@given(names, names)
def test_one_name_matches_another_as_the_other_matches_it(one, other):
    assert (best_match(one, [other]) is None) == (best_match(other, [one]) is None)


@given(names, names)
def test_likeness_and_opposition_have_no_direction(one, other):
    assert similarity(one, other) == similarity(other, one)
    assert opposed(one, other) is opposed(other, one)
    assert 0 <= similarity(one, other) <= 1


@given(st.lists(st.sampled_from(NAMES), unique_by=plain_name, min_size=1))
def test_a_name_is_found_among_others_by_itself(known):
    assert [best_match(name, known) for name in known] == list(range(len(known)))


@given(names)
def test_the_core_stands_in_the_name(name):
    assert core_of(name) in plain_name(name)
