"""What one cell of a form says, and the signs that say which way it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from jixiao.core.dates import StatedDate
from jixiao.core.numbers import StatedNumber


class Kind(StrEnum):
    """How a target is written."""

    BARE = "bare"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"
    EXACTLY = "exactly"
    BY_DATE = "by_date"
    QUALITATIVE = "qualitative"
    BLANK = "blank"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one cell says: a bound, a range, a date, words, nothing, or unreadable."""

    text: str
    """As printed; white space at both ends removed."""
    kind: Kind
    lower: StatedNumber | None = None
    upper: StatedNumber | None = None
    """Both bounds of a range; the same number twice for bare and exact ones."""
    unit: str | None = None
    """As written, or from the header when the cell has none."""
    has_own_unit: bool = False
    has_scale: bool = False
    """万 or 亿 was written in the cell itself."""
    date: StatedDate | None = None
    reason: str | None = None
    """Why it is undecided, one Chinese sentence."""
    notes: tuple[str, ...] = ()
    """Chinese; which of two possible readings was taken."""

    @property
    def number(self) -> StatedNumber | None:
        """The figure of the cell, a range's lower one; None for a date or words."""
        return self.lower or self.upper

    @property
    def is_numeric(self) -> bool:
        """Whether the cell states a figure or figures."""
        return self.lower is not None or self.upper is not None

    def times(self, factor: int) -> Statement:
        """Read the same figures in a coarser unit (2 for 2万)."""
        return replace(
            self,
            lower=self.lower and self.lower.times(factor),
            upper=self.upper and self.upper.times(factor),
        )


SIGN_KINDS = {
    "≥": Kind.AT_LEAST, ">=": Kind.AT_LEAST, "=>": Kind.AT_LEAST, ">": Kind.AT_LEAST,
    "≤": Kind.AT_MOST, "<=": Kind.AT_MOST, "=<": Kind.AT_MOST, "<": Kind.AT_MOST,
    "=": Kind.EXACTLY,
    "大于等于": Kind.AT_LEAST, "大于或等于": Kind.AT_LEAST, "不少于": Kind.AT_LEAST,
    "不低于": Kind.AT_LEAST, "不小于": Kind.AT_LEAST, "大于": Kind.AT_LEAST,
    "高于": Kind.AT_LEAST, "多于": Kind.AT_LEAST, "超过": Kind.AT_LEAST,
    "至少": Kind.AT_LEAST, "达到": Kind.AT_LEAST, "达": Kind.AT_LEAST,
    "正向": Kind.AT_LEAST, "正向指标": Kind.AT_LEAST,
    "小于等于": Kind.AT_MOST, "小于或等于": Kind.AT_MOST, "不超过": Kind.AT_MOST,
    "不高于": Kind.AT_MOST, "不大于": Kind.AT_MOST, "不多于": Kind.AT_MOST,
    "小于": Kind.AT_MOST, "低于": Kind.AT_MOST, "少于": Kind.AT_MOST,
    "至多": Kind.AT_MOST, "最多": Kind.AT_MOST, "控制在": Kind.AT_MOST,
    "反向": Kind.AT_MOST, "反向指标": Kind.AT_MOST,
    "正指标": Kind.AT_LEAST, "逆指标": Kind.AT_MOST, "反指标": Kind.AT_MOST,
    "负向": Kind.AT_MOST, "负向指标": Kind.AT_MOST, "逆向": Kind.AT_MOST,
    "逆向指标": Kind.AT_MOST,
    "高于或等于": Kind.AT_LEAST, "高于等于": Kind.AT_LEAST,
    "低于或等于": Kind.AT_MOST, "低于等于": Kind.AT_MOST,
    "等于": Kind.EXACTLY,
    "定性": Kind.QUALITATIVE, "定性指标": Kind.QUALITATIVE,
}  # fmt: skip
"""Signs and words in front of a figure or in a column of their own."""
