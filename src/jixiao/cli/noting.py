"""An audited file → the values that its audit note is made of."""

from __future__ import annotations

from jixiao.audit.registry import all_checks
from jixiao.cli.audited import AuditedInput
from jixiao.core.findings import Severity
from jixiao.reports.audit_note import AuditNote, NotedForm


def note_of(one: AuditedInput, *, least: Severity, date: str) -> AuditNote:
    """Gather what the note says.

    Args:
        one: a file that was audited.
        least: findings below this severity are left out.
        date: the day of the audit as it is printed.
    """
    audited = one.audited
    assert audited is not None, "asked only for files that were audited"
    report = audited.document.report
    return AuditNote(
        title=one.title,
        file=one.path.name,
        organisation=report.organisation or "",
        year=report.year,
        forms=tuple(
            NotedForm(
                stated=form, evaluation=scored.evaluation, card=scored.scorecard,
                rulebook=scored.chosen.rulebook, why=scored.chosen.why,
            )
            for form, scored in zip(report.forms, audited.scored, strict=True)
        ),
        review=one.review,
        ledger=audited.ledger,
        themes=themes(),
        date=date,
        least=least,
    )  # fmt: skip


def themes() -> tuple[tuple[str, str], ...]:
    """Id and theme of every check, in the order of the ledger."""
    return tuple((check.id, check.theme.label) for check in all_checks())
