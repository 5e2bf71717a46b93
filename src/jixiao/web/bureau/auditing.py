"""One foreign report, audited in a process of its own; knows nothing of the site.

The file is kept under its digest; what it is called comes with the options.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from jixiao.core.decisions import Decisions, Review, apply
from jixiao.core.errors import JixiaoError
from jixiao.core.findings import Finding
from jixiao.documents.annotated_places import Note
from jixiao.documents.annotations import annotate
from jixiao.reports.audit_document import compose_note
from jixiao.reports.audit_note import AuditNote, open_groups
from jixiao.reports.audit_page import render_audit_html
from jixiao.reports.audit_workbook import render_audit_xlsx
from jixiao.reports.docx import render_docx
from jixiao.workflows.audit_answers import audit_tree
from jixiao.workflows.audit_documents import AuditedDocument, audit_document
from jixiao.workflows.audit_notes import note_of

Tree = dict[str, Any]
Options = Mapping[str, Any]
NOTES: dict[str, Callable[[AuditNote], bytes]] = {
    "docx": lambda note: render_docx(compose_note(note)),
    "html": render_audit_html,
    "xlsx": render_audit_xlsx,
}
ANNOTATED = "annotated"


def audit(path: Path, options: Options) -> Tree:
    """Audit a file to the tree that is kept."""
    name = options["names"][path.name]
    audited, review = _audited(path, name)
    tree: Tree = _storable(audit_tree(audited, review, path=name))
    return tree


def written(path: Path, options: Options) -> Tree:
    """Write a file about a report, or the report itself with comments.

    Returns:
        `content` in base64, and `remarks`.
    """
    name = options["names"][path.name]
    audited, review = _audited(path, name)
    note = note_of(audited, review, file=name, date=options["date"])
    kind, remarks = options["kind"], []
    if kind == ANNOTATED:
        notes = [Note(place=p, quote=q, text=t) for p, q, t in _comments(note)]
        file = PurePosixPath(name).name
        annotated = annotate(path.read_bytes(), name=file, notes=notes)
        content, remarks = annotated.content, list(annotated.remarks)
    else:
        content = NOTES[kind](note)
    return {"content": base64.b64encode(content).decode(), "remarks": remarks}


def _audited(path: Path, name: str) -> tuple[AuditedDocument, Review]:
    """Audit what was kept; a file that was swapped meanwhile is refused.

    Raises:
        JixiaoError: the content is not the one that was taken in.
    """
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != path.name:
        raise JixiaoError("文件与上传时不一致，没有核查；请重新上传")
    audited = audit_document(content, name=PurePosixPath(name).name)
    return audited, apply(Decisions(), audited.findings)


def _storable(value: Any) -> Any:
    """Without the characters that a database refuses: NUL, halves of pairs."""
    match value:
        case str():
            return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
        case dict():
            return {key: _storable(one) for key, one in value.items()}
        case list() | tuple():
            return [_storable(one) for one in value]
        case _:
            return value


def _comments(note: AuditNote) -> Iterator[tuple[str, str, str]]:
    """Place, quotation and text, one for each place of each finding."""
    for _, group in open_groups(note):
        for one in group:
            finding = one.reviewed.finding
            for place in finding.places:
                yield place.locator, place.quote, _comment(finding)


def _comment(finding: Finding) -> str:
    lines = (finding.message, finding.arithmetic, finding.how_to_fix)
    said = "\n".join(line for line in lines if line)
    return f"【{finding.severity.label}】{said}"
