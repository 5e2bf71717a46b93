from struct import pack

import pytest
from tests.documents.compound import compound
from tests.documents.drawing import drawn

from jixiao.core.errors import UnreadableDocumentError
from jixiao.documents.blocks import Table
from jixiao.documents.xls import read_xls


def record(code, content=b""):
    return pack("<HH", code, len(content)) + content


def begin(kind):
    return record(0x0809, pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def text(row, column, content, style=0):
    encoded = content.encode("utf-16-le")
    return record(0x0204, pack("<HHHHB", row, column, style, len(content), 1) + encoded)


END = record(0x000A)
FORMATS = record(0x041E, pack("<HHB", 164, 9, 0) + b"0.00_ ;;; "[:9])
STYLES = b"".join(
    record(0x00E0, pack("<HH", 0, form) + b"\0" * 16) for form in (0, 10, 2, 14)
)
GENERAL, PERCENT, TWO, DAY = range(4)


def workbook(*sheets, before=b""):
    """Sheets are name, whether hidden, and records."""
    head = begin(0x0005) + before + record(0x0042, pack("<H", 1200)) + FORMATS + STYLES
    names = [name.encode("utf-16-le") for name, _, _ in sheets]
    at = len(head) + sum(4 + 8 + len(name) for name in names) + len(END)
    bodies = b""
    for encoded, (name, hidden, content) in zip(names, sheets, strict=True):
        place = pack("<IBBBB", at + len(bodies), hidden, 0, len(name), 1)
        head += record(0x0085, place + encoded)
        bodies += begin(0x0010) + content + END
    return compound({"Workbook": head + END + bodies})


def test_numbers_show_the_digits_of_their_formats():
    content = workbook(
        (
            "自评表",
            0,
            text(0, 0, "执行率")
            + record(0x0203, pack("<HHHd", 0, 1, PERCENT, 6992.95 / 7165.32))
            + record(0x027E, pack("<HHHI", 0, 2, TWO, (3144 << 2) | 2))
            + record(
                0x00BD, pack("<HHHIHIH", 1, 0, GENERAL, (2295 << 2) | 3, TWO, 2, 1)
            )
            + record(0x0006, pack("<HHHdHII", 1, 2, TWO, 2.295, 0, 0, 0))
            + record(0x0203, pack("<HHHd", 2, 0, DAY, 44651)),
        )
    )
    (table,) = read_xls(content)

    assert isinstance(table, Table)
    assert table.name == "自评表"
    assert drawn((table,)) == [
        "执行率 | 97.59% | 3144.00",
        "22.95 | 0.00 | 2.30",
        "2022/3/31 | · | ·",
    ]


def test_hidden_sheets_are_not_read_and_merged_cells_are():
    merged = record(0x00E5, pack("<HHHHH", 1, 0, 1, 0, 0))
    content = workbook(
        ("底稿", 1, text(0, 0, "旧")),
        ("正式", 0, text(0, 0, "产出") + text(0, 1, "甲") + text(1, 1, "乙") + merged),
    )

    assert drawn(read_xls(content)) == ["产出 | 甲", "^ | 乙"]


def test_a_password_is_told():
    content = workbook(("甲", 0, b""), before=record(0x002F, b"\0" * 6))

    with pytest.raises(UnreadableDocumentError, match="密码") as caught:
        read_xls(content)

    assert caught.value.reason == "encrypted"


def test_a_sheet_too_large_is_refused_before_it_is_laid_out():
    content = workbook(("甲", 0, text(0, 0, "甲") + text(65_535, 255, "乙")))

    with pytest.raises(UnreadableDocumentError) as caught:
        read_xls(content)

    assert caught.value.reason == "too_large"
