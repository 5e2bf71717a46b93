"""What has been gathered of one scoring form while its tables are walked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from jixiao.core.evaluation import Form
from jixiao.core.stated import (
    StatedBudgetLine,
    StatedForm,
    StatedIndicator,
    StatedPassage,
    StatedPoints,
)
from jixiao.documents.blocks import Table
from jixiao.documents.header_words import Role
from jixiao.documents.headers import Head
from jixiao.documents.rows import place_of

_WHOLE = "100"


@dataclass(slots=True)
class Levels:
    """The group names in force, carried down where merged cells vanished."""

    level1: str = ""
    level2: str = ""


@dataclass(slots=True)
class FormPart:
    """A form, or as much of one as one table holds."""

    table: Table
    start: int
    """Row of the table where it begins."""
    unit: str | None = None
    """Unit of money that stands above the table."""
    budget: list[StatedBudgetLine] = field(default_factory=list)
    spent: list[StatedBudgetLine] = field(default_factory=list)
    """基本支出总额 and 项目支出总额, which stand as labels and not as columns."""
    accounts: list[StatedBudgetLine] = field(default_factory=list)
    """Lines of other budget blocks: 年度主要任务 with their amounts."""
    indicators: list[StatedIndicator] = field(default_factory=list)
    level_weights: dict[str, str] = field(default_factory=dict)
    labelled: dict[str, str] = field(default_factory=dict)
    head: Head | None = None
    """The last head of indicator rows."""
    goes_on: bool = False
    """The table has no head of its own: it goes on with the one before it."""
    levels: Levels = field(default_factory=Levels)
    total: str | None = None
    has_own_total: bool = False
    """The total stands in a row of its own, not in a label above the rows."""
    grade: str | None = None
    rate_note: str | None = None
    rate_weight: str | None = None
    has_execution: bool = False
    """The budget is an execution row with weight, rate or points."""
    subtotals: list[StatedPoints] = field(default_factory=list)
    texts: list[StatedPassage] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    """Rows of the table that are indicators, amounts, totals or heads."""

    def place(self, row: int) -> str:
        """Name a row of the table."""
        return place_of(self.table, row)

    def take_head_of(self, earlier: FormPart) -> None:
        """Take over what a table before this one holds of the same form."""
        self.budget = self.budget or earlier.budget
        self.spent = self.spent or earlier.spent
        self.labelled = earlier.labelled | self.labelled
        self.texts = [*earlier.texts, *self.texts]
        self.total = self.total or earlier.total
        self.grade = self.grade or earlier.grade
        self.rate_note = self.rate_note or earlier.rate_note
        self.rate_weight = self.rate_weight or earlier.rate_weight

    def go_on_with(self, later: FormPart) -> None:
        """Add the rows of the same form that stand in the table after this one."""
        self.indicators += later.indicators
        self.subtotals += later.subtotals
        self.texts += later.texts
        self.level_weights |= later.level_weights
        self.labelled = later.labelled | self.labelled
        self.total = later.total or self.total
        self.has_own_total = later.has_own_total
        self.grade = later.grade or self.grade
        self.head, self.levels = later.head, later.levels

    def finished(self) -> StatedForm:
        """The form, with index 0 and without title."""
        budget = list(self.budget)
        total = self.total
        if budget and budget[0].weight == _WHOLE and total is None:
            total = budget[0].score  # the total, printed in the first row
        if self.rate_weight and budget and budget[0].weight is None:
            budget[0] = replace(budget[0], weight=self.rate_weight)
        labelled = self.labelled
        return StatedForm(
            index=0,
            title=None,
            form=Form.UNKNOWN,
            project=first_of(labelled, PROJECT_LABELS),
            date=labelled.get("填报日期"),
            budget=(*budget, *self.spent),
            indicators=tuple(self.indicators),
            total=total,
            grade=self.grade or labelled.get("自评等级"),
            labelled=tuple(labelled.items()),
            level_weights=tuple(self.level_weights.items()),
            columns=_columns(self.head),
            rate_note=self.rate_note,
            subtotals=_with_one_total(self.subtotals),
            texts=tuple(self.texts),
            place=self.place(self.start),
        )


TOTAL = "总分"
"""Name of the row that adds up everything."""


def _with_one_total(rows: Sequence[StatedPoints]) -> tuple[StatedPoints, ...]:
    """The rows; of several totals only the last is the 总分, those before are parts."""
    last = max((n for n, row in enumerate(rows) if row.name == TOTAL), default=-1)
    return tuple(
        replace(row, name="合计") if row.name == TOTAL and number < last else row
        for number, row in enumerate(rows)
    )


PROJECT_LABELS = ("项目名称", "转移支付(项目)名称")


def _columns(head: Head | None) -> frozenset[str]:
    return frozenset(str(role) for role in head.roles) if head else frozenset()


def first_of(labelled: Mapping[str, str], labels: Sequence[str]) -> str | None:
    """The first of the labelled texts that is there."""
    return next((labelled[label] for label in labels if labelled.get(label)), None)


def has_points(part: FormPart) -> bool:
    """Whether the indicator table has a column of weights or points."""
    roles = part.head.roles if part.head else frozenset()
    return bool({Role.WEIGHT, Role.SCORE, Role.ASSIGNED} & roles)
