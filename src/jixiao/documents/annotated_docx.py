"""Word comments in an author's own docx: nothing else in it changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree
from lxml.etree import _Element as Element

from jixiao.documents.annotated_parts import Parts
from jixiao.documents.annotated_places import (
    AUTHOR,
    INITIALS,
    Note,
    Spot,
    lost,
    pieces_of,
    spot_of,
)
from jixiao.documents.blocks import Blocks, Cell, Container, Table
from jixiao.documents.docx import (
    ReadBody,
    body_of,
    keep_shown,
    main_member,
    paragraphs_inside,
    placed_cells,
    read_body,
    rows_inside,
    text_inside,
)
from jixiao.documents.flattened import with_tables
from jixiao.documents.rows import squeezed
from jixiao.documents.word_numbering import W

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT_TYPE = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
)
_P, _BOX = W + "p", W + "txbxContent"
_ID = W + "id"
_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference", "comment")
_PARAGRAPH_FORMAT = (
    ("spacing", {"line": "240", "lineRule": "auto"}),
    ("ind", {"firstLineChars": "0", "firstLine": "0"}),
    ("jc", {"val": "left"}),
)
"""What keeps the layout of an official letter out of the margin."""
_HALF_POINTS = "20"


def annotate_docx(parts: Parts, notes: Sequence[Note]) -> list[Note]:
    """Add a comment for each note.

    Returns:
        Notes whose place was not found: they stand at the beginning of the document.
    """
    body = body_of(parts.archive)
    main = main_member(parts.archive.names)
    assert main is not None
    places = _Places(parts, body)
    comments = _Comments(parts, main, body)
    unplaced = []
    for note in notes:
        spot = spot_of(note, places.spots)
        if spot is None:
            unplaced.append(note)
            comments.add(places.beginning, "", lost(note))
        else:
            comments.add(places.paragraphs_of(spot), note.quote, note.text)
    parts.replace(main, body.getroottree().getroot())
    comments.save()
    return unplaced


class _Places:
    """The spots of a document, and the paragraphs of the body to be changed.

    Reading takes out of a body what Word does not show, so a second copy is read; its
    paragraphs are those of the first in the same order.
    """

    def __init__(self, parts: Parts, body: Element) -> None:
        self._paragraphs = list(body.iter(_P))
        copy = body_of(parts.archive)
        self._order = {element: at for at, element in enumerate(copy.iter(_P))}
        self._anchors: list[list[Element]] = []
        self.spots = list(self._spots(read_body(parts.archive, copy)))

    @property
    def beginning(self) -> list[Element]:
        """The first paragraph of the document."""
        return self._paragraphs[:1]

    def paragraphs_of(self, spot: Spot) -> list[Element]:
        """The paragraphs to be commented, those of a text box by its anchor."""
        found = [self._paragraphs[self._order[p]] for p in self._anchors[spot.anchor]]
        return [_outside_boxes(paragraph) for paragraph in found]

    def _spots(self, read: ReadBody) -> Iterator[Spot]:
        for number, element in read.paragraphs.items():
            text = text_inside(element)
            yield Spot(text=text, paragraph=number, anchor=self._anchor([element]))
        blocks = Blocks(container=Container.DOCX, blocks=read.blocks)
        tables = [b for b in read.blocks if isinstance(b, Table)]
        known = [
            b.number
            for b in with_tables(blocks)[0].blocks
            if isinstance(b, Table) and b.merges_known
        ]  # tables made of lines count too, so that the others are numbered on
        for table, number in zip(tables, known, strict=True):
            yield from self._cells(table, number, read.tables[table.number])

    def _cells(self, table: Table, number: int, element: Element) -> Iterator[Spot]:
        cells = {(cell.row, cell.column): cell for cell in table.cells}
        for row, tr in enumerate(rows_inside(element)):
            for tc, column, _ in placed_cells(tr):
                cell = cells.get((row, column))
                paragraphs = list(paragraphs_inside(tc))
                if cell is not None and paragraphs:
                    yield Spot(
                        text=cell.text, table=number, rows=_rows(cell),
                        columns=_columns(cell),
                        anchor=self._anchor(paragraphs),
                    )  # fmt: skip

    def _anchor(self, paragraphs: list[Element]) -> int:
        self._anchors.append(paragraphs)
        return len(self._anchors) - 1


def _rows(cell: Cell) -> range:
    return range(cell.row, cell.row + cell.row_span)


def _columns(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.column_span)


def _outside_boxes(paragraph: Element) -> Element:
    """The paragraph itself; Word takes no comments in text boxes, but at their anchor."""
    for box in paragraph.iterancestors(_BOX):
        paragraph = next(box.iterancestors(_P), paragraph)
    return paragraph


class _Comments:
    """The comments of a document, new ones after those that it has."""

    def __init__(self, parts: Parts, main: str, body: Element) -> None:
        self._parts = parts
        self._name = parts.related(main, "comments")
        if self._name is None:
            self._root = etree.Element(W + "comments", nsmap={"w": W.strip("{}")})
            self._name = parts.new_name("word/comments{}.xml")
            if "word/comments.xml" not in parts.archive.names:
                self._name = "word/comments.xml"
            parts.relate(main, f"{_OFFICE}/comments", self._name)
            parts.declare(self._name, _CONTENT_TYPE)
        else:
            self._root = parts.xml(self._name)
        self._next = _highest(self._root, body) + 1

    def add(self, paragraphs: Sequence[Element], quote: str, text: str) -> None:
        """Comment a stretch of paragraphs, or the runs of one that hold the quote."""
        if not paragraphs:
            return
        first, last = _covered(paragraphs, quote)
        start = etree.Element(W + "commentRangeStart", {_ID: str(self._next)})
        end = etree.Element(W + "commentRangeEnd", {_ID: str(self._next)})
        reference = etree.Element(W + "r")
        etree.SubElement(reference, W + "commentReference", {_ID: str(self._next)})
        _put_before(first, start)
        _put_after(last, end)
        end.addnext(reference)
        self._root.append(_comment(self._next, text))
        self._next += 1

    def save(self) -> None:
        """Put the comments back among the parts."""
        assert self._name is not None
        self._parts.replace(self._name, self._root)


Edge = tuple[Element, Element | None]
"""A paragraph and the child at the edge of a range; None where it has no content."""


def _covered(paragraphs: Sequence[Element], quote: str) -> tuple[Edge, Edge]:
    for paragraph in paragraphs:
        if found := _children_with(paragraph, pieces_of(quote)):
            return (paragraph, found[0]), (paragraph, found[-1])
    first, last = paragraphs[0], paragraphs[-1]
    return (first, next(iter(_content(first)), None)), (
        last,
        next(iter(reversed(_content(last))), None),
    )


def _content(paragraph: Element) -> list[Element]:
    return [child for child in paragraph if child.tag != W + "pPr"]


def _children_with(paragraph: Element, pieces: Sequence[str]) -> list[Element]:
    """The children of a paragraph that hold a quote, from its first to its last."""
    children = _content(paragraph)
    texts = [squeezed(_shown_text(child)) for child in children]
    text, at, starts = "".join(texts), 0, []
    for piece in pieces:
        at = text.find(piece, at)
        if at < 0 or not piece:
            return []
        starts.append(at)
        at += len(piece)
    owners = [n for n, own in enumerate(texts) for _ in own]
    return children[owners[starts[0]] : owners[at - 1] + 1] if starts else []


def _shown_text(child: Element) -> str:
    holder = etree.Element(W + "body")
    holder.append(deepcopy(child))
    holder[0].tail = None
    keep_shown(holder)
    return text_inside(holder)


def _put_before(edge: Edge, mark: Element) -> None:
    paragraph, child = edge
    if child is not None:
        child.addprevious(mark)
    else:
        paragraph.append(mark)


def _put_after(edge: Edge, mark: Element) -> None:
    """Behind the child, and behind the marks of comments that end there already."""
    paragraph, child = edge
    if child is None:
        paragraph.append(mark)
        return
    at = child
    while (following := at.getnext()) is not None and _is_mark(following):
        at = following
    at.addnext(mark)


def _is_mark(element: Element) -> bool:
    if element.tag == W + "commentRangeEnd":
        return True
    return element.tag == W + "r" and element.find(W + "commentReference") is not None


def _highest(*roots: Element) -> int:
    """The highest comment id in use; -1 if there is none."""
    tags = [W + name for name in _MARKS]
    ids = (element.get(_ID, "") for root in roots for element in root.iter(*tags))
    return max((int(text) for text in ids if text.isdecimal()), default=-1)


def _comment(identity: int, text: str) -> Element:
    attributes = {_ID: str(identity), W + "author": AUTHOR, W + "initials": INITIALS}
    comment = etree.Element(W + "comment", attributes)
    for line in text.splitlines() or [""]:
        paragraph = etree.SubElement(comment, _P)
        properties = etree.SubElement(paragraph, W + "pPr")
        for name, values in _PARAGRAPH_FORMAT:
            etree.SubElement(
                properties, W + name, {W + key: value for key, value in values.items()}
            )
        run = etree.SubElement(paragraph, W + "r")
        size = etree.SubElement(etree.SubElement(run, W + "rPr"), W + "sz")
        size.set(W + "val", _HALF_POINTS)
        etree.SubElement(run, W + "t").text = line
    return comment
