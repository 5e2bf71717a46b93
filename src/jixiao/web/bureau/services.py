"""催报, and taking in reports of other places."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from jixiao.core.errors import JixiaoError
from jixiao.web.accounts.access import Actor
from jixiao.web.accounts.models import Organisation, Role
from jixiao.web.bureau.models import Batch, ForeignReport, Reminder, place_of
from jixiao.web.bureau.unpacking import Received, Taken
from jixiao.web.planning.errors import NotNowError
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.states import AT_BUREAU
from jixiao.web.trail.services import record
from jixiao.web.work.models import Job
from jixiao.web.work.services import start_job


class RemindedTodayError(JixiaoError):
    """One reminder a day is enough."""

    code = "reminded_today"


class NothingToAuditError(JixiaoError):
    """None of the files is a report."""

    code = "nothing_to_audit"


@transaction.atomic
def remind(*, actor: Actor, pk: int, text: str) -> Reminder:
    """Ask a body to go on with its evaluation.

    Raises:
        PermissionDenied: the body is not below the person's bureau.
        NotNowError: it was submitted already.
        RemindedTodayError: it was asked today.
    """
    row = Evaluation.objects.select_for_update(of=("self",)).select_related(
        "organisation"
    )
    evaluation = row.get(pk=pk)
    if not actor.acts_above(evaluation.organisation, Role.BUREAU_REVIEWER):
        raise PermissionDenied("只能催报本级财政部门所辖单位")
    name = f"{evaluation.organisation.name} {evaluation.name}"
    if evaluation.state in AT_BUREAU:
        raise NotNowError(f"{name}已经报送，不需要催报")
    day = timezone.localdate(actor.at)
    if any(timezone.localdate(one.at) == day for one in evaluation.reminders.all()[:1]):
        raise RemindedTodayError(f"{name}今天已经催报过；一天催报一次即可")
    reminder = Reminder.objects.create(
        evaluation=evaluation, by=actor.user, at=actor.at, text=text
    )
    record(
        chain=evaluation.trail_chain, actor=actor, action="催报",
        subject=evaluation.name, reason=text,
    )  # fmt: skip
    return reminder


def remind_many(*, actor: Actor, pks: Iterable[int], text: str) -> Job:
    """Ask many bodies in the background: each is a transaction of its own."""
    chosen = list(pks)
    return start_job(
        actor=actor, kind="remind", title=f"催报 {len(chosen)} 份自评",
        arguments={"evaluations": chosen, "text": text}, total=len(chosen),
    )  # fmt: skip


@transaction.atomic
def take_in(*, actor: Actor, title: str, received: Received) -> Batch:
    """Make foreign reports a batch and have them audited in the background.

    Args:
        actor: whose bureau sees the batch; an outside reviewer alone sees theirs.
        title: what the batch is called.
        received: the files, kept already, each content once.

    Raises:
        PermissionDenied: neither reviewer of a bureau nor outside reviewer.
        NothingToAuditError: there is no report among the files.
    """
    home = _home(actor)
    if not received.taken:
        raise NothingToAuditError(
            "没有可核查的文件；请选择 docx、doc、wps、xlsx、xls、pdf、html、txt 等自评报告或自评表，或它们的 zip 压缩包"
        )
    batch = Batch.objects.create(
        organisation=home, title=title, owner=actor.user, at=actor.at
    )
    ForeignReport.objects.bulk_create(_kept(batch, one) for one in received.taken)
    batch.job = start_job(
        actor=actor, kind="audit_batch", title=f"批量核查：{title}",
        arguments={"batch": batch.pk}, total=len(received.taken),
    )  # fmt: skip
    batch.save(update_fields=["job"])
    return batch


def _home(actor: Actor) -> Organisation:
    homes = actor.organisations(Role.BUREAU_REVIEWER, Role.EXTERNAL)
    if not homes:
        raise PermissionDenied("批量核查由财政审核人和外部评审使用")
    return homes[0]


def _kept(batch: Batch, one: Taken) -> ForeignReport:
    return ForeignReport(
        batch=batch, name=one.name, size=one.size, digest=one.digest,
        file=place_of(one.digest),
    )  # fmt: skip


def result_of(batch: Batch) -> str:
    """Where the result of a batch stands."""
    return reverse("bureau:batch", args=[batch.pk])
