"""结构层次序数: 一、（一）1.（1） in order, none skipped, doubled or of another style."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.numbering import Fault, Faulty, Numbered, faults_in, numbered
from jixiao.audit.subject import Subject
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.stated import StatedPassage

_CELL = re.compile(r"表\d+ 行")
_TWO_MARKS = 2


def find(subject: Subject) -> Iterator[Outcome]:
    """Follow the numbers of all paragraphs; cells of tables have their own."""
    passages = [p for p in subject.report.texts if not _CELL.match(p.place)]
    for part in _parts(passages):
        yield from _of_part(part)


def _parts(passages: Sequence[StatedPassage]) -> Iterator[list[StatedPassage]]:
    """The text before an annex and each annex: numbers begin anew there."""
    part: list[StatedPassage] = []
    for passage in passages:
        if re.match(r"\s*附[件表录]", passage.text):
            yield part
            part = []
        part.append(passage)
    yield part


def _of_part(passages: Sequence[StatedPassage]) -> Iterator[Outcome]:
    found = [(one, passage) for passage in passages if (one := numbered(passage.text))]
    if len(found) < _TWO_MARKS:
        return
    faults = {fault.position: fault for fault in faults_in([one for one, _ in found])}
    mixed: list[_Misnumbered] = []
    for position, (one, passage) in enumerate(found):
        fault = faults.get(position)
        if fault is None:
            yield Fits()
        elif fault.fault is Fault.STYLE:
            mixed.append((one, passage, fault))
        elif fault.fault is Fault.SKIPPED and _is_glued(fault, passages, passage):
            reason = f"“{fault.due}”写在段落中间，没有另起一段"
            yield Doubt(place=passage.place, reason=reason)
        else:
            yield _wrong_number(one, passage, fault)
    if mixed:
        yield _wrong_styles(mixed)


_Misnumbered = tuple[Numbered, StatedPassage, Faulty]


def _is_glued(
    fault: Faulty, passages: Sequence[StatedPassage], last: StatedPassage
) -> bool:
    """Whether the missing number stands inside a paragraph further up."""
    marks = {fault.due, fault.due.replace(".", "、"), fault.due.replace(".", "．")}
    before = passages[: next(n for n, p in enumerate(passages) if p is last)]
    return any(mark in passage.text for passage in before for mark in marks)


def _wrong_number(one: Numbered, passage: StatedPassage, fault: Faulty) -> Clash:
    what = "前面缺号" if fault.fault is Fault.SKIPPED else "与前面的序号重复"
    return Clash(
        severity=Severity.NOTE,
        about=one.title[:_LONGEST] or one.mark,
        message=f"“{_shown(one)}”的序号{what}，此处应为“{fault.due}”",
        stated=one.mark,
        expected=fault.due,
        places=(_place(passage),),
    )


def _wrong_styles(found: Sequence[_Misnumbered]) -> Clash:
    """Mixed styles are one habit of the writer, and one finding."""
    shown = [f"“{_shown(one)}”应为“{fault.due}”" for one, _, fault in found[:_SHOWN]]
    rest = f"等 {len(found)} 处" if len(found) > _SHOWN else ""
    return Clash(
        severity=Severity.NOTE,
        about="结构层次序数的写法",
        message=f"同级序号的写法不一：{'，'.join(shown)}{rest}",
        stated=" ".join(one.mark for one, _, _ in found),
        expected=" ".join(fault.due for _, _, fault in found),
        places=tuple(_place(passage) for _, passage, _ in found),
    )


def _shown(one: Numbered) -> str:
    return f"{one.mark}{one.title[:_LONGEST]}"


def _place(passage: StatedPassage) -> Place:
    return Place(locator=passage.place, quote=passage.text[:_QUOTE].strip())


_SHOWN = 3
_LONGEST = 20
_QUOTE = 30

CHECK = Check(
    id="FO003",
    theme=Theme.FORM,
    title="结构层次序数依次书写",
    why="序数缺号、重号或同级写法不一，读者分不清哪一段属于哪一段；多为插入、删去段落后没有重编。",
    how_to_fix="按“一、”“（一）”“1.”“（1）”的次序重编，同级用同一种写法。",
    source="GB/T 9704-2012 7.3.3",
    find=find,
    nothing="文中没有编号的标题和段落",
)
