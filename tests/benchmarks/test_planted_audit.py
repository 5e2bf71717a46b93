"""The audit on generated documents: silent on clean ones, and it finds what was planted."""

import subprocess
import sys

import pytest
from benchmarks.planted.measure import measure


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    folder = tmp_path_factory.mktemp("planted")
    subprocess.run(  # noqa: S603  fixed arguments
        [sys.executable, "-m", "benchmarks.planted", "-o", str(folder),
         "--count", "99", "--clean", "44", "--seed", "5"],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return measure(folder)


@pytest.mark.slow
def test_clean_documents_raise_no_alarm(figures):
    alarms = [
        (outcome.truth.file, str(alarm))
        for outcome in figures.outcomes
        if outcome.truth.defect is None
        for alarm in outcome.extra
    ]

    assert figures.clean == 44
    assert alarms == []


@pytest.mark.slow
def test_nearly_every_planted_defect_is_found(figures):
    missed = [o.truth.file for o in figures.outcomes if o.truth.defect and not o.found]

    assert figures.whole.documents == 99
    assert len(missed) <= 5, missed
