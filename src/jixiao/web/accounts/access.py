"""Who is acting, and what they may do where.

An administrator has no part in the business, whatever memberships stand in the table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from jixiao.web.accounts.models import (
    Administrator,
    Membership,
    Organisation,
    Role,
    User,
)

INSIDE = (Role.PLANNER, Role.FILLER, Role.VERIFIER, Role.APPROVER)
"""Roles of the body that evaluates itself."""

_HOMES = {
    Administrator.SYSTEM.value: "accounts:organisations",
    Administrator.SECURITY.value: "accounts:roles",
    Administrator.AUDIT.value: "trail:chains",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person with their roles at one moment, read once a request."""

    user: User
    at: datetime
    """When they act, with time zone: what they do is recorded under it."""
    memberships: tuple[Membership, ...]
    """Each with its organisation; none for administrators."""

    @property
    def administrator(self) -> str:
        """Which of the three administrators, "" for everybody else."""
        return self.user.administrator

    def is_administrator(self, kind: Administrator) -> bool:
        """Whether the person is that administrator."""
        return self.user.administrator == kind

    @property
    def reads_trails(self) -> bool:
        """Whether the person is the audit administrator."""
        return self.is_administrator(Administrator.AUDIT)

    @property
    def home(self) -> str:
        """Name of the page on which the person's work begins."""
        return _HOMES.get(self.administrator, "filing:desk")

    @property
    def is_bureau(self) -> bool:
        """Whether the person reviews for a finance bureau."""
        return self.has(Role.BUREAU_REVIEWER)

    @property
    def is_external(self) -> bool:
        """Whether the person is an outside reviewer."""
        return self.has(Role.EXTERNAL)

    def organisations(self, *roles: Role) -> tuple[Organisation, ...]:
        """Where the person has one of the roles."""
        return tuple(m.organisation for m in self.memberships if m.role in roles)

    def has(self, *roles: Role) -> bool:
        """Whether the person has one of the roles anywhere."""
        return any(m.role in roles for m in self.memberships)

    def acts_for(self, organisation: Organisation, *roles: Role) -> bool:
        """Whether the person has one of the roles in exactly this organisation."""
        return organisation in self.organisations(*roles)

    def acts_above(self, organisation: Organisation, *roles: Role) -> bool:
        """Whether the person has one of the roles there or further up the tree."""
        return any(one.holds(organisation) for one in self.organisations(*roles))


def actor_of(user: User, *, at: datetime) -> Actor:
    """The person with their roles: one query."""
    found: Iterable[Membership] = ()
    if not user.administrator:
        found = user.memberships.select_related("organisation")
    return Actor(user=user, at=at, memberships=tuple(found))


def within(organisations: Iterable[Organisation], field: str = "path") -> Q:
    """A condition for all that lies in these branches of the tree.

    Args:
        organisations: tops of the branches; none of them lets nothing through.
        field: path of the organisation, seen from the table that is filtered.
    """
    condition = Q(pk__in=[])
    for one in organisations:
        condition |= Q(**{f"{field}__startswith": one.path})
    return condition
