"""What an amount is the amount of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.audit.prose.concepts import Side, Stage, concept_of

WORDS = (
    "2020年", "年初", "全年", "部门", "支出", "收入", "预算", "调整后", "调增", "执行数", "基本支出",
    "项目支出", "人员经费", "结余", "到位", "中央资金", "上年结转", "为", "总计", "其中", "企业",
)  # fmt: skip
labels = st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map("".join))


@pytest.mark.parametrize(
    ("label", "stage", "side", "part"),
    [
        ("2020年初部门支出预算总计为", Stage.INITIAL, Side.SPENDING, ""),
        ("全年预算", Stage.ADJUSTED, None, ""),
        ("调整后的部门预算", Stage.ADJUSTED, None, ""),
        ("年中追加预算", Stage.ADJUSTMENT, None, ""),
        ("部门预算", Stage.BUDGET, None, ""),
        ("全年实际支出", Stage.EXECUTED, Side.SPENDING, ""),
        ("本年收入", Stage.RECEIVED, Side.INCOME, ""),
        ("到位资金", Stage.RECEIVED, None, ""),
        ("年末结转结余", Stage.BALANCE, None, ""),
        ("其中基本支出", None, None, "基本支出"),
        ("基本支出全年支出", Stage.EXECUTED, Side.SPENDING, "基本支出"),
        ("人员经费", None, None, "人员经费"),
        ("中央财政资金到位", Stage.RECEIVED, None, "中央资金"),
    ],
)
def test_words_of_the_budget_are_known(label, stage, side, part):
    found = concept_of(label)

    assert found is not None
    assert (found.stage, found.side, found.part) == (stage, side, part)


@pytest.mark.parametrize(
    "label",
    [
        "",
        "为园区企业融资",
        "上年支出",
        "三年累计支出",
        "人均公用经费",
        "企业研发支出",
        "招商引资到位",
    ],
)
def test_what_says_more_is_compared_with_nothing(label):
    assert concept_of(label) is None


@given(labels)
def test_any_words_have_a_concept_or_none(label):
    found = concept_of(label)

    assert found is None or found.stage or found.part or found.side


@given(labels)
def test_a_part_keeps_its_own_stage_under_a_whole(label):
    found, whole = concept_of(label), concept_of("全年支出")
    if found is None:
        return

    assert found.under(None) == found
    assert found.under(whole).part == found.part
    assert found.under(whole).stage is (found.stage or Stage.EXECUTED)
