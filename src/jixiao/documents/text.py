"""Read plain text, in which converters have left tables in four ways.

One cell a line behind a tab, cells between bars, between tabs or commas, or lined up
with spaces.
None of them can say which cells were merged.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from io import StringIO
from itertools import takewhile, zip_longest

from jixiao.core.errors import UnreadableDocumentError
from jixiao.documents.aligned_text import aligned_lines, aligned_rows
from jixiao.documents.blocks import Block, Cell
from jixiao.documents.gathering import Gathering
from jixiao.documents.limits import damaged

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_TEXT_PER_STRAY = 500
"""So many characters of text may hold one stray control character."""
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BAR = re.compile(r"[|｜│┃║]")
_RULE = re.compile(
    r"\s*[|｜│┃║+\-=:─━═┄┈┌┍┎┏┐┒┓└┕┖┗┘┛├┝┠┣┤┥┨┫┬┯┰┳┴┷┸┻┼┿╂╋╔╗╚╝╠╣╦╩╬ ]+\s*"
)
_RULE_STROKES = re.compile(r"[-=─━═┄┈]{2}|[-=:]{3}")
_VALUE = re.compile(r"[0-9０-９≥≤≦≧<>＞＜=＝﹥﹤±+\-—]")
_RULES_OF_A_FULL_GRID = 4


class _Kind(Enum):
    BLANK = auto()
    TEXT = auto()
    CELL = auto()
    """One cell behind a tab."""
    ROW = auto()
    """Several cells between tabs."""
    BARS = auto()
    RULE = auto()
    """Drawn line of a table, without text."""


def read_text(content: bytes, *, comma_separated: bool = False) -> tuple[Block, ...]:
    """Read paragraphs, one a line, and the tables between them.

    Args:
        content: the whole file in UTF-8, UTF-16 with BOM, or GB 18030.
        comma_separated: the whole file is one table (.csv).

    Raises:
        UnreadableDocumentError: this is no text.
    """
    text = _LINE_ENDS.sub("\n", decode_text(content))
    if comma_separated:
        gathering = Gathering()
        _add_rows(gathering, _comma_separated(text))
        return gathering.blocks
    return _Reader(text.split("\n")).read()


def decode_text(content: bytes) -> str:
    """Decode by BOM, then as strict UTF-8, then as strict GB 18030.

    Raises:
        UnreadableDocumentError: neither, or full of control characters.
    """
    candidates: tuple[str, ...]
    for bom, charset in _BOMS:
        if content.startswith(bom):
            candidates, content = (charset,), content[len(bom) :]
            break
    else:
        candidates = ("utf-8", "gb18030")
    for charset in candidates:
        try:
            text = content.decode(charset)
        except UnicodeDecodeError:
            continue
        stray = len(_CONTROL.findall(text))
        if "\0" not in text and stray * _TEXT_PER_STRAY <= len(text):
            return _CONTROL.sub("", text)
    raise UnreadableDocumentError(
        "unknown_format",
        "无法识别文件格式：既不是 Word、Excel、PDF、网页，也不是可读的文本；"
        "请用原软件打开后另存为 .docx、.xlsx 或 .pdf 再试。",
    )


@dataclass(slots=True)
class _Chunk:
    """Lines without a blank one between them, from a table with a cell a line."""

    gap: int
    """Blank lines before it."""
    lead: list[str]
    """Lines before its first tab."""
    cells: list[str]


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._kinds = [_kind(line) for line in lines]
        self._gathering = Gathering()
        self._at = 0

    def read(self) -> tuple[Block, ...]:
        while self._at < len(self._lines):
            match self._kinds[self._at]:
                case _Kind.CELL:
                    self._read_cell_a_line()
                case _Kind.BARS | _Kind.RULE:
                    self._read_bars()
                case _Kind.ROW:
                    self._read_rows()
                case _Kind.TEXT:
                    self._read_line_or_aligned()
                case _Kind.BLANK:
                    self._at += 1
        return self._gathering.blocks

    def _read_line_or_aligned(self) -> None:
        here = range(self._at, len(self._lines))
        run = takewhile(lambda at: self._kinds[at] is _Kind.TEXT, here)
        count = aligned_lines(self._lines[at] for at in run)
        if count:
            rows = aligned_rows(self._lines[self._at : self._at + count])
            _add_rows(self._gathering, rows)
        else:
            self._gathering.add_paragraph(self._lines[self._at])
        self._at += count or 1

    def _run(self, *kinds: _Kind) -> list[int]:
        """Lines of these kinds from here on, over single blank lines; moves on."""
        run = []
        blank = 0
        for at in range(self._at, len(self._lines)):
            if self._kinds[at] in kinds:
                run.append(at)
                blank = 0
            elif self._kinds[at] is _Kind.BLANK and not blank:
                blank += 1
            else:
                break
        self._at = run[-1] + 1
        return run

    def _read_rows(self) -> None:
        start = self._at
        while self._at < len(self._lines) and self._in_rows(self._at):
            self._at += 1
        rows = [line.split("\t") for line in self._lines[start : self._at]]
        if len(rows) > 1:
            _add_rows(self._gathering, rows)
        else:
            self._gathering.add_paragraph(self._lines[start])

    def _in_rows(self, at: int) -> bool:
        """Rows between tabs hold together, also over a row of a single cell."""
        if self._kinds[at] is _Kind.TEXT:
            return self._kinds[at + 1 : at + 2] == [_Kind.ROW]
        return self._kinds[at] in {_Kind.ROW, _Kind.CELL}

    def _read_bars(self) -> None:
        run = self._run(_Kind.BARS, _Kind.RULE)
        lines = [self._lines[at] for at in run if self._kinds[at] is _Kind.BARS]
        bars = sum(len(_BAR.findall(line)) for line in lines)
        if bars < 2:  # noqa: PLR2004  a sentence may hold a bar
            for line in lines:
                self._gathering.add_paragraph(line)
            return
        rows = _between_bars(lines)
        rules = [at for at in run if self._kinds[at] is _Kind.RULE]
        if len(rules) >= _RULES_OF_A_FULL_GRID:
            texts = [at for at in run if self._kinds[at] is _Kind.BARS]
            rows = _joined_between(rows, texts, rules)
        _add_rows(self._gathering, rows)

    def _read_cell_a_line(self) -> None:
        chunks = self._chunks()
        usual = _most_common(len(chunk.cells) for chunk in chunks)
        usual_gap = _most_common(chunk.gap for chunk in chunks[1:])
        rows: list[list[str]] = []
        for chunk in chunks:
            if rows and _continues(rows[-1], chunk, usual, usual_gap):
                rows[-1][-1] = "\n".join([rows[-1][-1], *chunk.lead])
                rows[-1].extend(chunk.cells)
                continue
            if chunk.lead:
                self._add_cell_rows(rows)
                rows = []
            for line in chunk.lead:
                self._gathering.add_paragraph(line)
            rows.append(chunk.cells)
        self._add_cell_rows(rows)

    def _chunks(self) -> list[_Chunk]:
        """Chunks from here on that hold any cell; moves behind them."""
        chunks: list[_Chunk] = []
        gap = 0
        while self._at < len(self._lines):
            if self._kinds[self._at] is _Kind.BLANK:
                gap += 1
                self._at += 1
                continue
            end = self._at
            while end < len(self._lines) and self._kinds[end] is not _Kind.BLANK:
                end += 1
            chunk = _chunk(gap, self._lines[self._at : end])
            if not chunk.cells:
                break
            chunks.append(chunk)
            gap, self._at = 0, end
        return chunks

    def _add_cell_rows(self, rows: list[list[str]]) -> None:
        """Add a table, or paragraphs if tabs only indent them."""
        if any(len(row) > 1 for row in rows):
            _add_rows(self._gathering, rows)
            return
        for row in rows:
            for line in "\n".join(row).split("\n"):
                self._gathering.add_paragraph(line)


def _kind(line: str) -> _Kind:
    if line.startswith("\t") and "\t" not in line[1:].rstrip():
        return _Kind.CELL
    text = line.strip()
    if not text:
        return _Kind.BLANK
    if "\t" in line.rstrip():
        return _Kind.ROW
    if _RULE.fullmatch(text) and _RULE_STROKES.search(text):
        return _Kind.RULE
    return _Kind.BARS if _BAR.search(text) else _Kind.TEXT


def _chunk(gap: int, lines: list[str]) -> _Chunk:
    chunk = _Chunk(gap, [], [])
    for line in lines:
        if line.startswith("\t"):
            chunk.cells.extend(line[1:].split("\t"))
        elif chunk.cells:
            chunk.cells[-1] += "\n" + line
        else:
            chunk.lead.append(line)
    return chunk


def _continues(row: list[str], chunk: _Chunk, usual: int, usual_gap: int) -> bool:
    """Judge whether blank lines stood inside a cell and not between two rows.

    Both parts must make up a usual row; and either the gap is unusual, or what
    follows begins with a value: a row begins with a label or below a merged cell.
    """
    if len(row) + len(chunk.cells) != usual:
        return False
    if chunk.lead or chunk.gap > usual_gap:
        return True
    return bool(_VALUE.match(chunk.cells[0].strip()))


def _most_common(lengths: Iterable[int]) -> int:
    """The most frequent one; of equally frequent ones the greatest."""
    counts = Counter(lengths)
    return max(counts, key=lambda length: (counts[length], length), default=0)


def _between_bars(lines: list[str]) -> list[list[str]]:
    """Split lines at bars; an outer bar counts only if every line has it."""
    rows = [[cell.strip() for cell in _BAR.split(line)] for line in lines]
    opened = all(_BAR.match(line) for line in lines)
    closed = all(_BAR.match(line.rstrip()[-1:]) for line in lines)
    return [row[opened : len(row) - closed] for row in rows]


def _joined_between(
    rows: list[list[str]], places: list[int], rules: list[int]
) -> list[list[str]]:
    """Join the lines between two drawn lines into one row."""
    joined: dict[int, list[str]] = {}
    for row, at in zip(rows, places, strict=True):
        above = sum(rule < at for rule in rules)
        if above in joined:
            pairs = zip_longest(joined[above], row, fillvalue="")
            row = ["\n".join(filter(None, pair)) for pair in pairs]  # noqa: PLW2901
        joined[above] = row
    return list(joined.values())


def _comma_separated(text: str) -> list[list[str]]:
    try:
        return list(csv.reader(StringIO(text)))
    except csv.Error as error:
        raise damaged("CSV 表格") from error


def _add_rows(gathering: Gathering, rows: list[list[str]]) -> None:
    cells = (
        Cell(text=text, row=row, column=column)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    gathering.add_table(cells, merges_known=False)
