"""Evidence files on disk: written before their row, named by their digest.

A process that dies between the two leaves a file without a row, which harms nobody;
never a row without its file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.core.files import File

from jixiao.web.filing.errors import ChangedFileError
from jixiao.web.filing.models import Evidence

ROOM = "evidence"
_CHUNK = 1 << 20


def open_unchanged(evidence: Evidence) -> File[bytes]:
    """Open a stored file, held against its digest first.

    Raises:
        ChangedFileError: it is gone, or somebody changed it on the disk.
    """
    try:
        stream = evidence.file.open("rb")
    except FileNotFoundError as error:
        raise ChangedFileError(f"“{evidence.name}”在服务器上已不存在") from error
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    if digest.hexdigest() != evidence.digest:
        stream.close()
        raise ChangedFileError(f"“{evidence.name}”与上传时的校验码不符，可能被改动")
    stream.seek(0)
    return stream


class Trouble(StrEnum):
    """What can be wrong with the folder."""

    MISSING = "缺失"
    CHANGED = "被改动"
    ORPHAN = "无主"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One file that is not as it should be."""

    trouble: Trouble
    place: str
    """Path below the folder of files."""
    about: str
    """Name of the evidence; "" for orphans."""


def inspect() -> Iterator[Found]:
    """Hold every evidence row against its file, and every file against the rows."""
    known = set()
    for evidence in Evidence.objects.iterator():
        place = str(evidence.file.name)
        known.add(place)
        try:
            open_unchanged(evidence).close()
        except ChangedFileError:
            exists = evidence.file.storage.exists(place)
            yield Found(
                trouble=Trouble.CHANGED if exists else Trouble.MISSING,
                place=place, about=evidence.name,
            )  # fmt: skip
    root = Path(settings.MEDIA_ROOT)
    for path in sorted((root / ROOM).rglob("*")):
        place = path.relative_to(root).as_posix()
        if path.is_file() and place not in known:
            yield Found(trouble=Trouble.ORPHAN, place=place, about="")
