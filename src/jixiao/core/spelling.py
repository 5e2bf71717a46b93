"""One way of writing for what cells write in many: brackets, negations, squared units.

The meaning never changes here; what is read from the text is decided elsewhere.
"""

from __future__ import annotations

import re

from jixiao.core.numbers import NUMERALS, fold, parse_numeral

_MARKS = str.maketrans(
    {mark: f"({n})" for n, mark in enumerate("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", 1)}
    | {"²": "^2", "³": "^3", "≯": "≤", "≮": "≥", "於": "于"}
)
_TORN = re.compile(r"(?<=\d)\s+(?=\d)")
_QUOTES = {"“": "”", '"': '"', "'": "'", "‘": "’", "(": ")", "【": "】", "[": "]"}
_VERBS = r"(?=少于|低于|小于|超过|高于|大于|多于|超\d|突破)"
_REWRITTEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"[≥>]=|=>", "≥"),
        (r"[≤<]=|=<", "≤"),
        (rf"(?:不得|不能|不应|不可|不宜|不准|不许|不会|不要){_VERBS}", "不"),
        (rf"(?:从未|未|没有?){_VERBS}", "不"),
        (r"不突破|不超(?=\d)", "不超过"),
        (r"\((?:包)?含(?:本数)?(?:\d+(?:\.\d+)?[%‰]?)?\)", ""),
        (r"(及?以[上下内]|之内)(/[^\d/]{1,4})$", r"\2\1"),
        (r"(?<=\d)(个|件|次|人|户|项)?([万亿]?)km\^?2", r"\1\2平方公里"),
        (r"(?<![a-zA-Z])m\^?2(?!\d)", "平方米"),
        (r"(?<![a-zA-Z])m\^?3(?!\d)", "立方米"),
        (r"^(?:人民币|RMB|[¥$])(?=[\d.])", ""),
        (r"元整", "元"),
        (r"(?<=\d)百分比", "%"),
        (
            r"^[零0〇](?:重大|安全|生产|责任)*(?:事故|投诉|差错|上访|伤亡|死亡|发生|案件|违规|违纪|舆情)$",
            "0起",
        ),
    )
)
_TO_REWRITE = re.compile("|".join(pattern.pattern for pattern, _ in _REWRITTEN))
_PER = re.compile(rf"([百千万])分之([{NUMERALS}]+|\d+(?:\.\d+)?)(?![点分])")
_PER_MARKS = {"百": "%", "千": "‰"}


def respell(text: str) -> str:
    """Fold a cell's text, drop white space and settle how signs and units are written.

    Figures that only white space separates stay apart.

    >>> respell("不得少于 95％（含）"), respell("百分之九十五"), respell("5000m²")
    ('不少于95%', '95%', '5000平方米')
    >>> respell("≥ 95 %"), respell("100 200")
    ('≥95%', '100、200')
    """
    if text.isascii() and text.isalnum():
        return text
    folded = fold(text.translate(_MARKS))
    if len(folded.split()) > 1:
        folded = _TORN.sub("、", folded)
    folded = "".join(folded.split())
    folded = folded.rstrip("。;,、")
    if len(folded) > 1 and _QUOTES.get(folded[0]) == folded[-1]:
        folded = _without_quotes(folded)
    if _TO_REWRITE.search(folded):
        for pattern, written in _REWRITTEN:
            folded = pattern.sub(written, folded)
    return _PER.sub(_per, folded) if "分之" in folded else folded


def _without_quotes(folded: str) -> str:
    inside = folded[1:-1]
    return folded if folded[0] in inside or folded[-1] in inside else inside


def _per(match: re.Match[str]) -> str:
    mark, figure = _PER_MARKS.get(match[1]), match[2]
    number = figure if figure[0].isdigit() else parse_numeral(figure)
    return match[0] if mark is None or number is None else f"{number}{mark}"
