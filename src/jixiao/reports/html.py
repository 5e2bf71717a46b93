"""Write the report as one .html file: no network, no script, charts inside.

Readable on a telephone, with a screen reader and on paper.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.evaluation import Evaluation
from jixiao.core.rulebook import Rulebook
from jixiao.core.scorecard import Scorecard, ScoredRow
from jixiao.reports.budget import rate_text
from jixiao.reports.charts import budget_chart, completion_chart, level_chart
from jixiao.reports.document import Document
from jixiao.reports.html_blocks import block_html, html_text, page_html
from jixiao.reports.wording import NONE, PENDING, points_text, row_points


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
        block_html(title),
        _summary(evaluation, scorecard, rulebook),
        *_charts(evaluation, scorecard),
        *(block_html(block) for block in rest),
        *_derivations(scorecard),
    ]
    return page_html(title=document.title, body=body, style="page.css")


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
        f"<div><dt>{html_text(name)}</dt><dd>{html_text(value)}</dd></div>"
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
        f"<details><summary><span>{html_text(row.indicator.name)}</span>"
        f"<span{colour}>{html_text(_points(row))}</span></summary>"
        f"{''.join(f'<p>{html_text(line)}</p>' for line in said)}</details>"
    )


def _pending(row: ScoredRow) -> str:
    return f"{PENDING}：{row.undecided}"


def _points(row: ScoredRow) -> str:
    unit = "" if row.points is None else " 分"
    return f"{row_points(row)}{unit}"
