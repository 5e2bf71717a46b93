from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.strategies import (
    COUNTS,
    any_cell,
    figures,
    indicator,
    measured,
    positive_figures,
    rulebook,
    weights,
)

from jixiao.core.evaluation import Budget, BudgetBy, BudgetLine, Evaluation, Form
from jixiao.core.money import Money
from jixiao.core.numbers import plain
from jixiao.core.reading import read_indicator
from jixiao.core.row_scoring import RowScorer, execution_weight, tier_of
from jixiao.core.rulebook import LateRule, OverTargetRule
from jixiao.core.statements import Kind

PLATFORM = rulebook(over_target=OverTargetRule(percent=30, deduction=Decimal(2)))


def score(target, actual, *, rules=None, **other):
    scorer = RowScorer(rules or rulebook(), year=2021, explain=True)
    return scorer.score_indicator(indicator(target, actual, **other))


@pytest.mark.parametrize(
    ("target", "actual", "weight", "points"),
    [
        ("20", "14", "3", "2.10"), ("350以上", "348", "3", "2.98"), ("1.5万以上", "1.25万", "4", "3.33"),
        ("200", "153", "3", "2.30"), ("2-3", "6", "3", "3.00"), ("2-3", "1", "3", "1.50"), ("2-3", "2.5", "3", "3.00"),
        ("≤5天", "10天", "2", "1.00"), ("≤5天", "3天", "2", "2.00"), ("≤0起", "1起", "5", "0.00"), ("≤0起", "0起", "5", "5.00"),
        ("=100件", "80件", "5", "4.00"), ("=100件", "120件", "5", "5.00"), ("±3%以内", "-2%", "5", "5.00"),
        ("±3%以内", "-6%", "5", "2.50"), ("≥95%", "0.958", "10", "10.00"), ("±0", "5", "5", "0.00"),
        ("≥95%且≤100%", "90%", "10", "9.47"), ("≥-5%", "-3%", "5", "5.00"), ("≥1200人", "0人", "5", "0.00"),
        ("前3名", "第6名", "4", "2.00"), ("零事故", "零事故", "5", "5.00"),
    ],
)  # fmt: skip
def test_points_of_a_measured_row(target, actual, weight, points):
    row = score(target, actual, weight=weight)

    assert (row.undecided, row.points) == (None, Decimal(points))
    assert row.points == row.least == row.greatest


def test_a_bare_figure_under_a_name_that_says_less_is_better():
    assert score("3-5", "10", weight="2", name="办结时限（工作日）").points == Decimal(
        "1.00"
    )
    assert score("0起", "3起", name="安全事故发生数").points == Decimal("0.00")


def test_a_met_row_under_the_platform_rule_loses_two_from_thirty_percent_over():
    assert score("100", "129", rules=PLATFORM).points == Decimal(10)
    assert score("100", "130", rules=PLATFORM).points == Decimal(8)
    assert score("2-3", "3.89", rules=PLATFORM).points == Decimal(10)
    assert score("2-3", "3.9", rules=PLATFORM).points == Decimal(8)
    assert score("≤5", "1", rules=PLATFORM).points == Decimal(10)
    assert score("100", "200", rules=PLATFORM, weight="1").points == Decimal(0)


@pytest.mark.parametrize(
    ("late", "target", "actual", "points"),
    [
        (LateRule.UNDECIDED, "9月前", "7月", "10"), (LateRule.UNDECIDED, "9月前", "10月", None),
        (LateRule.ZERO, "9月前", "10月", "0"), (LateRule.ZERO, "9月前", "9月30日", "10"),
    ],
)  # fmt: skip
def test_a_missed_deadline_costs_what_the_rulebook_says(late, target, actual, points):
    row = score(target, actual, rules=rulebook(late=late))

    assert row.points == (None if points is None else Decimal(points))
    assert (row.undecided is None) is (points is not None)
    if points is None:
        assert (row.least, row.greatest) == (Decimal(0), Decimal(10))


@pytest.mark.parametrize(
    ("actual", "assigned", "points", "least", "greatest"),
    [
        ("达成预期指标", "9", "9.00", "9", "9"), ("达成预期指标", "7", None, "8", "10"),
        ("部分达成预期指标并具有一定效果", "7.9", "7.90", "7.9", "7.9"), ("未达成预期指标且效果较差", "6", None, "0", "5"),
        ("已完成", None, None, "8", "10"), ("基本达到", None, None, "0", "10"), ("基本达到", "3", "3.00", "3", "3"),
        ("基本达到", "11", None, "0", "10"), ("基本达到", "-1", None, "0", "10"),
    ],
)  # fmt: skip
def test_qualitative_points_are_held_against_their_tier(
    actual, assigned, points, least, greatest
):
    row = score("有效推进", actual, points=assigned)

    assert row.points == (None if points is None else Decimal(points))
    assert (row.least, row.greatest) == (Decimal(least), Decimal(greatest))
    assert (row.undecided is None) is (points is not None)


def test_the_tier_is_the_one_that_the_words_name():
    tiers = rulebook().tiers

    def tier(actual):
        return tier_of(tiers, read_indicator(indicator("高", actual), year=2021))

    assert tier("达成预期指标") is tiers[0]
    assert tier("未达成预期指标且效果较差") is tiers[2]
    assert tier("显著") is None
    assert tier_of((), read_indicator(indicator("高", "已完成"), year=2021)) is None


@pytest.mark.parametrize(
    ("weight", "reason"),
    [
        (None, "没有分值，无法计分；请在表中写明分值"),
        ("-3", "分值 -3 小于 0，无法计分；请核对分值"),
    ],
)
def test_without_a_weight_there_are_no_points(weight, reason):
    row = score("5", "5", weight=weight)

    assert (row.points, row.least, row.greatest) == (None, Decimal(0), Decimal(0))
    assert row.undecided == reason


def test_blank_zero_and_unreadable_results_score_differently():
    rows = [score("5", actual) for actual in ("", "0", "7,00.0,77")]

    assert [row.points for row in rows] == [None, Decimal("0.00"), None]
    assert rows[0].undecided != rows[2].undecided


def execution(adjusted, executed, *, weight=None, **changes):
    line = BudgetLine(
        label="总额", by=BudgetBy.TOTAL,
        adjusted=None if adjusted is None else Money(Decimal(adjusted)),
        executed=None if executed is None else Money(Decimal(executed)),
    )  # fmt: skip
    facts = Evaluation(
        organisation="某局", year=2021, form=Form.DEPARTMENT_OVERALL,
        budget=Budget(total=line, weight=weight),
    )  # fmt: skip
    return RowScorer(rulebook(**changes), 2021, explain=True).score_execution(facts)


@pytest.mark.parametrize(
    ("adjusted", "executed", "rate_places", "points"),
    [
        ("59236300", "57371200", 0, "19.40"), ("59236300", "57371200", None, "19.37"),
        ("59236300", "57371200", 2, "19.37"), ("100", "120", 0, "20.00"), ("100", "0", 0, "0.00"),
        ("1000", "995", 0, "20.00"), ("1000", "995", 1, "19.90"),
    ],
)  # fmt: skip
def test_the_execution_rate_is_rounded_where_the_rulebook_says(
    adjusted, executed, rate_places, points
):
    row = execution(adjusted, executed, rate_places=rate_places)

    assert row is not None
    assert row.points == Decimal(points)


@pytest.mark.parametrize(
    ("adjusted", "executed", "reason"),
    [
        (None, "5", "空缺或无法读出"), ("5", None, "空缺或无法读出"), ("0", "5", "全年预算数为 0"),
        ("100", "-5", "为负数"), ("-100", "5", "为负数"),
    ],
)  # fmt: skip
def test_an_execution_rate_that_means_nothing_is_undecided(adjusted, executed, reason):
    row = execution(adjusted, executed)

    assert row is not None
    assert (row.points, row.least, row.greatest) == (None, Decimal(0), Decimal(20))
    assert reason in (row.undecided or "")


def test_spending_more_than_the_budget_is_capped_and_noted():
    row = execution("100", "102.59")

    assert row is not None
    assert row.notes == (
        "执行数大于全年预算数，按 100% 计分；请核对调整后的预算数是否已更新",
    )


def test_an_execution_row_without_weight_is_not_scored():
    assert execution("100", "90", execution_level=None) is None


def test_a_form_that_prints_100_as_execution_weight_gets_the_rulebooks():
    facts = Evaluation(
        organisation="某局", year=2021, form=Form.PROJECT,
        budget=Budget(total=BudgetLine(label="总额", by=BudgetBy.TOTAL), weight=Decimal(100)),
        indicators=(indicator("5", "5", weight="80"),),
    )  # fmt: skip

    assert execution_weight(facts, rulebook()) == Decimal(20)
    fitting = replace(facts, indicators=(indicator("5", "5", weight="0"),))
    assert execution_weight(fitting, rulebook()) == Decimal(100)


# -- laws ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weight", "actual", "points"),
    [("2.5", "5", "2.5"), ("2.4", "5", "2.4"), ("2.5", "4", "2"), ("3", "4", "2"), ("3", "5", "3")],
)  # fmt: skip
def test_whole_points_never_pass_the_weight_nor_cut_what_is_met(weight, actual, points):
    whole = rulebook(points_places=0)

    row = score("5", actual, weight=weight, rules=whole)
    assert row.points == Decimal(points)
    dated = score("9月前", "7月", weight=weight, rules=whole)
    assert dated.points == Decimal(weight)
    worded = score("高", "高", weight=weight, points=weight, rules=whole)
    assert worded.points == Decimal(weight)


@given(
    measured(),
    st.sampled_from(
        [
            rulebook(),
            PLATFORM,
            rulebook(coefficient_places=0),
            rulebook(points_places=0),
        ]
    ),
)
def test_points_are_never_above_the_weight_and_never_below_zero(row, rules):
    scored = RowScorer(rules, 2021, explain=False).score_indicator(row)

    assert row.weight is not None
    assert 0 <= scored.least <= scored.greatest
    assert scored.greatest <= row.weight
    if scored.points is not None:
        assert scored.least == scored.points == scored.greatest


@given(positive_figures, figures(), figures(), weights)
def test_doing_more_never_loses_points(bound, one, other, weight):
    less, more = sorted((one, other))

    for target in (f"≥{plain(bound)}", plain(bound), f"={plain(bound)}"):
        low, high = (
            score(target, plain(actual), weight=weight) for actual in (less, more)
        )
        assert low.points is not None
        assert high.points is not None
        assert low.points <= high.points


@given(positive_figures, figures(), figures(), weights)
def test_doing_less_never_loses_points_of_a_reverse_row(bound, one, other, weight):
    less, more = sorted((one, other))

    low, high = (
        score(f"≤{plain(bound)}", plain(actual), weight=weight)
        for actual in (less, more)
    )
    assert low.points is not None
    assert high.points is not None
    assert low.points >= high.points


@given(positive_figures, figures(), weights)
def test_met_gives_full_points_and_only_met_does(bound, result, weight):
    positive = score(f"≥{plain(bound)}", plain(result), weight=weight)
    reverse = score(f"≤{plain(bound)}", plain(result), weight=weight)

    assert positive.is_met is (result >= bound)
    assert reverse.is_met is (result <= bound)
    for row in (positive, reverse):
        if row.is_met:
            assert row.points == weight


@given(positive_figures, figures(), figures(), weights)
def test_a_range_is_met_inside_and_measured_against_its_nearer_bound(
    low, width, result, weight
):
    high = low + width
    row = score(f"{plain(low)}～{plain(high)}", plain(result), weight=weight)
    bounded = score(f"≥{plain(low)}", plain(result), weight=weight)
    reverse = score(
        f"{plain(low)}～{plain(high)}", plain(result), weight=weight, name="办结时限"
    )
    upper = score(f"≤{plain(high)}", plain(result), weight=weight)

    assert row.points == bounded.points
    assert reverse.points == upper.points
    if low <= result <= high:
        assert row.points == reverse.points == weight


@given(
    figures(least="1", greatest="99", places=1), figures(greatest="99", places=1), weights,
    st.sampled_from([("亩", "万亩"), ("元", "万元"), ("元", "亿元"), ("人次", "万人次")]),
    st.sampled_from(["≥", "≤", ""]),
)  # fmt: skip
def test_points_do_not_depend_on_the_unit(bound, result, weight, units, sign):
    small, large = units
    factor = 10**8 if large[0] == "亿" else 10**4

    def points(target, actual):
        return score(f"{sign}{target}", actual, weight=weight).points

    expected = points(f"{plain(bound)}{large}", f"{plain(result)}{large}")
    assert expected is not None
    small_bound, small_result = (plain(v * factor) + small for v in (bound, result))
    assert points(small_bound, small_result) == expected
    assert points(small_bound, f"{plain(result)}{large}") == expected
    assert points(f"{plain(bound)}{large}", small_result) == expected


@given(figures(least="0.01"), st.sampled_from(COUNTS), weights)
def test_at_most_zero_and_something_happened_is_zero(result, unit, weight):
    row = score(f"≤0{unit}", f"{plain(result)}{unit}", weight=weight)

    assert (row.points, row.is_met) == (Decimal(0), False)


@given(figures(least="-99", greatest="99"), figures(least="-99", greatest="-0.01"))
def test_unmet_negatives_are_undecided(bound, result):
    for row, is_met in (
        (score(f"≥{plain(bound)}", plain(result)), result >= bound),
        (score(f"≤{plain(result)}", plain(bound)), bound <= result),
    ):
        if is_met:
            assert row.points == Decimal(10)
        else:
            assert (row.points, row.undecided) == (
                None,
                "含有负数且未完成，比例没有意义，需人工判定",
            )


@given(positive_figures, figures(), weights)
def test_an_explicit_equals_is_a_ratio_below_and_met_with_a_note_above(
    bound, result, weight
):
    row = score(f"={plain(bound)}", plain(result), weight=weight)

    assert row.points == score(f"≥{plain(bound)}", plain(result), weight=weight).points
    assert (f"完成值高于“={plain(bound)}”，视为完成" in row.notes) is (result > bound)


@given(measured(), st.sampled_from([rulebook(), PLATFORM]))
def test_the_derivation_recomputes_to_its_exact_points(row, rules):
    scored = RowScorer(rules, 2021, explain=True).score_indicator(row)
    assume(scored.derivation is not None)
    derivation = scored.derivation
    assert derivation is not None

    operands = {name: Fraction(value) for name, value in derivation.operands}
    ratios = {
        "weight": Fraction(1),
        "0": Fraction(0),
        "weight * actual / target": operands["actual"] / (operands["target"] or 1),
        "weight * target / actual": operands["target"] / (operands["actual"] or 1),
    }
    expected = (
        operands["weight"] * ratios[derivation.formula.removesuffix(" - deduction")]
    )
    if derivation.formula.endswith("deduction"):
        expected = max(expected - 2, Fraction(0))
    assert derivation.exact == expected
    shown = (f"{scored.points}", plain(scored.points or Decimal(0)))
    assert any(text in derivation.sentence for text in shown)


@given(any_cell, any_cell, st.one_of(st.none(), weights), st.booleans())
def test_no_text_makes_scoring_fail(target, actual, weight, is_explained):
    row = RowScorer(PLATFORM, None, explain=is_explained).score_indicator(
        indicator(target, actual, weight=weight, name=target)
    )

    assert (row.points is None) is (row.undecided is not None)
    assert row.least <= row.greatest
    if row.target.kind is Kind.BLANK and row.actual.kind is not Kind.BLANK:
        assert row.points is None
