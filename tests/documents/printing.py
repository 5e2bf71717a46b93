"""Print pages with Chinese text, for tests that need a PDF."""

from pylopdf_fonts_zh_cn import sans_path
from typst import compile as typeset

SETTINGS = """
#set page(width: 300pt, height: 200pt, margin: 30pt)
#set text(font: "Noto Sans SC", size: 10pt, lang: "zh")
"""


def printed(markup):
    """A PDF of pages 300 by 200 points, 24 characters a line."""
    return typeset(
        (SETTINGS + markup).encode(),
        font_paths=[sans_path().parent],
        ignore_system_fonts=True,
    )
