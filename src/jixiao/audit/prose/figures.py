"""Figures in running text: each with its unit and the words in front of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from jixiao.core.numbers import (
    SCALES,
    StatedNumber,
    approximate,
    counted,
    parse_decimal,
    rounded,
)
from jixiao.core.units import unit_of

_WIDE_FORMS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_KEPT = dict.fromkeys(map(ord, "，；！？"), None)
_NARROW = {
    code: narrow for code, narrow in _WIDE_FORMS.items() if code not in _KEPT
} | {
    ord(wide): narrow
    for wide, narrow in {
        "≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "═": "=", "﹦": "=", "—": "-", "–": "-",
        "－": "-", "−": "-", "～": "~", "〜": "~", "∼": "~", "　": " ", "﹪": "%",
    }.items()
}  # fmt: skip
_UNITS = [
    "平方公里",
    "平方千米",
    "平方米",
    "立方米",
    "公顷",
    "公里",
    "千米",
    "公斤",
    "千克",
    "人次",
    "户次",
    "家次",
    "件次",
    "场次",
    "批次",
    "班次",
    "工作日",
    "小时",
    "分钟",
    "百分点",
    "千分点",
    "个工作日",
    "个百分点",
    "元",
    "亩",
    "米",
    "吨",
    "人",
    "名",
    "户",
    "家",
    "个",
    "件",
    "起",
    "场",
    "次",
    "期",
    "份",
    "篇",
    "部",
    "项",
    "处",
    "条",
    "座",
    "所",
    "台",
    "套",
    "辆",
    "艘",
    "只",
    "头",
    "羽",
    "株",
    "棵",
    "幅",
    "幢",
    "栋",
    "间",
    "宗",
    "笔",
    "批",
    "轮",
    "例",
    "床",
    "张",
    "盏",
    "眼",
    "口",
    "块",
    "面",
    "组",
    "支",
    "分",
    "天",
    "种",
    "类",
    "册",
    "本",
    "村",
    "岁",
    "%",
    "‰",
]
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
UNIT_WORDS = "|".join(map(re.escape, sorted(_UNITS, key=len, reverse=True)))
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_FIGURE = re.compile(
    rf"(?<![\d.,A-Za-z第〔\[【])(?<!\d:)(?P<about>(?<![节预公特签大])约|近)?(?P<digits>{_DIGITS})(?![\d.]*[号:]) ?"
    rf"(?P<more>余|多)?(?P<scale>(?![百千](?:分点|米|克))(?:{_SCALE}))?(?P<more2>余|多)? ?(?P<unit>{UNIT_WORDS})?"
)
_NO_FIGURE_AFTER = re.compile(
    r"\s*(?:年(?!.{0,3}[内期])|月|日|号|季度|时|点|[-~至]\s*\d|[)\]】〕](?!分)|[、.](?!\d)\D)"
)
_RANGE_BEFORE = re.compile(r"\d\s*(?:%|\w{1,3})?\s*[-~至]\s*$")
_NUMBERING = re.compile(r"(?:^|[。；\s])\(?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a text."""

    start: int
    end: int
    text: str
    """As printed, scale and unit included."""
    number: StatedNumber
    """Scale applied; money in yuan."""
    unit: str | None
    """元 for all money, % and ‰ for shares, else the unit as written."""

    @property
    def is_money(self) -> bool:
        """An amount of money."""
        return self.unit == "元"

    @property
    def is_share(self) -> bool:
        """A percentage."""
        return self.unit == "%"


def narrow(text: str) -> str:
    """Give digits, letters and signs one width; every character keeps its position.

    >>> narrow("≧９５％（含）")
    '≥95%(含)'
    """
    return text.translate(_NARROW)


@lru_cache(maxsize=4096)
def figures_in(text: str) -> tuple[Figure, ...]:
    """All figures of a text; dates, numbers of documents and of lists are none.

    >>> [f.text for f in figures_in("2020年支出5737.12万元，办结560件（咸财〔2020〕9号）")]
    ['5737.12万元', '560件']
    """
    plain_text = narrow(text)
    found = []
    for match in _FIGURE.finditer(plain_text):
        if not _is_figure(plain_text, match):
            continue
        number = _number(match)
        if number is None:
            continue
        unit = match["unit"]
        found.append(
            Figure(
                start=match.start(), end=match.end(), text=text[match.start() : match.end()].strip(),
                number=number, unit="%" if unit in ("百分点", "个百分点") else unit,
            )
        )  # fmt: skip
    return tuple(found)


def _is_figure(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    if _RANGE_BEFORE.search(before[-8:]):
        return False
    if match["unit"] or match["scale"]:
        return True
    if _NO_FIGURE_AFTER.match(after):
        return False
    return not (_NUMBERING.search(before[-2:]) and after[:1] in "、.)")


def _number(match: re.Match[str]) -> StatedNumber | None:
    value = parse_decimal(match["digits"])
    if value is None:
        return None
    digits = match["digits"].replace(",", "")
    mark = match["about"] or match["more"] or match["more2"]
    scale = match["scale"] or ""
    unit = match["unit"]
    if mark:
        number = approximate(digits, value, mark)
    elif not scale and unit and unit != "元" and unit_of(unit).is_count:
        number = counted(digits, value)
    else:
        number = rounded(digits, value)
    return number.times(Decimal(SCALES[scale])) if scale else number
