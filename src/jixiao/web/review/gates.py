"""What blocks a step, with the page where it is put right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from jixiao.web.filing.missing import missing_of
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.readiness import obstacles
from jixiao.web.planning.states import Progress
from jixiao.web.review.auditing import audit_of
from jixiao.web.review.transitions import Gate


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """One thing that blocks a step."""

    text: str
    url: str


def blockers_of(gate: Gate, evaluation: Evaluation, *, at: datetime) -> list[Blocker]:
    """Everything that blocks; nothing when the gate is open.

    Args:
        gate: what must hold.
        evaluation: with FACTS prefetched.
        at: the moment of asking.
    """
    return list(_FOUND_BY[gate](evaluation, at))


Find = Callable[[Evaluation, datetime], Iterator[Blocker]]


def _nothing(evaluation: Evaluation, at: datetime) -> Iterator[Blocker]:
    del evaluation, at
    yield from ()


def _unplanned(evaluation: Evaluation, at: datetime) -> Iterator[Blocker]:
    del at
    plan = reverse("planning:plan", args=[evaluation.pk])
    budget = reverse("filing:budget", args=[evaluation.pk])
    for one in obstacles(evaluation):
        anchor = f"#{one.anchor}" if one.anchor else ""
        url = budget if one.is_in_budget else f"{plan}{anchor}"
        yield Blocker(text=one.sentence, url=url)


def _unfiled(evaluation: Evaluation, at: datetime) -> Iterator[Blocker]:
    del at
    done = {Progress.FILED, Progress.VERIFIED}
    for row in _applicable(evaluation):
        if row.progress not in done:
            yield _about(
                row, "尚未填报" if row.progress == Progress.OPEN else "退回后尚未更正"
            )


def _unverified(evaluation: Evaluation, at: datetime) -> Iterator[Blocker]:
    del at
    for row in _applicable(evaluation):
        if row.progress != Progress.VERIFIED:
            yield _about(row, "尚未复核")


def _incomplete(evaluation: Evaluation, at: datetime) -> Iterator[Blocker]:
    for one in missing_of(evaluation):
        if one.blocks:
            who = f"（{one.who}）" if one.who else ""
            yield Blocker(text=f"{one.what}{who}", url=one.url)
    yield from _unaudited(evaluation, at)


def _unaudited(evaluation: Evaluation, at: datetime) -> Iterator[Blocker]:
    audit_of(evaluation, at=at)
    if number := evaluation.findings_error:
        yield Blocker(
            text=f"核查发现 {number} 项“必须修改”，须逐项改正或答复",
            url=reverse("review:audit", args=[evaluation.pk]),
        )


def _applicable(evaluation: Evaluation) -> list[Indicator]:
    return [row for row in evaluation.indicators.all() if row.is_applicable]


def _about(row: Indicator, what: str) -> Blocker:
    return Blocker(
        text=f"{row.name}：{what}", url=reverse("filing:indicator", args=[row.pk])
    )


_FOUND_BY: dict[Gate, Find] = {
    Gate.OPEN: _nothing,
    Gate.PLANNED: _unplanned,
    Gate.FILED: _unfiled,
    Gate.VERIFIED: _unverified,
    Gate.COMPLETE: _incomplete,
    Gate.AUDITED: _unaudited,
}
