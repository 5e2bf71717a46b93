"""Targets and results as they are really written: text → reading, never a guess.

`read_statement` reads one cell, of the target or of the result alike. The original
text always stays, and whatever could be read in two ways says so in its notes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from jixiao.core.dates import parse_date
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
from jixiao.core.spelling import respell
from jixiao.core.statements import SIGN_KINDS, Kind, Statement
from jixiao.core.units import UNIT_NAMES, unit_of

_SUFFIX_KINDS = {
    "及以上": Kind.AT_LEAST, "(含)以上": Kind.AT_LEAST, "以上": Kind.AT_LEAST,
    "之上": Kind.AT_LEAST, "起步": Kind.AT_LEAST,
    "及以下": Kind.AT_MOST, "(含)以下": Kind.AT_MOST, "以下": Kind.AT_MOST,
    "以内": Kind.AT_MOST, "之内": Kind.AT_MOST, "内": Kind.AT_MOST,
}  # fmt: skip

SCALE_ORDER = "|".join(sorted(SCALES, key=len, reverse=True))
_SCALE = rf"(?:{SCALE_ORDER})(?!分[比点之])(?!(?<=千)[克米瓦卡伏帕赫升])"
_FIGURE = (
    rf"(?:(?P<digits>[+-]?\d[\d,]*(?:\.\d+)?|[+-]?\.\d+)|(?P<numeral>[{NUMERALS}]+))"
)
_SIGN = "|".join(sorted(map(re.escape, SIGN_KINDS), key=len, reverse=True))
_SUFFIX = "|".join(sorted(map(re.escape, _SUFFIX_KINDS), key=len, reverse=True))
_UNIT = r"[^\d\s,.;:。;、≥≤<>=~±+-]{0,10}?(?:[*/][^\d\s,.;:。;、]{1,6}?)*"
_TAIL = (
    r"(?:(?:全部|全面|一次性)?(?:完成|到位|办结|到达|响应|处理|处置|解决|修复|办理|送达|支付|拨付|兑付|"
    r"发放|上报|报送|答复|回复|反馈|达标|合格|满意|全?覆盖|落实|实施|竣工|完工))+"
)
"""What a sentence adds behind figure and unit without changing either."""
_ONE = re.compile(
    rf"(?P<sign>{_SIGN})?(?P<about>约|近)?{_FIGURE}(?P<more>余|多)?"
    rf"(?P<scale>{_SCALE})?(?P<more2>余|多)?(?P<unit>{_UNIT})"
    rf"(?P<about2>左右)?(?P<suffix>{_SUFFIX})?(?:{_TAIL})?"
)
_BETWEEN = re.compile(
    rf"(?P<sign>{_SIGN})?(?P<low>\d[\d,]*(?:\.\d+)?)(?P<low_scale>{_SCALE})?(?P<low_unit>%|‰|{_UNIT})"
    rf"(?:-+|~+|至|到)(?P<high>\d[\d,]*(?:\.\d+)?)(?P<scale>{_SCALE})?"
    rf"(?P<unit>{_UNIT})(?P<suffix>{_SUFFIX}|之间|不等)?"
)
_PLUS_MINUS = re.compile(rf"±(?P<digits>\d+(?:\.\d+)?)(?P<unit>{_UNIT})(?:{_SUFFIX})?")
_IN_WORDS = re.compile(rf"\d[\d,]*(?:\.\d+)?(?:{_SCALE})?")
_TEMPLATE = re.compile(r"[*×xX○]{2,}|_{2,}")
_NOTHING = frozenset(
    {"", "/", "//", "///", "-", "--", "---", "…", "……", "......", "...", "无", "空",
     "不适用", "N/A", "n/a", "—", "——", "\\", "、"}
)  # fmt: skip
_ALL_OF_IT = re.compile(r"[百佰]分之[百佰]|百分百|100百分比")
_OVER_UNDER_GAP = re.compile(r"(?:低于|高于|超过|少于|多于)[^\d]{2,}\d")
_COMPARED = re.compile(
    r"不?(?:低于|高于|超过|少于|多于|大于|小于)|超额|超出|超目标|超计划|突破|不足|不到|至少|至多|最[多少高低]|"
    r"[≥≤<>=]|还?[差缺欠](?!错)|剩余?|尚余"
)
_NEGATED = re.compile(
    r"(?:未|没有?|尚未|无法|难以)(?:能|得以)?(?:全部|完全|按时|按期|及时)?(?:达|完成|实现|足|满|到|开展|实施|办|支付|发放|落实)"
)
_LOOKS_LIKE_A_DIGIT = frozenset("lIoOoО|")
_WORDS_TOO_LONG = 24
_MISREAD = frozenset((*range(210, 301), 2100))
"""Percentages that are 2 and a plausible one."""


def read_statement(
    text: str | None,
    *,
    sign: str | None = None,
    unit: str | None = None,
    is_result: bool = False,
) -> Statement:
    """Read one target or result.

    Args:
        text: the cell as printed; None where the form has no such cell.
        sign: 指标性质, where it stands in a column of its own.
        unit: 度量单位 of an own column or of the header or name, when the cell has none.
        is_result: a 完成值 stays as printed where a target's would be a misread sign.

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
    unit = (unit or "").strip()
    return _read(
        (text or "").strip(),
        (sign or "").strip(),
        "%" if unit == "百分比" else unit,
        is_result,
    )


def as_number(statement: Statement) -> Statement:
    """Give the other reading of what was read as a date and may be a figure.

    >>> plain(as_number(read_statement("2000.01")).number.value)
    '2000.01'
    """
    if statement.date is None or statement.date.note is None:
        return statement
    text, folded = statement.text, respell(statement.text)
    return _read_between(text, folded, "") or _read_one(text, folded, "") or statement


@lru_cache(maxsize=65536)
def _read(text: str, sign: str, unit: str, is_result: bool) -> Statement:  # noqa: FBT001
    statement = (_AS_MOST_ARE.fullmatch(text) and _read_one(text, text, unit)) or (
        _read_folded(text, respell(text), unit)
    )
    if not is_result and statement.unit == "%":
        statement = _without_misread_sign(statement)
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
    if statement.kind in (Kind.BLANK, Kind.UNDECIDED):
        return statement
    kind = _kind_of_sign(sign)
    if kind is None:
        note = f"指标性质“{sign}”不是已知的符号，未采用"
        return replace(statement, notes=(*statement.notes, note))
    if {kind, statement.kind} == {Kind.AT_LEAST, Kind.AT_MOST}:
        return _undecided(
            statement.text, f"“{statement.text}”与指标性质“{sign}”方向相反"
        )
    if kind is Kind.QUALITATIVE:
        return replace(statement, kind=kind, lower=None, upper=None)
    if statement.kind is not Kind.BARE:
        return statement
    number = statement.number
    return replace(
        statement,
        kind=kind,
        lower=None if kind is Kind.AT_MOST else number,
        upper=None if kind is Kind.AT_LEAST else number,
    )


_AS_MOST_ARE = re.compile(
    r"[≥≤]?(?!20\d\d\.)\d{1,7}(?:\.\d{1,4})?"
    r"(?:%|万?[个件次人户亩元]|万|项|台|套|处|场|份|名|人次|万人次)?(?:以上|以下|以内)?"
)
"""Cells that need no respelling and that only `_read_one` reads; most cells."""
_NO_DIRECTION = frozenset(("定量", "定量指标", "数值", "计量", "/", "-", "无"))


def _kind_of_sign(sign: str) -> Kind | None:
    """What a sign of its own column says; BARE: nothing, None: unknown."""
    written = respell(sign)
    for part in (written, *re.split(r"[()]", written)):  # 大于等于(≥)
        if part in SIGN_KINDS:
            return SIGN_KINDS[part]
    return Kind.BARE if written in _NO_DIRECTION else None


# -- the readers, asked in this order; None means: not written my way -------------


def _read_template(text: str, folded: str, _unit: str) -> Statement | None:
    if _TEMPLATE.search(folded):
        return _undecided(text, f"“{text}”是未填写的模板")
    return None


def _read_zero_of_zero(text: str, folded: str, _unit: str) -> Statement | None:
    match = re.fullmatch(r"(\d+)/(\d+)(?:、?\d+(?:\.\d+)?%)?", folded)
    if not match:
        return None
    return _undecided(text, f"“{text}”是两个数相除，分不清哪一个是完成值")


_MAYBE_DATE = re.compile(r".*(?:月|日|年|季度|20\d\d[./-]?\d|20\d\d-).*")


def _read_date(text: str, folded: str, unit: str) -> Statement | None:
    if not _MAYBE_DATE.match(folded):
        return None
    date = parse_date(folded)
    if date is None:
        return None
    if isinstance(date, str):
        return _undecided(text, date)
    if date.note and unit:
        return None  # 2022.12 under 万元 is an amount
    notes = tuple(note for note in (date.note, date.before) if note)
    if date.is_span:
        notes += (f"“{text}”取其截止日",)
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


_BOUND = (
    rf"(?P<sign{{0}}>{_SIGN})(?P<figure{{0}}>\d+(?:,\d{{{{3}}}})*(?:\.\d+)?(?:{_SCALE})?)"
    r"(?P<unit{0}>[^\d,、;且并同和≥≤<>=]{{0,6}}?)"
)
_TWO_BOUNDS = re.compile(
    _BOUND.format(1) + r"[,、;且并和]*(?:同时)?" + _BOUND.format(2) + rf"(?:{_SUFFIX})?"
)
_CHAIN = re.compile(
    r"(?P<first>\d[\d,.]*[^\d≥≤<>]{0,6})(?P<signs>[≥≤<>])[^\d≥≤<>]{0,8}"
    r"(?P<sign2>[≥≤<>])(?P<second>\d[\d,.]*[^\d≥≤<>]{0,6})"
)


def _read_two_bounds(text: str, folded: str, unit: str) -> Statement | None:
    """≥95%且≤100%, 95%≤X≤100%: a range, both of its ends written as bounds."""
    if match := _CHAIN.fullmatch(folded):
        rising = {"≤": True, "<": True, "≥": False, ">": False}
        if rising[match["signs"]] is not rising[match["sign2"]]:
            return None
        ends = (match["first"], match["second"])
        low, high = ends if rising[match["signs"]] else ends[::-1]
    elif match := _TWO_BOUNDS.fullmatch(folded):
        kinds = [SIGN_KINDS[match["sign1"]], SIGN_KINDS[match["sign2"]]]
        if sorted(kinds) != [Kind.AT_LEAST, Kind.AT_MOST]:
            return None
        ends = (
            match["figure1"] + match["unit1"],
            match["figure2"] + match["unit2"],
        )
        low, high = ends if kinds[0] is Kind.AT_LEAST else ends[::-1]
    else:
        return None
    return _read_between(text, f"{low}-{high}", unit)


def _read_between(text: str, folded: str, unit: str) -> Statement | None:
    match = _BETWEEN.fullmatch(folded)
    if not match or (match["low_unit"] and not _same_unit(match)):
        return None
    scale = match["scale"] or ""
    low_scale = match["low_scale"] or scale
    own = match["unit"]
    if not _is_unit(own):
        return None
    stated_unit = own or unit or None
    notes: tuple[str, ...] = ()
    if match["sign"] or match["suffix"] in _SUFFIX_KINDS:
        notes = (f"“{text}”按区间读取",)
    lower = _stated(match["low"], low_scale, stated_unit)
    upper = _stated(match["high"], scale, stated_unit)
    if lower is None or upper is None:
        return _undecided(text, f"“{text}”无法读作数字")
    if lower.value > upper.value:
        return _undecided(text, f"“{text}”的下限大于上限")
    return Statement(
        text=text, kind=Kind.RANGE, lower=lower, upper=upper, unit=stated_unit,
        has_own_unit=bool(own), has_scale=bool(match["scale"]), notes=notes,
    )  # fmt: skip


_RANK = re.compile(r"[^\d]{0,8}?(?:前|第)(\d{1,3})(?:名|位)(?:以内|之内|内|以上)?")
_DEGREE = re.compile(
    rf"(?:{_SIGN})?[^\d]{{0,6}}\d[A-Za-z]*(?:星)?(?:级|类|等|档)(?:标准)?(?:{_SUFFIX})?"
)


def _read_order(text: str, folded: str, _unit: str) -> Statement | None:
    """Ranks, where less is better, and degrees, which are no quantities at all."""
    if match := _RANK.fullmatch(folded):
        return Statement(
            text=text, kind=Kind.AT_MOST, upper=counted(match[1]), unit="名",
            has_own_unit=True, notes=(f"“{text}”是名次，越小越好",),
        )  # fmt: skip
    if _DEGREE.fullmatch(folded):
        note = f"“{text}”是等级，按定性指标读取"
        return Statement(text=text, kind=Kind.QUALITATIVE, notes=(note,))
    if re.search(r"第\d", folded):
        return _undecided(text, f"“{text}”是序号，不是数量")
    return None


def _read_one(text: str, folded: str, unit: str) -> Statement | None:
    match = _ONE.fullmatch(folded)
    if not match:
        return None
    own = match["unit"]
    if not _is_unit(own):
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
    if "，" in text:
        unit_notes += (f"“{text}”中的逗号按千分位读取",)
    number = _stated(digits, scale, stated_unit or None, about)
    if number is None:
        return _undecided(text, f"“{text}”无法读作数字")
    kind, notes = _kind_of(match["sign"], match["suffix"], text)
    if kind is None:
        return _undecided(text, notes[0])
    return Statement(
        text=text, kind=kind, unit=stated_unit or None, has_own_unit=bool(own),
        has_scale=bool(scale), notes=(*notes, *unit_notes),
        lower=None if kind is Kind.AT_MOST else number,
        upper=None if kind is Kind.AT_LEAST else number,
    )  # fmt: skip


def _read_all_of_it(text: str, folded: str, _unit: str) -> Statement | None:
    if not _ALL_OF_IT.fullmatch(folded):
        return None
    return replace(_read("100%", "", "", False), text=text)  # noqa: FBT003


def _read_glued_numbers(text: str, folded: str, _unit: str) -> Statement | None:
    """Refuse what is made of digits and yet no number: 7,00.0,77."""
    if re.fullmatch(r"[\d,.%、]+", folded):
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
        if _SHARE_IN_WORDS.search(folded):
            return _undecided(text, f"“{text}”是用文字写的比例，读不出数字")
        return Statement(text=text, kind=Kind.QUALITATIVE)
    if len(figures) > 1 or len(folded) > _WORDS_TOO_LONG:
        return _undecided(text, f"“{text}”含有不止一个条件，分不清按哪一个计分")
    if _NEGATED.search(folded):
        return _undecided(text, f"“{text}”写的是没有完成的部分，读不出指标值")
    return _read_figure_in_words(text, folded, figures[0], unit)


def _read_figure_in_words(text: str, folded: str, figure: str, unit: str) -> Statement:
    match = re.search(rf"(?P<sign>{_SIGN})?{re.escape(figure)}.*$", folded)
    assert match, "the figure was found in this very text"
    before = folded[: match.start()]
    if _COMPARED.search(before) or before[-1:] in _LOOKS_LIKE_A_DIGIT:
        return _undecided(text, f"“{text}”中的数字与什么相比不明确")
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
    _read_two_bounds,
    _read_between,
    _read_order,
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


_SHARE_IN_WORDS = re.compile(
    rf"[{NUMERALS}]分之[{NUMERALS}]|[{NUMERALS}]成(?![果绩员立就本功])"
)
_NUMERAL_UNITS = frozenset(
    ("个", "次", "项", "件", "户", "人", "人次", "名", "场", "期", "份", "家", "套", "台",
     "处", "篇", "条", "座", "所", "批", "轮", "天", "年", "个月", "小时", "公里", "亩")
)  # fmt: skip


def _numeral_digits(numeral: str, unit: str) -> str | None:
    """Only in front of a unit, or with its powers of ten, is a numeral a figure.

    十二个 and 三万 are, 一般 is not, and 三五个 is three to five.
    """
    has_steps = len(numeral) > 1 and any(c in "十百千万亿" for c in numeral)
    if len(numeral) > 1 and not has_steps and not set(numeral) & {"零", "〇"}:
        return None
    is_figure = unit in _NUMERAL_UNITS or (
        has_steps and (not unit or unit[0] in _NUMERAL_UNITS)
    )
    value = parse_numeral(numeral) if is_figure else None
    return None if value is None else str(value)


_UNIT_WORDS = re.compile(
    r"[\u4e00-\u9fffA-Za-z%‰㎡·*/()]{0,10}|[\u4e00-\u9fff]{1,4}(?:[*/][\u4e00-\u9fff]{1,4})+"
)
_NOT_A_UNIT = re.compile(
    r"[完的是按在已率有未且并各全均每应会了月年].{2,}|.*[且并应按将已的未没]|.*[日号天时点]前|"
    r".*(?:完成|增加|增长|减少|下降|上升|提高|降低|低于|高于|超[过额]|[比较][上去]|上年|去年|同期|以[上下内外]|"
    r"之[内前]|[天日时年月周]内).*|.+[%‰].*|[%‰].+|[A-Za-z]*[oOlI]+[%‰]?"
)


def _is_unit(written: str) -> bool:
    """Whether what stands behind a figure is a unit or nothing, not a sentence."""
    if not written or written in UNIT_NAMES:
        return True
    if written.count("(") != written.count(")"):
        return False
    return bool(_UNIT_WORDS.fullmatch(written)) and not _NOT_A_UNIT.fullmatch(written)


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
        number = counted(written, value)
    else:
        number = rounded(written, value)
    return number.times(SCALES[scale]) if scale else number


def _without_misread_sign(statement: Statement) -> Statement:
    """A printed ≥ that scanning turned into a 2: 290% is ≥90%."""
    number = statement.number
    if statement.kind is not Kind.BARE or number is None or number.text[0] != "2":
        return statement
    rest = parse_decimal(number.text[1:])
    if rest is None or int(number.value) not in _MISREAD:
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
