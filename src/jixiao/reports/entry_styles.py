"""How the cells of the entry workbook look, and how its sheets print."""

from __future__ import annotations

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

COMMENT = {"x_scale": 1.6, "font_size": 10, "author": ""}


class EntryStyles:
    """Input cells are yellow and open, everything else is locked."""

    def __init__(self, book: Workbook) -> None:
        base = {
            "font_name": "宋体", "font_size": 11, "border": 1, "border_color": "#9AA5B1",
            "valign": "vcenter", "text_wrap": True,
        }  # fmt: skip
        entered = {**base, "bg_color": "#FFFBE6", "locked": False}
        computed = {**base, "bg_color": "#F0F2F5", "align": "center"}
        head = {**base, "font_name": "黑体", "bg_color": "#DCE8F3", "align": "center"}
        add = book.add_format
        self.title = add({"font_name": "黑体", "font_size": 16, "valign": "vcenter"})
        self.quiet = add(
            {"font_name": "宋体", "font_size": 10, "font_color": "#5A6775"}
        )
        self.head = add(head)
        self.label = add({**base, "bg_color": "#F0F2F5"})
        self.text = add({**entered, "align": "left"})
        self.amount = add({**entered, "align": "right", "num_format": "#,##0.00####"})
        self.figure = add({**entered, "align": "center", "num_format": "General"})
        self.computed = add(computed)
        self.warning = add(
            {"font_name": "黑体", "font_size": 11, "font_color": "#C00000"}
        )
        self.unmet = add({"bg_color": "#FCE4D6"})
        self.missing = add({"bg_color": "#F8CBAD"})

    def rate(self, book: Workbook, places: int | None) -> Format:
        """A computed percentage with the rulebook's decimals."""
        decimals = 2 if places is None else places
        shown = "0%" if not decimals else f"0.{'0' * decimals}%"
        return book.add_format({
            "font_name": "宋体", "font_size": 11, "border": 1, "align": "center",
            "border_color": "#9AA5B1", "valign": "vcenter", "bg_color": "#F0F2F5",
            "num_format": shown,
        })  # fmt: skip


def set_up_print(sheet: Worksheet, *, landscape: bool) -> None:
    """Print on A4, one page wide."""
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    if landscape:
        sheet.set_landscape()
