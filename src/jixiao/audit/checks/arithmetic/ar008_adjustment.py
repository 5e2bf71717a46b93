"""年初预算 ± 各次调整 = 调整后预算."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.amounts import Amount, amounts_in
from jixiao.audit.prose.concepts import Concept, Stage
from jixiao.audit.slips import nearly_adds_up, nearly_equal
from jixiao.audit.statements import (
    MoneyStatement,
    concept_in,
    money_statements,
    passages_of,
    quote_of,
)
from jixiao.audit.subject import Subject
from jixiao.audit.wording import side_by_side
from jixiao.core.findings import Place, Severity
from jixiao.core.numbers import StatedNumber, add_up, plain
from jixiao.core.stated import StatedPassage

_LESS = re.compile(r"调减|核减|追减|压减|减少|收回|压缩|扣减")
_MORE = re.compile(r"调增|核增|追加|增加|新增|增拨")
_HAS_SIGN = re.compile(f"{_LESS.pattern}|{_MORE.pattern}")
_EITHER = re.compile(r"调整(?!后|预算)|变动")
_AFTER = re.compile(r"(?:预算)?调整后(?:的?(?:数|金额|总额))?[为是]?")
"""调整后为480万元, of the budget in front of it."""


def find(subject: Subject) -> Iterator[Outcome]:
    """Follow every passage from the initial budget through its changes to the end."""
    for passage in passages_of(subject.report):
        yield from _of_passage(subject, passage)


def _of_passage(subject: Subject, passage: StatedPassage) -> Iterator[Outcome]:
    initial: Amount | None = None
    changes: list[Amount] = []
    for amount in amounts_in(passage.text):
        if amount.whole is not None or amount.figure.text[-1:] not in "元万亿":
            continue
        concept = concept_in(amount, subject.own_names)
        if _is_whole(concept, Stage.INITIAL):
            initial, changes = amount, []
        elif _is_change(amount):
            changes.append(amount)
        elif changes and (
            _is_whole(concept, Stage.ADJUSTED)
            or (initial and _AFTER.fullmatch(amount.label))
        ):
            start = initial.figure.number if initial else _initial(subject)
            if start is not None:
                yield _outcome(passage, start, initial, changes, amount)
            initial, changes = None, []
        else:
            initial, changes = None, []


def _is_whole(concept: Concept | None, stage: Stage) -> bool:
    return concept is not None and concept.stage is stage and not concept.part


def _is_change(amount: Amount) -> bool:
    label = amount.label
    return bool(_LESS.search(label) or _MORE.search(label) or _EITHER.search(label))


def _initial(subject: Subject) -> StatedNumber | None:
    """The initial budget where the whole report states just one."""
    found: list[MoneyStatement] = [
        s
        for s in money_statements(subject)
        if _is_whole(s.concept, Stage.INITIAL) and not s.scope
    ]
    is_one = found and all(nearly_equal(found[0].number, s.number) for s in found)
    return found[0].number if is_one else None


def _outcome(
    passage: StatedPassage,
    start: StatedNumber,
    initial: Amount | None,
    changes: Sequence[Amount],
    adjusted: Amount,
) -> Outcome:
    stated = adjusted.figure.number
    signed = [_signed(change) for change in changes]
    total = add_up([start, *signed])
    if nearly_adds_up(total, stated):
        return Fits()
    is_unsigned = len(changes) == 1 and not _HAS_SIGN.search(changes[0].label)
    if is_unsigned and nearly_adds_up(add_up([start, signed[0].negated()]), stated):
        return Fits()
    terms = plain(start.value / _UNIT) + "".join(
        f" {'−' if number.value < 0 else '+'} {plain(abs(number.value) / _UNIT)}"
        for number in signed
    )
    computed = plain(total.value / _UNIT)
    said = "，".join(
        quote_of(a) for a in ((initial,) if initial else ()) + tuple(changes)
    )
    both = side_by_side(adjusted.figure.text, f"{computed}万元")
    return Clash(
        severity=Severity.ERROR,
        about=_about(adjusted),
        message=f"“{said}”推不出“{quote_of(adjusted)}”，几个数不能同时成立",
        stated=both[0],
        expected=both[1],
        arithmetic=f"{terms} = {computed}（万元）",
        places=(
            Place(locator=passage.place, quote=quote_of(adjusted)),
            Place(locator=passage.place, quote=said),
        ),
    )


_UNIT = 10_000


def _signed(change: Amount) -> StatedNumber:
    number = change.figure.number
    return number.negated() if _LESS.search(change.label) else number


def _about(adjusted: Amount) -> str:
    if _AFTER.fullmatch(adjusted.label):
        return "调整后预算"
    return (
        re.sub(r"^.*?20\d\d年?度?|[为是达共约]+$", "", adjusted.label) or "调整后预算"
    )


CHECK = Check(
    id="AR008",
    theme=Theme.ARITHMETIC,
    title="年初预算加各次调整等于调整后预算",
    why="年初数、各次调整、调整后数必须勾稽；对不上时多为漏写一次调整，或用了不同口径。",
    how_to_fix="按预算批复和调整文件核对各数；有几次调整的逐次写明。",
    source="docs/decisions/0010",
    find=find,
    nothing="没有写在一处的年初预算、调整数和调整后预算",
)
