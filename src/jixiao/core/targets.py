"""Targets and results as they are really written: text → reading, never a guess.

`read_statement` reads one cell, of the target or of the result alike. The original
text always stays, and whatever could be read in two ways says so in its notes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from jixiao.core.dates import StatedDate, parse_date
from jixiao.core.numbers import (
    NUMERALS,
    SCALES,
    StatedNumber,
    approximate,
    counted,
    fold,
    parse_decimal,
    parse_numeral,
    plain,
    rounded,
)
from jixiao.core.units import unit_of


class Kind(StrEnum):
    """How a target is written."""

    BARE = "bare"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"
    EXACTLY = "exactly"
    BY_DATE = "by_date"
    QUALITATIVE = "qualitative"
    BLANK = "blank"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one cell says: a bound, a range, a date, words, nothing, or unreadable."""

    text: str
    """As printed; white space at both ends removed."""
    kind: Kind
    lower: StatedNumber | None = None
    upper: StatedNumber | None = None
    """Both bounds of a range; the same number twice for bare and exact ones."""
    unit: str | None = None
    """As written, or from the header when the cell has none."""
    has_own_unit: bool = False
    has_scale: bool = False
    """万 or 亿 was written in the cell itself."""
    date: StatedDate | None = None
    reason: str | None = None
    """Why it is undecided, one Chinese sentence."""
    notes: tuple[str, ...] = ()
    """Chinese; which of two possible readings was taken."""

    @property
    def number(self) -> StatedNumber | None:
        """The one figure of the cell, None for a range, a date or words."""
        return self.lower if self.lower == self.upper else self.lower or self.upper

    @property
    def is_numeric(self) -> bool:
        """Whether the cell states a figure or figures."""
        return self.lower is not None or self.upper is not None

    def times(self, factor: int) -> Statement:
        """Read the same figures in a coarser unit (2 for 2万)."""
        return replace(
            self,
            lower=self.lower and self.lower.times(factor),
            upper=self.upper and self.upper.times(factor),
        )


SIGN_KINDS = {
    "≥": Kind.AT_LEAST, ">=": Kind.AT_LEAST, "=>": Kind.AT_LEAST, ">": Kind.AT_LEAST,
    "≤": Kind.AT_MOST, "<=": Kind.AT_MOST, "=<": Kind.AT_MOST, "<": Kind.AT_MOST,
    "=": Kind.EXACTLY,
    "大于等于": Kind.AT_LEAST, "大于或等于": Kind.AT_LEAST, "不少于": Kind.AT_LEAST,
    "不低于": Kind.AT_LEAST, "不小于": Kind.AT_LEAST, "大于": Kind.AT_LEAST,
    "高于": Kind.AT_LEAST, "多于": Kind.AT_LEAST, "超过": Kind.AT_LEAST,
    "至少": Kind.AT_LEAST, "达到": Kind.AT_LEAST, "达": Kind.AT_LEAST,
    "正向": Kind.AT_LEAST, "正向指标": Kind.AT_LEAST,
    "小于等于": Kind.AT_MOST, "小于或等于": Kind.AT_MOST, "不超过": Kind.AT_MOST,
    "不高于": Kind.AT_MOST, "不大于": Kind.AT_MOST, "不多于": Kind.AT_MOST,
    "小于": Kind.AT_MOST, "低于": Kind.AT_MOST, "少于": Kind.AT_MOST,
    "至多": Kind.AT_MOST, "最多": Kind.AT_MOST, "控制在": Kind.AT_MOST,
    "反向": Kind.AT_MOST, "反向指标": Kind.AT_MOST,
    "等于": Kind.EXACTLY,
    "定性": Kind.QUALITATIVE, "定性指标": Kind.QUALITATIVE,
}  # fmt: skip
"""Signs and words in front of a figure or in a column of their own."""

_SUFFIX_KINDS = {
    "及以上": Kind.AT_LEAST, "(含)以上": Kind.AT_LEAST, "以上": Kind.AT_LEAST,
    "之上": Kind.AT_LEAST, "起步": Kind.AT_LEAST,
    "及以下": Kind.AT_MOST, "(含)以下": Kind.AT_MOST, "以下": Kind.AT_MOST,
    "以内": Kind.AT_MOST, "之内": Kind.AT_MOST, "内": Kind.AT_MOST,
}  # fmt: skip

SCALE_ORDER = "|".join(sorted(SCALES, key=len, reverse=True))
_FIGURE = (
    rf"(?:(?P<digits>[+-]?\d[\d,]*(?:\.\d+)?|[+-]?\.\d+)|(?P<numeral>[{NUMERALS}]+))"
)
_SIGN = "|".join(sorted(map(re.escape, SIGN_KINDS), key=len, reverse=True))
_SUFFIX = "|".join(sorted(map(re.escape, _SUFFIX_KINDS), key=len, reverse=True))
_UNIT = r"[^\d\s,.;:。;、≥≤<>=~±+-]{0,10}?(?:[*/][^\d\s,.;:。;、]{1,6}?)*"
_ONE = re.compile(
    rf"(?P<sign>{_SIGN})?(?P<about>约|近)?{_FIGURE}(?P<more>余|多)?"
    rf"(?P<scale>{SCALE_ORDER})?(?P<more2>余|多)?(?P<unit>{_UNIT})"
    rf"(?P<about2>左右)?(?P<suffix>{_SUFFIX})?"
)
_BETWEEN = re.compile(
    rf"(?P<sign>{_SIGN})?(?P<low>\d[\d,]*(?:\.\d+)?)(?P<low_scale>{SCALE_ORDER})?(?P<low_unit>%|‰|{_UNIT})"
    rf"(?:-+|~+|至|到)(?P<high>\d[\d,]*(?:\.\d+)?)(?P<scale>{SCALE_ORDER})?"
    rf"(?P<unit>{_UNIT})(?P<suffix>{_SUFFIX}|之间|不等)?"
)
_PLUS_MINUS = re.compile(rf"±(?P<digits>\d+(?:\.\d+)?)(?P<unit>{_UNIT})(?:{_SUFFIX})?")
_IN_WORDS = re.compile(rf"\d[\d,]*(?:\.\d+)?(?:{SCALE_ORDER})?")
_TEMPLATE = re.compile(r"[*×xX○]{2,}|_{2,}")
_NOTHING = frozenset(
    {"", "/", "//", "///", "-", "--", "---", "…", "……", "......", "...", "无", "空",
     "不适用", "N/A", "n/a", "—", "——", "\\", "、"}
)  # fmt: skip
_ALL_OF_IT = re.compile(r"[百佰]分之[百佰]|百分百|100百分比")
_OVER_UNDER_GAP = re.compile(r"(?:低于|高于|超过|少于|多于)[^\d]{2,}\d")
_WORDS_TOO_LONG = 24
_MISREAD = range(210, 301)
"""Percentages that are 2 and a plausible one; 2100% is beyond what is guessed."""


def read_statement(
    text: str | None, *, sign: str | None = None, unit: str | None = None
) -> Statement:
    """Read one target or result.

    Args:
        text: the cell as printed; None where the form has no such cell.
        sign: 指标性质, where it stands in a column of its own.
        unit: 度量单位 of an own column or of the header or name, when the cell has none.

    Returns:
        Figures with the scale words applied, in the unit written.

    Source:
        Forms of writing met in published reports; docs/algorithms/targets.md.

    >>> s = read_statement("1.5万以上", unit="亩")
    >>> s.kind.value, plain(s.number.value), s.unit
    ('at_least', '15000', '亩')
    >>> read_statement("7,00.0,77").reason
    '“7,00.0,77”无法读作数字'
    """
    return _read((text or "").strip(), (sign or "").strip(), (unit or "").strip())


@lru_cache(maxsize=65536)
def _read(text: str, sign: str, unit: str) -> Statement:
    folded = re.sub(r"\s+", "", fold(text)).rstrip("。;,")
    statement = _read_folded(text, folded, unit)
    return _with_sign(statement, sign) if sign else statement


def _read_folded(text: str, folded: str, unit: str) -> Statement:
    if not folded.strip("/-…—_.\\、*"):
        return Statement(text=text, kind=Kind.BLANK)
    if folded in _NOTHING:
        return Statement(text=text, kind=Kind.BLANK)
    for reader in _READERS:
        statement = reader(text, folded, unit)
        if statement is not None:
            return statement
    return _undecided(text, f"“{text}”无法读作数字、日期或定性目标")


def _with_sign(statement: Statement, sign: str) -> Statement:
    """Apply the sign of a column of its own."""
    kind = SIGN_KINDS.get(re.sub(r"\s+", "", fold(sign)))
    if kind is None or statement.kind in (Kind.BLANK, Kind.UNDECIDED):
        return statement
    if kind is Kind.QUALITATIVE:
        return replace(
            statement, kind=kind, lower=None, upper=None, notes=statement.notes
        )
    if statement.kind is not Kind.BARE:
        return statement
    number = statement.number
    match kind:
        case Kind.AT_LEAST:
            return replace(statement, kind=kind, lower=number, upper=None)
        case Kind.AT_MOST:
            return replace(statement, kind=kind, lower=None, upper=number)
        case _:
            return replace(statement, kind=kind)


# -- the readers, asked in this order; None means: not written my way -------------


def _read_template(text: str, folded: str, _unit: str) -> Statement | None:
    if _TEMPLATE.search(folded):
        return _undecided(text, f"“{text}”是未填写的模板")
    return None


def _read_zero_of_zero(text: str, folded: str, _unit: str) -> Statement | None:
    match = re.fullmatch(r"(\d+)/(\d+)(\d+(?:\.\d+)?%)?", folded)
    if not match:
        return None
    return _undecided(text, f"“{text}”是两个数相除，分不清哪一个是完成值")


def _read_date(text: str, folded: str, _unit: str) -> Statement | None:
    date = parse_date(folded)
    if date is None:
        return None
    if isinstance(date, str):
        return _undecided(text, date)
    notes = (f"“{text}”取其截止日",) if date.is_span else ()
    return Statement(text=text, kind=Kind.BY_DATE, date=date, notes=notes)


def _read_plus_minus(text: str, folded: str, unit: str) -> Statement | None:
    match = _PLUS_MINUS.fullmatch(folded)
    if not match:
        return None
    upper = rounded(match["digits"])
    value = upper.value
    lower = replace(upper, value=-value, low=-upper.high, high=-upper.low)
    return Statement(
        text=text, kind=Kind.RANGE, lower=lower, upper=upper,
        unit=match["unit"] or unit or None, has_own_unit=bool(match["unit"]),
    )  # fmt: skip


def _read_between(text: str, folded: str, unit: str) -> Statement | None:
    match = _BETWEEN.fullmatch(folded)
    if not match or (match["low_unit"] and not _same_unit(match)):
        return None
    scale = match["scale"] or ""
    low_scale = match["low_scale"] or scale
    own, extra = _unit_and_rest(match["unit"])
    if extra is None:
        return None
    stated_unit = own or unit or None
    lower = _stated(match["low"], low_scale, stated_unit)
    upper = _stated(match["high"], scale, stated_unit)
    if lower is None or upper is None:
        return _undecided(text, f"“{text}”无法读作数字")
    if lower.value > upper.value:
        return _undecided(text, f"“{text}”的下限大于上限")
    return Statement(
        text=text, kind=Kind.RANGE, lower=lower, upper=upper, unit=stated_unit,
        has_own_unit=bool(own), has_scale=bool(match["scale"]),
    )  # fmt: skip


def _read_one(text: str, folded: str, unit: str) -> Statement | None:
    match = _ONE.fullmatch(folded)
    if not match:
        return None
    own, extra = _unit_and_rest(match["unit"])
    if extra is None:
        return None
    about = match["about"] or match["more"] or match["more2"] or ""
    about = about or ("约" if match["about2"] else "")
    digits = match["digits"] or _numeral_digits(match["numeral"], own)
    if digits is None:
        return None
    scale = match["scale"] or ""
    stated_unit = own or unit
    unit_notes: tuple[str, ...] = ()
    if scale and not own and unit[:1] in ("万", "亿"):
        stated_unit = unit[1:]
        unit_notes = (f"“{text}”已写明{scale}，不再按列头的{unit}放大",)
    number = _stated(digits, scale, stated_unit or None, about)
    if number is None:
        return _undecided(text, f"“{text}”无法读作数字")
    kind, notes = _kind_of(match["sign"], match["suffix"], text)
    if kind is None:
        return _undecided(text, notes[0])
    statement = Statement(
        text=text, kind=kind, unit=stated_unit or None, has_own_unit=bool(own),
        has_scale=bool(scale), notes=(*notes, *unit_notes),
        lower=None if kind is Kind.AT_MOST else number,
        upper=None if kind is Kind.AT_LEAST else number,
    )  # fmt: skip
    return _without_misread_sign(statement)


def _read_all_of_it(text: str, folded: str, _unit: str) -> Statement | None:
    if not _ALL_OF_IT.fullmatch(folded):
        return None
    return replace(_read("100%", "", ""), text=text)


def _read_glued_numbers(text: str, folded: str, _unit: str) -> Statement | None:
    """Refuse what is made of digits and yet no number: 7,00.0,77."""
    if re.fullmatch(r"[\d,.%]+", folded):
        return _undecided(text, f"“{text}”无法读作数字")
    return None


def _read_gap(text: str, folded: str, _unit: str) -> Statement | None:
    if _OVER_UNDER_GAP.match(folded):
        return _undecided(text, f"“{text}”写的是差额，不是指标值本身")
    return None


def _read_words(text: str, folded: str, unit: str) -> Statement | None:
    """Words: qualitative without a figure, the likelier reading with one figure."""
    figures = _IN_WORDS.findall(folded)
    if not figures:
        return Statement(text=text, kind=Kind.QUALITATIVE)
    if len(figures) > 1 or len(folded) > _WORDS_TOO_LONG:
        return _undecided(text, f"“{text}”含有不止一个条件，分不清按哪一个计分")
    match = re.search(rf"(?P<sign>{_SIGN})?{re.escape(figures[0])}.*$", folded)
    assert match, "the figure was found in this very text"
    statement = _read_one(text, match[0], unit)
    if statement is None or not statement.is_numeric:
        return _undecided(text, f"“{text}”文字与数字混写，读不出指标值")
    return replace(statement, notes=(*statement.notes, f"“{text}”按其中的数字读取"))


_READERS: tuple[Callable[[str, str, str], Statement | None], ...] = (
    _read_template,
    _read_all_of_it,
    _read_zero_of_zero,
    _read_date,
    _read_plus_minus,
    _read_between,
    _read_one,
    _read_glued_numbers,
    _read_gap,
    _read_words,
)


# -- parts ---------------------------------------------------------------------------


def _undecided(text: str, reason: str) -> Statement:
    return Statement(text=text, kind=Kind.UNDECIDED, reason=reason)


def _same_unit(match: re.Match[str]) -> bool:
    return match["low_unit"] == match["unit"]


_NUMERAL_UNITS = frozenset(
    ("个", "次", "项", "件", "户", "人", "人次", "名", "场", "期", "份", "家", "套", "台",
     "处", "篇", "条", "座", "所", "批", "轮", "天", "年", "个月", "小时", "公里", "亩")
)  # fmt: skip


def _numeral_digits(numeral: str, unit: str) -> str | None:
    """Only in front of a unit is a Chinese numeral a figure: 十二个, not 一般."""
    value = parse_numeral(numeral) if unit in _NUMERAL_UNITS else None
    return None if value is None else str(value)


_UNIT_WORDS = re.compile(
    r"[\u4e00-\u9fffA-Za-z%‰㎡·*/()]{0,10}|[\u4e00-\u9fff]{1,4}(?:[*/][\u4e00-\u9fff]{1,4})+"
)
_NOT_A_UNIT = re.compile(
    r"[完的是按在已率有未且并各全均每应会了月年].{2,}|.*[且并应按将已的]"
)


def _unit_and_rest(unit: str) -> tuple[str, str | None]:
    """The unit behind a figure; (…, None) where a sentence follows instead."""
    if not unit:
        return "", ""
    if not _UNIT_WORDS.fullmatch(unit) or _NOT_A_UNIT.fullmatch(unit):
        return "", None
    return unit, ""


def _kind_of(
    sign: str | None, suffix: str | None, text: str
) -> tuple[Kind | None, tuple[str, ...]]:
    before = SIGN_KINDS.get(sign or "")
    after = _SUFFIX_KINDS.get(suffix or "")
    if sign == "控制在" and after is not None:
        return after, ()
    if before and after and before is not after:
        return None, (f"“{text}”前后两个界限方向相反",)
    if sign in ("达到", "达"):
        return after or Kind.BARE, ()
    kind = before or after or Kind.BARE
    if sign in (">", "<", "大于", "小于", "高于", "低于", "超过", "少于", "多于"):
        return kind, (f"“{text}”不含边界，按含边界读取",)
    return kind, ()


def _stated(
    digits: str, scale: str, unit: str | None, about: str = ""
) -> StatedNumber | None:
    value = parse_decimal(digits)
    if value is None:
        return None
    written = digits.replace(",", "")
    if about:
        number = approximate(written + about, value, about)
    elif not scale and unit and unit_of(unit).is_count:
        number = counted(written)
    else:
        number = rounded(written)
    return number.times(SCALES[scale]) if scale else number


def _without_misread_sign(statement: Statement) -> Statement:
    """A printed ≥ that scanning turned into a 2: 290% is ≥90%."""
    number = statement.number
    if statement.kind is not Kind.BARE or statement.unit != "%" or number is None:
        return statement
    rest = parse_decimal(number.text[1:])
    if rest is None or int(number.value) not in _MISREAD or number.text[0] != "2":
        return statement
    return replace(
        statement, kind=Kind.AT_LEAST, lower=rounded(plain(rest)), upper=None,
        notes=(*statement.notes, f"“{statement.text}”疑为“≥{plain(rest)}%”误识，按后者读取"),
    )  # fmt: skip


def percent_in_name(name: str) -> str | None:
    """A rate that stands at the end of the name itself: 年度资金支付完成率100%.

    >>> percent_in_name("年度资金支付完成率100%")
    '100%'
    """
    match = re.search(r"率((?:[≥≤>=<]=?)?\d+(?:\.\d+)?%)$", fold(name))
    return match[1] if match else None
