from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import CAPS, any_cell, evaluations, indicator, measured, rulebook

from jixiao.core.evaluation import (
    Budget,
    BudgetBy,
    BudgetLine,
    Evaluation,
    Form,
    Indicator,
)
from jixiao.core.money import Money
from jixiao.core.numbers import half_up
from jixiao.core.rulebook import InapplicableRule, OverTargetRule
from jixiao.core.scoring import score_evaluation
from jixiao.rulebooks.loader import rulebook_by_id

HUBEI = rulebook()
PLATFORM = rulebook(
    caps=CAPS, over_target=OverTargetRule(percent=30, deduction=Decimal(2))
)
ANHUI = rulebook(points_places=0)


def facts(*rows, adjusted="100", executed="100"):
    line = BudgetLine(
        label="总额", by=BudgetBy.TOTAL, adjusted=Money(Decimal(adjusted)),
        executed=Money(Decimal(executed)),
    )  # fmt: skip
    return Evaluation(
        organisation="某局", year=2021, form=Form.DEPARTMENT_OVERALL,
        budget=Budget(total=line), indicators=rows,
    )  # fmt: skip


def test_levels_total_and_grade():
    card = score_evaluation(
        facts(
            indicator("100", "90", weight="40"),
            indicator("100", "80", weight="30", level1="效益指标"),
            indicator("100%", "98%", weight="10", level1="满意度指标"),
            executed="96.85",
        ),
        HUBEI,
    )

    assert [(level.name, level.points) for level in card.levels] == [
        ("预算执行", Decimal("19.40")), ("产出指标", Decimal("36.00")),
        ("效益指标", Decimal("24.00")), ("满意度指标", Decimal("9.80")),
    ]  # fmt: skip
    assert (card.total, card.grade, card.weight) == (
        Decimal("89.20"),
        "良",
        Decimal(100),
    )
    assert card.rate_unrounded == Decimal("89.17")
    assert card.exact == Fraction("89.17")
    assert (card.cap, card.undecided) == (None, ())


@pytest.mark.parametrize(
    ("executed", "cap", "total"),
    [("49", "59", "59"), ("50", "69", "69"), ("60", "79", "79"), ("79.99", "89", "89"), ("80", None, "96.00")],
)  # fmt: skip
def test_the_execution_rate_caps_the_total(executed, cap, total):
    card = score_evaluation(
        facts(indicator("5", "5", weight="80"), executed=executed), PLATFORM
    )

    assert card.cap == (None if cap is None else Decimal(cap))
    assert card.total == Decimal(total)
    assert card.exact is not None
    assert card.exact <= Fraction(total)


@pytest.mark.parametrize(
    ("rule", "total", "note"),
    [
        (
            InapplicableRule.RESCALE,
            "92.50",
            "1个不适用指标（20分）不计，其余按比例折算",
        ),
        (InapplicableRule.FULL, "94.00", "1个不适用指标（20分）按满分计"),
        (InapplicableRule.UNDECIDED, None, None),
    ],
)
def test_what_does_not_apply_is_dealt_with_as_the_rulebook_says(rule, total, note):
    rows = (
        indicator("100", "90", weight="60"),
        replace(indicator("5", "", weight="20"), is_applicable=False),
    )

    card = score_evaluation(facts(*rows), rulebook(inapplicable=rule))
    assert card.total == (None if total is None else Decimal(total))
    assert card.notes == (() if note is None else (note,))
    if total is None:
        assert card.undecided == ("分值合计为 80，应为 100；请核对各项分值",)
    else:
        assert card.rate_unrounded == card.total
        assert card.exact is not None
        assert half_up(card.exact, 2) == card.total


def test_rescaling_rounds_a_tie_up():
    rows = (
        indicator("1000", "667", weight="9"),
        indicator("5", "5", weight="51"),
        replace(indicator("5", "", weight="20"), is_applicable=False),
    )

    card = score_evaluation(
        facts(*rows), rulebook(inapplicable=InapplicableRule.RESCALE)
    )
    points = Fraction(20 + 6 + 51)
    assert card.total == half_up(points * 100 / 80, 2) == Decimal("96.25")


def test_weights_that_add_to_98_leave_the_total_undecided():
    card = score_evaluation(facts(indicator("5", "5", weight="78")), HUBEI)

    assert (card.total, card.least, card.greatest) == (None, Decimal(98), Decimal(100))
    assert card.undecided == ("分值合计为 98，应为 100；请核对各项分值",)
    assert (card.grade, card.exact, card.rate_unrounded) == (None, None, None)


def test_an_undecided_row_leaves_the_total_between_two_values():
    card = score_evaluation(
        facts(indicator("5", "5", weight="50"), indicator("5", "完成", weight="30")),
        HUBEI,
    )

    assert (card.total, card.least, card.greatest) == (None, Decimal(70), Decimal(100))
    assert card.levels[1].points is None
    assert card.undecided == (
        "新建项目数量：指标值“5”是数字，完成值“完成”不是数字，无法按比例计分",
    )


def test_an_evaluation_of_nothing_has_no_total():
    empty = Evaluation(organisation="", year=None, form=Form.UNKNOWN)

    assert score_evaluation(empty, rulebook(execution_level=None)).total is None


def test_without_explanations_the_points_are_the_same():
    rows = facts(indicator("100", "90", weight="80"))

    quick = score_evaluation(rows, HUBEI, explain=False)
    full = score_evaluation(rows, HUBEI)
    assert (quick.total, quick.levels) == (full.total, full.levels)
    assert (quick.exact, quick.rate_unrounded) == (None, None)
    assert all(row.derivation is None for row in quick.rows)


# -- laws ------------------------------------------------------------------------------

rulebooks = st.sampled_from([HUBEI, PLATFORM, ANHUI, rulebook(rate_places=None)])


@given(evaluations(), rulebooks)
def test_the_total_is_the_sum_of_levels_and_of_rows(evaluation, rules):
    card = score_evaluation(evaluation, rules)
    assert card.execution is not None
    rows = (card.execution, *card.rows)

    for name in ("least", "greatest"):
        of_rows = sum((getattr(row, name) for row in rows), Decimal())
        of_levels = sum((getattr(level, name) for level in card.levels), Decimal())
        assert of_rows == of_levels
    if card.total is not None and card.cap is None and card.weight == 100:
        assert card.total == sum((row.points or 0 for row in rows), Decimal())
        assert card.total == sum(
            (level.points or 0 for level in card.levels), Decimal()
        )


@given(evaluations(), rulebooks)
def test_a_total_lies_between_zero_and_the_weight(evaluation, rules):
    card = score_evaluation(evaluation, rules, explain=False)

    assert 0 <= card.least <= card.greatest <= 100
    if card.total is not None:
        assert card.least == card.total == card.greatest


@given(evaluations(), rulebooks, st.randoms())
def test_the_order_of_indicators_does_not_change_the_total(evaluation, rules, random):
    mixed = list(evaluation.indicators)
    random.shuffle(mixed)

    one = score_evaluation(evaluation, rules)
    other = score_evaluation(replace(evaluation, indicators=tuple(mixed)), rules)
    assert (other.total, other.least, other.greatest) == (
        one.total,
        one.least,
        one.greatest,
    )
    assert (other.exact, other.grade) == (one.exact, one.grade)


@given(evaluations(), st.sampled_from(["", "完成", "7,00.0,77"]), measured(), rulebooks)
def test_an_undecided_row_makes_the_total_undecided_between_its_completions(
    evaluation, unreadable, other, rules
):
    first, *rest = evaluation.indicators
    blank = replace(first, target="≥5个", actual=unreadable)
    completed = replace(first, target=other.target, actual=other.actual)

    def card(row):
        indicators = (row, *rest)
        return score_evaluation(replace(evaluation, indicators=indicators), rules)

    open_card, closed = card(blank), card(completed)
    assert open_card.total is None
    assert open_card.undecided != ()
    assert open_card.least <= closed.least
    assert closed.greatest <= open_card.greatest


@given(evaluations())
def test_the_exact_total_is_what_no_rounding_gives(evaluation):
    card = score_evaluation(evaluation, rulebook(rate_places=None))

    if card.total is not None:
        assert card.exact is not None
        rows = len(card.rows) + 1
        assert abs(Fraction(card.total) - card.exact) <= Fraction(rows, 200)
        assert card.rate_unrounded == card.total


@given(st.lists(st.tuples(any_cell, any_cell), max_size=4), rulebooks, st.booleans())
def test_no_text_makes_scoring_an_evaluation_fail(cells, rules, is_explained):
    rows = [indicator(target, actual) for target, actual in cells]

    card = score_evaluation(facts(*rows), rules, explain=is_explained)
    assert (card.total is None) is bool(card.undecided)


def test_execution_scores_nothing_where_the_indicators_carry_the_whole_weight():
    rows = tuple(
        Indicator(
            level1="产出指标",
            level2="",
            name=name,
            target="10",
            actual="10",
            weight=Decimal(50),
        )
        for name in ("甲", "乙")
    )
    spent = Money(Decimal(10_000))
    total = BudgetLine(label="总额", by=BudgetBy.TOTAL, adjusted=spent, executed=spent)
    facts = Evaluation(
        organisation="某局", year=2021, form=Form.PROJECT, indicators=rows,
        budget=Budget(total=total, weight=Decimal(100)),
    )  # fmt: skip

    card = score_evaluation(facts, rulebook_by_id("national-project-2020"))

    assert card.execution is None
    assert card.total == 100
    assert card.notes == ("各指标分值合计已为 100，执行率不另计分",)
