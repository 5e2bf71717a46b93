import json

import pytest
from django.urls import reverse
from tests.web.world import build_evaluation

from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.states import Progress, State
from jixiao.web.trail.models import Entry


def grid(evaluation):
    return reverse("filing:grid", args=[evaluation.pk])


def cell(row):
    return reverse("filing:save_cell", args=[row.pk])


def live(browser, evaluation, rows):
    return browser.post(
        reverse("filing:points", args=[evaluation.pk]), json.dumps({"rows": rows}),
        content_type="application/json",
    ).json()  # fmt: skip


def test_each_sees_inputs_for_their_own_rows_only(evaluation, as_):
    mine = set(
        evaluation.indicators.filter(person__username="filler_a").values_list(
            "pk", flat=True
        )
    )

    response = as_("filler_a").get(grid(evaluation))

    assert response.context["mine"] == mine
    assert response.content.decode().count('data-col="actual"') == len(mine) == 8


def test_the_planner_reads_and_types_nothing(evaluation, as_):
    text = as_("planner").get(grid(evaluation)).content.decode()

    assert 'data-col="actual"' not in text


def test_another_county_does_not_find_it(evaluation, as_):
    assert as_("stranger").get(grid(evaluation)).status_code == 404


def test_typing_recomputes_row_level_and_total_and_saves_nothing(evaluation, as_):
    row = evaluation.indicators.all()[0]

    tree = live(as_("filler_a"), evaluation, {row.pk: {"actual": "14"}})

    assert tree["rows"][str(row.pk)]["points"] == "2.1"
    assert tree["rows"][str(row.pk)]["sentence"].startswith("14 ÷ 20 × 3 = 2.10")
    assert tree["rows"][str(row.pk)]["needs_cause"] is True
    assert tree["levels"][1] == {
        "name": "产出指标",
        "points": "2.1–39.1",
        "weight": "40",
    }
    assert tree["total"] == "21.5–98.5"
    assert Indicator.objects.get(pk=row.pk).actual == ""


def test_what_cannot_be_read_says_why(evaluation, as_):
    row = evaluation.indicators.all()[0]

    tree = live(as_("filler_a"), evaluation, {row.pk: {"actual": "差不多"}})

    found = tree["rows"][str(row.pk)]
    assert found["points"] == "待定"
    assert "“差不多”不是数字" in found["undecided"]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"rows": 3}', '{"rows": {"x": 1}}'])
def test_a_strange_request_for_points_gets_what_is_saved(evaluation, as_, body):
    response = as_("filler_a").post(
        reverse("filing:points", args=[evaluation.pk]), body,
        content_type="application/json",
    )  # fmt: skip

    assert response.json()["total"] == "19.4–99.4"


def test_leaving_a_cell_saves_records_and_rescores(evaluation, as_, world):
    row = evaluation.indicators.all()[0]

    response = as_("filler_a").post(cell(row), {"version": 1, "actual": " 20 "})

    assert response.status_code == 200
    assert response.json()["version"] == 2
    saved = Indicator.objects.get(pk=row.pk)
    assert (saved.actual, saved.version, saved.changed_by) == ("20", 2, world.filler_a)
    assert list(saved.contributors.all()) == [world.filler_a]
    after = Evaluation.objects.get(pk=evaluation.pk)
    assert after.score_least - evaluation.score_least == 3
    assert world.filler_a in after.contributors.all()
    entry = Entry.objects.get(chain__name=evaluation.trail_chain)
    assert entry.content["changes"] == {"完成值": ["", "20"]}


def test_saving_the_same_again_changes_nothing(evaluation, as_):
    row = evaluation.indicators.all()[0]
    browser = as_("filler_a")
    browser.post(cell(row), {"version": 1, "actual": "20"})

    response = browser.post(cell(row), {"version": 1, "actual": "20"})

    assert (response.status_code, response.json()["version"]) == (200, 2)
    assert Entry.objects.count() == 1


def test_a_cell_changed_meanwhile_shows_theirs_and_overwrites_nothing(
    evaluation, as_, world
):
    row = evaluation.indicators.all()[0]
    Indicator.objects.filter(pk=row.pk).update(
        actual="15", version=4, changed_by=world.filler_b
    )

    response = as_("filler_a").post(cell(row), {"version": 1, "actual": "14"})

    assert response.status_code == 409
    tree = response.json()
    assert (tree["yours"], tree["theirs"]) == ({"完成值": "14"}, {"完成值": "15"})
    assert (tree["who"], tree["version"]) == ("填报乙", 4)
    assert Indicator.objects.get(pk=row.pk).actual == "15"
    assert not Entry.objects.exists()


def test_points_that_are_no_number_are_refused_beside_the_cell(evaluation, as_):
    row = evaluation.indicators.all()[0]

    response = as_("filler_a").post(cell(row), {"version": 1, "assigned_points": "优"})

    assert response.status_code == 422
    assert response.json()["error"] == "“优”不是得分；请填数字，最多两位小数"


@pytest.mark.parametrize("who", ["filler_b", "planner", "verifier", "approver"])
def test_nobody_else_writes_into_it(evaluation, as_, who):
    row = evaluation.indicators.all()[0]

    response = as_(who).post(cell(row), {"version": 1, "actual": "20"})

    assert response.status_code == 403
    assert response.json()["error"] == "该指标由填报甲填报，您可以查看，不能填写"
    assert Indicator.objects.get(pk=row.pk).actual == ""


def test_nothing_is_typed_after_filing_closed(world, as_):
    evaluation = build_evaluation(world, state=State.APPROVAL, is_filled=True)
    row = evaluation.indicators.all()[0]

    response = as_("filler_a").post(cell(row), {"version": 1, "actual": "20"})

    assert response.status_code == 422
    assert "处于“审定”" in response.json()["error"]
    assert Indicator.objects.get(pk=row.pk).actual == "14"


def test_a_verified_row_stands_still(evaluation, as_):
    row = evaluation.indicators.all()[0]
    Indicator.objects.filter(pk=row.pk).update(progress=Progress.VERIFIED)

    response = as_("filler_a").post(cell(row), {"version": 1, "actual": "20"})

    assert response.status_code == 422
    assert "已复核通过" in response.json()["error"]


def test_all_complete_rows_are_handed_on_and_the_others_are_counted(evaluation, as_):
    rows = list(evaluation.indicators.filter(person__username="filler_a"))
    Indicator.objects.filter(pk=rows[0].pk).update(actual="20")
    Indicator.objects.filter(pk=rows[1].pk).update(actual="340")  # unmet, no cause

    response = as_("filler_a").post(grid(evaluation), follow=True)

    text = response.content.decode()
    assert "已提交复核 1 项" in text
    assert "您还有 7 项没有填全" in text
    progress = {row.pk: row.progress for row in Indicator.objects.all()}
    assert progress[rows[0].pk] == Progress.FILED
    assert progress[rows[1].pk] == Progress.OPEN
    assert Evaluation.objects.get(pk=evaluation.pk).indicators_filed == 1


def test_sixty_indicators_cost_the_queries_of_twentyfour(
    evaluation, as_, django_assert_num_queries
):
    browser = as_("filler_a")
    browser.get(grid(evaluation))
    with django_assert_num_queries(GRID_QUERIES):
        browser.get(grid(evaluation))
    first = evaluation.indicators.select_related("person", "responsible").first()
    for number in range(36):
        first.pk, first.position, first.name = None, 100 + number, f"指标{number}"
        first.save()

    with django_assert_num_queries(GRID_QUERIES):
        response = browser.get(grid(evaluation))

    assert len(response.context["results"].rows) == 60


GRID_QUERIES = 12


def test_charts_say_in_words_what_they_show(evaluation, as_):
    text = as_("planner").get(
        reverse("filing:charts", args=[evaluation.pk]), HTTP_HX_REQUEST="true"
    )

    assert (
        'aria-label="预算执行19.4分，满分20分；产出指标待定分' in text.content.decode()
    )
    assert "<html" not in text.content.decode()
