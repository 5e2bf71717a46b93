"""Whatever people try, in whatever order: approved facts change only after a return."""

import random

import pytest
from tests.web.review.conftest import MORNING
from tests.web.world import PEOPLE, build_evaluation

from jixiao.core.errors import JixiaoError
from jixiao.exchange.evaluation import evaluation_tree
from jixiao.web.accounts.access import actor_of
from jixiao.web.accounts.models import Role
from jixiao.web.planning.mapping import to_core
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.states import LOCKED, Progress, State
from jixiao.web.review.answering import answer
from jixiao.web.review.models import KeptFile, Submission
from jixiao.web.review.services import move
from jixiao.web.review.transitions import TRANSITIONS, steps_from
from jixiao.web.review.verification import return_indicator, verify
from jixiao.web.trail.models import Chain, Entry
from jixiao.web.trail.selectors import verify_chain

KINDS = [*["right"] * 4, "move", "move", "all", "verify", "return", "answer"]
RIGHT = {
    Role.PLANNER: "planner", Role.VERIFIER: "verifier", Role.APPROVER: "approver",
    Role.BUREAU_REVIEWER: "bureau",
}  # fmt: skip
RETURNS = {one.label for one in TRANSITIONS.values() if one.is_return}


def kept(*_, **__):
    return [KeptFile(file="x", name="x", size=1, digest="x")]


def snapshot(pk):
    evaluation = Evaluation.objects.get(pk=pk)
    rows = list(evaluation.indicators.values_list("pk", "progress", "version"))
    return evaluation_tree(to_core(evaluation)), rows, evaluation.facts_version


def try_something(choose, world, pk):
    """One thing that somebody tries; refusals are answers, too."""
    evaluation = Evaluation.objects.get(pk=pk)
    actor = actor_of(world.people[choose.choice(sorted(PEOPLE))], at=MORNING)
    row = choose.choice(list(evaluation.indicators.all()))
    kind = choose.choice(KINDS)
    if kind == "move":
        action = choose.choice(sorted(TRANSITIONS))
        move(
            actor=actor, pk=pk, action=action, reason="请核对",
            version=evaluation.facts_version,
        )  # fmt: skip
    elif kind == "right":
        # Chance alone hardly ever meets the right step with the right person.
        step = choose.choice(steps_from(evaluation.state) or [TRANSITIONS["start"]])
        name = RIGHT[step.roles[0]]
        move(
            actor=actor_of(world.people[name], at=MORNING), pk=pk, reason="请核对",
            action=step.action, version=evaluation.facts_version,
        )  # fmt: skip
    elif kind == "all":
        filed = evaluation.indicators.filter(progress=Progress.FILED)
        seen = {one.pk: one.version for one in filed}
        verify(actor=actor_of(world.verifier, at=MORNING), pk=pk, seen=seen)
    elif kind == "verify":
        filed = evaluation.indicators.filter(progress=Progress.FILED)
        verify(actor=actor, pk=pk, seen={one.pk: one.version for one in filed})
    elif kind == "return":
        return_indicator(actor=actor, pk=row.pk, version=row.version, reason="不符")
    else:
        run = getattr(evaluation, "audit_run", None)
        if run and run.result["findings"]:
            mark = run.result["findings"][0]["fingerprint"]
            answer(actor=actor, pk=pk, fingerprint=mark, verdict="误报", reason="属实")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_no_path_changes_locked_facts_except_a_recorded_return(
    world, monkeypatch, seed
):
    monkeypatch.setattr("jixiao.web.review.services.keep_files", kept)
    evaluation = build_evaluation(world, is_filled=True, state=State.VERIFICATION)
    pk, choose = evaluation.pk, random.Random(seed)  # noqa: S311 - the same tries each time
    reached = set()
    for _ in range(200):
        state, before = Evaluation.objects.get(pk=pk).state, snapshot(pk)
        last = Entry.objects.filter(chain__name=evaluation.trail_chain).last()
        try:
            try_something(choose, world, pk)
        except JixiaoError:
            assert Evaluation.objects.get(pk=pk).state == state
            assert snapshot(pk) == before
            continue
        now = Evaluation.objects.get(pk=pk).state
        reached.add(now)
        if state in LOCKED and now in LOCKED:
            assert snapshot(pk) == before
        if state in LOCKED and now not in LOCKED:
            new = Entry.objects.filter(chain__name=evaluation.trail_chain).last()
            assert new is not None
            assert last is not None
            assert new.number == last.number + 1
            assert new.content["action"] in RETURNS
            assert new.content["reason"] == "请核对"
        if Evaluation.objects.get(pk=pk).state == State.FILING:
            # People correct what came back; then it goes on.
            for row in evaluation.indicators.filter(progress=Progress.RETURNED):
                evaluation.indicators.filter(pk=row.pk).update(progress=Progress.FILED)
    assert {"composing", "approval", "approved", "submitted"} <= reached
    assert all(verify_chain(chain) == () for chain in Chain.objects.all())
    for number, one in enumerate(Submission.objects.all(), start=1):
        assert one.number == number
