import hashlib
import io
import logging
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from jixiao.web.filing.errors import RefusedFileError
from jixiao.web.filing.media import media_type_of
from jixiao.web.filing.models import Evidence
from jixiao.web.planning.models import Indicator
from jixiao.web.planning.states import Progress
from jixiao.web.trail.models import Entry

PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def row(evaluation):
    return evaluation.indicators.all()[0]


def zipped(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


def upload(browser, row, content, name="规划 批复.pdf", **more):
    return browser.post(
        reverse("filing:evidence_add", args=[row.pk]),
        {"files": SimpleUploadedFile(name, content)}, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        ("经核查，一致".encode(), "text/plain"),
        ("经核查，一致".encode("gb18030"), "text/plain"),
        (zipped("OFD.xml"), "application/ofd"),
        (
            zipped("[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            zipped("[Content_Types].xml", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)
def test_the_kind_is_told_by_content(content, expected):
    assert media_type_of(content, name="台账.exe") == expected


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空文件"),
        (b"MZ\x90\0", "可执行程序"),
        (b"\x7fELF\x02", "可执行程序"),
        (b"#!/bin/sh\nrm", "脚本"),
        (b"<html><script>", "网页"),
        (b"\xef\xbb\xbf  <svg onload=x>", "网页、矢量图"),
        ("说明\n<script>alert(1)</script>".encode(), "脚本"),
        (b"<?xml version='1.0'?>", "网页、矢量图"),
        (zipped("a.txt"), "压缩包"),
        (zipped("word/document.xml", "word/vbaProject.bin"), "含有宏"),
        (b"PK\x03\x04 broken", "无法接收"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "无法接收"),
        (b"\0\1\2\3\xff\xfe", "不是可接收的格式"),
    ],
)
def test_what_could_run_or_nobody_can_open_is_refused(content, why):
    with pytest.raises(RefusedFileError, match=why):
        media_type_of(content, name="材料.pdf")


def test_a_file_is_attached_under_its_digest_and_recorded(row, as_, world, settings):
    response = upload(as_("filler_a"), row, PDF)

    assert response.status_code == 302
    kept = Evidence.objects.get()
    digest = hashlib.sha256(PDF).hexdigest()
    assert (kept.name, kept.media_type) == ("规划 批复.pdf", "application/pdf")
    assert (kept.size, kept.digest, kept.added_by) == (len(PDF), digest, world.filler_a)
    path = settings.MEDIA_ROOT / f"evidence/{row.evaluation_id}/{row.pk}/{digest}"
    assert path.read_bytes() == PDF
    entry = Entry.objects.get(chain__name=row.evaluation.trail_chain)
    assert entry.content["action"] == "上传佐证"


def test_the_same_file_twice_is_said(row, as_):
    browser = as_("filler_a")
    upload(browser, row, PDF)

    response = upload(browser, row, PDF, "另一个名字.pdf", HTTP_HX_REQUEST="true")

    assert response.status_code == 422
    assert "与已上传的“规划 批复.pdf”内容完全相同" in response.content.decode()
    assert Evidence.objects.count() == 1


def test_a_refused_file_leaves_nothing(row, as_, settings):
    response = upload(as_("filler_a"), row, b"MZ", "照片.png", HTTP_HX_REQUEST="true")

    assert response.status_code == 422
    assert "“照片.png”是可执行程序" in response.content.decode()
    assert not Evidence.objects.exists()
    assert list(settings.MEDIA_ROOT.rglob("*")) == []


def test_a_file_that_is_too_large_is_refused(row, as_, settings):
    settings.EVIDENCE_LARGEST = 1_000_000

    response = upload(
        as_("filler_a"), row, PDF + b"x" * 1_000_000, HTTP_HX_REQUEST="true"
    )

    assert "超过 1 兆字节" in response.content.decode()
    assert not Evidence.objects.exists()


def test_files_can_be_sent_with_the_form_itself(row, as_):
    as_("filler_a").post(
        reverse("filing:indicator", args=[row.pk]),
        {"version": 1, "actual": "20", "files": SimpleUploadedFile("a.pdf", PDF)},
    )

    assert Evidence.objects.get().name == "a.pdf"
    assert Indicator.objects.get(pk=row.pk).actual == "20"


@pytest.mark.parametrize(("who", "status"), [("filler_b", 403), ("stranger", 404)])
def test_nobody_else_attaches(row, as_, who, status):
    assert upload(as_(who), row, PDF).status_code == status
    assert not Evidence.objects.exists()


def test_a_download_is_never_opened_in_the_sites_name(row, as_):
    upload(as_("filler_a"), row, PDF)
    kept = Evidence.objects.get()

    response = as_("verifier").get(reverse("filing:evidence", args=[kept.pk]))

    assert b"".join(response.streaming_content) == PDF
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    name = "%E8%A7%84%E5%88%92%20%E6%89%B9%E5%A4%8D.pdf"
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"


def test_pictures_are_shown_in_a_sandbox(row, as_):
    browser = as_("filler_a")
    upload(browser, row, PNG, "照片.png")
    kept = Evidence.objects.get()

    response = browser.get(reverse("filing:evidence_preview", args=[kept.pk]))

    assert response["Content-Disposition"].startswith("inline")
    assert response["Content-Security-Policy"].endswith("; sandbox")
    assert b"".join(response.streaming_content) == PNG


def test_text_is_not_shown(row, as_):
    browser = as_("filler_a")
    upload(browser, row, b"abc", "a.txt")
    kept = Evidence.objects.get()

    response = browser.get(reverse("filing:evidence_preview", args=[kept.pk]))

    assert response.status_code == 404


def test_strangers_do_not_find_a_file(row, as_):
    upload(as_("filler_a"), row, PDF)
    kept = Evidence.objects.get()

    for name in ("evidence", "evidence_preview"):
        url = reverse(f"filing:{name}", args=[kept.pk])
        assert as_("stranger").get(url).status_code == 404


def test_a_file_changed_on_the_disk_is_refused_loudly(row, as_, settings, caplog):
    browser = as_("filler_a")
    upload(browser, row, PDF)
    kept = Evidence.objects.get()
    (settings.MEDIA_ROOT / kept.file.name).write_bytes(b"%PDF-1.7 forged")

    with caplog.at_level(logging.ERROR):
        response = browser.get(reverse("filing:evidence", args=[kept.pk]))

    assert response.status_code == 500
    assert "与上传时的校验码不符" in response.content.decode()
    assert f"evidence_changed evidence={kept.pk}" in caplog.text


def test_removing_takes_the_row_and_says_so_in_the_trail(row, as_):
    browser = as_("filler_a")
    upload(browser, row, PDF)
    kept = Evidence.objects.get()

    browser.post(reverse("filing:evidence_remove", args=[kept.pk]))

    assert not Evidence.objects.exists()
    last = Entry.objects.filter(chain__name=row.evaluation.trail_chain).latest("number")
    assert last.content["action"] == "移除佐证"
    assert kept.digest in last.content["changes"]["佐证材料"][0]


def test_verified_evidence_is_not_removed(row, as_):
    browser = as_("filler_a")
    upload(browser, row, PDF)
    Indicator.objects.filter(pk=row.pk).update(progress=Progress.VERIFIED)

    browser.post(
        reverse("filing:evidence_remove", args=[Evidence.objects.get().pk])
    )  # fmt: skip

    assert Evidence.objects.count() == 1


def test_the_command_finds_missing_changed_and_orphaned_files(
    row, as_, settings, capsys
):
    browser = as_("filler_a")
    for number in range(3):
        upload(browser, row, PDF + bytes([65 + number]), f"{number}.pdf")
    call_command("check_evidence")
    assert capsys.readouterr().out == "缺失 0 个，被改动 0 个，无主 0 个\n"
    missing, changed, removed = Evidence.objects.all()
    (settings.MEDIA_ROOT / missing.file.name).unlink()
    (settings.MEDIA_ROOT / changed.file.name).write_bytes(b"x")
    Evidence.objects.filter(pk=removed.pk).delete()

    with pytest.raises(SystemExit) as stopped:
        call_command("check_evidence")

    assert stopped.value.code == 1
    assert capsys.readouterr().out.splitlines() == [
        f"缺失\t{missing.file.name}\t0.pdf",
        f"被改动\t{changed.file.name}\t1.pdf",
        f"无主\t{removed.file.name}\t",
        "缺失 1 个，被改动 1 个，无主 1 个",
    ]
