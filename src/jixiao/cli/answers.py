"""What `--format json` prints: one tree per document, stated values as printed."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.cli.inputs import Input
from jixiao.core.evaluation import Evaluation
from jixiao.core.numbers import half_up, plain
from jixiao.core.reading import read_indicator
from jixiao.core.scorecard import ScoredRow
from jixiao.core.stated import StatedForm
from jixiao.core.statements import Kind
from jixiao.workflows.answers import (
    EXACT_PLACES,
    Tree,
    budget_rows,
    grade_stated,
    stated_rows,
    text_of,
    total_tree,
)
from jixiao.workflows.read_form import ReadDocument
from jixiao.workflows.score_evaluation import (
    Comparison,
    Scored,
    choose_rulebook,
)


def unreadable(source: Input) -> Tree:
    """The tree of a file that could not be read."""
    return {
        "path": str(source.path), "outcome": "unreadable", "error": source.error,
        "title": None, "organisation": None, "year": None, "form": "unknown",
        "rulebook": None, "total": {"stated": None}, "forms": [], "budget": [],
        "indicators": [], "undecided": [],
    }  # fmt: skip


# -- jixiao read -----------------------------------------------------------------------


def read_answer(source: Input) -> Tree:
    """The tree of `jixiao read` for one document."""
    if source.document is None:
        return unreadable(source)
    document = source.document
    report = document.report
    forms = [_form_tree(form, facts) for form, facts in document.forms()]
    first: Tree = (
        forms[0]
        if forms
        else {"form": str(report.kind), "rulebook": None, "total": {"stated": None}}
    )
    stated = first["total"]["stated"] or report.total
    return {
        "path": str(source.path),
        "outcome": "read",
        "error": None,
        "container": report.container,
        "title": report.title,
        "organisation": report.organisation,
        "year": report.year,
        "form": first["form"],
        "rulebook": first["rulebook"],
        "total": {"stated": stated, "grade_stated": grade_stated(report)},
        "forms": forms,
        "budget": [row for form in report.forms for row in budget_rows(form)],
        "indicators": [
            row for form, facts in document.forms() for row in stated_rows(form, facts)
        ],
        "undecided": undecided_of(document),
        "remarks": list(report.remarks),
    }


def _form_tree(form: StatedForm, facts: Evaluation) -> Tree:
    chosen = choose_rulebook(facts, form, None)
    return {
        "index": form.index,
        "title": form.title,
        "form": str(form.form),
        "rulebook": chosen.rulebook.id,
        "total": {"stated": form.total},
        "place": form.place,
    }


def undecided_of(document: ReadDocument) -> list[Tree]:
    """Everything that was seen and could not be read, with its place."""
    unread = [
        {"place": u.place, "quote": u.quote, "reason": u.reason}
        for u in document.report.undecided
    ]
    for form, facts in document.forms():
        for stated, indicator in zip(form.indicators, facts.indicators, strict=True):
            reading = read_indicator(indicator, year=facts.year)
            unread += [
                {"place": stated.place, "quote": s.text, "reason": s.reason or ""}
                for s in (reading.target, reading.actual)
                if s.kind is Kind.UNDECIDED
            ]
    return unread


# -- jixiao score ----------------------------------------------------------------------


def score_answer(source: Input, scored: Sequence[Scored]) -> Tree:
    """The tree of `jixiao score` for one document: its first form, then all forms."""
    if source.document is None:
        return unreadable(source) | {"rulebook": None, "levels": [], "compare": []}
    if not scored:
        return unreadable(source) | {
            "outcome": "nothing_to_score",
            "error": no_form_sentence(source),
        }
    report = source.document.report
    forms = [
        _scored_tree(one, form) for one, form in zip(scored, report.forms, strict=True)
    ]
    head: Tree = {
        "path": str(source.path),
        "outcome": "scored",
        "error": None,
        "title": report.title,
        "organisation": report.organisation,
        "year": report.year,
    }
    return {**head, **forms[0], "forms": forms if len(forms) > 1 else []}


def no_form_sentence(source: Input) -> str:
    """Why there is nothing to score in a document that was read."""
    return (
        f"{source.path.name}：文中没有自评表（未见含“三级指标、指标值、完成值”的表格），"
        "无法计分；请提供带自评表的文件"
    )


def _scored_tree(one: Scored, form: StatedForm) -> Tree:
    card, book = one.scorecard, one.chosen.rulebook
    return {
        "form_title": form.title,
        "rulebook": {
            "id": book.id,
            "title": book.title,
            "why": one.chosen.why,
            "unconfirmed": list(book.unconfirmed),
        },
        "total": {
            **total_tree(one, stated=form.total, grade=form.grade),
            "weight": plain(card.weight),
            "cap": text_of(card.cap),
        },
        "levels": [
            {
                "level1": level.name,
                "weight": plain(level.weight),
                "points": text_of(level.points),
            }
            for level in card.levels
        ],
        "execution": row_tree(card.execution) if card.execution else None,
        "indicators": [row_tree(row) for row in card.rows],
        "undecided": [*one.evaluation.remarks, *card.undecided],
        "notes": list(card.notes),
        "compare": [_comparison_tree(c) for c in one.comparisons],
    }


def row_tree(row: ScoredRow) -> Tree:
    """One scored row with its derivation as data and sentence."""
    indicator, derivation = row.indicator, row.derivation
    return {
        "name": indicator.name, "level1": indicator.level1, "level2": indicator.level2,
        "target": indicator.target, "actual": indicator.actual,
        "weight": text_of(indicator.weight), "stated": text_of(indicator.stated_points),
        "points": text_of(row.points), "met": row.is_met,
        "direction": row.direction.name.lower() if row.direction else None,
        "derivation": None if derivation is None else {
            "sentence": derivation.sentence, "formula": derivation.formula,
            "operands": dict(derivation.operands),
            "exact": plain(half_up(derivation.exact, EXACT_PLACES)),
            "rounding": ", ".join(derivation.rounding),
            "capped": derivation.is_capped, "clause": derivation.clause,
        },
        "undecided": row.undecided, "notes": list(row.notes), "place": indicator.place,
    }  # fmt: skip


def _comparison_tree(comparison: Comparison) -> Tree:
    card = comparison.scorecard
    return {
        "rulebook": comparison.rulebook.id,
        "title": comparison.rulebook.title,
        "total": text_of(card.total),
        "grade": card.grade,
        "unconfirmed": list(comparison.rulebook.unconfirmed),
        "changes": [
            {
                "name": change.name,
                "before": text_of(change.before),
                "points": text_of(change.after),
                "why": change.why,
            }
            for change in comparison.changes
        ],
        "undecided": list(card.undecided),
    }
