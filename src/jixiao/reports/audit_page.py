"""Write the audit note as one .html file: no network, no script.

Readable on a telephone, with a screen reader and on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jixiao.core.findings import LedgerRow, Place, Severity
from jixiao.reports.audit_note import (
    LIMITS,
    MEANINGS,
    AuditNote,
    NotedForm,
    NumberedFinding,
    ScoreLine,
    basis_texts,
    changes_text,
    counts,
    ledger_text,
    object_texts,
    open_groups,
    result_text,
    score_lines,
    settled,
    status_text,
    total_texts,
)
from jixiao.reports.html_blocks import html_text, page_html

_SCORE_HEADS = (
    "指标",
    "指标值",
    "完成值",
    "分值",
    "原得分",
    "复算",
    "差额",
    "计算过程",
)
_SCORE_FIGURES = range(3, 7)
_LEDGER_HEADS = ("核查项", "看了", "发现", "无法判断", "说明")
_LEDGER_FIGURES = range(1, 4)
_SHOWN_OF_FINGERPRINT = len("sha256:") + 12


def render_audit_html(note: AuditNote) -> bytes:
    """Write the note.

    Returns:
        UTF-8; the same bytes for the same note.
    """
    body = [
        f"<h1>{html_text(note.heading)}</h1>",
        *_paragraphs([*object_texts(note), *basis_texts(note)]),
        f"<p>核查日期：{html_text(note.date)}</p>" if note.date else "",
        "<h2>核查结果</h2>",
        _summary(note),
        *_paragraphs(text for text in (result_text(note), changes_text(note)) if text),
        *_index(note),
        *_findings(note),
        *_settled(note),
        *_scores(note),
        "<h2>核查台账</h2>",
        _ledger(note),
        "<h2>不作判断的事项</h2>",
        f'<ul class="plain">{"".join(f"<li>{html_text(t)}</li>" for t in LIMITS)}</ul>',
    ]
    return page_html(title=note.heading, body=filter(None, body), style="audit.css")


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    yield from (f"<p>{html_text(text)}</p>" for text in texts)


def _summary(note: AuditNote) -> str:
    kinds = {severity.label: str(severity) for severity in Severity}
    cards = "".join(
        f'<div class="{kinds.get(name, "settled") if number else "none"}">'
        f"<dt>{html_text(name)}</dt><dd>{number}</dd></div>"
        for name, number in counts(note)
    )
    return f'<dl class="sum">{cards}</dl>'


# -- findings --------------------------------------------------------------------------


def _index(note: AuditNote) -> Iterator[str]:
    """All open findings, one line each, leading to their explanation."""
    lines = [_index_line(one) for _, group in open_groups(note) for one in group]
    if lines:
        heads = '<li class="heads">原文 ／ 应为</li>'
        yield f'<ol class="index">{heads}{"".join(lines)}</ol>'


def _index_line(one: NumberedFinding) -> str:
    finding = one.reviewed.finding
    values = " ／ ".join(v for v in (finding.stated, finding.expected) if v)
    return (
        f'<li><a href="#finding-{one.number}"><span class="number">{one.number}</span>'
        f"{_severity(finding.severity)}<span>{html_text(finding.about)}</span>"
        f'<span class="values">{html_text(values)}</span></a></li>'
    )


def _severity(severity: Severity) -> str:
    return f'<span class="severity {severity}">{severity.label}</span>'


def _findings(note: AuditNote) -> Iterator[str]:
    groups = open_groups(note)
    if not groups:
        return
    yield "<h2>发现的问题</h2>"
    shown = {one.reviewed.finding.severity for _, group in groups for one in group}
    legend = "；".join(f"{s.label}：{MEANINGS[s]}" for s in Severity if s in shown)
    yield f'<p class="legend">{legend}。</p>'
    for name, group in groups:
        yield f"<h3>{html_text(name)}</h3>"
        yield from map(_card, group)


def _card(one: NumberedFinding) -> str:
    finding = one.reviewed.finding
    kind = "settled" if one.reviewed.is_settled else str(finding.severity)
    entries = (
        ("算式", "sums", finding.arithmetic),
        ("处理", "", finding.how_to_fix),
        ("决定", "", status_text(one.reviewed)),
    )
    listed = "".join(
        f'<dt>{label}</dt><dd class="{name}">{html_text(text)}</dd>'
        for label, name, text in entries
        if text
    )
    return (
        f'<article class="finding {kind}" id="finding-{one.number}"><header>'
        f'<span class="number">{one.number}</span><h4>{html_text(finding.about)}</h4>'
        f"{_severity(finding.severity)}</header><p>{html_text(finding.message)}</p>"
        f'<div class="quotes">{"".join(map(_quote, finding.places))}</div>'
        f"<dl>{listed}</dl>"
        f'<div class="fingerprint">{html_text(finding.check)}　'
        f"{finding.fingerprint[:_SHOWN_OF_FINGERPRINT]}</div></article>"
    )


def _quote(place: Place) -> str:
    return (
        f"<figure><blockquote>{html_text(place.quote)}</blockquote>"
        f"<figcaption>{html_text(place.locator)}</figcaption></figure>"
    )


def _settled(note: AuditNote) -> Iterator[str]:
    answered = settled(note)
    if answered:
        yield "<h2>已作决定的发现</h2>"
        yield '<p class="legend">下列发现已有决定，不再计入；事实变化后会重新列出。</p>'
        yield from map(_card, answered)


# -- scorecard, ledger -----------------------------------------------------------------


def _scores(note: AuditNote) -> Iterator[str]:
    if note.forms:
        yield "<h2>得分复算</h2>"
    for form in note.forms:
        yield from _paragraphs(total_texts(form))
        yield _score_table(form)


def _score_table(form: NotedForm) -> str:
    title = form.stated.title or "自评表"
    rows = "".join(map(_score_row, score_lines(form)))
    return _table(title, "scores", _heads(_SCORE_HEADS, _SCORE_FIGURES), rows)


def _score_row(line: ScoreLine) -> str:
    kinds = (["total"] if line.is_total else []) + (["differs"] if line.differs else [])
    name = f' class="{" ".join(kinds)}"' if kinds else ""
    texts = (line.weight, line.stated, line.recomputed)
    figures = "".join(f'<td class="figure">{html_text(text)}</td>' for text in texts)
    return (
        f'<tr{name}><th scope="row">{html_text(line.name)}</th>'
        f"<td>{html_text(line.target)}</td><td>{html_text(line.actual)}</td>{figures}"
        f'<td class="figure mark">{html_text(line.difference)}</td>'
        f"<td>{html_text(line.derivation)}</td></tr>"
    )


def _ledger(note: AuditNote) -> str:
    rows = "".join(map(_ledger_row, note.ledger))
    heads = _heads(_LEDGER_HEADS, _LEDGER_FIGURES)
    return _table("", "ledger", heads, rows)


def _ledger_row(row: LedgerRow) -> str:
    numbers = (row.looked_at, row.found, len(row.undecided))
    figures = "".join(f'<td class="figure">{number}</td>' for number in numbers)
    said = "".join(_paragraphs(ledger_text(row).splitlines()))
    name = f"{row.check} {row.title}"
    return f'<tr><th scope="row">{html_text(name)}</th>{figures}<td>{said}</td></tr>'


def _heads(names: Iterable[str], figures: range) -> str:
    return "".join(
        f'<th scope="col"{" class=figure" if number in figures else ""}>{name}</th>'
        for number, name in enumerate(names)
    )


def _table(caption: str, kind: str, heads: str, rows: str) -> str:
    title = f"<caption>{html_text(caption)}</caption>" if caption else ""
    label = html_text(caption) or "核查台账"
    return (
        f'<div class="scroll {kind}" role="region" aria-label="{label}" tabindex="0">'
        f"<table>{title}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
