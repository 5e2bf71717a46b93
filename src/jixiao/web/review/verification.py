"""复核: verifying and returning single indicators, and remarks on them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from jixiao.web.accounts.access import Actor
from jixiao.web.planning.errors import IncompleteError, NotAllowedError, NotNowError
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.scoring import rescore
from jixiao.web.planning.selectors import may_verify
from jixiao.web.planning.states import VERIFIABLE, Progress, State
from jixiao.web.review.models import Comment
from jixiao.web.review.services import changed_meanwhile, enter, locked, send_back
from jixiao.web.review.transitions import TRANSITIONS
from jixiao.web.trail.services import record


@transaction.atomic
def verify(*, actor: Actor, pk: int, seen: Mapping[int, int]) -> list[Indicator]:
    """Verify indicators of an evaluation: all of them or none.

    Args:
        actor: the verifier.
        pk: of the evaluation.
        seen: pk of each indicator → its version on the page that was looked at.

    Raises:
        NotNowError: the state does not allow it.
        NotAllowedError: not a verifier of one of them, or they filed it.
        ChangedMeanwhileError: the figures are others than those looked at.
    """
    evaluation = locked(pk)
    rows = _rows(evaluation, list(seen))
    for row in rows:
        _require_verifiable(actor, row)
        if row.version != seen[row.pk]:
            raise changed_meanwhile(
                evaluation, yours=f"复核通过“{row.name}”", version=row.version
            )
    fresh = [row for row in rows if row.progress == Progress.FILED]
    if not fresh:
        return []
    Indicator.objects.filter(pk__in=[row.pk for row in fresh]).update(
        progress=Progress.VERIFIED, verified_by=actor.user, verified_at=actor.at,
        version=F("version") + 1,
    )  # fmt: skip
    record(
        chain=evaluation.trail_chain, actor=actor, action="复核通过",
        subject=fresh[0].name if len(fresh) == 1 else f"{len(fresh)}项指标",
        changes={
            row.name: (Progress.FILED.label, Progress.VERIFIED.label) for row in fresh
        },
    )  # fmt: skip
    rescore(evaluation.pk)
    return fresh


@transaction.atomic
def return_indicator(*, actor: Actor, pk: int, version: int, reason: str) -> Evaluation:
    """Give one indicator back to who filed it; the evaluation goes back to filing.

    Raises:
        NotNowError, NotAllowedError, ChangedMeanwhileError: as for `verify`.
        IncompleteError: no reason was given.
    """
    reason = reason.strip()
    place = Indicator.objects.values_list("evaluation_id", flat=True).get(pk=pk)
    evaluation = locked(place)
    rows = _rows(evaluation, [pk])
    if not rows:
        raise NotNowError("该指标不适用，没有可以退回的内容")
    (row,) = rows
    _require_verifiable(actor, row)
    if not reason:
        raise IncompleteError("请写明退回理由", ("理由会显示给填报人",))
    if row.version != version:
        raise changed_meanwhile(
            evaluation, yours=f"退回“{row.name}”", version=row.version
        )
    send_back(evaluation, actor, [pk], reason=reason)
    if evaluation.state == State.VERIFICATION:
        step = TRANSITIONS["return_to_filing"]
        enter(step, evaluation, actor, reason=f"“{row.name}”：{reason}")
    return evaluation


@transaction.atomic
def comment(
    *, actor: Actor, pk: int, text: str, indicator: Indicator | None = None
) -> Comment:
    """Leave a remark on an evaluation or one of its indicators.

    Raises:
        IncompleteError: nothing was written.
    """
    if not text.strip():
        raise IncompleteError("请填写意见内容", ())
    evaluation = locked(pk)
    made: Comment = Comment.objects.create(
        evaluation=evaluation, indicator=indicator, author=actor.user, at=actor.at,
        text=text.strip(),
    )  # fmt: skip
    record(
        chain=evaluation.trail_chain, actor=actor, action="意见",
        subject=indicator.name if indicator else evaluation.name,
        changes={"意见": ("", made.text)},
    )  # fmt: skip
    return made


def _rows(evaluation: Evaluation, pks: list[int]) -> list[Indicator]:
    """The rows of this evaluation, each knowing it; strangers' rows are left out."""
    rows = list(
        Indicator.objects.filter(evaluation=evaluation, pk__in=pks, is_applicable=True)
        .select_related("responsible")
        .prefetch_related("contributors")
    )
    for row in rows:
        row.evaluation = evaluation
    return rows


def _require_verifiable(actor: Actor, row: Indicator) -> None:
    """Say which of the reasons it is that somebody may not verify a row."""
    if may_verify(actor, row):
        return
    if row.evaluation.state not in VERIFIABLE:
        now = row.evaluation.get_state_display()
        raise NotNowError(f"现在处于“{now}”，不再复核单项指标")
    if actor.user in row.contributors.all():
        raise NotAllowedError(f"“{row.name}”由您参与填报，须由他人复核")
    if row.progress not in {Progress.FILED, Progress.VERIFIED}:
        raise NotNowError(f"“{row.name}”现为“{row.get_progress_display()}”，还不能复核")
    raise NotAllowedError(f"“{row.name}”由本单位或责任科室的复核人复核")
