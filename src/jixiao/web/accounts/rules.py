"""Which organisation stands below which, and which role fits which organisation."""

from __future__ import annotations

from collections.abc import Mapping

from jixiao.web.accounts.models import Kind, Role

PARENTS: Mapping[str, frozenset[str | None]] = {
    Kind.BUREAU: frozenset({None, Kind.BUREAU}),
    Kind.DEPARTMENT: frozenset({None, Kind.BUREAU}),
    Kind.DIVISION: frozenset({Kind.BUREAU, Kind.DEPARTMENT, Kind.UNIT}),
    Kind.UNIT: frozenset({Kind.DEPARTMENT, Kind.UNIT}),
}
"""Kinds that may stand above each kind; None for the top of a tree."""

_BODY = frozenset(
    {Role.PLANNER, Role.FILLER, Role.VERIFIER, Role.APPROVER, Role.EXTERNAL}
)
FITTING: Mapping[str, frozenset[Role]] = {
    Kind.BUREAU: frozenset({Role.BUREAU_REVIEWER, Role.EXTERNAL}),
    Kind.DEPARTMENT: _BODY,
    Kind.UNIT: _BODY,
    Kind.DIVISION: frozenset({Role.FILLER, Role.VERIFIER, Role.EXTERNAL}),
}
"""Roles that each kind of organisation knows.

A role reaches down its branch, and a whole county lies below its bureau: who fills in
or approves at a bureau would see every department. So a bureau evaluates its own money
as a department below itself. A division files and verifies; it evaluates nothing.
"""


def fits_below(kind: str, parent: str | None) -> bool:
    """Whether an organisation of a kind may stand below one of another."""
    return parent in PARENTS[kind]


def roles_of(kind: str) -> list[Role]:
    """The fitting roles in the order of the work."""
    return [role for role in Role if role in FITTING[kind]]
