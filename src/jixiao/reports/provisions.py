"""What the provisions of a rulebook are called where people read them."""

from __future__ import annotations

from jixiao.core.rulebook import Rulebook

PROVISIONS = {
    "rulebook": "整份规则", "execution": "预算执行", "quantitative": "定量计分",
    "qualitative": "定性分档", "rounding": "取舍位数", "grades": "等级分档", "late": "逾期",
    "caps": "总分封顶", "over_target": "超额完成", "inapplicable": "不适用指标",
    "output": "产出分值", "benefit": "效益分值", "satisfaction": "满意度分值",
    "cost": "成本分值", "indicators": "指标分值", "columns": "表格栏目",
}  # fmt: skip


def unconfirmed_provisions(rulebook: Rulebook) -> str:
    """Names of the provisions that nobody has read in the official text, or ""."""
    return "、".join(PROVISIONS.get(name, name) for name in rulebook.unconfirmed)
