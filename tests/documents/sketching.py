"""Sketch documents as text: paragraphs, and tables whose cells stand between bars."""

from jixiao.documents.blocks import Block, Blocks, Cell, Container, Paragraph, Table

LEFT, ABOVE, BREAK, EMPTY = "<", "^", "⏎", "·"


def sketched(text, *, merges_known=True, container=Container.DOCX):
    """Blocks of a sketch.

    A line with bars is a row; `<` goes on with the cell to the left, `^` with the one
    above, `·` is empty, `⏎` breaks a line. A blank line ends a table.
    """
    blocks: list[Block] = []
    rows = []
    paragraphs = tables = 0
    for line in [*text.strip("\n").split("\n"), ""]:
        if "|" in line:
            rows.append([cell.strip() for cell in line.split("|")])
            continue
        if rows:
            tables += 1
            blocks.append(
                Table(number=tables, cells=cells_of(rows), merges_known=merges_known)
            )
            rows = []
        if line.strip():
            paragraphs += 1
            blocks.append(Paragraph(text=line.strip(), number=paragraphs))
    return Blocks(container=container, blocks=tuple(blocks))


def cells_of(rows):
    """Cells of rows of texts with the marks for merging."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    extents: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text == LEFT and c:
                owner[r, c] = owner[r, c - 1]
            elif text == ABOVE and (r - 1, c) in owner:
                owner[r, c] = owner[r - 1, c]
            else:
                owner[r, c] = (r, c)
            extents.setdefault(owner[r, c], []).append((r, c))
    return tuple(
        Cell(
            text="" if rows[r][c] == EMPTY else rows[r][c].replace(BREAK, "\n"),
            row=r,
            column=c,
            row_span=max(y for y, _ in places) - r + 1,
            column_span=max(x for _, x in places) - c + 1,
        )
        for (r, c), places in sorted(extents.items())
    )
