"""What a document states: claims with place and original text, nothing computed."""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.core.evaluation import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something that was seen and could not be read."""

    place: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedIndicator:
    """One row of the scoring form; None where the form has no such cell."""

    level1: str | None
    level2: str | None
    name: str
    target: str | None
    actual: str | None
    weight: str | None
    score: str | None
    sign: str | None = None
    unit: str | None = None
    """From columns of their own."""
    value: str | None = None
    """The target's figure where sign or unit stand apart; `target` joins them."""
    coefficient: str | None = None
    reason: str | None = None
    """偏差原因分析及改进措施."""
    account: str | None = None
    """主要做法."""
    evidence: str | None = None
    """佐证材料."""
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedBudgetLine:
    """One line of the budget as printed."""

    line: str
    initial: str | None = None
    adjusted: str | None = None
    executed: str | None = None
    unit: str | None = None
    weight: str | None = None
    rate: str | None = None
    score: str | None = None
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPassage:
    """Text under a heading, or a labelled cell of the form."""

    headings: tuple[str, ...]
    """From the outermost chapter to the innermost, numbering kept."""
    text: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPoints:
    """Weight and points of a group as printed: 小计, 合计, a row of a score summary."""

    name: str
    """Of the group, numbering and weight removed: 产出指标, 数量指标, 总分."""
    weight: str | None = None
    points: str | None = None
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedForm:
    """One scoring form, or a plain list of indicators."""

    index: int
    title: str | None
    form: Form
    organisation: str | None = None
    project: str | None = None
    year: int | None = None
    date: str | None = None
    budget: tuple[StatedBudgetLine, ...] = ()
    indicators: tuple[StatedIndicator, ...] = ()
    total: str | None = None
    grade: str | None = None
    labelled: tuple[tuple[str, str], ...] = ()
    """Other labelled cells: 年度目标, 偏差原因分析, 改进措施."""
    level_weights: tuple[tuple[str, str], ...] = ()
    """Weights printed behind the names of levels 1 and 2: 产出指标（40）."""
    columns: frozenset[str] = frozenset()
    """Which columns the indicator table has: weight, score, sign, unit, coefficient."""
    rate_note: str | None = None
    """How the form says the execution row is scored: 20分*执行率."""
    subtotals: tuple[StatedPoints, ...] = ()
    """小计 of groups and the 总分 row itself, in form order."""
    texts: tuple[StatedPassage, ...] = ()
    """Cells that hold running text: 年度总体目标, 完成情况, 偏差原因, 改进措施, 备注.

    `headings` are the labels of row and column: ("年度总体目标", "实际完成情况").
    """
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedReport:
    """All that one document states."""

    container: str
    title: str | None
    kind: Form = Form.UNKNOWN
    """What the title says is evaluated, for a report without a form."""
    organisation: str | None
    year: int | None
    total: str | None = None
    """总分 that the prose states; a form's own stands in the form."""
    grade: str | None = None
    forms: tuple[StatedForm, ...]
    passages: tuple[StatedPassage, ...]
    undecided: tuple[Unread, ...]
    accounts: tuple[StatedBudgetLine, ...] = ()
    """Lines of budget tables that stand outside the scoring form."""
    texts: tuple[StatedPassage, ...] = ()
    """All running text in reading order: paragraphs, headings (which hold figures too)
    and cells with sentences of tables that are no form; a form keeps its own."""
    lists: tuple[StatedForm, ...] = ()
    """Tables of indicators beside the scoring form: the finished, the unfinished ones."""
    summaries: tuple[StatedPoints, ...] = ()
    """Rows of a score summary (评分结果一览表) outside the form, its total included."""
    remarks: tuple[str, ...] = ()
