"""The facts of one self-evaluation: everything that the report and the form hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, StrEnum

from jixiao.core.money import Money


class LabelledEnum(Enum):
    """An enumeration whose value is the official Chinese label."""

    @property
    def label(self) -> str:
        """The official word."""
        return str(self.value)


class Form(StrEnum):
    """What is evaluated; the value is the identifier that other programs see."""

    DEPARTMENT_OVERALL = "department_overall"
    PROJECT = "project"
    TRANSFER_PAYMENT = "transfer_payment"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The official word."""
        return _FORM_LABELS[self]


_FORM_LABELS = {
    Form.DEPARTMENT_OVERALL: "部门整体支出",
    Form.PROJECT: "项目支出",
    Form.TRANSFER_PAYMENT: "转移支付",
    Form.UNKNOWN: "未识别",
}


class Scope(LabelledEnum):
    """Whose money and goals the evaluation covers."""

    OWN_LEVEL = "本级"
    WITH_SUBORDINATES = "含下属单位"


class Direction(LabelledEnum):
    """How an indicator is scored; None elsewhere means qualitative."""

    POSITIVE = "正向"
    REVERSE = "反向"


class BudgetBy(LabelledEnum):
    """What a budget line divides the budget by."""

    TOTAL = "合计"
    SOURCE = "资金来源"
    NATURE = "支出性质"
    ECONOMIC_CATEGORY = "经济分类"


SOURCES = ("一般公共预算", "政府性基金", "其他收入", "年初结转结余")
NATURES = ("人员经费", "公用经费", "项目支出")


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """One line of the budget; None where the line does not state the amount."""

    label: str
    by: BudgetBy
    initial: Money | None = None
    """年初预算数."""
    adjusted: Money | None = None
    """全年(调整)预算数, carried-over money included."""
    executed: Money | None = None
    """执行数, what was actually paid out."""
    adjustment: Money | None = None
    """调整数 (+ 调增, − 调减) where only that is stated."""

    @property
    def change(self) -> Money | None:
        """The mid-year adjustment: as stated, or adjusted minus initial."""
        if self.adjustment is not None or self.adjusted is None or self.initial is None:
            return self.adjustment
        return self.adjusted - self.initial


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The budget: its total and the same money divided in up to three ways."""

    total: BudgetLine
    parts: tuple[BudgetLine, ...] = ()
    weight: Decimal | None = None
    """分值 of the execution row where the form prints one; else the rulebook's."""
    stated_points: Decimal | None = None
    """得分 of the execution row as printed."""

    def lines(self, by: BudgetBy) -> tuple[BudgetLine, ...]:
        """The parts of one division, in form order."""
        return tuple(part for part in self.parts if part.by is by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A third-level indicator with its target, result and what was said about it."""

    level1: str
    level2: str
    name: str
    target: str
    """指标值 (A) as written; "" when blank."""
    actual: str
    """完成值 (B) as written; "" when blank."""
    weight: Decimal | None
    """分值; None where the form prints none, which is not 0."""
    sign: str | None = None
    """指标性质 where it is kept apart: ≥ ≤ = 定性."""
    unit: str | None = None
    """度量单位 where it is kept apart."""
    stated_points: Decimal | None = None
    """得分 as printed, or as assigned to a qualitative indicator."""
    is_applicable: bool = True
    account: str = ""
    """What was done: the user's own words for the report."""
    deviation_reason: str = ""
    improvement: str = ""
    evidence: tuple[str, ...] = ()
    place: str = ""
    """Where it was read."""

    @property
    def is_detail(self) -> bool:
        """A row 其中…, without weight and points: it only details the row above it."""
        has_points = self.weight is not None or self.stated_points is not None
        return not has_points and self.name.lstrip("★* 　").startswith("其中")

    @property
    def is_scored(self) -> bool:
        """Whether the row has points of its own to bring to the total."""
        return self.is_applicable and not self.is_detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A headed text of the user's own: a cause, a measure, a function."""

    heading: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All facts of one body's (or one project's) self-evaluation of one year."""

    organisation: str
    year: int | None
    form: Form
    title: str = ""
    project: str = ""
    """项目名称 of a project evaluation."""
    scope: Scope | None = None
    functions: str = ""
    """单位职能."""
    annual_goals: tuple[str, ...] = ()
    budget: Budget | None = None
    indicators: tuple[Indicator, ...] = ()
    causes: tuple[Passage, ...] = ()
    """存在的问题和原因."""
    improvements: tuple[Passage, ...] = ()
    """下一步拟改进措施."""
    process: tuple[Passage, ...] = ()
    """部门自评工作开展情况."""
    last_year_results: tuple[Passage, ...] = ()
    """上年度绩效自评结果应用情况."""
    stated_total: Decimal | None = None
    stated_grade: str | None = None
    region: str = ""
    """行政区划代码 or its beginning, "42" for 湖北."""
    date: str = ""
    """填报日期 as written."""
    rulebook: str | None = None
    """The rulebook that the facts were written for, if they say so."""
    remarks: tuple[str, ...] = field(default=(), compare=False)
    """How it was read where that was not certain; Chinese."""
