import pytest
from django.urls import reverse
from django.utils import timezone
from tests.web.world import build_evaluation

from jixiao.web.planning.models import Indicator
from jixiao.web.planning.states import Progress, State
from jixiao.web.review.models import Comment


@pytest.fixture
def row(evaluation):
    return evaluation.indicators.all()[0]


def page(row):
    return reverse("filing:indicator", args=[row.pk])


def test_a_draft_is_saved(row, as_):
    response = as_("filler_a").post(
        page(row), {"version": 1, "actual": "14", "account": "做了。\r\n还在做。"}
    )

    assert response.status_code == 302
    saved = Indicator.objects.get(pk=row.pk)
    assert (saved.actual, saved.account) == ("14", "做了。\n还在做。")
    assert saved.progress == Progress.OPEN


def test_an_unmet_result_is_not_handed_on_without_cause_and_what_was_typed_stays(
    row, as_
):
    response = as_("filler_a").post(
        page(row), {"version": 1, "actual": "14", "account": "做了", "action": "file"}
    )

    assert response.status_code == 422
    text = response.content.decode()
    assert "没有完成，须写明偏差原因；没有完成，须写明改进措施" in text
    assert 'value="14"' in text
    saved = Indicator.objects.get(pk=row.pk)
    assert (saved.actual, saved.progress) == ("14", Progress.OPEN)
    assert f'name="version" value="{saved.version}"' in text


def test_a_complete_one_is_handed_on_and_can_be_taken_back(row, as_):
    browser = as_("filler_a")

    browser.post(
        page(row),
        {
            "version": 1, "actual": "14", "deviation_reason": "疫情",
            "improvement": "按季调度", "action": "file",
        },
    )  # fmt: skip

    assert Indicator.objects.get(pk=row.pk).progress == Progress.FILED
    browser.post(page(row), {"action": "withdraw"})
    assert Indicator.objects.get(pk=row.pk).progress == Progress.OPEN


def test_a_blank_result_is_not_handed_on(row, as_):
    response = as_("filler_a").post(
        page(row), {"version": 1, "actual": "", "action": "file"}
    )

    assert response.status_code == 422
    assert "完成值没有填写" in response.content.decode()
    assert Indicator.objects.get(pk=row.pk).progress == Progress.OPEN


def test_a_qualitative_one_needs_points_within_its_tier(evaluation, as_):
    row = evaluation.indicators.get(name="有效推进公园城市建设")
    browser = as_(row.person.username)
    sent = {"version": 1, "actual": "达成预期指标", "action": "file"}

    response = browser.post(page(row), {**sent, "assigned_points": "1"})

    assert response.status_code == 422
    assert "评定得分 1 不在 2.4–3 分之内" in response.content.decode()
    saved = Indicator.objects.get(pk=row.pk)
    browser.post(
        page(row), {**sent, "version": saved.version, "assigned_points": "2.8"}
    )
    saved = Indicator.objects.get(pk=row.pk)
    assert (saved.progress, str(saved.assigned_points)) == (Progress.FILED, "2.80")


def test_a_conflict_shows_yours_and_theirs_and_a_second_try_saves(row, as_, world):
    Indicator.objects.filter(pk=row.pk).update(
        actual="15", version=3, changed_by=world.filler_b
    )
    browser = as_("filler_a")

    response = browser.post(page(row), {"version": 1, "actual": "14", "account": ""})

    assert response.status_code == 409
    text = response.content.decode()
    assert "已被填报乙改动" in text
    assert Indicator.objects.get(pk=row.pk).actual == "15"
    again = {**response.context["hidden"], "version": response.context["error"].version}
    browser.post(page(row), again)
    assert Indicator.objects.get(pk=row.pk).actual == "14"


def test_the_reason_of_a_return_stands_on_top(row, as_, evaluation, world):
    Indicator.objects.filter(pk=row.pk).update(progress=Progress.RETURNED)
    Comment.objects.create(
        evaluation=evaluation, indicator=row, author=world.verifier,
        at=timezone.now(), text="请附台账", is_return=True,
    )  # fmt: skip

    response = as_("filler_a").get(page(row))

    assert response.context["returned"].text == "请附台账"
    text = response.content.decode()
    assert text.index("被退回") < text.index("完成值")


def test_previous_and_next_are_mine(evaluation, as_):
    mine = list(evaluation.indicators.filter(person__username="filler_a"))

    response = as_("filler_a").get(page(mine[1]))

    assert response.context["previous"] == mine[0]
    assert response.context["next"] == mine[2]


@pytest.mark.parametrize(
    ("who", "status"), [("filler_b", 403), ("planner", 403), ("stranger", 404)]
)
def test_others_do_not_write(row, as_, who, status):
    response = as_(who).post(page(row), {"version": 1, "actual": "20"})

    assert response.status_code == status
    assert Indicator.objects.get(pk=row.pk).actual == ""


def test_readers_see_text_and_no_controls(row, as_):
    text = as_("filler_b").get(page(row)).content.decode()

    assert 'name="actual"' not in text
    assert "提交复核" not in text


def test_an_approved_one_stands_still(world, as_):
    evaluation = build_evaluation(world, state=State.APPROVAL, is_filled=True)
    row = evaluation.indicators.all()[0]

    response = as_("filler_a").post(page(row), {"version": 1, "actual": "20"})

    assert response.status_code == 422
    assert Indicator.objects.get(pk=row.pk).actual == "14"


def test_long_and_odd_input_is_refused_with_what_was_typed(row, as_):
    response = as_("filler_a").post(
        page(row), {"version": 1, "actual": "9" * 501, "assigned_points": "1e5"}
    )

    assert response.status_code == 422
    text = response.content.decode()
    assert "9" * 501 in text
    assert "“1e5”不是得分" in response.context["form"].errors["assigned_points"][0]
    assert Indicator.objects.get(pk=row.pk).actual == ""
