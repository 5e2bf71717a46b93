"""The table of a plan: its rows as typed, and saving all of them at once.

A row carries a fingerprint of what the page showed. It tells whether somebody typed
in the row, and whether somebody else changed the same cells since: a result filed
meanwhile does not stand in the way of a day that is moved.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from jixiao.core.numbers import plain
from jixiao.web.accounts.access import Actor
from jixiao.web.accounts.models import Organisation, User
from jixiao.web.planning.errors import ChangedMeanwhileError, NotAllowedError
from jixiao.web.planning.hands import hands_of
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.scoring import rescore
from jixiao.web.planning.services import add_contributor, locked_for_plan
from jixiao.web.planning.states import State
from jixiao.web.trail.models import Entry
from jixiao.web.trail.services import record

FACTS = ("level1", "level2", "name", "sign", "target", "unit", "weight")
HANDS = ("responsible_id", "person_id", "due")
CELLS = FACTS + HANDS
LABELS = {
    "level1": "一级指标", "level2": "二级指标", "name": "三级指标", "sign": "性质",
    "target": "指标值", "unit": "单位", "weight": "分值", "responsible_id": "责任科室",
    "person_id": "填报人", "due": "截止",
}  # fmt: skip
Cell = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One row as it was typed."""

    pk: int | None = None
    """None: a new row."""
    shown: str = ""
    """Fingerprint of the row when the page was made."""
    is_removed: bool = False
    level1: str = ""
    level2: str = ""
    name: str = ""
    sign: str = ""
    target: str = ""
    unit: str = ""
    weight: Decimal | None = None
    responsible_id: int | None = None
    person_id: int | None = None
    due: date | None = None

    @property
    def is_empty(self) -> bool:
        """A new row that nothing was typed into."""
        return self.pk is None and not any(getattr(self, cell) for cell in CELLS)


class PlanChangedError(ChangedMeanwhileError):
    """Others changed some of the same rows.

    Attributes:
        shown: indicator → fingerprint that a second try must carry; None: removed.
    """

    shown: Mapping[int, str | None]


def fingerprint(row: PlanRow | Indicator, cells: Iterable[str] = CELLS) -> str:
    """A short name for the content of a row's cells."""
    texts = [_written(getattr(row, cell)) for cell in cells]
    content = json.dumps(texts, ensure_ascii=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


@transaction.atomic
def save_plan(
    *, actor: Actor, pk: int, rows: Sequence[PlanRow], whole: bool = True
) -> Evaluation:
    """Save the table: rows added, changed, moved and removed.

    Args:
        actor: the body's 财务科.
        pk: the evaluation.
        rows: in the order they are to stand; indicators not among them stay.
        whole: False while 填报: only people and days are taken from the rows.

    Raises:
        PlanChangedError: somebody else changed the same cells; nothing is saved.
        NotAllowedError: a person or place that cannot be given the indicator.
        NotNowError: the state does not allow it.
    """
    states = {State.PLANNING} if whole else {State.PLANNING, State.FILING}
    evaluation = locked_for_plan(actor, pk, states)
    cells = CELLS if whole else HANDS
    known = {row.pk: row for row in evaluation.indicators.all()}
    rows = [row for row in rows if not row.is_empty]
    _refuse_changed(evaluation, rows, known, cells)
    touched = [
        row
        for row in rows
        if not row.is_removed and fingerprint(row, cells) != row.shown
    ]
    _refuse_hands(evaluation, touched)
    changes = _Changes(_names([*touched, *known.values()]))
    if whole:
        _remove(rows, known, changes)
    written = _write(actor, touched, known, changes, cells)
    if whole:
        made = _add(actor, evaluation, rows, changes)
        written += made
        _place(rows, known, made, changes)
    if changes.texts:
        add_contributor(evaluation, actor, written)
        record(
            chain=evaluation.trail_chain, actor=actor,
            action="布置" if whole else "分派",
            subject=changes.subject, changes=changes.texts,
        )  # fmt: skip
        rescore(pk)
    return evaluation


# -- refusing --------------------------------------------------------------------------


def _refuse_changed(
    evaluation: Evaluation,
    rows: Sequence[PlanRow],
    known: Mapping[int, Indicator],
    cells: Sequence[str],
) -> None:
    """Refuse if a row that was typed in is no longer what the page showed."""
    both = []
    for row in rows:
        current = known.get(row.pk) if row.pk else None
        now = fingerprint(current, cells) if current else None
        typed = None if row.is_removed else fingerprint(row, cells)
        if row.pk is not None and row.shown not in (typed, now) and typed != now:
            both.append((row, current))
    if not both:
        return
    names = _names([*(row for row, _ in both), *known.values()])
    yours: dict[str, str] = {}
    theirs: dict[str, str] = {}
    for row, current in both:
        for cell in cells:
            typed = "（删除）" if row.is_removed else _named(row, cell, names)
            stands = _named(current, cell, names) if current else "（已被删除）"
            if typed != stands:
                label = (
                    f"{row.name or (current.name if current else '')} · {LABELS[cell]}"
                )
                yours[label], theirs[label] = typed, stands
    entries = Entry.objects.filter(chain__name=evaluation.trail_chain)
    last = entries.select_related("actor").order_by("number").last()
    error = PlanChangedError(
        yours=yours, theirs=theirs, version=evaluation.facts_version,
        who=last.actor.name if last and last.actor else "",
    )  # fmt: skip
    error.shown = {
        row.pk: fingerprint(current, cells) if current else None
        for row, current in both
        if row.pk is not None
    }
    raise error


def _named(row: PlanRow | Indicator, cell: str, names: Mapping[str, str]) -> str:
    written = _written(getattr(row, cell))
    return names.get(f"{LABELS[cell]}{written}", written) or "（空）"


def _refuse_hands(evaluation: Evaluation, rows: Sequence[PlanRow]) -> None:
    if not any(row.responsible_id or row.person_id for row in rows):
        return
    hands = hands_of(evaluation)
    places = {place.pk for place in hands.places}
    for row in rows:
        if row.responsible_id is not None and row.responsible_id not in places:
            raise NotAllowedError("责任科室不属于本单位；请从列表中选择")
        if why := hands.why_not(row.responsible_id, row.person_id):
            raise NotAllowedError(why)


# -- writing ---------------------------------------------------------------------------


class _Changes:
    """What is told to the trail."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.texts: dict[str, tuple[str, str]] = {}
        self.count = 0

    @property
    def subject(self) -> str:
        return f"{self.count}项指标" if self.count else "指标次序"

    def of(self, before: Indicator, after: PlanRow, cells: Sequence[str]) -> None:
        self.count += 1
        for cell in cells:
            old, new = getattr(before, cell), getattr(after, cell)
            if old != new:
                name = after.name or before.name or "未命名"
                label = f"{before.position or '新增'} {name} · {LABELS[cell]}"
                self.texts[label] = (self._text(cell, old), self._text(cell, new))

    def _text(self, cell: str, value: Cell) -> str:
        written = _written(value)
        return self.names.get(f"{LABELS[cell]}{written}", written)


def _remove(
    rows: Sequence[PlanRow], known: dict[int, Indicator], changes: _Changes
) -> None:
    gone = [known.pop(row.pk) for row in rows if row.is_removed and row.pk in known]
    if gone:
        Indicator.objects.filter(pk__in=[row.pk for row in gone]).delete()
        changes.count += len(gone)
        changes.texts["删除指标"] = (_listed(gone), "")


def _write(
    actor: Actor,
    touched: Sequence[PlanRow],
    known: Mapping[int, Indicator],
    changes: _Changes,
    cells: Sequence[str],
) -> list[Indicator]:
    """Write the changed rows at once; those of which facts changed.

    People and days are no facts: they leave version and last editor of the result.
    """
    changed, with_facts = [], []
    for row in touched:
        current = known.get(row.pk) if row.pk else None
        if current is None:
            continue
        changes.of(current, row, cells)
        facts = [cell for cell in cells if cell in FACTS]
        if any(getattr(current, cell) != getattr(row, cell) for cell in facts):
            current.version += 1
            current.changed_by, current.changed_at = actor.user, actor.at
            with_facts.append(current)
        for cell in cells:
            setattr(current, cell, getattr(row, cell))
        changed.append(current)
    fields = [cell.removesuffix("_id") for cell in cells]
    if changed:
        Indicator.objects.bulk_update(
            changed, [*fields, "version", "changed_by", "changed_at"]
        )
    return with_facts


def _add(
    actor: Actor, evaluation: Evaluation, rows: Sequence[PlanRow], changes: _Changes
) -> list[Indicator]:
    new = [row for row in rows if row.pk is None and not row.is_removed]
    for row in new:
        changes.of(Indicator(position=0), row, CELLS)
    return Indicator.objects.bulk_create(
        Indicator(
            evaluation=evaluation, position=0, changed_by=actor.user,
            changed_at=actor.at, **{cell: getattr(row, cell) for cell in CELLS},
        )
        for row in new
    )  # fmt: skip


def _place(
    rows: Sequence[PlanRow],
    known: Mapping[int, Indicator],
    made: Sequence[Indicator],
    changes: _Changes,
) -> None:
    """Number the indicators as the rows stand; those that are no row come last."""
    new = iter(made)
    standing = [row for row in rows if not row.is_removed]
    order = [
        next(new) if row.pk is None else known[row.pk]
        for row in standing
        if row.pk is None or row.pk in known
    ]
    mentioned = {row.pk for row in standing}
    order += [one for pk, one in known.items() if pk not in mentioned]
    before = [one.pk for one in known.values()]
    if before != [one.pk for one in order if one.pk in known]:
        changes.texts["次序"] = ("", "已调整")
    for position, one in enumerate(order, start=1):
        one.position = position
    Indicator.objects.bulk_update(order, ["position"])


def _listed(rows: Iterable[Indicator]) -> str:
    return "、".join(row.name or f"{row.level1}（未命名）" for row in rows)


def _written(value: Cell) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return "" if value is None else str(value)


def _names(rows: Iterable[PlanRow | Indicator]) -> dict[str, str]:
    """Names of the places and people concerned, by label and key: two queries."""
    both = list(rows)
    places = {row.responsible_id for row in both if row.responsible_id}
    people = {row.person_id for row in both if row.person_id}
    names = {
        f"{LABELS['responsible_id']}{one.pk}": one.name
        for one in Organisation.objects.filter(pk__in=places)
    }
    return names | {
        f"{LABELS['person_id']}{one.pk}": one.name
        for one in User.objects.filter(pk__in=people)
    }
