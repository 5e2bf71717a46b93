"""Pages of 导入: the file, the preview with both sides, the confirmation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.core.errors import JixiaoError
from jixiao.web.accounts.middleware import ActorRequest
from jixiao.web.planning.import_forms import (
    IndicatorFormSet,
    LineFormSet,
    TextFormSet,
    UploadForm,
    facts_of,
)
from jixiao.web.planning.imports import (
    Part,
    drop_draft,
    import_facts,
    keep_draft,
    match,
    parts_of,
)
from jixiao.web.planning.models import Evaluation, ImportDraft
from jixiao.web.planning.scoring import rulebook_of
from jixiao.web.planning.selectors import evaluation_for, may_assign, require
from jixiao.web.planning.states import Progress, State
from jixiao.workflows.prepare_report import prepare_entry_workbook

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _evaluation(request: ActorRequest, pk: int) -> Evaluation:
    evaluation = evaluation_for(request.actor, pk)
    require(
        may_assign(request.actor, evaluation),
        "只有本单位财务科可以导入文件，且须在布置或填报阶段",
    )
    return evaluation


def _draft(request: ActorRequest, evaluation: Evaluation, pk: int) -> ImportDraft:
    return get_object_or_404(
        ImportDraft, pk=pk, evaluation=evaluation, owner=request.actor.user
    )


@require_http_methods(["GET", "POST"])
def import_(request: ActorRequest, pk: int) -> HttpResponse:
    """Choose a file; it is read, nothing is saved yet."""
    evaluation = _evaluation(request, pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = keep_draft(
                actor=request.actor, evaluation=evaluation, content=file.read(),
                name=file.name,
            )  # fmt: skip
        except JixiaoError as error:
            form.add_error("file", str(error))
        else:
            return redirect("planning:import_preview", pk, draft.pk)
    drafts = ImportDraft.objects.filter(evaluation=evaluation, owner=request.actor.user)
    facts = {
        "evaluation": evaluation, "here": "plan", "form": form,
        "drafts": drafts.defer("read"), "is_filing": evaluation.state == State.FILING,
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "planning/import.html", facts, status=status)


@require_GET
def entry_workbook(request: ActorRequest, pk: int) -> HttpResponse:
    """The empty workbook of the evaluation's rulebook."""
    evaluation = _evaluation(request, pk)
    content = prepare_entry_workbook(rulebook_of(evaluation))
    response = HttpResponse(content, content_type=_XLSX)
    response["Content-Disposition"] = (
        "attachment; filename=\"entry.xlsx\"; filename*=UTF-8''%E5%A1%AB%E6%8A%A5%E6%A8%A1%E6%9D%BF.xlsx"
    )
    return response


@require_POST
def discard(request: ActorRequest, pk: int, draft: int) -> HttpResponse:
    """Drop what was read."""
    evaluation = _evaluation(request, pk)
    drop_draft(_draft(request, evaluation, draft))
    messages.info(request, "已放弃这次导入，自评没有改动")
    return redirect("planning:import_", pk)


@require_http_methods(["GET", "POST"])
def preview(request: ActorRequest, pk: int, draft: int) -> HttpResponse:
    """Both sides; corrected and confirmed here."""
    evaluation = _evaluation(request, pk)
    kept = _draft(request, evaluation, draft)
    forms: list[Any] = kept.read["forms"]
    if not forms:
        return _preview_page(request, evaluation, kept, None, ())
    data = request.POST if request.method == "POST" else None
    chosen = _chosen(request, evaluation, forms)
    sets = _formsets(forms[chosen], data)
    if data is None:
        return _preview_page(request, evaluation, kept, chosen, sets)
    if not all([one.is_valid() for one in sets]):  # noqa: C419 - all errors at once
        return _preview_page(request, evaluation, kept, chosen, sets, 422)
    take = [part for part in Part if part in data.getlist("part")]
    version = data.get("facts_version", "")
    try:
        done = import_facts(
            actor=request.actor, draft=kept, take=take, facts=facts_of(*sets),
            facts_version=int(version) if version.isascii() and version.isdigit() else 0,
        )  # fmt: skip
    except JixiaoError as error:
        messages.error(request, str(error))
        return _preview_page(request, evaluation, kept, chosen, sets, 409)
    left = f"，{done.left_out} 项没有对应的待填指标、未导入" if done.left_out else ""
    messages.success(
        request,
        f"已导入“{kept.name}”：新增 {done.added} 项，更新 {done.updated} 项{left}",
    )
    return redirect("planning:plan", pk)


def _chosen(request: ActorRequest, evaluation: Evaluation, forms: list[Any]) -> int:
    """Which form: as asked for, else the first of the same kind, else the first."""
    asked = request.POST.get("form") or request.GET.get("form") or ""
    if asked.isascii() and asked.isdigit() and int(asked) < len(forms):
        return int(asked)
    same = [n for n, one in enumerate(forms) if one["form"] == evaluation.form]
    return same[0] if same else 0


def _formsets(form: Any, data: Any) -> tuple[Any, Any, Any]:
    made: list[Any] = []
    for prefix, key, kind in (
        ("rows", "indicators", IndicatorFormSet),
        ("lines", "budget", LineFormSet),
        ("texts", "texts", TextFormSet),
    ):
        initial = [{**one, "take": True} for one in form[key]]
        formset = kind(data, prefix=prefix, initial=initial)
        for one, read in zip(formset.forms, form[key], strict=False):
            one.read = read  # type: ignore[attr-defined]
        made.append(formset)
    rows, lines, texts = made
    return rows, lines, texts


def _preview_page(
    request: ActorRequest,
    evaluation: Evaluation,
    draft: ImportDraft,
    chosen: int | None,
    sets: Any,
    status: int = 200,
) -> HttpResponse:
    facts: dict[str, Any] = {
        "evaluation": evaluation, "here": "plan", "draft": draft, "read": draft.read,
        "is_filing": evaluation.state == State.FILING,
    }  # fmt: skip
    if chosen is not None:
        rows, lines, texts = sets
        form = draft.read["forms"][chosen]
        existing = list(evaluation.indicators.all())
        found = match(
            existing,
            [
                (str(f["level2"].value() or ""), str(f["name"].value() or ""))
                for f in rows.forms
            ],
        )
        for one, current in zip(rows.forms, found, strict=True):
            one.fate = _fate(evaluation, current)
        marked = [
            (one, key, why)
            for one in form["indicators"]
            for key, why in one["marks"].items()
        ]
        given = request.POST.getlist("part") if request.method == "POST" else None
        facts |= {
            "chosen": chosen, "form": form, "rows": rows, "lines": lines,
            "texts": texts, "marked": marked,
            "parts": [
                (part, given is None or part in given)
                for part in parts_of(evaluation.state)
            ],
            "other_year": form["year"] and form["year"] != str(evaluation.year),
        }  # fmt: skip
    return render(request, "planning/import_preview.html", facts, status=status)


def _fate(evaluation: Evaluation, current: Any) -> str:
    """What will become of a row that was read."""
    is_planning = evaluation.state == State.PLANNING
    if current is None:
        return "新增" if is_planning else "无对应指标，不导入"
    if is_planning or current.progress in {Progress.OPEN, Progress.RETURNED}:
        return f"更新第{current.position}项"
    return f"第{current.position}项{current.get_progress_display()}，不导入"
