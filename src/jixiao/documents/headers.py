"""Which column means what, from the words of its header and never from its position."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from jixiao.core.numbers import fold


class Role(StrEnum):
    """What a column of an indicator table or a budget table holds."""

    LEVEL1 = "level1"
    LEVEL2 = "level2"
    NAME = "name"
    SIGN = "sign"
    TARGET = "target"
    ADJUSTED_TARGET = "adjusted_target"
    UNIT = "unit"
    ACTUAL = "actual"
    WEIGHT = "weight"
    COEFFICIENT = "coefficient"
    SCORE = "score"
    ASSIGNED = "assigned"
    REASON = "reason"
    COMPLETION = "completion"
    INITIAL = "initial"
    ADJUSTED = "adjusted"
    EXECUTED = "executed"
    RATE = "rate"


_INDICATOR_HEADERS: tuple[tuple[Role, str], ...] = (
    (Role.LEVEL1, r"一级指标|指标类型|指标类别"),
    (Role.LEVEL2, r"二级指标"),
    (Role.NAME, r"[三四]级指标.*|(?:绩效)?指标名称|指标内容|具体指标"),
    (Role.SIGN, r"指标性质|指标方向|指标符号|运算符号?|计算符号|比较符号?|符号|方向"),
    (Role.UNIT, r"(?:度量|计量|计算)?单位"),
    (Role.COEFFICIENT, r"得分系数.*"),
    (Role.ASSIGNED, r"评定得分.*"),
    (Role.COMPLETION, r"(?:指标)?完成(?:率|比例|程度|进度).*|实现程度"),
    (
        Role.ADJUSTED_TARGET,
        r"(?:年中)?调整后?(?:的)?(?:年度)?(?:绩效)?(?:指标|目标)值?.*",
    ),
    (
        Role.ACTUAL,
        r"(?:本年|年度|全年|当年)?(?:累计)?(?:实际)?(?:完成|实现|达到|达成)(?:的)?(?:绩效)?(?:指标|目标)?(?:值|情况|数|结果|量).*"
        r"|(?:全年|年度)?实际(?:值|完成|情况|数).*|(?:完成|实际|实现)(?:指标|目标)值.*",
    ),
    (
        Role.WEIGHT,
        r"(?:指标)?(?:分值|权重|标准分值?|满分|权重分?值?|赋分)(?:权重)?(?:\((?:分|%|\d+分?)\))?",
    ),
    (
        Role.SCORE,
        r"(?:指标)?(?:自评|自评价|实际|评价|最终)?(?:得分|评分|分数|自评分)(?:值)?(?:\(.{0,12}\))?|自评分|得分情况",
    ),
    (
        Role.TARGET,
        r"(?:全年|年度|年初|本年|当年|预期|计划|绩效|设定|批复|总体)*(?:(?:指标|实现|达到|标准|计划|预期)值|目标值?|(?:指标|目标)(?:数|标准))(?:\(.{1,6}\))?"
        r"|(?:全年|年度|年初|本年|预期|计划)+(?:绩效)?指标",
    ),
    (Role.REASON, r".*(?:原因|改进措施|偏差).*|备注|说明|(?:情况)?说明.*"),
)
_BUDGET_HEADERS: tuple[tuple[Role, str], ...] = (
    (
        Role.INITIAL,
        r"(?:年初|初始)(?:部门)?(?:预算|批复|计划|资金)?(?:数|额|金额|总额|安排).*|年初预算",
    ),
    (
        Role.ADJUSTED,
        r"(?:全年|调整|年度|本年|当年)*(?:\(调整\)|\(调整后\)|后)?(?:的)?预算(?:数|额|安排数|金额|总额).*|调整预算.*|全年预算.*",
    ),
    (
        Role.EXECUTED,
        r"(?:全年|本年|年度|实际|当年)*(?:预算)?(?:执行|支出|使用|决算)(?:数|额|金额)(?!率).*|决算",
    ),
    (Role.WEIGHT, r"(?:执行率)?(?:分值|权重|标准分|满分).*"),
    (Role.RATE, r"(?:预算)?执行(?:率|进度).*|预算完成率.*"),
    (Role.SCORE, r"(?:执行率)?(?:自评)?(?:得分|评分).*"),
    (Role.REASON, r".*(?:原因|措施|说明|备注).*"),
)


def normalised(text: str) -> str:
    """Header or label without white space, in one character width.

    >>> normalised("年度⏎ 指标值（Ａ）".replace("⏎", chr(10)))
    '年度指标值(A)'
    """
    return re.sub(r"\s+", "", fold(text))


def _compiled(
    headers: tuple[tuple[Role, str], ...],
) -> tuple[tuple[Role, re.Pattern[str]], ...]:
    return tuple((role, re.compile(f"(?:{words})")) for role, words in headers)


_INDICATOR = _compiled(_INDICATOR_HEADERS)
_BUDGET = _compiled(_BUDGET_HEADERS)


def indicator_roles(row: Sequence[str]) -> Mapping[Role, int]:
    """Columns of an indicator table's header row; {} if it is not one.

    >>> indicator_roles(["一级指标", "二级指标", "三级指标", "指标值", "完成值"])[Role.NAME]
    2
    """
    roles = _roles(row, _INDICATOR)
    if Role.NAME not in roles and Role.LEVEL1 in roles:  # 绩效指标 beside 一级指标
        roles = _roles(row, (*_INDICATOR, (Role.NAME, re.compile("绩效指标"))))
    if Role.NAME in roles and (Role.TARGET in roles or Role.ACTUAL in roles):
        return roles
    return {}


def budget_roles(row: Sequence[str]) -> Mapping[Role, int]:
    """Columns of a budget block's header row; {} if it is not one."""
    roles = _roles(row, _BUDGET)
    has_amounts = Role.ADJUSTED in roles or Role.INITIAL in roles
    return roles if has_amounts and Role.EXECUTED in roles else {}


def _roles(
    row: Sequence[str], headers: tuple[tuple[Role, re.Pattern[str]], ...]
) -> dict[Role, int]:
    roles: dict[Role, int] = {}
    for column, text in enumerate(row):
        words = normalised(text)
        for role, pattern in headers:
            if words and role not in roles and pattern.fullmatch(words):
                roles[role] = column
                break
    return roles
