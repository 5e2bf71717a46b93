"""Scoring rules that a document prints itself, in notes below the form or in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jixiao.audit.subject import ScoredForm, Subject
from jixiao.core.numbers import fold

_RATIO = re.compile(
    r"B[/÷人]A|A[/÷人]B|(?:实际)?完成值[/÷](?:年[度初])?(?:指标|目标)值|(?:得分|分值|计分|记分|赋分).{0,12}按(?:完成|实际完成|实现)?(?:值|程度|情况)?的?比[例率]|"
    r"按(?:完成|实际完成)?(?:值|程度)?的?比[例率](?:计|得|记|赋|算|评|扣)"
)


def prints_ratio_rule(form: ScoredForm, subject: Subject) -> bool:
    """Whether the document says that unmet indicators score by their ratio.

    The misread 权重B人A of scanned forms counts as the formula that it was.
    """
    return any(_RATIO.search(text) for text in texts_beside(form, subject))


def texts_beside(form: ScoredForm, subject: Subject) -> Iterator[str]:
    """Notes of a form, then the report's text, squeezed."""
    for passage in form.stated.texts:
        yield squeezed(passage.text)
    for _, text in form.stated.labelled:
        yield squeezed(text)
    for passage in (*subject.report.texts, *subject.report.passages):
        yield squeezed(passage.text)


@lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    """Text of one width and without white space."""
    return "".join(fold(text).split())
