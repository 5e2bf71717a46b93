"""What the bureau has done in the background."""

from __future__ import annotations

import logging
from decimal import Decimal, InvalidOperation
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from jixiao.core.findings import Severity
from jixiao.web.accounts.access import actor_of
from jixiao.web.bureau import auditing
from jixiao.web.bureau.models import Batch, ForeignReport
from jixiao.web.bureau.services import RemindedTodayError, remind, result_of
from jixiao.web.planning.errors import NotNowError
from jixiao.web.planning.models import Evaluation
from jixiao.web.work.models import Job
from jixiao.web.work.progress import Progress
from jixiao.web.work.registry import work
from jixiao.workflows import batch_workers

log = logging.getLogger("jixiao.web.bureau")
_LAST_YEAR = 2100


@work("audit_batch", "批量核查")
def audit_batch(job: Job, progress: Progress) -> str:
    """Audit what of a batch is not audited yet, each file in a process of its own."""
    batch = Batch.objects.get(pk=job.arguments["batch"])
    reports = batch.reports.defer("result").order_by("pk")
    left = list(reports.filter(result__isnull=True, error=""))
    total = batch.reports.count()
    progress.begin(total=total, done=total - len(left))
    task = batch_workers.Job(
        work=auditing.audit, options={"names": {one.digest: one.name for one in left}},
        clock=monotonic,
    )  # fmt: skip
    paths = [(n, Path(one.file.path)) for n, one in enumerate(left)]
    for outcome in batch_workers.worked_off(paths, task):
        report = left[outcome.number]
        if outcome.trace:
            log.error("audit_crashed report=%s\n%s", report.pk, outcome.trace)
        _keep(report, outcome)
        progress.add()
    return result_of(batch)


def _keep(report: ForeignReport, outcome: batch_workers.Outcome) -> None:
    """Write down what came of one report: one statement, whole or not at all."""
    facts: dict[str, Any] = {"error": outcome.error or ""}
    if outcome.tree is not None:
        facts = _facts_of(outcome.tree)
    ForeignReport.objects.filter(pk=report.pk).update(**facts)


def _facts_of(tree: auditing.Tree) -> dict[str, Any]:
    """What the table of a batch shows of a tree, and the tree."""
    total, year = tree["total"], tree["year"]
    found = [one["severity"] for one in tree["findings"]]
    counts = {f"findings_{s}": found.count(str(s)) for s in Severity}
    return {
        "result": tree, "organisation": (tree["organisation"] or "")[:200],
        "year": year if year and year <= _LAST_YEAR else None, "score": _points(total.get("recomputed")),
        "stated_score": (total["stated"] or "")[:20], **counts,
    }  # fmt: skip


def _points(text: str | None) -> Decimal | None:
    try:
        return None if text is None else round(Decimal(text), 2)
    except InvalidOperation:
        return None


@work("remind", "催报")
def remind_bodies(job: Job, progress: Progress) -> str:
    """Remind body by body; whom an earlier attempt reminded is not reminded again."""
    actor = actor_of(job.owner, at=job.created_at)
    chosen = job.arguments["evaluations"]
    progress.begin(total=len(chosen))
    for pk in chosen:
        try:
            remind(actor=actor, pk=pk, text=job.arguments["text"])
        except (RemindedTodayError, NotNowError, PermissionDenied):
            log.info("reminder_not_needed evaluation=%s", pk)
        except Evaluation.DoesNotExist:
            log.info("reminder_without_evaluation evaluation=%s", pk)
        progress.add()
    return reverse("bureau:overview")
