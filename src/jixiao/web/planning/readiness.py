"""What must hold before a plan is handed out (下达): all of it at once, with places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.core.evaluation import BudgetBy
from jixiao.core.numbers import plain
from jixiao.web.planning.balance import balance_of
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.scoring import rulebook_of

_NAMED = 3
"""Indicators named in a sentence; of the others the number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One thing that is missing, and where on the plan page or in the budget."""

    sentence: str
    anchor: str = ""
    """Id of the element of the plan page."""
    is_in_budget: bool = False


def not_ready(evaluation: Evaluation) -> tuple[str, ...]:
    """Sentences on what is missing before 下达; none when it is ready.

    Args:
        evaluation: with FACTS prefetched.
    """
    return tuple(one.sentence for one in obstacles(evaluation))


def obstacles(evaluation: Evaluation) -> tuple[Obstacle, ...]:
    """What is missing before 下达, with its place.

    Args:
        evaluation: with FACTS prefetched.
    """
    rows = list(evaluation.indicators.all())
    if not rows:
        return (Obstacle(sentence="还没有任何指标；请先新增或导入", anchor="rows"),)
    applied = [row for row in rows if row.is_applicable]
    return (
        *_about_rows(applied),
        *_about_weights(evaluation, applied),
        *_about_budget(evaluation),
    )


def _about_rows(rows: Sequence[Indicator]) -> Iterator[Obstacle]:
    scored = [row for row in rows if not row.name.lstrip("★* 　").startswith("其中")]
    lacking = (
        ("没有三级指标名称", [row for row in rows if not row.name.strip()]),
        ("没有一级指标", [row for row in rows if not row.level1.strip()]),
        ("没有指标值", [row for row in rows if not row.target.strip()]),
        ("没有分值", [row for row in scored if row.weight is None]),
        ("没有责任科室", [row for row in rows if row.responsible_id is None]),
    )
    for what, found in lacking:
        if found:
            yield Obstacle(
                sentence=f"{len(found)}项指标{what}：{_named(found)}",
                anchor=f"indicator-{found[0].pk}",
            )


def _named(rows: Sequence[Indicator]) -> str:
    names = [row.name.strip() or f"第{row.position}行" for row in rows]
    more = f"等{len(names)}项" if names[_NAMED:] else ""
    return "、".join(names[:_NAMED]) + more


def _about_weights(
    evaluation: Evaluation, rows: Sequence[Indicator]
) -> Iterator[Obstacle]:
    found = balance_of(
        rulebook_of(evaluation), [(row.level1, row.weight) for row in rows]
    )
    if not found.is_right:
        yield Obstacle(
            sentence=(
                f"分值合计为{plain(found.total)}，应为{plain(found.ruled)}，"
                f"{found.difference}"
            ),
            anchor="weights",
        )
    # With a group left out (备注4) the others carry its points: only the total counts.
    is_shared = found.is_right and any(g.is_left_out for g in found.groups)
    for group in found.groups:
        if group.is_right or (is_shared and group.is_ruled):
            continue
        ruled = "" if group.ruled is None else f"，应为{plain(group.ruled)}分"
        yield Obstacle(
            sentence=f"{group.name}现为{plain(group.given)}分{ruled}：{group.difference}",
            anchor="weights",
        )


def _about_budget(evaluation: Evaluation) -> Iterator[Obstacle]:
    if rulebook_of(evaluation).execution_level is None:
        return
    lines = evaluation.budget_lines.all()
    if not any(line.by == BudgetBy.TOTAL.value for line in lines):
        yield Obstacle(sentence="预算还没有合计行，执行率无从计算", is_in_budget=True)
