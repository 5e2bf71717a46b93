"""Recognise, score and compare, on the 咸宁 case."""

from decimal import Decimal
from pathlib import Path

import pytest

from jixiao.rulebooks.loader import rulebook_by_id
from jixiao.workflows.read_form import read_form
from jixiao.workflows.score_evaluation import score_form

EXAMPLE = Path(__file__).parents[2] / "examples" / "xianning-2020.yaml"
PLATFORM = "platform-over-target"


@pytest.fixture(scope="module")
def example():
    ((form, facts),) = read_form(EXAMPLE.read_bytes(), name=EXAMPLE.name).forms()
    return form, facts


def test_the_example_scores_as_the_bureau_did(example):
    form, facts = example

    scored = score_form(facts, form)

    assert scored.chosen.rulebook.id == "hubei-department-2020"
    assert scored.scorecard.total == Decimal("94.92")
    assert scored.scorecard.rate_unrounded == Decimal("94.89")
    assert scored.scorecard.grade == "优"
    assert [level.points for level in scored.scorecard.levels] == [
        Decimal("19.40"), Decimal("37.25"), Decimal("28.37"), Decimal("9.90"),
    ]  # fmt: skip


def test_the_platform_rule_takes_two_points_for_each_result_thirty_percent_over(
    example,
):
    form, facts = example

    scored = score_form(facts, form, compare=[rulebook_by_id(PLATFORM)])

    (comparison,) = scored.comparisons
    assert comparison.scorecard.total == Decimal("84.92")
    assert [change.name for change in comparison.changes] == [
        "建立地质灾害隐患台账数量（处）",
        "举办干部教育培训人次",
        "申报省级全域国土综合整治项目数量（个）",
        "提供高质量调研成果数量（份）",
        "验收增减挂钩项目面积（亩）",
    ]
    assert all("扣 2 分" in change.why for change in comparison.changes)


def test_a_comparison_keeps_the_weights_of_the_form(example):
    form, facts = example

    scored = score_form(facts, form, compare=[rulebook_by_id("national-project-2020")])

    (comparison,) = scored.comparisons
    execution = comparison.scorecard.execution
    assert execution is not None
    assert execution.indicator.weight == 20
    assert comparison.scorecard.weight == 100


def test_the_given_rulebook_comes_before_the_recognised_one(example):
    form, facts = example

    scored = score_form(facts, form, given=rulebook_by_id("anhui-project-2021"))

    assert scored.chosen.rulebook.id == "anhui-project-2021"
    assert scored.chosen.why == "由用户指定"
