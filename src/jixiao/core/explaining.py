"""The derivation of every point, as data and as one Chinese sentence."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from jixiao.core.evaluation import Direction, Indicator
from jixiao.core.money import Rate
from jixiao.core.numbers import SCALES, half_up, plain
from jixiao.core.reading import Reading
from jixiao.core.rulebook import Rulebook
from jixiao.core.scorecard import Derivation
from jixiao.core.statements import Kind


def explain_row(
    rulebook: Rulebook,
    indicator: Indicator,
    reading: Reading,
    points: Decimal,
    exact: Fraction,
) -> Derivation:
    """Derive the points of an indicator.

    >>> from decimal import Decimal as D
    >>> # see docs/algorithms/scoring.md for sentences of whole forms
    """
    weight = indicator.weight
    assert weight is not None, "scored rows have a weight"
    if reading.value is None:
        return _words(rulebook, reading, weight, points)
    penalty = _penalty(rulebook, reading)
    formula, body = _ratio(reading, weight, points)
    if penalty:
        body = f"{body.partition('，得满分')[0]}，{penalty}，{plain(weight)} 分减为 {plain(points)} 分"
    provision = "over_target" if penalty else "quantitative"
    clause = rulebook.reference_of(provision).cite()
    kind = f" {reading.direction.label}指标" if reading.direction else ""
    roundings = (
        (f"half_up:{rulebook.coefficient_places}% of the ratio",)
        if rulebook.coefficient_places is not None
        else ()
    )
    return Derivation(
        sentence=f"{body}（{clause}{kind}）",
        formula=formula + (" - deduction" if penalty else ""),
        operands=_operands(reading, weight),
        exact=exact,
        rounding=(*roundings, f"half_up:{rulebook.points_places}"),
        is_capped=_is_capped(reading),
        clause=clause,
    )


def explain_execution(
    rulebook: Rulebook, rate: Rate, weight: Decimal, points: Decimal, exact: Fraction
) -> Derivation:
    """Derive the points of the execution rate, the rounding of the rate included."""
    executed, adjusted = (
        half_up(amount / 10_000, 2) for amount in (rate.numerator, rate.denominator)
    )
    places = rulebook.rate_places
    shown = rate.percent(2)
    percent = f"{shown}%"
    step = ""
    if places is not None:
        percent = f"{rate.percent(places)}%"
        step = f"，四舍五入为 {percent}" if rate.percent(places) != shown else ""
    capped = rate.numerator > rate.denominator
    clause = rulebook.reference_of("execution").cite()
    roundings = () if places is None else (f"half_up:{places}% of the rate",)
    limit = "，超过 100% 按 100% 计" if capped else ""
    used = "100%" if capped else percent
    return Derivation(
        sentence=(
            f"{executed} ÷ {adjusted} = {shown}%{step}{limit}，"
            f"{plain(weight)} × {used} = {points}（{clause} 预算执行率）"
        ),
        formula="weight * executed / adjusted",
        operands=(
            ("weight", plain(weight)),
            ("executed", f"{executed} 万元"),
            ("adjusted", f"{adjusted} 万元"),
        ),
        exact=exact,
        rounding=(*roundings, f"half_up:{rulebook.points_places}"),
        is_capped=capped,
        clause=clause,
    )


def _words(
    rulebook: Rulebook, reading: Reading, weight: Decimal, points: Decimal
) -> Derivation:
    is_date = reading.is_late is not None
    clause = rulebook.reference_of("late" if is_date else "qualitative").cite()
    if is_date:
        verdict = "逾期" if reading.is_late else "按期完成"
        body = f"期限“{reading.target.text}”，实际“{reading.actual.text}”，{verdict}，得 {points} 分"
    else:
        share = half_up(100 * points / weight, 0) if weight else Decimal(100)
        body = f"定性指标评定 {points} 分，为分值 {plain(weight)} 的 {share}%"
    return Derivation(
        sentence=f"{body}（{clause}）",
        formula="assigned" if not is_date else "weight if in time",
        operands=(("weight", plain(weight)), ("assigned", f"{points}")),
        exact=Fraction(points),
        rounding=(),
        is_capped=False,
        clause=clause,
    )


def _ratio(reading: Reading, weight: Decimal, points: Decimal) -> tuple[str, str]:
    """Formula and calculation of a measured row."""
    lower, upper, value = reading.lower, reading.upper, reading.value
    assert value is not None, "measured"
    has_scale = reading.target.has_scale or reading.actual.has_scale
    mark = reading.target.unit if reading.target.unit in ("%", "‰") else ""

    def shown(figure: Fraction) -> str:
        return _figure(figure, has_scale=has_scale) + mark

    actual = shown(value)
    if lower is not None and value < lower:
        calculation = f"{actual} ÷ {shown(lower)} × {plain(weight)} = {points}"
        return "weight * actual / target", f"{calculation}，未超过分值 {plain(weight)}"
    if upper is not None and value > upper:
        if upper == 0:
            return "0", f"指标值为 0 而实际发生 {actual}，得 0 分"
        calculation = f"{shown(upper)} ÷ {actual} × {plain(weight)} = {points}"
        return "weight * target / actual", f"{calculation}，未超过分值 {plain(weight)}"
    bound, sign = (upper, "≤") if lower is None else (lower, "≥")
    assert bound is not None, "a measured row has a bound"
    if reading.target.kind is Kind.RANGE:
        return (
            "weight",
            f"{actual} 达到区间“{reading.target.text}”，得满分 {plain(weight)}",
        )
    return "weight", f"{actual} {sign} {shown(bound)}，完成，得满分 {plain(weight)}"


def _penalty(rulebook: Rulebook, reading: Reading) -> str:
    rule, base, value = rulebook.over_target, reading.over_base, reading.value
    if rule is None or not base or value is None or base < 0:
        return ""
    if 100 * value < base * (100 + rule.percent):
        return ""
    excess = half_up(100 * (value - base) / base, 1)
    return f"超指标值 {excess}%（≥{rule.percent}%）扣 {plain(rule.deduction)} 分"


def _is_capped(reading: Reading) -> bool:
    value, lower = reading.value, reading.lower
    if value is None:
        return False
    if reading.direction is Direction.POSITIVE:
        return lower is not None and value > lower
    return reading.upper is not None and value < reading.upper


def _operands(reading: Reading, weight: Decimal) -> tuple[tuple[str, str], ...]:
    bound = reading.lower if reading.lower is not None else reading.upper
    assert reading.value is not None, "measured"
    assert bound is not None, "measured"
    return (
        ("weight", plain(weight)),
        ("actual", _figure(reading.value, has_scale=False)),
        ("target", _figure(bound, has_scale=False)),
    )


def _figure(value: Fraction, *, has_scale: bool) -> str:
    """A figure of the calculation in full, in 万 where the form writes 万."""
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    for word in ("亿", "万"):
        if has_scale and abs(decimal) >= SCALES[word]:
            return f"{plain(decimal / SCALES[word])}{word}"
    return plain(decimal)
