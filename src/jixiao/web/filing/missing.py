"""What an evaluation still lacks, and who has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import prefetch_related_objects
from django.urls import reverse

from jixiao.core.evaluation import BudgetBy, Form
from jixiao.web.filing.results import Result, Results, results_of
from jixiao.web.filing.services import AMOUNTS, TEXTS, lacks
from jixiao.web.planning.mapping import FACTS
from jixiao.web.planning.models import Chapter, Evaluation, Indicator
from jixiao.web.planning.states import Progress


class Kind(StrEnum):
    """What sort of thing is missing; the value is the heading."""

    RESULT = "填报"
    VERIFICATION = "复核"
    BUDGET = "预算"
    TEXT = "文字"
    SCORE = "计分"
    EVIDENCE = "佐证"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One thing that is missing."""

    kind: Kind
    what: str
    """A Chinese sentence."""
    who: str
    """Who has it: a person, else a division."""
    url: str
    """Where it is put right."""
    blocks: bool
    """The report cannot be handed on without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """What is missing, and how much of the whole is there."""

    missing: tuple[Missing, ...]
    done: int
    whole: int

    @property
    def percent(self) -> int:
        """The share that is there, rounded down: 100 is complete."""
        return 100 * self.done // self.whole


_REQUIRED_AMOUNTS = ("initial", "adjusted", "executed")
_REQUIRED_CHAPTERS = (Chapter.CAUSES, Chapter.IMPROVEMENTS)


def missing_of(evaluation: Evaluation) -> tuple[Missing, ...]:
    """Everything that is missing, in the order of the work: at most 7 queries."""
    return completeness_of(evaluation).missing


def completeness_of(evaluation: Evaluation) -> Completeness:
    """What is missing, and of how much."""
    prefetch_related_objects([evaluation], *FACTS)
    rows = list(evaluation.indicators.all())
    prefetch_related_objects(rows, "person", "responsible")
    results = results_of(evaluation)
    about_budget = tuple(_budget(evaluation))
    texts = tuple(_texts(evaluation))
    without = tuple(one for one in texts if one is not None)
    about_score = tuple(_score(results, evaluation))
    applied = [row for row in rows if row.is_applicable]
    filed = sum(row.progress in {Progress.FILED, Progress.VERIFIED} for row in applied)
    verified = sum(row.progress == Progress.VERIFIED for row in applied)
    return Completeness(
        missing=(
            *(one for row in results.rows for one in _about(row, evaluation)),
            *about_budget, *without, *about_score,
        ),
        done=filed + verified + len(_REQUIRED_AMOUNTS) - len(about_budget)
        + len(texts) - len(without) + (not about_score),
        whole=2 * max(len(applied), 1) + len(_REQUIRED_AMOUNTS) + len(texts) + 1,
    )  # fmt: skip


def _about(result: Result, evaluation: Evaluation) -> Iterator[Missing]:
    row = result.indicator
    if not row.is_applicable:
        return
    who = _hand(row, evaluation)
    url = reverse("filing:indicator", args=[row.pk])

    def one(kind: Kind, what: str, *, blocks: bool = True) -> Missing:
        return Missing(
            kind=kind, what=f"{row.name}：{what}", who=who, url=url, blocks=blocks
        )

    lacking = lacks(result)
    if lacking:
        yield one(Kind.RESULT, "；".join(lacking))
    elif row.progress == Progress.RETURNED:
        yield one(Kind.RESULT, "被退回，尚未更正后重新提交")
    elif row.progress == Progress.OPEN:
        yield one(Kind.RESULT, "已填写，还没有提交复核")
    if not row.evidence.all():
        yield one(Kind.EVIDENCE, "没有佐证材料", blocks=False)
    if row.progress == Progress.FILED:
        who = f"{evaluation.organisation.name}复核人"
        url = reverse("review:verification", args=[evaluation.pk])
        yield one(Kind.VERIFICATION, "尚未复核通过")


def _hand(row: Indicator, evaluation: Evaluation) -> str:
    place = row.responsible.name if row.responsible else evaluation.organisation.name
    return f"{place} {row.person.name}" if row.person else place


def _planner(evaluation: Evaluation) -> str:
    return f"{evaluation.organisation.name}财务科"


def _budget(evaluation: Evaluation) -> Iterator[Missing]:
    totals = [
        line
        for line in evaluation.budget_lines.all()
        if line.by == BudgetBy.TOTAL.value
    ]
    for field in _REQUIRED_AMOUNTS:
        if not totals or getattr(totals[0], field) is None:
            yield Missing(
                kind=Kind.BUDGET, what=f"预算合计没有{AMOUNTS[field]}",
                who=_planner(evaluation), blocks=True,
                url=reverse("filing:budget", args=[evaluation.pk]),
            )  # fmt: skip


def _texts(evaluation: Evaluation) -> Iterator[Missing | None]:
    """One for each text that is required, None where it is there."""
    fields = TEXTS if evaluation.form == Form.DEPARTMENT_OVERALL else ("annual_goals",)
    written = {one.chapter for one in evaluation.passages.all()}
    required = [
        *((TEXTS[field], bool(getattr(evaluation, field).strip())) for field in fields),
        *((chapter.label, chapter.value in written) for chapter in _REQUIRED_CHAPTERS),
    ]
    url = reverse("filing:texts", args=[evaluation.pk])
    for label, is_there in required:
        yield None if is_there else Missing(
            kind=Kind.TEXT, what=f"“{label}”没有写", who=_planner(evaluation), url=url,
            blocks=True,
        )  # fmt: skip


def _score(results: Results, evaluation: Evaluation) -> Iterator[Missing]:
    """Rows and sums without points for another reason than a blank result."""
    rows = {row.scored.indicator.name: row for row in results.rows if row.scored}
    for sentence in results.card.undecided:
        row = rows.get(sentence.partition("：")[0])
        if row is not None and lacks(row):
            continue
        is_budget = sentence.startswith("预算执行率：")
        page = "filing:budget" if is_budget else "filing:grid"
        url = reverse(page, args=[evaluation.pk])
        yield Missing(
            kind=Kind.SCORE, what=f"得分待定：{sentence}", blocks=not is_budget,
            who=_hand(row.indicator, evaluation) if row else _planner(evaluation),
            url=reverse("filing:indicator", args=[row.indicator.pk]) if row else url,
        )  # fmt: skip
