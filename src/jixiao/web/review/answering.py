"""Answers to the findings of the audit: 已说明, 误报, and taking them back."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from jixiao.core.decisions import Verdict
from jixiao.core.findings import normal_name
from jixiao.web.accounts.access import Actor
from jixiao.web.planning.errors import IncompleteError, NotAllowedError, NotNowError
from jixiao.web.planning.models import Evaluation
from jixiao.web.review.auditing import count_open, findings_of
from jixiao.web.review.models import Answer, AuditRun
from jixiao.web.review.selectors import may_answer
from jixiao.web.review.services import locked
from jixiao.web.trail.services import record

_LONGEST = 2000


@transaction.atomic
def answer(
    *, actor: Actor, pk: int, fingerprint: str, verdict: str, reason: str
) -> Evaluation:
    """Answer a finding, or take the answer back.

    Args:
        actor: the body's 财务科.
        pk: of the evaluation.
        fingerprint: of the finding, as the page showed it.
        verdict: 已说明 or 误报; "" takes the answer back.
        reason: why; not asked for when taking back.

    Raises:
        NotAllowedError: not the person's to answer.
        NotNowError: locked, or the facts have changed since and the finding is gone.
        IncompleteError: the reason is missing.
    """
    evaluation = locked(pk)
    if not may_answer(actor, evaluation):
        if evaluation.is_locked:
            raise NotNowError("自评已锁定，答复不再改动；确需改动请先退回")
        raise NotAllowedError("核查发现由本单位财务科答复")
    run = AuditRun.objects.filter(evaluation=evaluation).first()
    found = {one.fingerprint: one for one in findings_of(run.result)} if run else {}
    finding = found.get(fingerprint)
    if run is None or finding is None:
        raise NotNowError("数据已变，这项发现已不存在；请刷新页面")
    reason = reason.strip()[:_LONGEST]
    before = Answer.objects.filter(
        evaluation=evaluation, fingerprint=fingerprint
    ).first()
    if verdict:
        if Verdict(verdict) is Verdict.CONFIRMED or not reason:
            raise IncompleteError("请写明理由", ("理由随核查记录保存，财政局可以看到",))
        _forget_earlier(evaluation, found, finding.check, finding.about)
        Answer.objects.update_or_create(
            evaluation=evaluation, fingerprint=fingerprint,
            defaults={
                "check_id": finding.check, "about": finding.about,
                "stated": finding.stated or "", "expected": finding.expected or "",
                "verdict": verdict, "reason": reason, "by": actor.user, "at": actor.at,
            },
        )  # fmt: skip
    elif before is not None:
        before.delete()
    record(
        chain=evaluation.trail_chain, actor=actor, reason=reason,
        action="答复核查" if verdict else "撤回答复",
        subject=f"{finding.check} {finding.about}",
        changes={"答复": (before.verdict if before else "", verdict)},
    )  # fmt: skip
    count_open(evaluation, run)
    return evaluation


def _forget_earlier(
    evaluation: Evaluation, found: Collection[str], check: str, about: str
) -> None:
    """Drop answers about the same thing that were given to other values."""
    old = Answer.objects.filter(evaluation=evaluation, check_id=check)
    stale = [
        one.pk
        for one in old
        if one.fingerprint not in found and normal_name(one.about) == normal_name(about)
    ]
    Answer.objects.filter(pk__in=stale).delete()
