"""Paragraphs → title, body, year and passages under their headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from jixiao.core.numbers import fold
from jixiao.core.stated import StatedPassage
from jixiao.documents.blocks import Paragraph, Table

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
    r"(?:报告|表|情况|结果|自评价?|评价|公开|说明|公示|总结|综述)(?:[(（].*[)）])?$"
)
_TITLE_MAX = 60
_NO_TITLE = re.compile(
    r"当前位置|您的位置|您现在|首页|索引号|发布|来源|访问|浏览|打印|字体|分享|上一篇|下一篇|关于.{0,40}通知|https?:|[>»]|[。；！]$|[：:]\S"
)
_ANNEX = re.compile(
    r"^附[件表]\s*[\d一二三四五六七八九十]*\s*[-—－]?\d*\s*[:：、.．]?\s*"
)
_YEAR = re.compile(r"(20\d{2})\s*年(?!度?第?[一二三四]?季度|\s*\d)")
_BUDGET_YEAR = re.compile(r"(20\d{2})\s*(?:财政|预算)?年度(?!第?[一二三四]季度)")
_NUMERAL_YEAR = re.compile(
    r"二[〇○零0Oo][〇○零0Oo一二三][〇○零0Oo一二三四五六七八九]年"
)
_NUMERALS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys(
    "○零0Oo", "0"
)
_ORGANISATION_LINE = re.compile(
    r"(?<![\u4e00-\u9fff])(?:填报|自评|评价|编制|填表|申报|预算)?(?:单位|部门)(?:[(（][^()（）]{0,4}[)）])?(?:名称)?\s*(?:[(（][^()（）]{0,8}[)）])?\s*[:：]\s*(?!(?:人民币)?(?:万|亿|千)?元)(\S+?)(?=\s|　|[(（]?(?:盖章|公章)|填[报表]|$)"
)
_BODY = re.compile(
    r"局|委员会|委|厅|人民政府|政府|办公室|办事处|办|法院|检察院|医院|卫生院|研究院|学院|院|图书馆|档案馆|文化馆|博物馆|馆|站|中心|"
    r"大队|支队|总队|中队|队|学校|中学|小学|大学|幼儿园|党校|分局|管理处|分处|处|事务所|研究所|所|供销社|社|联合会|协会|总工会|工会|会|"
    r"组织部|宣传部|统战部|部|园区|林场|农场|场|园|电视台|台|公司|集团|管委会|开发区|高新区|保护区|监狱|纪委监委|妇联|残联|科协|文联|团委|街道|[镇乡](?=20\d\d|[部整项单绩关])"
)
_CERTAIN_BODY = re.compile(
    r"局|委员会|厅|人民政府|办事处|法院|检察院|医院|卫生院|学院|图书馆|档案馆|文化馆|博物馆|中心|大队|支队|总队|学校|中学|小学|大学|幼儿园|党校|"
    r"管理处|事务所|研究所|供销社|联合会|协会|总工会|管委会"
)
_BEHIND_BODY = re.compile(
    r"20\d\d|二[〇○零]|部门|整体|项目|关于|单位|绩效|预算|财政|决算|本级|[“\"（(]|$|的"
)
_LEADING_YEAR = re.compile(r"^(?:20\d{2}|二[〇○零]\S{2})\s*年度?")
_BODY_MAX = 30
_FIRST_PARAGRAPHS = 12
_TOTAL = re.compile(
    r"(?:综合评分结果|自评总?分数?|总体得分|综合得分|评价得分|自评总?得分|整体绩效自评分数|自评结果|总得分|得分)"
    r"[^\d。,]{0,8}(\d{1,3}(?:\.\d+)?)分"
)
_GRADE = re.compile(
    r"(?:等级|评级|等次|结果)(?:评定)?(?:为|是)?[“\"「]?(优秀?|良好?|中等?|差|[A-D]|[一二三四]等)(?=[”\"」。,;、级]|$)"
)


def read_title(paragraphs: Sequence[str]) -> str | None:
    """The title: the first line about evaluation, joined with its other parts.

    >>> read_title(["2020年度甲局部门整体绩效", "自评报告", "一、评价得分情况"])
    '2020年度甲局部门整体绩效自评报告'
    >>> read_title(["当前位置：首页 > 绩效评价", "附件1：", "甲县文旅局", "2022年度项目自评表"])
    '甲县文旅局2022年度项目自评表'
    """
    lines = [_ANNEX.sub("", text.strip()) for text in paragraphs[:_FIRST_PARAGRAPHS]]
    could_be = [position for position, line in enumerate(lines) if _is_title(line)]
    whole = [p for p in could_be if _TITLE_END.search(lines[p]) or _cut(lines, p)]
    position = next(iter(whole or could_be), None)
    if position is None:
        return None
    title = _cut(lines, position) or lines[position]
    above = lines[position - 1] if position else ""
    if _LEADING_YEAR.fullmatch(above) and not read_year([title]):
        return f"{above}{title}"
    is_first_half = _is_body_line(above) and _begins_with_year(title)
    return f"{above}{title}" if is_first_half else title


def _is_title(line: str) -> bool:
    return (
        len(line) <= _TITLE_MAX
        and bool(_TITLE_WORDS.search(line))
        and not _NO_TITLE.search(line)
        and not _level(line)
    )


def _cut(lines: Sequence[str], position: int) -> str | None:
    """A title whose end stands in the next line or the next two."""
    title = lines[position]
    for following in lines[position + 1 : position + 3]:
        if _TITLE_END.search(title):
            return None
        if _level(following) or not following or _NO_TITLE.search(following):
            return None
        title += following
        if len(title) > _TITLE_MAX:
            return None
        if _TITLE_END.search(following):
            return title
    return None


def _begins_with_year(title: str) -> bool:
    return bool(_LEADING_YEAR.match(title)) and body_at_beginning(title) is None


def _is_body_line(line: str) -> bool:
    """Whether a line is the name of a public body and nothing else."""
    return body_at_beginning(line) == line != ""


def read_year(texts: Iterable[str]) -> int | None:
    """The first year that the title, the head or the first lines state.

    A 年度 counts before other years of the same text, and dates do not count.

    >>> read_year(["项目支出绩效自评表", "（2022年度）"])
    2022
    >>> read_year(["填报日期：2023年3月1日", "二〇二二年度自评表"])
    2022
    """
    for text in texts:
        folded = fold(text)
        for pattern in (_BUDGET_YEAR, _YEAR):
            if match := pattern.search(folded):
                return int(match[1])
        if match := _NUMERAL_YEAR.search(text):
            return int("2" + "".join(_NUMERALS[c] for c in match[0][1:4]))
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

    A signature may name that body in full.

    >>> read_organisation("青山镇2021年项目自评报告", ["青山镇人民政府", "2022年3月1日"])
    '青山镇人民政府'
    >>> read_organisation("咸宁市自然资源和规划局2020年度部门整体绩效自评报告", [])
    '咸宁市自然资源和规划局'
    >>> read_organisation(None, ["填报单位（盖章）：甲县教育局  单位：万元"])
    '甲县教育局'
    """
    for line in lines[:_FIRST_PARAGRAPHS]:
        if match := _ORGANISATION_LINE.search(line):
            return match[1]
    body = body_at_beginning(title or "")
    ends = (line.strip() for line in lines[-_LAST_PARAGRAPHS:])
    signed = (line for line in ends if body and line.startswith(body))
    return next((line for line in signed if _is_body_line(line)), body)


_LAST_PARAGRAPHS = 6
"""Where a report is signed: the date, and the foot of a page, come after it."""


def body_at_beginning(text: str) -> str | None:
    """The public body whose name a text begins with.

    >>> body_at_beginning("2021年甲县人民政府办公室部门整体支出绩效自评报告")
    '甲县人民政府办公室'
    >>> body_at_beginning("乙市人力资源和社会保障局就业补助资金自评报告")
    '乙市人力资源和社会保障局'
    """
    text = _LEADING_YEAR.sub("", text.strip()).lstrip("度")
    run = re.match(r"[\u4e00-\u9fff（）()、·]*", text)
    name = run[0][:_BODY_MAX] if run else ""
    for body in _BODY.finditer(text, 0, len(name) + 6):
        end = body.end()
        if 2 < end <= len(name) and _BEHIND_BODY.match(text, end):  # noqa: PLR2004
            return text[:end]
    certain = _CERTAIN_BODY.search(name, 2)
    return name[: certain.end()] if certain else None


def read_passages(paragraphs: Sequence[Paragraph]) -> tuple[StatedPassage, ...]:
    """Group the paragraphs under their headings, numbering kept.

    A long paragraph that begins with a number is a passage of its own, not a heading.
    """
    return tuple(
        passage for passage, is_heading in with_headings(paragraphs) if not is_heading
    )


def with_headings(
    paragraphs: Sequence[Paragraph],
) -> Iterator[tuple[StatedPassage, bool]]:
    """Every paragraph under its headings, and whether it is a heading itself.

    A heading stands under itself, too.
    """
    headings: list[tuple[int, str]] = []
    for position, paragraph in enumerate(paragraphs):
        following = [
            later.text for later in paragraphs[position + 1 : position + 1 + _FORESIGHT]
        ]
        is_heading = _is_heading(paragraph.text, following)
        if is_heading:
            level = _depth(paragraph.text, following)
            headings = [h for h in headings if h[0] < level]
            headings.append((level, paragraph.text.strip()))
        texts = tuple(text for _, text in headings)
        place = _place(texts, paragraph.number)
        yield (
            StatedPassage(headings=texts, text=paragraph.text, place=place),
            is_heading,
        )


_FORESIGHT = 12
_FIRST = re.compile(r"\s*[(（]?(?:1|一)\s*[、.．)）]")


def _depth(heading: str, following: Sequence[str]) -> int:
    """How deep a heading stands; numbering styles mixed up are told by what follows.

    A numbering that begins anew below a heading stands deeper than it: （3） before 1、
    is a section and no item, 3、 before （一） a chapter.
    """
    level = _level(heading)
    next_number = next((text for text in following if _level(text)), "")
    if not _FIRST.match(next_number):
        return level
    return min(level, max(1, _level(next_number) - 1))


def captioned_passages(table: Table) -> tuple[StatedPassage, ...] | None:
    """Passages of a sheet of texts (栏目, 内容); None for any other table.

    The first line of a text of several lines is its own heading, but in a list of
    functions or goals.
    """
    texts = captioned_texts(table)
    if texts is None:
        return None
    return tuple(text for text in texts if text.headings[1:] != (text.text,))


def captioned_texts(table: Table) -> tuple[StatedPassage, ...] | None:
    """Passages of a sheet of texts and the headings in them; None for other tables."""
    rows = [[cell.text if cell else "" for cell in row[:2]] for row in table.grid()]
    if not rows or rows[0] != ["栏目", "内容"]:
        return None
    place = f"工作表“{table.name}”" if table.name else f"表{table.number}"
    texts = []
    for number, (label, text) in enumerate(rows[1:], start=2):
        first, _, rest = (part.strip() for part in text.strip().partition("\n"))
        is_headed = rest and not re.search(r"职能|目标", label)
        headings = (label, first) if is_headed else (label,)
        parts = (first, rest) if is_headed else (text.strip(),)
        texts += [
            StatedPassage(headings=headings, text=part, place=f"{place} 行{number}")
            for part in parts
            if part
        ]
    return tuple(texts)


def _level(text: str) -> int:
    """1 for 一、 2 for （一） 3 for 1. 4 for （1）, 0 without numbering."""
    for level, pattern in enumerate(_HEADINGS, start=1):
        if pattern.match(text):
            return level
    return 0


def _is_heading(text: str, following: Sequence[str]) -> bool:
    """Whether a numbered paragraph is a heading: short, and no sentence with more.

    A short sentence is one too where a text without number follows it.
    """
    stripped = text.strip()
    if not _level(text) or len(stripped) > _LONGEST_HEADING:
        return stripped.startswith("附件") and len(stripped) <= _TITLE_MAX
    if stripped.startswith("附件"):
        return True
    if re.search(r"[；;！]$|：.|。.", stripped):
        return False
    leads = bool(following) and not _level(following[0])
    return not stripped.endswith("。") or leads


def _place(headings: Sequence[str], number: int) -> str:
    chapter = "".join(
        match[0].strip().rstrip("、.．")
        for text in headings
        for pattern in _HEADINGS
        if (match := pattern.match(text))
    )
    return f"{chapter} 第{number}段" if chapter else f"第{number}段"
