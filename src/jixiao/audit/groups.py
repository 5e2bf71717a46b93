"""Weights and points of the first-level groups of a form, added up from its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.audit.subject import FormRow, ScoredForm
from jixiao.core.numbers import (
    StatedNumber,
    add_up,
    counted,
    fold,
    parse_decimal,
    rounded,
)

GROUPS = ("产出", "效益", "满意度", "成本", "过程", "决策")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group: the sums of its rows, None where a row states none."""

    name: str
    weight: Decimal | None
    points: StatedNumber | None
    terms: str
    """The points of its rows, for the arithmetic."""


def points_number(text: str | None) -> StatedNumber | None:
    """Points as printed: whole ones are exact, others true to half their last digit.

    >>> points_number("18分").high, points_number("9.9").high
    (Decimal('18'), Decimal('9.95'))
    """
    figure = fold(text or "").strip().removesuffix("分")
    if parse_decimal(figure) is None:
        return None
    return rounded(figure) if "." in figure else counted(figure)


def group_of(form: ScoredForm, word: str) -> Group | None:
    """The group whose name holds a word; None where the form has none or several."""
    rows = [row for row in form.rows if word in (row.stated.level1 or "")]
    names = {row.stated.level1 for row in rows}
    if len(names) != 1:
        return None
    kept = [row for row in rows if not row.indicator.is_detail]
    numbers = [number for row in kept if (number := points_number(row.stated.score))]
    return Group(
        name=f"{word}指标",
        weight=_weight(kept),
        points=add_up(numbers) if len(numbers) == len(kept) and numbers else None,
        terms=" + ".join(number.text for number in numbers),
    )


def _weight(rows: Sequence[FormRow]) -> Decimal | None:
    weights = [row.indicator.weight for row in rows]
    if not weights or any(weight is None for weight in weights):
        return None
    return sum((weight for weight in weights if weight is not None), Decimal())
