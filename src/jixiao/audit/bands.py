"""Grade words and the bands of points that they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from jixiao.audit.printed_rules import squeezed
from jixiao.core.numbers import fold
from jixiao.core.rulebook import GradeBand

NATIONAL = tuple(
    GradeBand(label=label, from_points=Decimal(points))
    for label, points in (("优", 90), ("良", 80), ("中", 60), ("差", 0))
)
"""财预〔2020〕10号, unconfirmed; nearly all places use them."""

_RANKS = (
    re.compile(r"优秀?|A级?|一等|一级|优等"),
    re.compile(r"良好?|B级?|二等|二级|良等|较好"),
    re.compile(r"中等?|合格|一般|C级?|三等|三级|基本合格|较差"),
    re.compile(r"差|不合格|D级?|四等|四级"),
)


def rank_of(grade: str) -> int | None:
    """0 for the best of four grades, whatever its word; None for other words.

    >>> rank_of("优秀"), rank_of("B"), rank_of("合格"), rank_of("通过")
    (0, 1, 2, None)
    """
    word = fold(grade).strip().strip("“”'。()")
    return next(
        (rank for rank, words in enumerate(_RANKS) if words.fullmatch(word)), None
    )


_WORD = r"[“\"']?(?P<word>优秀?|良好?|中等?|合格|较差|不合格|差|一般)[”\"']?"
_INCLUDED = r"(?:\((?:不?含)(?:\d+分?)?\))?"
_LOW = rf"(?P<low>\d{{1,3}})分?{_INCLUDED}"
_UP_TO = rf"(?:-+|~+|至|到)\d{{1,3}}分?{_INCLUDED}(?:之间)?"
_UPWARDS = rf"(?:及|\(含\)|含)?以上{_INCLUDED}"
_MEANS = r"(?:的)?(?:[评确认]?[定为价]?为|属于?|[:,]|等[级次]为)?"
_POINTS_FIRST = re.compile(rf"{_LOW}(?:{_UP_TO}|{_UPWARDS}){_MEANS}{_WORD}(?!化|质)")
_WORD_FIRST = re.compile(
    rf"{_WORD}(?:等次|等级|等|级)?[:(\[]+(?:得分|分值|总分|≥|>=)?{_LOW}(?:{_UP_TO}|{_UPWARDS}|[)\]≤])"
)
_BELOW = re.compile(rf"\d{{1,3}}分?{_INCLUDED}以下{_INCLUDED}{_MEANS}{_WORD}")
_FEWEST = 2
_FULL = 100


def printed_bands(texts: Iterable[str]) -> tuple[GradeBand, ...]:
    """The bands that a document prints itself, the best first; () for none.

    >>> printed_bands(["得分90分及以上为优，80—90分为良，60—80分为中，60分以下为差。"])[1]
    GradeBand(label='良', from_points=Decimal('80'))
    >>> [b.label for b in printed_bands(["优（90分以上）、良（80（含）-90分）、中（60-80分）"])]
    ['优', '良', '中']
    """
    for text in texts:
        found = _bands_in(squeezed(text))
        if len(found) >= _FEWEST:
            return tuple(sorted(found, key=lambda band: -band.from_points))
    return ()


def _bands_in(text: str) -> list[GradeBand]:
    for pattern in (_POINTS_FIRST, _WORD_FIRST):
        lows: dict[str, Decimal] = {}
        for match in pattern.finditer(text):
            low = Decimal(match["low"])
            if low < _FULL:
                lows.setdefault(match["word"], low)
        if len(set(lows.values())) >= _FEWEST:
            below = _BELOW.search(text)
            if below:
                lows.setdefault(below["word"], Decimal(0))
            return [
                GradeBand(label=word, from_points=low) for word, low in lows.items()
            ]
    return []


def grades_of(points: Decimal, bands: Sequence[GradeBand]) -> list[str]:
    """The words for some points; two at the very bound of a band.

    >>> grades_of(Decimal("84.47"), NATIONAL), grades_of(Decimal(90), NATIONAL)
    (['良'], ['优', '良'])
    """
    found = []
    for number, band in enumerate(bands):
        if points >= band.from_points:
            found.append(band.label)
            if points == band.from_points and number + 1 < len(bands):
                found.append(bands[number + 1].label)
            break
    return found
