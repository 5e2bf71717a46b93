"""工作台: what a person has to do now, and how far their evaluations are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.urls import reverse

from jixiao.web.accounts.access import Actor, within
from jixiao.web.accounts.models import Organisation, Role
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.selectors import evaluations_for
from jixiao.web.planning.states import FIGURES_OPEN, VERIFIABLE, Progress, State
from jixiao.web.trail.models import Entry
from jixiao.web.trail.selectors import Line, lines_of

_MOST_TASKS = 30
_PER_PAGE = 6
_RECENT = 8
_FAR = date(9999, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do."""

    kind: str
    what: str
    where: str
    """Which evaluation."""
    url: str
    due: date | None
    reason: str = ""
    """Why it was returned."""
    is_return: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything on the page."""

    tasks: Sequence[Task]
    others: int
    """How many more there are to do."""
    page: Page[Evaluation]
    evidence: Mapping[int, int]
    """Evaluation → how many of its indicators have evidence."""
    recent: Sequence[tuple[Line, Evaluation]]


def desk_of(actor: Actor, *, page: str | None) -> Desk:
    """What a person has to do: a constant number of queries."""
    filing, verifying, waiting = _mine(actor), _groups(actor), _waiting(actor)
    tasks = [
        *_to_file(filing[: _MOST_TASKS + 1]),
        *_to_verify(verifying[: _MOST_TASKS + 1]),
        *_to_move(waiting[: _MOST_TASKS + 1]),
    ]
    tasks.sort(key=lambda one: (not one.is_return, one.due or _FAR))
    total = filing.count() + len(verifying) + waiting.count()
    current = evaluations_for(actor).exclude(
        state__in=(State.ACCEPTED, State.PUBLISHED)
    )
    shown = Paginator(current, _PER_PAGE).get_page(page)
    kept = tasks[:_MOST_TASKS]
    evaluations = list(shown.object_list)
    return Desk(
        tasks=kept, others=total - len(kept), page=shown,
        evidence=_with_evidence(evaluations), recent=_recent(evaluations),
    )  # fmt: skip


def _with_evidence(evaluations: list[Evaluation]) -> dict[int, int]:
    """How many indicators of each have evidence; only where it is any."""
    rows = Indicator.objects.filter(
        evaluation__in=evaluations, is_applicable=True, evidence__isnull=False
    )
    counted = rows.order_by().values_list("evaluation")
    return dict(counted.annotate(number=Count("pk", distinct=True)))


def _mine(actor: Actor) -> QuerySet[Indicator]:
    """Indicators that wait for the person's result, as `may_file` has it; returned first."""
    places = [one.pk for one in actor.organisations(Role.FILLER)]
    theirs = Q(person=actor.user) | Q(person=None) & (
        Q(responsible__in=places)
        | Q(responsible=None, evaluation__organisation__in=places)
    )
    if actor.administrator:
        theirs = Q(pk__in=[])
    return (
        Indicator.objects.filter(
            theirs, evaluation__state__in=FIGURES_OPEN, is_applicable=True,
            progress__in=(Progress.OPEN, Progress.RETURNED),
        )
        .select_related("evaluation__organisation")
        .order_by("-progress", F("due").asc(nulls_last=True), "evaluation", "position")
    )  # fmt: skip


def _to_file(rows: QuerySet[Indicator]) -> Iterator[Task]:
    returns = Prefetch("comments", to_attr="remarks")
    for row in rows.prefetch_related(returns):
        is_return = row.progress == Progress.RETURNED
        reasons = [one.text for one in row.remarks if one.is_return]
        yield Task(
            kind="退回" if is_return else "填报", what=row.name,
            where=str(row.evaluation), url=reverse("filing:indicator", args=[row.pk]),
            due=row.due or row.evaluation.filing_due, is_return=is_return,
            reason=reasons[-1] if is_return and reasons else "",
        )  # fmt: skip


def _groups(actor: Actor) -> list[tuple[Evaluation, str, int]]:
    """Evaluation, division and number of what the person may verify there."""
    places = [one.pk for one in actor.organisations(Role.VERIFIER)]
    found = (
        Indicator.objects.filter(
            Q(responsible__in=places) | Q(evaluation__organisation__in=places),
            evaluation__state__in=VERIFIABLE, progress=Progress.FILED,
            is_applicable=True,
        )
        .exclude(contributors=actor.user)
        .order_by("evaluation__verification_due", "evaluation", "responsible")
        .values_list("evaluation", "responsible")
        .annotate(number=Count("pk", distinct=True))
    )  # fmt: skip
    rows = list(found)
    evaluations = Evaluation.objects.select_related("organisation").in_bulk(
        {row[0] for row in rows}
    )
    names = Organisation.objects.in_bulk({row[1] for row in rows if row[1]})
    return [
        (evaluations[pk], names[place].name if place else "", number)
        for pk, place, number in rows
    ]


def _to_verify(groups: Sequence[tuple[Evaluation, str, int]]) -> Iterator[Task]:
    for evaluation, place, number in groups:
        yield Task(
            kind="复核", what=f"{place or '未定科室'} {number}项", where=str(evaluation),
            url=reverse("review:verification", args=[evaluation.pk]),
            due=evaluation.verification_due,
        )  # fmt: skip


_WAITS = {
    State.PLANNING: (Role.PLANNER, "布置", "设置指标、分值和填报人", "planning:plan"),
    State.FILING: (Role.PLANNER, "送复核", "填报已齐，可送复核", "review:flow"),
    State.VERIFICATION: (
        Role.VERIFIER, "复核完成", "各项均已复核，可转撰写", "review:flow",
    ),
    State.COMPOSING: (Role.PLANNER, "撰写", "撰写文字、编成报告", "filing:missing"),
    State.APPROVAL: (Role.APPROVER, "审定", "审阅报告，通过或退回", "review:flow"),
    State.APPROVED: (Role.PLANNER, "报送", "报送财政部门", "review:flow"),
    State.SUBMITTED: (
        Role.BUREAU_REVIEWER, "财政审核", "审核报送材料", "review:flow",
    ),
    State.ACCEPTED: (Role.PLANNER, "公开", "向社会公开", "review:flow"),
}  # fmt: skip
"""State → whose turn, what to do, where; the first two once every row is through."""


def _waiting(actor: Actor) -> QuerySet[Evaluation]:
    """Evaluations whose next step is the person's."""
    condition = Q(pk__in=[])
    for state, (role, *_) in _WAITS.items():
        if role is Role.BUREAU_REVIEWER:
            held = within(actor.organisations(role), "organisation__path")
        else:
            held = Q(organisation__in=actor.organisations(role))
        condition |= Q(state=state) & held
    own = Q(state=State.APPROVAL, contributors=actor.user)
    return (
        Evaluation.objects.filter(condition)
        .exclude(pk__in=Evaluation.objects.filter(own).values("pk"))
        .exclude(state=State.FILING, indicators_total=0)
        .exclude(state=State.FILING, indicators_filed__lt=F("indicators_total"))
        .exclude(
            state=State.VERIFICATION, indicators_verified__lt=F("indicators_total")
        )
        .select_related("organisation")
        .order_by("submission_due", "pk")
    )


def _to_move(rows: QuerySet[Evaluation]) -> Iterator[Task]:
    for row in rows:
        state = State(row.state)
        _, kind, what, page = _WAITS[state]
        yield Task(
            kind=kind, what=what, where=str(row), url=reverse(page, args=[row.pk]),
            due=row.submission_due,
        )  # fmt: skip


def _recent(shown: list[Evaluation]) -> list[tuple[Line, Evaluation]]:
    by_chain = {one.trail_chain: one for one in shown}
    entries = (
        Entry.objects.filter(chain__name__in=by_chain)
        .select_related("chain")
        .order_by("-at", "-pk")[:_RECENT]
    )
    found = list(entries)
    return [
        (line, by_chain[entry.chain.name])
        for line, entry in zip(lines_of(found), found, strict=True)
    ]
