"""The parts of an Office file while comments are added: relations, types, the new zip.

What is not changed comes out byte for byte as it went in.
"""

from __future__ import annotations

import copy
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree
from lxml.etree import _Element as Element

from jixiao.documents.zipped import Archive

_TYPES = "[Content_Types].xml"
_TYPES_SPACE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS_SPACE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_SIGNATURES = "_xmlsignatures/"
_OLDEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One part names another."""

    identity: str
    kind: str
    """The last word of the kind's address, such as `comments`."""
    target: str


class Parts:
    """An Office file as parts that can be read, replaced and added.

    Args:
        content: the whole file.
        kind: the Chinese name of the document, for messages.
    """

    def __init__(self, content: bytes, kind: str) -> None:
        self.archive = Archive(content, kind)
        self._content = content
        self._changed: dict[str, bytes] = {}

    @property
    def is_signed(self) -> bool:
        """Whether there is a digital signature, which no change survives."""
        return any(name.startswith(_SIGNATURES) for name in self.archive.names)

    def read(self, name: str) -> bytes:
        """A part, as it was last replaced."""
        return self._changed.get(name) or self.archive.read(name)

    def xml(self, name: str) -> Element:
        """Parse a part, as it was last replaced."""
        if name in self._changed:
            return etree.fromstring(self._changed[name])  # our own, or checked before
        return self.archive.xml(name)

    def replace(self, name: str, content: bytes | Element) -> None:
        """Replace or add a part."""
        if not isinstance(content, bytes):
            content = etree.tostring(
                content.getroottree(), xml_declaration=True, encoding="UTF-8",
                standalone=True,
            )  # fmt: skip
        self._changed[name] = content

    def new_name(self, pattern: str) -> str:
        """The first name of that pattern, such as `xl/comments{}.xml`, that is free."""
        taken = {name.lower() for name in (*self.archive.names, *self._changed)}
        number = 1
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)

    def relations(self, source: str) -> Iterator[Relation]:
        """Which other parts one names; those that are missing are left out."""
        name = _relations_of(source)
        for relation in self.xml(name) if self._has(name) else ():
            target = posixpath.join(f"/{source}/..", relation.get("Target", ""))
            member = posixpath.normpath(target).lstrip("/")
            if member in self.archive.names:
                yield Relation(
                    identity=relation.get("Id", ""),
                    kind=relation.get("Type", "").rpartition("/")[2],
                    target=member,
                )

    def related(self, source: str, kind: str) -> str | None:
        """The first part that another one names under a kind of relation."""
        found = (r.target for r in self.relations(source) if r.kind == kind)
        return next(found, None)

    def relate(self, source: str, kind: str, target: str) -> str:
        """Add a relation between two parts.

        Args:
            source: the part that gets it.
            kind: the whole address of the kind of relation.
            target: the other part.

        Returns:
            The id of the relation.
        """
        name = _relations_of(source)
        root = (
            self.xml(name)
            if self._has(name)
            else _root(_RELATIONS_SPACE, "Relationships")
        )
        taken = {relation.get("Id") for relation in root}
        identity = next(i for n in range(1, len(taken) + 2)
                        if (i := f"rIdJixiao{n}") not in taken)  # fmt: skip
        relation = etree.SubElement(root, f"{_RELATIONS_SPACE}Relationship")
        relation.set("Id", identity)
        relation.set("Type", kind)
        relation.set("Target", posixpath.relpath(target, posixpath.dirname(source)))
        self.replace(name, root)
        return identity

    def declare(self, name: str, content_type: str) -> None:
        """Say what a new part holds."""
        root = self.xml(_TYPES) if self._has(_TYPES) else _root(_TYPES_SPACE, "Types")
        override = etree.SubElement(root, f"{_TYPES_SPACE}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", content_type)
        self.replace(_TYPES, root)

    def _has(self, name: str) -> bool:
        return name in self._changed or name in self.archive.names

    def packed(self) -> bytes:
        """The file with its changed parts, the others and their order kept."""
        file = BytesIO()
        left = dict(self._changed)
        with (
            zipfile.ZipFile(BytesIO(self._content)) as old,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            new.comment = old.comment
            last = {info.filename: info for info in old.infolist()}
            for name, info in last.items():
                content = left.pop(name, None)
                if content is None:
                    content = self.archive.read(name)
                new.writestr(_head(info), content)
            for name, content in left.items():
                new.writestr(zipfile.ZipInfo(name, _OLDEST), content,
                             zipfile.ZIP_DEFLATED)  # fmt: skip
        return file.getvalue()


def _head(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """What the directory says of a member, sizes and place apart."""
    head = copy.copy(info)
    if head.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        head.compress_type = zipfile.ZIP_DEFLATED
    head.date_time = max(head.date_time, _OLDEST)
    head.extra = b""
    return head


def _relations_of(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _root(space: str, name: str) -> Element:
    return etree.Element(f"{space}{name}", nsmap={None: space.strip("{}")})
