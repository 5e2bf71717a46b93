"""The boxes in which Excel shows cell notes, in the old language of its drawings."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEAD = """<xml xmlns:v="urn:schemas-microsoft-com:vml" \
xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns:x="urn:schemas-microsoft-com:office:excel">\
<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>"""
_TYPE_ID = "_x0000_t202"
_TYPE = f"""<v:shapetype xmlns:v="urn:schemas-microsoft-com:vml" \
xmlns:o="urn:schemas-microsoft-com:office:office" id="{_TYPE_ID}" \
coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">\
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/>\
</v:shapetype>"""
_BOX = """<v:shape xmlns:v="urn:schemas-microsoft-com:vml" \
xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{number}" \
type="#{type}" style="position:absolute;visibility:hidden" fillcolor="#ffffe1" \
o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>\
<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">\
<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">\
<x:MoveWithCells/><x:SizeWithCells/>\
<x:Anchor>{left}, 15, {top}, 2, {right}, 31, {bottom}, 4</x:Anchor>\
<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>\
</x:ClientData></v:shape>"""
_NUMBER = re.compile(rb"_x0000_s([0-9]{1,9})")
_FIRST_NUMBER = 1024
_WIDTH, _HEIGHT = 4, 8
"""Columns and rows that a box covers when it is shown."""


def new_drawing() -> bytes:
    """A drawing without boxes."""
    return _HEAD.encode()


def with_boxes(drawing: bytes, cells: Sequence[tuple[int, int]]) -> bytes:
    """Add a hidden box for each cell; what is drawn already stays as it is.

    Args:
        drawing: VML as Excel or another program wrote it, perhaps not well-formed.
        cells: row and column, counted from 0.
    """
    end = drawing.rfind(b"</xml")
    if end < 0:
        drawing, end = new_drawing(), new_drawing().rfind(b"</xml")
    numbers = [int(found) for found in _NUMBER.findall(drawing)]
    first = max([_FIRST_NUMBER, *numbers]) + 1
    added = "".join(
        _BOX.format(
            number=number, type=_TYPE_ID, row=row, column=column, left=column + 1,
            top=max(row - 1, 0), right=column + 1 + _WIDTH, bottom=row + _HEIGHT,
        )
        for number, (row, column) in enumerate(cells, start=first)
    )  # fmt: skip
    kind = "" if f'id="{_TYPE_ID}"'.encode() in drawing else _TYPE
    return drawing[:end] + (kind + added).encode("ascii") + drawing[end:]
