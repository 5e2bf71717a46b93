"""What may come of any file: an audit, or a refusal in one Chinese sentence."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from jixiao.core.errors import JixiaoError
from jixiao.documents.annotated_places import Note
from jixiao.documents.annotations import annotate
from jixiao.documents.blocks import Container
from jixiao.workflows.audit_documents import AuditedDocument, audit_document
from jixiao.workflows.read_form import read_form

CHINESE_SENTENCE = re.compile(r"[^\n]*[\u4e00-\u9fff][^\n]*")
ANNOTATED = {str(Container.DOCX), str(Container.XLSX)}
MOST_SECONDS = 20
"""Of the processor, so that a busy machine is no mistake of ours."""


class TooSlowError(Exception):
    """A small file must not take long."""


def outcome(content: bytes, name: str) -> str:
    """Audit a file and annotate it; anything but the outcomes below is a bug.

    Returns:
        `audited`; `refused: ` with the reason; `audited, not annotated: ` where a part
        of the file is damaged that reading does not need.
    """
    try:
        audited = audit_document(content, name=name)
    except JixiaoError as error:
        return f"refused: {_reason(error)}"
    _check(audited)
    if audited.document.report.container not in ANNOTATED:
        return "audited"
    try:
        _annotate(content, name, audited)
    except JixiaoError as error:
        return f"audited, not annotated: {_reason(error)}"
    return "audited"


def _reason(error: JixiaoError) -> str:
    sentence = str(error)
    assert CHINESE_SENTENCE.fullmatch(sentence), sentence
    return str(getattr(error, "reason", error.code))


def _check(audited: AuditedDocument) -> None:
    assert len(audited.scored) == len(audited.document.report.forms)
    for finding in audited.findings:
        assert finding.message, finding
        assert finding.places, finding
        assert finding.fingerprint.startswith("sha256:"), finding


def _annotate(content: bytes, name: str, audited: AuditedDocument) -> None:
    """Comments at all places; the file must read as before."""
    notes = [
        Note(place=place.locator, quote=place.quote, text=finding.message)
        for finding in audited.findings
        for place in finding.places
    ]
    notes += [
        Note(place=row.place, quote=row.actual or "", text="核对")
        for form in audited.document.report.forms
        for row in form.indicators
    ]
    answer = annotate(content, name=name, notes=notes)
    assert answer.placed + len(answer.unplaced) == len(notes)
    assert read_form(answer.content, name=name) == audited.document


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise where a file takes too long."""

    def too_slow(_signal: int, frame: FrameType | None) -> None:
        raise TooSlowError(f"over {seconds} s of the processor, now at {frame}")

    before = signal.signal(signal.SIGPROF, too_slow)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
