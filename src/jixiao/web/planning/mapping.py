"""Rows of the database ↔ the core's values; reading back gives the same facts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from jixiao.core import evaluation as core
from jixiao.core.evaluation import BudgetBy, Form, Scope
from jixiao.core.money import Money
from jixiao.web.planning.models import (
    BudgetLine,
    Chapter,
    Evaluation,
    Indicator,
    Passage,
)

_AMOUNTS = ("initial", "adjusted", "executed", "adjustment")
_SAME = (
    "level1", "level2", "name", "target", "actual", "weight", "is_applicable",
    "account", "deviation_reason", "improvement",
)  # fmt: skip
"""Fields of an indicator that are called and kept alike on both sides."""
FACTS = ("indicators__evidence", "budget_lines", "passages")
"""What to prefetch before `to_core`."""


def to_core(
    row: Evaluation, *, indicators: Iterable[Indicator] | None = None
) -> core.Evaluation:
    """The facts of an evaluation.

    Args:
        row: with FACTS prefetched, else each costs a query.
        indicators: others than those of the database: what is being typed.
    """
    rows = row.indicators.all() if indicators is None else indicators
    passages = list(row.passages.all())
    chapters: dict[str, Any] = {
        chapter.value: tuple(
            core.Passage(heading=one.heading, text=one.text)
            for one in passages
            if one.chapter == chapter
        )
        for chapter in Chapter
    }
    return core.Evaluation(
        organisation=row.organisation.name,
        year=row.year,
        form=Form(row.form),
        title=row.title,
        project=row.project,
        scope=Scope(row.scope) if row.scope else None,
        functions=row.functions,
        annual_goals=tuple(line for line in row.annual_goals.splitlines() if line),
        budget=budget_to_core(row.budget_lines.all()),
        indicators=tuple(indicator_to_core(one) for one in rows),
        region=row.organisation.region,
        date=row.filled_on,
        rulebook=row.rulebook,
        **chapters,
    )


def indicator_to_core(row: Indicator) -> core.Indicator:
    """The facts of one indicator."""
    evidence = tuple(one.name for one in row.evidence.all()) if row.pk else ()
    return core.Indicator(
        **{field: getattr(row, field) for field in _SAME},
        sign=row.sign or None,
        unit=row.unit or None,
        stated_points=row.assigned_points,
        evidence=evidence,
    )


def indicators_from_core(facts: core.Evaluation) -> list[Indicator]:
    """Unsaved rows, in form order, without evaluation."""
    return [
        Indicator(
            position=position,
            **{field: getattr(one, field) for field in _SAME},
            sign=one.sign or "",
            unit=one.unit or "",
            assigned_points=one.stated_points,
        )
        for position, one in enumerate(facts.indicators, start=1)
    ]


def budget_from_core(facts: core.Evaluation) -> list[BudgetLine]:
    """Unsaved lines, the total first, without evaluation."""
    budget = facts.budget
    lines = (budget.total, *budget.parts) if budget else ()
    return [
        BudgetLine(
            position=position, by=line.by.value, label=line.label,
            **{field: _yuan(getattr(line, field)) for field in _AMOUNTS},
        )
        for position, line in enumerate(lines, start=1)
    ]  # fmt: skip


def passages_from_core(facts: core.Evaluation) -> list[Passage]:
    """Unsaved passages, chapter by chapter, without evaluation."""
    found = [
        (chapter, one) for chapter in Chapter for one in getattr(facts, chapter.value)
    ]
    return [
        Passage(position=n, chapter=chapter, heading=one.heading, text=one.text)
        for n, (chapter, one) in enumerate(found, start=1)
    ]


def budget_to_core(rows: Iterable[BudgetLine]) -> core.Budget | None:
    """The budget of its lines, those being typed as well; None without a total."""
    lines = list(rows)
    totals = [line for line in lines if line.by == BudgetBy.TOTAL.value]
    if not totals:
        return None
    return core.Budget(
        total=_line(totals[0]),
        parts=tuple(_line(line) for line in lines if line is not totals[0]),
    )


def _line(row: BudgetLine) -> core.BudgetLine:
    amounts = {field: _money(getattr(row, field)) for field in _AMOUNTS}
    return core.BudgetLine(label=row.label, by=BudgetBy(row.by), **amounts)


def _money(yuan: Decimal | None) -> Money | None:
    return None if yuan is None else Money(yuan)


def _yuan(money: Money | None) -> Decimal | None:
    return None if money is None else money.yuan
