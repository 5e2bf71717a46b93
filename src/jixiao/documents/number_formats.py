"""Show a number of a spreadsheet the way its number format shows it.

Knows format codes; knows no file. Exact: Decimal from text, half up (四舍五入).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException

GENERAL = "General"
BUILT_IN = {
    "0": GENERAL, "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00",
    "5": "¥#,##0;¥-#,##0", "6": "¥#,##0;¥-#,##0",
    "7": "¥#,##0.00;¥-#,##0.00", "8": "¥#,##0.00;¥-#,##0.00",
    "9": "0%", "10": "0.00%", "11": "0.00E+00",
    "14": "yyyy/m/d", "15": "d-mmm-yy", "16": "d-mmm", "17": "mmm-yy",
    "18": "h:mm AM/PM", "19": "h:mm:ss AM/PM", "20": "h:mm", "21": "h:mm:ss",
    "22": "yyyy/m/d h:mm",
    "27": 'yyyy"年"m"月"', "28": 'm"月"d"日"', "29": 'm"月"d"日"', "30": "m/d/yy",
    "31": 'yyyy"年"m"月"d"日"', "32": 'h"时"mm"分"', "33": 'h"时"mm"分"ss"秒"',
    "34": '上午/下午h"时"mm"分"', "35": '上午/下午h"时"mm"分"ss"秒"', "36": 'yyyy"年"m"月"',
    "37": "#,##0;(#,##0)", "38": "#,##0;(#,##0)",
    "39": "#,##0.00;(#,##0.00)", "40": "#,##0.00;(#,##0.00)",
    "41": '#,##0;-#,##0;"-"', "42": '¥#,##0;¥-#,##0;¥"-"',
    "43": '#,##0.00;-#,##0.00;"-"', "44": '¥#,##0.00;¥-#,##0.00;¥"-"',
    "45": "mm:ss", "46": "[h]:mm:ss", "47": "mm:ss", "48": "##0.0E+0", "49": "@",
    "50": 'yyyy"年"m"月"', "51": 'm"月"d"日"', "52": 'yyyy"年"m"月"', "53": 'm"月"d"日"',
    "54": 'm"月"d"日"', "55": '上午/下午h"时"mm"分"', "56": '上午/下午h"时"mm"分"ss"秒"',
    "57": 'yyyy"年"m"月"', "58": 'm"月"d"日"',
}  # fmt: skip
"""The formats that files name by number only, as a Chinese Excel shows them."""

_EXCEL_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
_ANY_SIZE = Context(prec=400, rounding=ROUND_HALF_UP)
_MAX_EXPONENT = 310
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.'
    r"|\[\$(?P<currency>[^\]-]*)[^\]]*\]"
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]"
    r"|(?P<noon>AM/PM|A/P|上午/下午)"
    r"|(?P<date>y+|m+|d+|h+|s+|a{3,4})"
    r"|(?P<exponent>E[+-])(?P<places>[0#?]+)"
    r"|(?P<general>General|G/通用格式)|(?P<digit>[0#?])|(?P<sign>[.,%@/])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
_SECTION_PART = re.compile(r'"[^"]*"?|[\\!_*].|\[[^\]]*\]|;|.', re.DOTALL)
_WEEKDAYS = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun",
           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # fmt: skip
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  a sheet's dates have no zone
_DAYS_TO_1904 = 1462
_LAST_DAY = 2_958_466
_LEAP_DAY_THAT_NEVER_WAS = 60


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def shown(raw: str, code: str, *, since_1904: bool = False) -> str:
    """Show a stored number under a format code; what is no number stays as it is.

    Args:
        raw: the number as the file spells it, such as 0.97589999999999999.
        code: the format code, such as 0.00%.
        since_1904: the workbook counts its days from 1904.

    >>> shown("0.97589999999999999", "0.00%"), shown("1234.5", "#,##0.00")
    ('97.59%', '1,234.50')
    >>> shown("0.30000000000000004", "General"), shown("2.675", "0.00")
    ('0.3', '2.68')
    >>> shown("44651", 'yyyy"年"m"月"d"日"')
    '2022年3月31日'
    """
    try:
        number = _EXCEL_DIGITS.create_decimal(raw.strip())
    except DecimalException:
        return raw
    if not number.is_finite() or abs(number.adjusted()) > _MAX_EXPONENT:
        return raw
    section, number = _choose(code, number)
    tokens = _tokens(section)
    kinds = {token.kind for token in tokens}
    if kinds & {"date", "elapsed"}:
        return _date(number, tokens, since_1904=since_1904) or _general(number)
    if not kinds & {"digit", "places", "general"}:
        literal = "".join(t.text for t in tokens if t.kind == "literal")
        return literal if code and "@" not in section else _general(number)
    if "general" in kinds or "/" in section:
        return _with_general(number, tokens)
    return _placed(number, tokens)


def _general(number: Decimal) -> str:
    text = format(_ANY_SIZE.normalize(number), "f")
    return "0" if text == "-0" else text


def _with_general(number: Decimal, tokens: list[_Token]) -> str:
    if not any(token.kind == "general" for token in tokens):
        return _general(number)
    return "".join(
        _general(number) if token.kind == "general" else token.text
        for token in tokens
        if token.kind in {"general", "literal"}
    )


def _choose(code: str, number: Decimal) -> tuple[str, Decimal]:
    """Take the section for this number: positive; negative; zero, or by condition."""
    sections = _sections(code)
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _holds(number, condition[1], condition[2]):
                return section, number
        return GENERAL, number
    if number < 0 and len(sections) > 1:
        return sections[1], -number
    if number == 0 and len(sections) > 2:  # noqa: PLR2004  the third is for zero
        return sections[2], number
    return sections[0], number


def _sections(code: str) -> list[str]:
    sections = [""]
    for part in _SECTION_PART.findall(code):
        if part == ";":
            sections.append("")
        else:
            sections[-1] += part
    return sections[:3]


def _holds(number: Decimal, operator: str, limit: str) -> bool:
    try:
        other = Decimal(limit)
    except DecimalException:
        return False
    return (
        ("<" in operator and number < other)
        or (">" in operator and number > other)
        or (operator in {"=", "<=", ">="} and number == other)
    )


def _tokens(section: str) -> list[_Token]:
    tokens = []
    for match in _TOKEN.finditer(section):
        kind, text = match.lastgroup, match[match.lastgroup or 0]
        if kind in {"quoted", "escaped", "currency", "other"}:
            tokens.append(_Token("literal", text))
        elif kind == "sign":
            tokens.append(_Token(text, text))
        elif kind is not None:
            tokens.append(_Token(kind, text))
    return tokens


def _placed(number: Decimal, tokens: list[_Token]) -> str:
    """Put the digits of a number into the places of a section."""
    kinds = [token.kind for token in tokens]
    point = kinds.index(".") if "." in kinds else len(kinds)
    left, right = tokens[:point], tokens[point + 1 :]
    last = max((i for i, kind in enumerate(kinds) if kind == "digit"), default=0)
    scale = 2 * kinds.count("%") - 3 * _commas_after(kinds, last)
    exponent = number.adjusted() if "places" in kinds and number else 0
    places = sum(token.kind == "digit" for token in right)
    scaled = number.scaleb(scale - exponent, _ANY_SIZE)
    value = scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _ANY_SIZE)
    whole, _, fraction = format(abs(value), "f").partition(".")
    grouped = "," in kinds[: min(last, point)]
    shown_left = _left_of_point(whole.lstrip("0"), left, exponent, grouped=grouped)
    shown_right = _right_of_point(fraction, right, exponent)
    if point < len(kinds) and shown_right[:1].isdigit():
        shown_right = "." + shown_right
    return ("-" if value < 0 else "") + shown_left + shown_right


def _commas_after(kinds: list[str], last: int) -> int:
    """Count commas right behind the last place: each divides by a thousand."""
    commas = 0
    while kinds[last + 1 + commas : last + 2 + commas] == [","]:
        commas += 1
    return commas


def _left_of_point(
    whole: str, tokens: list[_Token], exponent: int, *, grouped: bool
) -> str:
    """Fill places from the right; the leftmost place takes all digits that remain."""
    parts: list[str] = []
    rest = list(whole)
    open_places = sum(token.kind == "digit" for token in tokens)
    written = 0
    for token in reversed(tokens):
        if token.kind != "digit":
            parts.append(_fixed(token, exponent))
            continue
        open_places -= 1
        for digit in _digits_for_place(rest, token.text, last=open_places == 0):
            if grouped and written and written % 3 == 0:
                parts.append(",")
            parts.append(digit)
            written += 1
    return "".join(reversed(parts))


def _digits_for_place(rest: list[str], place: str, *, last: bool) -> list[str]:
    if not rest:
        return ["0"] if place == "0" else []
    taken = rest[::-1] if last else rest[-1:]
    del rest[-len(taken) :]
    return taken


def _right_of_point(fraction: str, tokens: list[_Token], exponent: int) -> str:
    text = ""
    position = 0
    for token in tokens:
        if token.kind != "digit":
            text += _fixed(token, exponent)
            continue
        if token.text == "0" or fraction[position:].strip("0"):
            text += fraction[position]
        position += 1
    return text


def _fixed(token: _Token, exponent: int) -> str:
    if token.kind == "places":
        return f"E{'-' if exponent < 0 else '+'}{abs(exponent):0{len(token.text)}}"
    return token.text if token.kind in {"literal", "%"} else ""


def _date(number: Decimal, tokens: list[_Token], *, since_1904: bool) -> str:
    """Show a day count as a date or a duration; nothing if it is out of range."""
    moment = _moment(number + (_DAYS_TO_1904 if since_1904 else 0))
    if moment is None:
        return ""
    afternoon = any(token.kind == "noon" for token in tokens)
    parts = []
    for index, token in enumerate(tokens):
        if token.kind == "date":
            mask = _minutes_or_months(tokens, index)
            parts.append(_date_part(moment, mask, twelve=afternoon))
        elif token.kind == "elapsed":
            parts.append(_elapsed(number, token.text.lower()))
        elif token.kind == "noon":
            parts.append(_noon(moment, token.text))
        elif token.kind in {"literal", "/"} or _is_plain_point(tokens, index):
            parts.append(token.text)
    return "".join(parts)


def _moment(days: Decimal) -> datetime | None:
    if not 0 <= days < _LAST_DAY:
        return None
    if days < _LEAP_DAY_THAT_NEVER_WAS:
        days += 1
    seconds = (days * 86_400).quantize(Decimal(1), ROUND_HALF_UP)
    return _EPOCH + timedelta(seconds=int(seconds))


def _is_plain_point(tokens: list[_Token], index: int) -> bool:
    """A point between dates stands for itself, one before digits is of seconds."""
    following = tokens[index + 1 : index + 2]
    return tokens[index].kind == "." and not any(t.kind == "digit" for t in following)


def _minutes_or_months(tokens: list[_Token], index: int) -> str:
    """Read m as minutes behind hours or before seconds; write minutes as n."""
    mask = tokens[index].text.lower()
    if mask[0] != "m":
        return mask
    dates = [i for i, t in enumerate(tokens) if t.kind in {"date", "elapsed"}]
    place = dates.index(index)
    before = tokens[dates[place - 1]].text[0].lower() if place else ""
    after = tokens[dates[place + 1]].text[0].lower() if place + 1 < len(dates) else ""
    return "n" * len(mask) if before == "h" or after == "s" else mask


def _date_part(moment: datetime, mask: str, *, twelve: bool) -> str:
    long = len(mask) > 1
    match mask[0]:
        case "y":
            return f"{moment.year:04}" if len(mask) > 2 else f"{moment.year % 100:02}"  # noqa: PLR2004
        case "m":
            return _month(moment, len(mask))
        case "d":
            return _day(moment, len(mask))
        case "a":
            return ("星期" if mask == "aaaa" else "") + _WEEKDAYS[moment.weekday()]
        case "h":
            number = (moment.hour + 11) % 12 + 1 if twelve else moment.hour
        case "n":
            number = moment.minute
        case _:
            number = moment.second
    return f"{number:02}" if long else str(number)


def _month(moment: datetime, width: int) -> str:
    name = _MONTHS[moment.month - 1]
    return {1: str(moment.month), 2: f"{moment.month:02}", 5: name[0]}.get(width, name)


def _day(moment: datetime, width: int) -> str:
    weekday = "星期" + _WEEKDAYS[moment.weekday()]
    return {1: str(moment.day), 2: f"{moment.day:02}"}.get(width, weekday)


def _noon(moment: datetime, mask: str) -> str:
    afternoon = moment.hour >= 12  # noqa: PLR2004  noon
    if "上午" in mask:
        return "下午" if afternoon else "上午"
    return mask.split("/")[afternoon]


def _elapsed(days: Decimal, mask: str) -> str:
    per_day = {"h": 24, "m": 1440, "s": 86_400}[mask[0]]
    return f"{int(days * per_day):0{len(mask)}}"
