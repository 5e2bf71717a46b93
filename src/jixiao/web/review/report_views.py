"""报告: the paper as it prints, and every file of it."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from jixiao.core.errors import JixiaoError
from jixiao.reports.render import FORM, REPORT
from jixiao.web.accounts.middleware import ActorRequest
from jixiao.web.filing.storage import open_unchanged
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.selectors import evaluation_for
from jixiao.web.planning.states import AT_BUREAU, State
from jixiao.web.review import keeping
from jixiao.web.review.auditing import look_at, review_of_answers
from jixiao.web.review.composing import files_of, note_docx, outline_of, page_of
from jixiao.web.review.models import KeptFile
from jixiao.workflows.prepare_report import Format

KINDS = {
    "docx": f"{REPORT}.docx", "form": f"{FORM}.docx", "xlsx": f"{FORM}.xlsx",
    "pdf": f"{REPORT}.pdf", "note": keeping.NOTE_FILE,
}  # fmt: skip
_FORMATS = {"docx": Format.DOCX, "form": Format.DOCX, "xlsx": Format.XLSX,
            "pdf": Format.PDF}  # fmt: skip
ZIP = "zip"
APPROVED = AT_BUREAU | {State.APPROVED}
"""From here on a file is no draft."""


@require_GET
def report(request: ActorRequest, pk: int) -> HttpResponse:
    """Preview, chapters, what is missing, downloads."""
    evaluation = evaluation_for(request.actor, pk)
    facts = {
        "evaluation": evaluation, "here": "report", "outline": outline_of(evaluation),
        "is_draft": evaluation.state not in APPROVED,
        "evidence_number": len(keeping.evidence_of(evaluation)),
        "submissions": evaluation.submissions.all(),
    }  # fmt: skip
    return render(request, "review/report.html", facts)


@require_GET
@csp_replace({"style-src": [UNSAFE_INLINE], "script-src": [NONE]})  # type: ignore[arg-type]
def report_page(request: ActorRequest, pk: int) -> HttpResponse:
    """The report itself, for the frame: it brings its own style, no script."""
    evaluation = evaluation_for(request.actor, pk)
    try:
        return HttpResponse(page_of(evaluation))
    except JixiaoError as error:
        facts = {"title": "报告还不能生成", "sentence": str(error)}
        return render(request, "review/no_page.html", facts, status=422)


@require_GET
def download(request: ActorRequest, pk: int, kind: str) -> HttpResponseBase:
    """One file, or all of them with the evidence."""
    if kind not in KINDS and kind != ZIP:
        raise Http404
    evaluation = evaluation_for(request.actor, pk)
    try:
        if kind == ZIP:
            return _zipped(evaluation, request.actor.at)
        content = _content(evaluation, kind, request.actor.at)
    except JixiaoError as error:
        messages.error(request, str(error))
        return redirect("review:report", pk)
    is_shown = kind == "pdf" and "inline" in request.GET
    name = file_name(evaluation, KINDS[kind])
    return attachment(content, name, is_shown=is_shown)


def attachment(content: bytes, name: str, *, is_shown: bool = False) -> FileResponse:
    """Bytes to be saved under a Chinese name, or shown by the browser."""
    return FileResponse(io.BytesIO(content), as_attachment=not is_shown, filename=name)


def file_name(evaluation: Evaluation, name: str) -> str:
    """The name of a download: whose, of which year, and whether it is a draft."""
    stem, _, ending = name.rpartition(".")
    draft = "" if evaluation.state in APPROVED else "（草稿）"
    whose = keeping.safe_name(evaluation.organisation.name)
    what = keeping.safe_name(evaluation.name)
    return f"{whose}{evaluation.year}年度{what}{stem}{draft}.{ending}"


def _content(evaluation: Evaluation, kind: str, at: datetime) -> bytes:
    """A file as it was submitted; before that, as it would be written now."""
    name = KINDS[kind]
    if evaluation.state in AT_BUREAU:
        kept = _last_kept(evaluation).filter(name=name).first()
        if kept is not None:
            return keeping.content_of(kept)
    if kind == "note":
        looked = look_at(evaluation)
        review = review_of_answers(looked.audited, evaluation)
        return note_docx(looked.audited, review, file=looked.file, at=at)
    return files_of(evaluation, formats=[_FORMATS[kind]])[name]


def _last_kept(evaluation: Evaluation) -> QuerySet[KeptFile]:
    last = evaluation.submissions.last()
    return KeptFile.objects.filter(submission=last)


def _zipped(evaluation: Evaluation, at: datetime) -> FileResponse:
    """Everything in one package, from the disk file by file; memory holds one."""
    package: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed when sent
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in _members(evaluation, at):
            bundle.writestr(name, content)
    package.seek(0)
    return FileResponse(
        package, as_attachment=True, filename=file_name(evaluation, "报送材料.zip")
    )


def _members(evaluation: Evaluation, at: datetime) -> Iterator[tuple[str, bytes]]:
    if evaluation.state in AT_BUREAU:
        for kept in _last_kept(evaluation):
            yield kept.name, keeping.content_of(kept)
        return
    formats = (Format.DOCX, Format.XLSX, Format.PDF)
    yield from files_of(evaluation, formats=formats).items()
    yield keeping.NOTE_FILE, _content(evaluation, "note", at)
    for one in keeping.evidence_of(evaluation):
        with open_unchanged(one) as stream:
            yield keeping.evidence_name(one), stream.read()
