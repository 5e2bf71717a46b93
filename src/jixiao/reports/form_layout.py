"""How the official form is laid out under a rulebook: which columns, how wide."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jixiao.core.evaluation import Form, Indicator
from jixiao.core.numbers import plain
from jixiao.core.rulebook import Rulebook
from jixiao.core.scorecard import ScoredRow
from jixiao.reports.wording import NONE, actual_text, row_points, target_text

_HUBEI = "42"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the indicator block, right of the level columns."""

    header: str
    width: int
    """In millimetres; a whole form is 156 mm wide, the type area of GB/T 9704."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The form of one rulebook."""

    levels: tuple[Column, ...]
    columns: tuple[Column, ...]
    budget_spans: tuple[int, ...]
    """Grid columns of each cell of the budget block."""
    weight_in_name: bool
    """Weights stand in brackets behind the names, not in a column."""
    sign_apart: bool = False
    """指标性质 has a column of its own."""
    unit_apart: bool = False
    """度量单位 has a column of its own."""

    @property
    def widths(self) -> tuple[int, ...]:
        """Widths of all grid columns."""
        return tuple(column.width for column in (*self.levels, *self.columns))


def layout_of(rulebook: Rulebook, form: Form) -> Layout:
    """Choose the form: Hubei's own, the national one, or one with columns apart.

    Source:
        湖北 部门整体支出绩效自评表; 中央部门项目支出绩效自评表 (docs/formats).
    """
    sign, unit = rulebook.sign_in_own_column, rulebook.unit_in_own_column
    if sign or unit:
        return _columns_apart(sign=sign, unit=unit)
    return _HUBEI_FORM if _is_hubei(rulebook, form) else _NATIONAL


def _is_hubei(rulebook: Rulebook, form: Form) -> bool:
    own = rulebook.region.startswith(_HUBEI)
    return own and form in (Form.DEPARTMENT_OVERALL, Form.PROJECT)


def _columns(*pairs: tuple[str, int]) -> tuple[Column, ...]:
    return tuple(Column(header=header, width=width) for header, width in pairs)


_REASON = "偏差原因分析及改进措施"
_HUBEI_FORM = Layout(
    levels=_columns(("一级指标", 20), ("二级指标", 23), ("三级指标", 46)),
    columns=_columns(("年初指标值（A）", 24), ("实际完成值（B）", 24), ("得分", 19)),
    budget_spans=(1, 1, 1, 1, 1, 1),
    weight_in_name=True,
)
_NATIONAL = Layout(
    levels=_columns(("一级指标", 17), ("二级指标", 20), ("三级指标", 28)),
    columns=_columns(
        ("年度指标值", 19), ("实际完成值", 19), ("分值", 12), ("得分", 17), (_REASON, 24)
    ),
    budget_spans=(1, 1, 1, 1, 1, 1, 1, 1),
    weight_in_name=False,
)  # fmt: skip


def _columns_apart(*, sign: bool, unit: bool) -> Layout:
    """The national form with sign, unit or both in columns of their own."""
    name = 25 + (0 if sign else 11) + (0 if unit else 12)
    return Layout(
        levels=_columns(("一级指标", 17), ("二级指标", 17), ("三级指标", name)),
        columns=(
            *(_columns(("指标性质", 11)) if sign else ()),
            *_columns(("指标值", 14)),
            *(_columns(("度量单位", 12)) if unit else ()),
            *_columns(("实际完成值", 15), ("分值", 10), ("得分", 16), (_REASON, 19)),
        ),
        budget_spans=(1, 1, 1, 2, 1 + (sign and unit), 1, 1, 1),
        weight_in_name=False,
        sign_apart=sign,
        unit_apart=unit,
    )


def indicator_texts(layout: Layout, row: ScoredRow) -> tuple[str, ...]:
    """What one indicator prints under the columns right of its name."""
    indicator, points = row.indicator, row_points(row)
    if layout.weight_in_name:
        return target_text(indicator), actual_text(indicator), points
    sign = (indicator.sign or "",) if layout.sign_apart else ()
    unit = (indicator.unit or "",) if layout.unit_apart else ()
    joined = replace(
        indicator,
        sign=None if layout.sign_apart else indicator.sign,
        unit=None if layout.unit_apart else indicator.unit,
    )
    weight = NONE if indicator.weight is None else plain(indicator.weight)
    return (
        *sign, target_text(joined), *unit, actual_text(joined),
        weight, points, _reason(indicator),
    )  # fmt: skip


def _reason(indicator: Indicator) -> str:
    said = (indicator.deviation_reason.strip(), indicator.improvement.strip())
    return "\n".join(text for text in said if text)
