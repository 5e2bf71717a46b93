"""Pages of 布置: the list, a new evaluation, the table of indicators, its heading."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from jixiao.core.errors import JixiaoError
from jixiao.web.accounts.access import Actor
from jixiao.web.accounts.middleware import ActorRequest
from jixiao.web.accounts.models import Role
from jixiao.web.planning.balance import balance_of
from jixiao.web.planning.errors import ChangedMeanwhileError
from jixiao.web.planning.forms import AssignForm, CreateForm, HeadingForm, PlanFormSet
from jixiao.web.planning.hands import Hands, hands_of
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.plan_table import (
    CELLS,
    FACTS,
    HANDS,
    LABELS,
    PlanChangedError,
    fingerprint,
    save_plan,
)
from jixiao.web.planning.readiness import obstacles
from jixiao.web.planning.scoring import rulebook_of
from jixiao.web.planning.selectors import (
    evaluation_for,
    evaluations_for,
    may_assign,
    may_plan,
    require,
)
from jixiao.web.planning.services import (
    HEADING,
    DuplicateEvaluationError,
    NothingToCopyError,
    copy_from,
    create_evaluation,
    last_year_of,
    save_heading,
)
from jixiao.web.planning.states import State

_PER_PAGE = 50
_SIGNS = ("≥", "≤", "=", ">", "<", "定性")


# -- the list ------------------------------------------------------------------------


@require_GET
def evaluations(request: ActorRequest) -> HttpResponse:
    """All evaluations that the person sees, filtered."""
    seen = evaluations_for(request.actor)
    years = list(seen.order_by("-year").values_list("year", flat=True).distinct())
    query = {key: request.GET.get(key, "").strip() for key in ("year", "state", "q")}
    page = Paginator(_filtered(seen, query), _PER_PAGE).get_page(
        request.GET.get("page")
    )
    facts = {
        "page": page, "years": years, "states": State.choices, "query": query,
        "is_planner": request.actor.has(Role.PLANNER), "today": timezone.localdate(),
        "is_filtered": any(query.values()),
    }  # fmt: skip
    return render(request, "planning/evaluations.html", facts)


def _filtered(
    seen: QuerySet[Evaluation], query: dict[str, str]
) -> QuerySet[Evaluation]:
    if query["year"].isascii() and query["year"].isdigit():
        seen = seen.filter(year=min(int(query["year"]), 9999))
    if query["state"] in State.values:
        seen = seen.filter(state=query["state"])
    if query["q"]:
        words = query["q"].replace("\0", "")
        seen = seen.filter(
            Q(organisation__name__icontains=words) | Q(project__icontains=words)
        )
    return seen


# -- a new one -------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def create(request: ActorRequest) -> HttpResponse:
    """新建自评."""
    bodies = request.actor.organisations(Role.PLANNER)
    require(bool(bodies), "只有单位财务科可以新建自评；如需办理，请联系本单位财务科")
    first = {"year": timezone.localdate(request.actor.at).year - 1}
    form = CreateForm(
        request.POST if request.method == "POST" else None, bodies=bodies, initial=first
    )
    if request.method == "POST" and form.is_valid():
        made = _created(request.actor, form)
        if made is not None:
            messages.success(request, f"已新建：{made}")
            is_import = form.cleaned_data["start"] == "import"
            page = "planning:import_" if is_import else "planning:plan"
            return redirect(page, made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "planning/create.html", {"form": form}, status=status)


def _created(actor: Actor, form: CreateForm) -> Evaluation | None:
    """The new evaluation; None when it was refused, with the reason at its field."""
    found = form.cleaned_data
    keys = (
        "organisation", "year", "form", "project", "rulebook",
        "filing_due", "verification_due", "submission_due",
    )  # fmt: skip
    draft = Evaluation(**{key: found[key] for key in keys})
    try:
        source = None
        if found["start"] == "last_year":
            source = last_year_of(
                draft.organisation, year=draft.year, form=draft.form,
                project=draft.project,
            )  # fmt: skip
        return create_evaluation(
            actor=actor, draft=draft, source=source,
            is_empty=found["start"] == "import",
        )  # fmt: skip
    except NothingToCopyError as error:
        form.add_error("start", str(error))
    except DuplicateEvaluationError as error:
        form.add_error("project" if draft.project else "year", str(error))
    return None


# -- the table -------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def plan(request: ActorRequest, pk: int) -> HttpResponse:
    """The table of indicators: edited by the planner, read by everybody else."""
    evaluation = evaluation_for(request.actor, pk)
    if request.method == "POST":
        require(
            request.actor.acts_for(evaluation.organisation, Role.PLANNER),
            "只有本单位财务科可以布置指标",
        )
        return _saved(request, evaluation)
    formset = None
    if may_assign(request.actor, evaluation):
        formset = _formset(
            evaluation, hands_of(evaluation), whole=_is_whole(evaluation)
        )
    return _plan_page(request, evaluation, formset)


def _is_whole(evaluation: Evaluation) -> bool:
    return evaluation.state == State.PLANNING


def _saved(request: ActorRequest, evaluation: Evaluation) -> HttpResponse:
    """Save the table; whatever is refused comes back as it was typed."""
    data = request.POST.copy()
    whole = data.get("shown_state") == State.PLANNING
    hands = hands_of(evaluation)
    if data.get("action") == "assign":
        why = _assign(data)
        if why:
            messages.error(request, why)
            return _plan_page(
                request,
                evaluation,
                _formset(evaluation, hands, whole=whole, data=data),
                422,
            )
    formset = _formset(evaluation, hands, whole=whole, data=data)
    if not formset.is_valid():
        return _plan_page(request, evaluation, formset, 422)
    try:
        save_plan(
            actor=request.actor, pk=evaluation.pk, rows=formset.rows(), whole=whole
        )
    except PlanChangedError as error:
        formset = _formset(
            evaluation, hands, whole=whole, data=_with_theirs(data, error)
        )
        return _plan_page(request, evaluation, formset, 409, error)
    except JixiaoError as error:
        messages.error(request, str(error))
        return _plan_page(request, evaluation, formset, 409)
    messages.success(request, "已保存")
    return redirect("planning:plan", evaluation.pk)


def _assign(data: Any) -> str:
    """Set place, person and day of the picked rows in what was typed.

    Returns:
        Why not; nothing when done.
    """
    bulk = AssignForm(data, prefix="bulk")
    if not bulk.is_valid():
        return "；".join(str(text) for texts in bulk.errors.values() for text in texts)
    names = ("responsible", "person", "due")
    given = {n: data.get(f"bulk-{n}") for n in names if data.get(f"bulk-{n}")}
    picked = [key.removesuffix("-pick") for key in data if key.endswith("-pick")]
    if not picked or not given:
        return "请先勾选要设置的行，再选择责任科室、填报人或截止日期"
    for row in picked:
        for name, value in given.items():
            data[f"{row}-{name}"] = value
        data.pop(f"{row}-pick")
    return ""


def _with_theirs(data: Any, error: PlanChangedError) -> Any:
    """What was typed, to be saved over what stands there now if it is sent again."""
    for key in [key for key in data if key.endswith("-id") and data[key].isdigit()]:
        row, pk = key.removesuffix("-id"), int(data[key])
        if pk in error.shown:
            data[f"{row}-shown"] = error.shown[pk] or ""
            if error.shown[pk] is None:
                data[key] = ""  # removed meanwhile: it would be a new one
    return data


def _formset(
    evaluation: Evaluation,
    hands: Hands,
    *,
    whole: bool,
    data: Any = None,
) -> Any:
    cells = CELLS if whole else HANDS
    choices = (
        [("", "—"), *((place.pk, place.name) for place in hands.places)],
        [("", "—"), *((one.pk, one.name) for one in hands.people)],
    )
    rows = list(evaluation.indicators.all())
    initial = [
        {
            **{cell.removesuffix("_id"): getattr(row, cell) for cell in cells},
            "id": row.pk, "shown": fingerprint(row, cells), "position": number,
        }
        for number, row in enumerate(rows, start=1)
    ]  # fmt: skip
    return PlanFormSet(
        data, prefix="rows", initial=initial,
        form_kwargs={"hands": hands, "whole": whole, "choices": choices},
    )  # fmt: skip


def _plan_page(
    request: ActorRequest,
    evaluation: Evaluation,
    formset: Any,
    status: int = 200,
    error: ChangedMeanwhileError | None = None,
) -> HttpResponse:
    rows = list(evaluation.indicators.all())
    rulebook = rulebook_of(evaluation)
    by_pk = {str(row.pk): row for row in rows}
    forms = list(formset.forms) if formset else []
    for form in forms:
        form.indicator = by_pk.get(str(form["id"].value()))
    hands = forms[0].hands if forms else hands_of(evaluation)
    facts = {
        "evaluation": evaluation, "here": "plan", "rulebook": rulebook,
        "formset": formset, "rows": rows, "error": error, "hands": hands,
        "forms": sorted(forms, key=_place),
        "whole": formset is not None and "name" in formset.empty_form.fields,
        "may_plan": may_plan(request.actor, evaluation),
        "balance": balance_of(
            rulebook, [(r.level1, r.weight) for r in rows if r.is_applicable]
        ),
        "obstacles": obstacles(evaluation) if _is_whole(evaluation) else (),
        "level1": sorted({level.name for level in rulebook.indicator_levels}),
        "level2": sorted({second for _, second in rulebook.level2}),
        "signs": _SIGNS, "labels": LABELS, "fact_cells": FACTS,
        "place_names": {one.pk: one.name for one in hands.places},
        "person_names": {one.pk: one.name for one in hands.people},
        "people_at": [(one, hands.where(one)) for one in hands.people],
    }  # fmt: skip
    return render(request, "planning/plan.html", facts, status=status)


def _place(form: Any) -> int:
    value = str(form["position"].value() or "")
    return int(value) if value.isascii() and value.isdigit() else 10**6


# -- heading and copies ------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def heading(request: ActorRequest, pk: int) -> HttpResponse:
    """概况: title, scope, functions, goals, days."""
    evaluation = evaluation_for(request.actor, pk)
    require(
        may_assign(request.actor, evaluation),
        "只有本单位财务科可以修改概况，且须在填报结束之前",
    )
    data = request.POST if request.method == "POST" else None
    form = HeadingForm(data, instance=evaluation, initial={"shown": evaluation.version})
    facts: dict[str, Any] = {"evaluation": evaluation, "here": "plan", "form": form}
    if data is None:
        return render(request, "planning/heading.html", facts)
    if not form.is_valid():
        evaluation.refresh_from_db()
        return render(request, "planning/heading.html", facts, status=422)
    values = {key: form.cleaned_data[key] for key in HEADING}
    version = form.cleaned_data["shown"]
    try:
        save_heading(actor=request.actor, pk=pk, version=version, values=values)
    except ChangedMeanwhileError as error:
        form.data = {**data.dict(), "shown": str(error.version)}
        facts["error"] = error
        return render(request, "planning/heading.html", facts, status=409)
    except JixiaoError as error:
        messages.error(request, str(error))
        return render(request, "planning/heading.html", facts, status=409)
    messages.success(request, "概况已保存")
    return redirect("planning:plan", pk)


def _copied(
    request: ActorRequest,
    evaluation: Evaluation,
    source: Evaluation,
    picked: list[Indicator],
) -> HttpResponse:
    """Copy what was picked; people come along within one body."""
    is_same = source.organisation_id == evaluation.organisation_id
    try:
        count = copy_from(
            actor=request.actor, pk=evaluation.pk, indicators=picked, with_hands=is_same
        )
    except JixiaoError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已复制 {count} 项指标，完成情况没有带过来")
    return redirect("planning:plan", evaluation.pk)


@require_http_methods(["GET", "POST"])
def copy(request: ActorRequest, pk: int) -> HttpResponse:
    """Choose indicators of another evaluation and append them."""
    evaluation = evaluation_for(request.actor, pk)
    require(
        may_plan(request.actor, evaluation), "只有本单位财务科在布置阶段可以复制指标"
    )
    others = (
        evaluations_for(request.actor).exclude(pk=pk).filter(indicators_total__gt=0)
    )
    chosen = request.POST.get("from") or request.GET.get("from") or ""
    source = None
    if chosen.isascii() and chosen.isdigit():
        source = get_object_or_404(others, pk=int(chosen))
    rows = list(source.indicators.all()) if source else []
    if request.method == "POST":
        wanted = set(request.POST.getlist("indicator"))
        picked: list[Indicator] = [row for row in rows if str(row.pk) in wanted]
        if source and picked:
            return _copied(request, evaluation, source, picked)
        messages.error(request, "请先勾选要复制的指标")
    facts = {
        "evaluation": evaluation, "here": "plan", "others": others[:200],
        "source": source, "rows": rows,
    }  # fmt: skip
    return render(
        request, "planning/copy.html", facts,
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip
