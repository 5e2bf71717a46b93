"""Run the checks over one report; findings of one cause become one finding."""

from __future__ import annotations

from collections.abc import Iterable

from jixiao.audit.causes import joined
from jixiao.audit.check import Check, Clash
from jixiao.audit.subject import Subject
from jixiao.core.findings import Audit, Doubt, Finding, LedgerRow


def run_checks(subject: Subject, checks: Iterable[Check]) -> Audit:
    """Let each check look at a report.

    Args:
        subject: the report with the facts and scores of its forms.
        checks: in the order of the ledger.

    Returns:
        Findings, the gravest first; a ledger row for every check.
    """
    findings: list[Finding] = []
    ledger: list[LedgerRow] = []
    for check in checks:
        found, row = _run(subject, check)
        findings += found
        ledger.append(row)
    return Audit(
        findings=tuple(sorted(joined(findings), key=lambda f: f.severity.rank)),
        ledger=tuple(ledger),
    )


def _run(subject: Subject, check: Check) -> tuple[list[Finding], LedgerRow]:
    outcomes = list(check.find(subject))
    found = [_finding(check, o) for o in outcomes if isinstance(o, Clash)]
    doubts = tuple(dict.fromkeys(o for o in outcomes if isinstance(o, Doubt)))
    looked_at = sum(not isinstance(o, Doubt) for o in outcomes)
    row = LedgerRow(
        check=check.id,
        title=check.title,
        looked_at=looked_at,
        found=len(joined(found)),
        undecided=doubts,
        not_applicable=None if outcomes else check.nothing,
    )
    return found, row


def _finding(check: Check, clash: Clash) -> Finding:
    return Finding(
        check=check.id, severity=clash.severity, about=clash.about,
        message=clash.message, stated=clash.stated, expected=clash.expected,
        arithmetic=clash.arithmetic, places=clash.places, how_to_fix=check.how_to_fix,
    )  # fmt: skip
