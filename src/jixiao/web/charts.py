"""Charts on pages: drawn here, kept while the facts stay, with the same in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString

from jixiao.core.evaluation import Budget
from jixiao.core.money import Money
from jixiao.core.scorecard import Scorecard
from jixiao.reports import charts
from jixiao.reports.wording import in_ten_thousands, points_text

_KEPT = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture with its caption, and what it shows for whoever cannot see it."""

    title: str
    svg: SafeString
    words: str


@lru_cache(maxsize=_KEPT)
def chart_of_levels(card: Scorecard) -> Chart | None:
    """Points of each first-level group in front of its weight; None without rows."""
    words = "；".join(
        f"{level.name}{points_text(level.points)}分，满分{points_text(level.weight)}分"
        for level in card.levels
    )
    return _chart("各一级指标得分", words, lambda: charts.level_chart(card))


@lru_cache(maxsize=_KEPT)
def chart_of_completion(card: Scorecard, year: int) -> Chart | None:
    """Completion of every measured indicator against its target; None without any."""
    met = sum(row.is_met is True for row in card.rows)
    unmet = [row.indicator.name for row in card.rows if row.is_met is False]
    words = f"{met}个指标完成" + (f"，未完成：{'、'.join(unmet)}" if unmet else "")
    return _chart(
        "各指标完成比例", words, lambda: charts.completion_chart(card.rows, year=year)
    )


@lru_cache(maxsize=_KEPT)
def chart_of_budget(budget: Budget) -> Chart | None:
    """年初, 全年 and 执行 of the whole budget; None where less than two are known."""
    total = budget.total
    words = "，".join((
        f"年初预算{_amount(total.initial)}",
        f"全年预算{_amount(total.adjusted)}",
        f"全年执行{_amount(total.executed)}",
    ))  # fmt: skip
    return _chart("预算与执行", words, lambda: charts.budget_chart(budget))


def _amount(amount: Money | None) -> str:
    return "未填" if amount is None else in_ten_thousands(amount)


def _chart(title: str, words: str, draw: Callable[[], str]) -> Chart | None:
    svg = draw() if words else ""
    if not svg:
        return None
    named = svg.replace("<svg ", f'<svg role="img" aria-label="{escape(words)}" ', 1)
    return Chart(title=title, svg=SafeString(named), words=words)
