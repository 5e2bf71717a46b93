"""The self-evaluation form (自评表) as one table with the official merged cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby

from jixiao.core.evaluation import (
    Budget,
    BudgetBy,
    BudgetLine,
    Evaluation,
    Form,
    Passage,
)
from jixiao.core.money import Money
from jixiao.core.numbers import plain
from jixiao.core.rulebook import Rulebook
from jixiao.core.scorecard import Scorecard, ScoredRow
from jixiao.reports.budget import basic_line, execution_points, line_of, rate_text
from jixiao.reports.document import Align, Cell, Table
from jixiao.reports.form_layout import Layout, indicator_texts, layout_of
from jixiao.reports.form_notes import form_notes
from jixiao.reports.form_rows import rows_in_form_order
from jixiao.reports.sections import without_number
from jixiao.reports.wording import (
    NONE,
    form_title,
    full_name,
    points_text,
    sentence,
    ten_thousands,
)

Row = tuple[Cell, ...]
_NARROW_GRID = 8
"""Columns up to which each is wide enough for a label of four characters."""


def compose_form(
    evaluation: Evaluation, scorecard: Scorecard, rulebook: Rulebook
) -> Table:
    """Lay the whole form out as one table.

    Args:
        evaluation: the facts.
        scorecard: its score under the same rulebook, rows in form order.
        rulebook: says which layout is official.

    Returns:
        A table that fills its grid; levels are merged downwards.
    """
    layout = layout_of(rulebook, evaluation.form)
    top = [
        *_heading_rows(evaluation, layout),
        *_budget_rows(evaluation, scorecard, rulebook, layout),
    ]
    rows = [
        *top,
        _header(layout),
        *_indicator_rows(rows_in_form_order(evaluation, scorecard), layout),
        _total_row(scorecard, layout),
        *_text_rows(evaluation, scorecard, layout),
        (_note(rulebook, len(layout.widths)),),
    ]
    return Table(
        caption=form_title(evaluation),
        widths=layout.widths,
        rows=tuple(rows),
        header_rows=0,
        header_at=len(top),
    )


def _header(layout: Layout) -> Row:
    return tuple(_head(c.header) for c in (*layout.levels, *layout.columns))


def _head(text: str, *, rows: int = 1, columns: int = 1) -> Cell:
    return Cell(text=text, row_span=rows, column_span=columns, is_header=True)


def _wide(text: str, columns: int) -> Cell:
    return Cell(text=text, column_span=columns, align=Align.LEFT)


# -- above the indicators ------------------------------------------------------------


def _heading_rows(evaluation: Evaluation, layout: Layout) -> Iterable[Row]:
    width = len(layout.widths)
    left = width // 2 - 1
    label = 1 if width <= _NARROW_GRID else 2
    yield (_head(form_title(evaluation), columns=width),)
    yield (
        _head("单位名称"),
        _wide(evaluation.organisation, left),
        _head("填报日期", columns=label),
        _wide(evaluation.date, width - 1 - left - label),
    )
    yield _head("项目名称"), _wide(_project_name(evaluation), width - 1)
    if evaluation.form is Form.DEPARTMENT_OVERALL and evaluation.budget:
        yield _nature_row(evaluation.budget, width)
    if evaluation.annual_goals and not layout.weight_in_name:
        yield (
            _head("年度总体目标"),
            _wide("\n".join(evaluation.annual_goals), width - 1),
        )


def _project_name(evaluation: Evaluation) -> str:
    if evaluation.form is Form.DEPARTMENT_OVERALL:
        return f"{full_name(evaluation)}支出"
    return evaluation.project


def _nature_row(budget: Budget, width: int) -> Row:
    """基本支出总额 and 项目支出总额: what was executed of either."""
    basic, project = basic_line(budget), line_of(budget, BudgetBy.NATURE, "项目支出")
    rest = width - 3
    return (
        _head("基本支出总额（万元）", columns=2),
        Cell(text=_executed(basic)),
        _head("项目支出总额（万元）", columns=rest // 2),
        Cell(text=_executed(project), column_span=rest - rest // 2),
    )


def _executed(line: BudgetLine | None) -> str:
    return _amount(line.executed if line else None)


def _amount(amount: Money | None) -> str:
    return NONE if amount is None else ten_thousands(amount)


def _budget_rows(
    evaluation: Evaluation, scorecard: Scorecard, rulebook: Rulebook, layout: Layout
) -> Iterable[Row]:
    if evaluation.budget is None:
        return
    weight, points = execution_points(scorecard)
    rate = rate_text(evaluation.budget.total, rulebook)
    if layout.weight_in_name:
        yield from _hubei_budget(evaluation, weight, points, rate)
    else:
        yield from _national_budget(evaluation.budget, (weight, rate, points), layout)


def _hubei_budget(
    evaluation: Evaluation, weight: str, points: str, rate: str
) -> Iterable[Row]:
    budget = evaluation.budget
    assert budget is not None, "asked only where there is one"
    label = (
        "部门整体支出总额"
        if evaluation.form is Form.DEPARTMENT_OVERALL
        else "项目支出总额"
    )
    yield (
        _head(f"预算执行情况（万元）（{weight}分）", rows=2),
        _head("支出项目"),
        _head("预算数（A）"),
        _head("执行数（B）"),
        _head("执行率（B/A）"),
        _head(f"得分（{weight}分*执行率）"),
    )
    total = budget.total
    texts = _amount(total.adjusted), _amount(total.executed), rate, points
    yield _head(label), *(Cell(text=text) for text in texts)


def _national_budget(
    budget: Budget, scored: tuple[str, str, str], layout: Layout
) -> Iterable[Row]:
    headers = (
        "预算项目",
        "年初预算数",
        "全年预算数",
        "全年执行数",
        "分值",
        "执行率",
        "得分",
    )
    spans = layout.budget_spans
    parts = budget.lines(BudgetBy.SOURCE)
    lines = [
        _budget_line("年度资金总额", budget.total, scored, spans),
        *(
            _budget_line(
                _part_label(part.label, index), part, (NONE, NONE, NONE), spans
            )
            for index, part in enumerate(parts)
        ),
    ]
    cells = [
        _head(header, columns=span)
        for header, span in zip(headers, spans[1:], strict=True)
    ]
    yield _head("项目资金（万元）", rows=len(lines) + 1), *cells
    yield from lines


def _part_label(label: str, index: int) -> str:
    return label if index else f"其中：{label}"


def _budget_line(
    label: str, line: BudgetLine, scored: tuple[str, str, str], spans: Sequence[int]
) -> Row:
    amounts = (line.initial, line.adjusted, line.executed)
    texts = (*(_amount(amount) for amount in amounts), *scored)
    cells = [
        Cell(text=text, column_span=span)
        for text, span in zip(texts, spans[2:], strict=True)
    ]
    return Cell(text=label, column_span=spans[1], align=Align.LEFT), *cells


# -- the indicators ------------------------------------------------------------------


def _indicator_rows(rows: Sequence[ScoredRow], layout: Layout) -> Iterable[Row]:
    for level1, group in groupby(rows, key=lambda row: row.indicator.level1):
        block = tuple(group)
        first = [_level_cell(level1, block)]
        for level2, inner in groupby(block, key=lambda row: row.indicator.level2):
            part = tuple(inner)
            first.append(_level_cell(level2, part))
            for row in part:
                yield *first, *_one_indicator(row, layout)
                first = []


def _level_cell(name: str, rows: Sequence[ScoredRow]) -> Cell:
    weights = [row.indicator.weight for row in rows]
    known = [weight for weight in weights if weight is not None]
    if len(known) < len(weights):
        return _head(name, rows=len(rows))
    weight = plain(sum(known, Decimal()))
    return _head(f"{name}（{weight}）", rows=len(rows))


def _one_indicator(row: ScoredRow, layout: Layout) -> Iterable[Cell]:
    indicator = row.indicator
    name = indicator.name
    if layout.weight_in_name and indicator.weight is not None:
        name += f"（{plain(indicator.weight)}分）"
    yield Cell(text=name, align=Align.LEFT)
    for column, text in zip(layout.columns, indicator_texts(layout, row), strict=True):
        is_long = column.header.startswith("偏差")
        yield Cell(text=text, align=Align.LEFT if is_long else Align.CENTER)


def _total_row(scorecard: Scorecard, layout: Layout) -> Row:
    total = Cell(text=points_text(scorecard.total))
    headers = [column.header for column in (*layout.levels, *layout.columns)]
    at = headers.index("得分")
    if layout.weight_in_name:
        return _head("总分", columns=at), total
    weight = Cell(text=plain(scorecard.weight))
    return _head("总分", columns=at - 1), weight, total, Cell(text="")


# -- below the indicators ------------------------------------------------------------


def _text_rows(
    evaluation: Evaluation, scorecard: Scorecard, layout: Layout
) -> Iterable[Row]:
    rest = len(layout.widths) - 1
    unfinished = [row for row in scorecard.rows if row.is_met is False]
    empty = "（此处请填写偏差原因）" if unfinished else "无"
    causes = [
        *_passages(evaluation.causes),
        *_own_words(scorecard.rows, "deviation_reason"),
    ]
    yield _head("偏差大或目标未完成原因分析"), _wide("\n".join(causes) or empty, rest)
    measures = [
        *_passages(evaluation.improvements),
        *_own_words(scorecard.rows, "improvement"),
    ]
    missing = "（此处请填写改进措施及结果应用方案）"
    yield _head("改进措施及结果应用方案"), _wide("\n".join(measures) or missing, rest)


def _passages(passages: Iterable[Passage]) -> Iterable[str]:
    for number, passage in enumerate(passages, start=1):
        heading = sentence(without_number(passage.heading))
        text = passage.text.strip()
        yield f"{number}.{heading}{text}" if heading else text


def _own_words(rows: Iterable[ScoredRow], attribute: str) -> Iterable[str]:
    for row in rows:
        text = str(getattr(row.indicator, attribute)).strip()
        if text:
            yield f"“{row.indicator.name}”：{sentence(text)}"


def _note(rulebook: Rulebook, width: int) -> Cell:
    return _wide("备注：\n" + "\n".join(form_notes(rulebook)), width)
