"""Files of a submission: on disk before their rows, and never changed afterwards.

A process that dies between the two leaves files without rows, which harm nobody; a
submission stands in the database only with all of its files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from jixiao.core.errors import JixiaoError
from jixiao.exchange.evaluation import to_json
from jixiao.web.files import digest_of, keep
from jixiao.web.filing.models import Evidence
from jixiao.web.filing.storage import open_unchanged
from jixiao.web.planning.mapping import to_core
from jixiao.web.planning.models import Evaluation
from jixiao.web.review.auditing import FACTS_FILE, look_at, review_of_answers
from jixiao.web.review.composing import files_of, note_docx
from jixiao.web.review.models import KeptFile, place_of
from jixiao.workflows.prepare_report import Format

NOTE_FILE = "核查意见.docx"
EVIDENCE_ROOM = "佐证"
_OFFICIAL = (Format.DOCX, Format.XLSX, Format.PDF)
_UNSAFE = re.compile(r'[\x00-\x1f\\/:*?"<>|]')


class KeptFileChangedError(JixiaoError):
    """A kept file is gone or was changed on the disk."""

    code = "kept_file_changed"


def keep_files(evaluation: Evaluation, *, at: datetime) -> list[KeptFile]:
    """Write everything that is submitted; give the rows, not saved yet.

    Args:
        evaluation: with FACTS prefetched.
        at: the moment of the submission.

    Raises:
        UnfaithfulOutputError: a document does not read back as written.
        ChangedFileError: evidence is gone or was changed on the disk.
    """
    return [_kept(evaluation.pk, *named) for named in _contents(evaluation, at)]


def content_of(kept: KeptFile) -> bytes:
    """A kept file, held against its digest.

    Raises:
        KeptFileChangedError: it is gone, or somebody changed it on the disk.
    """
    path = Path(settings.MEDIA_ROOT) / str(kept.file.name)
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise KeptFileChangedError(
            f"留存文件“{kept.name}”在服务器上已不存在"
        ) from error
    if digest_of(content) != kept.digest:
        raise KeptFileChangedError(
            f"留存文件“{kept.name}”与报送时的校验码不符，可能被改动；请联系管理员"
        )
    return content


def evidence_name(evidence: Evidence) -> str:
    """Where evidence stands in a package: by indicator, under the name it came with."""
    row = evidence.indicator
    room = f"{row.position:02d} {safe_name(row.name)}"
    # Two files of one indicator may be called alike.
    return f"{EVIDENCE_ROOM}/{room}/{evidence.digest[:6]} {safe_name(evidence.name)}"


def safe_name(text: str) -> str:
    """A text as part of a file name."""
    return _UNSAFE.sub("", text).strip(" .")[:80] or "未命名"


def evidence_of(evaluation: Evaluation) -> list[Evidence]:
    """All evidence in form order; each knows its indicator."""
    return [one for row in evaluation.indicators.all() for one in row.evidence.all()]


def _contents(evaluation: Evaluation, at: datetime) -> Iterator[tuple[str, bytes]]:
    yield from files_of(evaluation, formats=_OFFICIAL).items()
    yield FACTS_FILE, to_json(to_core(evaluation)).encode()
    looked = look_at(evaluation)
    review = review_of_answers(looked.audited, evaluation)
    yield NOTE_FILE, note_docx(looked.audited, review, file=looked.file, at=at)
    for one in evidence_of(evaluation):
        with open_unchanged(one) as stream:
            yield evidence_name(one), stream.read()


def _kept(evaluation: int, name: str, content: bytes) -> KeptFile:
    digest = digest_of(content)
    place = place_of(evaluation, digest)
    if not (Path(settings.MEDIA_ROOT) / place).exists():
        keep(content, place)
    return KeptFile(file=place, name=name, size=len(content), digest=digest)
