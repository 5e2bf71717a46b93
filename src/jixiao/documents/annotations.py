"""Give an author's own file back with a comment at each place, else untouched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jixiao.core.errors import UnreadableDocumentError
from jixiao.documents import docx, xlsx
from jixiao.documents.annotated_docx import annotate_docx
from jixiao.documents.annotated_parts import Parts
from jixiao.documents.annotated_places import Note
from jixiao.documents.annotated_xlsx import annotate_xlsx
from jixiao.documents.gathering import without_controls

_KIND = "Word 或 Excel 文件"
_SIGNED = "原文件带有数字签名；加入批注后签名失效，请以原文件为准。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """The file with its comments."""

    content: bytes
    placed: int
    """Notes that stand at their place."""
    unplaced: tuple[Note, ...]
    """Notes that stand at the beginning, because their place was not found."""
    remarks: tuple[str, ...] = ()
    """Chinese sentences about the file as a whole."""


def annotate(content: bytes, *, name: str, notes: Sequence[Note]) -> Annotated:
    """Put a comment at each place: Word comments in a docx, cell notes in an xlsx.

    Args:
        content: the author's file.
        name: its name, for messages.
        notes: with places as the readers give them.

    Raises:
        UnreadableDocumentError: neither docx nor xlsx, damaged, or beyond the limits.
    """
    parts = Parts(content, _KIND) if content.startswith(b"PK") else None
    names = parts.archive.names if parts else frozenset[str]()
    annotate_parts = None
    if docx.main_member(names):
        annotate_parts = annotate_docx
    elif xlsx.MAIN in names:
        annotate_parts = annotate_xlsx
    if parts is None or annotate_parts is None:
        raise UnreadableDocumentError(
            "not_annotatable",
            f"批注只支持 Word（docx）和 Excel（xlsx）文件，{name}不是；"
            "请用原软件另存为 .docx 或 .xlsx 后再试。",
        )
    clean = [replace(note, text=without_controls(note.text)) for note in notes]
    unplaced = annotate_parts(parts, clean) if clean else []
    return Annotated(
        content=parts.packed() if clean else content,
        placed=len(clean) - len(unplaced),
        unplaced=tuple(unplaced),
        remarks=(_SIGNED,) if clean and parts.is_signed else (),
    )
