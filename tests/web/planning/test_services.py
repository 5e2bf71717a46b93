import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from tests.web.world import build_evaluation

from jixiao.web.accounts.access import actor_of
from jixiao.web.planning.plan_table import PlanRow, save_plan
from jixiao.web.planning.services import copy_from, save_heading
from jixiao.web.planning.states import State
from jixiao.web.trail.models import Entry


@pytest.mark.parametrize("name", ["verifier", "filler_a", "stranger", "system"])
def test_services_themselves_refuse_whoever_does_not_plan_for_the_body(world, name):
    evaluation = build_evaluation(world, state=State.PLANNING)
    actor = actor_of(world.people[name], at=timezone.now())
    rows = list(evaluation.indicators.all()[:1])

    with pytest.raises(PermissionDenied, match="只有本单位财务科可以布置自评"):
        save_plan(actor=actor, pk=evaluation.pk, rows=[PlanRow(name="新")])
    with pytest.raises(PermissionDenied):
        save_heading(
            actor=actor, pk=evaluation.pk, version=1, values={"title": "新"}
        )  # fmt: skip
    with pytest.raises(PermissionDenied):
        copy_from(actor=actor, pk=evaluation.pk, indicators=rows, with_hands=True)

    assert evaluation.indicators.count() == 24
    assert not Entry.objects.exists()
