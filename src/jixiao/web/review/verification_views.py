"""复核: every indicator with what proves it, and the two answers ✓ and 退回."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from jixiao.core.errors import JixiaoError
from jixiao.web.accounts.middleware import ActorRequest
from jixiao.web.planning.errors import ChangedMeanwhileError, NotAllowedError
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.selectors import evaluation_for, indicator_for
from jixiao.web.planning.states import VERIFIABLE, Progress
from jixiao.web.review import verification as services
from jixiao.web.review.forms import CommentForm, ReturnForm, VersionForm
from jixiao.web.review.selectors import VerificationRow, verification_rows

FILTERS = (
    ("", "全部"), (Progress.FILED, "待复核"), (Progress.VERIFIED, "已复核"),
    (Progress.RETURNED, "退回"), (Progress.OPEN, "待填报"),
)  # fmt: skip


@require_GET
def verification(request: ActorRequest, pk: int) -> HttpResponse:
    """All applicable indicators, filtered by state and division."""
    return _list(request, evaluation_for(request.actor, pk))


def _list(
    request: ActorRequest, evaluation: Evaluation, *, status: int = 200
) -> HttpResponse:
    rows = verification_rows(request.actor, evaluation)
    progress = request.GET.get("progress", "")
    division = request.GET.get("division", "")
    shown = [row for row in rows if _fits(row, progress, division)]
    divisions = {
        str(one.pk): one.name for row in rows if (one := row.indicator.responsible)
    }
    counts = {
        value: sum(_fits(row, value, division) for row in rows) for value, _ in FILTERS
    }
    facts = {
        "evaluation": evaluation, "here": "verification", "rows": shown,
        "filters": [(str(v), label, counts[v]) for v, label in FILTERS],
        "progress": progress, "division": division,
        "divisions": sorted(divisions.items(), key=lambda pair: int(pair[0])),
        "may_any": any(
            row.may_verify and row.indicator.progress == Progress.FILED for row in shown
        ),
        "is_open": evaluation.state in VERIFIABLE,
    }  # fmt: skip
    return render(request, "review/verification.html", facts, status=status)


@require_POST
def verify(request: ActorRequest, pk: int) -> HttpResponse:
    """Verify one indicator."""
    indicator = indicator_for(request.actor, pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        return _row(request, indicator, "页面不完整，请刷新后重试", status=422)
    seen = {pk: form.cleaned_data["version"]}
    try:
        services.verify(actor=request.actor, pk=indicator.evaluation_id, seen=seen)
    except JixiaoError as error:
        return _refused(request, indicator, error)
    return _row(request, indicator)


@require_POST
def return_(request: ActorRequest, pk: int) -> HttpResponse:
    """Give one indicator back with a reason."""
    indicator = indicator_for(request.actor, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _row(request, indicator, form=form, status=422)
    try:
        services.return_indicator(actor=request.actor, pk=pk, **form.cleaned_data)
    except JixiaoError as error:
        return _refused(request, indicator, error, form)
    return _row(request, indicator)


@require_POST
def comment(request: ActorRequest, pk: int) -> HttpResponse:
    """Leave a remark on one indicator."""
    indicator = indicator_for(request.actor, pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _row(request, indicator, comment_form=form, status=422)
    services.comment(
        actor=request.actor, pk=indicator.evaluation_id, indicator=indicator,
        text=form.cleaned_data["text"],
    )  # fmt: skip
    return _row(request, indicator)


@require_POST
def verify_many(request: ActorRequest, pk: int) -> HttpResponse:
    """Verify all ticked indicators, or none of them."""
    evaluation_for(request.actor, pk)
    seen = _seen(request.POST.getlist("seen"))
    if not seen:
        messages.warning(request, "没有勾选指标；请先勾选再复核")
        return redirect("review:verification", pk)
    try:
        done = services.verify(actor=request.actor, pk=pk, seen=seen)
    except NotAllowedError as error:
        raise PermissionDenied(str(error)) from error
    except ChangedMeanwhileError as error:
        messages.error(
            request,
            f"{error.yours['办理']}：{error.who or '别人'}又作了改动，所选各项都没有复核；请看过现在的内容再办",
        )
        return _list(request, evaluation_for(request.actor, pk), status=409)
    except JixiaoError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已复核 {len(done)} 项")
    return redirect("review:verification", pk)


def _seen(sent: list[str]) -> dict[int, int]:
    """`pk:version` of each ticked row; anything else was not sent by our page."""
    pairs = (one.partition(":") for one in sent)
    return {
        int(pk): int(version)
        for pk, _, version in pairs
        if pk.isdecimal() and version.isdecimal()
    }


def _fits(row: VerificationRow, progress: str, division: str) -> bool:
    one = row.indicator
    return (not progress or one.progress == progress) and (
        not division or str(one.responsible_id) == division
    )


def _refused(
    request: ActorRequest,
    indicator: Indicator,
    error: JixiaoError,
    form: ReturnForm | None = None,
) -> HttpResponse:
    if isinstance(error, NotAllowedError):
        raise PermissionDenied(str(error)) from error
    if isinstance(error, ChangedMeanwhileError):
        who = error.who or "别人"
        sentence = (
            f"您打开之后，{who}又作了改动，没有办理；下面是现在的内容，请看过再办"
        )
        return _row(request, indicator, sentence, form=form, status=409)
    return _row(request, indicator, str(error), form=form, status=422)


def _row(
    request: ActorRequest,
    indicator: Indicator,
    message: str = "",
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The row alone for htmx; without it the page again, at the row."""
    evaluation = evaluation_for(request.actor, indicator.evaluation_id)
    rows = verification_rows(request.actor, evaluation, only=indicator.pk)
    if request.htmx or status != 200:  # type: ignore[attr-defined] # noqa: PLR2004
        facts = {"evaluation": evaluation, "row": rows[0], "message": message, **more}
        page = "_verification_row.html" if request.htmx else "verification_one.html"  # type: ignore[attr-defined]
        facts["here"] = "verification"
        return render(request, f"review/{page}", facts, status=status)
    response = redirect("review:verification", evaluation.pk)
    response["Location"] += f"#indicator-{indicator.pk}"
    return response
