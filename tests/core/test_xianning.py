"""The self-evaluation of 咸宁市自然资源和规划局 2020, its facts typed from the report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from jixiao.core.evaluation import (
    Budget,
    BudgetBy,
    BudgetLine,
    Evaluation,
    Form,
    Indicator,
)
from jixiao.core.money import Money
from jixiao.core.scoring import score_evaluation
from jixiao.rulebooks.loader import rulebook_by_id

OUTPUT, BENEFIT, SATISFACTION = "产出指标", "效益指标", "满意度指标"
ROWS = (
    (OUTPUT, "数量指标", "拓展发展空间面积（平方公里）", "3", "20", "14", "2.1"),
    (OUTPUT, "数量指标", "获批新增建设用地（亩）", "3", "2", "2.3万", "3"),
    (OUTPUT, "数量指标", "建立地质灾害隐患台账数量（处）", "3", "200", "264", "3"),
    (OUTPUT, "数量指标", "“多规合一”村庄规划编制数量（个）", "3", "350以上", "348", "2.98"),
    (OUTPUT, "数量指标", "办理抵押登记数量（笔）", "3", "200", "154", "2.31"),
    (OUTPUT, "数量指标", "举办干部教育培训人次", "3", "1万人次以上", "1.4万", "3"),
    (OUTPUT, "数量指标", "办理省市领导批示件及人大代表提案件数量（件）", "3", "500", "663", "3"),
    (OUTPUT, "质量指标", "抵押登记“不见面”审批覆盖率", "3", "100%", "100%", "3"),
    (OUTPUT, "质量指标", "多规合一村庄规划编制覆盖率", "3", "50%以上", "46%", "2.76"),
    (OUTPUT, "质量指标", "申报省级全域国土综合整治项目数量（个）", "3", "2-3", "6", "3"),
    (OUTPUT, "时效指标", "审批环节减少数量（个）", "2", "3-5", "5", "2"),
    (OUTPUT, "时效指标", "办结时限（工作日）", "2", "3-5", "3", "2"),
    (OUTPUT, "时效指标", "地质灾害隐患巡排及时率", "2", "100%", "100%", "2"),
    (OUTPUT, "成本指标", "生态修复投资规模（亿元）", "4", "2", "1.55", "3.1"),
    (BENEFIT, "经济效益指标", "为园区融资金额（亿元）", "4", "50", "38", "3.04"),
    (BENEFIT, "经济效益指标", "项目用地实现合同价款（亿元）", "4", "70", "71", "4"),
    (BENEFIT, "经济效益指标", "市本级减少企业用地成本（万元）", "4", "1500以上", "1776", "4"),
    (BENEFIT, "社会效益指标", "提供高质量调研成果数量（份）", "3", "60", "88", "3"),
    (BENEFIT, "社会效益指标", "有效推进公园城市建设", "3", "有效推进", "有效推进", "3"),
    (BENEFIT, "生态效益指标", "验收增减挂购项目面积（亩）", "4", "2万以上", "2.8万", "4"),
    (BENEFIT, "生态效益指标", "完成矿山生态修复面积（亩）", "4", "1.5万以上", "1.25万", "3.33"),
    (BENEFIT, "生态效益指标", "新增耕地面积（亩）", "4", "1万", "1万", "4"),
    (SATISFACTION, "服务对象满意度", "批示及提案主办件满意率", "5", "100%", "100%", "5"),
    (SATISFACTION, "服务对象满意度", "社会群众满意率", "5", "100%", "98%", "4.9"),
)  # fmt: skip
LETTERS = "办理省市领导批示件及人大代表提案件数量（件）"
LOSING = (
    "获批新增建设用地（亩）", "建立地质灾害隐患台账数量（处）", "举办干部教育培训人次", LETTERS,
    "申报省级全域国土综合整治项目数量（个）", "提供高质量调研成果数量（份）", "验收增减挂购项目面积（亩）",
)  # fmt: skip


def xianning(*, letters: str = "663", land: str = "2") -> Evaluation:
    """The form as printed; the two figures that it contradicts can be put right."""
    rows = tuple(
        Indicator(
            level1=level1, level2=level2, name=name, weight=Decimal(weight),
            target=land if name.startswith("获批") else target,
            actual=letters if name == LETTERS else actual,
            stated_points=Decimal(points),
        )
        for level1, level2, name, weight, target, actual, points in ROWS
    )  # fmt: skip
    total = BudgetLine(
        label="部门整体支出总额", by=BudgetBy.TOTAL,
        adjusted=Money(Decimal("5923.63") * 10_000),
        executed=Money(Decimal("5737.12") * 10_000),
    )  # fmt: skip
    return Evaluation(
        organisation="咸宁市自然资源和规划局", year=2020, form=Form.DEPARTMENT_OVERALL,
        region="421200", budget=Budget(total=total, weight=Decimal(20)), indicators=rows,
    )  # fmt: skip


@pytest.fixture(scope="module")
def card():
    return score_evaluation(xianning(), rulebook_by_id("hubei-department-2020"))


def test_the_form_has_24_indicators_in_8_groups_that_weigh_100(card):
    assert len(ROWS) == len(card.rows) == 24
    assert len({row[1] for row in ROWS}) == 8
    assert card.weight == Decimal(100)


@pytest.mark.parametrize("number", range(24))
def test_each_indicator_gets_the_points_that_the_form_prints(card, number):
    row = card.rows[number]

    assert (row.undecided, row.points) == (None, Decimal(ROWS[number][-1]))
    assert row.indicator.name == ROWS[number][2]


def test_the_levels_add_up_to_the_printed_total(card):
    assert [(level.name, level.points) for level in card.levels] == [
        ("预算执行", Decimal("19.40")), (OUTPUT, Decimal("37.25")),
        (BENEFIT, Decimal("28.37")), (SATISFACTION, Decimal("9.90")),
    ]  # fmt: skip
    assert (card.total, card.grade) == (Decimal("94.92"), "优")
    assert (card.least, card.greatest, card.undecided) == (card.total, card.total, ())


def test_without_rounding_the_rate_and_without_any_rounding(card):
    assert card.rate_unrounded == Decimal("94.89")
    assert card.exact is not None
    assert round(card.exact, 6) == Fraction("94.896475")


def test_nine_and_six_and_one_indicators_are_met_not_eight_and_seven(card):
    met = {
        level: sum(
            row.is_met is True for row in card.rows if row.indicator.level1 == level
        )
        for level in (OUTPUT, BENEFIT, SATISFACTION)
    }

    assert met == {OUTPUT: 9, BENEFIT: 6, SATISFACTION: 1}


def test_the_target_of_2_mu_is_read_as_20000_and_reported(card):
    assert card.rows[1].notes == ("指标值“2”与完成值“2.3万”相差悬殊，按“2万”读取",)


@pytest.mark.parametrize(
    ("letters", "total", "losers"),
    [("663", "82.92", 6), ("633", "84.92", 5)],
)
def test_the_platform_rule_takes_two_points_for_thirty_percent_over(
    letters, total, losers
):
    facts = xianning(letters=letters)
    hubei = score_evaluation(facts, rulebook_by_id("hubei-department-2020"))
    card = score_evaluation(facts, rulebook_by_id("platform-over-target"))

    assert card.total == Decimal(total)
    lost = [
        (own.indicator.name, (own.points or 0) - (other.points or 0))
        for own, other in zip(hubei.rows, card.rows, strict=True)
        if own.points != other.points
    ]
    expected = [
        name for name in LOSING
        if not name.startswith("获批") and (name != LETTERS or letters == "663")
    ]  # fmt: skip
    assert lost == [(name, Decimal(2)) for name in expected]
    assert len(lost) == losers


def test_the_same_facts_in_another_order_score_the_same(card):
    facts = xianning()
    turned = replace(facts, indicators=tuple(reversed(facts.indicators)))

    other = score_evaluation(turned, rulebook_by_id("hubei-department-2020"))
    assert (other.total, other.exact) == (card.total, card.exact)


def test_the_typed_facts_are_those_of_the_golden_truth():
    path = Path(__file__).parents[1] / "golden" / "xianning" / "truth.yaml"
    truth = yaml.safe_load(path.read_text(encoding="utf-8"))

    assert [
        (level1, level2, name, weight, target, actual, points)
        for level1, level2, name, weight, target, actual, points in truth["indicators"]
    ] == list(ROWS)
    assert truth["recomputed"]["total"] == truth["stated"]["total"] == "94.92"
