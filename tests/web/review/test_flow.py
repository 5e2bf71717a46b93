import pytest
from django.urls import reverse
from tests.web.world import build_evaluation

from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.scoring import rescore
from jixiao.web.planning.states import Progress, State
from jixiao.web.review.models import Comment, Grant, Submission
from jixiao.web.trail.models import Entry


def url(name, *args):
    return reverse(f"review:{name}", args=args)


def text(answer):
    return answer.content.decode()


def test_the_page_says_who_has_it_and_what_blocks_the_next_step(world, as_):
    evaluation = build_evaluation(world)

    page = text(as_("planner").get(url("flow", evaluation.pk)))

    assert "规划科" in page
    assert "填报甲（8 项）" in page
    assert "“送复核”之前还差 24 件事" in page
    row = evaluation.indicators.first()
    assert reverse("filing:indicator", args=[row.pk]) in page
    assert "disabled" in page


def test_the_buttons_are_those_of_the_person(at_state, as_):
    evaluation = at_state(State.APPROVAL)
    approve = url("move", evaluation.pk, "approve")

    assert approve in text(as_("approver").get(url("flow", evaluation.pk)))
    for name in ("planner", "verifier", "filler_a"):
        page = text(as_(name).get(url("flow", evaluation.pk)))
        assert "/move/" not in page


def test_whoever_entered_something_reads_why_there_is_no_button(at_state, as_, world):
    evaluation = at_state(State.APPROVAL)
    evaluation.contributors.add(world.approver)

    page = text(as_("approver").get(url("flow", evaluation.pk)))

    assert url("move", evaluation.pk, "approve") not in page
    assert url("move", evaluation.pk, "send_back") in page
    assert "您填写过本次自评的内容，须由他人审定" in page


def test_a_step_is_taken_and_told(at_state, as_):
    evaluation = at_state(State.APPROVAL)

    page = text(
        as_("approver").post(
            url("move", evaluation.pk, "approve"),
            {"version": evaluation.facts_version}, follow=True,
        )
    )  # fmt: skip

    assert "已办理：审定通过" in page
    assert Evaluation.objects.get(pk=evaluation.pk).state == State.APPROVED
    assert page.count('class="is-past"') == 5


def test_a_return_without_reason_comes_back_with_the_sentence(at_state, as_):
    evaluation = at_state(State.APPROVAL)

    answer = as_("approver").post(
        url("move", evaluation.pk, "send_back"),
        {"version": evaluation.facts_version, "reason": ""},
    )

    assert answer.status_code == 422
    assert "请写明理由" in text(answer)
    assert Evaluation.objects.get(pk=evaluation.pk).state == State.APPROVAL


def test_facts_that_changed_are_shown_before_they_are_approved(at_state, as_):
    evaluation = at_state(State.APPROVAL)
    rescore(evaluation.pk)

    answer = as_("approver").post(
        url("move", evaluation.pk, "send_back"),
        {"version": evaluation.facts_version, "reason": "表述不清"},
    )

    assert answer.status_code == 409
    page = text(answer)
    assert "又作了改动，没有办理" in page
    assert "表述不清" in page
    assert f'name="version" value="{evaluation.facts_version + 1}"' in page
    assert Evaluation.objects.get(pk=evaluation.pk).state == State.APPROVAL


@pytest.mark.parametrize(
    ("name", "status"),
    [("planner", 403), ("verifier", 403), ("filler_a", 403), ("stranger", 404),
     ("bureau", 404), ("other_bureau", 404), ("external", 404), ("system", 404)],
)  # fmt: skip
def test_who_may_not_approve(at_state, as_, name, status):
    evaluation = at_state(State.APPROVAL)

    answer = as_(name).post(
        url("move", evaluation.pk, "approve"), {"version": evaluation.facts_version}
    )

    assert answer.status_code == status
    assert Evaluation.objects.get(pk=evaluation.pk).state == State.APPROVAL
    assert not Entry.objects.filter(content__action="审定通过").exists()


def test_an_unknown_step_is_not_found(evaluation, as_):
    answer = as_("planner").post(url("move", evaluation.pk, "publish-now"))

    assert answer.status_code == 404


def test_the_bureau_returns_with_a_reason_that_the_body_reads(at_state, as_):
    evaluation = at_state(State.SUBMITTED)

    answer = as_("bureau").post(
        url("move", evaluation.pk, "bureau_return"),
        {"version": evaluation.facts_version, "reason": "佐证不足"},
    )

    assert answer.url == reverse("filing:desk")
    page = text(as_("planner").get(url("flow", evaluation.pk)))
    assert page.count("佐证不足") == 3  # returns, history, submission
    assert Submission.objects.get().outcome == "returned"


def test_an_indicator_goes_back_from_the_flow_page(verified, as_):
    row = verified.indicators.first()

    as_("planner").post(
        url("move", verified.pk, "return_to_filing"),
        {"version": verified.facts_version, "reason": "请核对", "indicators": [row.pk]},
    )

    row.refresh_from_db()
    assert row.progress == Progress.RETURNED
    assert Indicator.objects.filter(progress=Progress.RETURNED).count() == 1


def test_a_remark_is_kept_and_recorded(evaluation, as_):
    as_("filler_a").post(url("comment", evaluation.pk), {"text": "截止日期能否推迟"})

    assert Comment.objects.get().text == "截止日期能否推迟"
    assert Entry.objects.get().content["action"] == "意见"


def test_an_empty_remark_is_refused_beside_its_field(evaluation, as_):
    answer = as_("filler_a").post(url("comment", evaluation.pk), {"text": " "})

    assert answer.status_code == 422
    assert "请填写意见内容" in text(answer)
    assert not Comment.objects.exists()


# -- trail ---------------------------------------------------------------------------


def test_the_trail_shows_every_step(at_state, as_):
    evaluation = at_state(State.APPROVED)

    page = text(as_("planner").get(url("trail", evaluation.pk)))

    assert page.index("审定通过") < page.index("送审定")


def test_the_trail_is_exported_line_by_line(at_state, as_):
    evaluation = at_state(State.APPROVED)

    answer = as_("planner").get(url("trail_export", evaluation.pk))
    lines = b"".join(answer.streaming_content).decode().splitlines()

    assert answer["Content-Type"] == "application/x-ndjson"
    assert len(lines) == 1 + 2  # the head, two steps


def test_an_outside_reviewer_does_not_take_the_trail_along(at_state, as_, world):
    evaluation = at_state(State.APPROVED)
    Grant.objects.create(
        evaluation=evaluation, user=world.external, given_by=world.planner,
        at="2026-03-01T00:00Z",
    )  # fmt: skip

    assert as_("external").get(url("trail_export", evaluation.pk)).status_code == 403


# -- outside reviewers -----------------------------------------------------------------


def test_an_evaluation_is_given_and_taken_back(evaluation, as_, world):
    planner, external = as_("planner"), as_("external")
    pages = ("flow", "audit", "report", "verification", "trail")
    before = {external.get(url(one, evaluation.pk)).status_code for one in pages}

    planner.post(url("grants", evaluation.pk), {"user": world.external.pk})
    given = {external.get(url(one, evaluation.pk)).status_code for one in pages}
    page = text(external.get(url("flow", evaluation.pk)))
    planner.post(url("grant_take", evaluation.pk, world.external.pk))
    after = {external.get(url(one, evaluation.pk)).status_code for one in pages}

    assert (before, given, after) == ({404}, {200}, {404})
    assert "/move/" not in page
    actions = list(Entry.objects.values_list("content__action", flat=True))
    assert actions == ["交外部评审", "收回外部评审"]


@pytest.mark.parametrize("name", ["stranger", "filler_a", "approver"])
def test_it_is_given_to_outside_reviewers_only(evaluation, as_, world, name):
    answer = as_("planner").post(
        url("grants", evaluation.pk), {"user": world.people[name].pk}
    )

    assert answer.status_code == 422
    assert "只能交给本地区的外部评审人员" in text(answer)
    assert not Grant.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [("filler_a", 403), ("verifier", 403), ("stranger", 404), ("bureau", 404)],
)
def test_who_does_not_give_it(evaluation, as_, world, name, status):
    answer = as_(name).post(url("grants", evaluation.pk), {"user": world.external.pk})

    assert answer.status_code == status
    assert not Grant.objects.exists()
