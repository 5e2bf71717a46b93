"""How much a document may hold: beyond it, reading is refused before it hurts.

Knows numbers and one exception, no format.
"""

from __future__ import annotations

from jixiao.core.errors import UnreadableDocumentError

MEGABYTE = 1024 * 1024
MAX_BYTES = 100 * MEGABYTE
"""Size of a file as it comes."""
MAX_INFLATED_BYTES = 256 * MEGABYTE
"""What all members of a zip may hold together once inflated."""
MAX_INFLATION = 200
"""Inflated to deflated size; honest XML stays under 60."""
SMALL_INFLATED_BYTES = 16 * MEGABYTE
"""Below this the ratio does not matter: a blank sheet compresses a thousandfold."""
MAX_MEMBERS = 10_000
MAX_PAGES = 2000
MAX_PARAGRAPHS = 500_000
MAX_GRID_POSITIONS = 2_000_000
"""Rows by columns of all tables together, covered positions included."""
MAX_SPAN = 1000
"""A span beyond this is a slip or an attack, never a form."""


def too_large(what: str) -> UnreadableDocumentError:
    """Tell what is too large and how to go on."""
    return UnreadableDocumentError(
        "too_large", f"文件过大：{what}，请删去无关内容或拆成几个文件后再试。"
    )


def damaged(what: str) -> UnreadableDocumentError:
    """Tell what kind of file is broken and how to go on."""
    return UnreadableDocumentError(
        "damaged",
        f"{what}已损坏或不完整，无法读取；请重新下载，或用原软件打开后另存再试。",
    )
