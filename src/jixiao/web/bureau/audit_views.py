"""批量核查: drop reports of any place, watch them being audited, read what was found."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jixiao.core.errors import JixiaoError
from jixiao.reports.audit_overview import render_overview_xlsx
from jixiao.web.accounts.middleware import ActorRequest
from jixiao.web.bureau import notes, selectors, services
from jixiao.web.bureau.models import Batch
from jixiao.web.bureau.unpacking import received
from jixiao.web.planning.selectors import require
from jixiao.web.review.findings import view_of
from jixiao.web.work.models import JobState

PAGE = 100
_LONGEST_TITLE = 100
_NAMED = 5
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}


def batches(request: ActorRequest) -> HttpResponse:
    """All batches, and the place to drop another."""
    require(selectors.is_auditor(request.actor), "批量核查由财政审核人和外部评审使用")
    error = ""
    if request.method == "POST":
        try:
            return _take_in(request)
        except JixiaoError as refusal:
            error = str(refusal)
    pages = Paginator(selectors.batches_for(request.actor), PAGE)
    facts = {
        "page": pages.get_page(request.GET.get("page")), "error": error,
        "title": request.POST.get("title", ""),
    }  # fmt: skip
    return render(request, "bureau/batches.html", facts, status=422 if error else 200)


def _take_in(request: ActorRequest) -> HttpResponse:
    files = received(request.FILES.getlist("files"))
    day = timezone.localtime(request.actor.at)
    title = request.POST.get("title", "").strip()[:_LONGEST_TITLE]
    batch = services.take_in(
        actor=request.actor, received=files,
        title=title or f"{day.month}月{day.day}日 {day:%H:%M} 上传",
    )  # fmt: skip
    if files.skipped:
        more = f"等 {len(files.skipped)} 个" if len(files.skipped) > _NAMED else ""
        names = "、".join(files.skipped[:_NAMED])
        messages.warning(request, f"以下文件没有收：{names}{more}")
    return redirect("bureau:batch", batch.pk)


@require_safe
def batch(request: ActorRequest, pk: int) -> HttpResponse:
    """One batch with how far it is."""
    one = selectors.batch_for(request.actor, pk)
    return render(request, "bureau/batch.html", _facts(request, one))


@require_safe
def batch_table(request: ActorRequest, pk: int) -> HttpResponse:
    """Its table, asked for again while it runs."""
    one = selectors.batch_for(request.actor, pk)
    return render(request, "bureau/_batch.html", _facts(request, one))


def _facts(request: ActorRequest, one: Batch) -> dict[str, Any]:
    reports = (
        one.reports.defer("result")
        .annotate(is_read=Q(result__isnull=False))
        .order_by("-findings_error", "-findings_warning", "pk")
    )
    job = one.job
    return {
        "batch": one, "job": job,
        "is_going_on": job is not None
        and job.state in {JobState.QUEUED, JobState.RUNNING},
        "is_mine": job is not None and job.owner_id == request.actor.user.pk,
        "page": Paginator(reports, PAGE).get_page(request.GET.get("page")),
        "counts": selectors.counts_of(one),
    }  # fmt: skip


@require_safe
def batch_overview(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The overview of a batch as a work sheet."""
    one = selectors.batch_for(request.actor, pk)
    reports = one.reports.order_by("pk").iterator(chunk_size=100)
    content = render_overview_xlsx([notes.line_of(report) for report in reports])
    return _download(content, f"{one.title}-核查汇总.xlsx")


@require_safe
def foreign(request: ActorRequest, pk: int) -> HttpResponse:
    """What was found in one report."""
    report = selectors.report_for(request.actor, pk)
    view = view_of(report.result) if report.result is not None else None
    facts = {"report": report, "batch": report.batch, "view": view}
    return render(request, "bureau/foreign.html", facts)


@require_safe
def foreign_file(request: ActorRequest, pk: int, kind: str) -> HttpResponseBase:
    """The report as it came, a note about it, or the report with comments."""
    report = selectors.report_for(request.actor, pk)
    if kind == "original":
        return FileResponse(
            report.file.open("rb"), as_attachment=True, filename=report.name,
            content_type="application/octet-stream",
        )  # fmt: skip
    if kind not in notes.KINDS or report.result is None:
        raise Http404
    day = timezone.localdate(request.actor.at)
    try:
        file = notes.written(report, kind, day=day)
    except JixiaoError as error:
        messages.warning(request, str(error))
        return redirect("bureau:foreign", pk)
    return _download(file.content, file.name)


def _download(content: bytes, name: str) -> FileResponse:
    kind = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    return FileResponse(
        BytesIO(content), as_attachment=True, filename=name, content_type=kind
    )
