"""Which way an indicator counts when its target carries no sign: words of its name."""

from __future__ import annotations

import re
from functools import lru_cache

from jixiao.core.evaluation import Direction
from jixiao.core.numbers import fold

_LESS_IS_BETTER = re.compile(
    r"发生率|发生数|发生次数|发生量|事故|投诉|差错|出错率|错误率|逾期|违规|违纪|违法|超标|死亡|伤亡|失业率|"
    r"流失率|空置率|闲置率|漏报率|误报率|能耗|损耗|排放|误差|偏差|故障|时限|(?:办理|审批|等待|停电|处理)时长|用时|耗时|响应时间|周期|成本|"
    r"费用|单价|支出额|超支|控制数|经费控制|人员控制率|公经费|变动率|结转结余率|复发率|返贫|辍学|上访|信访量"
)
_MORE_IS_BETTER = re.compile(
    r"降低|减少|下降|节约|压减|压缩|缩短|降幅|减幅|处理|处置|办结率|办结数|整改|化解|查处|回复|调查|救治|排查|"
    r"培训|达标|合格|合规|及时|覆盖|完成|满意|知晓|控制率达|投资|不?超时率为0|收益|效益|保障|补贴|补助|"
    r"处罚|检测|监测|预防|防控|宣传|演练|防治|检查|修复|排除|消除|销号|结案|破案|侦破|受理|响应率|解决|利用|"
    r"追缴|拆除|清收|清理|清退|收回|移送|打击|赔付|理赔|救助|治理|减排|挽回|调解|普查|抢修|抢险"
)
_MOVES_DOWN = re.compile(r"降低|减少|下降|节约|压减|压缩|缩短|降幅|减幅|减排")
_MEASURE_AT_THE_END = re.compile(
    r"(?:时限|用时|耗时|(?:响应|办理|等待|等候|完成|处理|审批|审核|到达|送达|修复)时间|周期|成本|费用|单价)(?:\([^()]*\))*$"
)
_COST_CATEGORY = re.compile(r"成本")


@lru_cache(maxsize=16384)
def direction_in_name(name: str) -> Direction | None:
    """Direction that the words of an indicator's name tell, None where they do not.

    >>> direction_in_name("办结时限（工作日）"), direction_in_name("审批环节减少数量（个）")
    (<Direction.REVERSE: '反向'>, <Direction.POSITIVE: '正向'>)
    >>> direction_in_name("生态修复投资规模") is direction_in_name("地质灾害巡排数") is None
    False
    """
    folded = "".join(fold(name).split())
    if _MEASURE_AT_THE_END.search(folded) and not _MOVES_DOWN.search(folded):
        return Direction.REVERSE  # 培训成本, although 培训 alone is the more the better
    if _MORE_IS_BETTER.search(folded):
        return Direction.POSITIVE
    return Direction.REVERSE if _LESS_IS_BETTER.search(folded) else None


def is_cost_category(level1: str, level2: str) -> bool:
    """Whether the group is one of cost, where less may be better; good for a note."""
    return bool(_COST_CATEGORY.search(level2 or level1))
