"""GB/T 9704-2012 in the terms of Word: page, type area, fonts, styles, footers.

Fonts keep their official names: Windows and WPS have them. `FALLBACKS` names the one
to use where a machine lacks them.
"""

from __future__ import annotations

from dataclasses import dataclass

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LATIN = "Times New Roman"
SONG, FANG, KAI, HEI = "宋体", "仿宋_GB2312", "楷体_GB2312", "黑体"
TITLE_SONG = "方正小标宋简体"
FALLBACKS = {TITLE_SONG: "宋体", FANG: "仿宋", KAI: "楷体"}

TWIPS_PER_MM = 1440 / 25.4
# 公文用纸 A4, 天头 37 mm, 订口 28 mm, 版心 156 mm × 225 mm; the rest is 26 and 35 mm.
PAGE = {"w": 210, "h": 297}
MARGINS = {"top": 37, "right": 26, "bottom": 35, "left": 28}
FOOTER_FROM_EDGE = 23
"""In mm: the page number stands 7 mm below the type area."""

# 每面 22 行: 225 mm is 637.8 pt. Offices set 28 pt exactly, which holds 22 lines too.
LINE = 28 * 20
# 每行 28 字: 28 × 16 pt is 2 mm too wide for 156 mm, so each is set 0.25 pt closer.
# A linesAndChars grid would do it as well, but LibreOffice spreads that over 3 pages.
CLOSER = -5


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One paragraph style."""

    id: str
    name: str
    font: str
    half_points: int
    paragraph: str
    """Children of w:pPr in the order of the schema."""
    based_on: str | None = "Normal"
    spacing: int = CLOSER


def _line(exact: int = LINE, before: int = 0, after: int = 0) -> str:
    return (
        f'<w:spacing w:before="{before}" w:after="{after}" w:line="{exact}" '
        'w:lineRule="exact"/>'
    )


_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_NO_INDENT = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_OFF_GRID = '<w:snapToGrid w:val="0"/>'
_WIDOWS = '<w:widowControl w:val="0"/>'
_IN_CELL = (
    f'{_OFF_GRID}<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
)


def _heading(level: int, font: str) -> Style:
    outline = f'<w:outlineLvl w:val="{level - 1}"/>'
    body = f"<w:keepNext/>{_WIDOWS}{_OFF_GRID}{_line()}{_INDENT}{outline}"
    return Style(
        id=f"Heading{level}", name=f"heading {level}", font=font, half_points=32,
        paragraph=body,
    )  # fmt: skip


STYLES = (
    Style(id="Normal", name="Normal", font=FANG, half_points=32, based_on=None,
          paragraph=f'{_WIDOWS}{_OFF_GRID}{_line()}{_INDENT}<w:jc w:val="both"/>'),
    Style(id="Lead", name="引出表格", font=FANG, half_points=32,
          paragraph="<w:keepNext/>"),
    Style(id="Title", name="Title", font=TITLE_SONG, half_points=44, spacing=0,
          paragraph=f'<w:keepNext/>{_OFF_GRID}{_line(640, after=560)}{_NO_INDENT}'
          '<w:jc w:val="center"/>'),
    _heading(1, HEI),
    _heading(2, KAI),
    _heading(3, FANG),
    Style(id="Annex", name="附件", font=HEI, half_points=32,
          paragraph=f'<w:keepNext/><w:pageBreakBefore/>{_OFF_GRID}{_line(after=120)}{_NO_INDENT}'),
    Style(id="Caption", name="caption", font=HEI, half_points=24, spacing=0,
          paragraph=f'<w:keepNext/>{_OFF_GRID}{_line(440, before=120, after=60)}'
          f'{_NO_INDENT}<w:jc w:val="center"/>'),
    Style(id="TableText", name="表格文字", font=FANG, half_points=21, spacing=0,
          paragraph=f'{_IN_CELL}{_NO_INDENT}<w:jc w:val="center"/>'),
    Style(id="TableHead", name="表头", font=HEI, half_points=21, spacing=0,
          paragraph=f'{_IN_CELL}{_NO_INDENT}<w:jc w:val="center"/>'),
    Style(id="FormTitle", name="表题", font=TITLE_SONG, half_points=32, spacing=0,
          paragraph=f'{_IN_CELL}{_NO_INDENT}<w:jc w:val="center"/>'),
    Style(id="AfterForm", name="附表后", font=FANG, half_points=2, spacing=0,
          paragraph=f'{_OFF_GRID}{_line(20)}{_NO_INDENT}'),
    Style(id="AfterTable", name="表后", font=FANG, half_points=12, spacing=0,
          paragraph=f'{_OFF_GRID}{_line(160)}{_NO_INDENT}'),
    Style(id="Footer", name="footer", font=SONG, half_points=28, spacing=0,
          paragraph=f'{_IN_CELL}{_NO_INDENT}'),
)  # fmt: skip


def styles_xml() -> str:
    """All styles as the content of styles.xml."""
    body = "".join(_style_xml(style) for style in STYLES)
    return (
        f'<w:styles xmlns:w="{NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f"{_fonts(FANG)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault/></w:docDefaults>{body}{_TABLE_NORMAL}</w:styles>"
    )


# In every table and not in the default style alone, which LibreOffice overlooks.
CELL_MARGINS = (
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
)
_TABLE_NORMAL = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
    '<w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    f"{CELL_MARGINS}</w:tblPr></w:style>"
)


def _fonts(east_asian: str) -> str:
    return (
        f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{east_asian}" '
        f'w:cs="{LATIN}"/>'
    )


def _style_xml(style: Style) -> str:
    default = "" if style.based_on else ' w:default="1"'
    based = f'<w:basedOn w:val="{style.based_on}"/>' if style.based_on else ""
    size = style.half_points
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{style.id}">'
        f'<w:name w:val="{style.name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{style.paragraph}</w:pPr><w:rPr>{_fonts(style.font)}"
        f'<w:spacing w:val="{style.spacing}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def font_table_xml() -> str:
    """Official fonts with the one that replaces them where they are missing."""
    fonts = "".join(
        f'<w:font w:name="{name}">'
        + (f'<w:altName w:val="{FALLBACKS[name]}"/>' if name in FALLBACKS else "")
        + '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/>'
        "</w:font>"
        for name in (SONG, FANG, KAI, HEI, TITLE_SONG)
    )
    return f'<w:fonts xmlns:w="{NAMESPACE}">{fonts}</w:fonts>'


def twips(millimetres: float) -> int:
    """Convert to twentieths of a point."""
    return round(millimetres * TWIPS_PER_MM)


def page_xml() -> str:
    """Page size and margins, the children of a section."""
    margins = " ".join(f'w:{side}="{twips(mm)}"' for side, mm in MARGINS.items())
    return (
        f'<w:sectPr xmlns:w="{NAMESPACE}">'
        f'<w:pgSz w:w="{twips(PAGE["w"])}" w:h="{twips(PAGE["h"])}"/>'
        f'<w:pgMar {margins} w:header="851" w:footer="{twips(FOOTER_FROM_EDGE)}" '
        'w:gutter="0"/></w:sectPr>'
    )


def footer_paragraph_xml(align: str) -> str:
    """— 1 — in 四号 half-width figures; 单页码居右空一字, 双页码居左空一字."""
    indent = f'<w:ind w:{align}Chars="100" w:{align}="280" w:firstLineChars="0" w:firstLine="0"/>'
    number = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return (
        f'<w:p xmlns:w="{NAMESPACE}"><w:pPr><w:pStyle w:val="Footer"/>{indent}'
        f'<w:jc w:val="{align}"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>'
        f'{number}<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )
