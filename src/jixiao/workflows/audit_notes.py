"""An audited document → the values that its audit note is made of."""

from __future__ import annotations

from jixiao.audit.registry import all_checks
from jixiao.core.decisions import Review
from jixiao.core.findings import Severity
from jixiao.reports.audit_note import AuditNote, NotedForm
from jixiao.workflows.audit_documents import AuditedDocument


def note_of(
    audited: AuditedDocument,
    review: Review,
    *,
    file: str,
    date: str,
    least: Severity = Severity.NOTE,
) -> AuditNote:
    """Gather what the note says.

    Args:
        audited: the document.
        review: its findings with what was decided about them.
        file: its name.
        date: the day of the audit as it is printed.
        least: findings below this severity are left out.
    """
    report = audited.document.report
    return AuditNote(
        title=report.title or file,
        file=file,
        organisation=report.organisation or "",
        year=report.year,
        forms=tuple(
            NotedForm(
                stated=form, evaluation=scored.evaluation, card=scored.scorecard,
                rulebook=scored.chosen.rulebook, why=scored.chosen.why,
            )
            for form, scored in zip(report.forms, audited.scored, strict=True)
        ),
        review=review,
        ledger=audited.ledger,
        themes=themes(),
        date=date,
        least=least,
    )  # fmt: skip


def themes() -> tuple[tuple[str, str], ...]:
    """Id and theme of every check, in the order of the ledger."""
    return tuple((check.id, check.theme.label) for check in all_checks())
