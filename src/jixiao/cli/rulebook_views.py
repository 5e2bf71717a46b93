"""Rulebooks in the terminal: the list, and one of them clause by clause."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.text import Text

from jixiao.cli.screen import MET, UNMET, number, plain_table
from jixiao.core.numbers import plain
from jixiao.core.rulebook import Rulebook, Status
from jixiao.reports.provisions import PROVISIONS


def rulebooks_view(books: Iterable[Rulebook]) -> RenderableType:
    """The shipped rulebooks."""
    table = plain_table(None, ("编号", "名称", "适用", "分值", "核对情况"), right=())
    for book in books:
        weights = (
            "/".join(number(v.weight) or "自定" for v in book.levels) or "沿用原表"
        )
        years = f"{book.first_budget_year}–{book.last_budget_year or '今'}"
        confirmed = (
            "已核对原文"
            if not book.unconfirmed
            else f"{len(book.unconfirmed)} 项未核对"
        )
        kind = "各类" if book.form.value == "unknown" else book.form.label
        table.add_row(book.id, book.title, f"{kind} {years}", weights, confirmed)
    return table


def rulebook_view(book: Rulebook) -> RenderableType:
    """One rulebook in plain words, every provision with its source."""
    table = plain_table(
        f"{book.title}（{book.id}）", ("条款", "内容", "依据", "核对"), right=()
    )
    for name, content in _provisions(book):
        reference = book.reference_of(name)
        table.add_row(
            PROVISIONS.get(name, name),
            content,
            reference.cite() or "—",
            Text(
                reference.status.label,
                style=MET if reference.status is Status.CONFIRMED else UNMET,
            ),
        )
    if book.overlay_of:
        note = f"在 {book.overlay_of} 之上修改：{'；'.join(book.changed)}"
        return Group(table, Text(note))
    return table


def _provisions(book: Rulebook) -> list[tuple[str, str]]:
    weights = "，".join(
        f"{v.name} {number(v.weight) or '自定'}{'（可不设）' if v.may_be_omitted else ''}"
        for v in book.levels
    )
    rows = [
        ("execution", f"{book.execution_level or '无执行率一项'}"),
        (
            "quantitative",
            f"分值：{weights or '沿用原表'}；合计 {plain(book.total_weight)}",
        ),
        ("rounding", _rounding(book)),
    ]
    if book.tiers:
        tiers = "；".join(
            f"{t.label} {plain(t.greatest)}–{plain(t.least)}%" for t in book.tiers
        )
        rows.append(("qualitative", tiers))
    if book.over_target:
        rule = book.over_target
        rows.append(
            (
                "over_target",
                f"超指标值 {rule.percent}% 及以上扣 {plain(rule.deduction)} 分",
            )
        )
    if book.caps:
        caps = "；".join(
            f"执行率低于 {plain(c.below_percent)}% 至多 {plain(c.points)} 分"
            for c in book.caps
        )
        rows.append(("caps", caps))
    if book.grades:
        rows.append(
            (
                "grades",
                "；".join(
                    f"{plain(g.from_points)} 分起 {g.label}" for g in book.grades
                ),
            )
        )
    return rows


def _rounding(book: Rulebook) -> str:
    steps = ["执行率不先取舍"]
    if book.rate_places is not None:
        steps = [f"执行率先取{_to(book.rate_places)}百分比"]
    if book.coefficient_places is not None:
        steps.append(f"得分系数取{_to(book.coefficient_places)}百分比")
    points = "整数" if book.points_places == 0 else f"{book.points_places} 位小数"
    return f"{'，'.join(steps)}，得分取{points}；一律四舍五入"


def _to(places: int) -> str:
    return "整数" if places == 0 else f" {places} 位小数的"
