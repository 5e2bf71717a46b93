"""Giving an evaluation to outside reviewers (外部评审), and taking it back."""

from __future__ import annotations

from django.db import transaction

from jixiao.web.accounts.access import Actor
from jixiao.web.accounts.models import User
from jixiao.web.planning.errors import NotAllowedError
from jixiao.web.planning.models import Evaluation
from jixiao.web.review.models import Grant
from jixiao.web.review.selectors import external_reviewers, may_grant
from jixiao.web.review.services import locked
from jixiao.web.trail.services import record


@transaction.atomic
def give(*, actor: Actor, pk: int, user: int) -> Grant:
    """Let an outside reviewer read, audit and comment; twice is once.

    Raises:
        NotAllowedError: not the person's to give, or not an outside reviewer.
    """
    evaluation = _required(actor, pk)
    reviewer = external_reviewers(evaluation).filter(pk=user).first()
    if reviewer is None:
        raise NotAllowedError("只能交给本地区的外部评审人员")
    grant, is_new = Grant.objects.get_or_create(
        evaluation=evaluation, user=reviewer,
        defaults={"given_by": actor.user, "at": actor.at},
    )  # fmt: skip
    if is_new:
        _record(actor, evaluation, reviewer, before="", after="可查阅、核查、提意见")
    return grant


@transaction.atomic
def take(*, actor: Actor, pk: int, user: int) -> None:
    """Take it back; nothing happens where it was not given.

    Raises:
        NotAllowedError: not the person's to take.
    """
    evaluation = _required(actor, pk)
    grant = evaluation.grants.filter(user=user).select_related("user").first()
    if grant is not None:
        grant.delete()
        _record(actor, evaluation, grant.user, before="可查阅、核查、提意见", after="")


def _required(actor: Actor, pk: int) -> Evaluation:
    evaluation = locked(pk)
    if not may_grant(actor, evaluation):
        raise NotAllowedError("外部评审由本单位财务科或财政局安排")
    return evaluation


def _record(
    actor: Actor, evaluation: Evaluation, reviewer: User, *, before: str, after: str
) -> None:
    record(
        chain=evaluation.trail_chain, actor=actor,
        action="交外部评审" if after else "收回外部评审",
        subject=reviewer.name, changes={"权限": (before, after)},
    )  # fmt: skip
