"""An audit in the terminal: findings by cause with their quotations, then the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from jixiao.cli.audited import AuditedInput
from jixiao.cli.screen import CHAPTER, MET, OPEN, UNMET, total_panel
from jixiao.core.decisions import Change
from jixiao.core.findings import LedgerRow, Place, Severity
from jixiao.reports.audit_note import (
    AuditNote,
    NumberedFinding,
    changes_text,
    ledger_text,
    object_texts,
    open_groups,
    result_text,
    settled,
    status_text,
)

_COLOURS = {Severity.ERROR: OPEN, Severity.WARNING: UNMET, Severity.NOTE: "blue"}
_SHOWN_OF_FINGERPRINT = 12
_INDENT = (0, 0, 0, 4)
_WIDEST_LOCATOR = 26


def audit_view(one: AuditedInput, note: AuditNote) -> RenderableType:
    """One document: totals, findings, ledger, the outcome in one sentence."""
    assert one.audited is not None, "asked only for files that were audited"
    parts: list[RenderableType] = [Text(f"\n{note.title}", style="bold")]
    parts += [Text(text, style="dim") for text in object_texts(note)]
    parts += [total_panel(scored) for scored in one.audited.scored]
    for name, group in open_groups(note):
        parts.append(Text(f"\n{name}", style=CHAPTER))
        parts += [line for each in group for line in _finding(each)]
    parts += _settled(note)
    parts += _resolved(note)
    parts.append(Text("\n核查台账", style=CHAPTER))
    parts += [_ledger_line(row) for row in note.ledger]
    parts.append(Text(f"\n{result_text(note)}", style="bold"))
    if changes := changes_text(note):
        parts.append(Text(changes))
    return Group(*parts)


def _finding(one: NumberedFinding) -> Iterator[RenderableType]:
    finding = one.reviewed.finding
    colour = _COLOURS[finding.severity]
    head = Text(f"{one.number:>2}  ")
    head.append(f"{finding.severity.label}　", style=f"bold {colour}")
    head.append(finding.about, style="bold")
    yield head
    yield _indented(Text(finding.message))
    yield _indented(_quotes(finding.places, colour))
    if finding.arithmetic:
        yield _indented(Text(f"算式：{finding.arithmetic}"))
    yield _indented(Text(f"处理：{finding.how_to_fix}"))
    if status := status_text(one.reviewed):
        yield _indented(Text(status, style=UNMET))
    source = f"{finding.check}　指纹 {_short(finding.fingerprint)}"
    yield _indented(Text(source, style="dim"))


def _indented(inner: RenderableType) -> Padding:
    return Padding(inner, _INDENT, expand=False)


def _quotes(places: Sequence[Place], colour: str) -> RenderableType:
    """Each place with the words that stand there, beside each other."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(style="dim", max_width=_WIDEST_LOCATOR, overflow="fold")
    grid.add_column(overflow="fold")
    for place in places:
        bar, where = Text("│", style=colour), Text(place.locator)
        grid.add_row(bar, where, Text(place.quote))
    return grid


def _short(fingerprint: str) -> str:
    return fingerprint.removeprefix("sha256:")[:_SHOWN_OF_FINGERPRINT]


def _settled(note: AuditNote) -> list[RenderableType]:
    answered = settled(note)
    if not answered:
        return []
    lines = [
        Text(f"{one.number:>2}  {one.reviewed.finding.about}　").append(
            status_text(one.reviewed), style=MET
        )
        for one in answered
    ]
    return [Text("\n已作决定，不再计入", style=CHAPTER), *lines]


def _resolved(note: AuditNote) -> list[RenderableType]:
    return [
        Text(f"    {Change.RESOLVED.label}：{d.about}（{d.check}）", style=MET)
        for d in note.review.resolved
    ]


def _ledger_line(row: LedgerRow) -> RenderableType:
    if row.not_applicable:
        return Text(
            f"{row.check}  {row.title}　不涉及：{row.not_applicable}", style="dim"
        )
    line = Text(f"{row.check}  {row.title}　看了 {row.looked_at} 处 · ")
    line.append(f"发现 {row.found}", style=OPEN if row.found else MET)
    if not row.undecided:
        return line
    line.append(f" · 无法判断 {len(row.undecided)}", style=UNMET)
    reasons = _indented(Text(ledger_text(row), style="dim"))
    return Group(line, reasons)
