"""Files → audits with the reviewer's decisions; a bad file never stops a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jixiao.cli.inputs import content_of, named
from jixiao.core.decisions import Decisions, Review, apply
from jixiao.core.errors import JixiaoError
from jixiao.core.findings import Severity
from jixiao.core.rulebook import Rulebook
from jixiao.workflows.audit_documents import AuditedDocument, audit_document
from jixiao.workflows.keep_decisions import DECISIONS_SUFFIX, read_decisions


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedInput:
    """A file: its audit with what was decided about it, or the sentence why not."""

    path: Path
    audited: AuditedDocument | None = None
    error: str | None = None
    review: Review = field(default_factory=Review)
    decisions_error: str | None = None
    """Why the file of decisions beside it was not used; every finding counts then."""

    @property
    def title(self) -> str:
        """What the document calls itself, else its file name."""
        report = self.audited.document.report if self.audited else None
        return (report and report.title) or self.path.name

    @property
    def has_errors(self) -> bool:
        """Whether something at error level still asks to be corrected."""
        return self.review.count(Severity.ERROR) > 0


def audit_input(
    path: Path, *, rulebook: Rulebook | None, checks: Sequence[str] | None
) -> AuditedInput:
    """Audit one file; whatever is wrong with it becomes one sentence."""
    try:
        audited = audit_document(
            content_of(path), name=path.name, rulebook=rulebook, checks=checks
        )
    except JixiaoError as error:
        return AuditedInput(path=path, error=named(path, error))
    decisions, problem = Decisions(), None
    try:
        decisions = decisions_beside(path)
    except JixiaoError as error:
        problem = named(path, error)
    return AuditedInput(
        path=path,
        audited=audited,
        review=apply(
            decisions.of_checks(row.check for row in audited.ledger), audited.findings
        ),
        decisions_error=problem,
    )


def decisions_path(path: Path) -> Path:
    """Where the decisions about a report are kept: beside it, under its whole name."""
    return path.with_name(path.name + DECISIONS_SUFFIX)


def decisions_beside(path: Path) -> Decisions:
    """The decisions about a report; none where there is no file.

    Raises:
        InvalidDecisionsError: the file is damaged.
        UnreadableDocumentError: it cannot be opened.
    """
    file = decisions_path(path)
    if not file.exists():
        return Decisions()
    return read_decisions(content_of(file), name=file.name)
