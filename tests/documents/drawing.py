"""Draw a table as text, so that a test shows the grid it expects."""

from jixiao.documents.blocks import Block, Paragraph, Table


def drawn(blocks: tuple[Block, ...]) -> list[str]:
    """One line a paragraph, one line a table row.

    `<` and `^` continue the cell to the left and above, `.` is no cell at all,
    `/` is a line break.
    """
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines += _rows(block)
    return lines


def _rows(table: Table) -> list[str]:
    return [
        " | ".join(
            "."
            if cell is None
            else "^"
            if cell.row < row
            else "<"
            if cell.column < column
            else cell.text.replace("\n", "/") or "·"
            for column, cell in enumerate(cells)
        )
        for row, cells in enumerate(table.grid())
    ]
