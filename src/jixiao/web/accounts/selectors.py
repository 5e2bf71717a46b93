"""What the administrators see of organisations, people and locks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet, Sum

from jixiao.web.accounts.access import Actor, within
from jixiao.web.accounts.models import Administrator, Kind, Organisation, User
from jixiao.web.accounts.services import require_administrator


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An organisation in the opened tree."""

    organisation: Organisation
    depth: int
    """0 for the top."""
    people: int
    children: int
    is_open: bool
    is_here: bool


def tree_for(actor: Actor, here: Organisation | None) -> list[Node]:
    """The tree, opened down to one organisation: tops, and what stands along the way.

    Args:
        actor: the system administrator.
        here: the chosen organisation; None opens nothing.
    """
    require_administrator(actor, Administrator.SYSTEM)
    along = _ids(here.path) if here else []
    below: dict[int | None, list[Node]] = defaultdict(list)
    found = Organisation.objects.filter(Q(parent=None) | Q(parent__in=along))
    for one in found.order_by("kind", "pk").annotate(
        people_count=Count("people", distinct=True),
        children_count=Count("children", distinct=True),
    ):
        node = Node(
            organisation=one, depth=one.path.count("/") - 2, people=one.people_count,
            children=one.children_count, is_open=one.pk in along, is_here=one == here,
        )  # fmt: skip
        below[one.parent_id].append(node)

    def walk(parent: int | None) -> Iterator[Node]:
        for node in below.get(parent, ()):
            yield node
            yield from walk(node.organisation.pk)

    return list(walk(None))


def organisations_like(actor: Actor, text: str) -> QuerySet[Organisation]:
    """Organisations whose name holds a text."""
    require_administrator(actor, Administrator.SYSTEM)
    found = Organisation.objects.filter(name__icontains=text)
    return found.select_related("parent").order_by("name")


def people_at(actor: Actor, here: Organisation) -> QuerySet[User]:
    """People of exactly this organisation."""
    require_administrator(actor, Administrator.SYSTEM)
    return here.people.select_related("organisation").order_by("-is_active", "username")


def people_like(actor: Actor, text: str) -> QuerySet[User]:
    """People whose name or log-in name holds a text."""
    require_administrator(actor, Administrator.SYSTEM)
    return _people(text)


def people_with_roles(
    actor: Actor, *, text: str = "", branch: Organisation | None = None, kind: str = ""
) -> QuerySet[User]:
    """People with what they may do, for the security administrator.

    Args:
        actor: the security administrator.
        text: part of name or log-in name.
        branch: people of this organisation and all below it.
        kind: a role, one of the three administrators, or `none` for nothing at all.
    """
    require_administrator(actor, Administrator.SECURITY)
    found = _people(text).prefetch_related("memberships__organisation")
    if branch:
        found = found.filter(within([branch], "organisation__path"))
    if kind == "none":
        return found.filter(administrator="", memberships=None)
    if kind in Administrator.values:
        return found.filter(administrator=kind)
    return found.filter(memberships__role=kind).distinct() if kind else found


def choosable() -> QuerySet[Organisation]:
    """All organisations in the order of the tree."""
    return Organisation.objects.order_by("path")


def places_of(user: User, other: Organisation | None) -> list[Organisation]:
    """Where roles are offered at once: their own place, those above and right below it.

    Args:
        user: whose roles are changed.
        other: one more, chosen on the page.

    Returns:
        Also where they have some; of a bureau not all the departments below it.
    """
    own = user.organisation
    wanted = Q(pk__in=_ids(own.path))
    if own.kind != Kind.BUREAU:
        wanted |= Q(parent=own)
    wanted |= Q(memberships__user=user)
    if other:
        wanted |= Q(pk=other.pk)
    return list(Organisation.objects.filter(wanted).distinct().order_by("path"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A log-in name that is locked out."""

    username: str
    person: User | None
    """None for a name that nobody has: somebody guesses."""
    failures: int
    until: datetime


def locked_until(username: str, *, now: datetime) -> datetime:
    """When a name may be tried again; for whoever is locked out and not logged in."""
    cool_off = timedelta(hours=settings.AXES_COOLOFF_TIME)
    attempts = AccessAttempt.objects.filter(username=username)
    last: datetime | None = attempts.aggregate(last=Max("attempt_time"))["last"]
    return (last or now) + cool_off


def locks_for(actor: Actor) -> list[Lock]:
    """Every name that cannot log in now: 2 queries."""
    require_administrator(actor, Administrator.SECURITY)
    cool_off = timedelta(hours=settings.AXES_COOLOFF_TIME)
    attempts = AccessAttempt.objects.filter(attempt_time__gte=actor.at - cool_off)
    locked = list(
        attempts.values("username")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
        .order_by("-last")
    )
    people = _by_username(one["username"] or "" for one in locked)
    return [
        Lock(
            username=one["username"] or "", person=people.get(one["username"]),
            failures=one["failures"], until=one["last"] + cool_off,
        )
        for one in locked
    ]  # fmt: skip


def _by_username(names: Iterable[str]) -> dict[str, User]:
    found = User.objects.filter(username__in=list(names))
    return {user.username: user for user in found.select_related("organisation")}


def _people(text: str) -> QuerySet[User]:
    found = User.objects.select_related("organisation").order_by(
        "organisation__path", "username"
    )
    if not text:
        return found
    return found.filter(Q(name__icontains=text) | Q(username__icontains=text))


def _ids(path: str) -> list[int]:
    return [int(part) for part in path.strip("/").split("/")]
