import json
from typing import Any

import pytest
from django.urls import reverse
from tests.web.world import build_evaluation

from jixiao.core.findings import Severity
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.scoring import rescore
from jixiao.web.planning.states import State
from jixiao.web.review.auditing import audit_of
from jixiao.web.review.findings import view_of
from jixiao.web.review.fixes import fixes_of
from jixiao.web.review.models import Answer, AuditRun
from jixiao.web.trail.models import Entry


@pytest.fixture
def wrong(verified):
    """A budget whose parts do not make its total."""
    spend(verified, 1_000_000)
    return Evaluation.objects.get(pk=verified.pk)


def spend(evaluation, more):
    line = evaluation.budget_lines.exclude(by="total").first()
    line.executed += more
    line.save()
    rescore(evaluation.pk)


def url(name, pk):
    return reverse(f"review:{name}", args=[pk])


def errors(evaluation):
    run = AuditRun.objects.get(evaluation=evaluation)
    return [one for one in run.result["findings"] if one["severity"] == "error"]


def test_the_audit_is_of_the_report_as_written_and_kept(wrong, acting):
    run = audit_of(wrong, at=acting("planner").at)

    assert run.result["path"] == "自评报告.docx"
    assert run.facts_version == wrong.facts_version
    assert wrong.findings_error == len(errors(wrong)) >= 1
    assert audit_of(wrong, at=acting("planner", 5).at).at == run.at


def test_changed_facts_are_audited_anew(wrong, acting):
    first = audit_of(wrong, at=acting("planner").at)
    spend(wrong, -1_000_000)
    now = Evaluation.objects.get(pk=wrong.pk)

    second = audit_of(now, at=acting("planner", 5).at)

    assert second.pk == first.pk
    assert second.facts_version == first.facts_version + 1
    assert Evaluation.objects.get(pk=wrong.pk).findings_error == 0


def test_without_indicators_the_facts_are_audited_and_the_page_says_so(world, as_):
    evaluation = build_evaluation(world, state=State.PLANNING)
    evaluation.indicators.all().delete()
    rescore(evaluation.pk)

    page = as_("planner").get(url("audit", evaluation.pk)).content.decode()

    assert "以下核查的是自评数据本身" in page
    assert AuditRun.objects.get().result["path"] == "自评数据.json"


def test_the_page_shows_quotes_arithmetic_and_where_to_correct(wrong, as_):
    page = as_("planner").get(url("audit", wrong.pk)).content.decode()

    finding = errors(wrong)[0]
    assert finding["arithmetic"] in page
    for place in finding["places"]:
        assert place["quote"] in page
        assert place["locator"] in page
    assert reverse("filing:budget", args=[wrong.pk]) in page
    assert "AR001" in page
    assert "核查台账" in page


def test_an_answer_with_its_reason_settles_the_finding(wrong, as_, world):
    browser = as_("planner")
    browser.get(url("audit", wrong.pk))
    marks = [one["fingerprint"] for one in errors(wrong)]

    for mark in marks:
        browser.post(
            url("answer", wrong.pk),
            {
                "fingerprint": mark,
                "verdict": "已说明",
                "reason": "年末追加，决算已批复",
            },
        )

    answer = Answer.objects.filter(fingerprint=marks[0]).get()
    assert (answer.verdict, answer.by) == ("已说明", world.planner)
    assert Evaluation.objects.get(pk=wrong.pk).findings_error == 0
    assert Entry.objects.filter(content__action="答复核查").count() == len(marks)
    page = browser.get(url("audit", wrong.pk)).content.decode()
    assert page.count("年末追加，决算已批复") == len(marks)
    assert "撤回答复" in page


def test_an_answer_needs_a_reason_and_what_was_typed_is_kept(wrong, as_):
    browser = as_("planner")
    browser.get(url("audit", wrong.pk))
    mark = errors(wrong)[0]["fingerprint"]

    empty = browser.post(
        url("answer", wrong.pk), {"fingerprint": mark, "verdict": "误报", "reason": " "}
    )
    long = browser.post(
        url("answer", wrong.pk),
        {"fingerprint": mark, "verdict": "误报", "reason": "长" * 2001},
    )

    assert (empty.status_code, long.status_code) == (422, 422)
    assert "请写明理由" in empty.content.decode()
    assert "最多 2000 字" in long.content.decode()
    assert "长" * 2001 in long.content.decode()
    assert not Answer.objects.exists()


def test_an_answer_is_taken_back(wrong, as_):
    browser = as_("planner")
    browser.get(url("audit", wrong.pk))
    before = Evaluation.objects.get(pk=wrong.pk).findings_error
    mark = errors(wrong)[0]["fingerprint"]
    browser.post(
        url("answer", wrong.pk),
        {"fingerprint": mark, "verdict": "误报", "reason": "口径不同"},
    )
    assert Evaluation.objects.get(pk=wrong.pk).findings_error == before - 1

    browser.post(url("answer", wrong.pk), {"fingerprint": mark, "verdict": ""})

    assert not Answer.objects.exists()
    assert Evaluation.objects.get(pk=wrong.pk).findings_error == before


def test_an_answer_falls_when_the_values_change(wrong, as_):
    browser = as_("planner")
    browser.get(url("audit", wrong.pk))
    for one in errors(wrong):
        browser.post(
            url("answer", wrong.pk),
            {"fingerprint": one["fingerprint"], "verdict": "已说明", "reason": "属实"},
        )
    number = Answer.objects.count()
    spend(wrong, 500_000)

    page = browser.get(url("audit", wrong.pk)).content.decode()

    assert Evaluation.objects.get(pk=wrong.pk).findings_error == number
    assert page.count("因数值已变，不再适用") == number


@pytest.mark.parametrize(
    ("name", "status"),
    [("verifier", 403), ("filler_a", 403), ("approver", 403), ("stranger", 404),
     ("bureau", 404)],
)  # fmt: skip
def test_who_does_not_answer(wrong, as_, acting, name, status):
    audit_of(wrong, at=acting("planner").at)
    mark = errors(wrong)[0]["fingerprint"]

    answer = as_(name).post(
        url("answer", wrong.pk),
        {"fingerprint": mark, "verdict": "误报", "reason": "口径不同"},
    )

    assert answer.status_code == status
    assert not Answer.objects.exists()


def test_answers_stand_still_once_the_evaluation_is_locked(wrong, as_, acting):
    audit_of(wrong, at=acting("planner").at)
    Evaluation.objects.filter(pk=wrong.pk).update(state=State.APPROVAL)
    mark = errors(wrong)[0]["fingerprint"]

    page = as_("planner").post(
        url("answer", wrong.pk),
        {"fingerprint": mark, "verdict": "误报", "reason": "口径不同"}, follow=True,
    ).content.decode()  # fmt: skip

    assert "自评已锁定" in page
    assert not Answer.objects.exists()


# -- the view of a tree, own or foreign -------------------------------------------------


def tree(**finding):
    one: dict[str, Any] = {
        "check": "AR001", "severity": "error", "about": "甲", "message": "",
        "stated": "1", "expected": "2", "arithmetic": "", "places": [],
        "how_to_fix": "", "fingerprint": "sha256:1", "decision": None,
    }  # fmt: skip
    return {
        "total": {"stated": "94.92", "recomputed": "94.89"}, "budget": [],
        "findings": [one | finding],
        "indicators": [
            {"name": "甲", "target": "20", "weight": "3", "score": "2.2",
             "recomputed": "2.10", "undecided": None},
        ],
        "ledger": [
            {"check": "AR001", "title": "分项之和等于合计", "looked_at": 14, "found": 1,
             "not_applicable": None, "undecided": [
                 {"place": "表1", "reason": "读不出"}, {"place": "表2", "reason": "读不出"}]},
        ],
    }  # fmt: skip


def test_a_view_counts_open_findings_and_groups_doubts():
    view = view_of(tree())

    assert [(c.severity, c.number) for c in view.counts] == [
        (Severity.ERROR, 1), (Severity.WARNING, 0), (Severity.NOTE, 0),
    ]  # fmt: skip
    assert [(g.severity, g.theme) for g in view.groups] == [(Severity.ERROR, "算术")]
    assert view.ledger[0].doubts == (("读不出", "表1、表2"),)
    assert (view.looked_at, view.undecided) == (14, 2)
    assert (view.scores[0].difference, view.total_difference) == ("−0.1", "−0.03")


def test_confirmed_findings_stay_open_and_answered_ones_do_not():
    confirmed = view_of(tree(decision={"decision": "确认", "reason": "属实"}))
    explained = view_of(tree(decision={"decision": "已说明", "reason": "属实"}))

    assert (confirmed.open_number, len(confirmed.settled)) == (1, 0)
    assert (explained.open_number, len(explained.settled)) == (0, 1)


def test_a_finding_leads_to_the_indicator_it_is_about(evaluation):
    row = evaluation.indicators.first()
    by_name = tree(about="拓展发展空间面积 (平方公里)")
    by_quote = tree(about="合计", places=[{"locator": "", "quote": f"“{row.name}”14"}])
    budget, words = tree(about="预算执行率"), tree(about="总分")

    found = [fixes_of(evaluation, one)["sha256:1"].label
             for one in (by_name, by_quote, budget, words)]  # fmt: skip

    assert found == [row.name, row.name, "预算", "文字"]
    assert json.dumps(by_name)
