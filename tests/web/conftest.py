import pytest
from django.test import Client
from tests.web.world import build_evaluation, build_world


@pytest.fixture
def world(db):  # noqa: ARG001 - opens the database
    return build_world()


@pytest.fixture
def evaluation(world):
    return build_evaluation(world)


@pytest.fixture
def as_(world):
    """A browser of that person: as_("planner").get(…)."""

    def client(name):
        browser = Client()
        browser.force_login(
            world.people[name], "django.contrib.auth.backends.ModelBackend"
        )
        return browser

    return client
