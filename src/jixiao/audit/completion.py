"""How far the measured indicators of a form were reached, and what that should bring."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jixiao.audit.roundings import Span, how_points_follow
from jixiao.audit.subject import FormRow, ScoredForm
from jixiao.core.evaluation import Direction
from jixiao.core.findings import normal_name
from jixiao.core.scorecard import ScoredRow
from jixiao.core.statements import Kind, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """One measured indicator with weight and printed points."""

    row: FormRow
    scored: ScoredRow
    weight: Decimal
    stated: Decimal
    """得分 as printed."""
    points: Decimal
    """By the rulebook."""
    is_met: bool
    ratio: Span | None
    """Result over target, target over result for reverse ones; None where it is met
    or has no ratio."""
    is_sure: bool
    """Target, result and direction could be read in one way only."""
    is_signed: bool
    """The direction stands in a sign or a word of the target."""

    @property
    def how(self) -> str | None:
        """How the printed points follow from the ratio; None where they do not."""
        if self.is_met:
            return "" if self.stated == self.weight else None
        if self.ratio is None:
            return "" if self.stated == self.points else None
        return how_points_follow(self.stated, self.weight, self.ratio)

    @property
    def is_full(self) -> bool:
        """Whether the whole weight was given."""
        return self.stated == self.weight

    @property
    def opposite(self) -> Span | None:
        """The ratio that scoring in the wrong direction would give."""
        ratio = _ratio(self.scored, is_reversed=True)
        return ratio if ratio is not None and ratio.high < 1 else None

    @property
    def sentence(self) -> str:
        """The calculation in Chinese, source of the rule left out."""
        assert self.scored.derivation is not None, "measured rows are derived"
        return self.scored.derivation.sentence.partition("（")[0]


_HARMLESS = re.compile(
    r"按 [\d.]+% 读取|写在指标名称中|月底前读取|取其截止日|相差悬殊|视为完成"
)


def completions(form: ScoredForm) -> tuple[Completion, ...]:
    """All measured rows that print points, in form order."""
    found = (_completion(row) for row in form.rows)
    return tuple(one for one in found if one is not None)


def _completion(row: FormRow) -> Completion | None:
    scored, facts = row.scored, row.indicator
    if scored is None or scored.direction is None or scored.points is None:
        return None
    if facts.stated_points is None or facts.weight is None or scored.is_met is None:
        return None
    is_met = scored.is_met or _is_about_right(scored)
    return Completion(
        row=row, scored=scored, weight=facts.weight, stated=facts.stated_points,
        points=facts.weight if is_met else scored.points, is_met=is_met,
        ratio=None if is_met else _ratio(scored),
        is_sure=all(_HARMLESS.search(note) for note in scored.notes),
        is_signed=scored.target.kind in (Kind.AT_LEAST, Kind.AT_MOST),
    )  # fmt: skip


TIERS = (
    re.compile(r"(?:全部)?达成(?:年度|预期)*(?:指标|目标)"),
    re.compile(r"部分达成(?:年度|预期)*(?:指标|目标)?(?:并|且)?(?:具有一定效果)?"),
    re.compile(r"未达成(?:年度|预期)*(?:指标|目标)?(?:并|且)?(?:效果较差)?"),
)
"""The three tiers of qualitative results as forms shorten them, the best first."""


def is_met_in_words(row: FormRow) -> bool | None:
    """Whether a qualitative result says by itself that the target was reached."""
    if row.scored is None or row.scored.direction is not None:
        return None
    target, actual = (
        normal_name(text or "") for text in (row.stated.target, row.stated.actual)
    )
    if any(tier.fullmatch(actual) for tier in TIERS[1:]):
        return False
    return True if actual and target == actual else None


_ABOUT = re.compile(r"约|左右|上下|近")


def _is_about_right(scored: ScoredRow) -> bool:
    """Whether the result lies within what 约 or 左右 of the target allows."""
    target, actual = scored.target, scored.actual.number
    bound = target.number
    if bound is None or actual is None or not _ABOUT.search(target.text):
        return False
    if scored.direction is Direction.REVERSE:
        return actual.low <= bound.high
    return actual.high >= bound.low


def _ratio(scored: ScoredRow, *, is_reversed: bool = False) -> Span | None:
    if scored.derivation is None:
        return None
    operands = dict(scored.derivation.operands)
    if "actual" not in operands or "target" not in operands:
        return None
    actual, target = Fraction(operands["actual"]), Fraction(operands["target"])
    if actual <= 0 or target <= 0:
        return None
    low, high = _leeway(scored.actual)
    forward = Span(actual * low / target, actual * high / target)
    if (scored.direction is Direction.POSITIVE) is not is_reversed:
        return forward
    return Span(1 / forward.high, 1 / forward.low)


def _leeway(statement: Statement) -> tuple[Fraction, Fraction]:
    """How far the true value may lie from the printed one, as factors."""
    number = statement.number
    if number is None or number.value <= 0 or number.low <= 0:
        return Fraction(1), Fraction(1)
    value = Fraction(number.value)
    return Fraction(number.low) / value, Fraction(number.high) / value


def is_late(row: FormRow) -> bool:
    """Whether a deadline was missed, by the dates as printed."""
    scored = row.scored
    if scored is None or scored.target.date is None or scored.actual.date is None:
        return False
    return bool(scored.undecided and "晚于期限" in scored.undecided) or (
        scored.target.kind is Kind.BY_DATE and scored.is_met is False
    )
