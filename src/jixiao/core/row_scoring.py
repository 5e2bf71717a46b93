"""Points of single rows: measured, by words, by deadline, the execution rate.

The arithmetic is `jixiao.core.rule`; here each row is set up and bounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm

from jixiao.core.algebra import INTEGERS, UNROUNDED
from jixiao.core.evaluation import Evaluation, Indicator
from jixiao.core.explaining import explain_execution, explain_row
from jixiao.core.money import MoneyUnit, execution_rate
from jixiao.core.numbers import half_up, plain
from jixiao.core.reading import Reading, is_done_in_words, is_met, read_indicator
from jixiao.core.rule import Measure, OverTarget, Places, points_of
from jixiao.core.rulebook import LateRule, Rulebook, Tier
from jixiao.core.scorecard import ScoredRow
from jixiao.core.targets import read_statement

ZERO = Decimal(0)
EXECUTION = "预算执行"


@dataclass(frozen=True, slots=True)
class RowScorer:
    """Scores rows under one rulebook."""

    rulebook: Rulebook
    year: int | None
    explain: bool

    def score_indicator(self, indicator: Indicator) -> ScoredRow:
        """Score one indicator, or say why it cannot be scored."""
        reading = read_indicator(indicator, year=self.year)
        if indicator.weight is None:
            reason = "没有分值，无法计分；请在表中写明分值"
            return _undecided(indicator, reading, reason, ZERO, ZERO)
        if indicator.weight < 0:
            reason = f"分值 {plain(indicator.weight)} 小于 0，无法计分；请核对分值"
            return _undecided(indicator, reading, reason, ZERO, ZERO)
        if reading.undecided:
            return _undecided(
                indicator, reading, reading.undecided, ZERO, indicator.weight
            )
        if reading.is_qualitative:
            return self._score_words(indicator, reading, indicator.weight)
        if reading.is_late is not None:
            return self._score_deadline(indicator, reading, indicator.weight)
        return self._score_measure(indicator, reading, indicator.weight)

    def _score_measure(
        self, indicator: Indicator, reading: Reading, weight: Decimal
    ) -> ScoredRow:
        points = self.points(weight, reading, self.rulebook.coefficient_places)
        derivation = explain_row(self.rulebook, indicator, reading, points, self.exact(
            weight, reading)) if self.explain else None  # fmt: skip
        return ScoredRow(
            indicator=indicator, target=reading.target, actual=reading.actual,
            direction=reading.direction,
            is_met=is_met(reading),
            points=points, least=points, greatest=points, derivation=derivation,
            undecided=None, notes=reading.notes,
        )  # fmt: skip

    def points(
        self, weight: Decimal, reading: Reading, completion_places: int | None
    ) -> Decimal:
        """Points of one measured row, rounded as the rulebook says."""
        places = _places(weight, self.rulebook.points_places, completion_places)
        row = measure_in_integers(weight, places.weight, reading)
        units = points_of(INTEGERS, row, places=places, over=self._over(places))
        if units % places.step == 0:
            units, digits = units // places.step, self.rulebook.points_places
        else:
            digits = places.points
        return Decimal(units).scaleb(-digits)

    def exact(self, weight: Decimal, reading: Reading) -> Fraction:
        """The same points before any rounding."""
        places = _places(weight, self.rulebook.points_places, None)
        row = measure_in_integers(weight, places.weight, reading)
        fractions = Measure(
            weight=Fraction(row.weight), actual=Fraction(row.actual),
            lower=Fraction(row.lower), upper=Fraction(row.upper),
            has_upper=Fraction(row.has_upper), over_base=Fraction(row.over_base),
        )  # fmt: skip
        units = points_of(UNROUNDED, fractions, places=places, over=self._over(places))
        return units * Fraction(1, 10**places.points)

    def _over(self, places: Places) -> OverTarget | None:
        rule = self.rulebook.over_target
        if rule is None:
            return None
        return OverTarget(
            percent=rule.percent,
            deduction=int(rule.deduction.scaleb(places.points)),
        )

    def _score_deadline(
        self, indicator: Indicator, reading: Reading, weight: Decimal
    ) -> ScoredRow:
        if reading.is_late and self.rulebook.late is LateRule.UNDECIDED:
            reason = (
                f"“{reading.actual.text}”晚于期限“{reading.target.text}”，"
                "计分规则没有规定逾期怎样扣分，需人工判定"
            )
            return _undecided(indicator, reading, reason, ZERO, weight)
        points = ZERO if reading.is_late else weight
        return self._assigned(indicator, reading, points, is_met=not reading.is_late)

    def _score_words(
        self, indicator: Indicator, reading: Reading, weight: Decimal
    ) -> ScoredRow:
        tier = tier_of(self.rulebook.tiers, reading)
        least = weight * (tier.least if tier else ZERO) / 100
        greatest = weight * (tier.greatest if tier else Decimal(100)) / 100
        points = indicator.stated_points
        if points is None:
            where = f"“{tier.label}”档 {plain(least)}–{plain(greatest)} 分" if tier else (
                f"0–{plain(greatest)} 分"
            )  # fmt: skip
            reason = f"定性指标没有评定得分，应在{where}之内评定"
            return _undecided(indicator, reading, reason, least, greatest)
        if not least <= points <= greatest:
            reason = (
                f"评定得分 {plain(points)} 不在 {plain(least)}–{plain(greatest)} 分之内"
            )
            return _undecided(indicator, reading, reason, least, greatest)
        return self._assigned(indicator, reading, points, is_met=points == weight)

    def _assigned(
        self, indicator: Indicator, reading: Reading, points: Decimal, *, is_met: bool
    ) -> ScoredRow:
        points = self._rounded(points, indicator.weight or ZERO)
        derivation = (
            explain_row(self.rulebook, indicator, reading, points, Fraction(points))
            if self.explain
            else None
        )
        return ScoredRow(
            indicator=indicator, target=reading.target, actual=reading.actual,
            direction=None, is_met=is_met, points=points, least=points,
            greatest=points, derivation=derivation, undecided=None,
            notes=(*reading.target.notes, *reading.notes),
        )  # fmt: skip

    def _rounded(self, points: Decimal, weight: Decimal) -> Decimal:
        """Round assigned points, the full weight excepted where it has more decimals."""
        result = half_up(points, self.rulebook.points_places)
        return weight if points == weight != result else min(result, weight)

    def score_execution(self, evaluation: Evaluation) -> ScoredRow | None:
        """Score the execution rate; None where it carries no weight."""
        weight = execution_weight(evaluation, self.rulebook)
        if weight is None:
            return None
        row = _execution_indicator(evaluation, self.rulebook, weight)
        target, actual = (
            read_statement(text, unit="万元") for text in (row.target, row.actual)
        )
        reading = Reading(target=target, actual=actual)
        total = evaluation.budget.total if evaluation.budget else None
        if total is None or total.adjusted is None or total.executed is None:
            reason = "全年预算数或执行数空缺或无法读出，无法计算执行率；请核对原表"
            return _undecided(row, reading, reason, ZERO, weight)
        if total.adjusted.yuan == 0:
            reason = "全年预算数为 0，无法计算执行率；请核对预算数"
            return _undecided(row, reading, reason, ZERO, weight)
        rate = execution_rate(executed=total.executed, adjusted=total.adjusted)
        bound, value = Fraction(rate.denominator), Fraction(rate.numerator)
        if value < 0 or bound < 0:
            reason = "预算数或执行数为负数，无法计算执行率；请核对"
            return _undecided(row, reading, reason, ZERO, weight)
        notes: tuple[str, ...] = ()
        if value > bound:
            notes = (
                "执行数大于全年预算数，按 100% 计分；请核对调整后的预算数是否已更新",
            )
        reading = Reading(
            target=target, actual=actual, lower=bound, value=value, notes=notes
        )
        points = self.points(weight, reading, self.rulebook.rate_places)
        return ScoredRow(
            indicator=row, target=target, actual=actual, direction=None,
            is_met=value >= bound, points=points, least=points, greatest=points,
            derivation=explain_execution(
                self.rulebook, rate, weight, points, self.exact(weight, reading)
            )
            if self.explain
            else None,
            undecided=None, notes=notes,
        )  # fmt: skip


@lru_cache(maxsize=4096)
def _places(weight: Decimal, points: int, completion: int | None) -> Places:
    exponent = weight.as_tuple().exponent
    assert isinstance(exponent, int), "weights are finite"
    carried = max(0, -exponent)
    finest = max(points, carried)
    return Places(
        weight=carried,
        points=finest,
        completion=completion,
        step=10 ** (finest - points),
    )


def measure_in_integers(
    weight: Decimal, weight_places: int, reading: Reading
) -> Measure[int]:
    """Bring one row to whole numbers in the pair's coarsest common step."""
    value, lower, upper = reading.value, reading.lower, reading.upper
    base = reading.over_base
    assert value is not None, "measured"
    step = value.denominator
    for bound in (lower, upper, base):
        if bound is not None and bound.denominator != step:
            step = lcm(step, bound.denominator)
    actual = _whole(value, step)
    return Measure(
        weight=int(weight.scaleb(weight_places)),
        actual=actual,
        lower=min(0, actual) if lower is None else _whole(lower, step),
        upper=0 if upper is None else _whole(upper, step),
        has_upper=0 if upper is None else 1,
        over_base=0 if base is None else _whole(base, step),
    )


def _whole(figure: Fraction, step: int) -> int:
    return figure.numerator * (step // figure.denominator)


def tier_of(tiers: Sequence[Tier], reading: Reading) -> Tier | None:
    """The qualitative tier that the result's words name, None where they name none."""
    words = "".join(reading.actual.text.split())
    for tier in tiers:
        if words == tier.label:
            return tier
    return tiers[0] if tiers and is_done_in_words(reading.actual) else None


def execution_weight(evaluation: Evaluation, rulebook: Rulebook) -> Decimal | None:
    """分值 of the execution rate: the form's own, or the rulebook's.

    Some forms print 100 there for the whole; then the rulebook's weight stands if it
    makes the sum come out. None where the indicators alone carry the whole weight.
    """
    own = evaluation.budget.weight if evaluation.budget else None
    ruled = rulebook.execution_weight
    rest = sum((row.weight or ZERO for row in evaluation.indicators), ZERO)
    if rest == rulebook.total_weight:
        return None
    if own is None or ruled is None or own == ruled:
        return own if own is not None else ruled
    return ruled if rest + ruled == rulebook.total_weight != rest + own else own


def _execution_indicator(
    evaluation: Evaluation, rulebook: Rulebook, weight: Decimal
) -> Indicator:
    total = evaluation.budget.total if evaluation.budget else None

    def printed(amount_name: str) -> str:
        amount = getattr(total, amount_name, None)
        return amount.print_in(MoneyUnit.TEN_THOUSAND) if amount else ""

    return Indicator(
        level1=rulebook.execution_level or EXECUTION,
        level2="",
        name="预算执行率",
        target=printed("adjusted"),
        actual=printed("executed"),
        unit="万元",
        weight=weight,
        stated_points=evaluation.budget.stated_points if evaluation.budget else None,
    )


def _undecided(
    indicator: Indicator,
    reading: Reading,
    reason: str,
    least: Decimal,
    greatest: Decimal,
) -> ScoredRow:
    return ScoredRow(
        indicator=indicator, target=reading.target, actual=reading.actual,
        direction=reading.direction, is_met=None, points=None, least=least,
        greatest=greatest, derivation=None, undecided=reason, notes=reading.notes,
    )  # fmt: skip
