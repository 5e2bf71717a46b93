from datetime import UTC, date, datetime, timedelta

import pytest
from tests.web.world import organisation

from jixiao.web.accounts.access import actor_of
from jixiao.web.accounts.models import Kind
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.states import State

NOON = datetime(2026, 4, 10, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def acting(world):
    """That person at noon of a day in April: acting("bureau")."""

    def actor(name, *, days=0):
        return actor_of(world.people[name], at=NOON + timedelta(days=days))

    return actor


@pytest.fixture
def place(world):
    """Another department under a bureau."""

    def made(name, *, under="finance", kind=Kind.DEPARTMENT):
        parent = world.places[under]
        found = parent.children.filter(name=name).first()
        return found or organisation(name, kind, parent)

    return made


@pytest.fixture
def body(place):
    """An evaluation of another department, being filled in and overdue."""

    def made(name, *, year=2025, under="finance", **facts):
        facts = {
            "state": State.FILING, "submission_due": date(2026, 3, 31),
            "form": "department_overall", "rulebook": "hubei-department-2020", **facts,
        }  # fmt: skip
        at = place(name, under=under)
        return Evaluation.objects.create(organisation=at, year=year, **facts)

    return made
