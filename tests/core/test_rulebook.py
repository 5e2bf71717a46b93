from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.strategies import CONFIRMED, rulebook

from jixiao.core.rulebook import Reference, Status


@pytest.mark.parametrize(
    ("points", "grade"),
    [("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("79.99", "中"), ("60", "中"), ("59.99", "差"), ("0", "差")],
)  # fmt: skip
def test_a_grade_begins_at_its_points(points, grade):
    assert rulebook().grade_of(Decimal(points)) == grade


def test_a_rulebook_without_bands_gives_no_grade():
    assert rulebook(grades=()).grade_of(Decimal(95)) is None


def test_the_execution_level_is_apart_from_those_that_hold_indicators():
    rules = rulebook()

    assert rules.execution_weight == Decimal(20)
    assert [level.name for level in rules.indicator_levels] == [
        "产出指标", "效益指标", "满意度指标",
    ]  # fmt: skip
    assert rulebook(execution_level=None).execution_weight is None


def test_a_provision_cites_its_own_reference_or_the_rulebooks():
    own = Reference(title=None, clause="备注4", status=Status.UNCONFIRMED)
    rules = rulebook(references=(("grades", own),))

    assert rules.reference_of("grades").cite() == "备注4"
    assert rules.reference_of("quantitative").cite() == "测试用自评表备注2"
    assert rules.unconfirmed == ("grades",)


def test_a_rulebook_that_nobody_has_checked_says_so_as_a_whole():
    unread = replace(CONFIRMED, status=Status.UNCONFIRMED)

    assert rulebook(reference=unread).unconfirmed == ("rulebook",)
    assert rulebook().unconfirmed == ()
