"""Charts as inline SVG: what each level scored, what was completed, the budget.

Text stays text, so that the reader's own Chinese font shows it and can be searched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import pylopdf_fonts_zh_cn
import vl_convert

from jixiao.core.evaluation import Budget
from jixiao.core.money import MoneyUnit
from jixiao.core.scorecard import Scorecard, ScoredRow
from jixiao.reports.document import printable
from jixiao.reports.wording import completion_of, percent, points_text

# 蓝 and 橙 of Okabe and Ito: told apart with every kind of colour blindness.
MET, UNMET, EMPTY = "#0072B2", "#D55E00", "#DDE3E8"
FONTS = "Noto Sans SC, Microsoft YaHei, PingFang SC, Noto Sans CJK SC, sans-serif"
_LONGEST_BAR = 200.0
"""In percent: what is beyond is drawn so long and labelled with its figure."""
_LABEL_CHARACTERS = 12
_STEP, _AXIS, _PADDING = 24, 30, 10
_WIDTH = 430

Spec = dict[str, Any]


def level_chart(scorecard: Scorecard) -> str:
    """Points of each first-level group in front of its weight."""
    values = [
        {
            "name": _short(level.name),
            "weight": float(level.weight),
            "points": float(level.least),
            "label": f"{points_text(level.points)} / {points_text(level.weight)} 分",
        }
        for level in scorecard.levels
    ]
    widest = max((float(level.weight) for level in scorecard.levels), default=1.0)
    scale = {"domain": [0, 1.5 * widest]}
    x = {"type": "quantitative", "axis": None, "scale": scale}
    layers = [
        _bar({**x, "field": "weight"}, {"value": EMPTY}),
        _bar({**x, "field": "points"}, {"value": MET}),
        _labels({**x, "field": "weight"}),
    ]
    return _svg(values, layers, height=34 * len(values) + _PADDING)


def completion_chart(rows: Sequence[ScoredRow], *, year: int | None) -> str:
    """Completion ratio of every measured indicator with the line of 100 %.

    Returns:
        "" where no indicator is measured.
    """
    values = []
    for number, row in enumerate(rows, start=1):
        ratio = completion_of(row, year=year)
        if ratio is None or row.is_met is None:
            continue
        drawn = min(float(100 * ratio), _LONGEST_BAR)
        values.append({
            "name": f"{number}. {_short(row.indicator.name)}",
            "ratio": drawn,
            "behind": max(drawn, 100.0),
            "met": bool(row.is_met),
            "label": f"{percent(ratio, 1)}{'' if row.is_met else ' 未完成'}",
        })  # fmt: skip
    if not values:
        return ""
    scale = {"domain": [0, _LONGEST_BAR + 80], "nice": False}
    ticks = {
        "values": [0, 50, 100, 150, 200],
        "grid": False,
        "labelExpr": "datum.value + '%'",
    }
    x = {
        "field": "ratio",
        "type": "quantitative",
        "scale": scale,
        "axis": {**ticks, "title": None},
    }
    colour = {"condition": {"test": "datum.met", "value": MET}, "value": UNMET}
    line = {
        "mark": {"type": "rule", "strokeDash": [4, 3], "color": "#333"},
        "encoding": {"x": {"datum": 100, "type": "quantitative"}},
    }
    return _svg(
        values,
        [_bar(x, colour), line, _labels({**x, "field": "behind"})],
        height=_STEP * len(values) + _AXIS,
    )


def budget_chart(budget: Budget) -> str:
    """年初, 全年 and 执行 of the whole budget; "" where less than two are known."""
    total = budget.total
    amounts = (
        ("年初预算", total.initial),
        ("全年预算", total.adjusted),
        ("全年执行", total.executed),
    )
    values: list[Mapping[str, object]] = [
        {
            "name": name,
            "amount": float(amount.yuan),
            "label": f"{amount.print_in(MoneyUnit.TEN_THOUSAND)} 万元",
        }
        for name, amount in amounts
        if amount is not None
    ]
    if len(values) < len(amounts) - 1:
        return ""
    most = max(amount.yuan for _, amount in amounts if amount is not None)
    scale = {"domain": [0, float(max(most, Decimal(1)) * 15 / 10)]}
    x = {"field": "amount", "type": "quantitative", "axis": None, "scale": scale}
    return _svg(
        values,
        [_bar(x, {"value": MET}), _labels(x)],
        height=34 * len(values) + _PADDING,
    )


_Y: Spec = {
    "field": "name", "type": "nominal", "sort": None,
    "axis": {
        "title": None, "labelLimit": 240, "labelFontSize": 12, "ticks": False,
        "domain": False,
    },
}  # fmt: skip


def _bar(x: Spec, colour: Spec) -> Spec:
    mark = {"type": "bar", "height": {"band": 0.62}}
    return {"mark": mark, "encoding": {"x": x, "y": _Y, "color": colour}}


def _labels(x: Spec) -> Spec:
    mark = {"type": "text", "align": "left", "dx": 6, "fontSize": 12, "color": "#222"}
    text = {"field": "label", "type": "nominal"}
    return {"mark": mark, "encoding": {"x": x, "y": _Y, "text": text}}


def _short(name: str) -> str:
    name = " ".join(printable(name).split())
    name = re.sub(r"（[^（）]{1,8}）$", "", name)
    if len(name) <= _LABEL_CHARACTERS:
        return name
    return f"{name[: _LABEL_CHARACTERS - 1]}…"


def _svg(
    values: Sequence[Mapping[str, object]], layers: Sequence[Spec], *, height: int
) -> str:
    """Draw; the picture is hidden from screen readers, its caption and table speak."""
    _register_font()
    svg = vl_convert.vegalite_to_svg({
        "data": {"values": list(values)}, "layer": list(layers),
        "width": _WIDTH, "height": height,
        "autosize": {"type": "fit", "contains": "padding"}, "background": None,
        "config": {"font": FONTS, "view": {"stroke": None}, "axis": {"labelColor": "#222"}},
    })  # fmt: skip
    return _responsive(svg)


@cache
def _register_font() -> None:
    vl_convert.register_font_directory(str(pylopdf_fonts_zh_cn.sans_path().parent))


def _responsive(svg: str) -> str:
    """Let the page set the size; the view box keeps the proportions."""
    return re.sub(r'(<svg[^>]*?) width="[\d.]+" height="[\d.]+"', r"\1", svg, count=1)
