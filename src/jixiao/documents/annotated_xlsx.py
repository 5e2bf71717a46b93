"""Cell notes in an author's own xlsx: nothing else in it changes.

A note is a text in the comments of a sheet and a box in its VML drawing; Excel wants
both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from lxml import etree
from lxml.etree import _Element as Element

from jixiao.documents.annotated_parts import Parts
from jixiao.documents.annotated_places import AUTHOR, Note, Spot, lost, spot_of
from jixiao.documents.annotated_vml import new_drawing, with_boxes
from jixiao.documents.limits import damaged
from jixiao.documents.xlsx import KIND, Sheet, axes, grid_cells, visible_sheets

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_CONTENT_TYPE = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
)
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_BEHIND_DRAWING = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
"""What the schema puts behind the drawing of the notes."""
_THREAD = "tc={"
"""Authors of conversations begin so; Excel shows those and no note beside them."""
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Position = tuple[int, int]
"""Row and column of a sheet, counted from 0."""


def annotate_xlsx(parts: Parts, notes: Sequence[Note]) -> list[Note]:
    """Add a note to the cell of each place.

    Returns:
        Notes whose place was not found: they stand at the first cell.
    """
    sheets = list(visible_sheets(parts.archive))
    if not sheets:
        raise damaged(KIND)
    spots, anchors = _spots(sheets)
    texts: dict[str, dict[Position, list[str]]] = defaultdict(lambda: defaultdict(list))
    unplaced = []
    for note in notes:
        spot = spot_of(note, spots)
        if spot is None:
            unplaced.append(note)
            texts[sheets[0].member][0, 0].append(lost(note))
        else:
            member, position = anchors[spot.anchor]
            texts[member][position].append(note.text)
    for member, by_position in texts.items():
        _SheetNotes(parts, member).add(by_position)
    return unplaced


def _spots(sheets: Sequence[Sheet]) -> tuple[list[Spot], list[tuple[str, Position]]]:
    """Every cell that holds text or belongs to the table, and where it stands."""
    spots: list[Spot] = []
    anchors: list[tuple[str, Position]] = []
    tables = 0
    for sheet in sheets:
        if not sheet.texts:
            continue
        tables += 1
        rows, columns = axes(sheet.texts)
        cells = grid_cells(sheet.texts, sheet.areas)
        for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
            spots.append(
                Spot(
                    text=cell.text, table=tables, sheet=sheet.name,
                    rows=range(cell.row, cell.row + cell.row_span),
                    columns=range(cell.column, cell.column + cell.column_span),
                    anchor=len(anchors),
                )
            )  # fmt: skip
            anchors.append((sheet.member, (rows[cell.row], columns[cell.column])))
    return spots, anchors


class _SheetNotes:
    """The notes of one sheet, new ones beside those that it has."""

    def __init__(self, parts: Parts, member: str) -> None:
        self._parts = parts
        self._member = member
        self._name = parts.related(member, "comments")
        self._root = parts.xml(self._name) if self._name else None

    @cached_property
    def _space(self) -> str:
        return str(self._sheet.tag).removesuffix("worksheet")

    @cached_property
    def _sheet(self) -> Element:
        return self._parts.xml(self._member)

    @property
    def _office(self) -> str:
        return _STRICT if "purl.oclc.org" in self._space else _OFFICE

    def add(self, texts: dict[Position, list[str]]) -> None:
        """Add texts to the notes of cells, boxes for those that had none."""
        root = self._comments()
        author = self._author(root)
        boxes: list[Position] = []
        for position, own in sorted(texts.items()):
            free = _without_thread(root, position)
            told = own if free == position else [f"（{_reference(position)}）{t}" for t in own]  # fmt: skip
            if _add_text(root, free, "\n\n".join(told), author):
                boxes.append(free)
        assert self._name is not None
        self._parts.replace(self._name, root)
        if boxes:
            self._draw(boxes)

    def _comments(self) -> Element:
        if self._root is not None:
            return self._root
        self._name = self._parts.new_name("xl/comments{}.xml")
        self._parts.relate(self._member, f"{self._office}/comments", self._name)
        self._parts.declare(self._name, _CONTENT_TYPE)
        space = self._space
        root = etree.Element(f"{space}comments", nsmap={None: space.strip("{}")})
        etree.SubElement(root, f"{space}authors")
        etree.SubElement(root, f"{space}commentList")
        return root

    def _author(self, root: Element) -> str:
        authors = _child(root, "authors")
        names = [author.text for author in authors]
        if AUTHOR not in names:
            etree.SubElement(authors, f"{_space_of(root)}author").text = AUTHOR
            return str(len(names))
        return str(names.index(AUTHOR))

    def _draw(self, boxes: Sequence[Position]) -> None:
        """Draw a box for each note into the drawing of the sheet."""
        name = self._drawing()
        if name is not None:
            drawing = with_boxes(self._parts.read(name), boxes)
            self._parts.replace(name, drawing)
            return
        name = self._parts.new_name("xl/drawings/vmlDrawing{}.vml")
        self._parts.replace(name, with_boxes(new_drawing(), boxes))
        self._parts.declare(name, _VML_TYPE)
        identity = self._parts.relate(self._member, f"{self._office}/vmlDrawing", name)
        self._link(identity)

    def _drawing(self) -> str | None:
        """The drawing of the notes; that of page heads is another one."""
        link = self._sheet.find(f"{self._space}legacyDrawing")
        if link is None:
            return None
        ids = set(link.attrib.values())
        relations = self._parts.relations(self._member)
        return next((r.target for r in relations if r.identity in ids), None)

    def _link(self, identity: str) -> None:
        """Name the drawing in the sheet, where the schema wants it."""
        sheet, space = self._sheet, self._space
        for broken in sheet.findall(f"{space}legacyDrawing"):
            sheet.remove(broken)
        link = etree.Element(
            f"{space}legacyDrawing", {f"{{{self._office}}}id": identity}
        )
        behind = {f"{space}{name}" for name in _BEHIND_DRAWING}
        following = next((child for child in sheet if child.tag in behind), None)
        if following is None:
            sheet.append(link)
        else:
            following.addprevious(link)
        self._parts.replace(self._member, sheet)


def _space_of(root: Element) -> str:
    return str(root.tag).removesuffix("comments")


def _child(root: Element, name: str) -> Element:
    child = root.find(f"{_space_of(root)}{name}")
    return etree.SubElement(root, f"{_space_of(root)}{name}") if child is None else child  # fmt: skip


def _found(root: Element, position: Position) -> Element | None:
    reference = _reference(position)
    return next((c for c in _child(root, "commentList") if c.get("ref") == reference), None)  # fmt: skip


def _without_thread(root: Element, position: Position) -> Position:
    """The cell itself, or the next one to the right that holds no conversation."""
    authors = [author.text or "" for author in _child(root, "authors")]
    row, column = position
    while (note := _found(root, (row, column))) is not None:
        number = note.get("authorId", "")
        is_known = number.isdecimal() and int(number) < len(authors)
        if not is_known or not authors[int(number)].startswith(_THREAD):
            break
        column += 1
    return row, column


def _add_text(root: Element, position: Position, text: str, author: str) -> bool:
    """Add to the note of a cell, or make one; whether it needs a box."""
    space = _space_of(root)
    note = _found(root, position)
    is_new = note is None
    if note is None:
        attributes = {"ref": _reference(position), "authorId": author}
        note = etree.SubElement(_child(root, "commentList"), f"{space}comment", attributes)  # fmt: skip
    holder = note.find(f"{space}text")
    if holder is None:
        holder = etree.SubElement(note, f"{space}text")
        note.insert(0, holder)
    before = "" if is_new else "\n\n"
    run = etree.SubElement(holder, f"{space}r")
    holder.extend(holder.findall(f"{space}rPh"))  # sounds stand behind all texts
    words = etree.SubElement(run, f"{space}t")
    words.text = f"{before}{AUTHOR}：\n{text}"
    words.set(_XML_SPACE, "preserve")
    return is_new


def _reference(position: Position) -> str:
    """Name a cell as Excel does.

    >>> _reference((6, 0)), _reference((0, 27))
    ('A7', 'AB1')
    """
    row, column = position
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
