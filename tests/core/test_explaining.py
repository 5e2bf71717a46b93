from __future__ import annotations

from decimal import Decimal

import pytest
from tests.strategies import indicator, rulebook

from jixiao.core.row_scoring import RowScorer
from jixiao.core.rulebook import OverTargetRule

PLATFORM = rulebook(over_target=OverTargetRule(percent=30, deduction=Decimal(2)))


def derive(target, actual, *, rules=None, **other):
    scorer = RowScorer(rules or rulebook(), 2021, explain=True)
    derivation = scorer.score_indicator(indicator(target, actual, **other)).derivation
    assert derivation is not None
    return derivation


@pytest.mark.parametrize(
    ("target", "actual", "weight", "begins", "formula"),
    [
        ("20", "14", "3", "14 ÷ 20 × 3 = 2.10，未超过分值 3（", "weight * actual / target"),
        ("≤5天", "10天", "2", "5 ÷ 10 × 2 = 1.00，未超过分值 2（", "weight * target / actual"),
        ("1.5万以上", "1.25万", "4", "1.25万 ÷ 1.5万 × 4 = 3.33，未超过分值 4（", "weight * actual / target"),
        ("200", "264", "3", "264 ≥ 200，完成，得满分 3（", "weight"),
        ("≤5天", "3天", "2", "3 ≤ 5，完成，得满分 2（", "weight"),
        ("2-3", "2.5", "3", "2.5 达到区间“2-3”，得满分 3（", "weight"),
        ("≤0起", "2起", "3", "指标值为 0 而实际发生 2，得 0 分（", "0"),
    ],
)  # fmt: skip
def test_a_sentence_shows_the_calculation(target, actual, weight, begins, formula):
    derivation = derive(target, actual, weight=weight)

    assert derivation.sentence.startswith(begins)
    assert derivation.sentence.endswith("）")
    assert derivation.formula == formula
    assert derivation.clause == "测试用自评表备注2"
    assert derivation.rounding[-1] == "half_up:2"


def test_points_off_are_said_with_their_reason():
    derivation = derive("500", "663", rules=PLATFORM, weight="3")

    assert derivation.sentence.startswith(
        "663 ≥ 500，完成，超指标值 32.6%（≥30%）扣 2 分，3 分减为 1 分（"
    )
    assert derivation.formula == "weight - deduction"
    assert derivation.is_capped is True


def test_a_coefficient_is_a_rounding_of_its_own():
    derivation = derive("300", "100", rules=rulebook(coefficient_places=0))

    assert derivation.rounding == ("half_up:0% of the ratio", "half_up:2")


def test_words_and_deadlines_have_their_sentence():
    worded = derive("有效推进", "达成预期指标", points="9")
    dated = derive("9月前", "7月")

    assert worded.sentence.startswith("定性指标评定 9.00 分，为分值 10 的 90%（")
    assert dated.sentence.startswith("期限“9月前”，实际“7月”，按期完成，得 10.00 分（")
    assert (worded.formula, dated.formula) == ("assigned", "weight if in time")
