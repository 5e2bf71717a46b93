"""完成个数: N个完成，其余M个未完成, against the results of the form."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.counting import CountSentence, count_sentences
from jixiao.audit.statements import passages_of
from jixiao.audit.subject import Subject
from jixiao.audit.tallies import Tally, tally
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.stated import StatedPassage


def find(subject: Subject) -> Iterator[Outcome]:
    """Count the indicators that reach their target beside every sentence that does."""
    for passage in passages_of(subject.report):
        heading = passage.headings[-1] if passage.headings else ""
        for sentence in count_sentences(passage.text, heading):
            if sentence.done is None and sentence.undone is None:
                continue
            yield from _adds_up(sentence, passage)
            yield from _of_form(subject, sentence, passage)


def _adds_up(sentence: CountSentence, passage: StatedPassage) -> Iterator[Outcome]:
    """Finished and unfinished ones are all there are."""
    if sentence.done is None or sentence.undone is None or sentence.total is None:
        return
    both = sentence.done + sentence.undone + sentence.pending
    if both == sentence.total:
        yield Fits()
        return
    pending = f"、待定{sentence.pending}个" if sentence.pending else ""
    terms = [sentence.done, sentence.undone, sentence.pending][: 3 if pending else 2]
    yield Clash(
        severity=Severity.ERROR,
        about=_about(sentence),
        message=f"“{passage.place}”写共{sentence.total}个指标，完成{sentence.done}个、未完成{sentence.undone}个{pending}，"
        f"合起来是{both}个，不能同时成立",
        stated=str(sentence.total),
        expected=str(both),
        arithmetic=f"{' + '.join(map(str, terms))} = {both}",
        places=(Place(locator=passage.place, quote=sentence.quote[:_QUOTE]),),
    )


def _of_form(
    subject: Subject, sentence: CountSentence, passage: StatedPassage
) -> Iterator[Outcome]:
    if sentence.total is None and len(subject.forms) > 1:
        return  # of all forms together, or of one that is not named
    tallies = [tally(form, sentence.scope) for form in subject.forms]
    fitting = [t for t in tallies if t.total and _is_counted(sentence, t)]
    if not fitting:
        if any(t.total for t in tallies):
            yield Doubt(
                place=passage.place,
                reason="句中的指标总数与自评表不同，未核对完成个数",
            )
        return
    if any(_fits(sentence, t) for t in fitting):
        yield Fits()
    elif fitting[0].undecided:
        yield Doubt(
            place=passage.place,
            reason=f"有{fitting[0].undecided}个指标是否完成无法判定，未核对完成个数",
        )
    else:
        yield _clash(sentence, fitting[0], passage)


def _is_counted(sentence: CountSentence, found: Tally) -> bool:
    return sentence.total is None or sentence.total == found.total


def _fits(sentence: CountSentence, found: Tally) -> bool:
    more = {0, sentence.pending}  # 基本完成 may be counted on either side
    is_done = sentence.done is None or any(
        found.could_be_done(sentence.done + count) for count in more
    )
    is_undone = sentence.undone is None or any(
        found.could_be_undone(sentence.undone + count) for count in more
    )
    return is_done and is_undone


def _clash(sentence: CountSentence, found: Tally, passage: StatedPassage) -> Clash:
    stated = "，".join(
        f"{count}个{word}"
        for count, word in ((sentence.done, "完成"), (sentence.undone, "未完成"))
        if count is not None
    )
    expected = f"{found.met}个完成，{found.unmet}个未完成"
    unmet = "、".join(found.names_unmet) or "无"
    return Clash(
        severity=Severity.ERROR,
        about=_about(sentence),
        message=f"“{passage.place}”写{stated}，按自评表的指标值和完成值是{expected}，两处不能同时成立",
        stated=stated,
        expected=expected,
        arithmetic=f"未完成{found.unmet}个：{unmet}；{found.met} + {found.unmet} = {found.total}",
        places=(Place(locator=passage.place, quote=sentence.quote[:_QUOTE]),),
    )


def _about(sentence: CountSentence) -> str:
    return f"{sentence.scope}指标完成情况" if sentence.scope else "指标完成个数"


_QUOTE = 90

CHECK = Check(
    id="CO002",
    theme=Theme.COUNTS,
    title="完成和未完成的个数与自评表相同",
    why="完成个数是结论性的话，领导和公众先看它；与表中逐项结果不符时，多为改了结果没有改小结。两个数都错时相加仍可能对。",
    how_to_fix="按自评表逐项清点完成和未完成的指标，改正小结；未完成的逐个说明原因。",
    source="docs/decisions/0010",
    find=find,
    nothing="文中没有写完成、未完成的个数",
)
