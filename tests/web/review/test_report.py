import io
import zipfile
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from docx import Document

from jixiao.exchange.evaluation import read_evaluation
from jixiao.web.files import digest_of
from jixiao.web.filing.models import Evidence
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.scoring import rescore
from jixiao.web.planning.states import State
from jixiao.web.review.models import KeptFile, Submission
from jixiao.web.review.selectors import differences_of
from jixiao.web.review.services import move


def url(name, *args):
    return reverse(f"review:{name}", args=args)


def body(answer):
    if answer.streaming:
        return b"".join(answer.streaming_content)
    return answer.content


def name_of(answer):
    return unquote(answer["Content-Disposition"].partition("filename*=utf-8''")[2])


def attach(row, user, name="台账.txt", content=b"2025-12-31"):
    return Evidence.objects.create(
        indicator=row, file=ContentFile(content, name=name), name=name,
        media_type="text/plain", size=len(content), digest=digest_of(content),
        added_by=user, added_at="2026-03-01T00:00Z",
    )  # fmt: skip


def test_the_frame_may_style_itself_and_run_nothing(verified, as_):
    answer = as_("planner").get(url("report_page", verified.pk))

    policy = answer["Content-Security-Policy"]
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src 'none'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert f"{verified.score}" in answer.content.decode()


def test_the_page_lists_chapters_and_missing_words(verified, as_):
    verified.passages.all().delete()
    rescore(verified.pk)

    page = as_("planner").get(url("report", verified.pk)).content.decode()

    assert "一、评价得分情况" in page
    assert "还缺的文字" in page
    assert reverse("filing:texts", args=[verified.pk]) in page


@pytest.mark.parametrize("kind", ["docx", "form", "xlsx", "pdf", "note"])
def test_a_draft_says_so_in_its_name(verified, as_, kind):
    answer = as_("planner").get(url("download", verified.pk, kind))

    assert "（草稿）" in name_of(answer)
    assert len(body(answer)) > 1000


def test_an_approved_file_is_no_draft_and_holds_the_figures(at_state, as_):
    evaluation = at_state(State.APPROVED)

    answer = as_("planner").get(url("download", evaluation.pk, "docx"))

    assert name_of(answer) == "甲县自然资源局2025年度部门整体支出自评报告.docx"
    document = Document(io.BytesIO(body(answer)))
    assert any(f"{evaluation.score}分" in p.text for p in document.paragraphs)


def test_the_package_holds_documents_and_evidence(verified, as_, world):
    attach(verified.indicators.first(), world.filler_a)

    answer = as_("planner").get(url("download", verified.pk, "zip"))
    package = zipfile.ZipFile(io.BytesIO(body(answer)))

    assert {"自评报告.docx", "自评表.xlsx", "自评报告.pdf", "核查意见.docx"} <= set(
        package.namelist()
    )
    (evidence,) = [one for one in package.namelist() if one.startswith("佐证/")]
    assert evidence.startswith("佐证/01 拓展发展空间面积（平方公里）/")
    assert package.read(evidence) == b"2025-12-31"


@pytest.mark.parametrize("kind", ["exe", "html", ".."])
def test_an_unknown_kind_is_not_found(verified, as_, kind):
    assert as_("planner").get(url("download", verified.pk, kind)).status_code == 404


@pytest.mark.parametrize("name", ["stranger", "other_bureau", "bureau", "security"])
def test_strangers_find_no_report(verified, as_, name):
    for page in ("report", "report_page", "versions"):
        assert as_(name).get(url(page, verified.pk)).status_code == 404
    assert as_(name).get(url("download", verified.pk, "docx")).status_code == 404


# -- versions ---------------------------------------------------------------------------


def test_a_submitted_report_is_downloaded_as_it_was(at_state, as_):
    evaluation = at_state(State.SUBMITTED)
    kept = body(as_("bureau").get(url("download", evaluation.pk, "docx")))
    Indicator.objects.filter(evaluation=evaluation, position=1).update(actual="99")

    again = body(as_("bureau").get(url("download", evaluation.pk, "docx")))

    assert again == kept


def test_evidence_is_kept_with_the_submission(verified, at_state, as_, world, tmp_path):
    evidence = attach(verified.indicators.first(), world.filler_a)
    rescore(verified.pk)
    evaluation = at_state(State.SUBMITTED)
    evidence.file.delete(save=False)
    evidence.delete()

    kept = KeptFile.objects.get(name__startswith="佐证/")
    answer = as_("bureau").get(url("kept_file", kept.pk))

    assert body(answer) == b"2025-12-31"
    assert "第1次报送" in name_of(answer)
    assert evaluation.state == State.SUBMITTED
    assert (tmp_path / "submissions").is_dir()


def test_a_kept_file_that_was_changed_on_the_disk_is_not_given_out(
    at_state, as_, tmp_path
):
    at_state(State.SUBMITTED)
    kept = KeptFile.objects.get(name="自评报告.docx")
    (tmp_path / kept.file.name).write_bytes(b"another report")

    answer = as_("planner").get(url("kept_file", kept.pk))

    assert answer.status_code == 500
    assert "与报送时的校验码不符" in answer.content.decode()


@pytest.mark.parametrize("name", ["stranger", "other_bureau", "audit"])
def test_a_kept_file_is_not_for_strangers(at_state, as_, name):
    at_state(State.SUBMITTED)
    kept = KeptFile.objects.get(name="自评报告.pdf")

    assert as_(name).get(url("kept_file", kept.pk)).status_code == 404


def test_two_submissions_are_compared_field_by_field(at_state, acting, as_):
    evaluation = at_state(State.SUBMITTED)
    move(
        actor=acting("bureau"), pk=evaluation.pk, action="bureau_return",
        reason="请核对", version=evaluation.facts_version,
    )  # fmt: skip
    Indicator.objects.filter(evaluation=evaluation, position=1).update(account="已核对")
    rescore(evaluation.pk)
    at_state(State.SUBMITTED)

    answer = as_("planner").get(
        url("versions", evaluation.pk), {"old": 1, "new": 2}, follow=True
    )

    found = answer.context["differences"]
    assert [(one.where, one.field, one.after) for one in found] == [
        ("指标　拓展发展空间面积（平方公里）", "完成情况说明", "已核对")
    ]
    assert answer.content.decode().count("第1次报送") >= 2


def test_a_version_that_does_not_exist_is_not_found(at_state, as_):
    evaluation = at_state(State.SUBMITTED)

    assert (
        as_("planner").get(url("differences", evaluation.pk, 1, 7)).status_code == 404
    )


def test_before_the_first_submission_the_page_says_what_to_do(verified, as_):
    page = as_("planner").get(url("versions", verified.pk)).content.decode()

    assert "尚未报送" in page


def test_kept_facts_read_back(at_state):
    at_state(State.SUBMITTED)

    facts = read_evaluation(Submission.objects.get().facts, name="kept")

    assert len(facts.indicators) == 24
    assert Evaluation.objects.get().score == Submission.objects.get().score


def test_rows_that_come_go_and_change_are_told_apart():
    before = {"year": "2025", "indicators": [
        {"name": "甲", "target": "1", "actual": ""}, {"name": "乙", "target": "2"}]}  # fmt: skip
    after = {"year": "2025", "indicators": [
        {"name": "甲", "target": "1", "actual": "3"}, {"name": "丙", "target": "2"}]}  # fmt: skip

    found = [
        (d.where, d.field, d.before, d.after) for d in differences_of(before, after)
    ]

    assert found == [
        ("指标　甲", "完成值", "", "3"),
        ("指标　乙", "指标", "乙", ""), ("指标　乙", "指标值", "2", ""),
        ("指标　丙", "指标", "", "丙"), ("指标　丙", "指标值", "", "2"),
    ]  # fmt: skip
