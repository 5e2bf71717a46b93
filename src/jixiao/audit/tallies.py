"""How many indicators of a form there are, and how many of them reach their target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jixiao.audit.completion import is_met_in_words
from jixiao.audit.subject import FormRow, ScoredForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Indicators of a form or of one of its groups."""

    level2: int
    total: int
    met: int
    unmet: int
    full: int
    """Rows with their full weight as points."""
    names_met: tuple[str, ...]
    names_unmet: tuple[str, ...]

    @property
    def undecided(self) -> int:
        """Rows of which it is not known whether they reach their target."""
        return self.total - self.met - self.unmet

    def could_be_done(self, count: int) -> bool:
        """Whether a stated number of finished indicators fits, by results or by points."""
        return self.met <= count <= self.met + self.undecided or count == self.full

    def could_be_undone(self, count: int) -> bool:
        """The same for the unfinished ones."""
        return (
            self.unmet <= count <= self.unmet + self.undecided
            or count == self.total - self.full
        )


def tally(form: ScoredForm, scope: str = "") -> Tally:
    """Count the rows of a form, of one first-level group where `scope` names it."""
    rows = [
        row
        for row in form.rows
        if not row.indicator.is_detail and scope in (row.indicator.level1 or "")
    ]
    met = [row for row in rows if _is_met(row) is True]
    unmet = [row for row in rows if _is_met(row) is False]
    return Tally(
        level2=len(
            {
                (r.indicator.level1, r.indicator.level2)
                for r in rows
                if r.indicator.level2
            }
        ),
        total=len(rows),
        met=len(met),
        unmet=len(unmet),
        full=_full(rows),
        names_met=tuple(row.stated.name for row in met),
        names_unmet=tuple(row.stated.name for row in unmet),
    )


def _is_met(row: FormRow) -> bool | None:
    """By result and points; None too where words and points say opposite things."""
    by_points = row.scored.is_met if row.scored else None
    return None if is_met_in_words(row) is (not by_points) else by_points


def _full(rows: Sequence[FormRow]) -> int:
    return sum(
        row.indicator.weight is not None
        and row.indicator.stated_points == row.indicator.weight
        for row in rows
    )
