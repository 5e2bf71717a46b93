"""完成的指标得满分: points off where the target was reached, without a reason."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.completion import Completion, completions
from jixiao.audit.reasons import has_reason
from jixiao.audit.roundings import how_points_follow
from jixiao.audit.subject import FormRow, ScoredForm, Subject
from jixiao.core.directions import direction_in_name
from jixiao.core.findings import Doubt, Place, Severity, normal_name
from jixiao.core.numbers import plain
from jixiao.core.reading import is_done_in_words
from jixiao.core.scorecard import ScoredRow


def find(subject: Subject) -> Iterator[Outcome]:
    """Look for points taken off rows that reached their target."""
    for form in subject.forms:
        for one in completions(form):
            if one.is_met and not one.stated > one.weight:
                yield _measured(one, form, subject)
        for row in form.rows:
            if row.scored is not None and row.scored.direction is None:
                yield from _in_words(row, row.scored, form, subject)


def _measured(one: Completion, form: ScoredForm, subject: Subject) -> Outcome:
    row, opposite = one.row, one.opposite
    if one.is_full or has_reason(row, form, subject):
        return Fits()
    if opposite and how_points_follow(one.stated, one.weight, opposite) is not None:
        return Fits()  # scored in the wrong direction, told by another check
    is_clear = one.is_sure and (
        one.is_signed
        or direction_in_name(row.stated.name) is not None
        or normal_name(row.stated.target or "") == normal_name(row.stated.actual or "")
    )
    if not is_clear:
        return Doubt(
            place=row.stated.place,
            reason=f"“{row.stated.name}”得 {plain(one.stated)} 分，指标值{row.stated.target}没有写明方向，是否完成两可",
        )
    severity = Severity.NOTE if _is_far_over(one.scored) else Severity.WARNING
    return _clash(row, severity, plain(one.stated), plain(one.weight))


_FAR_OVER = Fraction(13, 10)
"""Results from here on may be deducted for a target that was set too low."""


def _is_far_over(scored: ScoredRow) -> bool:
    operands = dict(scored.derivation.operands) if scored.derivation else {}
    if not operands.get("actual") or not operands.get("target"):
        return False
    target = Fraction(operands["target"])
    return target > 0 and Fraction(operands["actual"]) / target >= _FAR_OVER


def _in_words(
    row: FormRow, scored: ScoredRow, form: ScoredForm, subject: Subject
) -> Iterator[Outcome]:
    facts = row.indicator
    points, weight = facts.stated_points, facts.weight
    if points is None or weight is None or points > weight:
        return
    severity = _severity_in_words(row, scored)
    if severity is None:
        return
    if points == weight or has_reason(row, form, subject):
        yield Fits()
    else:
        yield _clash(row, severity, plain(points), plain(weight))


def _severity_in_words(row: FormRow, scored: ScoredRow) -> Severity | None:
    """How sure it is that words or dates say that the target was reached."""
    target = normal_name(row.stated.target or "")
    actual = normal_name(row.stated.actual or "")
    if target and target == actual:
        return Severity.WARNING
    if scored.target.date is not None and scored.is_met:
        return Severity.WARNING
    return Severity.NOTE if is_done_in_words(scored.actual) else None


def _clash(row: FormRow, severity: Severity, points: str, weight: str) -> Clash:
    stated = row.stated
    return Clash(
        severity=severity,
        about=stated.name,
        message=(
            f"“{stated.name}”指标值{stated.target}，完成值{stated.actual}，已经完成，"
            f"却只得 {points} 分（分值 {weight}），没有写明扣分原因"
        ),
        stated=points,
        expected=weight,
        places=(
            Place(
                locator=stated.place,
                quote=f"{stated.target} {stated.actual} {stated.weight} {stated.score}",
            ),
        ),
    )


CHECK = Check(
    id="RU008",
    theme=Theme.RULES,
    title="完成的指标得满分",
    why="达到指标值的应得满分；扣了分而不说原因，看不出是完成值、得分还是指标值有误。",
    how_to_fix="改正得分；确有扣分理由的，在偏差原因栏写明。",
    source="项目支出绩效自评表 计分说明；docs/algorithms/scoring.md",
    find=find,
    nothing="没有写明得分的指标",
)
