"""Pages of the body's 财务科: the budget and the texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jixiao.core.errors import JixiaoError
from jixiao.core.evaluation import BudgetBy
from jixiao.core.money import MoneyUnit
from jixiao.core.numbers import plain
from jixiao.core.scorecard import ScoredRow
from jixiao.core.scoring import score_evaluation
from jixiao.web.accounts.middleware import ActorRequest
from jixiao.web.filing.forms import (
    UNITS,
    Lines,
    Passages,
    TextsForm,
    budget_forms,
    passage_forms,
)
from jixiao.web.filing.services import AMOUNTS, TEXTS, save_budget, save_texts
from jixiao.web.planning.errors import ChangedMeanwhileError
from jixiao.web.planning.mapping import budget_to_core, to_core
from jixiao.web.planning.models import BudgetLine, Chapter, Evaluation
from jixiao.web.planning.scoring import rulebook_of
from jixiao.web.planning.selectors import evaluation_for, may_compose, require

_NOT_YOURS = "预算和文字由本单位财务科在审定之前填写，您可以查看，不能改动"
_DIVISIONS = [by.value for by in BudgetBy if by is not BudgetBy.TOTAL]


# -- budget ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """One column of one division against the total."""

    parts: str
    difference: str
    """How far from the total; "" where it agrees or cannot be compared."""
    is_compared: bool


@require_http_methods(["GET", "POST"])
def budget(request: ActorRequest, pk: int) -> HttpResponse:
    """The budget's lines, with the sums of each division and the execution rate."""
    evaluation = evaluation_for(request.actor, pk)
    lines = list(evaluation.budget_lines.all())
    asked = request.POST if request.method == "POST" else request.GET
    unit = UNITS.get(asked.get("unit", ""), MoneyUnit.TEN_THOUSAND)
    if request.method == "GET":
        return _budget_page(request, evaluation, budget_forms(lines, unit), lines, unit)
    forms = budget_forms(lines, unit, request.POST)
    is_valid = forms.is_valid()
    if request.POST.get("action") == "count":
        facts = _sums_facts(evaluation, forms.kept(), unit)
        return render(request, "filing/budget_sums.html", facts)
    require(may_compose(request.actor, evaluation), _NOT_YOURS)
    if not is_valid:
        return _budget_page(request, evaluation, forms, forms.kept(), unit, status=422)
    return _save_budget(request, evaluation, forms, unit)


def _save_budget(
    request: ActorRequest, evaluation: Evaluation, forms: Lines, unit: MoneyUnit
) -> HttpResponse:
    name = next(key for key, one in UNITS.items() if one is unit)
    here = f"{reverse('filing:budget', args=[evaluation.pk])}?unit={name}"
    try:
        save_budget(
            actor=request.actor, pk=evaluation.pk, version=_version(request.POST),
            lines=forms.kept(),
        )  # fmt: skip
    except ChangedMeanwhileError as error:
        return _changed(request, error, here)
    except JixiaoError as error:
        messages.error(request, str(error))
        return _budget_page(request, evaluation, forms, forms.kept(), unit, status=422)
    messages.success(request, "预算已保存")
    return redirect(here)


def _budget_page(
    request: ActorRequest,
    evaluation: Evaluation,
    forms: Lines,
    lines: Sequence[BudgetLine],
    unit: MoneyUnit,
    *,
    status: int = 200,
) -> HttpResponse:
    by_division: dict[str, list[Any]] = {by.value: [] for by in BudgetBy}
    for form in forms.forms:
        by_division.get(str(form["by"].value()), []).append(form)
    facts = {
        "evaluation": evaluation, "here": "budget", "forms": forms,
        "divisions": by_division, "printed": _printed(lines, unit),
        "is_mine": may_compose(request.actor, evaluation),
        "version": request.POST.get("version", evaluation.version),
        **_sums_facts(evaluation, lines, unit),
    }  # fmt: skip
    return render(request, "filing/budget.html", facts, status=status)


def _printed(
    lines: Iterable[BudgetLine], unit: MoneyUnit
) -> dict[str, list[tuple[str, list[tuple[str, str]]]]]:
    """Each division's lines for readers: name, and column with amount."""
    found: dict[str, list[tuple[str, list[tuple[str, str]]]]] = {}
    for line in lines:
        amounts = [
            (label, "—" if value is None else plain(value / unit.yuan))
            for field, label in AMOUNTS.items()
            for value in (getattr(line, field),)
        ]
        found.setdefault(line.by, []).append((line.label, amounts))
    return found


def _sums_facts(
    evaluation: Evaluation, lines: Sequence[BudgetLine], unit: MoneyUnit
) -> dict[str, Any]:
    return {
        "sums": {by: _sums(lines, by, unit) for by in _DIVISIONS},
        "execution": _execution(evaluation, lines), "unit": unit,
        "unit_name": next(name for name, one in UNITS.items() if one is unit),
        "amounts": AMOUNTS,
    }  # fmt: skip


def _sums(
    lines: Iterable[BudgetLine], by: str, unit: MoneyUnit
) -> dict[str, Sum] | None:
    """Each column's sum; None for a division that nobody filled."""
    rows = list(lines)
    parts = [line for line in rows if line.by == by]
    total = next((line for line in rows if line.by == BudgetBy.TOTAL.value), None)
    if not parts:
        return None
    return {field: _sum(parts, total, field, unit) for field in AMOUNTS}


def _sum(
    parts: Iterable[BudgetLine], total: BudgetLine | None, field: str, unit: MoneyUnit
) -> Sum:
    amounts = [value for part in parts if (value := getattr(part, field)) is not None]
    if not amounts:
        return Sum(parts="", difference="", is_compared=False)
    added = sum(amounts, Decimal(0))
    whole = getattr(total, field) if total else None
    gap = Decimal(0) if whole is None else added - whole
    word = "多" if gap > 0 else "少"
    return Sum(
        parts=plain(added / unit.yuan), is_compared=whole is not None,
        difference=f"比合计{word} {plain(abs(gap) / unit.yuan)}" if gap else "",
    )  # fmt: skip


def _execution(evaluation: Evaluation, lines: Sequence[BudgetLine]) -> ScoredRow | None:
    facts = replace(to_core(evaluation), budget=budget_to_core(lines))
    return score_evaluation(facts, rulebook_of(evaluation)).execution


# -- texts -----------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def texts(request: ActorRequest, pk: int) -> HttpResponse:
    """The chapter texts."""
    evaluation = evaluation_for(request.actor, pk)
    passages = evaluation.passages.all()
    if request.method == "GET":
        form, forms = TextsForm.of(evaluation), passage_forms(passages)
        return _texts_page(request, evaluation, form, forms)
    require(may_compose(request.actor, evaluation), _NOT_YOURS)
    form, forms = TextsForm(request.POST), passage_forms(passages, request.POST)
    is_valid = [form.is_valid(), forms.is_valid()]
    if not all(is_valid):
        return _texts_page(request, evaluation, form, forms, 422)
    try:
        save_texts(
            actor=request.actor, pk=pk, version=form.cleaned_data["version"],
            texts={field: form.cleaned_data[field] for field in TEXTS},
            passages=forms.kept(),
        )  # fmt: skip
    except ChangedMeanwhileError as error:
        return _changed(request, error, reverse("filing:texts", args=[pk]))
    except JixiaoError as error:
        form.add_error(None, str(error))
        return _texts_page(request, evaluation, form, forms, 422)
    messages.success(request, "文字已保存")
    return redirect("filing:texts", pk)


def _texts_page(
    request: ActorRequest,
    evaluation: Evaluation,
    form: TextsForm,
    forms: Passages,
    status: int = 200,
) -> HttpResponse:
    chapters: dict[str, list[Any]] = {chapter: [] for chapter in Chapter.values}
    for one in forms.forms:
        chapters.get(str(one["chapter"].value()), []).append(one)
    facts = {
        "evaluation": evaluation, "here": "texts", "form": form, "forms": forms,
        "chapters": [(Chapter(key), rows) for key, rows in chapters.items()],
        "is_mine": may_compose(request.actor, evaluation),
        "passages": evaluation.passages.all(),
    }  # fmt: skip
    return render(request, "filing/texts.html", facts, status=status)


def _changed(
    request: ActorRequest, error: ChangedMeanwhileError, url: str
) -> HttpResponse:
    sent: Mapping[str, str] = request.POST.dict()
    hidden = {key: text for key, text in sent.items() if key != "csrfmiddlewaretoken"}
    facts = {"error": error, "retry_url": url, "hidden": hidden}
    return render(request, "changed_meanwhile.html", facts, status=409)


def _version(data: QueryDict) -> int:
    text = data.get("version", "")
    return int(text) if text.isascii() and text.isdigit() else 0
