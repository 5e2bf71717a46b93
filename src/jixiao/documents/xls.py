"""Read a binary workbook (.xls, .et): values by the library, formats by ourselves.

The library gives raw numbers and no number formats, so the number records and the
format tables of [MS-XLS] are read here once more.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from struct import unpack_from

import python_calamine
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from jixiao.documents.blocks import Block
from jixiao.documents.gathering import Gathering
from jixiao.documents.limits import MAX_GRID_POSITIONS, damaged, too_large
from jixiao.documents.number_formats import BUILT_IN, GENERAL, shown
from jixiao.documents.ole import CompoundFile
from jixiao.documents.xlsx import Area, grid_cells
from jixiao.documents.zipped import encrypted

KIND = "Excel 97–2003 工作簿"
STREAMS = ("Workbook", "Book")

_BROKEN = (
    python_calamine.CalamineError,
    python_calamine.ZipError,
    python_calamine.XmlError,
    python_calamine.WorksheetNotFound,
    ArithmeticError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
)

_PASSWORD, _SHEET, _FORMAT, _STYLE, _BEGIN = 0x002F, 0x0085, 0x041E, 0x00E0, 0x0809
_DATE_1904 = 0x0022
_NUMBER, _SHORT, _SHORTS, _FORMULA = 0x0203, 0x027E, 0x00BD, 0x0006
_TEXTS = {0x00FD, 0x0204, 0x0205}
_WIDE_STRINGS = 0x0600

Texts = dict[tuple[int, int], str]


def read_xls(content: bytes) -> tuple[Block, ...]:
    """Read the visible sheets; numbers show the digits that Excel shows.

    Raises:
        UnreadableDocumentError: damaged, encrypted, or beyond the limits.
    """
    compound = CompoundFile(content, KIND)
    stream = compound.read(next(name for name in STREAMS if name in compound.names))
    try:
        numbers = _read_numbers(stream)
    except (struct.error, LookupError, ValueError) as error:
        raise damaged(KIND) from error
    gathering = Gathering()
    for name, position, texts, areas in _sheets(content):
        shown_numbers = numbers[position] if position < len(numbers) else {}
        gathering.add_table(grid_cells(texts | shown_numbers, areas), name=name)
    return gathering.blocks


def _sheets(content: bytes) -> Iterator[tuple[str, int, Texts, list[Area]]]:
    """Visible work sheets: name, position in the workbook, texts, merged areas."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        for position, sheet in enumerate(workbook.sheets_metadata):
            if (
                sheet.typ is SheetTypeEnum.WorkSheet
                and sheet.visible is SheetVisibleEnum.Visible
            ):
                found = workbook.get_sheet_by_index(position)
                rows = found.to_python(skip_empty_area=False)
                areas = [Area(*a, *b) for a, b in found.merged_cell_ranges or ()]
                yield sheet.name, position, _texts(rows), areas
    except python_calamine.PasswordError as error:
        raise encrypted(KIND) from error
    except _BROKEN as error:
        raise damaged(KIND) from error
    except BaseException as error:
        # The library's own assertions arrive as an exception that cannot be named.
        if type(error).__name__ == "PanicException":
            raise damaged(KIND) from error
        raise


def _texts(rows: Sequence[Sequence[object]]) -> Texts:
    return {
        (i, j): text
        for i, row in enumerate(rows)
        for j, value in enumerate(row)
        if (text := _text(value)).strip()
    }


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return shown(repr(value), GENERAL)
    if isinstance(value, date):
        day = f"{value.year}/{value.month}/{value.day}"
        timed = isinstance(value, datetime) and (value.hour or value.minute)
        return f"{day} {value:%H:%M}" if timed else day
    return str(value)


@dataclass(slots=True)
class _Formats:
    """Format codes by style, as far as they were read."""

    codes: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    since_1904: bool = False

    def shown(self, style: int, number: str) -> str:
        form = self.styles[style] if style < len(self.styles) else 0
        code = self.codes.get(form) or BUILT_IN.get(str(form), GENERAL)
        return shown(number, code, since_1904=self.since_1904)


def _read_numbers(stream: bytes) -> list[Texts]:
    """Numbers as they are shown, by sheet in the order of the workbook."""
    formats = _Formats()
    starts = []
    for code, record in _records(stream, 0):
        if code == _PASSWORD:
            raise encrypted(KIND)
        if code == _SHEET:
            starts.append(unpack_from("<I", record)[0])
        elif code == _STYLE:
            formats.styles.append(unpack_from("<H", record, 2)[0])
        elif code == _DATE_1904:
            formats.since_1904 = record[:1] == b"\1"
        elif code == _FORMAT:
            number, text = _format(record)
            formats.codes[number] = text
    return [_sheet_numbers(stream, start, formats) for start in starts]


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records of one part of the stream, up to its end mark."""
    depth = 0
    while at + 4 <= len(stream):
        code, size = unpack_from("<HH", stream, at)
        yield code, stream[at + 4 : at + 4 + size]
        at += 4 + size
        depth += (code == _BEGIN) - (code == 0x000A)  # noqa: PLR2004  end of a part
        if depth <= 0:
            return


def _format(record: bytes) -> tuple[int, str]:
    number, length, is_wide = unpack_from("<HHB", record)
    if is_wide & 1:
        return number, record[5 : 5 + 2 * length].decode("utf-16-le", errors="replace")
    return number, record[5 : 5 + length].decode("latin-1")


def _sheet_numbers(stream: bytes, start: int, formats: _Formats) -> Texts:
    texts: Texts = {}
    rows = columns = 0
    for code, record in _records(stream, start):
        for row, column, style, number in _cells(code, record):
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if number is not None:
                texts[row, column] = formats.shown(style, number)
    # The library lays out the whole area before it can be asked how large it is.
    if rows * columns > MAX_GRID_POSITIONS:
        raise too_large(f"工作表超过{MAX_GRID_POSITIONS // 10_000}万格")
    return texts


def _cells(code: int, record: bytes) -> Iterator[tuple[int, int, int, str | None]]:
    """Row, column, style and number of each cell in a record; None for a text."""
    if code in _TEXTS:
        yield (*unpack_from("<HHH", record), None)
    elif code == _NUMBER:
        row, column, style, number = unpack_from("<HHHd", record)
        yield row, column, style, repr(number)
    elif code == _FORMULA:
        row, column, style = unpack_from("<HHH", record)
        is_number = record[12:14] != b"\xff\xff"
        number = unpack_from("<d", record, 6)[0]
        yield row, column, style, repr(number) if is_number else None
    elif code == _SHORT:
        row, column, style, short = unpack_from("<HHHI", record)
        yield row, column, style, _short(short)
    elif code == _SHORTS:
        row, first = unpack_from("<HH", record)
        for index in range((len(record) - 6) // 6):
            style, short = unpack_from("<HI", record, 4 + 6 * index)
            yield row, first + index, style, _short(short)


def _short(value: int) -> str:
    """Decode a number of 30 bits (RkNumber): whole or not, in hundredths or not."""
    if value & 2:
        signed = (value >> 2) - ((value >> 31) << 30)
        return str(Decimal(signed) / 100 if value & 1 else signed)
    number = struct.unpack("<d", struct.pack("<Q", (value & ~3) << 32))[0]
    return str(Decimal(repr(number)) / 100) if value & 1 else repr(number)
