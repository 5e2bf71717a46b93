"""未完成的指标写明原因."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.completion import Completion, completions
from jixiao.audit.reasons import has_general_reasons, has_reason, own_reason
from jixiao.audit.subject import FormRow, ScoredForm, Subject
from jixiao.core.findings import Place, Severity, normal_name


def find(subject: Subject) -> Iterator[Outcome]:
    """Look for unmet indicators about whose cause nothing is said."""
    for form in subject.forms:
        yield from _of_form(form, subject)


def _of_form(form: ScoredForm, subject: Subject) -> Iterator[Outcome]:
    unmet = _unmet(form)
    overpaid = {
        one.row.stated.place
        for one in completions(form)
        if not one.is_met and one.stated > one.points
    }
    noted: list[FormRow] = []
    for row in unmet:
        if has_reason(row, form, subject):
            yield Fits()
        elif row.stated.place not in overpaid and _is_grave(row, unmet, form, subject):
            yield _clash(row)
        else:
            noted.append(row)  # where the points are wrong, they are the graver matter
    if noted:
        yield _note(noted)


def _unmet(form: ScoredForm) -> list[FormRow]:
    about_right = {
        one.row.stated.place: one for one in completions(form) if _is_fine(one)
    }
    return [
        row
        for row in form.rows
        if row.stated.place not in about_right and _is_unmet(row)
    ]


def _is_fine(one: Completion) -> bool:
    return one.is_met or not one.is_sure


def _is_unmet(row: FormRow) -> bool:
    scored = row.scored
    if scored is None:
        return False
    if scored.direction is None:
        return bool(_PARTLY.match(normal_name(row.stated.actual or "")))
    if scored.is_met is None and scored.undecided and "没有分值" in scored.undecided:
        return _falls_short(row)
    return scored.is_met is False and not scored.notes


_PARTLY = re.compile(r"部分达成|未达成|部分完成|未完成")
"""Words that say themselves that the target was not reached."""


def _falls_short(row: FormRow) -> bool:
    """Whether a row of a form without weights misses a signed target."""
    assert row.scored is not None, "scored"
    target, actual = row.scored.target, row.scored.actual.number
    if actual is None or row.scored.notes or target.unit != row.scored.actual.unit:
        return False
    if target.lower is not None and target.upper is None:
        return actual.high < target.lower.low
    if target.upper is not None and target.lower is None:
        return actual.low > target.upper.high
    return False


def _is_grave(
    row: FormRow, unmet: Sequence[FormRow], form: ScoredForm, subject: Subject
) -> bool:
    """A blank cell among filled ones, or no word about causes in the whole report."""
    if _EXECUTION.search(normal_name(row.stated.name or "")) and not _is_far_below(row):
        return False  # a cause is asked for below nine tenths: RU012
    has_column = "reason" in form.stated.columns
    others = [other for other in unmet if other is not row]
    if has_column and any(own_reason(other) for other in others):
        return True
    is_silent = not has_general_reasons(form, subject) and len(subject.forms) == 1
    return is_silent and _is_far_below(row)


_EXECUTION = re.compile(r"^(?:部门|项目|资金)*预算(?:资金)?(?:完成|执行)率")
_FAR = Fraction(9, 10)


def _is_far_below(row: FormRow) -> bool:
    """Whether less than nine tenths of the target was reached."""
    scored, weight = row.scored, row.indicator.weight
    if scored is None:
        return False
    if scored.derivation is not None and weight:
        return scored.derivation.exact < _FAR * Fraction(weight)
    bound, actual = scored.target.lower, scored.actual.number
    if bound is None or actual is None or bound.value <= 0:
        return False
    return Fraction(actual.value) / Fraction(bound.value) < _FAR


def _clash(row: FormRow) -> Clash:
    stated = row.stated
    return Clash(
        severity=Severity.WARNING,
        about=stated.name,
        message=f"“{stated.name}”指标值{row.target}，完成值{row.actual}，没有完成，也没有写明原因",
        stated=row.actual,
        expected=row.target,
        places=(_place(row),),
    )


def _note(rows: Sequence[FormRow]) -> Clash:
    names = "、".join(f"“{row.stated.name}”" for row in rows)
    return Clash(
        severity=Severity.NOTE,
        about="未完成指标的原因" if len(rows) > 1 else rows[0].stated.name,
        message=f"{names}没有完成，没有单独写明原因",
        stated="；".join(row.actual for row in rows),
        expected="；".join(row.target for row in rows),
        places=tuple(_place(row) for row in rows),
    )


def _place(row: FormRow) -> Place:
    stated = row.stated
    return Place(locator=stated.place, quote=f"{stated.target} {stated.actual}")


CHECK = Check(
    id="RU007",
    theme=Theme.RULES,
    title="未完成的指标写明原因",
    why="没有完成的指标要说明原因和改进措施，否则无从改进。",
    how_to_fix="在偏差原因栏或报告的原因分析中逐项说明。",
    source="项目支出绩效自评表 偏差原因分析及改进措施",
    find=find,
    nothing="没有未完成的定量指标",
)
