"""Taking over what was read from a file: the draft, then all of it at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction

from jixiao.core.evaluation import Indicator as CoreIndicator
from jixiao.core.numbers import fold, plain
from jixiao.core.reading import read_indicator
from jixiao.web.accounts.access import Actor
from jixiao.web.files import digest_of
from jixiao.web.planning.errors import NotNowError
from jixiao.web.planning.importing import TEXTS, read_draft
from jixiao.web.planning.models import (
    BudgetLine,
    Chapter,
    Evaluation,
    ImportDraft,
    Indicator,
    Passage,
)
from jixiao.web.planning.scoring import rescore
from jixiao.web.planning.services import add_contributor, locked_for_plan
from jixiao.web.planning.states import Progress, State
from jixiao.web.trail.services import record

KEPT = timedelta(days=7)
"""How long an unconfirmed draft is kept."""
PLANNED = ("level1", "level2", "sign", "target", "unit", "weight")
RESULTS = ("actual", "account", "deviation_reason", "improvement")
LABELS = {
    "level1": "一级指标", "level2": "二级指标", "sign": "性质", "target": "指标值",
    "unit": "单位", "weight": "分值", "actual": "完成值", "assigned_points": "评定得分",
    "account": "完成情况说明", "deviation_reason": "偏差原因", "improvement": "改进措施",
}  # fmt: skip
_NAME_LENGTH = 200


class Part(StrEnum):
    """What can be taken over."""

    TARGETS = "targets"
    RESULTS = "results"
    BUDGET = "budget"
    TEXTS = "texts"

    @property
    def label(self) -> str:
        """As the page says it."""
        return {
            Part.TARGETS: "指标、指标值和分值", Part.RESULTS: "完成情况",
            Part.BUDGET: "预算", Part.TEXTS: "文字",
        }[self]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the person confirmed; unsaved rows."""

    indicators: Sequence[Indicator] = ()
    budget: Sequence[BudgetLine] = ()
    texts: Sequence[tuple[str, str, str]] = ()
    """(chapter, heading, text)."""


@dataclass(slots=True)
class Imported:
    """How much was taken over."""

    added: int = 0
    updated: int = 0
    left_out: int = 0
    """Rows without an open indicator."""


def parts_of(state: str) -> tuple[Part, ...]:
    """What may be taken over: all while planning, results while filing."""
    return tuple(Part) if state == State.PLANNING else (Part.RESULTS,)


@transaction.atomic
def keep_draft(
    *, actor: Actor, evaluation: Evaluation, content: bytes, name: str
) -> ImportDraft:
    """Read a file and keep it for the preview; expired drafts go.

    Raises:
        JixiaoError: the file cannot be read; nothing is kept.
    """
    read = read_draft(content, name=name)
    for old in ImportDraft.objects.filter(created_at__lt=actor.at - KEPT):
        drop_draft(old)
    draft = ImportDraft(
        evaluation=evaluation, owner=actor.user, name=PurePath(name).name[-_NAME_LENGTH:],
        digest=digest_of(content), created_at=actor.at, read=read,
    )  # fmt: skip
    draft.file.save("", ContentFile(content), save=False)
    draft.save()
    return draft


def drop_draft(draft: ImportDraft) -> None:
    """Delete a draft, and its file once that is certain."""
    storage, path = draft.file.storage, draft.file.name
    draft.delete()
    if path:
        transaction.on_commit(lambda: storage.delete(path))


def match(
    existing: Sequence[Indicator], names: Sequence[tuple[str, str]]
) -> list[Indicator | None]:
    """The existing indicator that each row read belongs to, by name.

    Args:
        existing: in order; each is matched once.
        names: (second level, name) of each row read.
    """
    exact, by_name = defaultdict(list), defaultdict(list)
    for row in existing:
        exact[_key(row.level2), _key(row.name)].append(row)
        by_name[_key(row.name)].append(row)
    taken: set[int] = set()
    found: list[Indicator | None] = []
    for level2, name in names:
        candidates = [*exact[_key(level2), _key(name)], *by_name[_key(name)]]
        free = [row for row in candidates if row.pk not in taken and _key(name)]
        found.append(free[0] if free else None)
        taken.update(row.pk for row in free[:1])
    return found


def _key(text: str) -> str:
    return "".join(fold(text).split()).lstrip("★*").lower()


@transaction.atomic
def import_facts(
    *,
    actor: Actor,
    draft: ImportDraft,
    take: Collection[Part],
    facts: Facts,
    facts_version: int,
) -> Imported:
    """Take over what the person confirmed; all of it or nothing.

    Args:
        actor: the body's 财务科, recorded as who entered it.
        draft: the file; deleted afterwards.
        take: which parts.
        facts: as corrected in the preview.
        facts_version: what the evaluation's was when the preview was made.

    Raises:
        NotNowError: the state does not allow it, or the facts changed meanwhile.
    """
    states = {State.PLANNING, State.FILING}
    evaluation = locked_for_plan(actor, draft.evaluation_id, states)
    take = set(take) & set(parts_of(evaluation.state))
    if not take:
        raise NotNowError("请先勾选要导入的内容；填报阶段只能导入完成情况")
    if evaluation.facts_version != facts_version:
        raise NotNowError(
            "预览之后这份自评又有改动；没有导入任何内容，请对照下面的最新情况后再次确认"
        )
    done, changes = Imported(), dict[str, tuple[str, str]]()
    if take & {Part.TARGETS, Part.RESULTS}:
        _take_indicators(actor, evaluation, facts.indicators, take, done, changes)
    if Part.BUDGET in take and facts.budget:
        _take_budget(evaluation, facts.budget, changes)
    if Part.TEXTS in take and facts.texts:
        _take_texts(evaluation, facts.texts, changes)
    add_contributor(evaluation, actor)
    record(
        chain=evaluation.trail_chain, actor=actor, action="导入", subject=draft.name,
        changes=changes,
    )  # fmt: skip
    drop_draft(draft)
    rescore(evaluation.pk)
    return done


def _take_indicators(
    actor: Actor,
    evaluation: Evaluation,
    rows: Sequence[Indicator],
    take: Collection[Part],
    done: Imported,
    changes: dict[str, tuple[str, str]],
) -> None:
    existing = list(evaluation.indicators.all())
    found = match(existing, [(row.level2, row.name) for row in rows])
    fields = (*(PLANNED if Part.TARGETS in take else ()),
              *((*RESULTS, "assigned_points") if Part.RESULTS in take else ()))  # fmt: skip
    updated: list[Indicator] = []
    new: list[Indicator] = []
    for row, current in zip(rows, found, strict=True):
        if current is None and Part.TARGETS in take:
            new.append(_stripped(row, fields, evaluation.year))
        elif current is None or not _is_open(evaluation, current):
            done.left_out += 1
        elif _write(actor, current, row, fields, changes, evaluation.year):
            updated.append(current)
    Indicator.objects.bulk_update(
        updated, [*fields, "version", "changed_by", "changed_at"]
    )
    if new:  # the nameless rows of the rulebook's skeleton have served
        evaluation.indicators.filter(name="", target="", actual="").delete()
    position = max((row.position for row in existing), default=0)
    for number, row in enumerate(new, start=position + 1):
        row.evaluation, row.position = evaluation, number
        row.changed_by, row.changed_at = actor.user, actor.at
    made = Indicator.objects.bulk_create(new)
    if made:
        changes["新增指标"] = ("", "、".join(row.name for row in made))
    add_contributor(evaluation, actor, [*updated, *made])
    done.added, done.updated = len(made), len(updated)


def _is_open(evaluation: Evaluation, row: Indicator) -> bool:
    if evaluation.state == State.PLANNING:
        return True
    return row.progress in {Progress.OPEN, Progress.RETURNED}


def _stripped(row: Indicator, fields: Collection[str], year: int) -> Indicator:
    """A row with what is taken of it; points only where they are not computed."""
    made = Indicator(name=row.name, **{field: getattr(row, field) for field in fields})
    if not _is_qualitative(made, year):
        made.assigned_points = None
    return made


def _write(
    actor: Actor,
    current: Indicator,
    row: Indicator,
    fields: Sequence[str],
    changes: dict[str, tuple[str, str]],
    year: int,
) -> bool:
    """Write a row's filled cells; a blank cell of the file says nothing."""
    is_changed = False
    for field in fields:
        old, new = getattr(current, field), getattr(row, field)
        if new in ("", None) or old == new:
            continue
        if field == "assigned_points" and not _is_qualitative(current, year):
            continue
        changes[f"{current.position} {current.name} · {LABELS[field]}"] = (
            _text(old), _text(new),
        )  # fmt: skip
        setattr(current, field, new)
        is_changed = True
    if is_changed:
        current.version += 1
        current.changed_by, current.changed_at = actor.user, actor.at
    return is_changed


def _is_qualitative(row: Indicator, year: int) -> bool:
    facts: CoreIndicator = CoreIndicator(
        level1=row.level1, level2=row.level2, name=row.name, target=row.target,
        actual=row.actual, weight=row.weight, sign=row.sign or None,
        unit=row.unit or None,
    )  # fmt: skip
    return read_indicator(facts, year=year).is_qualitative


def _take_budget(
    evaluation: Evaluation,
    lines: Sequence[BudgetLine],
    changes: dict[str, tuple[str, str]],
) -> None:
    before = [str(line) for line in evaluation.budget_lines.all()]
    evaluation.budget_lines.all().delete()
    for position, line in enumerate(lines, start=1):
        line.evaluation, line.position = evaluation, position
    BudgetLine.objects.bulk_create(lines)
    changes["预算"] = ("、".join(before), "、".join(_line_text(one) for one in lines))


def _line_text(line: BudgetLine) -> str:
    amounts = (line.initial, line.adjusted, line.executed)
    printed = "/".join("" if one is None else plain(one) for one in amounts)
    return f"{line.label} {printed}元"


def _take_texts(
    evaluation: Evaluation,
    texts: Sequence[tuple[str, str, str]],
    changes: dict[str, tuple[str, str]],
) -> None:
    by_chapter: Mapping[str, list[tuple[str, str]]] = defaultdict(list)
    for chapter, title, text in texts:
        by_chapter[chapter].append((title, text))
    for chapter, found in by_chapter.items():
        changes[TEXTS[chapter]] = ("", "\n".join(f"{h} {t}".strip() for h, t in found))
        if chapter not in Chapter.values:
            setattr(evaluation, chapter, "\n".join(text for _, text in found))
            continue
        evaluation.passages.filter(chapter=chapter).delete()
        Passage.objects.bulk_create(
            Passage(
                evaluation=evaluation, position=n, chapter=chapter, heading=title, text=text
            )
            for n, (title, text) in enumerate(found, start=1)
        )  # fmt: skip
    evaluation.version += 1
    evaluation.save(update_fields=["functions", "annual_goals", "version"])


def _text(value: str | Decimal | None) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return value or ""
