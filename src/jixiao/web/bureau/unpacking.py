"""Files as they were dropped → reports to audit; a zip is opened, never trusted.

Nothing is written to a place that the archive names: contents are kept by digest, one
after the other, and names serve to be read by people.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile

from jixiao.core.errors import JixiaoError
from jixiao.documents.limits import MAX_BYTES, MEGABYTE
from jixiao.web.bureau.models import place_of
from jixiao.web.files import digest_of, keep
from jixiao.workflows.read_form import DOCUMENT_SUFFIXES, FACTS_SUFFIXES

MOST_REPORTS = 5000
MOST_BYTES = 2048 * MEGABYTE
"""Of all contents together, unpacked."""
_LONGEST_NAME = 300
_IS_UTF8, _IS_ENCRYPTED = 0x800, 0x1
_KINDS = DOCUMENT_SUFFIXES + FACTS_SUFFIXES


class TooMuchError(JixiaoError):
    """More files or bytes than one batch takes."""

    code = "too_much"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One report that is audited."""

    name: str
    size: int
    digest: str
    """Its content is kept under it already."""


@dataclass(slots=True)
class Received:
    """What came of the files."""

    taken: list[Taken] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    """Names with the reason in brackets; nothing is left out in silence."""
    size: int = 0

    def add(self, name: str, content: bytes, known: set[str]) -> None:
        """Keep a file unless the batch has it already.

        Raises:
            TooMuchError: the batch is full.
        """
        digest = digest_of(content)
        if digest in known:
            self.skipped.append(f"{name}（与另一份内容相同）")
            return
        known.add(digest)
        self.size += len(content)
        if len(self.taken) == MOST_REPORTS or self.size > MOST_BYTES:
            raise TooMuchError(
                f"一批最多 {MOST_REPORTS} 份、共 {MOST_BYTES // MEGABYTE} 兆字节；请分几批上传"
            )
        keep(content, place_of(digest))
        self.taken.append(Taken(name=name, size=len(content), digest=digest))


def received(files: Iterable[UploadedFile[Any]]) -> Received:
    """Take in files; archives are opened one level deep.

    Raises:
        TooMuchError: more than one batch takes.
    """
    found, known = Received(), set[str]()
    for file in files:
        name = shown_name(file.name or "")
        if _is_hidden(name):
            continue
        for part, content in _parts(name, file):
            reason = _reason_against(part, content)
            if reason:
                found.skipped.append(f"{part}（{reason}）")
            else:
                assert isinstance(content, bytes), "the reasons hold the rest"
                found.add(part, content, known)
    return found


def _parts(name: str, file: UploadedFile[Any]) -> Iterable[tuple[str, bytes | str]]:
    if name.lower().endswith(".zip") and file.file is not None:
        return _unpacked(name, file.file)
    return [(name, file.read(MAX_BYTES + 1))]


def _reason_against(name: str, content: bytes | str) -> str:
    if isinstance(content, str):
        return content
    if PurePosixPath(name).suffix.lower() not in _KINDS:
        return "不是自评报告的格式"
    if len(content) > MAX_BYTES:
        return f"超过 {MAX_BYTES // MEGABYTE} 兆字节"
    return "" if content else "是空文件"


def _unpacked(name: str, file: IO[bytes]) -> Iterator[tuple[str, bytes | str]]:
    """Names and contents of an archive, or a reason instead of the content."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError):
        yield name, "压缩包已损坏，无法打开"
        return
    with archive:
        left = MOST_BYTES
        members = [one for one in archive.infolist() if not one.is_dir()]
        for member in members[: 2 * MOST_REPORTS]:
            inner = shown_name(_decoded(member))
            if _is_hidden(inner):
                continue
            content = _member(archive, member, min(left, MAX_BYTES))
            left -= len(content) if isinstance(content, bytes) else 0
            yield inner, content
        if len(members) > 2 * MOST_REPORTS:
            yield name, f"其中文件超过 {2 * MOST_REPORTS} 个，后面的没有收"


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int
) -> bytes | str:
    if member.flag_bits & _IS_ENCRYPTED:
        return "压缩包加了密码"
    if PurePosixPath(_decoded(member)).suffix.lower() not in _KINDS:
        return "不是自评报告的格式"
    try:
        with archive.open(member) as stream:
            return stream.read(most + 1)  # never more, whatever the header says
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError):
        return "在压缩包中已损坏"


def _decoded(member: zipfile.ZipInfo) -> str:
    """The name as it was meant: Windows packs Chinese names as GBK and says nothing."""
    if member.flag_bits & _IS_UTF8:
        return member.filename
    try:
        return member.orig_filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def shown_name(name: str) -> str:
    r"""A name that people read: no drive, no way upwards, not too long.

    >>> shown_name("../../etc/水利局.docx"), shown_name("C:\\报送\\住建局.pdf")
    ('etc/水利局.docx', '报送/住建局.pdf')
    """
    parts = name.replace("\\", "/").replace("\0", "").split("/")
    kept = [part for part in parts if part not in {"", ".", ".."} and ":" not in part]
    return "/".join(kept)[-_LONGEST_NAME:]


def _is_hidden(name: str) -> bool:
    """What systems and office programs leave beside the files."""
    path = PurePosixPath(name)
    return (
        path.name.startswith((".", "~$")) or "__MACOSX" in path.parts or not path.name
    )
