"""Rows that add up a group of indicators: 小计, 产出指标合计, 合计 beside the group."""

from __future__ import annotations

import re

from jixiao.core.stated import StatedPoints
from jixiao.documents.blocks import Cell
from jixiao.documents.form_part import Levels
from jixiao.documents.group_names import (
    group_name,
    is_level1_name,
    is_level2_name,
    without_weight,
)
from jixiao.documents.header_words import LEVELS, Role
from jixiao.documents.headers import Head
from jixiao.documents.labels import is_subtotal, is_total
from jixiao.documents.rows import Row, is_number, squeezed

_SUM_WORDS = re.compile(
    r"[\s(（:：]*(?:得分|分值)?(?:小计|合计|总计)(?:得分|分值)?[)）:：]*"
)


def subtotal_cell(row: Row, head: Head) -> Cell | None:
    """The cell that says that a row adds up a group; None in every other row."""
    for cell in row.own:
        if is_number(cell.text):
            return None
        is_named = head.owners.get(cell.column) in (*LEVELS, Role.NAME)
        if is_subtotal(cell.text) and (is_named or cell is row.own[0]):
            return cell
        if is_total(cell.text):
            return cell if _group_beside(cell, row) else None
    return None


def read_subtotal(
    row: Row, cell: Cell, head: Head, levels: Levels
) -> StatedPoints | None:
    """Name, weight and points of the group, without place; None without any figure.

    Args:
        row: the row.
        cell: the one that says 小计.
        head: of the table.
        levels: the groups in force.
    """
    name = _name(row, cell, head, levels)
    weight, points = _figures(row, head)
    if not name or (weight is None and points is None):
        return None
    return StatedPoints(name=name, weight=weight, points=points, place="")


def _name(row: Row, cell: Cell, head: Head, levels: Levels) -> str:
    own = group_name(_SUM_WORDS.sub("", without_weight(squeezed(cell.text))))
    if own:
        return own
    if beside := _group_beside(cell, row):
        return group_name(beside.text)
    is_inner = head.owners.get(cell.column) in (Role.NAME, Role.LEVEL3)
    return (levels.level2 if is_inner else "") or levels.level1


def _group_beside(cell: Cell, row: Row) -> Cell | None:
    """The group's own cell to the left of the sum, the nearest."""
    groups = [
        other
        for other in row.cells
        if other.column < cell.column
        and (is_level1_name(other.text) or is_level2_name(other.text))
    ]
    return groups[-1] if groups else None


def _figures(row: Row, head: Head) -> tuple[str | None, str | None]:
    """Weight and points; by order where the columns were lost and both are there."""
    values = head.values(row)
    weight, points = (
        _figure(values.get(Role.WEIGHT)),
        _figure(values.get(Role.SCORE)) or _figure(values.get(Role.ASSIGNED)),
    )
    figures = [_figure(cell.text) for cell in row.own if is_number(cell.text)]
    has_both = {Role.WEIGHT, Role.SCORE} <= head.roles
    if has_both and points is None and len(figures) == 2:  # noqa: PLR2004
        return figures[0], figures[1]
    return weight, points


def _figure(text: str | None) -> str | None:
    return squeezed(text).removesuffix("分") if text and is_number(text) else None
