"""Score summaries outside the form: 评分结果一览表, a group with weight and points a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jixiao.core.stated import StatedPoints
from jixiao.documents.blocks import Cell, Table
from jixiao.documents.form_part import TOTAL
from jixiao.documents.group_names import LEVEL1_NAME, LEVEL2_NAME, group_name
from jixiao.documents.header_words import INDICATOR_WORDS, Role
from jixiao.documents.labels import is_total
from jixiao.documents.rows import Row, bare, is_number, place_of, rows_of, squeezed

_NAME = re.compile(
    r"(?:评价|评分|考核|绩效|自评|评审|一级|二级)*(?:准则|指标|内容|项目|类别|类型|维度|要素|事项|指标类别|指标名称|名称)"
)
_WEIGHT = re.compile(
    r"(?:准则|指标|评价|评分|考核|标准|设定|自评)*(?:分值|权重|满分|标准分|总分值|应得分|配分|分数)(?:值|权重)?"
)
_POINTS = re.compile(
    r"(?:准则|指标|评价|考核|自评|综合|实际|最终|实)*(?:得分|评分|打分)(?:值|情况)?|自评分(?:数|值)?"
)
_GROUP = re.compile(
    rf"(?:部门|单位|项目|整体)?(?:{LEVEL1_NAME.pattern}|{LEVEL2_NAME.pattern}"
    r"|(?:预算|资金|财务|业务|综合)(?:执行|管理|使用)(?:情况|率|效率|指标)?|履职(?:效能|效果|情况)|管理效率|社会效应|绩效|可持续性?)"
)
_TALLEST_CAPTION = 3
_FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns of a summary by what they hold."""

    names: tuple[int, ...]
    weight: int
    points: int
    levels_only: bool
    """The names' headers are 一级指标 or 二级指标."""


def read_summary(table: Table) -> tuple[StatedPoints, ...] | None:
    """Read a table of groups with weights and points, written down or across.

    Returns:
        Its rows, the total named 总分; None for any other table.
    """
    return _read(table) or _read(table, across=True)


def _read(table: Table, *, across: bool = False) -> tuple[StatedPoints, ...] | None:
    rows = rows_of(_turned(table) if across else table)
    for number, row in enumerate(rows[:_TALLEST_CAPTION]):
        if columns := _columns(row):
            below = [_read_row(lower, columns) for lower in rows[number + 1 :]]
            found = [points for points in below if points is not None]
            if not _are_groups(found, columns):
                return None
            # Across, a group is a column and its points stand in the row of points.
            return tuple(
                replace(points, place=place_of(table, columns.points if across else at))
                for at, points in enumerate(below, start=number + 1)
                if points is not None
            )
    return None


def _are_groups(rows: Sequence[StatedPoints], columns: _Columns) -> bool:
    """Whether the rows are groups and no indicators.

    Under 一级指标 all are; elsewhere at least half must have the usual names.
    """
    usual = sum(row.name == TOTAL or bool(_GROUP.fullmatch(row.name)) for row in rows)
    return len(rows) >= _FEWEST_ROWS and (columns.levels_only or 2 * usual >= len(rows))


def _turned(table: Table) -> Table:
    """The table with rows for columns."""
    cells = tuple(
        Cell(
            text=cell.text,
            row=cell.column,
            column=cell.row,
            row_span=cell.column_span,
            column_span=cell.row_span,
        )
        for cell in table.cells
    )
    return Table(
        number=table.number,
        cells=cells,
        name=table.name,
        merges_known=table.merges_known,
    )


def _columns(row: Row) -> _Columns | None:
    """The columns that a head names; None where it is no head of a summary."""
    names: list[int] = []
    weights: list[int] = []
    points: list[int] = []
    levels_only = True
    for cell in row.cells:
        words = bare(cell.text)
        if _WEIGHT.fullmatch(words):
            weights.append(cell.column)
        elif _POINTS.fullmatch(words):
            points.append(cell.column)
        elif _NAME.fullmatch(words):
            names += range(cell.column, cell.column + cell.column_span)
            levels_only &= words.startswith(("一级", "二级"))
        elif _is_claim(cell.text):
            return None
    is_head = names and len(weights) == len(points) == 1
    if not is_head or max(names) > min(*weights, *points):
        return None
    return _Columns(tuple(names), weights[0], points[0], levels_only)


def _is_claim(text: str) -> bool:
    """Whether a header belongs to a form: targets, actual values, rates."""
    words = INDICATOR_WORDS.words(text)
    return words is not None and words[0] in (
        Role.NAME,
        Role.LEVEL3,
        Role.TARGET,
        Role.ADJUSTED_TARGET,
        Role.ACTUAL,
        Role.COEFFICIENT,
    )


def _read_row(row: Row, columns: _Columns) -> StatedPoints | None:
    """Name, weight and points of a row, without its place; None where it has none."""
    named = [cell.text for cell in row.cells if cell.column in columns.names]
    weight, points = (_figure(row, at) for at in (columns.weight, columns.points))
    if not named or (weight is None and points is None):
        return None
    is_whole = any(is_total(text) for text in named)
    name = TOTAL if is_whole else group_name(named[-1])
    return StatedPoints(name=name, weight=weight, points=points, place="")


def _figure(row: Row, column: int) -> str | None:
    texts = [cell.text for cell in row.cells if cell.column == column]
    figure = squeezed(texts[0]) if texts else ""
    return re.sub(r"分$", "", figure) if is_number(figure) else None
