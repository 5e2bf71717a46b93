"""Who can be given an indicator: the body and all below it, and who files there."""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.web.accounts.models import Membership, Organisation, Role, User
from jixiao.web.planning.models import Evaluation


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Places of a body, and the people who file for each of them."""

    body: Organisation
    places: tuple[Organisation, ...]
    """The body first, then its tree."""
    people: tuple[User, ...]
    filing: frozenset[tuple[int, int]]
    """(person, place) of every 填报人."""

    def where(self, person: User) -> tuple[int, ...]:
        """Places that the person files for."""
        return tuple(
            place.pk for place in self.places if (person.pk, place.pk) in self.filing
        )

    def why_not(self, responsible: int | None, person: int | None) -> str:
        """Why a person cannot be given to a place; nothing when they can."""
        if person is None:
            return ""
        place = responsible or self.body.pk
        if (person, place) in self.filing:
            return ""
        name = next((one.name for one in self.people if one.pk == person), "此人")
        where = next((one.name for one in self.places if one.pk == place), "该科室")
        return (
            f"{name}不是{where}的填报人；请改选该科室的填报人，或先由安全管理员授予角色"
        )


def hands_of(evaluation: Evaluation) -> Hands:
    """Read places and people: two queries.

    Whoever is named on an indicator already stays there, whatever became of the role.

    Args:
        evaluation: with organisation and indicators at hand.
    """
    body = evaluation.organisation
    places = tuple(
        Organisation.objects.filter(path__startswith=body.path).order_by("path")
    )
    rows = Membership.objects.filter(
        role=Role.FILLER, organisation__in=[place.pk for place in places],
        user__is_active=True, user__administrator="",
    ).select_related("user").order_by("user__name", "user__pk")  # fmt: skip
    memberships = list(rows)
    kept = [one for one in evaluation.indicators.all() if one.person_id is not None]
    people = {one.user_id: one.user for one in memberships}
    missing = {one.person_id for one in kept} - people.keys()
    if missing:
        people |= User.objects.in_bulk(missing)
    filing = {(one.user_id, one.organisation_id) for one in memberships}
    filing |= {
        (one.person_id, one.responsible_id or body.pk)
        for one in kept
        if one.person_id is not None
    }
    return Hands(
        body=body,
        places=places,
        people=tuple(people.values()),
        filing=frozenset(filing),
    )
