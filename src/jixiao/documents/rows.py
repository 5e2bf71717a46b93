"""Rows of a table as the claims see them: what stands in a row, and where.

Knows nothing of forms; only cells, their extent and their text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from jixiao.core.numbers import fold
from jixiao.documents.blocks import Cell, Table

_NUMBER = re.compile(r"[+-]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:%|分)?")
_CIRCLED = re.compile(r"(?:[①-⑳]|\[\d{1,2}\]|[*†‡])+$")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells that hold text, from left to right, each once."""

    number: int
    """In the table, counted from 0."""
    cells: tuple[Cell, ...]
    """Also those that began in a row above and reach down into this one."""
    width: int
    """Positions that the row itself has, empty ones included."""

    @property
    def texts(self) -> list[str]:
        """Texts from left to right."""
        return [cell.text for cell in self.cells]

    @property
    def own(self) -> list[Cell]:
        """Cells that begin in this row; all of them where none does."""
        return [cell for cell in self.cells if cell.row == self.number] or [*self.cells]

    def shifted(self, columns: int) -> Row:
        """The same row so many columns further to the right."""
        moved = (replace(cell, column=cell.column + columns) for cell in self.cells)
        return replace(self, cells=tuple(moved), width=self.width + columns)


def rows_of(table: Table) -> list[Row]:
    """All rows of a table, empty ones included."""
    height = max((cell.row + cell.row_span for cell in table.cells), default=0)
    cells: list[list[Cell]] = [[] for _ in range(height)]
    widths = [0] * height
    for cell in table.cells:
        end = cell.column + cell.column_span
        for number in range(cell.row, cell.row + cell.row_span):
            widths[number] = max(widths[number], end)
            if cell.text:
                cells[number].append(cell)
    return [
        Row(number, tuple(sorted(of_row, key=_column)), width)
        for number, (of_row, width) in enumerate(zip(cells, widths, strict=True))
    ]


def _column(cell: Cell) -> int:
    return cell.column


def place_of(table: Table, row: int, column: int | None = None) -> str:
    """Name a place in a table: 表5 行12, 工作表“自评表” 行3 列2."""
    where = f"工作表“{table.name}”" if table.name else f"表{table.number}"
    tail = "" if column is None else f" 列{column + 1}"
    return f"{where} 行{row + 1}{tail}"


def one_line(text: str) -> str:
    """A cell as one line: breaks inside a Chinese word vanish.

    >>> one_line("产" + chr(10) + "出 指标")
    '产出 指标'
    """
    return (re.sub(r"\s*\n\s*", "", text) if "\n" in text else text).strip()


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """Text without white space, in one character width.

    >>> squeezed("年度 指标值（Ａ）")
    '年度指标值(A)'
    """
    return re.sub(r"\s+", "", fold(text))


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """A header or label without brackets, years, signs of order and final colon.

    >>> bare("2022年度 指标值（Ａ）"), bare("一、部门（单位）名称：")
    ('年度指标值', '部门名称')
    """
    words = squeezed(text).rstrip(":*")
    words = re.sub(
        r"^(?:[一二三四五六七八九十]{1,2}、|\d{1,2}[.、](?!\d)|[*★])", "", words
    )
    words = re.sub(r"(?:20\d\d|[*×Xx_]{2,4}|N)年度?", "年度", words)
    words = re.sub(r"1[-—–~至]12月份?", "", words)
    return re.sub(r"[(\[][^()\[\]]*[)\]]", "", words) or words.strip("()[]")


@lru_cache(maxsize=4096)
def is_number(text: str) -> bool:
    """Whether a text is one plain figure, as weights and points are.

    >>> is_number("１９.４分"), is_number("95②"), is_number("2-3"), is_number("—")
    (True, True, False, False)
    """
    return bool(_NUMBER.fullmatch(squeezed(without_footnote(text))))


def without_footnote(text: str) -> str:
    """A figure without the mark of a footnote behind it.

    >>> without_footnote("10②"), without_footnote("①"), without_footnote("8*")
    ('10', '①', '8')
    """
    return _CIRCLED.sub("", text.strip()) or text.strip()


def without_points_word(text: str | None) -> str | None:
    """A weight or points without 分 and without a footnote's mark; others as they are.

    >>> without_points_word("20 分"), without_points_word("20②"), without_points_word("五分")
    ('20', '20', '五分')
    """
    if text is None:
        return None
    text = without_footnote(text)
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*分", fold(text))
    return match[1] if match else text


def calculated(text: str | None) -> str | None:
    """A cell's text; None for a formula that was never calculated.

    >>> calculated("=ROUND($E$10*1,2)"), calculated("=8个"), calculated("19.4")
    (None, '=8个', '19.4')
    """
    return None if text and _FORMULA.match(text) else text


_FORMULA = re.compile(r"=[A-Z]+\(|=\$?[A-Z]{1,3}\$?\d")
