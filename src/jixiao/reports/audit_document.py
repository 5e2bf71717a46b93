"""Compose the audit note as a document of headings, paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao.core.findings import Place, Severity
from jixiao.reports.audit_note import (
    LIMITS,
    MEANINGS,
    AuditNote,
    NotedForm,
    NumberedFinding,
    ScoreLine,
    basis_texts,
    changes_text,
    ledger_text,
    object_texts,
    open_groups,
    result_text,
    score_lines,
    settled,
    status_text,
    total_texts,
)
from jixiao.reports.document import (
    Align,
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    Table,
)
from jixiao.reports.sections import Section, numbered
from jixiao.reports.wording import NONE

Row = tuple[Cell, ...]
_CARD = (16, 62, 16, 62)
"""Two labels, each with a quotation beside it."""
_INDEX = (12, 20, 60, 32, 32)
_SCORES = (32, 20, 20, 11, 14, 14, 12, 33)
_LEDGER = (66, 12, 12, 14, 52)
_SETTLED = (12, 48, 26, 26, 44)
_BESIDE = 2


def compose_note(note: AuditNote) -> Document:
    """Lay the whole note out in chapters."""
    chapters = (
        Section(level=1, title="核查对象和依据", content=(*_basis(note),)),
        Section(level=1, title="核查结果", content=(*_result(note),)),
        *_finding_chapter(note),
        *_settled_chapter(note),
        *_score_chapter(note),
        Section(level=1, title="核查台账", content=(*_ledger(note),)),
        Section(level=1, title="不作判断的事项", content=(*_paragraphs(LIMITS),)),
    )
    return Document(
        title=note.heading,
        blocks=(
            Heading(level=0, text=note.heading),
            *numbered(chapters),
            *_paragraphs((f"核查日期：{note.date}",) if note.date else ()),
        ),
    )


def _paragraphs(texts: Sequence[str]) -> Iterator[Block]:
    yield from (Paragraph(text=text) for text in texts)


def _basis(note: AuditNote) -> Iterator[Block]:
    yield from _paragraphs([*object_texts(note), *basis_texts(note)])


def _result(note: AuditNote) -> Iterator[Block]:
    yield Paragraph(text=result_text(note))
    if changes := changes_text(note):
        yield Paragraph(text=changes)
    if open_groups(note):
        yield Paragraph(text="发现的问题列表如下，逐项说明见下一部分。", leads=True)
        yield index_table(note)


def _head(text: str, *, columns: int = 1, align: Align = Align.CENTER) -> Cell:
    return Cell(text=text, column_span=columns, is_header=True, align=align)


def _left(text: str, *, columns: int = 1) -> Cell:
    return Cell(text=text, column_span=columns, align=Align.LEFT)


def index_table(note: AuditNote) -> Table:
    """All open findings, one line each."""
    rows: list[Row] = [tuple(map(_head, ("序号", "程度", "事项", "原文", "应为")))]
    for _, group in open_groups(note):
        for one in group:
            finding = one.reviewed.finding
            rows.append((
                Cell(text=str(one.number)), Cell(text=finding.severity.label),
                _left(finding.about), Cell(text=finding.stated or NONE),
                Cell(text=finding.expected or NONE),
            ))  # fmt: skip
    return Table(caption="", widths=_INDEX, rows=tuple(rows))


# -- findings --------------------------------------------------------------------------


def _finding_chapter(note: AuditNote) -> Iterator[Section]:
    groups = open_groups(note)
    if not groups:
        return
    shown = {one.reviewed.finding.severity for _, group in groups for one in group}
    legend = "；".join(f"{s.label}：{MEANINGS[s]}" for s in Severity if s in shown)
    sections = tuple(
        Section(level=2, title=name, content=tuple(_card(one) for one in group))
        for name, group in groups
    )
    content: tuple[Block | Section, ...] = (Paragraph(text=f"{legend}。"), *sections)
    yield Section(level=1, title="发现的问题", content=content)


def _card(one: NumberedFinding) -> Table:
    finding = one.reviewed.finding
    title = f"{one.number}.【{finding.severity.label}】{finding.about}"
    rows: list[Row] = [
        (_head(title, columns=len(_CARD), align=Align.LEFT),),
        _wide("问题", finding.message),
        *_quotes(finding.places),
    ]
    for label, text in (
        ("算式", finding.arithmetic),
        ("处理", finding.how_to_fix),
        ("决定", status_text(one.reviewed)),
    ):
        if text:
            rows.append(_wide(label, text))
    return Table(
        caption="", widths=_CARD, rows=tuple(rows), header_rows=0, stays_together=True
    )


def _wide(label: str, text: str) -> Row:
    return _head(label), _left(text, columns=len(_CARD) - 1)


def _quotes(places: Sequence[Place]) -> Iterator[Row]:
    """Two quotations beside each other, with the places they stand at."""
    for first in range(0, len(places), _BESIDE):
        pair = places[first : first + _BESIDE]
        labels = [
            f"原文{number}" if len(places) > 1 else "原文"
            for number in range(first + 1, first + 1 + len(pair))
        ]
        texts = [f"{place.quote}\n（{place.locator}）" for place in pair]
        if len(pair) == _BESIDE:
            yield _head(labels[0]), _left(texts[0]), _head(labels[1]), _left(texts[1])
        else:
            yield _wide(labels[0], texts[0])


def _settled_chapter(note: AuditNote) -> Iterator[Section]:
    rows = [
        (
            Cell(text=str(one.number)), _left(one.reviewed.finding.about),
            Cell(text=one.reviewed.finding.stated or NONE),
            Cell(text=one.reviewed.finding.expected or NONE),
            _left(status_text(one.reviewed)),
        )
        for one in settled(note)
    ]  # fmt: skip
    if not rows:
        return
    head = tuple(map(_head, ("序号", "事项", "原文", "核查所得", "决定及理由")))
    table = Table(caption="", widths=_SETTLED, rows=(head, *rows))
    lead = Paragraph(
        text="下列发现已有决定，不再计入；事实变化后会重新列出。", leads=True
    )
    yield Section(level=1, title="已作决定的发现", content=(lead, table))


# -- scorecard, ledger -----------------------------------------------------------------


def _score_chapter(note: AuditNote) -> Iterator[Section]:
    if not note.forms:
        return
    content: list[Block] = []
    for form in note.forms:
        content += [Paragraph(text=text, leads=True) for text in total_texts(form)]
        content.append(score_table(form))
    yield Section(level=1, title="得分复算", content=tuple(content))


def score_table(form: NotedForm) -> Table:
    """The recomputed scorecard beside the stated one."""
    heads = (
        "指标", "指标值", "完成值", "分值", "原得分", "复算", "差额", "计算过程",
    )  # fmt: skip
    return Table(
        caption=form.stated.title or "自评表",
        widths=_SCORES,
        rows=(tuple(map(_head, heads)), *map(_score_row, score_lines(form))),
    )


def _score_row(line: ScoreLine) -> Row:
    texts = (
        line.target, line.actual, line.weight, line.stated, line.recomputed,
        line.difference,
    )  # fmt: skip
    return (
        _head(line.name) if line.is_total else _left(line.name),
        *(Cell(text=text) for text in texts),
        _left(line.derivation),
    )


def _ledger(note: AuditNote) -> Iterator[Block]:
    yield Paragraph(text="每个核查项看了多少处、发现多少、哪里无法判断：", leads=True)
    yield ledger_table(note)


def ledger_table(note: AuditNote) -> Table:
    """What each check looked at, found and could not judge."""
    rows: list[Row] = [
        tuple(map(_head, ("核查项", "看了", "发现", "无法\n判断", "说明")))
    ]
    for row in note.ledger:
        numbers = (row.looked_at, row.found, len(row.undecided))
        rows.append((
            _left(f"{row.check} {row.title}"),
            *(Cell(text=str(number)) for number in numbers),
            _left(ledger_text(row)),
        ))  # fmt: skip
    return Table(caption="", widths=_LEDGER, rows=tuple(rows))
