"""Facts of an evaluation → its official documents, as they stand at one version."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from django.core.cache import cache
from django.utils import timezone

from jixiao.core.decisions import Review
from jixiao.core.scoring import score_evaluation
from jixiao.reports.audit_document import compose_note
from jixiao.reports.document import Document, Heading, Paragraph, Table
from jixiao.reports.docx import render_docx
from jixiao.reports.render import REPORT, compose
from jixiao.web.planning.mapping import to_core
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.scoring import rulebook_of
from jixiao.workflows.audit_documents import AuditedDocument
from jixiao.workflows.audit_notes import note_of
from jixiao.workflows.prepare_report import Format, prepare_report
from jixiao.workflows.score_evaluation import Chosen, Scored

SOFTWARE = f"jixiao {version('jixiao')}"
_KEPT_SECONDS = 600
_PLACEHOLDER = re.compile("（此处(请填写[^）]+)）")
_SHOWN = 2
"""Levels of headings beside the preview."""


def scored(evaluation: Evaluation) -> Scored:
    """Facts with their score.

    Args:
        evaluation: with FACTS prefetched.
    """
    facts, book = to_core(evaluation), rulebook_of(evaluation)
    return Scored(
        evaluation=facts,
        chosen=Chosen(rulebook=book, why="自评数据中写明"),
        scorecard=score_evaluation(facts, book),
    )


def files_of(
    evaluation: Evaluation, *, formats: Collection[Format]
) -> dict[str, bytes]:
    """Report and form, each read back: file name → content.

    Raises:
        UnfaithfulOutputError: a file does not read back as written.
    """
    return prepare_report(scored(evaluation), formats=formats).files


def page_of(evaluation: Evaluation) -> bytes:
    """The report as a page; charts take a second, so it is kept for a while."""
    key = f"report-{evaluation.pk}-{evaluation.facts_version}-{version('jixiao')}"
    page: bytes | None = cache.get(key)
    if page is None:
        page = files_of(evaluation, formats=[Format.HTML])[f"{REPORT}.html"]
        cache.set(key, page, _KEPT_SECONDS)
    return page


def note_docx(
    audited: AuditedDocument, review: Review, *, file: str, at: datetime
) -> bytes:
    """The audit note (核查意见) as .docx."""
    day = timezone.localtime(at)
    date = f"{day.year}年{day.month}月{day.day}日"
    return render_docx(compose_note(note_of(audited, review, file=file, date=date)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What the report consists of, and the words that nobody gave yet."""

    headings: tuple[Heading, ...]
    placeholders: tuple[str, ...]


def outline_of(evaluation: Evaluation) -> Outline:
    """Headings of the report, and the places that ask for words.

    Args:
        evaluation: with FACTS prefetched.
    """
    one = scored(evaluation)
    report = compose(one.evaluation, one.scorecard, one.chosen.rulebook)[REPORT]
    asked = dict.fromkeys(
        match for text in _texts(report) for match in _PLACEHOLDER.findall(text)
    )
    return Outline(
        headings=tuple(
            b for b in report.blocks if isinstance(b, Heading) and 0 < b.level <= _SHOWN
        ),
        placeholders=tuple(asked),
    )


def _texts(report: Document) -> Iterator[str]:
    for block in report.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            yield from (cell.text for row in block.rows for cell in row)
