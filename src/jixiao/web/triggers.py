"""Rules that the database itself keeps, for those who reach it past this software.

One rule is written once and laid in SQLite or PostgreSQL. Whoever owns the database can
lift it; that it stands is part of what `verify_trail` checks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.backends.base.base import BaseDatabaseWrapper

Event = Literal["INSERT", "UPDATE", "DELETE", "TRUNCATE"]
"""TRUNCATE exists on PostgreSQL alone; SQLite deletes row by row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A change of a row that the database refuses with an IntegrityError."""

    name: str
    table: str
    event: Event
    condition: str = "TRUE"
    """SQL over OLD and NEW that both databases read alike."""
    message: str

    def statements(self, vendor: str) -> list[str]:
        """What lays it."""
        if vendor == "sqlite":
            return [] if self.event == "TRUNCATE" else [self._sqlite()]
        return [self._function(), self._trigger()]

    def lifting(self, vendor: str) -> list[str]:
        """What takes it away."""
        if vendor == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.name}"]
        return [
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"DROP FUNCTION IF EXISTS {self.name}()",
        ]

    def _sqlite(self) -> str:
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH ROW WHEN {self.condition} "
            f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        )

    def _function(self) -> str:
        return (
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {self.condition} THEN RAISE EXCEPTION '{self.message}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            "RETURN COALESCE(NEW, OLD); END $$"
        )

    def _trigger(self) -> str:
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION {self.name}()"
        )


def lay(connection: BaseDatabaseWrapper, refusals: Iterable[Refusal]) -> None:
    """Let the database refuse these changes; what stands already is laid anew."""
    lift(connection, refusals := tuple(refusals))
    _run(connection, [s for one in refusals for s in one.statements(connection.vendor)])


def lift(connection: BaseDatabaseWrapper, refusals: Iterable[Refusal]) -> None:
    """Let the database take these changes again."""
    _run(connection, [s for one in refusals for s in one.lifting(connection.vendor)])


def missing(
    connection: BaseDatabaseWrapper, refusals: Iterable[Refusal]
) -> tuple[str, ...]:
    """Names of those that do not stand, or were switched off."""
    if connection.vendor == "sqlite":
        question = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        question = "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
    with connection.cursor() as cursor:
        cursor.execute(question)
        standing = {name for (name,) in cursor.fetchall()}
    wanted = [one.name for one in refusals if one.statements(connection.vendor)]
    return tuple(name for name in wanted if name not in standing)


def _run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
