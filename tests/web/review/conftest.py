from datetime import UTC, datetime, timedelta

import pytest
from tests.web.world import build_evaluation

from jixiao.web.accounts.access import actor_of
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.scoring import rescore
from jixiao.web.planning.states import Progress, State
from jixiao.web.review.services import move

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
WAY = {
    State.COMPOSING: ("request_approval", "planner"),
    State.APPROVAL: ("approve", "approver"),
    State.APPROVED: ("submit", "planner"),
    State.SUBMITTED: ("bureau_accept", "bureau"),
    State.ACCEPTED: ("publish", "planner"),
}


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def acting(world):
    """That person at a moment: acting("planner")."""

    def actor(name, minutes=0):
        return actor_of(world.people[name], at=MORNING + timedelta(minutes=minutes))

    return actor


@pytest.fixture
def verified(world):
    """Everything filed and verified, the report being written."""
    evaluation = build_evaluation(world, is_filled=True, state=State.COMPOSING)
    Indicator.objects.filter(evaluation=evaluation).update(progress=Progress.VERIFIED)
    rescore(evaluation.pk)
    return Evaluation.objects.get(pk=evaluation.pk)


@pytest.fixture
def at_state(verified, acting):
    """The example moved on by the people whose steps these are."""

    def moved(state):
        evaluation = Evaluation.objects.get(pk=verified.pk)
        while evaluation.state != state:
            action, name = WAY[State(evaluation.state)]
            evaluation = move(
                actor=acting(name), pk=evaluation.pk, action=action,
                version=evaluation.facts_version,
            )  # fmt: skip
        return Evaluation.objects.get(pk=evaluation.pk)

    return moved
