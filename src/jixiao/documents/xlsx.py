"""Read an xlsx from its XML: every cell as Excel shows it, every sheet one table."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from lxml.etree import _Element as Element

from jixiao.documents.blocks import Block, Cell
from jixiao.documents.gathering import Gathering
from jixiao.documents.limits import MAX_GRID_POSITIONS, damaged, too_large
from jixiao.documents.number_formats import BUILT_IN, GENERAL, shown
from jixiao.documents.zipped import Archive

KIND = "Excel 工作簿"
MAIN = "xl/workbook.xml"

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_TRUE = {"1", "true"}
_PHONETIC = "rPh"


@dataclass(frozen=True, slots=True)
class Area:
    """Rectangle of merged cells, last row and column included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a work sheet shows, and the zip member that holds it."""

    name: str | None
    member: str
    texts: dict[tuple[int, int], str]
    """By row and column of the sheet, counted from 0."""
    areas: list[Area]


def read_xlsx(content: bytes) -> tuple[Block, ...]:
    """Read the visible sheets; numbers show the digits that Excel shows.

    Raises:
        UnreadableDocumentError: damaged, encrypted, or beyond the limits.
    """
    gathering = Gathering()
    for sheet in visible_sheets(Archive(content, KIND)):
        gathering.add_table(grid_cells(sheet.texts, sheet.areas), name=sheet.name)
    return gathering.blocks


def visible_sheets(archive: Archive) -> Iterator[Sheet]:
    """Read the sheets that Excel shows, one after the other."""
    workbook = archive.xml(MAIN)
    space = str(workbook.tag).removesuffix("workbook")
    reader = _Reader(archive, space, since_1904=_since_1904(workbook, space))
    for sheet in workbook.iterfind(f"{space}sheets/{space}sheet"):
        member = reader.member_of(sheet)
        if member is not None and sheet.get("state", "visible") == "visible":
            texts, areas = reader.read_sheet(archive.xml(member))
            yield Sheet(name=sheet.get("name"), member=member, texts=texts, areas=areas)


def _since_1904(workbook: Element, space: str) -> bool:
    properties = workbook.find(f"{space}workbookPr")
    return properties is not None and properties.get("date1904") in _TRUE


class _Reader:
    def __init__(self, archive: Archive, space: str, *, since_1904: bool) -> None:
        self._space = space
        self._since_1904 = since_1904
        self._targets = _targets(archive)
        self._strings = self._read_strings(archive)
        self._codes = self._read_codes(archive)

    def member_of(self, sheet: Element) -> str | None:
        """The zip member that holds a sheet; None for charts and missing members."""
        for name, value in sheet.attrib.items():
            if str(name).endswith("}id"):
                return self._targets.get(str(value))
        return None

    def read_sheet(
        self, root: Element
    ) -> tuple[dict[tuple[int, int], str], list[Area]]:
        """Texts by row and column, counted from 0, and the merged areas."""
        texts: dict[tuple[int, int], str] = {}
        row = -1
        for element in root.iterfind(f"{self._space}sheetData/{self._space}row"):
            row = _index(element.get("r"), row + 1)
            column = -1
            for cell in element:
                place = _REFERENCE.fullmatch(cell.get("r", ""))
                column = _column(place[1]) if place else column + 1
                text = self._text(cell)
                if text.strip():
                    texts[row, column] = text
        merges = root.iterfind(f"{self._space}mergeCells/{self._space}mergeCell")
        areas = (_area(merge.get("ref", "")) for merge in merges)
        return texts, [area for area in areas if area]

    def _text(self, cell: Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return self._rich_text(cell.find(f"{self._space}is"))
        value = cell.findtext(f"{self._space}v", "")
        if kind == "n" and not value:
            # Never calculated: not blank, and not a number either.
            formula = cell.find(f"{self._space}f")
            return "" if formula is None else "=" + (formula.text or "")
        if kind == "n":
            code = self._codes.get(cell.get("s", "0"), GENERAL)
            return shown(value, code, since_1904=self._since_1904)
        if kind == "s":
            return self._strings.get(value.strip(), "")
        if kind == "b":
            return "TRUE" if value.strip() in _TRUE else "FALSE"
        return value

    def _rich_text(self, element: Element | None) -> str:
        if element is None:
            return ""
        parts = [
            text.text or ""
            for text in element.iter(f"{self._space}t")
            if not self._is_phonetic(text)
        ]
        return "".join(parts).replace("_x000D_", "")

    def _is_phonetic(self, text: Element) -> bool:
        parent = text.getparent()
        return parent is not None and parent.tag == self._space + _PHONETIC

    def _read_strings(self, archive: Archive) -> dict[str, str]:
        name = _named(archive, "sharedStrings.xml")
        if name is None:
            return {}
        items = archive.xml(name).iterfind(f"{self._space}si")
        return {str(i): self._rich_text(item) for i, item in enumerate(items)}

    def _read_codes(self, archive: Archive) -> dict[str, str]:
        """Format code by cell style."""
        name = _named(archive, "styles.xml")
        if name is None:
            return {}
        root, space = archive.xml(name), self._space
        own = {
            form.get("numFmtId"): form.get("formatCode", GENERAL)
            for form in root.iterfind(f"{space}numFmts/{space}numFmt")
        }
        styles = root.iterfind(f"{space}cellXfs/{space}xf")
        identifiers = (style.get("numFmtId", "0") for style in styles)
        return {
            str(index): own.get(number) or BUILT_IN.get(number, GENERAL)
            for index, number in enumerate(identifiers)
        }


def _named(archive: Archive, name: str) -> str | None:
    return next(
        (n for n in sorted(archive.names) if n.lower() == f"xl/{name}".lower()), None
    )


def _targets(archive: Archive) -> dict[str, str]:
    """Zip member by relation id of the workbook."""
    name = "xl/_rels/workbook.xml.rels"
    if name not in archive.names:
        raise damaged(KIND)
    targets = {}
    for relation in archive.xml(name):
        if not relation.get("Type", "").endswith("/worksheet"):
            continue
        target = posixpath.join("/xl", relation.get("Target", ""))
        member = posixpath.normpath(target).lstrip("/")
        if member in archive.names:
            targets[relation.get("Id", "")] = member
    return targets


def _index(text: str | None, default: int) -> int:
    """Read a number counted from 1 as an index counted from 0."""
    return int(text) - 1 if text is not None and text.isdecimal() else default


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _area(reference: str) -> Area | None:
    corners = [_REFERENCE.fullmatch(corner) for corner in reference.split(":")]
    if len(corners) != 2 or corners[0] is None or corners[1] is None:  # noqa: PLR2004
        return None
    rows = sorted(int(corner[2]) - 1 for corner in corners if corner)
    columns = sorted(_column(corner[1]) for corner in corners if corner)
    return Area(rows[0], columns[0], rows[1], columns[1])


def grid_cells(texts: dict[tuple[int, int], str], areas: Iterable[Area]) -> list[Cell]:
    """Cells of a sheet from its first to its last text, blank ones included.

    Args:
        texts: by row and column counted from 0, without blank ones.
        areas: the merged areas; they end where the last text row and column end.
    """
    if not texts:
        return []
    rows, columns = axes(texts)
    if len(rows) * len(columns) > MAX_GRID_POSITIONS:
        raise too_large(f"工作表超过{MAX_GRID_POSITIONS // 10_000}万格")
    covered: set[tuple[int, int]] = set()
    cells = []
    for area in areas:
        cell = _merged(area, texts, rows, columns)
        if cell is not None and (cell.row, cell.column) not in covered:
            cells.append(cell)
            _cover(covered, cell)
    singles = product(enumerate(rows), enumerate(columns))
    return cells + [
        Cell(text=texts.get((row, column), ""), row=i, column=j)
        for (i, row), (j, column) in singles
        if (i, j) not in covered
    ]


def _cover(covered: set[tuple[int, int]], cell: Cell) -> None:
    """Mark the positions of a merged cell; many huge ones are no form."""
    if len(covered) + cell.row_span * cell.column_span > MAX_GRID_POSITIONS:
        raise too_large("工作表的合并单元格过多")
    covered.update(
        product(
            range(cell.row, cell.row + cell.row_span),
            range(cell.column, cell.column + cell.column_span),
        )
    )


def axes(texts: Iterable[tuple[int, int]]) -> tuple[Sequence[int], Sequence[int]]:
    """Rows and columns from the first to the last that hold text.

    A stray character at the far end of a sheet is no reason to refuse it: then
    only rows and columns with text are kept.
    """
    rows = sorted({row for row, _ in texts})
    columns = sorted({column for _, column in texts})
    height, width = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
    if height * width > MAX_GRID_POSITIONS:
        return rows, columns
    return range(rows[0], rows[-1] + 1), range(columns[0], columns[-1] + 1)


def _merged(
    area: Area,
    texts: dict[tuple[int, int], str],
    rows: Sequence[int],
    columns: Sequence[int],
) -> Cell | None:
    """The part of a merged area that lies within the axes."""
    top, end = bisect_left(rows, area.top), bisect_right(rows, area.bottom)
    left, side = bisect_left(columns, area.left), bisect_right(columns, area.right)
    if top >= end or left >= side:
        return None
    return Cell(
        text=texts.get((area.top, area.left), ""),
        row=top,
        column=left,
        row_span=end - top,
        column_span=side - left,
    )
