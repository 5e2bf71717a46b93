"""Which step who may take in which state: all of them, one by one."""

from itertools import product

import pytest
from tests.web.review.conftest import MORNING
from tests.web.world import PEOPLE, build_evaluation

from jixiao.exchange.evaluation import evaluation_tree
from jixiao.web.accounts.access import actor_of
from jixiao.web.planning.errors import (
    ChangedMeanwhileError,
    IncompleteError,
    NotAllowedError,
    NotNowError,
)
from jixiao.web.planning.mapping import to_core
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.scoring import rescore
from jixiao.web.planning.states import Progress, State
from jixiao.web.review.models import Comment, KeptFile, Submission
from jixiao.web.review.services import move
from jixiao.web.review.transitions import TRANSITIONS
from jixiao.web.trail.models import Entry
from jixiao.web.trail.selectors import verify_chain

ALLOWED = {
    # (state, action): (people who may, state afterwards)
    ("planning", "start"): ({"planner"}, "filing"),
    ("filing", "hand_over"): ({"planner"}, "verification"),
    ("verification", "finish_verification"): ({"verifier"}, "composing"),
    ("verification", "return_to_filing"): ({"verifier", "planner"}, "filing"),
    ("composing", "return_to_filing"): ({"verifier", "planner"}, "filing"),
    ("composing", "request_approval"): ({"planner"}, "approval"),
    ("approval", "approve"): ({"approver"}, "approved"),
    ("approval", "send_back"): ({"approver"}, "composing"),
    ("approved", "reopen"): ({"approver"}, "composing"),
    ("approved", "submit"): ({"planner"}, "submitted"),
    ("submitted", "bureau_accept"): ({"bureau"}, "accepted"),
    ("submitted", "bureau_return"): ({"bureau"}, "composing"),
    ("accepted", "publish"): ({"planner"}, "published"),
}


def put(evaluation, state):
    Evaluation.objects.filter(pk=evaluation.pk).update(state=state)
    if state in {"submitted", "accepted"}:
        Submission.objects.get_or_create(
            evaluation=evaluation, number=1,
            defaults={"at": MORNING, "by": evaluation.organisation.people.first(), "facts": {}},
        )  # fmt: skip


def facts(pk):
    return evaluation_tree(to_core(Evaluation.objects.get(pk=pk)))


@pytest.mark.slow
def test_every_step_in_every_state_by_everybody(verified, acting, monkeypatch):
    """Nine states × twelve steps × ten people against the table."""
    monkeypatch.setattr(
        "jixiao.web.review.services.keep_files", lambda *_, **__: [kept()]
    )
    monkeypatch.setattr("jixiao.web.review.services._check_gate", lambda *_: None)
    monkeypatch.setattr("jixiao.web.review.services.audit_of", lambda *_, **__: None)

    def kept():
        return KeptFile(file="x", name="x", size=1, digest="x")

    before = facts(verified.pk)
    taken: dict[tuple[str, str], tuple[set[str], str]] = {}
    for state, action, name in product(State.values, TRANSITIONS, PEOPLE):
        put(verified, state)
        version = Evaluation.objects.get(pk=verified.pk).facts_version
        try:
            move(
                actor=acting(name), pk=verified.pk, action=action, version=version,
                reason="请核对",
            )  # fmt: skip
        except (NotAllowedError, NotNowError):
            assert Evaluation.objects.get(pk=verified.pk).state == state
            continue
        after = Evaluation.objects.get(pk=verified.pk).state
        taken.setdefault((state, action), (set(), after))[0].add(name)

    assert taken == ALLOWED
    assert facts(verified.pk) == before


def test_each_return_asks_for_a_reason(verified, acting):
    people = {"send_back": "approver", "reopen": "approver", "bureau_return": "bureau",
              "return_to_filing": "planner"}  # fmt: skip
    returns = {one.action for one in TRANSITIONS.values() if one.needs_reason}
    assert returns == set(people)
    for action, name in people.items():
        origin = sorted(TRANSITIONS[action].origins)[0]
        put(verified, origin)

        with pytest.raises(IncompleteError, match="请写明"):
            move(
                actor=acting(name), pk=verified.pk, action=action, reason=" \n",
                version=verified.facts_version,
            )  # fmt: skip

        assert Evaluation.objects.get(pk=verified.pk).state == origin
    assert not Comment.objects.exists()
    assert not Entry.objects.exists()


def test_a_plan_that_is_not_ready_is_not_handed_out(world, acting):
    evaluation = build_evaluation(world, state=State.PLANNING)
    Indicator.objects.filter(evaluation=evaluation, position=1).update(target="")

    with pytest.raises(IncompleteError) as refused:
        move(
            actor=acting("planner"), pk=evaluation.pk, action="start",
            version=evaluation.facts_version,
        )  # fmt: skip

    assert "1项指标没有指标值：拓展发展空间面积（平方公里）" in refused.value.missing
    assert Evaluation.objects.get(pk=evaluation.pk).state == State.PLANNING


def test_nothing_goes_to_verification_before_every_indicator_is_filed(world, acting):
    evaluation = build_evaluation(world, is_filled=True)
    rows = list(Indicator.objects.filter(evaluation=evaluation))
    Indicator.objects.filter(pk=rows[0].pk).update(progress=Progress.OPEN)
    Indicator.objects.filter(pk=rows[1].pk).update(
        progress=Progress.OPEN, is_applicable=False
    )

    with pytest.raises(IncompleteError) as refused:
        move(
            actor=acting("planner"), pk=evaluation.pk, action="hand_over",
            version=evaluation.facts_version,
        )  # fmt: skip

    assert refused.value.missing == (f"{rows[0].name}：尚未填报",)
    assert Evaluation.objects.get(pk=evaluation.pk).state == State.FILING


def test_verification_is_not_finished_before_the_last_indicator(world, acting):
    evaluation = build_evaluation(world, is_filled=True, state=State.VERIFICATION)
    Indicator.objects.filter(evaluation=evaluation, position__gt=1).update(
        progress=Progress.VERIFIED
    )

    with pytest.raises(IncompleteError) as refused:
        move(
            actor=acting("verifier"), pk=evaluation.pk, action="finish_verification",
            version=evaluation.facts_version,
        )  # fmt: skip

    assert refused.value.missing == ("拓展发展空间面积（平方公里）：尚未复核",)


def contradict(evaluation):
    """An error that the audit finds: the budget's parts do not make its total."""
    line = evaluation.budget_lines.exclude(by="total").first()
    line.executed += 1_000_000
    line.save()
    rescore(evaluation.pk)
    return Evaluation.objects.get(pk=evaluation.pk)


def test_an_open_error_of_the_audit_blocks_approval_and_submission(verified, acting):
    evaluation = contradict(verified)

    with pytest.raises(IncompleteError) as refused:
        move(
            actor=acting("planner"), pk=verified.pk, action="request_approval",
            version=evaluation.facts_version,
        )  # fmt: skip
    put(verified, State.APPROVED)
    with pytest.raises(IncompleteError):
        move(
            actor=acting("planner"), pk=verified.pk, action="submit",
            version=evaluation.facts_version,
        )  # fmt: skip

    number = Evaluation.objects.get(pk=verified.pk).findings_error
    assert number >= 1
    assert f"核查发现 {number} 项“必须修改”，须逐项改正或答复" in refused.value.missing
    assert not Submission.objects.exists()
    assert not KeptFile.objects.exists()


@pytest.mark.parametrize("where", ["evaluation", "indicator"])
def test_whoever_entered_anything_does_not_approve(at_state, acting, world, where):
    evaluation = at_state(State.APPROVAL)
    one = evaluation if where == "evaluation" else evaluation.indicators.first()
    one.contributors.add(world.approver)

    with pytest.raises(NotAllowedError, match="须由他人审定"):
        move(
            actor=acting("approver"), pk=evaluation.pk, action="approve",
            version=evaluation.facts_version,
        )  # fmt: skip

    assert Evaluation.objects.get(pk=evaluation.pk).state == State.APPROVAL


def test_approval_is_of_what_the_approver_saw(at_state, acting):
    evaluation = at_state(State.APPROVAL)
    row = evaluation.indicators.first()
    Indicator.objects.filter(pk=row.pk).update(actual="15")
    rescore(evaluation.pk)

    with pytest.raises(ChangedMeanwhileError) as refused:
        move(
            actor=acting("approver"), pk=evaluation.pk, action="approve",
            version=evaluation.facts_version,
        )  # fmt: skip

    assert refused.value.version == evaluation.facts_version + 1
    assert refused.value.yours == {"办理": "审定通过"}
    assert Evaluation.objects.get(pk=evaluation.pk).state == State.APPROVAL


def test_a_step_stands_in_the_trail_with_its_reason(at_state, acting):
    evaluation = at_state(State.APPROVAL)

    move(
        actor=acting("approver"), pk=evaluation.pk, action="send_back",
        reason=" 请补充原因 ", version=evaluation.facts_version,
    )  # fmt: skip

    entry = Entry.objects.get(content__action="退回修改")
    assert entry.content["reason"] == "请补充原因"
    assert entry.content["changes"] == {"状态": ["审定", "撰写"]}
    assert verify_chain(entry.chain) == ()
    comment = Comment.objects.get(is_return=True)
    assert (comment.text, comment.author.username) == ("请补充原因", "approver")


def test_named_indicators_go_back_and_the_others_stay(verified, acting):
    first, second = verified.indicators.all()[:2]

    move(
        actor=acting("verifier"), pk=verified.pk, action="return_to_filing",
        reason="数字与台账不符", version=verified.facts_version, indicators=[first.pk],
    )  # fmt: skip

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.progress, second.progress) == (Progress.RETURNED, Progress.VERIFIED)
    assert first.comments.get().text == "数字与台账不符"
    evaluation = Evaluation.objects.get(pk=verified.pk)
    total = evaluation.indicators_total
    assert (evaluation.state, evaluation.indicators_verified) == ("filing", total - 1)


def test_a_submission_keeps_all_files_and_the_facts(at_state, tmp_path):
    evaluation = at_state(State.SUBMITTED)

    submission = Submission.objects.get()
    names = set(submission.files.values_list("name", flat=True))
    assert names == {
        "自评报告.docx", "自评表.docx", "自评表.xlsx", "自评报告.pdf", "自评表.pdf",
        "自评数据.json", "核查意见.docx",
    }  # fmt: skip
    assert submission.facts == facts(evaluation.pk)
    assert (submission.number, submission.score) == (1, evaluation.score)
    for kept in submission.files.all():
        assert len((tmp_path / kept.file.name).read_bytes()) == kept.size
    assert evaluation.submitted_at is not None


def test_a_broken_submission_leaves_no_row(at_state, acting, monkeypatch):
    evaluation = at_state(State.APPROVED)

    def fails(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr(KeptFile.objects.__class__, "bulk_create", fails)
    with pytest.raises(OSError, match="disk full"):
        move(
            actor=acting("planner"), pk=evaluation.pk, action="submit",
            version=evaluation.facts_version,
        )  # fmt: skip

    assert not Submission.objects.exists()
    assert Evaluation.objects.get(pk=evaluation.pk).state == State.APPROVED


def test_a_returned_submission_stays_and_the_next_one_has_the_next_number(
    at_state, acting, world
):
    evaluation = at_state(State.SUBMITTED)
    move(
        actor=acting("bureau"), pk=evaluation.pk, action="bureau_return",
        reason="请补佐证", version=evaluation.facts_version,
    )  # fmt: skip
    assert Evaluation.objects.get(pk=evaluation.pk).submitted_at is None

    at_state(State.ACCEPTED)

    first, second = Submission.objects.all()
    assert (first.number, first.outcome, first.outcome_reason) == (
        1,
        "returned",
        "请补佐证",
    )
    assert (second.number, second.outcome) == (2, "accepted")
    assert second.outcome_by == world.bureau


def test_a_neighbour_takes_no_step(at_state, acting):
    evaluation = at_state(State.SUBMITTED)

    with pytest.raises(NotAllowedError):
        move(
            actor=acting("other_bureau"), pk=evaluation.pk, action="bureau_accept",
            version=evaluation.facts_version,
        )  # fmt: skip

    assert Evaluation.objects.get(pk=evaluation.pk).state == State.SUBMITTED


def test_an_administrator_takes_no_step(at_state, world):
    evaluation = at_state(State.APPROVAL)

    with pytest.raises(NotAllowedError):
        move(
            actor=actor_of(world.security, at=MORNING), pk=evaluation.pk,
            action="approve", version=evaluation.facts_version,
        )  # fmt: skip

    assert Evaluation.objects.get(pk=evaluation.pk).state == State.APPROVAL
