from django.urls import reverse
from tests.web.world import build_evaluation

from jixiao.web.filing.missing import Kind, completeness_of, missing_of
from jixiao.web.planning.models import BudgetLine, Evaluation, Indicator
from jixiao.web.planning.states import Progress, State


def found(evaluation, kind):
    fresh = Evaluation.objects.select_related("organisation").get(pk=evaluation.pk)
    return [one for one in missing_of(fresh) if one.kind is kind]


def test_a_blank_result_names_who_has_it_and_where(evaluation):
    first = evaluation.indicators.all()[0]

    one = found(evaluation, Kind.RESULT)[0]

    assert one.what == "拓展发展空间面积（平方公里）：完成值没有填写"
    assert one.who == "规划科 填报甲"
    assert one.url == f"/indicators/{first.pk}/"
    assert one.blocks


def test_an_unmet_result_needs_cause_and_measure(evaluation):
    Indicator.objects.filter(pk=evaluation.indicators.all()[0].pk).update(actual="14")

    assert found(evaluation, Kind.RESULT)[0].what == (
        "拓展发展空间面积（平方公里）：没有完成，须写明偏差原因；没有完成，须写明改进措施"
    )


def test_evidence_is_recommended_and_does_not_block(evaluation):
    rows = found(evaluation, Kind.EVIDENCE)

    assert len(rows) == 24
    assert not any(one.blocks for one in rows)


def test_what_was_filed_waits_for_its_verifier(world):
    evaluation = build_evaluation(world, is_filled=True)

    assert len(found(evaluation, Kind.VERIFICATION)) == 24
    assert found(evaluation, Kind.VERIFICATION)[0].who == "甲县自然资源局复核人"


def test_budget_and_texts_are_asked_of_the_planner(evaluation):
    BudgetLine.objects.filter(by="合计").update(executed=None)
    Evaluation.objects.filter(pk=evaluation.pk).update(functions=" ")
    evaluation.passages.filter(chapter="causes").delete()

    assert [one.what for one in found(evaluation, Kind.BUDGET)] == [
        "预算合计没有执行数"
    ]
    assert [one.what for one in found(evaluation, Kind.TEXT)] == [
        "“单位职能”没有写", "“存在的问题和原因”没有写",
    ]  # fmt: skip
    assert found(evaluation, Kind.TEXT)[0].who == "甲县自然资源局财务科"


def test_a_result_that_cannot_be_scored_is_said_with_its_reason(evaluation):
    row = evaluation.indicators.all()[0]
    Indicator.objects.filter(pk=row.pk).update(actual="差不多")

    one = found(evaluation, Kind.SCORE)[0]

    assert "“差不多”不是数字" in one.what
    assert (one.who, one.url) == ("规划科 填报甲", f"/indicators/{row.pk}/")


def test_a_verified_evaluation_lacks_nothing_that_blocks(world):
    evaluation = build_evaluation(world, state=State.COMPOSING, is_filled=True)
    Indicator.objects.update(progress=Progress.VERIFIED)

    whole = completeness_of(Evaluation.objects.get(pk=evaluation.pk))

    assert [one.what for one in whole.missing if one.blocks] == []
    assert whole.percent == 100


def test_the_page_costs_the_same_for_any_number_of_rows(
    evaluation, as_, django_assert_num_queries
):
    browser = as_("planner")
    url = reverse("filing:missing", args=[evaluation.pk])
    browser.get(url)
    with django_assert_num_queries(12):
        browser.get(url)
    first = evaluation.indicators.select_related("person", "responsible").first()
    for number in range(36):
        first.pk, first.position = None, 100 + number
        first.save()

    with django_assert_num_queries(12):
        response = browser.get(url)

    assert response.status_code == 200
