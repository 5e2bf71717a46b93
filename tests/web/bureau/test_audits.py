import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile as File
from django.urls import reverse
from tests.web.world import EXAMPLE

from jixiao.core.errors import JixiaoError
from jixiao.web.bureau import unpacking
from jixiao.web.bureau.models import Batch, ForeignReport
from jixiao.web.bureau.services import take_in
from jixiao.web.bureau.unpacking import received
from jixiao.web.work.models import Job
from jixiao.web.work.tasks import run_job

URL = "/bureau/audits/"
REPORT = EXAMPLE.read_bytes()


def text(answer):
    return answer.content.decode()


def zipped(members):
    """Members by name; a name as bytes is written as it stands, unmarked."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def taken(*files):
    found = received(list(files))
    return [one.name for one in found.taken], found.skipped


# -- taking in -------------------------------------------------------------------------


def test_files_are_kept_under_their_digest_whatever_they_are_called(settings):
    found = received([File("../../水利局.yaml", REPORT)])

    (one,) = found.taken
    place = Path(settings.MEDIA_ROOT) / "foreign" / one.digest[:2] / one.digest
    assert one.name == "水利局.yaml"
    assert place.read_bytes() == REPORT


def test_the_same_content_is_audited_once():
    assert taken(File("一.yaml", REPORT), File("二.yaml", REPORT)) == (
        ["一.yaml"],
        ["二.yaml（与另一份内容相同）"],
    )


def test_an_archive_is_opened_and_leads_nowhere():
    content = zipped({
        "../../etc/甲.txt": b"a", "/srv/乙.txt": b"b", "C:\\丙.txt": b"c",
        "里/丁.txt": b"d", "图.jpg": b"e", "__MACOSX/里/._丁.txt": b"f", "~$戊.docx": b"g",
    })  # fmt: skip

    assert taken(File("全部.zip", content)) == (
        ["etc/甲.txt", "srv/乙.txt", "丙.txt", "里/丁.txt"],
        ["图.jpg（不是自评报告的格式）"],
    )


def test_names_packed_on_windows_are_read():
    content = zipped({"AAAAAA.txt": b"a"}).replace(b"AAAAAA", "水利局".encode("gbk"))

    assert taken(File("全部.zip", content)) == (["水利局.txt"], [])


def test_an_archive_that_is_none_is_named():
    assert taken(File("坏.zip", b"PK nothing")) == (
        [],
        ["坏.zip（压缩包已损坏，无法打开）"],
    )


def test_a_member_that_inflates_without_end_is_cut_off(monkeypatch):
    monkeypatch.setattr(unpacking, "MAX_BYTES", 1000)

    names, skipped = taken(File("炸弹.zip", zipped({"大.txt": b"0" * 1_000_000})))

    assert names == []
    assert skipped == ["大.txt（超过 0 兆字节）"]


def test_more_than_a_batch_takes_is_refused(monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_REPORTS", 2)

    with pytest.raises(JixiaoError, match="一批最多 2 份"):
        received([File(f"{n}.txt", b"%d" % n) for n in range(3)])


def test_an_empty_file_is_named():
    assert taken(File("空.txt", b"")) == ([], ["空.txt（是空文件）"])


# -- pages -----------------------------------------------------------------------------


def upload(browser, *files, title="收到的报告"):
    return browser.post(URL, {"title": title, "files": list(files)})


@pytest.fixture
def audited(as_):
    """A batch of one sound report and one that is none, worked off."""
    upload(as_("bureau"), File("甲.yaml", REPORT), File("乙.pdf", b"%PDF-1.4 broken"))
    run_job.call(Job.objects.get().pk)
    return Batch.objects.get()


def test_dropped_files_become_a_batch_that_waits(as_):
    answer = upload(as_("bureau"), File("甲.yaml", REPORT), File("图.jpg", b"x"))

    batch, job = Batch.objects.get(), Job.objects.get()
    assert answer.url == f"/bureau/audits/{batch.pk}/"
    assert (batch.title, batch.job, job.total) == ("收到的报告", job, 1)
    page = text(as_("bureau").get(answer.url))
    assert "等待核查" in page
    assert 'hx-trigger="every 2s"' in page


def test_nothing_to_audit_keeps_the_title_and_makes_no_batch(as_):
    answer = upload(as_("bureau"), File("图.jpg", b"x"), title="我的批次")

    assert answer.status_code == 422
    assert "没有可核查的文件" in text(answer)
    assert 'value="我的批次"' in text(answer)
    assert not Batch.objects.exists()


@pytest.mark.parametrize("name", ["planner", "filler_a", "approver", "system", "audit"])
def test_others_have_no_batches(as_, name):
    assert as_(name).get(URL).status_code == 403
    assert upload(as_(name), File("甲.yaml", REPORT)).status_code == 403
    assert not Batch.objects.exists()


def test_what_was_found_stands_in_the_table(audited, as_):
    good, bad = audited.reports.order_by("pk")

    assert (good.organisation, good.year) == ("咸宁市自然资源和规划局", 2020)
    assert (str(good.score), good.error) == ("94.92", "")
    assert bad.result is None
    assert bad.error.endswith("。")
    page = text(as_("bureau").get(f"/bureau/audits/{audited.pk}/"))
    assert "咸宁市自然资源和规划局" in page
    assert bad.error in page
    assert "hx-trigger" not in page


@pytest.mark.slow
def test_one_report_shows_findings_scores_and_ledger(audited, as_):
    good, bad = audited.reports.order_by("pk")
    browser = as_("bureau")

    page = text(browser.get(reverse("bureau:foreign", args=[good.pk])))

    assert "核查台账" in page
    assert "14 ÷ 20 × 3 = 2.10" in page
    assert bad.error in text(browser.get(reverse("bureau:foreign", args=[bad.pk])))


@pytest.mark.slow
def test_the_note_is_written_and_the_original_given_back(audited, as_):
    good = audited.reports.get(name="甲.yaml")
    browser = as_("bureau")

    def got(kind):
        return browser.get(reverse("bureau:foreign_file", args=[good.pk, kind]))

    assert "%E7%94%B2-%E6%A0%B8%E6%9F%A5" in got("html")["Content-Disposition"]
    original = b"".join(got("original").streaming_content)
    page = b"".join(got("html").streaming_content).decode()
    note = b"".join(got("docx").streaming_content)
    assert original == REPORT
    assert "核查意见" in page
    assert note.startswith(b"PK")
    assert got("annotated").status_code == 302  # yaml takes no comments: a sentence
    assert got("exe").status_code == 404


def test_the_overview_has_a_line_for_each_report(audited, as_):
    answer = as_("bureau").get(f"/bureau/audits/{audited.pk}/overview/")

    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    values = [
        cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row
    ]
    assert {"甲.yaml", "乙.pdf", "咸宁市自然资源和规划局", 94.92} <= set(values)


def test_a_file_that_was_swapped_is_not_audited(as_):
    upload(as_("bureau"), File("甲.yaml", REPORT))
    report = ForeignReport.objects.get()
    Path(report.file.path).write_bytes(b"something else")

    run_job.call(Job.objects.get().pk)

    report.refresh_from_db()
    assert report.error == "文件与上传时不一致，没有核查；请重新上传"


def looked_at(browser, url):
    answer = browser.get(url)
    if answer.streaming:
        b"".join(answer.streaming_content)  # read to the end, the file is closed
    return answer.status_code


def test_an_outside_reviewer_sees_their_own_batches_and_no_others(
    audited, as_, acting, world
):
    mine = take_in(
        actor=acting("external"), title="我的", received=received([File("x.txt", b"x")])
    )
    outside, other = as_("external"), as_("other_bureau")

    def status(browser, batch):
        report = batch.reports.first()
        return {
            looked_at(browser, url)
            for url in (
                f"/bureau/audits/{batch.pk}/", f"/bureau/audits/{batch.pk}/table/",
                f"/bureau/audits/{batch.pk}/overview/", f"/bureau/reports/{report.pk}/",
                f"/bureau/reports/{report.pk}/original/",
            )
        }  # fmt: skip

    assert status(outside, mine) == {200}
    assert status(outside, audited) == {404}
    assert status(other, mine) == status(other, audited) == {404}
    assert status(as_("bureau"), mine) == {200}
    assert world.places["finance"] == mine.organisation


def test_the_table_needs_the_same_queries_for_any_number(
    as_, django_assert_num_queries
):
    browser = as_("bureau")
    upload(browser, *[File(f"{n}.txt", b"%d" % n) for n in range(3)])
    upload(browser, *[File(f"{n}.txt", b"-%d" % n) for n in range(30)])
    for batch in Batch.objects.all():
        browser.get(f"/bureau/audits/{batch.pk}/table/")  # what was to be said is said
        with django_assert_num_queries(10):
            browser.get(f"/bureau/audits/{batch.pk}/table/")
