"""A short run with a fixed seed; `make fuzz` is the long one."""

import random

import pytest
from tests.fuzzing.mutations import mutated
from tests.fuzzing.outcomes import MOST_SECONDS, outcome, time_limit
from tests.fuzzing.seeds import seeds

ROUNDS = 60
NAMES = [f"{number}-{name}" for number, (name, _) in enumerate(seeds())]


@pytest.fixture(autouse=True)
def _without_libreoffice(monkeypatch):
    """Hundreds of broken files must not start hundreds of converters."""
    monkeypatch.setenv("PATH", "")


@pytest.mark.parametrize(("name", "content"), seeds(), ids=NAMES)
def test_every_seed_is_audited(name, content):
    assert outcome(content, name) == "audited"


@pytest.mark.parametrize(("name", "content"), seeds(), ids=NAMES)
def test_a_changed_file_is_audited_or_refused(name, content):
    chance = random.Random(name)  # noqa: S311  the same each time
    others = [other for _, other in seeds()]

    for _ in range(ROUNDS // 4 if name.endswith("pdf") else ROUNDS):
        changed = mutated(content, chance.choice(others), chance)
        with time_limit(MOST_SECONDS):
            what = outcome(changed, name)
        assert what.startswith(("audited", "refused: "))
