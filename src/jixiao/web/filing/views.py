"""Pages of 填报: the desk, the grid with its live points, what is still missing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.core.errors import JixiaoError
from jixiao.core.numbers import plain
from jixiao.web.accounts.middleware import ActorRequest
from jixiao.web.charts import chart_of_budget, chart_of_completion, chart_of_levels
from jixiao.web.filing.desk import desk_of
from jixiao.web.filing.forms import ResultForm, points_typed
from jixiao.web.filing.missing import Kind, completeness_of
from jixiao.web.filing.results import Group, Result, Results, editable, results_of
from jixiao.web.filing.selectors import evaluation_to_file
from jixiao.web.filing.services import file_complete, save_indicator
from jixiao.web.planning.errors import ChangedMeanwhileError
from jixiao.web.planning.mapping import budget_to_core
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.selectors import evaluation_for, indicator_for
from jixiao.web.planning.states import Progress

_LONGEST = 500


@require_GET
def desk(request: ActorRequest) -> HttpResponse:
    """What do I have to do now?"""
    if request.actor.administrator:
        return redirect(request.actor.home)
    facts = {
        "desk": desk_of(request.actor, page=request.GET.get("page")),
        "today": timezone.localdate(request.actor.at),
    }
    return render(request, "filing/desk.html", facts)


# -- the grid --------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def grid(request: ActorRequest, pk: int) -> HttpResponse:
    """The heart: every indicator with target, result, weight and points."""
    evaluation = evaluation_to_file(request.actor, pk)
    if request.method == "POST":
        return _file_all(request, evaluation)
    results = results_of(evaluation)
    mine = editable(request.actor, evaluation.indicators.all())
    to_file = sum(
        row.indicator.pk in mine
        and row.indicator.progress in {Progress.OPEN, Progress.RETURNED}
        for row in results.rows
    )
    facts = {
        "evaluation": evaluation, "here": "grid", "results": results, "mine": mine,
        "to_file": to_file, "lines": _lines(results, mine),
    }  # fmt: skip
    return render(request, "filing/grid.html", facts)


def _file_all(request: ActorRequest, evaluation: Evaluation) -> HttpResponse:
    filed, left = file_complete(actor=request.actor, pk=evaluation.pk)
    if filed:
        messages.success(request, f"已提交复核 {filed} 项")
    if left:
        messages.warning(
            request, f"您还有 {left} 项没有填全，未提交；请看各行提示或“还差什么”"
        )
    if not filed and not left:
        messages.info(request, "没有待您提交的指标")
    return redirect("filing:grid", evaluation.pk)


def _lines(results: Results, mine: frozenset[int]) -> list[dict[str, Any]]:
    """Groups and rows as the table prints them, numbered from top to bottom."""
    number = 0
    lines: list[dict[str, Any]] = []
    for group in results.groups:
        lines.append({"group": group})
        before = ""
        for result in group.rows:
            level2 = result.indicator.level2
            lines.append({
                "result": result, "number": number, "is_mine": result.indicator.pk in mine,
                "level2": level2 if level2 != before else "",
            })  # fmt: skip
            number, before = number + 1, level2
    return lines


@require_POST
def points(request: ActorRequest, pk: int) -> JsonResponse:
    """Points of what is being typed; nothing is saved.

    The body is `{"rows": {"17": {"actual": "14"}}}`; rows left out stand as saved.
    """
    evaluation = evaluation_for(request.actor, pk)
    refused = _set_typed(evaluation, _typed(request))
    results = results_of(evaluation)
    return JsonResponse({
        "rows": {
            str(row.indicator.pk): _row_tree(row, refused.get(row.indicator.pk))
            for row in results.rows
        },
        "levels": [_group_tree(group) for group in results.groups],
        "total": results.total,
        "grade": results.card.grade or "",
        "undecided": list(results.card.undecided),
    })  # fmt: skip


def _typed(request: HttpRequest) -> Mapping[str, Any]:
    try:
        tree = json.loads(request.body or b"{}")
    except ValueError:
        return {}
    rows = tree.get("rows") if isinstance(tree, dict) else None
    return rows if isinstance(rows, dict) else {}


def _set_typed(evaluation: Evaluation, typed: Mapping[str, Any]) -> dict[int, str]:
    """Put what is typed on the rows in memory; sentences for what cannot be read."""
    refused: dict[int, str] = {}
    for row in evaluation.indicators.all():
        cells = typed.get(str(row.pk))
        if not isinstance(cells, dict):
            continue
        row.actual = str(cells.get("actual", row.actual))[:_LONGEST]
        if "assigned_points" in cells:
            try:
                row.assigned_points = points_typed(str(cells["assigned_points"]))
            except ValidationError as error:
                refused[row.pk] = error.messages[0]
    return refused


def _row_tree(row: Result, refused: str | None) -> dict[str, Any]:
    undecided = row.scored.undecided if row.scored else None
    return {
        "points": "待定" if refused else row.points,
        "sentence": refused or row.sentence,
        "undecided": refused or undecided or "",
        "notes": list(row.notes),
        "needs_cause": row.needs_cause,
        "mood": "undecided" if refused else row.mood,
    }


def _group_tree(group: Group) -> dict[str, str]:
    weight = plain(group.score.weight) if group.score else ""
    return {"name": group.name, "points": group.points, "weight": weight}


@require_POST
def save_cell(request: ActorRequest, pk: int) -> JsonResponse:
    """Save the cells that were typed; 409 with theirs, 422 with the reason."""
    indicator_for(request.actor, pk)
    form = ResultForm(request.POST)
    if not form.is_valid():
        found = [sentence for errors in form.errors.values() for sentence in errors]
        return JsonResponse({"error": "；".join(map(str, found))}, status=422)
    try:
        row = save_indicator(
            actor=request.actor, pk=pk, version=form.cleaned_data["version"],
            values=form.values(),
        )  # fmt: skip
    except ChangedMeanwhileError as error:
        return JsonResponse(
            {
                "error": str(error), "yours": error.yours, "theirs": error.theirs,
                "who": error.who, "version": error.version,
            },
            status=409,
        )  # fmt: skip
    except JixiaoError as error:
        return JsonResponse({"error": str(error)}, status=422)
    except PermissionDenied as error:
        return JsonResponse({"error": str(error)}, status=403)
    return JsonResponse({
        "version": row.version, "progress": row.get_progress_display(),
        "saved": timezone.localtime(request.actor.at).strftime("%H:%M"),
    })  # fmt: skip


@require_GET
def charts(request: ActorRequest, pk: int) -> HttpResponse:
    """Pictures of the score, fetched after the page because drawing takes a moment."""
    evaluation = evaluation_for(request.actor, pk)
    card = results_of(evaluation).card
    budget = budget_to_core(evaluation.budget_lines.all())
    drawn = [
        chart_of_levels(card),
        chart_of_budget(budget) if budget else None,
        chart_of_completion(card, evaluation.year),
    ]
    facts = {
        "evaluation": evaluation,
        "here": "grid",
        "charts": [c for c in drawn if c],
    }
    page = "filing/charts.html" if request.headers.get("HX-Request") else (
        "filing/charts_page.html"
    )  # fmt: skip
    return render(request, page, facts)


# -- what is missing -------------------------------------------------------------------


@require_GET
def missing(request: ActorRequest, pk: int) -> HttpResponse:
    """What is still missing, and who has it."""
    evaluation = evaluation_to_file(request.actor, pk)
    found = completeness_of(evaluation)
    by_kind = {
        kind.value: [one for one in found.missing if one.kind is kind] for kind in Kind
    }
    facts = {
        "evaluation": evaluation, "here": "missing", "found": found, "groups": {kind: rows for kind, rows in by_kind.items() if rows},
        "blocking": sum(one.blocks for one in found.missing),
    }  # fmt: skip
    return render(request, "filing/missing.html", facts)
