"""Counting sentences: 下设N个二级指标和M个三级指标，N个完成，其余M个未完成."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from jixiao.audit.prose.figures import narrow
from jixiao.core.numbers import NUMERALS, parse_numeral


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSentence:
    """What one sentence counts; None for what it does not count."""

    quote: str
    scope: str
    """产出, 效益, 满意度, 成本; "" for all indicators."""
    level2: int | None = None
    total: int | None = None
    """三级指标, or indicators without a level."""
    done: int | None = None
    undone: int | None = None
    pending: int = 0
    """Said to be undecided: 1个待定, 1个基本完成."""
    is_bare: bool = False
    """It says 均已完成 or 指标8个 only, and may count more than one form."""


_N = rf"(?P<n>\d{{1,3}}|[{NUMERALS}]{{1,4}})\s*(?:个|项|条)"
_WORDS = r"(?:绩效|评价|考核|明细|具体|产出|效益|满意度|成本|核心|的|预期|年度|年初)*"
_LEVEL2 = re.compile(rf"{_N}{_WORDS}二级(?:绩效)?指标")
_LEVEL3 = re.compile(rf"{_N}{_WORDS}三级(?:绩效)?指标")
_ANY = re.compile(rf"(?<!第){_N}{_WORDS}指标(?!体系|值|目标)")
_COUNT_AFTER = (
    r"(?:共有?|共计|合计|总数|为|有|数|设置|设定|[:\s])*"
    + _N
    + r"(?=\s*(?:[，,。；;、:()（）]|中|$))"
)
_LEVEL2_AFTER = re.compile(rf"二级(?:绩效)?指标{_COUNT_AFTER}")
_LEVEL3_AFTER = re.compile(rf"三级(?:绩效)?指标{_COUNT_AFTER}")
_ANY_AFTER = re.compile(
    rf"(?:绩效|评价|考核|(?<!社会)(?<!经济)(?<!生态)(?<!环境)效益|产出|满意度)指标{_COUNT_AFTER}"
)
"""指标8个; the groups of the second level count fewer than their first level."""
_OF_SOME = re.compile(
    r"(?:完成|达标|达到|实现|未达|其余|其他|其它|余下|剩余|除)[^，。；]{0,8}$|除[^。；]*外[^。；]*$"
)
_OTHER_GROUP = re.compile(r"产出|效益|满意度|成本|数量|质量|时效")
_ALL_DONE = re.compile(
    r"[，,\s]*(?:已经?|目前)?(?:全部|均|都)(?:已经?|按时|按期|如期|全面|圆满|顺利|超额|能)*"
    r"(?:完成(?!率|值|情况|得|较|良|度|自评|评价|填报|了?对)|达标|(?:达到|实现|达成)了?(?:或超过)?(?:年初|年度|预期|绩效|设定|既定|目标))"
)
_REACHED = r"(?:全部|均|都|已|按时|按期|如期|全面|较好地?|达到|实现|超额|顺利)*"
_NOT = r"(?:未能?|没有|尚未|不)(?:能|全部|完全|按时|按期|如期|全面|达)*"
_NOUNS = r"(?:指标|明细|产出|效益|满意度|三级|绩效|的|因[^，。；]{0,20}?)*"
_DONE = re.compile(
    rf"{_N}{_NOUNS}{_REACHED}(?:完成(?!率|值)|达标|达到|实现|达成)|(?<!未)(?<!部分)(?<!基本)(?:全部|已|按期|如期)?完成(?:的)?(?:指标)?(?:了|有|共)?\s*{_N.replace('?P<n>', '?P<m>')}(?!未)"
)
_UNDONE = re.compile(
    rf"(?:其余|剩余|另|另外|余下)?(?:的)?{_N}{_NOUNS}{_NOT}(?:完成|达标|达到|达|实现|达成)|"
    rf"未(?:全部|能)?(?:完成|达标|达到)(?:的)?(?:指标)?(?:有|共)?\s*{_N.replace('?P<n>', '?P<m>')}|"
    rf"(?:其余|余下|剩余)(?:的)?{_N.replace('?P<n>', '?P<k>')}"
)
_UNDONE_ALONE = re.compile(
    rf"{_N}(?:三级|绩效)*指标未(?:能|全部|完全)*完成(?:年初|年度|绩效|预期)*目标(?=[，。；:]|$)"
)
"""4个绩效指标未完成年初目标: a sentence of its own about all that are unfinished."""
_PENDING = re.compile(
    rf"{_N}{_NOUNS}(?:部分|基本|尚?待|暂不|不予|暂未|无法|未到期)|(?:部分|基本)完成(?:了|的)?\s*{_N.replace('?P<n>', '?P<m>')}"
)
_SENTENCE = re.compile(r"[^。！？\n]+")
_GROUPS = ("产出", "效益", "满意度", "成本")


@lru_cache(maxsize=4096)
def count_sentences(text: str, heading: str = "") -> tuple[CountSentence, ...]:
    """Sentences of a text that count indicators.

    Args:
        text: a paragraph.
        heading: the innermost heading above it, for the group that it speaks of.

    >>> (one,) = count_sentences("综上14个产出明细指标，其中8个全部完成年初目标，其余6个未完成。")
    >>> one.scope, one.total, one.done, one.undone
    ('产出', 14, 8, 6)
    """
    found = []
    for match in _SENTENCE.finditer(text):
        sentence = _of_sentence(match[0].strip(), heading)
        if sentence is not None:
            found.append(sentence)
    return tuple(found)


def _of_sentence(quote: str, heading: str) -> CountSentence | None:
    sentence = narrow(quote)
    if "指标" not in sentence:
        return None
    if lone := _UNDONE_ALONE.match(sentence):
        scope = _scope(sentence, lone, heading)
        return CountSentence(quote=quote, scope=scope, undone=_number(lone))
    level2 = _LEVEL2.search(sentence) or _LEVEL2_AFTER.search(sentence)
    others = _without(sentence, level2)
    total = _LEVEL3.search(sentence) or _LEVEL3_AFTER.search(sentence)
    total = total or _ANY.search(others)
    is_bare = total is None
    total = total or _ANY_AFTER.search(others)
    if is_bare and total and _OF_SOME.search(sentence[: total.start()]):
        total = None  # 完成的绩效指标6个
    if total is None and level2 is None:
        return None
    rest = sentence[total.end() :] if total else ""
    is_after = is_bare or (total is not None and total[0].startswith("三级"))
    if is_after and _OTHER_GROUP.search(rest):
        rest = ""  # 产出指标5个，效益指标2个全部完成
    undone = _UNDONE.search(rest)
    done = _done(_without(rest, undone), rest)
    is_all = done is None and undone is None and _ALL_DONE.match(rest)
    if is_all and total and not _OF_SOME.search(sentence[: total.start()]):
        is_bare, done = True, _number(total)
    return CountSentence(
        quote=quote,
        scope=_scope(sentence, total or level2, heading),
        level2=_number(level2),
        total=_number(total),
        done=done,
        undone=_number(undone),
        pending=_number(_PENDING.search(rest)) or 0,
        is_bare=is_bare,
    )


def _done(text: str, rest: str) -> int | None:
    """How many are finished: 1个超额完成，6个完成 are seven, unless 其中 stands there."""
    counts = [_number(match) for match in _DONE.finditer(text)]
    if not counts or "其中" in rest.partition("完成")[2]:
        return counts[0] if counts else None
    return sum(count or 0 for count in counts)


def _without(sentence: str, match: re.Match[str] | None) -> str:
    """The sentence with a match blanked out, positions kept."""
    if match is None:
        return sentence
    blank = "　" * (match.end() - match.start())
    return sentence[: match.start()] + blank + sentence[match.end() :]


def _number(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    text = next(value for value in match.groupdict().values() if value)
    return int(text) if text.isdigit() else parse_numeral(text)


_FIRST_GROUP = re.compile(
    rf"(?:{'|'.join(_GROUPS)})(?:类|明细)*指标(?P<joined>\s*[、和及与])?"
)


def _scope(sentence: str, at: re.Match[str] | None, heading: str) -> str:
    """The group that is counted: the first that is named, alone, up to the count."""
    assert at is not None, "something is counted"
    words = sentence[: at.end()]
    first = _FIRST_GROUP.search(words)
    if first is not None:
        group = next(group for group in _GROUPS if first[0].startswith(group))
        return "" if first["joined"] else group
    named = {group for group in _GROUPS if group in words}
    if named:
        return named.pop() if len(named) == 1 else ""
    above = {group for group in _GROUPS if group in heading}
    return above.pop() if len(above) == 1 else ""
