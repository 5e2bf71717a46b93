"""Write a document as .docx laid out by GB/T 9704-2012.

The package and its parts are python-docx's; paragraphs and tables are written as XML,
because its table model rebuilds the whole grid at each access to a cell.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from jixiao.reports.document import (
    Align,
    Annex,
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    Placed,
    Table,
    placed,
    printable,
)
from jixiao.reports.word_styles import (
    CELL_MARGINS,
    NAMESPACE,
    font_table_xml,
    footer_paragraph_xml,
    page_xml,
    styles_xml,
    twips,
)

_SPLITS_ABOVE = 150
"""Characters in a cell from which its row may break over two pages."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def render_docx(document: Document) -> bytes:
    """Write headings, paragraphs and tables.

    Returns:
        The same bytes for the same document.
    """
    package = docx.Document(BytesIO(_template()))
    body = package.element.body
    for child in parse_xml(_body_xml(document.blocks)):
        body.insert(len(body) - 1, child)
    properties = package.core_properties
    properties.title = printable(document.title)
    properties.language = "zh-CN"
    written = BytesIO()
    package.save(written)
    return _undated(written.getvalue())


_NOT_OURS = {"thumbnail", "extended-properties", "stylesWithEffects", "customXml"}
"""Kinds of parts in the library's template that speak of its own empty page."""


@cache
def _template() -> bytes:
    """An empty document with our styles, page and footers."""
    package = docx.Document()
    whole = package.part.package
    for relations in (whole.rels, package.part.rels):
        for key, relation in tuple(relations.items()):
            if relation.reltype.rpartition("/")[2] in _NOT_OURS:
                del relations[key]
    for part in whole.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = font_table_xml().encode()  # noqa: SLF001  it has no setter
    _replace_children(package.styles.element, parse_xml(styles_xml()))
    package.settings.odd_and_even_pages_header_footer = True
    section = package.sections[0]
    for footer, align in (
        (section.footer, "right"),
        (section.even_page_footer, "left"),
    ):
        footer.is_linked_to_previous = False
        element = footer._element  # noqa: SLF001  no other way to its XML
        _replace_children(element, [parse_xml(footer_paragraph_xml(align))])
    page = section._sectPr  # noqa: SLF001  keeps its references to the footers
    references = page.findall(f"{{{NAMESPACE}}}footerReference")
    _replace_children(page, [*references, *parse_xml(page_xml())])
    # the library's template carries its own author, comment and dates
    _replace_children(package.core_properties._element, [])  # noqa: SLF001
    written = BytesIO()
    package.save(written)
    return written.getvalue()


def _replace_children(element: BaseOxmlElement, new: Iterable[BaseOxmlElement]) -> None:
    for child in tuple(element):
        element.remove(child)
    element.extend(list(new))


def _undated(package: bytes) -> bytes:
    """Give every member of the zip the same date, so that equal facts are equal bytes."""
    written = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(package)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _EARLIEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return written.getvalue()


# -- blocks --------------------------------------------------------------------------


def _body_xml(blocks: Iterable[Block]) -> bytes:
    parts = [f'<w:body xmlns:w="{NAMESPACE}">']
    for block in blocks:
        parts.extend(_block_xml(block))
    parts.append("</w:body>")
    return "".join(parts).encode()


def _block_xml(block: Block) -> Iterator[str]:
    match block:
        case Heading(level=0):
            yield _paragraph_xml(block.text, "Title")
        case Heading():
            yield _paragraph_xml(block.text, f"Heading{min(block.level, 3)}")
        case Annex():
            yield _paragraph_xml(block.text, "Annex")
        case Paragraph():
            yield _paragraph_xml(block.text, "Lead" if block.leads else None)
        case Table():
            yield from _table_xml(block)


def _paragraph_xml(
    text: str, style: str | None, align: Align | None = None, *, keeps: bool = False
) -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += "<w:keepNext/>" if keeps else ""
    if align is not None and align is not Align.CENTER:
        properties += f'<w:jc w:val="{align.value}"/>'
    words = escape(printable(text).replace("\n", " "))
    head = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p>{head}<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


# -- tables --------------------------------------------------------------------------

_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _table_xml(table: Table) -> Iterator[str]:
    is_form = table.header_at is not None
    if table.caption and not is_form:
        yield _paragraph_xml(table.caption, "Caption")
    widths = [twips(width) for width in table.widths]
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/>{CELL_MARGINS}</w:tblPr><w:tblGrid>'
    )
    yield from (f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield "</w:tblGrid>"
    rows: list[list[tuple[Placed, bool]]] = [[] for _ in table.rows]
    for place in placed(table):
        for down in range(place.cell.row_span):
            rows[place.row + down].append((place, down > 0))
    for index, row in enumerate(rows):
        row.sort(key=lambda item: item[0].column)
        yield _row_xml(
            row,
            widths,
            is_header=index < table.header_rows,
            title=is_form and not index,
            keeps=table.stays_together and index < len(rows) - 1,
        )
    yield "</w:tbl>"
    # Without a paragraph between them Word would join two tables; behind a form it is
    # too small to begin a page of its own.
    yield _paragraph_xml("", "AfterForm" if is_form else "AfterTable")


def _row_xml(
    row: list[tuple[Placed, bool]],
    widths: list[int],
    *,
    is_header: bool,
    title: bool,
    keeps: bool,
) -> str:
    longest = max(len(place.cell.text) for place, _ in row)
    properties = "<w:cantSplit/>" if longest <= _SPLITS_ABOVE else ""
    properties += '<w:trHeight w:val="354" w:hRule="atLeast"/>'
    properties += "<w:tblHeader/>" if is_header else ""
    cells = (
        _cell_xml(place, widths, continued=continued, title=title, keeps=keeps)
        for place, continued in row
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _cell_xml(
    place: Placed, widths: list[int], *, continued: bool, title: bool, keeps: bool
) -> str:
    cell = place.cell
    width = sum(widths[place.column : place.column + cell.column_span])
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if cell.column_span > 1:
        properties += f'<w:gridSpan w:val="{cell.column_span}"/>'
    if cell.row_span > 1:
        properties += "<w:vMerge/>" if continued else '<w:vMerge w:val="restart"/>'
    properties += '<w:vAlign w:val="center"/>'
    text = _EMPTY_CELL if continued else _cell_text_xml(cell, title=title, keeps=keeps)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text}</w:tc>"


_EMPTY_CELL = '<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr></w:p>'


def _cell_text_xml(cell: Cell, *, title: bool, keeps: bool) -> str:
    style = "TableHead" if cell.is_header else "TableText"
    style = "FormTitle" if title else style
    lines = printable(cell.text).split("\n")
    return "".join(
        _paragraph_xml(line, style, cell.align, keeps=keeps) for line in lines
    )
