"""Parts of the published JSON answers: stated values as printed, computed ones in full."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from jixiao.core.evaluation import Evaluation
from jixiao.core.numbers import half_up
from jixiao.core.reading import is_met, read_indicator
from jixiao.core.stated import StatedForm, StatedReport
from jixiao.core.statements import Kind
from jixiao.workflows.score_evaluation import Scored

Tree = dict[str, Any]
EXACT_PLACES = 6


def grade_stated(report: StatedReport) -> str | None:
    """The grade word as printed: in the first form, else in the text."""
    return (report.forms[0].grade if report.forms else None) or report.grade


def budget_rows(form: StatedForm) -> list[Tree]:
    """The lines of a form's budget as printed."""
    return [
        {
            "form_index": form.index, "line": line.line, "initial": line.initial,
            "adjusted": line.adjusted, "executed": line.executed, "unit": line.unit,
            "weight": line.weight, "rate": line.rate, "score": line.score,
            "place": line.place,
        }
        for line in form.budget
    ]  # fmt: skip


def stated_rows(form: StatedForm, facts: Evaluation) -> list[Tree]:
    """The rows of a scoring form as printed, and how target and result are read."""
    rows = []
    for stated, indicator in zip(form.indicators, facts.indicators, strict=True):
        reading = read_indicator(indicator, year=facts.year)
        kind = reading.target.kind
        measured = reading.value is not None and reading.undecided is None
        rows.append({
            "form_index": form.index, "level1": stated.level1, "level2": stated.level2,
            "name": stated.name, "target": stated.target, "actual": stated.actual,
            "weight": stated.weight, "score": stated.score,
            "target_kind": "undecided" if kind is Kind.BLANK else str(kind),
            "direction": reading.direction.name.lower() if reading.direction else None,
            "met": is_met(reading) if measured else None,
            "undecided": reading.undecided, "notes": list(reading.notes),
            "place": stated.place,
        })  # fmt: skip
    return rows


def total_tree(one: Scored, *, stated: str | None, grade: str | None) -> Tree:
    """The total as printed and as computed; its two bounds while it is undecided."""
    card = one.scorecard
    exact = card.exact
    return {
        "stated": stated,
        "recomputed": text_of(card.total),
        **({} if card.total is not None else {"between": between(one)}),
        "rate_unrounded": text_of(card.rate_unrounded),
        "exact": None if exact is None else f"{half_up(exact, EXACT_PLACES):f}",
        "grade_stated": grade,
        "grade": card.grade,
    }


def between(one: Scored) -> list[str]:
    """Least and greatest total while something is undecided."""
    return [f"{one.scorecard.least:f}", f"{one.scorecard.greatest:f}"]


def text_of(value: Decimal | None) -> str | None:
    """A computed number in full, its rounding kept."""
    return None if value is None else f"{value:f}"
