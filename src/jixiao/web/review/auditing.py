"""The audit of an evaluation: of the report as written, kept with the facts' version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from jixiao.core.decisions import Decision, Decisions, Review, Verdict, apply
from jixiao.core.errors import JixiaoError
from jixiao.core.findings import Finding, Place, Severity
from jixiao.exchange.evaluation import to_json
from jixiao.reports.render import REPORT
from jixiao.web.planning.mapping import FACTS, to_core
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.scoring import rulebook_of
from jixiao.web.review.composing import SOFTWARE, files_of
from jixiao.web.review.models import Answer, AuditRun
from jixiao.workflows.audit_answers import audit_tree, decision_tree
from jixiao.workflows.audit_documents import AuditedDocument, audit_document
from jixiao.workflows.prepare_report import Format

Tree = dict[str, Any]
FACTS_FILE = "自评数据.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was audited, and what came of it."""

    audited: AuditedDocument
    file: str
    not_composed: str
    """Why the facts were audited instead of the report; "" when they were not."""


def look_at(evaluation: Evaluation) -> Looked:
    """Audit the report as it would be written; the facts while it cannot be.

    Args:
        evaluation: with FACTS prefetched.
    """
    book, why = rulebook_of(evaluation), "还没有指标"
    if evaluation.indicators.all():
        name = f"{REPORT}.docx"
        try:
            content = files_of(evaluation, formats=[Format.DOCX])[name]
            audited = audit_document(content, name=name, rulebook=book)
        except JixiaoError as error:
            why = str(error)
        else:
            return Looked(audited=audited, file=name, not_composed="")
    content = to_json(to_core(evaluation)).encode()
    audited = audit_document(content, name=FACTS_FILE, rulebook=book)
    return Looked(audited=audited, file=FACTS_FILE, not_composed=why)


def audit_of(evaluation: Evaluation, *, at: datetime) -> AuditRun:
    """The audit of the facts as they stand: the kept one, or a new one.

    The version is read before the facts: who changes them meanwhile makes the kept
    audit an old one, never a wrong one.

    Args:
        evaluation: whose; read again where a new audit is made.
        at: when it is asked for.
    """
    run = AuditRun.objects.filter(evaluation=evaluation).first()
    known = (evaluation.facts_version, SOFTWARE)
    if run is not None and (run.facts_version, run.software) == known:
        return run
    rows = Evaluation.objects.select_related("organisation")
    one = rows.get(pk=evaluation.pk)
    facts = rows.prefetch_related(*FACTS).get(pk=evaluation.pk)
    looked = look_at(facts)
    tree = audit_tree(looked.audited, apply(Decisions(), looked.audited.findings),
                      path=looked.file)  # fmt: skip
    with transaction.atomic():
        run, _ = AuditRun.objects.update_or_create(
            evaluation=one,
            defaults={
                "facts_version": one.facts_version, "at": at, "software": SOFTWARE,
                "result": tree | {"not_composed": looked.not_composed},
            },
        )  # fmt: skip
        count_open(one, run)
    evaluation.findings_error = one.findings_error
    evaluation.findings_warning = one.findings_warning
    return run


def count_open(evaluation: Evaluation, run: AuditRun) -> Review:
    """Write how many findings still ask for something; give the findings."""
    answers = Answer.objects.filter(evaluation=evaluation).select_related("by")
    review = review_of(run.result, answers)
    evaluation.findings_error = review.count(Severity.ERROR)
    evaluation.findings_warning = review.count(Severity.WARNING)
    Evaluation.objects.filter(pk=evaluation.pk).update(
        findings_error=evaluation.findings_error,
        findings_warning=evaluation.findings_warning,
    )
    return review


# -- findings and answers ------------------------------------------------------------


def findings_of(tree: Tree) -> tuple[Finding, ...]:
    """The findings of a tree as the core's values."""
    return tuple(
        Finding(
            check=one["check"], severity=Severity(one["severity"]),
            about=one["about"], message=one["message"], stated=one["stated"],
            expected=one["expected"], arithmetic=one["arithmetic"],
            places=tuple(Place(**place) for place in one["places"]),
            how_to_fix=one["how_to_fix"],
        )
        for one in tree["findings"]
    )  # fmt: skip


def decisions_of(answers: Iterable[Answer]) -> Decisions:
    """The answers as the core's decisions."""
    return Decisions(
        taken=tuple(
            Decision(
                fingerprint=one.fingerprint, verdict=Verdict(one.verdict),
                reason=one.reason, check=one.check_id, about=one.about,
                stated=one.stated or None, expected=one.expected or None,
                date=f"{timezone.localtime(one.at):%Y-%m-%d}",
            )
            for one in answers
        )
    )  # fmt: skip


def review_of(tree: Tree, answers: Iterable[Answer]) -> Review:
    """The findings with the answers that still hold."""
    return apply(decisions_of(answers), findings_of(tree))


def review_of_answers(audited: AuditedDocument, evaluation: Evaluation) -> Review:
    """An audit's findings with the answers of the evaluation that still hold."""
    answers = Answer.objects.filter(evaluation=evaluation)
    return apply(decisions_of(answers), audited.findings)


def answered(tree: Tree, answers: Iterable[Answer]) -> Tree:
    """The tree with each answer at its finding."""
    reviewed = review_of(tree, answers).findings
    return tree | {
        "findings": [
            one
            | {
                "decision": decision_tree(review.decision),
                "earlier": decision_tree(review.earlier),
                "change": review.change.label if review.earlier and review.change else None,
            }
            for one, review in zip(tree["findings"], reviewed, strict=True)
        ]
    }  # fmt: skip
