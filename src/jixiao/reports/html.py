"""Write the report as one .html file: no network, no script, charts inside.

Readable on a telephone, with a screen reader and on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from jixiao.core.evaluation import Evaluation
from jixiao.core.rulebook import Rulebook
from jixiao.core.scorecard import Scorecard, ScoredRow
from jixiao.reports.budget import rate_text
from jixiao.reports.charts import budget_chart, completion_chart, level_chart
from jixiao.reports.document import (
    Align,
    Annex,
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    Table,
    printable,
)
from jixiao.reports.wording import NONE, PENDING, points_text, row_points

_NARROW = 4
"""Columns that a telephone shows without scrolling."""


def render_html(
    document: Document,
    evaluation: Evaluation,
    scorecard: Scorecard,
    rulebook: Rulebook,
) -> bytes:
    """Write the composed report with a summary, charts and derivations.

    Returns:
        UTF-8; the same bytes for the same facts.
    """
    title, *rest = document.blocks
    body = [
        _block(title),
        _summary(evaluation, scorecard, rulebook),
        *_charts(evaluation, scorecard),
        *(_block(block) for block in rest),
        *_derivations(scorecard),
    ]
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(document.title)}</title>\n<style>\n{_style()}</style>\n</head>\n"
        f"<body>\n<main>\n{chr(10).join(body)}\n</main>\n</body>\n</html>\n"
    ).encode()


@cache
def _style() -> str:
    return files("jixiao.reports").joinpath("page.css").read_text(encoding="utf-8")


def _text(text: str) -> str:
    return escape(printable(text))


# -- summary, charts, derivations ----------------------------------------------------


def _summary(evaluation: Evaluation, scorecard: Scorecard, rulebook: Rulebook) -> str:
    rate = rate_text(evaluation.budget.total, rulebook) if evaluation.budget else NONE
    applicable = len(scorecard.rows)
    met = sum(row.is_met is True for row in scorecard.rows)
    entries = (
        ("综合评价得分", points_text(scorecard.total)),
        ("评价等级", scorecard.grade or NONE),
        ("预算执行率", rate),
        ("完成年初目标的指标", f"{met} / {applicable}"),
    )
    cards = "".join(
        f"<div><dt>{_text(name)}</dt><dd>{_text(value)}</dd></div>"
        for name, value in entries
    )
    return f'<dl class="sum">{cards}</dl>'


def _charts(evaluation: Evaluation, scorecard: Scorecard) -> Iterator[str]:
    if scorecard.levels:
        yield _figure(
            level_chart(scorecard), "各项得分与权重", "深色为得分，浅色为权重"
        )
    completion = completion_chart(scorecard.rows, year=evaluation.year)
    if completion:
        note = "虚线为100%；蓝色为完成，橙色为未完成；超过200%的按200%绘出"
        yield _figure(completion, "各指标完成比例", note)
    budget = budget_chart(evaluation.budget) if evaluation.budget else ""
    if budget:
        yield _figure(budget, "预算安排与执行", "年初预算、调整后的全年预算、全年执行")


def _figure(svg: str, caption: str, note: str) -> str:
    """A chart; its figures are in the tables below, so it speaks by its caption."""
    labelled = svg.replace(
        "<svg ", f'<svg role="img" aria-label="{caption}：{note}" ', 1
    )
    words = f"<figcaption>{caption}<small>{note}</small></figcaption>"
    return f"<figure>{words}{labelled}</figure>"


def _derivations(scorecard: Scorecard) -> Iterator[str]:
    execution = (scorecard.execution,) if scorecard.execution else ()
    rows = (*execution, *scorecard.rows)
    if not rows:
        return
    yield "<h2>各项得分的计算过程</h2>"
    for row in rows:
        yield _derivation(row)


def _derivation(row: ScoredRow) -> str:
    said = list(row.notes)
    if row.derivation or row.undecided:
        said.insert(0, row.derivation.sentence if row.derivation else _pending(row))
    colour = "" if row.is_met else ' class="unmet"'
    return (
        f"<details><summary><span>{_text(row.indicator.name)}</span>"
        f"<span{colour}>{_text(_points(row))}</span></summary>"
        f"{''.join(f'<p>{_text(line)}</p>' for line in said)}</details>"
    )


def _pending(row: ScoredRow) -> str:
    return f"{PENDING}：{row.undecided}"


def _points(row: ScoredRow) -> str:
    unit = "" if row.points is None else " 分"
    return f"{row_points(row)}{unit}"


# -- the report ----------------------------------------------------------------------


def _block(block: Block) -> str:
    match block:
        case Heading():
            level = block.level + 1
            return f"<h{level}>{_text(block.text)}</h{level}>"
        case Annex():
            return f"<h2>{_text(block.text)}</h2>"
        case Paragraph():
            return f"<p>{_text(block.text)}</p>"
        case Table():
            return "".join(_table(block))


def _table(table: Table) -> Iterator[str]:
    is_form = table.header_at is not None
    name = "scroll wide" if len(table.widths) > _NARROW else "scroll"
    label = f'role="region" aria-label="{_text(table.caption)}" tabindex="0"'
    yield f'<div class="{name}" {label}><table>'
    if not is_form:
        yield f"<caption>{_text(table.caption)}</caption>"
    yield "<colgroup>"
    whole = sum(table.widths)
    yield from (f'<col style="width:{100 * w / whole:.1f}%">' for w in table.widths)
    yield "</colgroup>"
    rows = table.rows
    yield from _part("thead", rows[: table.header_rows], table, 0)
    yield from _part("tbody", rows[table.header_rows :], table, table.header_rows)
    yield "</table></div>"


def _part(
    tag: str, rows: Sequence[tuple[Cell, ...]], table: Table, first: int
) -> Iterator[str]:
    if not rows:
        return
    yield f"<{tag}>"
    for number, row in enumerate(rows, start=first):
        yield f"<tr>{''.join(_cells(row, number, table))}</tr>"
    yield f"</{tag}>"


def _cells(row: Iterable[Cell], number: int, table: Table) -> Iterator[str]:
    for cell in row:
        spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
        spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
        text = _text(cell.text)
        if not cell.is_header:
            side = cell.align.value
            name = f' class="{side}"' if cell.align in (Align.LEFT, Align.RIGHT) else ""
            yield f"<td{spans}{name}>{text}</td>"
            continue
        is_title = table.header_at is not None and number == 0
        name = ' class="title"' if is_title else ""
        yield f'<th{spans}{name} scope="{_scope(cell, number, table)}">{text}</th>'


def _scope(cell: Cell, number: int, table: Table) -> str:
    """A header speaks for its column in a header row, else for its row."""
    heads_columns = number < table.header_rows or number == table.header_at
    if heads_columns:
        return "col"
    if cell.column_span == len(table.widths):
        return "colgroup"
    return "rowgroup" if cell.row_span > 1 else "row"
