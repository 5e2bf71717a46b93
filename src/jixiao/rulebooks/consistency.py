"""What a well-formed rulebook may still say against itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, pairwise

from jixiao.core.numbers import plain
from jixiao.core.rulebook import Rulebook, Status

_WHOLE = Decimal(100)


def contradictions(rulebook: Rulebook) -> Iterator[str]:
    """Say, one Chinese sentence each, where a rulebook contradicts itself."""
    return chain(
        _years(rulebook),
        _weights(rulebook),
        _tiers(rulebook),
        _grades(rulebook),
        _caps(rulebook),
        _deduction(rulebook),
        _citations(rulebook),
    )


def _years(rulebook: Rulebook) -> Iterator[str]:
    first, last = rulebook.first_budget_year, rulebook.last_budget_year
    if last is not None and last < first:
        yield (
            f"“applies_to → budget_years”的末个年度 {last} 早于首个年度 {first}；"
            "请核对年度"
        )


def _weights(rulebook: Rulebook) -> Iterator[str]:
    names = [level.name for level in rulebook.levels]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"“points”中“{name}”出现两次，无法判断以哪个为准；请改名或删去一个"
    if rulebook.total_weight == 0:
        yield "“total”为 0，无法计分；请写明总分"
    given = [level.weight for level in rulebook.levels if level.weight is not None]
    total, found = rulebook.total_weight, sum(given, Decimal(0))
    is_complete = len(given) == len(rulebook.levels)
    if found > total or (is_complete and given and found != total):
        parts = " + ".join(plain(weight) for weight in given)
        wanted = plain(total) if is_complete else f"不超过 {plain(total)}"
        yield (
            f"“points”的分值合计 {parts} = {plain(found)}，应为{' ' * is_complete}{wanted}；"
            "请核对各项 weight 和 total"
        )


def _tiers(rulebook: Rulebook) -> Iterator[str]:
    tiers, place = rulebook.tiers, "“qualitative → tiers”"
    if not tiers:
        return
    if tiers[0].greatest != _WHOLE or tiers[-1].least != 0:
        yield f"{place}应从 100 到 0，由高到低；请补齐首档上限 100、末档下限 0"
    for tier in tiers:
        if tier.least >= tier.greatest:
            yield (
                f"{place}“{tier.label}”的下限 {plain(tier.least)} 不小于上限 "
                f"{plain(tier.greatest)}；请核对"
            )
    for upper, lower in pairwise(tiers):
        if upper.least != lower.greatest:
            yield (
                f"{place}“{upper.label}”的下限 {plain(upper.least)} 与“{lower.label}”的上限 "
                f"{plain(lower.greatest)} 不衔接；请改为同一个数"
            )


def _grades(rulebook: Rulebook) -> Iterator[str]:
    bands, place = rulebook.grades, "“grades → bands”"
    if not bands:
        return
    if not _descends([band.from_points for band in bands]):
        yield f"{place}的起点分数应由高到低、互不相同；请调整次序"
    if bands[-1].from_points != 0:
        yield (
            f"{place}末级“{bands[-1].label}”的起点分数为 {plain(bands[-1].from_points)}，"
            "更低的得分没有等级；请把末级改为 0"
        )
    if bands[0].from_points > rulebook.total_weight:
        yield (
            f"{place}首级“{bands[0].label}”的起点分数 {plain(bands[0].from_points)} "
            f"超过总分 {plain(rulebook.total_weight)}；请核对"
        )


def _caps(rulebook: Rulebook) -> Iterator[str]:
    upward = tuple(reversed(rulebook.caps))
    for column, values in (
        ("below_percent", [cap.below_percent for cap in upward]),
        ("points", [cap.points for cap in upward]),
    ):
        if not _descends(values):
            yield f"“caps → bands”的 {column} 应由低到高、互不相同；请调整次序"
    if rulebook.caps and rulebook.caps[-1].points > rulebook.total_weight:
        yield (
            f"“caps → bands”的上限 {plain(rulebook.caps[-1].points)} 超过总分 "
            f"{plain(rulebook.total_weight)}，不起作用；请核对"
        )


def _deduction(rulebook: Rulebook) -> Iterator[str]:
    rule = rulebook.over_target
    if rule is None:
        return
    if rule.deduction == 0:
        yield "“over_target → deduction”为 0，等于不扣分；请写明扣几分，或删去 over_target"
    if rule.deduction.scaleb(rulebook.points_places) % 1:
        yield (
            f"“over_target → deduction”{plain(rule.deduction)} 的小数位数多于得分保留的 "
            f"{rulebook.points_places} 位；请核对 rounding → points_places"
        )


def _citations(rulebook: Rulebook) -> Iterator[str]:
    cited = (("", rulebook.reference), *rulebook.references)
    names = [name for name, _ in rulebook.references]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"“points”中的代号“{name}”与同名条目混淆；请换一个代号"
    for name, reference in cited:
        stated = reference.clause or reference.number
        if stated and reference.status is Status.UNCONFIRMED:
            place = f"{name} → reference" if name else "reference"
            yield (
                f"“{place}”写有条款或文号“{stated}”，却未核对原文；"
                "请核对后把 status 改为 confirmed，或把条款、文号留空"
            )


def _descends(values: Sequence[Decimal]) -> bool:
    return all(upper > lower for upper, lower in pairwise(values))
