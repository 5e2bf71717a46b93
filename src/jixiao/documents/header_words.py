"""The words of headers: what a column means, from its header's wording alone.

Wordings of a role are ranked: where two columns could have it, the surer one counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from jixiao.documents.rows import bare


class Role(StrEnum):
    """What a column of an indicator table or a budget table holds."""

    LEVEL1 = "level1"
    LEVEL2 = "level2"
    LEVEL3 = "level3"
    """三级指标 where a 四级指标 is the row's name."""
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
    ACCOUNT = "account"
    """What was done, in the office's own words."""
    EVIDENCE = "evidence"
    COMPLETION = "completion"
    INITIAL = "initial"
    ADJUSTED = "adjusted"
    EXECUTED = "executed"
    RATE = "rate"
    OTHER = "other"
    """A header that is known, of a column that is no claim: 评分标准, 佐证资料."""


LEVELS = (Role.LEVEL1, Role.LEVEL2, Role.LEVEL3)

_WHEN = r"(?:全年|年度|年初|本年度?|当年度?|年末|年底)"
_SET = rf"(?:{_WHEN}|预期|计划|绩效|设定|设置|批复|预设|申报|考核|既定|初始|的)*"
_DONE = r"(?:完成|实现|达到|达成)"
_ENDED = rf"(?:{_WHEN}|截[至止].{{0,8}}|累计|的)*"

_NO_CLAIM = (
    r"(?:评分|计分|赋分|打分|记分|得分|指标赋分|考核)(?:标准|细则|规则|方法|办法|依据|说明|要点|情况说明)",
    r"评价(?:标准|要点|细则|依据|方法|说明)|[扣加]分.*|指标(?:来源|性质说明)|取值方式",
    r".*(?:指标|内容)(?:解释|说明|释义|含义|定义|内涵)|(?:数据|资料|证据|指标值)来源.*|.*(?:佐证|证明).*|.*依据.*",
    r".*(?:上年|上一年|上年度|历史|往年|近三年|前三年|中期|实施期|三年|规划期|预计).*",
    r"总(?:体)?(?:绩效)?(?:指标|目标)值?|.*1[-—–~至](?:[1-9]|1[01])月.*|.*(?:上半年|[一二三]季度).*",
    r".*(?:财政|主管|审核|复核|复评|评审|核定|专家|第三方|抽查|审定|考评组|再评价).*(?:分|分数|分值|评|评价|意见|结果)",
    r"序号|编号|编码|.*代码|是否.*|.*责任.*|.*可能性.*|.*公式.*|核心指标|.*(?:预算|资金)?调整(?:数|额|金额|情况)|预算调整|年中追加.*",
)
_INDICATOR_HEADERS: tuple[tuple[Role, tuple[str, ...]], ...] = (
    (Role.ACCOUNT, (r"主要做法|完成情况说明",)),
    (Role.EVIDENCE, (r"佐证材料(?:名称|清单)?",)),
    (Role.OTHER, (*_NO_CLAIM, r"[一二]级(?:指标)?(?:分值|权重).*")),
    (Role.LEVEL1, (r"一级(?:指标)?(?:名称)?", r"指标(?:类型|类别|分类)")),
    (Role.LEVEL2, (r"二级(?:指标)?(?:名称)?",)),
    (Role.WEIGHT, (r"[三四]级(?:指标)?(?:分值|权重).*",)),
    (
        Role.NAME,
        (
            r"四级(?:指标)?(?:名称|内容|[及和、/].*)?",
            r"三级(?:指标)?(?:名称|内容|[及和、/].*)?",
            r"(?:绩效|评价|考核|具体)?指标名称|指标内容|(?:具体|明细|细化|末级)指标|指标明细",
            r"(?:绩效|评价|考核|主要)?指标|(?:评价|考核)内容|指标(?:要素|项目)",
        ),
    ),
    (Role.SIGN, (r"(?:运算|计算|比较|关系|逻辑)符号?|(?:指标值?)?符号", r"(?:指标)?(?:性质|方向)")),
    (Role.UNIT, (r"(?:度量|计量|计算|指标|指标值|数量)?单位",)),
    (Role.COEFFICIENT, (r"(?:得分|完成)系数.*",)),
    (Role.ASSIGNED, (r"评定得分.*",)),
    (Role.COMPLETION, (r"(?:指标|目标|年度|实际|全年|任务)*完成(?:率|比例|程度|进度|百分比).*|实现程度",)),
    (Role.ADJUSTED_TARGET, (r"(?:年中)?调整后?的?(?:年度|全年)?(?:绩效)?(?:指标|目标)值?",)),
    (
        Role.ACTUAL,
        (
            rf"{_ENDED}(?:绩效)?(?:指标|目标)?(?:实际|自评)?{_DONE}的?(?:绩效)?(?:指标|目标)?值|{_ENDED}实际(?:指标|目标)?值",
            rf"{_ENDED}(?:绩效)?(?:指标|目标|任务)?(?:值)?(?:实际|自评)?{_DONE}的?(?:绩效)?(?:指标|目标|任务)?(?:情况|数|数量|量|结果|效果|水平)",
            rf"{_ENDED}实际(?:{_DONE}|数|情况|效果|产出|成效|{_DONE}值?/.*)|{_DONE}(?:值|情况|数)[/及和、].*|执行结果|(?:业绩|实绩)值?|(?:全年|年度)?(?:指标)?执行情况|(?:实际|全年|年度){_DONE}(?:指标|目标)?",
        ),
    ),
    (
        Role.SCORE,
        (
            r"(?:单位|部门|项目)?自评(?:价)?[得打总评]?分(?:数|值)?|自我评分|自评",
            r"(?:指标|实际|最终|考核|绩效|本项|年度|实)*(?:得分|评分|打分)(?:值|数|情况)?",
            r"(?:评价|综合|权重|加权)(?:得分|评分|分数)|分数",
        ),
    ),
    (
        Role.WEIGHT,
        (
            r"(?:指标|考核|评价|参考|标准|设定|规定|年度|绩效)*(?:分值|权重|标准分|满分|配分|赋分|基础分|权数|标准分数)(?:值|权重|分值?|系数|设定)?(?:[/、及和](?:分值|权重))?%?",
            r"应得分",
        ),
    ),
    (
        Role.TARGET,
        (
            rf"{_SET}{_WHEN}{_SET}(?:指标|实现|达到|完成|标准|计划|预期|目标)值",
            rf"{_SET}(?:指标|实现|达到|完成|标准|计划|预期|目标)值",
            rf"{_SET}(?:{_WHEN}|预期|计划|设定|批复){_SET}(?:指标|目标|任务)(?:数|标准|要求|内容)?|目标(?:数|标准|要求)?|指标(?:数|标准|要求)",
            rf"{_SET}计划(?:{_DONE})?(?:数|情况|任务)?|{_SET}预期(?:{_DONE})?(?:情况|效果|水平)|绩效(?:目标|标准)|任务数",
        ),
    ),
    (
        Role.REASON,
        (r".*(?:偏差|原因|改进|未完成).*", r"备注.*|说明|.*情况说明.*|存在的?问题.*"),
    ),
)  # fmt: skip
_POINTS = r"(?:执行率?|预算(?:执行)?率?|资金)*"
_BUDGET_HEADERS: tuple[tuple[Role, tuple[str, ...]], ...] = (
    (Role.OTHER, _NO_CLAIM),
    (
        Role.INITIAL,
        (
            r"(?:年初|初始|期初)(?:部门|项目|财政|预算|批复|计划|资金|安排|下达)*(?:数|额|金额|总额|资金|安排)?",
            r"年初.{0,4}预算.{0,4}",
        ),
    ),
    (
        Role.WEIGHT,
        (rf"{_POINTS}(?:分值|权重|标准分|满分)(?:值|权重|分值?)?%?",),
    ),
    (
        Role.SCORE,
        (rf"{_POINTS}(?:自评)(?:得分|评分|分)?", rf"{_POINTS}(?:指标)?(?:得分|评分).*"),
    ),
    (
        Role.RATE,
        (r"(?:全年|年度|预算|资金|项目)*(?:执行|使用|支出|支付|完成)(?:率|进度|比例|比率).*",),
    ),
    (
        Role.ADJUSTED,
        (
            r"(?:全年|调整后?|年度|本年度?|当年|年末|最终)+后?的?(?:部门|项目|财政)?预算(?:总)?(?:数|额|安排数|金额|安排|资金)?|调整后?(?:预算)?(?:数|额)",
            r"(?:项目|部门|计划|资金|财政|批复|安排)?预算(?:总)?(?:安排)?(?:数|额|资金|金额)?",
            r"(?:实际)?到位(?:资金|数|金额)?|资金到位(?:数|额|情况)?|(?:资金)?下达(?:数|金额|资金)|计划(?:投资|资金)(?:数|额)?",
        ),
    ),
    (
        Role.EXECUTED,
        (
            r"(?:全年|本年度?|年度|实际|当年|累计|年末)*(?:预算|资金|财政)*(?:实际|累计)?(?:执行|支出|使用|决算|支付)(?:总)?(?:数|额|金额|资金)?",
        ),
    ),
    (Role.REASON, (r".*(?:原因|措施|说明|备注).*",)),
)  # fmt: skip

Words = tuple[Role, int, int]
"""Role, rank among its wordings (0 is the surest), budget year that it names."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Headers of one kind of table."""

    headers: tuple[tuple[Role, int, re.Pattern[str]], ...]

    @lru_cache(maxsize=4096)  # noqa: B019  two vocabularies live as long as the program
    def words(self, text: str) -> Words | None:
        """The role that a header text names, None if it is no header."""
        words = bare(text)
        if not words or len(words) > _LONGEST_HEADER:
            return None
        for role, rank, pattern in self.headers:
            if pattern.fullmatch(words):
                year = re.search(r"20\d\d", text)
                return role, rank, -int(year[0]) if year else 0
        return None


_LONGEST_HEADER = 24


def _vocabulary(headers: Iterable[tuple[Role, tuple[str, ...]]]) -> Vocabulary:
    return Vocabulary(
        tuple(
            (role, rank, re.compile(pattern))
            for role, patterns in headers
            for rank, pattern in enumerate(patterns)
        )
    )


INDICATOR_WORDS = _vocabulary(_INDICATOR_HEADERS)
BUDGET_WORDS = _vocabulary(_BUDGET_HEADERS)
