"""Files about a foreign report, written in a process of their own."""

from __future__ import annotations

import base64
import logging
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from time import monotonic

from jixiao.core.errors import JixiaoError
from jixiao.reports.audit_overview import OverviewLine, unreadable_line
from jixiao.web.bureau import auditing
from jixiao.web.bureau.models import ForeignReport
from jixiao.workflows import batch_workers

log = logging.getLogger("jixiao.web.bureau")
KINDS = (*auditing.NOTES, auditing.ANNOTATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file to download."""

    name: str
    content: bytes


def written(report: ForeignReport, kind: str, *, day: date) -> Written:
    """Write a file about a report: a document made to harm takes its process, no more.

    Args:
        report: one that was read.
        kind: one of KINDS.
        day: as it is printed.

    Raises:
        JixiaoError: it cannot be written; such a format takes no comments.
    """
    options = {
        "names": {report.digest: report.name}, "kind": kind,
        "date": f"{day.year}年{day.month}月{day.day}日",
    }  # fmt: skip
    task = batch_workers.Job(
        work=auditing.written, options=options, clock=monotonic, workers=1
    )
    (outcome,) = batch_workers.worked_off([(0, Path(report.file.path))], task)
    if outcome.trace:
        log.error("note_crashed report=%s\n%s", report.pk, outcome.trace)
    if outcome.tree is None:
        raise JixiaoError(outcome.error)
    return Written(
        name=_name(report, kind), content=base64.b64decode(outcome.tree["content"])
    )


def _name(report: ForeignReport, kind: str) -> str:
    path = PurePosixPath(report.name)
    if kind == auditing.ANNOTATED:
        return f"{path.stem}-批注{path.suffix}"
    return f"{path.stem}-核查意见.{kind}"


def line_of(report: ForeignReport) -> OverviewLine:
    """The line of a report in the overview of its batch."""
    if report.result is None:
        return unreadable_line(report.name, report.error or "还没有核查")
    total, ledger = report.result["total"], report.result["ledger"]
    counts = (report.findings_error, report.findings_warning, report.findings_note)
    labels = ("必须修改", "请核实", "提示")
    worst = next((label for label, n in zip(labels, counts, strict=True) if n), None)
    return OverviewLine(
        file=report.name,
        texts=(
            report.organisation, str(report.year or ""), report.stated_score,
            total.get("recomputed") or ("待定" if report.result["forms"] else ""),
            total.get("grade") or "", *map(str, counts), "0",
            str(sum(len(row["undecided"]) for row in ledger)),
            worst or "没有发现问题",
        ),
    )  # fmt: skip
