"""Reasons that a report gives for what was not reached."""

from __future__ import annotations

import re
from functools import lru_cache

from jixiao.audit.subject import FormRow, ScoredForm, Subject
from jixiao.core.findings import normal_name
from jixiao.core.stated import StatedForm, StatedReport

_NONE = re.compile(
    r"无?|无(?:偏差|误差|差异|明显偏差)(?:原因)?|没有|不存在|不适用|不涉及|暂无|已完成|完成"
)
_CAUSE = re.compile(
    r"偏差|未完成的?原因|未达|原因|问题|扣分|不足|改进|整改|(?<!情况)说明"
)


def own_reason(row: FormRow) -> str:
    """What the row itself gives as reason, "" for none (无, —, /)."""
    text = (row.stated.reason or "").strip()
    return "" if _NONE.fullmatch(normal_name(text)) else text


def has_general_reasons(form: ScoredForm, subject: Subject) -> bool:
    """Whether the form or the report writes about causes at all."""
    return any(_all_causes(form, subject))


def is_spoken_of(row: FormRow, form: ScoredForm, subject: Subject) -> bool:
    """Whether a text about causes names the indicator or what it measures."""
    name = _core_of(row.stated.name)
    others = [
        core for other in form.rows if (core := _core_of(other.stated.name)) != name
    ]
    return any(
        _names(name, text)
        for text in _all_causes(form, subject)
        if name in text or not any(text.startswith(other) for other in others)
    )


def has_reason(row: FormRow, form: ScoredForm, subject: Subject) -> bool:
    """Whether a reason stands in the row or in a text about causes."""
    return bool(own_reason(row)) or is_spoken_of(row, form, subject)


def _all_causes(form: ScoredForm, subject: Subject) -> tuple[str, ...]:
    """Sentences about causes in the document, or in the file of facts."""
    own = [
        normal_name(sentence)
        for passage in form.evaluation.causes
        for sentence in _SENTENCE_END.split(passage.text)
        if sentence.strip() and not _STILL_TO_WRITE.search(sentence)
    ]
    return (*own, *_causes(form.stated, subject.report, len(subject.forms)))


@lru_cache(maxsize=64)
def _causes(form: StatedForm, report: StatedReport, forms: int) -> tuple[str, ...]:
    """Sentences about causes: by what they stand under, or by their own words."""
    found = [
        (bool(text.headings and _CAUSE.search(text.headings[-1])), text.text)
        for text in form.texts
    ]
    found += [(bool(_CAUSE.search(label)), text) for label, text in form.labelled]
    if forms == 1:
        found += [
            (bool(p.headings and _CAUSE.search(p.headings[-1])), p.text)
            for p in (*report.passages, *report.texts)
            if not (p.headings and p.text == p.headings[-1] and _CAUSE.search(p.text))
        ]
    return tuple(
        dict.fromkeys(
            words
            for is_under, text in found
            for sentence in _SENTENCE_END.split(text)
            if (is_under or _BECAUSE.search(sentence))
            and not _STILL_TO_WRITE.search(sentence)
            and not _NONE.fullmatch(words := normal_name(sentence))
        )
    )


_STILL_TO_WRITE = re.compile(r"此处请?填写")
_SENTENCE_END = re.compile(r"[。\n]")
_BECAUSE = re.compile(
    r"原因|由于|因为|受[^，。；]{1,14}影响|(?<![其起诱])因(?![素此而地时人])"
)
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_GENERIC = re.compile(
    r"数量|指标|完成|情况|比例|次数|人数|人次|面积|个数|金额|规模|满意度|满意率|项目|工作|[率数量度值]$"
)
_TELLING = 3


def _core_of(name: str) -> str:
    return normal_name(_BRACKETS.sub("", name))


def _names(name: str, text: str) -> bool:
    """Whether a text holds the name, or a telling piece of it."""
    if name in text:
        return True
    pieces = [piece for piece in _GENERIC.split(name) if len(piece) >= _TELLING]
    return any(
        piece[start : start + _TELLING + 1] in text
        for piece in pieces
        for start in range(max(1, len(piece) - _TELLING))
    )
