"""Documents → findings and ledger: read, score under the recognised rules, check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jixiao.audit.registry import checks_named
from jixiao.audit.run import run_checks
from jixiao.audit.statements import THIS_PROJECT
from jixiao.audit.subject import ScoredForm, Subject
from jixiao.core.findings import Finding, LedgerRow
from jixiao.core.rulebook import Rulebook
from jixiao.workflows.read_form import ReadDocument, read_form
from jixiao.workflows.score_evaluation import Scored, score_form


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedDocument:
    """One document: what it states, its scores, and what does not add up."""

    document: ReadDocument
    scored: tuple[Scored, ...]
    """One per form, in order."""
    findings: tuple[Finding, ...]
    ledger: tuple[LedgerRow, ...]


def audit_document(
    content: bytes,
    *,
    name: str,
    rulebook: Rulebook | None = None,
    checks: Sequence[str] | None = None,
) -> AuditedDocument:
    """Audit one published report or form, or a file of facts.

    Args:
        content: the file.
        name: its name; tells facts (JSON, YAML) from documents.
        rulebook: the rules to score by; recognised where None.
        checks: ids and themes; all but those of form where None.

    Raises:
        UnreadableDocumentError: the file cannot be read at all.
        InvalidEvaluationError: facts that have not the published shape.
        UnknownCheckError: a check that does not exist was asked for.
    """
    chosen = checks_named(checks)
    document = read_form(content, name=name)
    scored = tuple(
        score_form(facts, form, given=rulebook) for form, facts in document.forms()
    )
    audit = run_checks(subject_of(document, scored), chosen)
    return AuditedDocument(
        document=document, scored=scored, findings=audit.findings, ledger=audit.ledger
    )


def subject_of(document: ReadDocument, scored: Sequence[Scored]) -> Subject:
    """What the checks look at: the report with each form's facts and score."""
    report = document.report
    names = (report.organisation, *(form.project for form in report.forms))
    if len(report.forms) == 1 and report.forms[0].project:
        names = (*names, THIS_PROJECT)
    return Subject(
        report=report,
        own_names=tuple(dict.fromkeys(name for name in names if name)),
        forms=tuple(
            ScoredForm(
                stated=form,
                evaluation=one.evaluation,
                rulebook=one.chosen.rulebook,
                card=one.scorecard,
            )
            for (form, _), one in zip(document.forms(), scored, strict=True)
        ),
    )
