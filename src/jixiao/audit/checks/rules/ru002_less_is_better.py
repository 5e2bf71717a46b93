"""越低越好的指标写明方向: cost and time limits that count as the more the better."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.subject import FormRow, Subject
from jixiao.core.directions import direction_in_name
from jixiao.core.evaluation import Direction
from jixiao.core.findings import Place, Severity
from jixiao.core.statements import Kind

_LESS = re.compile(r"成本")
_AMOUNT = re.compile(r"元|工作日|小时|分钟|天$")


def find(subject: Subject) -> Iterator[Outcome]:
    """Look for cost indicators without a sign that are read as positive."""
    for form in subject.forms:
        for row in form.rows:
            if _is_of_cost(row):
                yield _clash(row) if _is_open(row) else Fits()


def _is_of_cost(row: FormRow) -> bool:
    scored = row.scored
    if scored is None or scored.direction is None or not scored.target.is_numeric:
        return False
    group = row.stated.level2 or row.stated.level1 or ""
    unit = f"{scored.target.unit or ''}{row.stated.name}"
    return bool(_LESS.search(group)) and bool(_AMOUNT.search(unit))


def _is_open(row: FormRow) -> bool:
    assert row.scored is not None, "scored rows only"
    is_unsigned = row.scored.target.kind is Kind.BARE
    is_named = direction_in_name(row.stated.name) is Direction.REVERSE
    return is_unsigned and not is_named and row.scored.direction is Direction.POSITIVE


def _clash(row: FormRow) -> Clash:
    stated = row.stated
    return Clash(
        severity=Severity.NOTE,
        about=stated.name,
        message=(
            f"“{stated.name}”列在{stated.level2 or stated.level1}下，指标值{stated.target}没有写明方向，"
            "按越多越好计分；若越低越好，请写“≤”"
        ),
        stated="正向",
        expected="反向",
        places=(Place(locator=stated.place, quote=f"{stated.target} {stated.actual}"),),
    )


CHECK = Check(
    id="RU002",
    theme=Theme.RULES,
    title="越低越好的指标写明方向",
    why="成本指标多为越低越好；没有写明方向时，多花钱反而得高分。",
    how_to_fix="在指标值前写明≤或≥，或移到数量、效益指标下。",
    source="docs/algorithms/scoring.md",
    find=find,
    nothing="没有以金额或时间计的成本指标",
)
