"""What services look at again once they hold the lock."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from tests.web.world import build_evaluation

from jixiao.web.accounts.access import actor_of
from jixiao.web.filing.results import results_of
from jixiao.web.filing.services import save_budget, save_texts
from jixiao.web.planning.errors import NotNowError
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.states import State


def writing(world, who, evaluation):
    actor = actor_of(world.people[who], at=timezone.now())
    save_texts(
        actor=actor, pk=evaluation.pk, version=1, texts={"functions": "x"}, passages=()
    )


def budgeting(world, who, evaluation):
    actor = actor_of(world.people[who], at=timezone.now())
    save_budget(actor=actor, pk=evaluation.pk, version=1, lines=())


@pytest.mark.parametrize("save", [writing, budgeting])
def test_nothing_is_composed_after_approval_began(world, save):
    evaluation = build_evaluation(world, state=State.APPROVAL, is_filled=True)

    with pytest.raises(NotNowError, match="处于“审定”"):
        save(world, "planner", evaluation)

    assert evaluation.budget_lines.count() == 12
    assert Evaluation.objects.get(pk=evaluation.pk).functions != "x"


@pytest.mark.parametrize("save", [writing, budgeting])
def test_nobody_composes_but_the_planner(world, evaluation, save):
    with pytest.raises(PermissionDenied, match="由本单位财务科填写"):
        save(world, "filler_a", evaluation)

    assert evaluation.budget_lines.count() == 12


@pytest.mark.parametrize(
    ("name", "target", "actual", "needs_cause"),
    [
        ("有效推进公园城市建设", "有效推进", "达成预期指标", False),
        (
            "有效推进公园城市建设", "有效推进", "部分达成预期指标并具有一定效果", True,
        ),
        ("办理抵押登记数量（笔）", "200", "199", True),
        ("办理抵押登记数量（笔）", "200", "200", False),
        ("办理抵押登记数量（笔）", "6月底前", "7月5日", True),
        ("办理抵押登记数量（笔）", "6月底前", "6月5日", False),
        ("办理抵押登记数量（笔）", "200", "", False),
    ],
)  # fmt: skip
def test_a_cause_is_asked_for_where_less_was_reached(
    evaluation, name, target, actual, needs_cause
):
    evaluation.indicators.filter(name=name).update(target=target, actual=actual)

    results = {one.indicator.name: one for one in results_of(evaluation).rows}

    assert results[name].needs_cause is needs_cause
