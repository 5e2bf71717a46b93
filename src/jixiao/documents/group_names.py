"""The usual names of groups of indicators, and the weight printed behind them."""

from __future__ import annotations

import re

from jixiao.documents.rows import squeezed

GROUP_WEIGHT = re.compile(
    r"[(（【\[]\s*(?:权重|分值)?[:：]?\s*(\d+(?:\.\d+)?)\s*[分%％]?\s*[)）】\]]?\s*$|(?<=\D)(\d+(?:\.\d+)?)分$"
)
LEVEL1_NAME = re.compile(
    r"(?:项目|绩效)?(?:产出|效益|效果|成本|满意度|投入|过程|决策|管理|预算执行)(?:完成)?(?:指标)?"
)
LEVEL2_NAME = re.compile(
    r"(?:数量|质量|时效|成本|(?:经济|社会|生态|环境|生态环境)(?:效益|成本)|可持续影响|可持续发展|(?:(?:服务|受益)对象|社会公众|群众)?满意度)(?:指标)?"
)
_NUMBERING = re.compile(r"^[一二三四五六][、.．]|^\([一二三四五六]\)")


def is_level1_name(text: str) -> bool:
    """Whether a cell is the usual name of a first group: 产出指标（50分）."""
    return bool(LEVEL1_NAME.fullmatch(without_weight(squeezed(text))))


def is_level2_name(text: str) -> bool:
    """Whether a cell is the usual name of a second group: 数量指标（20分）."""
    return bool(LEVEL2_NAME.fullmatch(without_weight(squeezed(text))))


def group_heading(text: str) -> str | None:
    """一、产出指标（50分）, in a row of its own above the group's rows, unnumbered."""
    words = _NUMBERING.sub("", squeezed(text))
    return words if LEVEL1_NAME.fullmatch(without_weight(words)) else None


def group_name(text: str) -> str:
    """A group's name alone.

    >>> group_name("（一）产 出 指 标（50分）"), group_name("预算执行")
    ('产出指标', '预算执行')
    """
    return without_weight(_NUMBERING.sub("", squeezed(text)))


def without_weight(name: str) -> str:
    """A name without the weight behind it.

    >>> without_weight("产出指标（50分）"), without_weight("（50分）")
    ('产出指标', '（50分）')
    """
    match = GROUP_WEIGHT.search(name)
    return name[: match.start()] if match and match.start() else name
