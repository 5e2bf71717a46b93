"""What an audit says as the published tree, one document of jixiao-audit/1."""

from __future__ import annotations

from decimal import Decimal

from jixiao.audit.subject import FormRow, ScoredForm
from jixiao.core.decisions import Change, Decision, Review, ReviewedFinding
from jixiao.core.findings import LedgerRow, Severity
from jixiao.reports.audit_note import numbered_groups
from jixiao.workflows import answers
from jixiao.workflows.answers import Tree
from jixiao.workflows.audit_documents import AuditedDocument, subject_of
from jixiao.workflows.audit_notes import themes

SCHEMA_ID = "jixiao-audit/1"
_NO_SCORED_ROW = "其中项不单独计分"
_NOT_APPLICABLE = "指标不适用"


def audit_tree(
    audited: AuditedDocument,
    review: Review,
    *,
    path: str,
    least: Severity = Severity.NOTE,
) -> Tree:
    """The tree of one audited document.

    Args:
        audited: the audit.
        review: its findings with what was decided about them.
        path: what the document is called.
        least: findings below this severity are left out.
    """
    report = audited.document.report
    scored = subject_of(audited.document, audited.scored).forms
    forms = _form_trees(audited)
    first: Tree = forms[0] if forms else _without_form(audited)
    return {
        "path": path, "outcome": "audited", "error": None,
        "title": report.title, "organisation": report.organisation,
        "year": report.year, "form": first["form"], "rulebook": first["rulebook"],
        "total": _total(audited), "forms": forms,
        "budget": [
            row for form in report.forms for row in answers.budget_rows(form)
        ],
        "indicators": [row for form in scored for row in _indicators(form)],
        "findings": _findings(review, least),
        "ledger": [_ledger_row(row) for row in audited.ledger],
        "changes": _changes(review), "decisions_error": None,
    }  # fmt: skip


def unreadable_tree(*, path: str, error: str | None) -> Tree:
    """The tree of a document that could not be read, with the sentence why."""
    return {
        "path": path, "outcome": "unreadable", "error": error,
        "title": None, "organisation": None, "year": None, "form": "unknown",
        "rulebook": None, "total": {"stated": None}, "forms": [], "budget": [],
        "indicators": [], "findings": [], "ledger": [], "changes": None,
        "decisions_error": None,
    }  # fmt: skip


# -- forms, totals, indicators ---------------------------------------------------------


def _form_trees(audited: AuditedDocument) -> list[Tree]:
    return [
        {
            "index": form.index, "title": form.title, "form": str(form.form),
            "rulebook": one.chosen.rulebook.id, "place": form.place,
            "total": answers.total_tree(one, stated=form.total, grade=form.grade),
        }
        for (form, _), one in zip(
            audited.document.forms(), audited.scored, strict=True
        )
    ]  # fmt: skip


def _without_form(audited: AuditedDocument) -> Tree:
    return {"form": str(audited.document.report.kind), "rulebook": None}


def _total(audited: AuditedDocument) -> Tree:
    report = audited.document.report
    grade = answers.grade_stated(report)
    if not audited.scored:
        return {
            "stated": report.total, "recomputed": None, "rate_unrounded": None,
            "exact": None, "grade_stated": grade, "grade": None,
        }  # fmt: skip
    stated = report.forms[0].total or report.total
    return answers.total_tree(audited.scored[0], stated=stated, grade=grade)


def _indicators(form: ScoredForm) -> list[Tree]:
    stated = answers.stated_rows(form.stated, form.evaluation)
    return [tree | _scored(row) for tree, row in zip(stated, form.rows, strict=True)]


def _scored(row: FormRow) -> Tree:
    """Recomputed points, or why there are none."""
    scored = row.scored
    if scored is None:
        reason = _NO_SCORED_ROW if row.indicator.is_detail else _NOT_APPLICABLE
        return {"recomputed": None, "undecided": reason, "derivation": None}
    derivation = scored.derivation
    return {
        "recomputed": _points(scored.points),
        "met": scored.is_met,
        "undecided": scored.undecided,
        "derivation": derivation.sentence if derivation else None,
    }


def _points(points: Decimal | None) -> str | None:
    return None if points is None else f"{points:f}"


# -- findings, ledger, summary -----------------------------------------------------------


def _findings(review: Review, least: Severity) -> list[Tree]:
    """The findings at or above a severity, in the order of the audit."""
    numbers = {
        id(numbered.reviewed): numbered.number
        for _, group in numbered_groups(review.findings, themes())
        for numbered in group
    }
    return [
        _finding(one, numbers[id(one)])
        for one in review.findings
        if one.finding.severity.rank <= least.rank
    ]


def _finding(one: ReviewedFinding, number: int) -> Tree:
    """One finding with what was decided about it."""
    finding = one.finding
    return {
        "number": number,
        "check": finding.check, "severity": str(finding.severity),
        "about": finding.about, "message": finding.message,
        "stated": finding.stated, "expected": finding.expected,
        "arithmetic": finding.arithmetic,
        "places": [
            {"locator": place.locator, "quote": place.quote}
            for place in finding.places
        ],
        "how_to_fix": finding.how_to_fix, "fingerprint": finding.fingerprint,
        "decision": decision_tree(one.decision),
        "earlier": decision_tree(one.earlier),
        "change": one.change.label if one.change else None,
    }  # fmt: skip


def decision_tree(decision: Decision | None) -> Tree | None:
    """What was decided, with its reason; None where nothing was."""
    if decision is None:
        return None
    return {
        "decision": decision.verdict.label, "reason": decision.reason,
        "stated": decision.stated, "expected": decision.expected,
        "date": decision.date or None, "role": decision.role or None,
    }  # fmt: skip


def _ledger_row(row: LedgerRow) -> Tree:
    return {
        "check": row.check, "title": row.title, "looked_at": row.looked_at,
        "found": row.found,
        "undecided": [
            {"place": doubt.place, "reason": doubt.reason} for doubt in row.undecided
        ],
        "not_applicable": row.not_applicable,
    }  # fmt: skip


def _changes(review: Review) -> Tree | None:
    """What changed since decisions were taken; null where none ever was."""
    fingerprints = {
        change.label: [
            one.finding.fingerprint for one in review.findings if one.change is change
        ]
        for change in (Change.NEW, Change.FACTS_CHANGED, Change.REMAINS)
    }
    resolved = [
        {"fingerprint": d.fingerprint, "check": d.check, "about": d.about}
        | (decision_tree(d) or {})
        for d in review.resolved
    ]
    if not resolved and not any(fingerprints.values()):
        return None
    return {**fingerprints, Change.RESOLVED.label: resolved}
