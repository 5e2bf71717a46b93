"""Indicators that are met or not: target, result, what they are made of, how printed."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from enum import Enum, auto

from benchmarks.planted.vocabulary import (
    CAUSES,
    MEASURES,
    OPINION_CAUSES,
    Pair,
    Template,
)
from jixiao.core.evaluation import Indicator
from jixiao.core.numbers import half_up, plain

HUNDRED, WAN = Decimal(100), Decimal(10_000)
PARTLY = "部分达成预期指标并具有一定效果"
PARTLY_SHARE = 70
"""Percent of the weight that a result reached in part gets under all rulebooks here."""
MOST_OVER = 20
"""Percent: results go beyond the target by no more, so that no reason is due."""


class Style(Enum):
    """How a form writes quantities."""

    UNIT_IN_NAME = auto()
    """面积（亩） | 1.5万以上 | 1.25万."""
    UNIT_IN_CELL = auto()
    """面积 | ≥1.5万亩 | 1.25万亩."""
    SPLIT = auto()
    """面积 | ≥ | 1.5 | 万亩 | 1.25."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One indicator with all that report and form say about it."""

    template: Template
    style: Style
    level1: str = ""
    level2: str = ""
    bound: Decimal = Decimal(0)
    result: Decimal = Decimal(0)
    words: tuple[str, str] = ("", "")
    """Target and result of words and dates."""
    scale: str = ""
    """万 where the figures are printed so."""
    manner: int = 0
    """Which of the usual ways the target is written in."""
    parts: tuple[Decimal, Decimal] | None = None
    share: tuple[int, int] | None = None
    """Numerator and denominator of a rate."""
    whole: tuple[str, str, str] | None = None
    """Names of numerator and denominator, and the unit they are counted in."""
    previous: Decimal | None = None
    """Last year's result."""
    weight: Decimal | None = None
    points: Decimal | None = None
    cause: str = ""
    measure: str = ""

    @property
    def is_measured(self) -> bool:
        """Whether target and result are figures."""
        return self.template.kind not in {"words", "date"}

    @property
    def is_reverse(self) -> bool:
        """Whether less is better."""
        return self.template.kind == "most"

    @property
    def is_met(self) -> bool:
        """Whether the result reaches the target."""
        if not self.is_measured:
            return self.words[1] != PARTLY
        if self.is_reverse:
            return self.result <= self.bound
        return self.result >= self.bound

    @property
    def key(self) -> str:
        """The bare name, which no other row of the document has."""
        return self.template.name

    @property
    def name(self) -> str:
        """As the form prints it."""
        unit = self.template.unit
        if self.style is Style.UNIT_IN_NAME and self.is_measured and unit != "%":
            return f"{self.key}（{unit}）"
        return self.key

    @property
    def unit(self) -> str:
        """With its scale."""
        return self.scale + self.template.unit if self.is_measured else ""

    def figure(self, value: Decimal) -> str:
        """A value in the printed scale, without its unit."""
        return plain(value / WAN if self.scale else value)

    def quantity(self, value: Decimal) -> str:
        """A value with scale and unit, as sentences have it."""
        return self.figure(value) + self.unit

    @property
    def sign(self) -> str:
        """指标性质."""
        if not self.is_measured:
            return "定性"
        return "≤" if self.is_reverse else "≥"

    @property
    def is_bare(self) -> bool:
        """Whether the form writes the target without a sign."""
        at_least = self.is_measured and not self.is_reverse
        return at_least and self.style is Style.UNIT_IN_NAME and self.manner == 0

    @property
    def target(self) -> str:
        """As the form's cell has it."""
        if not self.is_measured:
            return self.words[0]
        if self.style is Style.SPLIT:
            return self.figure(self.bound)
        if self.style is Style.UNIT_IN_CELL:
            return self.sign + self.quantity(self.bound)
        value = self.figure(self.bound) + self._mark
        if self.is_bare:
            return value
        if self.manner == 1:
            return f"{value}以内" if self.is_reverse else f"{value}以上"
        return self.sign + value

    @property
    def target_value(self) -> str:
        """The target's figure with what belongs to it; no sign."""
        return self.quantity(self.bound) if self.is_measured else self.words[0]

    @property
    def actual(self) -> str:
        """As the form's cell has it."""
        if not self.is_measured:
            return self.words[1]
        if self.style is Style.UNIT_IN_CELL:
            return self.quantity(self.result)
        return self.figure(self.result) + self._mark

    @property
    def _mark(self) -> str:
        if self.template.unit == "%":
            return "%"
        return self.scale if self.style is Style.UNIT_IN_NAME else ""

    @property
    def actual_value(self) -> str:
        """The result with its unit, as sentences have it."""
        return self.quantity(self.result) if self.is_measured else self.words[1]

    @property
    def growth(self) -> str:
        """Growth over last year in percent."""
        assert self.previous
        rate = HUNDRED * (self.result - self.previous) / self.previous
        return plain(half_up(rate, 2))

    @property
    def assigned(self) -> Decimal | None:
        """Points that people give to words; None for what is measured."""
        if self.is_measured or self.weight is None:
            return None
        return self.weight if self.is_met else self.weight * PARTLY_SHARE / HUNDRED

    def indicator(self) -> Indicator:
        """The row as facts for scoring."""
        is_split = self.style is Style.SPLIT
        return Indicator(
            level1=self.level1, level2=self.level2, name=self.name, target=self.target,
            actual=self.actual, weight=self.weight,
            sign=self.sign if is_split else None,
            unit=(self.unit or None) if is_split else None,
            stated_points=self.assigned,
            account=self.template.account, deviation_reason=self.cause,
            improvement=self.measure,
        )  # fmt: skip


def row_of(
    rng: random.Random, template: Template, style: Style, *, is_met: bool
) -> Row:
    """Draw target and result; the row is met or not as asked, where that is possible."""
    manner = rng.randrange(3)
    if template.kind == "words":
        reached = template.unit if is_met or rng.random() < 0.4 else PARTLY  # noqa: PLR2004
        words = (template.unit, reached)
        return _explained(rng, Row(template=template, style=style, words=words))
    if template.kind == "date":
        return Row(template=template, style=style, words=_dates(rng, template))
    if template.kind == "rate":
        row = _rate(rng, template, style, is_met=is_met)
    elif template.kind == "most":
        row = _at_most(rng, template, style, is_met=is_met)
    else:
        row = _at_least(rng, template, style, is_met=is_met)
    return _explained(rng, replace(row, manner=manner))


def _explained(rng: random.Random, row: Row) -> Row:
    if row.is_met:
        return row
    is_opinion = row.template.category == "满意度"
    cause = rng.choice(OPINION_CAUSES if is_opinion else CAUSES)
    return replace(row, cause=cause, measure=rng.choice(MEASURES))


def _dates(rng: random.Random, template: Template) -> tuple[str, str]:
    month = rng.randint(int(template.least), int(template.most))
    done = month - rng.randint(1, 2)
    target = rng.choice((f"{month}月底前", f"{month}月底前完成"))
    return target, rng.choice((f"{done}月完成", f"{done}月{rng.randint(5, 28)}日"))


def _between(rng: random.Random, least: Decimal, most: Decimal) -> Decimal:
    share = Decimal(rng.randint(0, 1000)) / 1000
    return least + (most - least) * share * share


def _round_figure(value: Decimal) -> Decimal:
    """A figure that planners like: two leading digits."""
    if value < 30:  # noqa: PLR2004
        return half_up(value, 0)
    step = value.adjusted() - 1
    return half_up(value.scaleb(-step), 0).scaleb(step).quantize(Decimal(1))


def _at_least(
    rng: random.Random, template: Template, style: Style, *, is_met: bool
) -> Row:
    bound = max(_round_figure(_between(rng, template.least, template.most)), Decimal(2))
    places = 0 if template.kind == "count" else 2
    scale = "万" if bound >= WAN and rng.random() < 0.7 else ""  # noqa: PLR2004
    percent = Decimal(rng.choice((100, 100, *range(101, 100 + MOST_OVER))))
    if not is_met:
        percent = Decimal(rng.randint(60, 97))
    result = half_up(bound * percent / HUNDRED, places)
    if scale:
        result = half_up(result / HUNDRED, 0) * HUNDRED
    if not is_met and result >= bound:
        result = bound - 1
    if result * HUNDRED > bound * (HUNDRED + MOST_OVER):
        result = bound
    parts = _parted(rng, result) if template.parts and not scale else None
    return Row(
        template=template, style=style, bound=bound, result=result, scale=scale,
        parts=parts, previous=_previous(rng, result, places, scale),
    )  # fmt: skip


def _parted(rng: random.Random, whole: Decimal) -> tuple[Decimal, Decimal] | None:
    if whole < HUNDRED:
        return None
    first = (whole * rng.randint(55, 85) / HUNDRED).quantize(Decimal(1), ROUND_DOWN)
    return first, whole - first


def _previous(
    rng: random.Random, result: Decimal, places: int, scale: str
) -> Decimal | None:
    if result < 20:  # noqa: PLR2004  growth of a few is no growth
        return None
    before = half_up(result * HUNDRED / (HUNDRED + rng.randint(3, 24)), places)
    return half_up(before / HUNDRED, 0) * HUNDRED if scale else before


def _rate(rng: random.Random, template: Template, style: Style, *, is_met: bool) -> Row:
    bound = half_up(_between(rng, template.least, template.most), 0)
    least, most = (
        (bound, min(HUNDRED, bound + 8, bound * 6 / 5))
        if is_met
        else (bound * 4 / 5, bound - 1)
    )
    if template.share is None:
        tenths = rng.randint(int(least * 10), int(most * 10))
        result = Decimal(tenths) / 10 if rng.random() < 0.6 else Decimal(tenths // 10)  # noqa: PLR2004
        result = max(result, bound) if is_met else result
        return Row(template=template, style=style, bound=bound, result=result)
    whole = rng.randint(180, 1900)
    done = int(whole * rng.randint(int(least * 10), int(most * 10)) / 1000)
    done = max(done, -(-whole * int(bound) // 100)) if is_met else done
    return Row(
        template=template, style=style, bound=bound, result=share_of(done, whole),
        share=(done, whole), whole=template.share,
    )  # fmt: skip


def share_of(done: int, whole: int) -> Decimal:
    """In percent, two decimals."""
    return Decimal(plain(half_up(HUNDRED * done / Decimal(whole), 2)))


def _at_most(
    rng: random.Random, template: Template, style: Style, *, is_met: bool
) -> Row:
    bound = max(_round_figure(_between(rng, template.least, template.most)), Decimal(2))
    percent = rng.choice((100, *range(79, 99))) if is_met else rng.randint(108, 150)
    is_money = "元" in template.unit and bound < 20  # noqa: PLR2004
    result = half_up(bound * percent / HUNDRED, 1 if is_money else 0)
    if is_met and result * HUNDRED < bound * 78:
        result = bound
    if not is_met and result <= bound:
        result = bound + 1
    return Row(template=template, style=style, bound=bound, result=result)


def pair_of(
    rng: random.Random, pair: Pair, style: Style, *, is_met: bool, can_hold: bool
) -> tuple[Row, Row]:
    """A count and the coverage it makes; both targets can be reached together or not."""
    whole = rng.randint(pair.least, pair.most)
    bound = _round_figure(Decimal(whole) * rng.randint(42, 68) / HUNDRED)
    share = int(HUNDRED * bound / whole)
    coverage_bound = Decimal(share - rng.randint(1, 4) if can_hold else share + 20)
    done = int(
        bound * (rng.randint(100, 108) if is_met else rng.randint(76, 95)) / HUNDRED
    )
    count = Row(
        template=pair.count, style=style, bound=bound, result=Decimal(done),
        manner=rng.randrange(3),
    )  # fmt: skip
    coverage = Row(
        template=pair.coverage, style=style, bound=coverage_bound,
        result=share_of(done, whole), share=(done, whole),
        whole=(pair.count.name, pair.whole, pair.unit), manner=rng.randrange(3),
    )  # fmt: skip
    return _explained(rng, count), _explained(rng, coverage)
