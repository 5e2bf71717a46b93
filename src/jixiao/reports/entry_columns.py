"""What the entry workbook asks for: labels, columns and a note on each."""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.core.evaluation import NATURES, SOURCES


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryColumn:
    """A column of the indicator block."""

    header: str
    width: float
    note: str
    is_text: bool = True


COLUMNS = (
    EntryColumn(header="一级指标", width=19, note="从下拉列表选择，例如：产出指标。"),
    EntryColumn(header="二级指标", width=17, note="从下拉列表选择，例如：数量指标。"),
    EntryColumn(header="三级指标", width=32, note="与批复的绩效目标表一致，每行一个指标。"),
    EntryColumn(
        header="指标性质", width=20, is_text=False,
        note="≥：越多越好；≤：越少越好；=：等于；定性：用文字描述。不选按“≥”计分。",
    ),
    EntryColumn(
        header="指标值", width=13, is_text=False,
        note="只填数字，单位填在“度量单位”；区间写作3～5（写3-5会被改成日期）；定性指标填文字。",
    ),
    EntryColumn(header="度量单位", width=11, note="例如：个、亩、万元、%。填%时，指标值填95而不是0.95。"),
    EntryColumn(
        header="实际完成值", width=13, is_text=False,
        note="与指标值用同一单位；没有完成的填0，暂无数据的留空。",
    ),
    EntryColumn(header="分值", width=9, is_text=False, note="该指标的权重，全部分值合计应等于总分。"),
    EntryColumn(header="得分", width=9, is_text=False, note="自动计算，不用填写。定性指标取“评定得分”。"),
    EntryColumn(
        header="偏差原因分析及改进措施", width=30,
        note="未完成或偏差较大的指标必须填写。",
    ),
    EntryColumn(
        header="评定得分（定性指标）", width=22, is_text=False,
        note="只有定性指标填写，应在对应档次的分值区间内。",
    ),
    EntryColumn(header="主要做法", width=34, note="做了哪些工作，写入报告的指标分析。可不填。"),
    EntryColumn(header="佐证材料", width=24, note="材料名称，多份用分号隔开。可不填。"),
)  # fmt: skip

BUDGET_HEADERS = (
    "预算项目", "年初预算数（万元）", "全年预算数（万元）", "全年执行数（万元）",
    "分值", "执行率", "得分",
)  # fmt: skip
BUDGET_NOTES = (
    "", "年初批复的预算。", "调整后的全年预算，含上年结转结余。", "全年实际支付的资金。",
    "由计分规则确定。", "自动计算：执行数÷全年预算数。", "自动计算。",
)  # fmt: skip
TOTAL_LABEL = "年度资金总额"
SOURCE_LABELS = (f"其中：{SOURCES[0]}", *SOURCES[1:])
NATURE_LABELS = NATURES

PASSAGES = (
    ("单位职能", 1, "单位（项目）的主要职能和基本情况。"),
    ("年度工作目标", 5, "每行一个目标。"),
    (
        "存在的问题及原因分析",
        4,
        "第一行写小标题，按Alt+Enter换行后写正文。每行一个问题。",
    ),
    ("改进措施", 4, "第一行写小标题，按Alt+Enter换行后写正文。每行一项措施。"),
    ("自评工作开展情况", 3, "前期准备、现场实施、报告撰写和提交。"),
    ("上年度结果应用", 3, "反馈、公开、考核、与预算挂钩等情况。"),
)
