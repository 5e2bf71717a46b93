"""Compound files, the container of .doc, .xls, .wps, .et and of encrypted files."""

from __future__ import annotations

import struct
from io import BytesIO

import olefile

from jixiao.documents.limits import damaged

_BROKEN = (
    struct.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What the library lets through when a compound file is broken."""


class CompoundFile:
    """The streams of a compound file.

    Args:
        content: the whole file.
        kind: the Chinese name of the document, for messages.
    """

    def __init__(self, content: bytes, kind: str) -> None:
        self._kind = kind
        try:
            self._ole = olefile.OleFileIO(BytesIO(content))
            paths = self._ole.listdir(streams=True, storages=True)
        except _BROKEN as error:
            raise damaged(kind) from error
        self.names = frozenset("/".join(path) for path in paths)

    def read(self, name: str) -> bytes:
        """Read a stream to its end."""
        try:
            with self._ole.openstream(name) as stream:
                return bytes(stream.read())
        except _BROKEN as error:
            raise damaged(self._kind) from error
