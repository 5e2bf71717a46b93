"""超额完成较多的说明原因: results far beyond the target."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.reasons import has_reason
from jixiao.audit.subject import FormRow, ScoredForm, Subject
from jixiao.core.evaluation import Direction
from jixiao.core.findings import Place, Severity
from jixiao.core.numbers import half_up, plain
from jixiao.core.statements import Kind

_USUAL_LIMIT = 30
"""Percent above the target from which a reason is asked for where nothing is ruled."""


def find(subject: Subject) -> Iterator[Outcome]:
    """Look for positive indicators far above their target and without a reason."""
    for form in subject.forms:
        for row in form.rows:
            excess = _excess(row)
            if excess is None:
                continue
            rule = form.rulebook.over_target
            limit = rule.percent if rule else _USUAL_LIMIT
            if excess < limit or has_reason(row, form, subject):
                yield Fits()
            else:
                yield _clash(row, form, excess, limit)


def _excess(row: FormRow) -> Fraction | None:
    """Percent above the target, above the upper bound of a range."""
    scored = row.scored
    if scored is None or scored.derivation is None or not scored.is_met:
        return None
    operands = dict(scored.derivation.operands)
    if scored.direction is not Direction.POSITIVE or "actual" not in operands:
        return None
    bound, actual = Fraction(operands["target"]), Fraction(operands["actual"])
    target = scored.target
    if target.kind is Kind.RANGE and target.upper and target.lower:
        bound *= Fraction(target.upper.value) / Fraction(target.lower.value or 1)
    return 100 * (actual - bound) / bound if bound > 0 else None


def _clash(row: FormRow, form: ScoredForm, excess: Fraction, limit: int) -> Clash:
    stated = row.stated
    percent = plain(half_up(excess, 1))
    ruled = "计分规则" if form.rulebook.over_target else "一般要求"
    return Clash(
        severity=Severity.NOTE,
        about=stated.name,
        message=(
            f"“{stated.name}”完成值{row.actual}，超过指标值{row.target} {percent}%，没有说明原因；"
            f"{ruled}超过 {limit}% 的要分析是否指标值定得偏低"
        ),
        stated=row.actual,
        expected=row.target,
        arithmetic=f"超过指标值 {percent}%",
        places=(Place(locator=stated.place, quote=f"{stated.target} {stated.actual}"),),
    )


CHECK = Check(
    id="RU005",
    theme=Theme.RULES,
    title="超额完成较多的说明原因",
    why="远超指标值多为年初指标定得偏低；有的地方据此扣分。",
    how_to_fix="在偏差原因栏说明超额的原因，下年合理设定指标值。",
    source="财预〔2020〕10号（未核对原文）",
    find=find,
    nothing="没有定量的正向指标",
)
