"""结余: what was available minus what was spent."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.amounts import amounts_in
from jixiao.audit.prose.concepts import Side, Stage
from jixiao.audit.slips import nearly_adds_up, nearly_equal
from jixiao.audit.statements import MoneyStatement, money_statements
from jixiao.audit.subject import Subject
from jixiao.audit.wording import side_by_side
from jixiao.core.findings import Severity
from jixiao.core.numbers import add_up, plain

_AVAILABLE = (Stage.ADJUSTED, Stage.BUDGET, Stage.RECEIVED, Stage.INITIAL)


def find(subject: Subject) -> Iterator[Outcome]:
    """Subtract spending from what was available, near each balance."""
    statements = money_statements(subject)
    for balance in statements:
        if balance.concept.stage is not Stage.BALANCE or balance.concept.part:
            continue
        if balance.amount is None or "年初" in balance.amount.label:
            continue
        if _is_of_its_sentence(balance):
            yield Fits()
        else:
            yield from _outcome(balance, statements)


Pair = tuple[MoneyStatement, MoneyStatement]


def _outcome(
    balance: MoneyStatement, statements: Sequence[MoneyStatement]
) -> Iterator[Outcome]:
    opening = [s for s in statements if _is_opening(s)]
    for available, spent in _pairs(statements):
        rests = [add_up([available.number, spent.number.negated()])]
        rests += [add_up([rests[0], o.number]) for o in opening]
        if any(nearly_adds_up(rest, balance.number) for rest in rests):
            yield Fits()
            return
    here = [
        s for s in statements if s.amount and s.place.locator == balance.place.locator
    ]
    beside = [
        s
        for s in here
        if s.amount and balance.amount and s.amount.sentence == balance.amount.sentence
    ]
    for near in (beside, here):
        pairs = _likeliest(near)
        if len(pairs) == 1:
            yield _clash(balance, *pairs[0])
            return
    whole = _likeliest(statements)
    if len(whole) != 1:
        return
    if len(opening) == 1 and whole[0][0].concept.side is Side.INCOME:
        yield _clash(balance, *whole[0], opening[0])
    elif not opening and any(s.concept.stage is Stage.EXECUTED for s in here):
        yield replace(_clash(balance, *whole[0]), severity=Severity.WARNING)


def _is_of_its_sentence(balance: MoneyStatement) -> bool:
    """Whether two other amounts of the sentence, a project's perhaps, leave it over."""
    assert balance.amount is not None, "a balance in running text"
    numbers = [
        a.figure.number
        for a in amounts_in(balance.amount.sentence)
        if a.figure.is_money and a.figure.end <= balance.amount.figure.start
    ]
    return any(
        add_up([whole, spent.negated()]).could_equal(balance.number)
        for whole, spent in itertools.combinations(numbers, 2)
    )


def _is_opening(statement: MoneyStatement) -> bool:
    """年初结转结余, 上年结转."""
    label = statement.amount.label if statement.amount else ""
    return statement.concept.stage is Stage.BALANCE and bool(_OPENING.search(label))


_OPENING = re.compile(r"年初|上年")


def _pairs(statements: Sequence[MoneyStatement]) -> list[Pair]:
    whole = [s for s in statements if not s.concept.part]
    available = [
        s
        for s in whole
        if s.concept.stage in _AVAILABLE or s.concept.side is Side.INCOME
    ]
    spent = [
        s
        for s in whole
        if s.concept.stage is Stage.EXECUTED and s.concept.side is not Side.INCOME
    ]
    return [(a, b) for a in available for b in spent if a.scope == b.scope]


def _likeliest(statements: Sequence[MoneyStatement]) -> list[Pair]:
    """Pairs of different figures by the first stage that is stated there."""
    pairs = _pairs(statements)
    if any(spent.concept.is_sure for _, spent in pairs):
        pairs = [(a, b) for a, b in pairs if b.concept.is_sure]
    for stage in (*_AVAILABLE, None):
        found: list[Pair] = []
        for a, b in pairs:
            is_of_it = a.concept.stage is stage or (
                stage is None and a.concept.side is Side.INCOME
            )
            if is_of_it and not any(_is_same((a, b), pair) for pair in found):
                found.append((a, b))
        if found:
            return found
    return []


def _is_same(one: Pair, other: Pair) -> bool:
    """The same two amounts, in 元 here and in 万元 there."""
    return all(
        nearly_equal(a.number, b.number) for a, b in zip(one, other, strict=True)
    )


def _clash(
    balance: MoneyStatement,
    whole: MoneyStatement,
    spent: MoneyStatement,
    opening: MoneyStatement | None = None,
) -> Clash:
    rest = add_up([whole.number, spent.number.negated()])
    if opening:
        rest = add_up([opening.number, rest])
    computed = f"{plain(rest.value / 10_000)}万元"
    carried = f"{plain(opening.number.value / 10_000)} + " if opening else ""
    arithmetic = (
        f"{carried}{plain(whole.number.value / 10_000)} − {plain(spent.number.value / 10_000)}"
        f" = {plain(rest.value / 10_000)}（万元）"
    )
    both = side_by_side(balance.text, computed)
    return Clash(
        severity=Severity.ERROR,
        about=_about(balance),
        message=(f"“{opening.place.quote}”加" if opening else "")
        + f"“{whole.place.quote}”减“{spent.place.quote}”为{computed}，"
        f"与“{balance.place.quote}”不能同时成立",
        stated=both[0],
        expected=both[1],
        arithmetic=arithmetic,
        places=(balance.place, whole.place, spent.place),
    )


def _about(balance: MoneyStatement) -> str:
    label = balance.amount.label if balance.amount else ""
    return re.sub(r"[为是]+$", "", label) or "结余"


CHECK = Check(
    id="AR009",
    theme=Theme.ARITHMETIC,
    title="结余等于可用资金减支出",
    why="结余、余额由收入（预算）减支出得出；对不上时可能含有上年结转而没有写明，也可能抄错。",
    how_to_fix="核对可用资金、支出和结余三个数；含上年结转的，写明结转数。",
    source="docs/decisions/0010",
    find=find,
    nothing="文中没有与收支写在一处的结余",
)
