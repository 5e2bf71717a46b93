import pytest
from django.utils import timezone
from tests.web.world import build_evaluation

from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.states import Progress, State
from jixiao.web.review.models import Comment


def tasks(response):
    return [(task.kind, task.what) for task in response.context["desk"].tasks]


def test_a_filler_sees_their_indicators_and_no_others(evaluation, as_):
    mine = evaluation.indicators.filter(person__username="filler_a")

    found = tasks(as_("filler_a").get("/"))

    assert found == [("填报", row.name) for row in mine]


def test_a_returned_indicator_comes_first_with_its_reason(evaluation, as_, world):
    row = evaluation.indicators.all()[6]
    Indicator.objects.filter(pk=row.pk).update(progress=Progress.RETURNED)
    Comment.objects.create(
        evaluation=evaluation, indicator=row, author=world.verifier,
        at=timezone.now(), text="请附台账", is_return=True,
    )  # fmt: skip

    response = as_("filler_a").get("/")

    assert tasks(response)[0] == ("退回", row.name)
    assert "请附台账" in response.content.decode()


def test_a_verifier_sees_what_was_filed_by_others_division_by_division(
    world, as_, evaluation
):
    rows = list(evaluation.indicators.all()[:4])
    for row in rows:
        Indicator.objects.filter(pk=row.pk).update(progress=Progress.FILED)
    rows[1].contributors.add(world.verifier)

    found = tasks(as_("verifier").get("/"))

    assert found == [("复核", "规划科 2项"), ("复核", "不动产登记中心 1项")]


@pytest.mark.parametrize(
    ("state", "who", "kind"),
    [
        (State.PLANNING, "planner", "布置"),
        (State.COMPOSING, "planner", "撰写"),
        (State.APPROVAL, "approver", "审定"),
        (State.APPROVED, "planner", "报送"),
        (State.SUBMITTED, "bureau", "财政审核"),
    ],
)
def test_whose_turn_it_is_sees_it(world, as_, state, who, kind):
    build_evaluation(world, state=state, is_filled=True)

    assert [task[0] for task in tasks(as_(who).get("/"))] == [kind]
    assert tasks(as_("stranger").get("/")) == []


def test_nobody_is_asked_to_approve_what_they_entered(world, as_):
    evaluation = build_evaluation(world, state=State.APPROVAL, is_filled=True)
    evaluation.contributors.add(world.approver)

    assert tasks(as_("approver").get("/")) == []


def test_the_planner_is_told_when_filing_is_complete(world, as_, evaluation):
    assert tasks(as_("planner").get("/")) == []

    build_evaluation(world, is_filled=True, place="division_a")
    Evaluation.objects.filter(pk=evaluation.pk).update(
        indicators_filed=evaluation.indicators_total
    )

    assert [task[0] for task in tasks(as_("planner").get("/"))] == ["送复核"]


def test_an_empty_desk_says_so(as_):
    response = as_("planner").get("/")

    assert "现在没有要您处理的事" in response.content.decode()


@pytest.mark.parametrize(
    ("who", "page"),
    [("system", "/organisations/"), ("security", "/roles/"), ("audit", "/trail/")],
)
def test_administrators_are_sent_to_their_own_page(as_, who, page):
    response = as_(who).get("/")

    assert (response.status_code, response["Location"]) == (302, page)


def test_thirty_evaluations_cost_the_queries_of_one(
    world, as_, evaluation, django_assert_num_queries
):
    browser = as_("filler_a")
    browser.get("/")
    with django_assert_num_queries(DESK_QUERIES):
        browser.get("/")
    for year in range(2026, 2055):
        copy = Evaluation.objects.get(pk=evaluation.pk)
        copy.pk, copy.year = None, year
        copy.save()
        Indicator.objects.create(
            evaluation=copy, position=1, level1="产出指标", name="办结数量",
            person=world.filler_a, responsible=world.places["division_a"],
        )  # fmt: skip

    with django_assert_num_queries(DESK_QUERIES):
        response = browser.get("/")

    assert response.context["desk"].page.paginator.count == 30
    assert len(response.context["desk"].tasks) == 30
    assert response.context["desk"].others == 7


DESK_QUERIES = 14
