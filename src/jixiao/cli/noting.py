"""An audited file → the values that its audit note is made of."""

from __future__ import annotations

from jixiao.cli.audited import AuditedInput
from jixiao.core.findings import Severity
from jixiao.reports.audit_note import AuditNote
from jixiao.workflows import audit_notes


def note_of(one: AuditedInput, *, least: Severity, date: str) -> AuditNote:
    """Gather what the note of a file says that was audited."""
    assert one.audited is not None, "asked only for files that were audited"
    return audit_notes.note_of(
        one.audited, one.review, file=one.path.name, date=date, least=least
    )
