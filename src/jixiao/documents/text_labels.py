"""Words that name running text, and what makes a cell running text: 年度总体目标, 改进措施.

Knows wording only, nothing of where a cell stands.
"""

from __future__ import annotations

import re
from functools import lru_cache

from jixiao.documents.rows import bare, is_number, one_line, squeezed

_ATTRIBUTES = (
    "年度|全年|年初|当年|本年|中期|长期|阶段性?|总体|整体|绩效|预期|设定|设置|计划|实际|主要|重点|有关|相关|具体"
    "|项目|部门|单位|工作|资金|预算|产出|效益|指标|自评|评价|审核|管理|使用|执行|完成|实现|达成|实施"
    "|偏差|偏离|差异|产生|存在|未|没有|较?大|较?低|扣分|改进|整改|结果|下一步|拟|采取|主管|其[他它]|需要|需|补充"
    "|的|及其?|和|与|或|、|/|,|分析|以及|总"
)
_NOUNS = (
    "目标|情况|原因|措施|问题|说明|内容|备注|附注|注|任务|结论|意见|综述|概述|概况|简介|职能|职责|建议"
    "|成效|做法|经验|方案|应用|总结|分析"
)
_LABEL = re.compile(
    rf"(?:{_ATTRIBUTES}|{_NOUNS})*(?:{_NOUNS})(?:[一二三四五六七八九十]|\d{{1,2}})?"
)
_DEED = re.compile(r"(?:完成|实现|达成|采取|执行).{0,8}(?:目标|任务|措施|方案)")
_NUMBERED = re.compile(r".*(?:[一二三四五六七八九十]|\d{1,2})")
_LONGEST_LABEL = 24
_INLINE = re.compile(
    r"(?:^|(?<=\n))[ \t　]*(?:[一二三四五六七八九十\d]{1,2}[、.．]\s*)?"
    r"(?P<label>[^\n:：。；;，]{1,20}?)[ \t　]*[:：]\s*(?=\S)"
)
_BLANK = re.compile(r"[-—–/\\…]*|无|[(（]?略[)）]?|同上|不适用")
_STOP = re.compile(r"[。；;！!]")
_SHORTEST_SENTENCE = 8
_LONG = 12
_LONGEST_TITLE = 40


@lru_cache(maxsize=4096)
def is_text_label(text: str) -> bool:
    """Whether a cell names the running text beside or below it.

    >>> is_text_label("年度" + chr(10) + "总体目标"), is_text_label("偏差原因分析及改进措施")
    (True, True)
    >>> is_text_label("完成年度目标"), is_text_label("加强管理"), is_text_label("项目名称")
    (False, False, False)
    """
    if not text or len(text) > 2 * _LONGEST_LABEL:
        return False
    words = bare(text).replace(" ", "")
    return (
        len(words) <= _LONGEST_LABEL
        and bool(_LABEL.fullmatch(words))
        and not _DEED.fullmatch(words)
    )


def is_numbered_label(text: str) -> bool:
    """Whether a label counts its likes, one a row: 目标1, 任务二."""
    return bool(_NUMBERED.fullmatch(bare(text)))


@lru_cache(maxsize=4096)
def is_sentence(text: str) -> bool:
    """Whether a text says something by itself, without any label.

    >>> is_sentence("完成9条农村黑臭水体治理。"), is_sentence("项目支出绩效自评表")
    (True, False)
    >>> is_sentence("修路8公里，新建护栏1820米"), is_sentence("100,000.00")
    (True, False)
    """
    words = squeezed(text)
    if is_text_label(text) or not re.search(r"[\u4e00-\u9fff]{2}", words):
        return False
    if _STOP.search(text):
        return len(words) >= _SHORTEST_SENTENCE
    has_pause = bool(re.search(r"[，：:]|(?<!\d),", text))
    return (has_pause and len(words) >= _LONG) or len(words) >= _LONGEST_TITLE


def is_blank(text: str) -> bool:
    """Whether a cell holds no words: a figure, a dash, 无."""
    return is_number(text) or bool(_BLANK.fullmatch(squeezed(text)))


def label_name(text: str) -> str:
    """A label in one line, without blanks and colon."""
    return squeezed(one_line(text)).rstrip(":")


def leading_label(text: str) -> str | None:
    """What stands before the first colon of a text, in short; None without one."""
    match = _INLINE.match(text)
    return match["label"] if match else None


def split_by_labels(text: str) -> list[tuple[str | None, str]]:
    """Cut a text at lines that begin with a label; the label stays in its text.

    >>> split_by_labels("预期目标：修路8公里。" + chr(10) + "完成情况：修路8公里。")
    [('预期目标', '预期目标：修路8公里。'), ('完成情况', '完成情况：修路8公里。')]
    >>> split_by_labels("修路8公里：两条。")
    [(None, '修路8公里：两条。')]
    """
    cuts = [match for match in _INLINE.finditer(text) if is_text_label(match["label"])]
    starts = [0, *(match.start() for match in cuts), len(text)]
    labels = [None, *(label_name(match["label"]) for match in cuts)]
    parts = [
        (label, text[start:end].strip())
        for label, start, end in zip(labels, starts, starts[1:], strict=False)
    ]
    return [(label, part) for label, part in parts if part]
