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
_CAUSE = re.compile(r"偏差|未完成|未达|原因|问题|说明|扣分|不足|改进|整改")


def own_reason(row: FormRow) -> str:
    """What the row itself gives as reason, "" for none (无, —, /)."""
    text = (row.stated.reason or "").strip()
    return "" if _NONE.fullmatch(normal_name(text)) else text


def has_general_reasons(form: ScoredForm, subject: Subject) -> bool:
    """Whether the form or the report writes about causes at all."""
    return any(_causes(form.stated, subject.report, len(subject.forms)))


def is_spoken_of(row: FormRow, form: ScoredForm, subject: Subject) -> bool:
    """Whether a text about causes names the indicator or what it measures."""
    name = _core_of(row.stated.name)
    texts = _causes(form.stated, subject.report, len(subject.forms))
    return any(_names(name, text) for text in texts)


def has_reason(row: FormRow, form: ScoredForm, subject: Subject) -> bool:
    """Whether a reason stands in the row or in a text about causes."""
    return bool(own_reason(row)) or is_spoken_of(row, form, subject)


@lru_cache(maxsize=64)
def _causes(form: StatedForm, report: StatedReport, forms: int) -> tuple[str, ...]:
    texts = [text.text for text in form.texts if _is_about_causes(text.headings)]
    texts += [text for label, text in form.labelled if _CAUSE.search(label)]
    if forms == 1:
        texts += [p.text for p in report.passages if _is_about_causes(p.headings)]
    words = (normal_name(text) for text in texts)
    return tuple(text for text in words if not _NONE.fullmatch(text))


def _is_about_causes(headings: tuple[str, ...]) -> bool:
    return any(_CAUSE.search(heading) for heading in headings)


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
