from decimal import Decimal

import pytest
from django.urls import reverse
from tests.web.world import build_evaluation

from jixiao.web.planning.models import BudgetLine, Evaluation
from jixiao.web.planning.states import State
from jixiao.web.trail.models import Entry


def page(evaluation):
    return reverse("filing:budget", args=[evaluation.pk])


def shown(browser, evaluation, unit="wan"):
    """The form as a browser would send it back."""
    response = browser.get(page(evaluation), {"unit": unit})
    forms = response.context["forms"]
    sent = {
        "line-TOTAL_FORMS": len(forms.forms), "line-INITIAL_FORMS": len(forms.forms),
        "version": evaluation.version, "unit": unit, "action": "save",
    }  # fmt: skip
    for form in forms.forms:
        for field in form:
            if field.name != "DELETE":
                sent[field.html_name] = field.value() or ""
    return sent


def lines(evaluation):
    return list(
        evaluation.budget_lines.values_list(
            "by", "label", "initial", "adjusted", "executed", "adjustment"
        )
    )


@pytest.mark.parametrize("unit", ["wan", "yuan"])
def test_saving_what_was_shown_changes_nothing(evaluation, as_, unit):
    browser = as_("planner")
    before = lines(evaluation)

    response = browser.post(page(evaluation), shown(browser, evaluation, unit))

    assert response.status_code == 302
    assert lines(evaluation) == before
    assert Evaluation.objects.get(pk=evaluation.pk).version == evaluation.version
    assert not Entry.objects.exists()


def test_a_changed_amount_is_saved_in_yuan_recorded_and_rescored(evaluation, as_):
    browser = as_("planner")
    sent = shown(browser, evaluation) | {"line-0-executed": "2,961.81"}

    browser.post(page(evaluation), sent)

    total = evaluation.budget_lines.get(by="合计")
    assert total.executed == Decimal("29618100.00")
    after = Evaluation.objects.get(pk=evaluation.pk)
    assert after.version == evaluation.version + 1
    assert evaluation.score_least - after.score_least == Decimal("9.40")
    entry = Entry.objects.get(chain__name=evaluation.trail_chain)
    (change,) = entry.content["changes"].values()
    assert "执行数29618100元" in change[1]


def test_a_cell_that_cannot_be_read_is_refused_and_everything_typed_stays(
    evaluation, as_
):
    browser = as_("planner")
    before = lines(evaluation)
    sent = shown(browser, evaluation) | {
        "line-0-executed": "约五千", "line-1-label": "改名",
    }  # fmt: skip

    response = browser.post(page(evaluation), sent)

    assert response.status_code == 422
    text = response.content.decode()
    assert "“约五千”不是金额" in text
    assert 'value="约五千"' in text
    assert 'value="改名"' in text
    assert lines(evaluation) == before


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("0.0000001", "精确到分"),
        ("99999999999999", "过大"),
        ("12 34a", "不是金额"),
    ],
)
def test_odd_amounts_are_refused(evaluation, as_, typed, why):
    browser = as_("planner")

    response = browser.post(
        page(evaluation), shown(browser, evaluation) | {"line-0-initial": typed}
    )

    assert response.status_code == 422
    assert why in response.context["forms"].forms[0].errors["initial"][0]


def test_lines_are_added_and_removed(evaluation, as_):
    browser = as_("planner")
    sent = shown(browser, evaluation)
    number = sent["line-TOTAL_FORMS"]
    sent |= {
        "line-TOTAL_FORMS": number + 1, f"line-{number}-by": "支出性质",
        f"line-{number}-label": "其他支出", f"line-{number}-executed": "150万元",
        "line-1-DELETE": "on",
    }  # fmt: skip

    browser.post(page(evaluation), sent)

    labels = list(evaluation.budget_lines.values_list("label", flat=True))
    assert "一般公共预算" not in labels
    made = evaluation.budget_lines.get(label="其他支出")
    assert (made.by, made.executed) == ("支出性质", Decimal(1_500_000))


def test_an_amount_without_a_name_is_refused(evaluation, as_):
    browser = as_("planner")

    response = browser.post(
        page(evaluation), shown(browser, evaluation) | {"line-1-label": ""}
    )

    assert response.status_code == 422
    assert response.context["forms"].forms[1].errors["label"] == ["请填写名称"]


def test_counting_shows_sums_and_the_rate_and_saves_nothing(evaluation, as_):
    browser = as_("planner")
    before = lines(evaluation)
    sent = shown(browser, evaluation) | {
        "action": "count", "line-0-executed": "5000", "line-0-initial": "x",
    }  # fmt: skip

    response = browser.post(page(evaluation), sent)

    assert response.status_code == 200
    sums = response.context["sums"]
    assert sums["支出性质"]["executed"].difference == "比合计多 737.123127"
    assert sums["支出性质"]["adjusted"].difference == ""
    assert response.context["execution"].points == Decimal("16.8")
    assert lines(evaluation) == before


def test_a_second_planner_meets_yours_and_theirs(evaluation, as_):
    browser = as_("planner")
    sent = shown(browser, evaluation) | {"line-0-executed": "5000"}
    Evaluation.objects.filter(pk=evaluation.pk).update(version=9)

    response = browser.post(page(evaluation), sent)

    assert response.status_code == 409
    assert "执行数50000000元" in response.content.decode()
    assert evaluation.budget_lines.get(by="合计").executed == Decimal("57371231.27")
    browser.post(page(evaluation), {**response.context["hidden"], "version": 9})
    assert evaluation.budget_lines.get(by="合计").executed == Decimal(50_000_000)


@pytest.mark.parametrize(
    ("who", "status"), [("filler_a", 403), ("approver", 403), ("stranger", 404)]
)
def test_only_the_planner_writes(evaluation, as_, who, status):
    sent = shown(as_("planner"), evaluation) | {"line-0-executed": "1"}

    assert as_(who).post(page(evaluation), sent).status_code == status
    assert evaluation.budget_lines.get(by="合计").executed == Decimal("57371231.27")


def test_after_approval_nothing_is_written(world, as_):
    evaluation = build_evaluation(world, state=State.APPROVED)
    text = as_("planner").get(page(evaluation)).content.decode()

    assert 'name="line-0-executed"' not in text
    assert "5737.123127" in text


def test_a_first_budget_starts_from_blank_lines(evaluation, as_):
    BudgetLine.objects.all().delete()
    browser = as_("planner")
    sent = shown(browser, evaluation)

    browser.post(page(evaluation), sent | {"line-0-adjusted": "100"})

    assert lines(evaluation) == [
        ("合计", "部门整体支出总额", None, Decimal("1000000.00"), None, None)
    ]
