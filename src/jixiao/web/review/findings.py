"""What an audit said, read from its published tree, as pages show it.

The same for an evaluation of this site and for a report of another place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jixiao.core.findings import Severity
from jixiao.core.numbers import parse_decimal, plain
from jixiao.reports.audit_note import MEANINGS, OTHER
from jixiao.workflows.audit_notes import themes

Tree = Mapping[str, Any]
NONE = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """Where a finding is put right."""

    url: str
    label: str
    """What the page holds: 填报“耕地保有量”."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """One finding as it is shown."""

    number: int
    severity: Severity
    content: Tree
    """The finding of the tree: about, message, stated, places and so on."""
    fix: Fix | None = None

    @property
    def fingerprint(self) -> str:
        """What an answer refers to."""
        return str(self.content["fingerprint"])

    @property
    def short(self) -> str:
        """The fingerprint as part of an id in the page."""
        return self.fingerprint.rpartition(":")[2][:12]

    @property
    def is_settled(self) -> bool:
        """Whether it was answered with 已说明 or 误报."""
        decision = self.content.get("decision")
        return decision is not None and decision["decision"] in _SETTLING


_SETTLING = ("误报", "已说明")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """Open findings of one severity and theme."""

    severity: Severity
    theme: str
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many findings of a severity still ask for something."""

    severity: Severity
    number: int

    @property
    def meaning(self) -> str:
        """What the severity says."""
        return MEANINGS[self.severity]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """What one check did."""

    theme: str
    check: str
    title: str
    looked_at: int
    found: int
    doubts: tuple[tuple[str, str], ...]
    """Reason, and the places that could not be judged for it."""
    undecided: int
    not_applicable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """An indicator's points as stated and as computed."""

    level: str
    name: str
    target: str
    actual: str
    weight: str
    stated: str
    recomputed: str
    difference: str
    """Computed minus stated; a dash where there is none, "" where it is not known."""
    why: str
    """Derivation, or why there are no points."""

    @property
    def differs(self) -> bool:
        """Whether stated and computed points are not the same."""
        return self.difference not in ("", NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsView:
    """Everything the fragments `review/_findings`, `_ledger` and `_scores` show."""

    error: str
    """Why the document could not be read; "" when it was."""
    groups: tuple[FindingGroup, ...]
    settled: tuple[FindingView, ...]
    counts: tuple[Count, ...]
    ledger: tuple[LedgerLine, ...]
    scores: tuple[ScoreRow, ...]
    budget: tuple[Tree, ...]
    total: Tree
    total_difference: str

    @property
    def open_number(self) -> int:
        """Open findings of every severity."""
        return sum(count.number for count in self.counts)

    @property
    def looked_at(self) -> int:
        """Places that all checks compared."""
        return sum(line.looked_at for line in self.ledger)

    @property
    def undecided(self) -> int:
        """Places that could not be judged."""
        return sum(line.undecided for line in self.ledger)


def view_of(tree: Tree, *, fixes: Mapping[str, Fix] | None = None) -> FindingsView:
    """Arrange one document of a `jixiao-audit/1` tree for a page.

    Args:
        tree: the document.
        fixes: by fingerprint, where the finding is put right.
    """
    total = tree["total"]
    found = [_finding(one, number, fixes or {}) for number, one in _numbered(tree)]
    still_open = [one for one in found if not one.is_settled]
    return FindingsView(
        error=tree.get("error") or "",
        groups=tuple(_groups(still_open)),
        settled=tuple(one for one in found if one.is_settled),
        counts=tuple(
            Count(severity=s, number=sum(one.severity is s for one in still_open))
            for s in Severity
        ),
        ledger=tuple(_ledger(tree)),
        scores=tuple(_score(row) for row in tree["indicators"]),
        budget=tuple(tree["budget"]),
        total=total,
        total_difference=_difference(total.get("stated"), total.get("recomputed")),
    )


def _numbered(tree: Tree) -> list[tuple[int, Tree]]:
    found = tree["findings"]
    return [(one.get("number", n), one) for n, one in enumerate(found, start=1)]


def _finding(one: Tree, number: int, fixes: Mapping[str, Fix]) -> FindingView:
    return FindingView(
        number=number,
        severity=Severity(one["severity"]),
        content=one,
        fix=fixes.get(one["fingerprint"]),
    )


def _groups(found: list[FindingView]) -> Iterator[FindingGroup]:
    """By severity, then by theme in the order of the ledger."""
    names = dict(themes())
    order = [*dict.fromkeys(names.values()), OTHER]
    for severity in Severity:
        for theme in order:
            group = [
                one
                for one in found
                if one.severity is severity
                and names.get(one.content["check"], OTHER) == theme
            ]
            if group:
                group.sort(key=lambda one: one.number)
                yield FindingGroup(
                    severity=severity, theme=theme, findings=tuple(group)
                )


def _ledger(tree: Tree) -> Iterator[LedgerLine]:
    names = dict(themes())
    for row in tree["ledger"]:
        places: dict[str, list[str]] = {}
        for doubt in row["undecided"]:
            places.setdefault(doubt["reason"], []).append(doubt["place"])
        yield LedgerLine(
            theme=names.get(row["check"], OTHER),
            check=row["check"],
            title=row["title"],
            looked_at=row["looked_at"],
            found=row["found"],
            doubts=tuple((reason, "、".join(at)) for reason, at in places.items()),
            undecided=len(row["undecided"]),
            not_applicable=row["not_applicable"] or "",
        )


def _score(row: Tree) -> ScoreRow:
    stated, recomputed = row.get("score") or "", row.get("recomputed") or ""
    return ScoreRow(
        level=row.get("level1") or "",
        name=row["name"] or "",
        target=row["target"] or "",
        actual=row.get("actual") or "",
        weight=row["weight"] or "",
        stated=stated,
        recomputed=recomputed,
        difference=_difference(stated, recomputed),
        why=row.get("derivation") or row.get("undecided") or "",
    )


def _difference(stated: str | None, recomputed: str | None) -> str:
    mine, theirs = _number(recomputed), _number(stated)
    if mine is None or theirs is None:
        return ""
    if mine == theirs:
        return NONE
    return f"{'+' if mine > theirs else '−'}{plain(abs(mine - theirs))}"


def _number(text: str | None) -> Decimal | None:
    return parse_decimal((text or "").strip().removesuffix("分"))
