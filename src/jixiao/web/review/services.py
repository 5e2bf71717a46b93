"""Taking a step of an evaluation: one transaction, whole or not at all."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F, Max, QuerySet

from jixiao.exchange.evaluation import evaluation_tree
from jixiao.web.accounts.access import Actor
from jixiao.web.planning.errors import (
    ChangedMeanwhileError,
    IncompleteError,
    NotAllowedError,
    NotNowError,
)
from jixiao.web.planning.mapping import FACTS, to_core
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.scoring import rescore
from jixiao.web.planning.states import Progress, State
from jixiao.web.review.auditing import audit_of
from jixiao.web.review.gates import blockers_of
from jixiao.web.review.keeping import keep_files
from jixiao.web.review.models import Comment, KeptFile, Submission
from jixiao.web.review.selectors import entered_anything
from jixiao.web.review.transitions import TRANSITIONS, Gate, Transition
from jixiao.web.trail.models import Entry
from jixiao.web.trail.services import record

ACCEPTED, RETURNED = "accepted", "returned"
_OUTCOMES = {"bureau_accept": ACCEPTED, "bureau_return": RETURNED}


def move(
    *,
    actor: Actor,
    pk: int,
    action: str,
    version: int,
    reason: str = "",
    indicators: Collection[int] = (),
) -> Evaluation:
    """Take a step of an evaluation.

    What takes time (audit, documents) is done before the row is locked and holds only
    if the facts are still the same then.

    Args:
        actor: who takes it.
        pk: of the evaluation.
        action: a key of TRANSITIONS.
        version: facts_version of the page on which it was decided.
        reason: why; asked for by returns.
        indicators: those that go back to who filed them, with 退回填报.

    Raises:
        NotAllowedError: not the person's step, or they entered something themselves.
        NotNowError: the state does not allow it.
        IncompleteError: something is missing.
        ChangedMeanwhileError: the facts are others than those on the page.
    """
    step, reason = TRANSITIONS[action], reason.strip()
    seen = _with_facts().get(pk=pk)
    _check(step, seen, actor, version=version, reason=reason)
    if step.gate in {Gate.COMPLETE, Gate.AUDITED}:
        audit_of(seen, at=actor.at)
    kept = _kept_for(step, seen, actor)
    with transaction.atomic():
        evaluation = locked(pk)
        _check(step, evaluation, actor, version=version, reason=reason)
        _check_gate(step, evaluation, actor)
        if action == "submit":
            _submit(evaluation, actor, kept)
        if outcome := _OUTCOMES.get(action):
            _conclude(evaluation, actor, outcome=outcome, reason=reason)
        if indicators:
            assert step.target == State.FILING, "only filing takes indicators back"
            send_back(evaluation, actor, indicators, reason=reason)
        enter(step, evaluation, actor, reason=reason)
    moved = _with_facts().get(pk=pk)
    audit_of(moved, at=actor.at)
    return moved


def enter(
    step: Transition, evaluation: Evaluation, actor: Actor, *, reason: str
) -> None:
    """Write the new state and record the step; the caller has checked everything."""
    before = evaluation.get_state_display()
    changes: dict[str, Any] = {"state": step.target}
    if step.action == "submit":
        changes["submitted_at"] = actor.at
    elif step.action == "bureau_return":
        changes["submitted_at"] = None
    Evaluation.objects.filter(pk=evaluation.pk).update(**changes)
    if reason:
        Comment.objects.create(
            evaluation=evaluation, author=actor.user, at=actor.at, text=reason,
            is_return=step.is_return,
        )  # fmt: skip
    record(
        chain=evaluation.trail_chain, actor=actor, action=step.label,
        subject=evaluation.name, reason=reason,
        changes={"状态": (before, State(step.target).label)},
    )  # fmt: skip
    evaluation.state = step.target


def send_back(
    evaluation: Evaluation, actor: Actor, indicators: Collection[int], *, reason: str
) -> None:
    """Give filed indicators back to who filed them: state, comment and trail."""
    rows = list(
        evaluation.indicators.filter(
            pk__in=indicators, progress__in=[Progress.FILED, Progress.VERIFIED]
        )
    )
    Indicator.objects.filter(pk__in=[row.pk for row in rows]).update(
        progress=Progress.RETURNED, version=F("version") + 1,
        verified_by=None, verified_at=None,
    )  # fmt: skip
    Comment.objects.bulk_create(
        Comment(
            evaluation=evaluation, indicator=row, author=actor.user, at=actor.at,
            text=reason, is_return=True,
        )
        for row in rows
    )  # fmt: skip
    record(
        chain=evaluation.trail_chain, actor=actor, action="退回指标", reason=reason,
        subject=rows[0].name if len(rows) == 1 else f"{len(rows)}项指标",
        changes={
            row.name: (row.get_progress_display(), Progress.RETURNED.label)
            for row in rows
        },
    )  # fmt: skip
    rescore(evaluation.pk)


def locked(pk: int) -> Evaluation:
    """The evaluation with its facts; nobody else writes it until the transaction ends."""
    return _with_facts().select_for_update(of=("self",)).get(pk=pk)


def changed_meanwhile(
    evaluation: Evaluation, *, yours: str, version: int
) -> ChangedMeanwhileError:
    """The refusal for somebody who decided on facts that are no longer these.

    Args:
        evaluation: as it stands.
        yours: what they wanted to do.
        version: what a second try must carry.
    """
    last = Entry.objects.filter(chain__name=evaluation.trail_chain).last()
    content = last.content if last else {}
    score = "待定" if evaluation.score is None else f"{evaluation.score}"
    return ChangedMeanwhileError(
        yours={"办理": yours},
        theirs={
            "最近变动": f"{content.get('action', '')} {content.get('subject', '')}".strip(),
            "得分": score,
        },
        who=content.get("name", ""),
        version=version,
    )


def _with_facts() -> QuerySet[Evaluation]:
    return Evaluation.objects.select_related("organisation").prefetch_related(*FACTS)


def _check(
    step: Transition, evaluation: Evaluation, actor: Actor, *, version: int, reason: str
) -> None:
    """Role, state, own entries, reason, version: all that costs no audit."""
    if not step.is_for(actor, evaluation):
        raise NotAllowedError(f"“{step.label}”由{_roles(step)}办理")
    if evaluation.state not in step.origins:
        now = evaluation.get_state_display()
        raise NotNowError(
            f"现在处于“{now}”，不能“{step.label}”；请刷新页面查看最新进度"
        )
    if step.needs_fresh_eyes and entered_anything(actor.user, evaluation):
        raise NotAllowedError("您填写过本次自评的内容，须由他人审定")
    if step.needs_reason and not reason:
        raise IncompleteError("请写明理由", ("理由会随退回一并显示给经办人",))
    if version != evaluation.facts_version:
        raise changed_meanwhile(
            evaluation, yours=step.label, version=evaluation.facts_version
        )


def _check_gate(step: Transition, evaluation: Evaluation, actor: Actor) -> None:
    blockers = blockers_of(step.gate, evaluation, at=actor.at)
    if blockers:
        raise IncompleteError(
            f"还不能“{step.label}”：有 {len(blockers)} 件事没有办完",
            tuple(one.text for one in blockers),
        )


def _roles(step: Transition) -> str:
    return "或".join(role.label for role in step.roles)


def _kept_for(step: Transition, evaluation: Evaluation, actor: Actor) -> list[KeptFile]:
    if step.action != "submit" or evaluation.findings_error:
        return []  # the gate refuses findings; nothing is written for nothing
    return keep_files(evaluation, at=actor.at)


def _submit(evaluation: Evaluation, actor: Actor, kept: list[KeptFile]) -> None:
    """Freeze what is submitted; the files are on disk already."""
    assert kept, "an open gate means that files were written"
    last = evaluation.submissions.aggregate(last=Max("number"))["last"] or 0
    submission = Submission.objects.create(
        evaluation=evaluation, number=last + 1, at=actor.at, by=actor.user,
        facts=evaluation_tree(to_core(evaluation)),
        score=evaluation.score, grade=evaluation.grade,
    )  # fmt: skip
    for one in kept:
        one.submission = submission
    KeptFile.objects.bulk_create(kept)


def _conclude(
    evaluation: Evaluation, actor: Actor, *, outcome: str, reason: str
) -> None:
    last = evaluation.submissions.latest("number")
    Submission.objects.filter(pk=last.pk).update(
        outcome=outcome, outcome_reason=reason, outcome_at=actor.at,
        outcome_by=actor.user,
    )  # fmt: skip
