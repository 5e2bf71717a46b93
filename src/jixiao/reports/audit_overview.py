"""The overview of an audit of many documents (汇总): one line for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from jixiao.core.findings import Severity
from jixiao.core.numbers import plain
from jixiao.reports.audit_note import AuditNote, undecided_places
from jixiao.reports.audit_workbook import Column, Sheet, render_sheets
from jixiao.reports.html_blocks import html_text, page_html
from jixiao.reports.wording import PENDING

_TITLE = "核查汇总"
_COLUMNS = (
    Column(head="文件", width=34), Column(head="单位", width=28),
    Column(head="年度", width=8, is_figure=True),
    Column(head="原总分", width=9, is_figure=True),
    Column(head="复算", width=9, is_figure=True), Column(head="等级", width=7),
    Column(head=Severity.ERROR.label, width=10, is_figure=True),
    Column(head=Severity.WARNING.label, width=9, is_figure=True),
    Column(head=Severity.NOTE.label, width=7, is_figure=True),
    Column(head="已作决定", width=10, is_figure=True),
    Column(head="无法判断", width=10, is_figure=True),
    Column(head="情况", width=44),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewLine:
    """One document in the overview; all as printed."""

    file: str
    texts: tuple[str, ...]
    """What stands in the columns behind the file."""
    link: str = ""
    """The note about it, relative to the overview."""


def line_of(file: str, note: AuditNote, *, link: str = "") -> OverviewLine:
    """The line of a document that was audited.

    Args:
        file: its path as it is shown.
        note: what was found.
        link: where the note is written.
    """
    form = note.forms[0] if note.forms else None
    review = note.review
    worst = next((s for s in Severity if review.count(s)), None)
    stated = form.stated.total if form else None
    total = "" if form is None else PENDING
    if form and form.card.total is not None:
        total = plain(form.card.total)
    return OverviewLine(
        file=file, link=link,
        texts=(
            note.organisation, str(note.year or ""), stated or "", total,
            (form.card.grade if form else None) or "",
            *(str(review.count(severity)) for severity in Severity),
            str(review.settled), str(undecided_places(note)),
            worst.label if worst else "没有发现问题",
        ),
    )  # fmt: skip


def unreadable_line(file: str, sentence: str) -> OverviewLine:
    """The line of a document that could not be read."""
    blank = ("",) * (len(_COLUMNS) - 2)
    return OverviewLine(file=file, texts=(*blank, sentence))


def render_overview_xlsx(lines: Sequence[OverviewLine]) -> bytes:
    """Write the overview as a work sheet that can be filtered."""
    sheet = Sheet(
        name=_TITLE, title=f"{_TITLE}（{len(lines)} 份）", columns=_COLUMNS,
        rows=tuple((line.file, *line.texts) for line in lines),
    )  # fmt: skip
    return render_sheets([sheet], title=_TITLE)


def render_overview_html(lines: Sequence[OverviewLine]) -> bytes:
    """Write the overview as a page whose lines lead to the notes."""
    heads = "".join(
        f'<th scope="col"{" class=figure" if column.is_figure else ""}>{column.head}</th>'
        for column in _COLUMNS
    )
    rows = "".join(map(_row, lines))
    body = (
        f"<h1>{_TITLE}（{len(lines)} 份）</h1>",
        f'<div class="scroll scores" role="region" aria-label="{_TITLE}" tabindex="0">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>",
    )
    return page_html(title=_TITLE, body=body, style="audit.css")


def _row(line: OverviewLine) -> str:
    name = html_text(line.file)
    linked = f'<a href="{quote(line.link)}">{name}</a>' if line.link else name
    cells = "".join(
        f"<td{' class=figure' if column.is_figure else ''}>{html_text(text)}</td>"
        for column, text in zip(_COLUMNS[1:], line.texts, strict=True)
    )
    return f'<tr><th scope="row">{linked}</th>{cells}</tr>'
