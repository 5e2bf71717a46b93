import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from tests.web.world import build_evaluation

from jixiao.web.accounts.models import Kind
from jixiao.web.bureau.filters import Chosen
from jixiao.web.bureau.models import Reminder
from jixiao.web.bureau.selectors import overview, reminders_for, tally, unplanned
from jixiao.web.planning.states import State
from jixiao.web.trail.models import Entry
from jixiao.web.work.models import Job
from jixiao.web.work.tasks import run_job

URL = "/bureau/"
ALL = Chosen(year=2025)


def names(rows):
    return [row.organisation.name for row in rows]


def text(answer):
    return answer.content.decode()


@pytest.mark.usefixtures("evaluation")
def test_the_bureau_sees_the_bodies_below_it_and_no_others(body, as_):
    body("乙县交通局", under="other_finance", state=State.SUBMITTED)

    page = text(as_("bureau").get(URL))

    assert "甲县自然资源局" in page
    assert "乙县交通局" not in page


@pytest.mark.parametrize(
    "name", ["planner", "filler_a", "verifier", "approver", "external", "system"]
)
def test_only_the_bureau_has_the_overview(evaluation, as_, name):
    for url in (URL, "/bureau/weakest/", "/bureau/export/csv/",
                reverse("bureau:evaluation", args=[evaluation.pk])):  # fmt: skip
        assert as_(name).get(url).status_code == 403


def test_another_bureau_does_not_find_the_evaluation(evaluation, as_):
    url = reverse("bureau:evaluation", args=[evaluation.pk])

    assert as_("other_bureau").get(url).status_code == 404


def test_of_a_draft_neither_score_nor_grade_nor_findings_are_seen(body, acting, as_):
    draft = body("水利局", score=Decimal("77.77"), grade="中", findings_error=3)
    (row,) = overview(acting("bureau"), ALL)

    assert (row.shown_score, row.shown_grade, row.shown_errors) == (None, None, None)
    for query in ("grade=中", "only=errors", "only=findings"):
        assert "水利局" not in text(as_("bureau").get(f"{URL}?{query}"))
    for url in (URL, reverse("bureau:evaluation", args=[draft.pk])):
        assert "77.77" not in text(as_("bureau").get(url))
    csv_text = b"".join(as_("bureau").get("/bureau/export/csv/")).decode()
    assert "水利局" in csv_text
    assert "77.77" not in csv_text


def test_drafts_are_not_sorted_by_the_score_that_is_not_seen(body, acting):
    body("甲局", score=Decimal(60))
    body("乙局", score=Decimal(80), state=State.SUBMITTED)
    body("丙局", score=Decimal(99))
    body("丁局", score=Decimal(70), state=State.ACCEPTED)

    falling = overview(acting("bureau"), Chosen(year=2025, sort="-score"))
    rising = overview(acting("bureau"), Chosen(year=2025, sort="score"))

    assert names(falling) == ["乙局", "丁局", "丙局", "甲局"]
    assert names(rising) == ["丁局", "乙局", "丙局", "甲局"]


@pytest.mark.parametrize("column", [
    "body", "kind", "what", "state", "score", "grade", "errors", "warnings", "late",
    "last",
])  # fmt: skip
def test_every_column_sorts_both_ways(body, as_, column):
    body("一局", score=Decimal(90), state=State.SUBMITTED)
    body("二局")

    for sign in ("", "-"):
        page = text(as_("bureau").get(f"{URL}?sort={sign}{column}"))
        assert f'aria-sort="{"descending" if sign else "ascending"}"' in page
        assert "一局" in page


def test_states_sort_in_the_order_of_the_work(body, acting):
    for name, state in (
        ("甲", State.PUBLISHED),
        ("乙", State.APPROVAL),
        ("丙", State.FILING),
    ):
        body(name, state=state)

    rows = overview(acting("bureau"), Chosen(year=2025, sort="state"))

    assert names(rows) == ["丙", "乙", "甲"]


def test_days_overdue_count_until_today_or_until_submission(body, acting):
    body("未报", submission_due=date(2026, 3, 31))
    body("迟报", submission_due=date(2026, 3, 31), state=State.SUBMITTED,
         submitted_at=datetime(2026, 4, 2, 1, tzinfo=UTC))  # fmt: skip
    body("未到", submission_due=date(2026, 4, 10))
    body("无期", submission_due=None)

    rows = {row.organisation.name: row for row in overview(acting("bureau"), ALL)}

    assert rows["未报"].late.days == 10
    assert rows["迟报"].late.days == 2
    assert rows["未到"].late.days == 0
    assert rows["无期"].late is None
    assert {name for name, row in rows.items() if row.is_overdue} == {"未报"}


def test_last_years_score_is_that_of_the_same_thing_and_was_submitted(body, acting):
    for name, state in (("报过", State.ACCEPTED), ("没报", State.FILING)):
        body(name, year=2024, score=Decimal("88.5"), state=state)
        body(name, year=2025)

    rows = {row.organisation.name: row for row in overview(acting("bureau"), ALL)}

    assert rows["报过"].last_score == Decimal("88.50")
    assert rows["没报"].last_score is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "submitted"}, ["水利局"]),
        ({"grade": "良"}, ["水利局"]),
        ({"only": "overdue"}, ["教育局"]),
        ({"only": "errors"}, ["水利局"]),
        ({"search": "教育"}, ["教育局"]),
        ({"search": "桥"}, ["交通局"]),
        ({"form": "project"}, ["交通局"]),
        ({"kind": "unit"}, []),
    ],
)
def test_filters_narrow_the_list(body, acting, query, found):
    body("水利局", state=State.SUBMITTED, grade="良", findings_error=1)
    body("教育局")
    body("交通局", form="project", project="大桥", submission_due=None)

    assert names(overview(acting("bureau"), Chosen(year=2025, **query))) == found


@pytest.mark.usefixtures("evaluation")
def test_a_filter_that_does_not_exist_is_no_filter(as_):
    page = as_("bureau").get(f"{URL}?state=nonsense&sort=password&year=abc&page=99")

    assert page.status_code == 200
    assert "甲县自然资源局" in text(page)


@pytest.mark.usefixtures("evaluation")
def test_a_body_without_any_evaluation_is_named(place, acting, as_):
    place("文旅局")
    page = text(as_("bureau").get(URL))

    assert names_of(unplanned(acting("bureau"), ALL)) == ["文旅局"]
    assert "1 个单位本年度没有任何自评" in page
    assert "文旅局" in page
    assert "文旅局" in text(as_("bureau").get(f"{URL}?state=unplanned"))
    assert "文旅局" in b"".join(as_("bureau").get("/bureau/export/csv/")).decode()


def names_of(places):
    return [place.name for place in places]


def test_units_of_a_department_are_evaluated_with_it(place, acting):
    place("直属中心", kind=Kind.UNIT)

    found = names_of(unplanned(acting("bureau"), ALL))

    assert found == ["甲县自然资源局", "直属中心"]  # not 不动产登记中心


def test_counts_add_up_and_grades_are_of_submitted_ones(body, acting):
    body("一局", state=State.SUBMITTED, grade="优")
    body("二局", state=State.ACCEPTED, grade="良")
    body("三局", grade="优")
    rows = overview(acting("bureau"), ALL)

    counted = tally(rows, ALL, missing=2)

    assert counted.total == 3
    assert [(one.label, one.count) for one in counted.states] == [
        ("填报", 1), ("财政审核", 1), ("审核通过", 1), ("未布置", 2),
    ]  # fmt: skip
    assert [(one.label, one.count, one.percent) for one in counted.grades] == [
        ("优", 1, 50), ("良", 1, 50),
    ]  # fmt: skip
    assert (counted.submitted, counted.overdue) == (2, 1)


def test_groups_have_a_head_with_their_number(body, as_):
    body("一局", state=State.SUBMITTED)
    body("二局")
    body("三局")

    page = text(as_("bureau").get(f"{URL}?group=state"))

    assert page.index("填报（2）") < page.index("财政审核（1）")


def test_the_page_needs_the_same_queries_for_any_number(
    body, as_, django_assert_num_queries
):
    browser = as_("bureau")
    body("局0", state=State.SUBMITTED, score=Decimal(90))
    with django_assert_num_queries(12):
        browser.get(URL)
    for n in range(1, 60):
        body(f"局{n}", state=State.SUBMITTED, score=Decimal(90))
    with django_assert_num_queries(12):
        browser.get(f"{URL}?group=kind&sort=-last")


def test_the_weakest_indicators_are_those_of_submitted_evaluations(world, as_):
    build_evaluation(world, is_filled=True, state=State.SUBMITTED)

    page = text(as_("bureau").get("/bureau/weakest/"))

    assert page.index("拓展发展空间面积") < page.index(
        "生态修复投资规模"
    )  # 70 % < 77 %
    assert "最近报送的 1 份" in page


def test_the_weakest_indicators_of_a_draft_are_not_seen(world, as_):
    build_evaluation(world, is_filled=True, state=State.FILING)

    assert "拓展发展空间面积" not in text(as_("bureau").get("/bureau/weakest/"))


# -- export ----------------------------------------------------------------------------


def test_the_sheet_holds_every_chosen_row(body, as_):
    body("=一局", state=State.SUBMITTED, score=Decimal("91.30"), grade="优",
         findings_error=2, submission_due=date(2026, 3, 31))  # fmt: skip
    body("二局")
    answer = as_("bureau").get("/bureau/export/xlsx/?state=submitted")

    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))

    assert len(rows) == 2
    assert rows[1][:9] == (
        "=一局", "主管部门", "部门整体支出", None, 2025, "财政审核", 91.3, "优", 2,
    )  # fmt: skip
    assert sheet["A2"].data_type == "s"  # text, never a formula


def test_csv_is_read_by_excel_and_calculates_nothing(body, as_):
    body("=HYPERLINK(1)")
    answer = as_("bureau").get("/bureau/export/csv/")

    content = b"".join(answer.streaming_content).decode()
    rows = list(csv.reader(content.removeprefix("\ufeff").splitlines()))

    assert content.startswith("\ufeff单位,")
    assert [row[0] for row in rows] == ["单位", "'=HYPERLINK(1)", "甲县自然资源局"]
    assert rows[2][5] == "未布置"


def test_the_export_needs_the_same_queries_for_any_number(
    body, as_, django_assert_num_queries
):
    browser = as_("bureau")
    for n in range(30):
        body(f"局{n}")
    with django_assert_num_queries(9):
        b"".join(browser.get("/bureau/export/csv/").streaming_content)


@pytest.mark.usefixtures("evaluation")
def test_an_unknown_kind_of_file_does_not_exist(as_):
    assert as_("bureau").get("/bureau/export/exe/").status_code == 404


# -- 催报 ------------------------------------------------------------------------------


def test_a_reminder_is_kept_recorded_and_seen_by_the_body(evaluation, as_, acting):
    answer = as_("bureau").post(
        "/bureau/remind/", {"evaluation": evaluation.pk, "text": "请尽快报送"}
    )

    reminder = Reminder.objects.get()
    entry = Entry.objects.get(
        chain__name=evaluation.trail_chain, content__action="催报"
    )
    assert answer.status_code == 302
    assert (reminder.evaluation_id, reminder.text) == (evaluation.pk, "请尽快报送")
    assert entry.content["reason"] == "请尽快报送"
    assert reminders_for(acting("filler_a")) == []  # its division, not the body
    assert reminders_for(acting("planner")) == [reminder]
    assert reminders_for(acting("stranger")) == []
    assert "请尽快报送" in text(as_("planner").get("/bureau/reminders/"))


def test_one_reminder_a_day_is_enough(evaluation, as_):
    url, data = "/bureau/remind/", {"evaluation": evaluation.pk, "text": "请尽快报送"}
    as_("bureau").post(url, data)

    again = as_("bureau").post(url, data)

    assert again.status_code == 422
    assert "今天已经催报过" in text(again)
    assert "请尽快报送" in text(again)  # what was typed is kept
    assert Reminder.objects.count() == 1


def test_what_was_submitted_needs_no_reminder(body, as_):
    one = body("水利局", state=State.SUBMITTED)

    answer = as_("bureau").post("/bureau/remind/", {"evaluation": one.pk, "text": "快"})

    assert "已经报送，不需要催报" in text(answer)
    assert not Reminder.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"), [("planner", 403), ("external", 403), ("other_bureau", 404)]
)
def test_others_remind_nobody(evaluation, as_, name, status):
    answer = as_(name).post(
        "/bureau/remind/", {"evaluation": evaluation.pk, "text": "快"}
    )

    assert answer.status_code == status
    assert not Reminder.objects.exists()


def test_all_chosen_overdue_ones_are_reminded_in_the_background(body, as_):
    body("一局")
    body("二局")
    body("报了", state=State.SUBMITTED)
    body("未到", submission_due=date(2099, 1, 1))

    answer = as_("bureau").post(
        "/bureau/remind/", {"filters": "year=2025", "text": "请报送"}
    )
    job = Job.objects.get()
    run_job.call(job.pk)
    Job.objects.update(state="queued")  # as after a crash
    run_job.call(job.pk)

    assert answer.url == f"/jobs/{job.pk}/"
    reminded = Reminder.objects.values_list("evaluation__organisation__name", flat=True)
    assert sorted(reminded) == ["一局", "二局"]
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 2, 2)


def test_the_panel_is_a_fragment_beside_the_list_and_a_page_of_its_own(evaluation, as_):
    url = reverse("bureau:evaluation", args=[evaluation.pk])

    page = text(as_("bureau").get(url))
    fragment = text(as_("bureau").get(url, headers={"HX-Request": "true"}))

    assert page.startswith("<!doctype html>")
    assert fragment.startswith("<div")
    assert "单位报送之后，才能看到" in fragment
