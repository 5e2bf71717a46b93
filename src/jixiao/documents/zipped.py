"""Zip archives of XML, as docx and xlsx are: bounded, without entities or network."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from lxml import etree
from lxml.etree import _Element as Element

from jixiao.core.errors import UnreadableDocumentError
from jixiao.documents.limits import (
    MAX_INFLATED_BYTES,
    MAX_INFLATION,
    MAX_MEMBERS,
    MEGABYTE,
    SMALL_INFLATED_BYTES,
    damaged,
)

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    IndexError,
    NotImplementedError,
    RuntimeError,
)
"""What zipfile raises on broken members, also on encrypted and exotic ones."""


class Archive:
    """A zip archive whose members are inflated no further than the limits.

    Args:
        content: the whole file.
        kind: the Chinese name of the document, for messages.
    """

    def __init__(self, content: bytes, kind: str) -> None:
        self._kind = kind
        self._inflated = 0
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
            members = self._zip.infolist()
        except (*_BROKEN, UnicodeDecodeError) as error:
            raise damaged(kind) from error
        if len(members) > MAX_MEMBERS:
            raise _zip_bomb(kind)
        self._refuse_bomb(sum(member.file_size for member in members), len(content))
        self.names = frozenset(member.filename for member in members)

    def read(self, name: str) -> bytes:
        """Inflate one member, counting what really comes out.

        Raises:
            UnreadableDocumentError: the member is missing, damaged, encrypted or
                grows beyond the limits.
        """
        allowed = MAX_INFLATED_BYTES - self._inflated
        try:
            member = self._zip.getinfo(name)
            if member.flag_bits & 1:
                raise encrypted(self._kind)
            with self._zip.open(member) as stream:
                content = stream.read(allowed + 1)
        except (*_BROKEN, KeyError) as error:
            raise damaged(self._kind) from error
        self._inflated += len(content)
        self._refuse_bomb(self._inflated, max(member.compress_size, 1))
        return content

    def xml(self, name: str) -> Element:
        """Parse one member; document types and their entities are refused."""
        return parse_xml(self.read(name), self._kind)

    def _refuse_bomb(self, inflated: int, deflated: int) -> None:
        if inflated > MAX_INFLATED_BYTES or (
            inflated > SMALL_INFLATED_BYTES and inflated > MAX_INFLATION * deflated
        ):
            raise _zip_bomb(self._kind)


def parse_xml(content: bytes, kind: str) -> Element:
    """Parse XML without entities, network or document type.

    Raises:
        UnreadableDocumentError: damaged, or with a document type declaration.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(kind) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableDocumentError(
            "external_entity",
            f"{kind}内含有外部实体或文档类型声明，可能有害，已拒绝读取；"
            "请用办公软件打开后另存再试。",
        )
    return root


def encrypted(kind: str) -> UnreadableDocumentError:
    """Say that a password is in the way."""
    return UnreadableDocumentError(
        "encrypted", f"{kind}设有密码，无法读取；请去除密码后另存再试。"
    )


def _zip_bomb(kind: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        "zip_bomb",
        f"{kind}解压后超过{MAX_INFLATED_BYTES // MEGABYTE}兆字节或压缩比异常，"
        "可能是恶意文件，已拒绝读取；请确认文件来源。",
    )
