"""Read a web page: the charset it really has, its paragraphs, its tables of data."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree
from lxml.etree import _Element as Element

from jixiao.documents.blocks import Block, Cell
from jixiao.documents.gathering import Gathering
from jixiao.documents.limits import MAX_GRID_POSITIONS, MAX_SPAN, damaged, too_large

KIND = "网页"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_HEAD_BYTES = 4096
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252"}
_UNSEEN = ("script", "style", "nav", "noscript", "template", "head", "select",
           "button", "textarea", "iframe", "svg", "object", "rt", "rp")  # fmt: skip
_INLINE = {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data",
           "del", "dfn", "em", "font", "i", "img", "input", "ins", "kbd", "label",
           "mark", "nobr", "q", "ruby", "s", "samp", "small", "span", "strike",
           "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
           "o:p", "st1:chsdate"}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FURNITURE = {"nav", "navbar", "breadcrumb", "breadcrumbs", "footer"}
_SPACES = re.compile(r"[ \t\r\n\f]+")


def read_html(content: bytes) -> tuple[Block, ...]:
    """Read paragraphs and tables of data; a table that holds tables is layout.

    Raises:
        UnreadableDocumentError: no page in it, or beyond the limits.
    """
    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(decode_html(content), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(KIND) from error
    if root is None:
        raise damaged(KIND)
    _drop_unseen(root)
    gathering = Gathering()
    for piece in _pieces(root):
        if isinstance(piece, str):
            gathering.add_paragraph(piece)
        else:
            gathering.add_table(_cells(piece))
    return gathering.blocks


def decode_html(content: bytes) -> str:
    """Decode by BOM, then as declared, then as UTF-8, then as GB 18030.

    A page declared gb2312 holds GB 18030, as every browser assumes. A stray broken
    byte becomes U+FFFD, also as in a browser.
    """
    for bom, charset in _BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(charset, errors="replace")
    declared = _CHARSET.search(content[:_HEAD_BYTES])
    named = declared[1].decode("ascii").lower() if declared else "utf-8"
    charset = _known_charset(_SUPERSETS.get(named, named))
    for candidate in (charset, "utf-8", "gb18030"):
        try:
            return content.decode(candidate)
        except UnicodeDecodeError:
            continue
    return content.decode(charset, errors="replace")


def _known_charset(name: str) -> str:
    try:
        codec = codecs.lookup(name)
        codec.decode(b"", "strict")
    except (LookupError, UnicodeError, ValueError):
        return "utf-8"
    # The utf-16 that an ASCII-readable declaration names cannot be true.
    return "utf-8" if codec.name.startswith(("utf-16", "utf-32")) else codec.name


def _drop_unseen(root: Element) -> None:
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    for element in list(root.iter(etree.Element)):
        furniture = _FURNITURE.intersection(element.get("class", "").lower().split())
        if furniture or _HIDDEN.search(element.get("style", "")):
            _drop(element)


def _drop(element: Element) -> None:
    """Empty an element in place, so that the text behind it stays."""
    element.clear(keep_tail=True)


def _pieces(root: Element) -> Iterator[str | Element]:
    """Yield lines of text and tables of data in reading order."""
    line: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        is_data = element.tag == "table" and element is not root and _is_data(element)
        if not _is_inline(element):
            yield _joined(line)
            line = []
        if event == "end":
            line.append(element.tail or "" if element is not root else "")
        elif is_data:
            yield element
            walk.skip_subtree()
        else:
            line.append(element.text or "")
    yield _joined(line)


def _joined(line: list[str]) -> str:
    return _SPACES.sub(" ", "".join(line).replace("\xa0", " ")).strip()


def _is_inline(element: Element) -> bool:
    tag = str(element.tag)
    return tag in _INLINE or ":" in tag


def _is_data(table: Element) -> bool:
    """Tell a table of data from one that only lays out the page.

    That one holds other tables, or has a single column.
    """
    if any(inner is not table for inner in table.iter("table")):
        return False
    return any(len(list(tr.iterchildren("td", "th"))) > 1 for tr in table.iter("tr"))


def _cells(table: Element) -> list[Cell]:
    rows = list(table.iter("tr"))
    covered: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row, tr in enumerate(rows):
        column = 0
        for td in tr.iterchildren("td", "th"):
            while (row, column) in covered:
                column += 1
            height = _span(td.get("rowspan"), at_most=len(rows) - row)
            width = _span(td.get("colspan"), at_most=MAX_SPAN)
            if len(covered) + height * width > MAX_GRID_POSITIONS:
                raise too_large("网页中的合并单元格过多")
            covered.update(
                (r, c)
                for r in range(row, row + height)
                for c in range(column, column + width)
            )
            cells.append(
                Cell(
                    text="\n".join(line for line in _lines(td) if line),
                    row=row,
                    column=column,
                    row_span=height,
                    column_span=width,
                )
            )
            column += width
    return _without_idle_columns(cells)


def _lines(td: Element) -> Iterator[str]:
    return (piece for piece in _pieces(td) if isinstance(piece, str))


def _span(text: str | None, *, at_most: int) -> int:
    """Read a span; 0 rows mean all that follow, what is no number means one."""
    text = (text or "1").strip()
    if not (text.isascii() and text.isdigit()) or len(text) > 9:  # noqa: PLR2004
        return 1
    return min(int(text) or at_most, at_most)


def _without_idle_columns(cells: list[Cell]) -> list[Cell]:
    """Leave out columns in which no cell begins: a colspan was wider than the table."""
    columns = sorted({cell.column for cell in cells})
    moved = []
    for cell in cells:
        start = bisect_left(columns, cell.column)
        end = bisect_left(columns, cell.column + cell.column_span)
        moved.append(replace(cell, column=start, column_span=end - start))
    return moved
