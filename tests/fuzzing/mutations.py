"""Change a file at random: its bytes, its words, its figures, the members of a zip."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable
from io import BytesIO

from tests.strategies import WRITTEN

FIGURE = re.compile(rb"\d+(?:\.\d+)?")
PIECE = re.compile(rb"[^\n<>|\t,]+")
ODD_FIGURES = (
    "", "0", "-1", "00", "0.0", "-0", "1.", ".5", "1.2.3", "1e999", "NaN", "Infinity",
    "99999999999999999999999999", "0." + "9" * 60, "1" * 400, "１２", "²", "½", "Ⅷ", "〇",
    "一百二十", "2.3万", "1,000,00", "①", "2020年", "100%", "-5%", "１００％", "٣", "1/0",
)  # fmt: skip
WORDS = (
    *WRITTEN, "产出指标", "数量指标", "三级指标", "分值", "得分", "总分", "执行率", "全年预算数",
    "年度指标值", "实际完成值", "单位：元", "单位：亿元", "其中", "合计", "优", "未完成",
    "下设", "共", "占", "增长", "同比", "调增", "调减", "结转", "（", "）", "“", "、", "；", "。",
    "一、", "（一）", "1.", "%", "万元", "/", "-", "…", "\u3000", "\ufeff", "\u200b", "\x0b",
    "𠮷", "e\u0301", "ﷺ", "\r", "\n", "\t", "|", "<", "&amp;", "<td>", "</tr>", "<!--", "]]>",
)  # fmt: skip
MOST_BYTES = 200_000

Mutation = Callable[[bytes, random.Random], bytes]


def mutated(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """One to several changes; zips are changed inside as often as outside.

    Args:
        content: the file.
        other: another one to take stretches from.
        chance: the only source of chance.
    """
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        if content.startswith(b"PK\3\4") and chance.random() < _INSIDE:
            content = _inside_zip(content, other, chance)
        else:
            content = _changed(content, other, chance)
    return content[:MOST_BYTES]


_INSIDE = 0.9


def _changed(content: bytes, other: bytes, chance: random.Random) -> bytes:
    if chance.random() < _SPLICED:
        return _spliced(content, other, chance)
    is_text = b"\0" not in content[:1000]
    return chance.choice(_OF_TEXT if is_text else _OF_BYTES)(content, chance)


_SPLICED = 0.05


def _spliced(content: bytes, other: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(other, chance)
    at = chance.randint(0, len(content))
    return content[:at] + other[start:end] + content[at:]


def _stretch(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(content))
    return start, min(len(content), start + chance.choice((1, 4, 20, 200, 2000)))


def _flip(content: bytes, chance: random.Random) -> bytes:
    if not content:
        return b"\0"
    changed = bytearray(content)
    for _ in range(chance.choice((1, 2, 8))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _odd_number(content: bytes, chance: random.Random) -> bytes:
    """Overwrite a field of a binary format."""
    at = chance.randint(0, len(content))
    width = chance.choice((1, 2, 4, 8))
    value = chance.choice((0, 1, 2**31 - 1, 2**32 - 1, 2**63, chance.getrandbits(64)))
    return content[:at] + value.to_bytes(8, "little")[:width] + content[at + width :]


def _delete(content: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(content, chance)
    return content[:start] + content[end:]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(content, chance)
    return (
        content[:end] + content[start:end] * chance.choice((1, 2, 30)) + content[end:]
    )


def _truncate(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randint(0, len(content))]


def _figure(content: bytes, chance: random.Random) -> bytes:
    return _replaced(content, FIGURE, chance.choice(ODD_FIGURES), chance)


def _piece(content: bytes, chance: random.Random) -> bytes:
    """Replace what stands in a cell or a line."""
    return _replaced(content, PIECE, chance.choice(WORDS), chance)


def _swap(content: bytes, chance: random.Random) -> bytes:
    """Put what stands in one place into another."""
    found = list(PIECE.finditer(content))
    if not found:
        return content
    one = chance.choice(found)[0]
    return _replaced(content, PIECE, one.decode("utf-8", "ignore"), chance)


def _replaced(
    content: bytes, pattern: re.Pattern[bytes], text: str, chance: random.Random
) -> bytes:
    found = list(pattern.finditer(content))
    if not found:
        return content
    match = chance.choice(found)
    return content[: match.start()] + text.encode() + content[match.end() :]


def _word(content: bytes, chance: random.Random) -> bytes:
    """Put a word of the trade, or a sign with a meaning, between two pieces."""
    found = list(PIECE.finditer(content))
    at = chance.choice(found).end() if found else 0
    words = chance.choice(WORDS + ODD_FIGURES).encode()
    return content[:at] + words + content[at:]


def _line(content: bytes, chance: random.Random) -> bytes:
    """Delete, repeat or move a line."""
    lines = content.split(b"\n")
    line = lines.pop(chance.randrange(len(lines)))
    for _ in range(chance.choice((0, 1, 2))):
        lines.insert(chance.randint(0, len(lines)), line)
    return b"\n".join(lines)


_OF_BYTES: tuple[Mutation, ...] = (_flip, _odd_number, _delete, _repeat, _truncate)
_OF_TEXT: tuple[Mutation, ...] = (
    *(_figure,) * 4, *(_piece,) * 4, *(_word,) * 4, *(_swap,) * 2, *(_line,) * 2,
    _delete, _repeat, _flip, _truncate,
)  # fmt: skip


def _inside_zip(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """Change one member, or leave it out, in a zip that is whole again."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001  broken by an earlier change: as it is, then
        return _changed(content, other, chance)
    if not members:
        return content
    names = sorted(members)
    main = [n for n in names if re.search(r"document|sheet\d|sharedStrings", n)]
    name = chance.choice(chance.choice((main or names, names)))
    if chance.random() < _LEFT_OUT:
        members.pop(name)
    else:
        members[name] = _changed(members[name], other, chance)
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return file.getvalue()


_LEFT_OUT = 0.05
