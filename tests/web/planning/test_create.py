from django.urls import reverse
from tests.web.world import build_evaluation

from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.states import State
from jixiao.web.trail.models import Entry


def typed(world, **changes):
    return {
        "organisation": str(world.department.pk), "year": "2026",
        "form": "department_overall", "project": "", "rulebook": "",
        "start": "skeleton", "filing_due": "2027-03-10", **changes,
    }  # fmt: skip


def test_a_new_evaluation_gets_the_rulebook_of_its_place_and_the_skeleton(world, as_):
    response = as_("planner").post(reverse("planning:create"), typed(world))

    made = Evaluation.objects.get()
    assert response.url == reverse("planning:plan", args=[made.pk])
    assert (made.rulebook, made.state) == ("hubei-department-2020", State.PLANNING)
    rows = [(r.level1, r.level2, str(r.weight)) for r in made.indicators.all()]
    assert rows[0] == ("产出指标", "数量指标", "10.00")
    assert rows[7] == ("效益指标", "可持续影响指标", "7.50")
    assert rows[8] == ("满意度指标", "服务对象满意度指标", "10.00")
    assert made.contributors.get() == world.planner
    assert Entry.objects.get().content["action"] == "新建自评"


def test_last_years_evaluation_gives_indicators_and_people_without_results(world, as_):
    last = build_evaluation(world, is_filled=True)

    as_("planner").post(reverse("planning:create"), typed(world, start="last_year"))

    made = Evaluation.objects.get(year=2026)
    first, old = made.indicators.all()[0], last.indicators.all()[0]
    assert made.indicators.count() == 24
    assert (first.name, first.target, first.person) == (old.name, "20", old.person)
    assert (first.actual, first.progress) == ("", "open")
    assert made.functions == last.functions


def test_without_a_last_year_the_reason_stands_at_the_choice(world, as_):
    response = as_("planner").post(
        reverse("planning:create"), typed(world, start="last_year")
    )

    assert response.status_code == 422
    assert response.context["form"].errors["start"] == [
        "没有可沿用的以前年度自评；请改从计分规则或文件开始"
    ]
    assert not Evaluation.objects.exists()


def test_the_same_evaluation_is_not_begun_twice(world, as_):
    build_evaluation(world)

    response = as_("planner").post(
        reverse("planning:create"), typed(world, year="2025")
    )

    assert response.status_code == 422
    assert response.context["form"].errors["year"] == [
        "甲县自然资源局2025年度已有“部门整体支出”的自评"
    ]
    assert 'value="2025"' in response.content.decode()
    assert Evaluation.objects.count() == 1


def test_bad_input_is_named_beside_its_field(world, as_):
    response = as_("planner").post(
        reverse("planning:create"),
        typed(
            world, year="二五", form="project", rulebook="hubei-department-2020",
            verification_due="2027-03-01",
        ),
    )  # fmt: skip

    errors = response.context["form"].errors
    assert response.status_code == 422
    assert errors["year"] == ["年度应为四位数字，如 2025"]
    assert errors["project"] == ["请填写项目名称"]
    assert errors["verification_due"] == ["复核截止不能早于填报截止（2027-03-10）"]


def test_nobody_plans_for_a_body_that_is_not_theirs(world, as_):
    url = reverse("planning:create")

    assert as_("verifier").get(url).status_code == 403
    assert as_("verifier").post(url, typed(world)).status_code == 403
    foreign = as_("stranger").post(url, typed(world))
    assert foreign.status_code == 422
    assert foreign.context["form"].errors["organisation"] == [
        "只能为您担任财务科的单位新建自评"
    ]
    assert not Evaluation.objects.exists()


def test_an_import_leads_to_the_file_with_an_empty_table(world, as_):
    response = as_("planner").post(
        reverse("planning:create"), typed(world, start="import")
    )

    made = Evaluation.objects.get()
    assert response.url == reverse("planning:import_", args=[made.pk])
    assert not made.indicators.exists()


def test_chosen_indicators_are_copied_without_results(world, as_):
    last = build_evaluation(world, is_filled=True)
    as_("planner").post(reverse("planning:create"), typed(world, start="import"))
    made = Evaluation.objects.get(year=2026)
    url = reverse("planning:copy", args=[made.pk])
    keys = [str(pk) for pk in last.indicators.values_list("pk", flat=True)[:2]]

    page = as_("planner").get(f"{url}?from={last.pk}").content.decode()
    as_("planner").post(url, {"from": str(last.pk), "indicator": keys})

    assert "拓展发展空间面积" in page
    assert [row.actual for row in made.indicators.all()] == ["", ""]
    foreign = build_evaluation(world, place="neighbour")
    foreign.indicators.update(responsible=None, person=None)
    assert as_("planner").get(f"{url}?from={foreign.pk}").status_code == 404


def test_the_heading_is_not_overwritten_silently(world, as_):
    evaluation = build_evaluation(world, state=State.PLANNING)
    url = reverse("planning:heading", args=[evaluation.pk])
    sent = {"title": "甲", "functions": "", "annual_goals": "", "shown": "1"}

    assert as_("planner").post(url, sent).status_code == 302
    refused = as_("planner").post(url, sent | {"title": "乙"})

    evaluation.refresh_from_db()
    assert refused.status_code == 409
    assert (evaluation.title, evaluation.version) == ("甲", 2)
    assert 'value="乙"' in refused.content.decode()
    again = as_("planner").post(url, sent | {"title": "乙", "shown": "2"})
    evaluation.refresh_from_db()
    assert (again.status_code, evaluation.title) == (302, "乙")


def test_the_list_shows_what_the_person_may_see(world, as_):
    url = reverse("planning:evaluations")
    empty = as_("planner").get(url).content.decode()
    build_evaluation(world)

    assert "还没有自评" in empty
    assert "新建自评" in empty
    assert "甲县自然资源局" in as_("filler_a").get(url).content.decode()
    assert "甲县自然资源局" not in as_("stranger").get(url).content.decode()
    assert (
        "没有符合条件的自评" in as_("planner").get(f"{url}?year=1999").content.decode()
    )
    assert as_("planner").get(f"{url}?year=%00&q=%00&page=x&state=y").status_code == 200


def test_the_list_costs_the_same_for_many(world, as_, django_assert_num_queries):
    row = build_evaluation(world)
    browser, url = as_("planner"), reverse("planning:evaluations")
    browser.get(url)
    with django_assert_num_queries(10):
        browser.get(url)
    for n in range(60):
        row.pk, row.form, row.project = None, "project", f"项目{n}"
        row.save()
    with django_assert_num_queries(10):
        page = browser.get(url).content.decode()
    assert "共 61 份，第 1 / 2 页" in page
    assert Indicator.objects.count() == 24
