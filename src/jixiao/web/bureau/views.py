"""财政总览: all bodies of the year, one of them without leaving the list, 催报, 导出."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jixiao.core.errors import JixiaoError
from jixiao.web.accounts.middleware import ActorRequest
from jixiao.web.bureau import exporting, selectors, services
from jixiao.web.bureau.filters import UNPLANNED, Chosen, FilterForm, chosen
from jixiao.web.bureau.weakest import weakest_of
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.selectors import require
from jixiao.web.planning.states import AT_BUREAU

PAGE = 50
_UNPLANNED_SHOWN = 20
COLUMNS = (
    ("body", "单位", ""), ("kind", "类型", ""), ("what", "评价对象", ""),
    ("state", "状态", ""), ("score", "得分", "num"), ("grade", "等级", ""),
    ("errors", "必须修改", "num"), ("warnings", "请核实", "num"),
    ("late", "逾期天数", "num"), ("last", "上年得分", "num"),
)  # fmt: skip
_ONLY_BUREAU = "财政总览只供财政审核人使用"


@require_safe
def overview(request: ActorRequest) -> HttpResponse:
    """All bodies of the year."""
    form, choice = _choice(request, request.GET)
    rows = selectors.overview(request.actor, choice)
    missing = selectors.unplanned(request.actor, choice)
    number_missing = missing.count()
    tally = selectors.tally(rows, choice, missing=number_missing)
    is_unplanned = choice.state == UNPLANNED
    pages = Paginator(missing if is_unplanned else rows, PAGE)
    pages.count = number_missing if is_unplanned else tally.total  # counted already
    page = pages.get_page(request.GET.get("page"))
    facts = {
        "form": form, "choice": choice, "tally": tally, "page": page,
        "columns": _columns(choice), "is_unplanned": is_unplanned,
        "rows": [] if is_unplanned else _grouped(choice, page.object_list, tally),
        "missing": [] if is_unplanned else list(missing[:_UNPLANNED_SHOWN]),
        "number_missing": number_missing,
        "reminder": _usual_reminder(choice.year),
    }  # fmt: skip
    return render(request, "bureau/overview.html", facts)


@require_safe
def weakest(request: ActorRequest) -> HttpResponse:
    """The chart of the weakest indicators, loaded after the list."""
    _, choice = _choice(request, request.GET)
    found = weakest_of(selectors.overview(request.actor, choice))
    return render(request, "bureau/_weakest.html", {"weakest": found})


@require_safe
def export(request: ActorRequest, kind: str) -> HttpResponseBase:
    """All chosen rows as a file."""
    _, choice = _choice(request, request.GET)
    rows, name = exporting.rows_of(request.actor, choice), f"{choice.year}年度自评总览"
    if kind == "csv":
        lines = exporting.csv_lines(rows)
        headers = {"Content-Disposition": f'attachment; filename="{choice.year}.csv"'}
        return StreamingHttpResponse(
            lines, content_type="text/csv; charset=utf-8", headers=headers
        )
    if kind == "xlsx":
        file = exporting.xlsx_file(rows, title=f"{choice.year}年度")
        return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")
    raise Http404


@require_safe
def evaluation(request: ActorRequest, pk: int) -> HttpResponse:
    """One of them: beside the list, or on a page of its own."""
    require(request.actor.is_bureau, _ONLY_BUREAU)
    return _panel(request, selectors.evaluation_of_bureau(request.actor, pk))


@require_POST
def remind(request: ActorRequest) -> HttpResponse:
    """催报 one body, or all chosen ones that are overdue."""
    require(request.actor.is_bureau, _ONLY_BUREAU)
    text = request.POST.get("text", "").strip()
    if "evaluation" in request.POST:
        return _remind_one(request, int(request.POST["evaluation"]), text)
    _, choice = _choice(request, QueryDict(request.POST.get("filters", "")))
    back = f"{reverse('bureau:overview')}?{choice.query}"
    pks = selectors.overdue(request.actor, choice)
    if not pks or not text:
        messages.warning(
            request, "请填写催报内容" if pks else "所选范围内没有逾期未报送的单位"
        )
        return redirect(back)
    job = services.remind_many(actor=request.actor, pks=pks, text=text)
    return redirect("work:job", job.pk)


@require_safe
def reminders(request: ActorRequest) -> HttpResponse:
    """Reminders to my body, as the desk shows them."""
    facts = {"reminders": selectors.reminders_for(request.actor)}
    return render(request, "bureau/_reminders.html", facts)


def _choice(request: ActorRequest, given: QueryDict) -> tuple[FilterForm, Chosen]:
    """The filters as a form and as values."""
    require(request.actor.is_bureau, _ONLY_BUREAU)
    years = selectors.years_of(request.actor)
    values = {"year": str(years[0])} | {key: given[key] for key in given}
    form = FilterForm(values, years=years, grades=selectors.grades())
    return form, chosen(form, year=years[0])


def _columns(choice: Chosen) -> list[dict[str, str]]:
    """Heads of the table with the order that a click on each leads to."""
    name, is_falling = choice.sort.removeprefix("-"), choice.sort.startswith("-")
    return [
        {
            "label": label, "look": look,
            "to": f"-{key}" if key == name and not is_falling else key,
            "order": ("descending" if is_falling else "ascending") if key == name else "",
        }
        for key, label, look in COLUMNS
    ]  # fmt: skip


def _grouped(choice: Chosen, rows: Any, tally: selectors.Tally) -> list[dict[str, Any]]:
    """Rows of the page, each with the head of its group where one begins."""
    found: list[dict[str, Any]] = []
    before: Any = None
    for row in rows:
        key, label = selectors.group_label(choice, row)
        is_first = bool(choice.group) and (not found or key != before)
        head = f"{label}（{tally.groups[key]}）" if is_first else ""
        found.append({"one": row, "late": exporting.days_late(row.late), "head": head})
        before = key
    return found


def _panel(
    request: ActorRequest, one: Evaluation, *, text: str = "", error: str = ""
) -> HttpResponse:
    is_submitted = one.state in AT_BUREAU
    facts = {
        "evaluation": one, "late": exporting.days_late(getattr(one, "late")),  # noqa: B009  annotated
        "is_submitted": is_submitted, "error": error,
        "text": text or _usual_reminder(one.year),
    }  # fmt: skip
    is_fragment = request.headers.get("HX-Request") == "true"
    template = "bureau/_evaluation.html" if is_fragment else "bureau/evaluation.html"
    return render(request, template, facts, status=422 if error else 200)


def _remind_one(request: ActorRequest, pk: int, text: str) -> HttpResponse:
    one = selectors.evaluation_of_bureau(request.actor, pk)
    error = "" if text else "请填写催报内容"
    if text:
        try:
            services.remind(actor=request.actor, pk=pk, text=text)
        except (JixiaoError, PermissionDenied) as refusal:
            error = str(refusal)
    if error:
        return _panel(request, one, text=text, error=error)
    if request.headers.get("HX-Request") == "true":
        return _panel(request, selectors.evaluation_of_bureau(request.actor, pk))
    messages.success(request, f"已催报 {one.organisation.name}")
    return redirect("bureau:evaluation", pk)


def _usual_reminder(year: int) -> str:
    return f"{year}年度绩效自评已到报送期限，请抓紧完成填报、复核和审定，尽快报送；如有困难请及时与我们联系。"
