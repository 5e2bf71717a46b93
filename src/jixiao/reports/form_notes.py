"""What a rulebook asks, in plain Chinese of our own: notes and instructions."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.numbers import plain
from jixiao.core.rulebook import InapplicableRule, LateRule, Rulebook


def form_notes(rulebook: Rulebook) -> tuple[str, ...]:
    """Notes under the form, numbered."""
    rules = (rule for _, rule in rule_sentences(rulebook))
    return tuple(f"{number}.{rule}" for number, rule in enumerate(rules, start=1))


def rule_sentences(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Say each rule in one sentence, with the name of its provision."""
    if rulebook.execution_level is not None:
        yield "execution", _execution(rulebook)
    yield "quantitative", _quantitative(rulebook)
    if rulebook.over_target is not None:
        rule = rulebook.over_target
        yield (
            "over_target",
            (f"完成值超过目标值{rule.percent}%及以上的，扣{plain(rule.deduction)}分。"),
        )
    if rulebook.tiers:
        yield "qualitative", _qualitative(rulebook)
    if rulebook.late is LateRule.ZERO:
        yield "late", "时限类目标逾期完成的，不得分。"
    if rulebook.inapplicable is not InapplicableRule.UNDECIDED:
        yield "inapplicable", _inapplicable(rulebook)
    yield "rounding", f"各项得分四舍五入{_places('得分', rulebook.points_places)}。"
    for cap in rulebook.caps:
        yield (
            "caps",
            (
                f"预算执行率低于{plain(cap.below_percent)}%的，总分最高{plain(cap.points)}分。"
            ),
        )
    omitted = [level.name for level in rulebook.levels if level.may_be_omitted]
    if omitted:
        yield "levels", f"{'、'.join(omitted)}可视情况不设。"


def _places(what: str, places: int) -> str:
    return f"，{what}取整数" if not places else f"，{what}保留{places}位小数"


def _execution(rulebook: Rulebook) -> str:
    weight = rulebook.execution_weight
    points = "权重" if weight is None else f"{plain(weight)}分"
    places = rulebook.rate_places
    how = "不取整" if places is None else f"四舍五入{_places('百分数', places)}"
    return (
        "预算数指调整后的全年资金总额（含上年结转结余），执行数指实际支付的资金；"
        f"执行得分={points}×执行率，执行率{how}。"
    )


def _quantitative(rulebook: Rulebook) -> str:
    head = "定量指标完成目标的得满分；未完成的，正向指标得分=分值×完成值÷目标值，"
    tail = "反向指标得分=分值×目标值÷完成值，得分不超过分值、不低于0分。"
    if rulebook.coefficient_places is None:
        return head + tail
    return f"{head}{tail}得分系数四舍五入{_places('百分数', rulebook.coefficient_places)}。"


def _qualitative(rulebook: Rulebook) -> str:
    tiers = "；".join(
        f"{tier.label}为分值的{plain(tier.least)}%—{plain(tier.greatest)}%"
        for tier in rulebook.tiers
    )
    return f"定性指标按档次评分：{tiers}。"


def _inapplicable(rulebook: Rulebook) -> str:
    if rulebook.inapplicable is InapplicableRule.FULL:
        return "不适用的指标按满分计。"
    return "不适用的指标不计分，其余指标得分按比例折算到总分。"
