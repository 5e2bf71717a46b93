"""Paragraphs → title, body, year and passages under their headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from jixiao.core.numbers import fold
from jixiao.core.stated import StatedPassage
from jixiao.documents.blocks import Paragraph

_HEADINGS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        r"\s*[一二三四五六七八九十]{1,3}\s*[、.．]|附件\d*[:：]",
        r"\s*[(（][一二三四五六七八九十]{1,3}[)）]",
        r"\s*\d{1,2}\s*[、.．](?!\d)",
        r"\s*[(（]\d{1,2}[)）]",
    )
)
_LONGEST_HEADING = 40
_TITLE_WORDS = re.compile(r"绩效|自评|评价|决算|预算执行")
_TITLE_END = re.compile(
    r"(?:报告|表|情况|结果|自评价?|公开|说明|公示|总结)(?:[(（].*[)）])?$"
)
_TITLE_MAX = 60
_YEAR = re.compile(r"(20\d{2})\s*年(?!度?[第一二三四]?季度|\d)")
_ORGANISATION_LINE = re.compile(
    r"(?:填报单位|单位名称|部门名称|填报部门|部门)[:：]\s*(\S+?)(?=\s|　|填报|$)"
)
_BODY = (
    r"(?:局|委员会|委|厅|办公室|办|院|馆|站|中心|大队|支队|总队|政府|学校|中学|小学|大学|分局|管理处|"
    r"事务所|所|社|会|部|园|台|处|公司|集团)"
)
_BODY_IN_TITLE = re.compile(
    rf"^(?:20\d{{2}}年度?)?(?P<body>[\u4e00-\u9fff]{{2,24}}?{_BODY})(?=20\d{{2}}|部门|整体|项目|关于|单位|绩效|[\u4e00-\u9fff]{{2,}})"
)
_FIRST_PARAGRAPHS = 8
_TOTAL = re.compile(
    r"(?:综合评分结果|自评总?分数?|总体得分|综合得分|评价得分|自评总?得分|整体绩效自评分数|自评结果|总得分|得分)"
    r"[^\d。,]{0,8}(\d{1,3}(?:\.\d+)?)分"
)
_GRADE = re.compile(
    r"(?:等级|评级|等次|结果)(?:评定)?(?:为|是)?[“\"「]?(优秀?|良好?|中等?|差|[A-D]|[一二三四]等)(?=[”\"」。,;、级]|$)"
)


def read_title(paragraphs: Sequence[str]) -> str | None:
    """The title: the first line about evaluation, joined with its second half.

    >>> read_title(["2020年度甲局部门整体绩效", "自评报告", "一、评价得分情况"])
    '2020年度甲局部门整体绩效自评报告'
    """
    for position, text in enumerate(paragraphs[:_FIRST_PARAGRAPHS]):
        line = text.strip()
        if len(line) > _TITLE_MAX or not _TITLE_WORDS.search(line) or _level(line):
            continue
        following = (
            paragraphs[position + 1].strip() if position + 1 < len(paragraphs) else ""
        )
        is_cut = not _TITLE_END.search(line) and _TITLE_END.search(following)
        is_short = len(line) + len(following) <= _TITLE_MAX and not _level(following)
        return line + following if is_cut and is_short else line
    return None


def read_year(texts: Iterable[str]) -> int | None:
    """The first year that the title, the head or the first lines state.

    >>> read_year(["项目支出绩效自评表", "（2022年度）"])
    2022
    """
    for text in texts:
        if match := _YEAR.search(fold(text)):
            return int(match[1])
    return None


def read_total(lines: Iterable[str]) -> tuple[str | None, str | None]:
    """Total points and grade word that the prose states.

    >>> read_total(["部门自评总体得分84.47分，评级为“优”。"])
    ('84.47', '优')
    """
    total = grade = None
    for line in lines:
        folded = fold(line)
        if total is None and (match := _TOTAL.search(folded)):
            total = match[1]
        if grade is None and (match := _GRADE.search(folded)):
            grade = match[1]
    return total, grade


def read_organisation(title: str | None, lines: Sequence[str]) -> str | None:
    """The body that reports: a labelled line, else the name at the title's beginning.

    >>> read_organisation("咸宁市自然资源和规划局2020年度部门整体绩效自评报告", [])
    '咸宁市自然资源和规划局'
    """
    for line in lines[:_FIRST_PARAGRAPHS]:
        if match := _ORGANISATION_LINE.search(line):
            return match[1]
    match = _BODY_IN_TITLE.search(title or "")
    return match["body"] if match else None


def read_passages(paragraphs: Sequence[Paragraph]) -> tuple[StatedPassage, ...]:
    """Group the paragraphs under their headings, numbering kept.

    A long paragraph that begins with a number is a passage of its own, not a heading.
    """
    passages: list[StatedPassage] = []
    headings: list[tuple[int, str]] = []
    for paragraph in paragraphs:
        level = _level(paragraph.text)
        if level and _is_heading(paragraph.text):
            headings = [h for h in headings if h[0] < level]
            headings.append((level, paragraph.text.strip()))
            continue
        passages.append(
            StatedPassage(
                headings=tuple(text for _, text in headings),
                text=paragraph.text,
                place=_place([text for _, text in headings], paragraph.number),
            )
        )
    return tuple(passages)


def _level(text: str) -> int:
    """1 for 一、 2 for （一） 3 for 1. 4 for （1）, 0 without numbering."""
    for level, pattern in enumerate(_HEADINGS, start=1):
        if pattern.match(text):
            return level
    return 0


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not re.search(
        r"[。；;！]$|：.", text.strip()
    )


def _place(headings: Sequence[str], number: int) -> str:
    chapter = "".join(
        match[0].strip().rstrip("、.．")
        for text in headings
        for pattern in _HEADINGS
        if (match := pattern.match(text))
    )
    return f"{chapter} 第{number}段" if chapter else f"第{number}段"
