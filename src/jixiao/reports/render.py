"""Render all official documents of one evaluation: file name → bytes."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from jixiao.core.evaluation import Evaluation
from jixiao.core.rulebook import Rulebook
from jixiao.core.scorecard import Scorecard
from jixiao.reports.document import Document, Table
from jixiao.reports.docx import render_docx
from jixiao.reports.form import compose_form
from jixiao.reports.html import render_html
from jixiao.reports.narrative import compose_report
from jixiao.reports.pdf import render_pdf
from jixiao.reports.xlsx import render_xlsx

REPORT, FORM = "自评报告", "自评表"


class Format(StrEnum):
    """A file format that report or form are written in."""

    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    HTML = "html"


def compose(
    evaluation: Evaluation, scorecard: Scorecard, rulebook: Rulebook
) -> dict[str, Document]:
    """Compose report and form before they have a format, by their file names."""
    form = compose_form(evaluation, scorecard, rulebook)
    return {
        REPORT: compose_report(evaluation, scorecard, rulebook),
        FORM: Document(title=form.caption, blocks=(form,)),
    }


def render_reports(
    evaluation: Evaluation,
    scorecard: Scorecard,
    rulebook: Rulebook,
    *,
    formats: Collection[Format] = tuple(Format),
) -> dict[str, bytes]:
    """Write report and form in the formats asked for.

    Args:
        evaluation: the facts.
        scorecard: their score, with derivations, under the same rulebook.
        rulebook: says which form is official.
        formats: report and form as docx and pdf, the form as xlsx, the report as html.

    Returns:
        File name → content, in a fixed order; the same bytes for the same facts.
    """
    composed = compose(evaluation, scorecard, rulebook)
    report, sheet = composed[REPORT], composed[FORM]
    (form,) = sheet.blocks
    assert isinstance(form, Table), "the form is one table"
    files: dict[str, bytes] = {}
    if Format.DOCX in formats:
        files[f"{REPORT}.docx"] = render_docx(report)
        files[f"{FORM}.docx"] = render_docx(sheet)
    if Format.XLSX in formats:
        files[f"{FORM}.xlsx"] = render_xlsx(form)
    if Format.PDF in formats:
        files[f"{REPORT}.pdf"] = render_pdf(report)
        files[f"{FORM}.pdf"] = render_pdf(sheet)
    if Format.HTML in formats:
        files[f"{REPORT}.html"] = render_html(report, evaluation, scorecard, rulebook)
    return files
