"""指标得分按规则计算: every measured row, under every rounding that is in use."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.completion import Completion, completions, is_late
from jixiao.audit.form_points import prints_decimals, wanted_points
from jixiao.audit.printed_rules import prints_ratio_rule
from jixiao.audit.reasons import has_reason
from jixiao.audit.roundings import how_points_follow, places_of
from jixiao.audit.slips import is_slip_of
from jixiao.audit.subject import FormRow, ScoredForm, Subject
from jixiao.core.directions import direction_in_name
from jixiao.core.evaluation import Direction
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.numbers import plain


def find(subject: Subject) -> Iterator[Outcome]:
    """Recompute the points of every measured indicator."""
    for form in subject.forms:
        yield from (_outcome(one, form, subject) for one in completions(form))
        for row in form.rows:
            yield from _unscored(row)


def _outcome(one: Completion, form: ScoredForm, subject: Subject) -> Outcome:
    if one.stated > one.weight:
        return Fits()  # points above the weight are another check's business
    if one.is_met:
        return _met(one)
    if one.how == "" or one.stated == one.points:
        return Fits()
    if one.how and not _is_rounded_up_alone(one, form):
        return _other_rounding(one, one.how)
    return _unmet(one, form, subject)


def _unmet(one: Completion, form: ScoredForm, subject: Subject) -> Outcome:
    if not one.is_sure:
        return Doubt(
            place=one.row.stated.place,
            reason=f"“{one.row.stated.name}”得 {plain(one.stated)} 分；{'；'.join(one.scored.notes)}",
        )
    if one.stated > one.points:
        return _above(one, form, subject)
    return _below(one, form, subject)


def _is_rounded_up_alone(one: Completion, form: ScoredForm) -> bool:
    """Whether whole points were given in a form that otherwise prints decimals."""
    is_whole = places_of(one.stated) == 0 and one.stated > one.points
    return is_whole and prints_decimals(form)


# -- met: only the wrong direction is this check's business -----------------------------


def _met(one: Completion) -> Outcome:
    opposite = one.opposite
    if one.is_full or opposite is None:
        return Fits()
    if how_points_follow(one.stated, one.weight, opposite) is None:
        return Fits()
    named = direction_in_name(one.row.stated.name) is not None
    if not one.is_sure or not (one.is_signed or named):
        return Doubt(
            place=one.row.stated.place,
            reason=f"“{one.row.stated.name}”没有写明越高越好还是越低越好，得 {plain(one.stated)} 分两可",
        )
    wrong = _opposite_of(one)
    numerator, denominator = _operands(one, is_reversed=True)
    return Clash(
        severity=Severity.ERROR if one.is_signed else Severity.WARNING,
        about=one.row.stated.name,
        message=(
            f"“{one.row.stated.name}”{one.sentence}，表中得 {plain(one.stated)} 分，"
            f"正好是按{wrong.label}指标算的，方向反了"
        ),
        stated=plain(one.stated),
        expected=plain(one.weight),
        arithmetic=(
            f"{one.sentence}；{numerator} ÷ {denominator} × {plain(one.weight)} = "
            f"{plain(one.stated)} 是{wrong.label}算法"
        ),
        places=_places(one.row),
    )


def _opposite_of(one: Completion) -> Direction:
    is_positive = one.scored.direction is Direction.POSITIVE
    return Direction.REVERSE if is_positive else Direction.POSITIVE


def _operands(one: Completion, *, is_reversed: bool) -> tuple[str, str]:
    assert one.scored.derivation is not None, "measured rows are derived"
    operands = dict(one.scored.derivation.operands)
    is_forward = (one.scored.direction is Direction.POSITIVE) is not is_reversed
    pair = operands["actual"], operands["target"]
    return pair if is_forward else (pair[1], pair[0])


# -- unmet -------------------------------------------------------------------------------


def _other_rounding(one: Completion, how: str) -> Clash:
    return Clash(
        severity=Severity.NOTE,
        about=one.row.stated.name,
        message=(
            f"“{one.row.stated.name}”得 {plain(one.stated)} 分，按计分规则为 {plain(one.points)} 分；表中{how}"
        ),
        stated=plain(one.stated),
        expected=plain(one.points),
        arithmetic=one.sentence,
        places=_places(one.row),
    )


def _above(one: Completion, form: ScoredForm, subject: Subject) -> Clash:
    is_proven = prints_ratio_rule(form, subject) or _is_wanted(one, form)
    what = "未达到指标值而得满分" if one.is_full else "比按完成比例应得的多"
    return Clash(
        severity=Severity.ERROR if is_proven else Severity.WARNING,
        about=one.row.stated.name,
        message=(
            f"“{one.row.stated.name}”指标值{one.row.stated.target}，完成值{one.row.stated.actual}，"
            f"得 {plain(one.stated)} 分，{what}（应为 {plain(one.points)} 分）"
        ),
        stated=plain(one.stated),
        expected=plain(one.points),
        arithmetic=one.sentence,
        places=_places(one.row),
    )


def _below(one: Completion, form: ScoredForm, subject: Subject) -> Outcome:
    """Less than the ratio gives: some places deduct by steps, or for a reason."""
    severity = Severity.NOTE
    if not has_reason(one.row, form, subject):
        is_slip = is_slip_of(one.stated, one.points)
        if is_slip or _is_wanted(one, form) or prints_ratio_rule(form, subject):
            severity = Severity.WARNING
    return Clash(
        severity=severity,
        about=one.row.stated.name,
        message=(
            f"“{one.row.stated.name}”按完成比例应得 {plain(one.points)} 分，"
            f"表中得 {plain(one.stated)} 分，任何取整方法都得不出；另有扣分办法的请写明"
        ),
        stated=plain(one.stated),
        expected=plain(one.points),
        arithmetic=one.sentence,
        places=_places(one.row),
    )


def _is_wanted(one: Completion, form: ScoredForm) -> bool:
    """Whether the printed total shows that the points by the rule were meant."""
    return one.row.stated.place in wanted_points(form)


# -- rows that the rule cannot score ------------------------------------------------------


def _unscored(row: FormRow) -> Iterator[Outcome]:
    scored, facts = row.scored, row.indicator
    if scored is None or facts.weight is None or facts.stated_points is None:
        return
    if is_late(row):
        if facts.stated_points == facts.weight:
            yield _late(row)
        else:
            yield Fits()
    elif scored.undecided and not scored.undecided.startswith("评定得分"):
        yield Doubt(
            place=row.stated.place, reason=f"{row.stated.name}：{scored.undecided}"
        )


def _late(row: FormRow) -> Clash:
    facts = row.indicator
    assert facts.weight is not None, "printed"
    return Clash(
        severity=Severity.WARNING,
        about=row.stated.name,
        message=(
            f"“{row.stated.name}”期限{row.stated.target}，实际{row.stated.actual}，"
            f"逾期而得满分 {plain(facts.weight)} 分"
        ),
        stated=plain(facts.weight),
        expected="逾期应扣分",
        arithmetic=f"{row.stated.actual} 晚于 {row.stated.target}",
        places=_places(row),
    )


def _places(row: FormRow) -> tuple[Place, ...]:
    stated = row.stated
    quote = f"{stated.target} {stated.actual} {stated.weight} {stated.score}"
    return (Place(locator=stated.place, quote=quote),)


CHECK = Check(
    id="AR007",
    theme=Theme.ARITHMETIC,
    title="指标得分按完成情况计算",
    why="定量指标完成的得满分，未完成的按比例得分；不符多为改了完成值而没有改得分，或方向用反。",
    how_to_fix="按指标值、完成值和分值重新计算得分；另有扣分办法的，在偏差原因或表注中写明。",
    source="docs/algorithms/scoring.md；项目支出绩效自评表 计分说明",
    find=find,
    nothing="没有写明得分的定量指标",
)
