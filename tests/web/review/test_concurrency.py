"""Two people press at the same moment, each with a connection of their own."""

import threading

import pytest
from django.db import connection
from tests.web.world import build_evaluation, build_world

from jixiao.core.errors import JixiaoError
from jixiao.web.accounts.models import Membership, Role
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.scoring import rescore
from jixiao.web.planning.states import Progress, State
from jixiao.web.review.models import KeptFile, Submission
from jixiao.web.review.services import move
from jixiao.web.review.verification import verify
from jixiao.web.trail.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db):  # noqa: ARG001 - rows that other connections see
    return build_world()


@pytest.fixture
def ready(world):
    evaluation = build_evaluation(world, is_filled=True, state=State.APPROVAL)
    Indicator.objects.filter(evaluation=evaluation).update(progress=Progress.VERIFIED)
    rescore(evaluation.pk)
    return Evaluation.objects.get(pk=evaluation.pk)


def at_once(*calls):
    """Run the calls in threads that start together; their results or refusals."""
    gate, results = threading.Barrier(len(calls)), []

    def run(call):
        gate.wait()
        try:
            results.append(call())
        except JixiaoError as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_two_approvals_at_once_one_wins(ready, acting, world):
    Membership.objects.create(
        user=world.verifier, organisation=world.department, role=Role.APPROVER
    )

    def approve(name):
        return lambda: move(
            actor=acting(name), pk=ready.pk, action="approve",
            version=ready.facts_version,
        )  # fmt: skip

    results = at_once(approve("approver"), approve("verifier"))

    refused = [one for one in results if isinstance(one, JixiaoError)]
    assert len(refused) == 1
    assert type(refused[0]).__name__ == "NotNowError"
    assert Evaluation.objects.get(pk=ready.pk).state == State.APPROVED
    assert Entry.objects.filter(content__action="审定通过").count() == 1


def test_of_two_submissions_at_once_one_wins(ready, acting):
    Evaluation.objects.filter(pk=ready.pk).update(state=State.APPROVED)

    def submit():
        return move(
            actor=acting("planner"), pk=ready.pk, action="submit",
            version=ready.facts_version,
        )  # fmt: skip

    results = at_once(submit, submit)

    assert sum(isinstance(one, JixiaoError) for one in results) == 1
    assert Submission.objects.count() == 1
    assert KeptFile.objects.count() == 7
    assert Entry.objects.filter(content__action="报送").count() == 1


def test_a_return_and_a_verification_at_once_do_not_both_pass(ready, acting):
    Evaluation.objects.filter(pk=ready.pk).update(state=State.VERIFICATION)
    row = ready.indicators.first()
    Indicator.objects.filter(pk=row.pk).update(progress=Progress.FILED)

    def check():
        return verify(actor=acting("verifier"), pk=ready.pk, seen={row.pk: row.version})

    def back():
        return move(
            actor=acting("planner"), pk=ready.pk, action="return_to_filing",
            reason="不符", version=ready.facts_version, indicators=[row.pk],
        )  # fmt: skip

    results = at_once(check, back)

    refused = [one for one in results if isinstance(one, JixiaoError)]
    row.refresh_from_db()
    assert len(refused) == 1
    assert row.version == 2
    assert row.progress in {Progress.RETURNED, Progress.VERIFIED}
