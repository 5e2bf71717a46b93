"""指标个数: 下设N个二级指标和M个三级指标."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.counting import CountSentence, count_sentences
from jixiao.audit.statements import passages_of
from jixiao.audit.subject import ScoredForm, Subject
from jixiao.audit.tallies import Tally, tally
from jixiao.core.findings import Place, Severity
from jixiao.core.stated import StatedPassage


def find(subject: Subject) -> Iterator[Outcome]:
    """Count the form's indicators beside every sentence that counts them."""
    if not subject.forms:
        return
    for passage in passages_of(subject.report):
        heading = passage.headings[-1] if passage.headings else ""
        for sentence in count_sentences(passage.text, heading):
            tallies = _tallies(subject, sentence.scope)
            if not any(t.total for t in tallies):
                continue
            yield from _level2(sentence, tallies, passage, subject.forms[0])
            yield from _total(sentence, tallies, passage, subject.forms[0])


def _tallies(subject: Subject, scope: str) -> list[Tally]:
    return [tally(form, scope) for form in subject.forms]


def _level2(
    sentence: CountSentence,
    tallies: list[Tally],
    passage: StatedPassage,
    form: ScoredForm,
) -> Iterator[Outcome]:
    stated = sentence.level2
    counts = [t.level2 for t in tallies]
    if stated is None or not any(counts):
        return
    if stated in (*counts, sum(counts)):
        yield Fits()
    else:
        yield _clash("二级指标", stated, counts[0], sentence, passage, form)


def _total(
    sentence: CountSentence,
    tallies: list[Tally],
    passage: StatedPassage,
    form: ScoredForm,
) -> Iterator[Outcome]:
    stated = sentence.total
    counts = [t.total for t in tallies]
    if stated is None:
        return
    may_hold_execution = not sentence.scope and "三级" not in sentence.quote
    with_execution = [count + 1 for count in counts] if may_hold_execution else []
    level2 = [t.level2 for t in tallies] if sentence.level2 is None else []
    if stated in (*counts, sum(counts), *with_execution, *level2):
        yield Fits()
    elif (
        "三级" in sentence.quote
        or (sentence.done is not None and not sentence.is_bare)
        or (sentence.undone is not None and not sentence.is_bare)
        or (len(tallies) == 1 and _ALL_THERE_ARE.search(sentence.quote))
    ):
        yield _clash("三级指标", stated, counts[0], sentence, passage, form)


_ALL_THERE_ARE = re.compile(r"^综上[，,]?(?:本部门)?共有?\s*\d")
"""综上，共有8个产出明细指标，全部完成: said of the one form that there is."""


def _clash(
    what: str, stated: int, counted: int, sentence: CountSentence,
    passage: StatedPassage, form: ScoredForm,
) -> Clash:  # fmt: skip
    group = f"{sentence.scope}指标中的" if sentence.scope else ""
    return Clash(
        severity=Severity.ERROR,
        about=f"{what}个数",
        message=f"“{passage.place}”写{group}{what}{stated}个，自评表中有{counted}个，两处不能同时成立",
        stated=str(stated),
        expected=str(counted),
        arithmetic=f"自评表逐行清点：{counted}个",
        places=(
            Place(locator=passage.place, quote=sentence.quote[:_QUOTE]),
            Place(locator=form.stated.place, quote=f"{what}{counted}个"),
        ),
    )  # fmt: skip


_QUOTE = 80

CHECK = Check(
    id="CO001",
    theme=Theme.COUNTS,
    title="指标个数与自评表相同",
    why="正文写的指标个数与表中清点的不同，多因增删指标后没有改正文，也可能表中漏了行。",
    how_to_fix="逐行清点自评表，改正正文中的个数；表中漏行的补上。",
    source="docs/decisions/0010",
    find=find,
    nothing="文中没有写指标个数，或没有自评表",
)
