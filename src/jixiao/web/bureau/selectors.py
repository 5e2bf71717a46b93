"""What a finance bureau sees of the bodies below it.

Of a draft: its state and days. Score, grade and findings are another's business until
it is submitted, so they are blank here before any filter or order looks at them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.shortcuts import get_object_or_404
from django.utils import timezone

from jixiao.web.accounts.access import INSIDE, Actor, within
from jixiao.web.accounts.models import Kind, Organisation, Role
from jixiao.web.bureau.filters import GROUPS, SORTS, UNPLANNED, Chosen
from jixiao.web.bureau.models import Batch, ForeignReport, Reminder
from jixiao.web.planning.models import FORMS, Evaluation
from jixiao.web.planning.selectors import evaluations_of_bureau
from jixiao.web.planning.states import AT_BUREAU, State

_IS_SUBMITTED = Q(state__in=AT_BUREAU)
_STEPS = Case(
    *(When(state=state, then=Value(n)) for n, state in enumerate(State.values)),
    output_field=IntegerField(),
)


def years_of(actor: Actor) -> list[int]:
    """Years that any body has an evaluation of, newest first; never empty."""
    found = (
        evaluations_of_bureau(actor).order_by("-year").values_list("year", flat=True)
    )
    return list(found.distinct()) or [timezone.localdate(actor.at).year - 1]


def overview(actor: Actor, choice: Chosen) -> QuerySet[Any]:
    """The chosen evaluations in the chosen order, as a bureau may see them.

    Each carries: step, is_overdue, shown_score, shown_grade, shown_errors, shown_warnings (None
    before submission), late (how long after the day of submission) and last_score.
    """
    rows = _narrowed(_seen(actor, choice.year), choice)
    name = choice.sort.removeprefix("-")
    column = F(SORTS[name])
    is_falling = choice.sort.startswith("-")
    order = column.desc(nulls_last=True) if is_falling else column.asc(nulls_last=True)
    groups = [GROUPS[choice.group]] if choice.group else []
    return rows.order_by(*groups, order, "organisation__name", "form", "project", "pk")


def overdue(actor: Actor, choice: Chosen) -> list[int]:
    """Keys of the chosen evaluations that are overdue, in their order."""
    rows = overview(actor, replace(choice, only="overdue"))
    return list(rows.values_list("pk", flat=True))


def _seen(actor: Actor, year: int) -> QuerySet[Evaluation]:
    today = timezone.localdate(actor.at)
    last = Evaluation.objects.filter(
        _IS_SUBMITTED, organisation=OuterRef("organisation"), form=OuterRef("form"),
        project=OuterRef("project"), year=year - 1,
    )  # fmt: skip
    shown = {
        f"shown_{name}": Case(When(_IS_SUBMITTED, then=F(field)), default=None)
        for name, field in (
            ("score", "score"), ("grade", "grade"),
            ("errors", "findings_error"), ("warnings", "findings_warning"),
        )
    }  # fmt: skip
    until = Coalesce(TruncDate("submitted_at"), Value(today), output_field=DateField())
    return evaluations_of_bureau(actor).filter(year=year).annotate(
        step=_STEPS,
        is_overdue=Case(When(_overdue(today), then=True), default=False),
        late=ExpressionWrapper(until - F("submission_due"), DurationField()),
        last_score=Subquery(last.values("score")[:1]),
        **shown,
    )  # fmt: skip


def _narrowed(rows: QuerySet[Evaluation], choice: Chosen) -> QuerySet[Evaluation]:
    exact = {
        "state": choice.state, "organisation__kind": choice.kind,
        "form": choice.form, "shown_grade": choice.grade,
    }  # fmt: skip
    rows = rows.filter(**{field: value for field, value in exact.items() if value})
    only = {
        "overdue": Q(is_overdue=True),
        "errors": Q(shown_errors__gt=0),
        "findings": Q(shown_errors__gt=0) | Q(shown_warnings__gt=0),
    }
    if choice.only:
        rows = rows.filter(only[choice.only])
    if choice.search:
        rows = rows.filter(
            Q(organisation__name__icontains=choice.search)
            | Q(project__icontains=choice.search)
        )
    return rows


def _overdue(today: date) -> Q:
    """Condition: not submitted although its day is over."""
    return ~_IS_SUBMITTED & Q(submission_due__lt=today)


# -- bodies without any evaluation of the year -----------------------------------------


def unplanned(actor: Actor, choice: Chosen) -> QuerySet[Organisation]:
    """Bodies that have no evaluation of the year at all, in the order of the tree.

    A body is a department, or a unit directly below a bureau: a department's own units
    are evaluated with it.
    """
    bureaus = actor.organisations(Role.BUREAU_REVIEWER)
    theirs = Evaluation.objects.filter(organisation=OuterRef("pk"), year=choice.year)
    is_body = Q(kind=Kind.DEPARTMENT) | Q(kind=Kind.UNIT, parent__kind=Kind.BUREAU)
    rows = Organisation.objects.filter(within(bureaus), is_body, ~Exists(theirs))
    if choice.kind:
        rows = rows.filter(kind=choice.kind)
    if choice.search:
        rows = rows.filter(name__icontains=choice.search)
    if (
        choice.form
        or choice.grade
        or choice.only
        or choice.state not in {"", UNPLANNED}
    ):
        rows = rows.none()
    return rows.order_by("path")


# -- counts and charts -----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """One part of a chart."""

    key: str
    label: str
    count: int
    percent: float
    """Of all that is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many of the chosen evaluations there are of each kind."""

    total: int
    states: list[Slice]
    grades: list[Slice]
    """Of the submitted ones."""
    groups: Mapping[Any, int]
    """Value of the column grouped by → count."""
    submitted: int
    overdue: int


def tally(rows: QuerySet[Evaluation], choice: Chosen, *, missing: int) -> Tally:
    """Count by state, grade and group: one query."""
    group = GROUPS.get(choice.group, "step")
    columns = {"state", "shown_grade", "is_overdue", group}
    found = rows.order_by().values(*columns).annotate(n=Count("pk"))
    states, grades, groups = Counter[str](), Counter[str](), Counter[Any]()
    overdue = 0
    for row in found:
        states[row["state"]] += row["n"]
        overdue += row["n"] * row["is_overdue"]
        groups[row[group]] += row["n"]
        if row["state"] in AT_BUREAU:
            grades[row["shown_grade"] or "未定"] += row["n"]
    total = sum(states.values())
    labelled = [(str(s.value), str(s.label), states[s.value]) for s in State]
    labelled.append((UNPLANNED, "未布置", missing))
    return Tally(
        total=total, states=_slices(labelled), groups=groups,
        grades=_slices([(g, g, grades[g]) for g in sorted(grades, key=_rank)]),
        submitted=sum(grades.values()), overdue=overdue,
    )  # fmt: skip


def _slices(labelled: list[tuple[str, str, int]]) -> list[Slice]:
    whole = sum(count for _, _, count in labelled) or 1
    return [
        Slice(key=key, label=label, count=count, percent=round(100 * count / whole, 2))
        for key, label, count in labelled
        if count
    ]


_GRADES = ("优", "良", "中", "差")


def _rank(grade: str) -> int:
    return _GRADES.index(grade) if grade in _GRADES else len(_GRADES)


def grades() -> list[str]:
    """Grades to filter by."""
    return list(_GRADES)


def group_label(choice: Chosen, row: Evaluation) -> tuple[Any, str]:
    """Value and words of the group that a row belongs to."""
    if choice.group == "kind":
        return row.organisation.kind, row.organisation.get_kind_display()
    if choice.group == "form":
        return row.form, dict(FORMS)[row.form]
    return getattr(row, "step"), row.get_state_display()  # noqa: B009  annotated


# -- one evaluation --------------------------------------------------------------------


def evaluation_of_bureau(actor: Actor, pk: int) -> Evaluation:
    """One row of the overview; 404 outside the bureau's branch."""
    year = get_object_or_404(evaluations_of_bureau(actor), pk=pk).year
    rows = _seen(actor, year).prefetch_related("reminders__by")
    return get_object_or_404(rows, pk=pk)


def reminders_for(actor: Actor) -> list[Reminder]:
    """The last reminder of each evaluation that the person's body has not submitted."""
    inside = actor.organisations(*INSIDE)
    if not inside:
        return []
    newest = (
        Reminder.objects.filter(within(inside, "evaluation__organisation__path"))
        .exclude(evaluation__state__in=AT_BUREAU)
        .values("evaluation")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    rows = Reminder.objects.filter(pk__in=newest)
    return list(rows.select_related("evaluation__organisation", "by__organisation"))


# -- foreign reports -------------------------------------------------------------------


def batches_for(actor: Actor) -> QuerySet[Batch]:
    """Batches of the person's bureaus; an outside reviewer's own."""
    bureaus = actor.organisations(Role.BUREAU_REVIEWER)
    seen = Q(organisation__in=bureaus)
    if actor.has(Role.EXTERNAL):
        seen |= Q(owner=actor.user)
    return Batch.objects.filter(seen).select_related("organisation", "owner", "job")


def batch_for(actor: Actor, pk: int) -> Batch:
    """One of them, else 404."""
    return get_object_or_404(batches_for(actor), pk=pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCounts:
    """How far a batch is and what was found."""

    total: int
    done: int
    unreadable: int
    with_errors: int
    """Reports with at least one 必须修改."""


def counts_of(batch: Batch) -> BatchCounts:
    """Count the reports of a batch: one query."""
    is_read, has_failed = Q(result__isnull=False), ~Q(error="")
    found = batch.reports.aggregate(
        total=Count("pk"), done=Count("pk", filter=is_read | has_failed),
        unreadable=Count("pk", filter=has_failed),
        with_errors=Count("pk", filter=Q(findings_error__gt=0)),
    )  # fmt: skip
    return BatchCounts(**found)


def report_for(actor: Actor, pk: int) -> ForeignReport:
    """One report of a batch that the person sees, else 404."""
    rows = ForeignReport.objects.select_related("batch__organisation")
    return get_object_or_404(
        rows.filter(batch__in=batches_for(actor).values("pk")), pk=pk
    )


def is_auditor(actor: Actor) -> bool:
    """Whether the person may have foreign reports audited."""
    return actor.has(Role.BUREAU_REVIEWER, Role.EXTERNAL)
