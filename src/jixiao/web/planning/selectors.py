"""Which evaluations a person sees, and what they may do with one of them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from jixiao.web.accounts.access import INSIDE, Actor, within
from jixiao.web.accounts.models import Role
from jixiao.web.planning.mapping import FACTS
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.states import (
    AT_BUREAU,
    FIGURES_OPEN,
    TEXTS_OPEN,
    VERIFIABLE,
    Progress,
    State,
)


def evaluations_for(actor: Actor) -> QuerySet[Evaluation]:
    """All evaluations whose facts the person may see.

    A body sees its own branch of the tree; a division or unit also those in which it
    is responsible for an indicator; the bureau what was submitted to it; an outside
    reviewer what was given to them.
    """
    inside = actor.organisations(*INSIDE)
    bureaus = actor.organisations(Role.BUREAU_REVIEWER)
    responsible = Indicator.objects.filter(
        within(inside, "responsible__path"), evaluation=OuterRef("pk")
    )
    seen = within(inside, "organisation__path")
    if inside:
        seen |= Exists(responsible) & ~Q(state=State.PLANNING)
    seen |= within(bureaus, "organisation__path") & Q(state__in=AT_BUREAU)
    if actor.has(Role.EXTERNAL):
        seen |= Q(pk__in=actor.user.grants.values("evaluation"))
    return Evaluation.objects.filter(seen).select_related("organisation")


def evaluations_of_bureau(actor: Actor) -> QuerySet[Evaluation]:
    """All evaluations under the bureaus of a person: state and days, drafts as well."""
    bureaus = actor.organisations(Role.BUREAU_REVIEWER)
    return Evaluation.objects.filter(
        within(bureaus, "organisation__path")
    ).select_related("organisation")


def evaluation_for(actor: Actor, pk: int) -> Evaluation:
    """One evaluation with all its facts, 404 to whoever may not see it: 5 queries."""
    return get_object_or_404(evaluations_for(actor).prefetch_related(*FACTS), pk=pk)


def indicator_for(actor: Actor, pk: int) -> Indicator:
    """One indicator, 404 to whoever may not see its evaluation."""
    rows = Indicator.objects.select_related(
        "evaluation__organisation", "responsible", "person", "changed_by", "verified_by"
    )
    return get_object_or_404(
        rows.filter(evaluation__in=evaluations_for(actor).values("pk")), pk=pk
    )


# -- what a person may do; the state allows it or not, the role allows it or not ------


def may_plan(actor: Actor, evaluation: Evaluation) -> bool:
    """Set up indicators, targets and weights: the body's 财务科 while planning."""
    return (
        actor.acts_for(evaluation.organisation, Role.PLANNER)
        and evaluation.state == State.PLANNING
    )


def may_assign(actor: Actor, evaluation: Evaluation) -> bool:
    """Name people and days: the body's 财务科 while planning or filing."""
    return actor.acts_for(
        evaluation.organisation, Role.PLANNER
    ) and evaluation.state in {State.PLANNING, State.FILING}


def may_compose(actor: Actor, evaluation: Evaluation) -> bool:
    """Write the chapter texts and the budget: the body's 财务科."""
    return actor.acts_for(
        evaluation.organisation, Role.PLANNER
    ) and evaluation.state in TEXTS_OPEN | {State.PLANNING}


def may_file(actor: Actor, indicator: Indicator) -> bool:
    """Enter the result: the person named; else whoever files for the division named.

    Where nobody is named, whoever files for the body. Not after it was verified.
    """
    if indicator.evaluation.state not in FIGURES_OPEN:
        return False
    if indicator.progress == Progress.VERIFIED:
        return False
    if indicator.person_id is not None:
        return bool(indicator.person_id == actor.user.pk) and not actor.administrator
    place = indicator.responsible or indicator.evaluation.organisation
    return actor.acts_for(place, Role.FILLER)


def may_verify(actor: Actor, indicator: Indicator) -> bool:
    """Verify or return it: the body's or the division's 复核人, never one who filed it."""
    if indicator.evaluation.state not in VERIFIABLE:
        return False
    if indicator.progress not in {Progress.FILED, Progress.VERIFIED}:
        return False
    body = indicator.evaluation.organisation
    places = [body, *([indicator.responsible] if indicator.responsible else [])]
    is_verifier = any(actor.acts_for(place, Role.VERIFIER) for place in places)
    return is_verifier and actor.user not in indicator.contributors.all()


def require(allowed: bool, sentence: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Refuse with 403 and one sentence.

    Raises:
        PermissionDenied: it is not allowed.
    """
    if not allowed:
        raise PermissionDenied(sentence)
