"""Write compound files and binary Word texts, just enough of them to be read."""

from struct import pack

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SMALLEST = 4096
"""Shorter streams would need a second allocation table."""


def compound(streams):
    """A compound file; streams are padded with zeros to their least size."""
    bodies, entries = b"", b""
    chain: list[int] = []
    for index, (name, content) in enumerate(streams.items(), start=1):
        padded = content.ljust(SMALLEST, b"\0")
        padded += b"\0" * (-len(padded) % SECTOR)
        start, count = len(chain), len(padded) // SECTOR
        chain += [*range(start + 1, start + count), END]
        bodies += padded
        size = max(len(content), SMALLEST)
        right = index + 1 if index < len(streams) else FREE
        entries += _entry(name, 2, start, size, right=right)
    entries = _entry("Root Entry", 5, END, 0, child=1) + entries
    entries += b"\0" * (-len(entries) % SECTOR)
    directory, count = len(chain), len(entries) // SECTOR
    chain += [*range(directory + 1, directory + count), END]
    table = len(chain)
    chain.append(FAT)
    fat = pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    assert len(fat) == SECTOR
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory, 0,
                 SMALLEST, END, 0, END, 0)  # fmt: skip
    head += pack("<I", table)
    return head.ljust(SECTOR, b"\xff") + bodies + entries + fat


def _entry(name, kind, start, size, *, right=FREE, child=FREE):
    encoded = (name + "\0").encode("utf-16-le")
    return (
        encoded.ljust(64, b"\0")
        + pack("<HBBIII", len(encoded), kind, 1, FREE, right, child)
        + b"\0" * 36
        + pack("<IQ", start, size)
    )


def word(pieces, marks=(), runs=(), *, flags=0x0200, boxes=0):
    """A .doc file.

    Args:
        pieces: texts of the pieces; bytes are stored with one byte a character.
        marks: (paragraph, operations) for each paragraph of the text in order.
        runs: (text, operations) for stretches of characters, in order.
        flags: of the file information block.
        boxes: how many characters at the end belong to text boxes.
    """
    start = 4 * SECTOR
    text = b"".join(
        p if isinstance(p, bytes) else p.encode("utf-16-le") for p in pieces
    )
    stream = b"\0" * start + text
    stream += b"\0" * (-len(stream) % SECTOR)
    paragraphs = _page(start, marks, is_paragraph=True)
    characters = _page(start, runs, is_paragraph=False)
    first = len(stream) // SECTOR
    stream += paragraphs + characters
    plc_pieces = _pieces(start, pieces)
    pages = [pack("<III", 0, 1 << 30, first + number) for number in (0, 1)]
    clx = b"\2" + pack("<I", len(plc_pieces)) + plc_pieces
    table = clx + pages[0] + pages[1]
    head = bytearray(stream[:start])
    length = sum(len(piece) for piece in pieces)
    head[0:12] = pack("<HHHHHH", 0xA5EC, 0x00C1, 0, 0x804, 0, flags)
    head[76:104] = pack("<7I", length - boxes, 0, 0, 0, 0, 0, boxes)
    places = {33: (0, len(clx)), 13: (len(clx), 12), 12: (len(clx) + 12, 12)}
    for index, place in places.items():
        head[154 + 8 * index : 162 + 8 * index] = pack("<II", *place)
    return compound({"WordDocument": bytes(head) + stream[start:], "1Table": table})


def _pieces(start, pieces):
    positions, places = [0], b""
    for piece in pieces:
        positions.append(positions[-1] + len(piece))
        narrow = isinstance(piece, bytes)
        place = (start * 2) | 1 << 30 if narrow else start
        places += pack("<HIH", 0, place, 0)
        start += len(piece) * (1 if narrow else 2)
    return pack(f"<{len(positions)}I", *positions) + places


def _page(start, stretches, *, is_paragraph):
    """A formatted disk page for stretches of two-byte text."""
    offsets, places, page = [start], b"", bytearray(SECTOR)
    at = SECTOR - 2
    known: dict[bytes, int] = {}
    for text, operations in stretches:
        offsets.append(offsets[-1] + 2 * len(text))
        content = b"\0\0" + operations if is_paragraph else operations
        content += b"\0" * (is_paragraph and len(content) % 2)
        size = len(content) // 2 if is_paragraph else len(content)
        stored = (b"\0" if is_paragraph else b"") + bytes([size]) + content
        if stored not in known:
            at -= len(stored) + len(stored) % 2
            page[at : at + len(stored)] = stored
            known[stored] = at
        places += bytes([known[stored] // 2]) + b"\0" * (12 if is_paragraph else 0)
    index = pack(f"<{len(offsets)}I", *offsets) + places
    page[: len(index)] = index
    page[-1] = len(stretches)
    assert len(index) <= at
    return bytes(page)


IN_TABLE = pack("<HB", 0x2416, 1)
HIDDEN = pack("<HB", 0x083C, 1)
DELETED = pack("<HB", 0x0800, 1)


def row_end(edges, flags=()):
    """Operations of the mark that ends a row: column edges in twips, cell flags."""
    cells = b"".join(pack("<H18x", flag) for flag in flags)
    content = bytes([len(edges) - 1]) + pack(f"<{len(edges)}h", *edges) + cells
    definition = pack("<HH", 0xD608, len(content) + 1) + content
    return IN_TABLE + pack("<HB", 0x2417, 1) + definition
