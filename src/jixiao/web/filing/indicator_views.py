"""Pages of one indicator: its result, its evidence."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.core.errors import JixiaoError
from jixiao.web.accounts.errors import page as error_page
from jixiao.web.accounts.middleware import ActorRequest
from jixiao.web.filing.errors import ChangedFileError
from jixiao.web.filing.forms import ResultForm
from jixiao.web.filing.media import ACCEPT, KINDS, PDF, PICTURES, PREVIEWED
from jixiao.web.filing.models import Evidence
from jixiao.web.filing.results import editable, results_of
from jixiao.web.filing.selectors import evaluation_to_file, evidence_for
from jixiao.web.filing.services import (
    LABELS,
    add_evidence,
    file_indicator,
    remove_evidence,
    save_indicator,
    withdraw,
)
from jixiao.web.filing.storage import open_unchanged
from jixiao.web.planning.errors import ChangedMeanwhileError
from jixiao.web.planning.models import Indicator
from jixiao.web.planning.selectors import indicator_for, may_file
from jixiao.web.trail.models import Entry
from jixiao.web.trail.selectors import lines_of

log = logging.getLogger("jixiao.web")
_HISTORY = 20
_IN_FIGURES = {"actual", "assigned_points"}
_MEGABYTE = 1_000_000


@require_http_methods(["GET", "POST"])
def indicator(request: ActorRequest, pk: int) -> HttpResponse:
    """One indicator on one page, made for a phone."""
    row = indicator_for(request.actor, pk)
    if request.method == "POST":
        return _posted(request, row)
    return _page(request, row, ResultForm.of(row))


def _page(
    request: ActorRequest, row: Indicator, form: ResultForm, status: int = 200
) -> HttpResponse:
    evaluation = evaluation_to_file(request.actor, row.evaluation_id)
    rows = list(evaluation.indicators.all())
    mine = editable(request.actor, rows)
    typed = form.data if form.is_bound else {}
    for one in rows:
        if one.pk == row.pk:
            one.actual = typed.get("actual", one.actual)
    result = next(
        one for one in results_of(evaluation).rows if one.indicator.pk == row.pk
    )
    comments = list(row.comments.select_related("author"))
    returns = [one for one in comments if one.is_return]
    facts = {
        "evaluation": evaluation, "here": "grid", "indicator": row, "form": form,
        "result": result, "is_mine": row.pk in mine, "comments": comments,
        "returned": returns[-1] if returns and row.progress == "returned" else None,
        "history": _history(row),
        "said": [
            (label, text)
            for field, label in LABELS.items()
            if field not in _IN_FIGURES and (text := getattr(row, field))
        ], "accept": ACCEPT,
        **_neighbours(rows, row.pk, mine), **_evidence_facts(row),
    }  # fmt: skip
    return render(request, "filing/indicator.html", facts, status=status)


def _neighbours(
    rows: list[Indicator], pk: int, mine: frozenset[int]
) -> dict[str, Indicator | None]:
    """The one before and the one after: of mine where it is mine, else of all."""
    around = [one for one in rows if pk not in mine or one.pk in mine]
    at = next(number for number, one in enumerate(around) if one.pk == pk)
    return {
        "previous": around[at - 1] if at else None,
        "next": around[at + 1] if at + 1 < len(around) else None,
    }


def _history(row: Indicator) -> list[Any]:
    entries = Entry.objects.filter(
        chain__name=row.evaluation.trail_chain, content__subject=row.name
    ).order_by("-number")
    return lines_of(entries[:_HISTORY])


def _evidence_facts(row: Indicator) -> dict[str, Any]:
    return {
        "files": list(row.evidence.select_related("added_by")),
        "largest": settings.EVIDENCE_LARGEST // _MEGABYTE,
        "pictures": PICTURES, "previewed": PREVIEWED,
        "kinds": KINDS,
    }  # fmt: skip


def _posted(request: ActorRequest, row: Indicator) -> HttpResponse:
    """Save what was typed; then hand it on, or take it back."""
    action = request.POST.get("action", "save")
    if action == "withdraw":
        return _withdrawn(request, row)
    form = ResultForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, 422)
    try:
        save_indicator(
            actor=request.actor, pk=row.pk, values=form.values(),
            version=form.cleaned_data["version"],
        )  # fmt: skip
    except ChangedMeanwhileError as error:
        hidden = {key: request.POST[key] for key in request.POST}
        hidden.pop("csrfmiddlewaretoken", None)
        here = reverse("filing:indicator", args=[row.pk])
        facts = {"error": error, "retry_url": here, "hidden": hidden}
        return render(request, "changed_meanwhile.html", facts, status=409)
    except JixiaoError as error:
        form.add_error(None, str(error))
        return _page(request, row, form, 422)
    refused = _attach(request, row)
    return _handed_on(request, row, is_to_file=action == "file" and not refused)


def _handed_on(
    request: ActorRequest, row: Indicator, *, is_to_file: bool
) -> HttpResponse:
    if not is_to_file:
        messages.success(request, "已保存")
        return redirect("filing:indicator", row.pk)
    try:
        file_indicator(actor=request.actor, pk=row.pk)
    except JixiaoError as error:
        saved = indicator_for(request.actor, row.pk)
        form = ResultForm({**request.POST.dict(), "version": saved.version})
        form.add_error(None, f"已保存为草稿，{error}")
        return _page(request, saved, form, 422)
    messages.success(request, f"“{row.name}”已提交复核")
    return redirect("filing:indicator", row.pk)


def _withdrawn(request: ActorRequest, row: Indicator) -> HttpResponse:
    try:
        withdraw(actor=request.actor, pk=row.pk)
    except JixiaoError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已撤回，可以修改后重新提交")
    return redirect("filing:indicator", row.pk)


# -- evidence --------------------------------------------------------------------------


@require_POST
def evidence_add(request: ActorRequest, pk: int) -> HttpResponse:
    """Attach files at once, while the rest of the page is still being typed."""
    row = indicator_for(request.actor, pk)
    if not request.headers.get("HX-Request"):
        _attach(request, row)
        return redirect("filing:indicator", pk)
    refused = _attach(request, row, is_said=False)
    facts = {
        "indicator": row, "is_mine": may_file(request.actor, row), "refused": refused,
        "accept": ACCEPT, **_evidence_facts(row),
    }  # fmt: skip
    status = 422 if refused else 200
    return render(request, "filing/evidence.html", facts, status=status)


def _attach(
    request: ActorRequest, row: Indicator, *, is_said: bool = True
) -> list[str]:
    """Attach every file that was sent.

    Returns:
        Why some were refused.
    """
    refused = []
    for sent in request.FILES.getlist("files"):
        why = _attach_one(request, row, sent)
        if why:
            refused.append(why)
            if is_said:
                messages.error(request, why)
    return refused


def _attach_one(request: ActorRequest, row: Indicator, sent: UploadedFile[Any]) -> str:
    name = (sent.name or "未命名")[-200:]
    if (sent.size or 0) > settings.EVIDENCE_LARGEST:
        largest = settings.EVIDENCE_LARGEST // _MEGABYTE
        return f"“{name}”超过 {largest} 兆字节；请压缩图片或拆分后再上传"
    try:
        add_evidence(actor=request.actor, pk=row.pk, name=name, content=sent.read())
    except JixiaoError as error:
        return str(error)
    return ""


@require_POST
def evidence_remove(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a file off."""
    found = evidence_for(request.actor, pk)
    try:
        remove_evidence(actor=request.actor, evidence=found)
    except JixiaoError as error:
        messages.error(request, str(error))
    if not request.headers.get("HX-Request"):
        return redirect("filing:indicator", found.indicator_id)
    row = indicator_for(request.actor, found.indicator_id)
    facts = {
        "indicator": row, "is_mine": may_file(request.actor, row),
        "accept": ACCEPT, **_evidence_facts(row),
    }  # fmt: skip
    return render(request, "filing/evidence.html", facts)


@require_GET
def evidence(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Download a file, never opened in the site's own name."""
    return _send(request, evidence_for(request.actor, pk), is_shown=False)


@require_GET
def evidence_preview(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Show a picture or a PDF; everything else is only downloaded."""
    found = evidence_for(request.actor, pk)
    if found.media_type not in PREVIEWED:
        raise Http404
    return _send(request, found, is_shown=True)


def _send(
    request: ActorRequest, found: Evidence, *, is_shown: bool
) -> HttpResponseBase:
    try:
        stream = open_unchanged(found)
    except ChangedFileError as error:
        log.error(  # noqa: TRY400 - nothing of ours failed; the file did
            "evidence_changed evidence=%s place=%s", found.pk, found.file.name
        )
        sentence = (
            f"{error}；为免误用，不予下载。请告知系统管理员核查，并重新上传原件。"
        )
        return error_page(request, 500, "佐证材料校验失败", sentence)
    response = FileResponse(
        stream, as_attachment=not is_shown, filename=found.name,
        content_type=found.media_type,
    )  # fmt: skip
    response["X-Content-Type-Options"] = "nosniff"
    # Browsers show no PDF inside a sandbox; without script and network it is as closed.
    closed = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"
    sandbox = "" if found.media_type == PDF else "; sandbox"
    response["Content-Security-Policy"] = closed + sandbox
    return response
