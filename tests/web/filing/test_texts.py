import pytest
from django.urls import reverse

from jixiao.web.planning.models import Evaluation
from jixiao.web.trail.models import Entry


def page(evaluation):
    return reverse("filing:texts", args=[evaluation.pk])


def shown(browser, evaluation):
    response = browser.get(page(evaluation))
    forms = response.context["forms"].forms
    sent = {
        "passage-TOTAL_FORMS": len(forms), "passage-INITIAL_FORMS": len(forms),
        "version": evaluation.version, "functions": evaluation.functions,
        "annual_goals": evaluation.annual_goals,
    }  # fmt: skip
    for form in forms:
        for field in form:
            if field.name != "DELETE":
                sent[field.html_name] = field.value() or ""
    return sent


def chapter(evaluation, key="causes"):
    return list(evaluation.passages.filter(chapter=key).values_list("heading", "text"))


def test_saving_what_was_shown_changes_nothing(evaluation, as_):
    browser = as_("planner")
    before = chapter(evaluation)
    sent = shown(browser, evaluation)
    sent["annual_goals"] = sent["annual_goals"].replace("\n", "\r\n")

    assert browser.post(page(evaluation), sent).status_code == 302
    assert chapter(evaluation) == before
    assert not Entry.objects.exists()


def test_passages_are_added_moved_and_removed(evaluation, as_):
    browser = as_("planner")
    first, second, third = chapter(evaluation)
    sent = shown(browser, evaluation) | {
        "passage-0-place": 2, "passage-1-place": 1, "passage-2-DELETE": "on",
        "passage-3-heading": "新的", "passage-3-text": "新写的一段",
    }  # fmt: skip

    browser.post(page(evaluation), sent)

    assert chapter(evaluation) == [second, first, ("新的", "新写的一段")]
    after = Evaluation.objects.get(pk=evaluation.pk)
    assert after.version == evaluation.version + 1
    entry = Entry.objects.get(chain__name=evaluation.trail_chain)
    assert list(entry.content["changes"]) == ["存在的问题和原因"]
    assert third[1] in entry.content["changes"]["存在的问题和原因"][0]


def test_a_heading_without_text_is_refused_and_kept(evaluation, as_):
    browser = as_("planner")
    before = chapter(evaluation)

    response = browser.post(
        page(evaluation), shown(browser, evaluation) | {"passage-3-heading": "只有标题"}
    )

    assert response.status_code == 422
    text = response.content.decode()
    assert "有小标题，没有内容" in text
    assert 'value="只有标题"' in text
    assert chapter(evaluation) == before


def test_somebody_wrote_meanwhile(evaluation, as_):
    browser = as_("planner")
    sent = shown(browser, evaluation) | {"functions": "我的"}
    Evaluation.objects.filter(pk=evaluation.pk).update(version=5, functions="别人的")

    response = browser.post(page(evaluation), sent)

    assert response.status_code == 409
    assert response.context["error"].yours == {"单位职能": "我的"}
    assert response.context["error"].theirs == {"单位职能": "别人的"}
    assert Evaluation.objects.get(pk=evaluation.pk).functions == "别人的"


@pytest.mark.parametrize(
    ("who", "status"), [("filler_a", 403), ("verifier", 403), ("stranger", 404)]
)
def test_only_the_planner_writes(evaluation, as_, who, status):
    sent = shown(as_("planner"), evaluation) | {"functions": "x"}

    assert as_(who).post(page(evaluation), sent).status_code == status
    assert Evaluation.objects.get(pk=evaluation.pk).functions == evaluation.functions


def test_readers_see_the_texts_without_controls(evaluation, as_):
    text = as_("filler_a").get(page(evaluation)).content.decode()

    assert "<textarea" not in text
    assert chapter(evaluation)[0][1] in text
