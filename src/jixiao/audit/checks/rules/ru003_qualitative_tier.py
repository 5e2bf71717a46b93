"""定性指标的得分在所定档次之内."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.completion import TIERS, is_met_in_words
from jixiao.audit.reasons import has_reason
from jixiao.audit.roundings import places_of
from jixiao.audit.subject import FormRow, ScoredForm, Subject
from jixiao.core.findings import Place, Severity, normal_name
from jixiao.core.numbers import half_up, plain
from jixiao.core.rulebook import Status, Tier

_MIDDLE = (Decimal(50), Decimal(60))
"""Where the two lower tiers meet: 60 in the national rules, 50 in some places."""


def find(subject: Subject) -> Iterator[Outcome]:
    """Hold assigned points against the tier that the result names."""
    for form in subject.forms:
        for row in form.rows:
            tier = _tier_of(row, form)
            if tier is not None:
                yield _outcome(row, tier, form, subject)
            elif not form.rulebook.tiers and is_met_in_words(row) is False:
                yield from _of_less(row)


def _tier_of(row: FormRow, form: ScoredForm) -> Tier | None:
    """The tier in the very words of the rules; other words leave room."""
    if row.scored is None or row.indicator.stated_points is None:
        return None
    if row.indicator.weight is None or row.scored.direction is not None:
        return None
    words = normal_name(row.stated.actual or "")
    tiers = form.rulebook.tiers
    named = next((tier for tier in tiers if normal_name(tier.label) == words), None)
    if named is not None or len(tiers) != len(TIERS):
        return named
    return next(
        (
            tier
            for tier, pattern in zip(tiers, TIERS, strict=True)
            if pattern.fullmatch(words)
        ),
        None,
    )


def _outcome(row: FormRow, tier: Tier, form: ScoredForm, subject: Subject) -> Outcome:
    points, weight = row.indicator.stated_points, row.indicator.weight
    assert points is not None, "printed"
    assert weight is not None, "printed"
    least, greatest = _bounds(tier, form)
    places = places_of(points)
    low = half_up(weight * least / 100, places)
    high = half_up(weight * greatest / 100, places)
    if low <= points <= high or points > weight:
        return Fits()
    is_explained = points < low and has_reason(row, form, subject)
    severity = Severity.NOTE if is_explained else Severity.WARNING
    span = f"{plain(low)}–{plain(high)}"
    return Clash(
        severity=severity,
        about=row.stated.name,
        message=(
            f"“{row.stated.name}”评为“{tier.label}”，得 {plain(points)} 分，"
            f"这一档应为分值 {plain(weight)} 的 {plain(least)}%–{plain(greatest)}%，即 {span} 分"
        ),
        stated=plain(points),
        expected=span,
        arithmetic=f"{plain(weight)} × {plain(least)}% = {plain(low)}，{plain(weight)} × {plain(greatest)}% = {plain(high)}",
        places=(
            Place(
                locator=row.stated.place,
                quote=f"{row.stated.actual} {row.stated.score}",
            ),
        ),
    )


def _of_less(row: FormRow) -> Iterator[Outcome]:
    """Rules without tiers: what was reached in part only has no full points."""
    points, weight = row.indicator.stated_points, row.indicator.weight
    if points is None or weight is None or points > weight:
        return
    if points < weight:
        yield Fits()
        return
    actual = row.stated.actual or ""
    yield Clash(
        severity=Severity.WARNING,
        about=row.stated.name,
        message=f"“{row.stated.name}”完成值为“{actual}”，却得满分 {plain(points)} 分",
        stated=plain(points),
        expected=f"低于{plain(weight)}",
        places=(Place(locator=row.stated.place, quote=f"{actual} {row.stated.score}"),),
    )


def _bounds(tier: Tier, form: ScoredForm) -> tuple[Decimal, Decimal]:
    """Bounds in percent, as wide as any place has them where nobody read the rule."""
    if form.rulebook.reference_of("qualitative").status is Status.CONFIRMED:
        return tier.least, tier.greatest
    low, high = _MIDDLE
    return (
        low if tier.least in _MIDDLE else tier.least,
        high if tier.greatest in _MIDDLE else tier.greatest,
    )


CHECK = Check(
    id="RU003",
    theme=Theme.RULES,
    title="定性指标的得分在所定档次之内",
    why="定性指标先定档，再在档内评分；得分在档外时，档次和得分必有一处不实。",
    how_to_fix="按实际完成程度定档，在该档的分值区间内评分。",
    source="部门整体支出绩效自评表 备注3；财预〔2020〕10号（未核对原文）",
    find=find,
    nothing="没有按档次评定的定性指标",
)
