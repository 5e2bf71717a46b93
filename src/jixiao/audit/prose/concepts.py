"""What an amount of money is the amount of: stage, side and part of the budget.

A closed grammar: words that it does not know make the amount one of its own kind,
which is compared with nothing. A miss costs less than a false alarm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from jixiao.audit.prose.figures import narrow


class Stage(StrEnum):
    """Where in the year an amount stands."""

    INITIAL = "年初预算"
    ADJUSTMENT = "预算调整"
    ADJUSTED = "全年预算"
    BUDGET = "预算"
    """Either the initial or the adjusted one."""
    RECEIVED = "到位"
    EXECUTED = "执行"
    BALANCE = "结余"


class Side(StrEnum):
    """Income or spending, where the words say so."""

    INCOME = "收入"
    SPENDING = "支出"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """What an amount is; the whole budget where `part` is empty."""

    stage: Stage | None
    side: Side | None = None
    part: str = ""
    """基本支出, 项目支出, 人员经费, 公用经费, 中央 …"""
    is_sure: bool = True
    """The words name the whole of the year's money, not just 支出."""

    @property
    def label(self) -> str:
        """For people: 基本支出全年预算."""
        side = self.side if self.side and not self.part else ""
        stage = "执行数" if self.stage is Stage.EXECUTED else self.stage or ""
        if self.stage is Stage.EXECUTED and self.part.endswith("支出"):
            side = ""
        return f"{self.part}{side or ''}{stage}"

    def under(self, whole: Concept | None) -> Concept:
        """The same part at the stage of the whole that it stands under."""
        if whole is None:
            return self
        return replace(
            self, stage=self.stage or whole.stage, side=self.side or whole.side
        )


_PARTS: tuple[tuple[str, str], ...] = (
    (r"基本支出", "基本支出"),
    (r"项目支出", "项目支出"),
    (r"(?:人员(?:经费|支出))(?:支出)?", "人员经费"),
    (r"(?:标准|日常)?公用(?:经费|支出)(?:支出)?", "公用经费"),
    (r"三公经费(?:支出)?", "三公经费"),
    (r"中央(?:财政)?(?:资金|补助|专项)*", "中央资金"),
    (r"省级?(?:财政)?(?:资金|补助|专项)+|省级", "省级资金"),
    (r"(?:自治区|市级|盟市)(?:财政)?(?:资金|补助|配套)*", "市级资金"),
    (r"(?:县级|区级|旗县|县(?=配套|财政))(?:财政)?(?:资金|补助|配套)*", "县级资金"),
    (r"地方(?:财政)?(?:资金|配套|匹配)*", "地方资金"),
    (r"其他(?:资金|收入)", "其他资金"),
    (r"自筹(?:资金)?", "自筹资金"),
    (r"上年(?:结转|结余|和|与|及)+(?:资金|收入)?", "上年结转"),
    (r"(?:一般)公共预算(?:财政)?(?:拨款)?(?:收入|支出)?", "一般公共预算"),
    (r"政府性基金(?:预算)?(?:财政)?(?:拨款)?(?:收入|支出)?", "政府性基金"),
)  # fmt: skip
_STAGES: tuple[tuple[str, Stage], ...] = (
    (r"(?:中期|年中)?(?:预算)?(?:调整(?!后|预算)|追加|调增|调减|核减|核增)(?:预算)?(?:数|额|金额)?", Stage.ADJUSTMENT),
    (r"调整后的?(?:全年|年度)?(?:部门)?(?:收入|支出)?预算|调整预算|(?:全年|年度)预算", Stage.ADJUSTED),
    (r"年初(?:批复)?(?:的)?(?:部门)?(?:收入|支出)?预算", Stage.INITIAL),
    (r"预算", Stage.BUDGET),
    (r"到位|下达|拨入|收到", Stage.RECEIVED),
    (r"执行|决算|使用|列支|支付|实支", Stage.EXECUTED),
    (r"结转结余|结余结转|结余|余额|结转", Stage.BALANCE),
)  # fmt: skip
_FILLERS = (
    r"20\d\d年?度?|全年|本年度?|当年|年度|年初(?=结)|年末|年底|本级|本|我|部门|单位|局|委|厅|中心|财政|资金|经费|专项|总额|总计|合计|"
    r"共计|总|共|数|额|金额|为|是|达到?|实际|已|安排|批复|批准|核定|完成|调整后的?|其中|各|的|了|和|由|即|后|"
    r"项目(?!支出)|投入|拨款|[：:\s“”\"]"
)
_SURE = re.compile(
    r"全年|年度|当年|本年|20\d\d年|实际支出|执行(?:数|额|金额)|决算|总支出|支出总|支出合计|共支出|预算"
)
_MANY_YEARS = re.compile(
    r"累计|历年|三年|五年|两年|近年|以来|上年|去年|同比|下年|明年|下一年|次年|标准|每|人均|平均"
)
_KNOWN_PART = re.compile("|".join(f"(?:{pattern})" for pattern, _ in _PARTS))
_WHOLE_LABEL = re.compile(
    "(?:"
    + "|".join(
        [f"(?:{pattern})" for pattern, _ in _PARTS]
        + [f"(?:{pattern})" for pattern, _ in _STAGES]
        + ["收入|支出", _FILLERS]
    )
    + ")*"
)


@lru_cache(maxsize=8192)
def concept_of(label: str) -> Concept | None:
    """What the words in front of an amount name, None where they say more than that.

    >>> concept_of("2020年初部门支出预算总计为").label
    '支出年初预算'
    >>> concept_of("调整后的全年收入预算").label
    '收入全年预算'
    >>> concept_of("全年项目支出").label, concept_of("为园区企业融资")
    ('项目支出', None)
    """
    words = narrow(label)
    if _MANY_YEARS.search(re.sub(r"上年(?:结转|结余)", "", words)):
        return None
    words = re.sub(r"(20\d\d)年(?=初)", r"\1年年", words)  # 2020年初 is 2020年 and 年初
    if not _WHOLE_LABEL.fullmatch(words):
        return None
    part = ""
    for pattern, name in _PARTS:
        if re.search(pattern, words):
            part = name
            words = re.sub(pattern, "", words)
            break
    stage = next((s for pattern, s in _STAGES if re.search(pattern, words)), None)
    side = _side(words)
    if stage is None and side is Side.SPENDING:
        stage = Stage.EXECUTED
    if stage is None and side is Side.INCOME and not part:
        stage = Stage.RECEIVED
    if stage is None and not part and side is None:
        return None
    return Concept(stage=stage, side=side, part=part, is_sure=bool(_SURE.search(label)))


def _side(words: str) -> Side | None:
    if "收入" in words:
        return None if "支出" in words else Side.INCOME
    return Side.SPENDING if "支出" in words else None


def names_a_part(label: str) -> bool:
    """Whether the words name a source or a nature of money."""
    return bool(_KNOWN_PART.search(narrow(label)))
