"""预算数前后一致: the same amount in text, budget tables and form."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.amounts import Amount, amounts_in
from jixiao.audit.prose.concepts import Stage, names_a_part
from jixiao.audit.slips import is_slip_of, nearly_equal, unit_factor
from jixiao.audit.statements import (
    MoneyStatement,
    money_statements,
    passages_of,
    quote_of,
    same_amounts,
    trusted,
)
from jixiao.audit.subject import Subject
from jixiao.audit.wording import side_by_side
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.stated import StatedPassage


def find(subject: Subject) -> Iterator[Outcome]:
    """Hold all statements of one amount against each other."""
    groups = same_amounts(subject)
    for (scope, part, side, stage), statements in groups.items():
        lead = trusted(statements)
        kept = [s for s in statements if _counts(s, subject) or _is_misprint(s, lead)]
        if stage == Stage.BUDGET:
            yield from _either(kept, groups, (scope, part, side))
        elif stage not in (Stage.BALANCE, Stage.ADJUSTMENT) and len(kept) > 1:
            yield from _compared(kept)
    for passage in passages_of(subject.report):
        yield from _wholes_given_as_parts(subject, passage)


def _counts(statement: MoneyStatement, subject: Subject) -> bool:
    """Leave out what may be the amount of something smaller: a mere 支出X万元."""
    amount, concept = statement.amount, statement.concept
    if amount is None or concept.is_sure or concept.part:
        return True
    if concept.stage is not Stage.EXECUTED:
        return False
    beside = [
        other
        for other in money_statements(subject)
        if other.amount
        and other.amount.sentence == amount.sentence
        and other is not statement
    ]
    return any(
        other.concept.stage in (Stage.ADJUSTED, Stage.BUDGET, Stage.INITIAL)
        and not other.concept.part
        for other in beside
    )


def _is_misprint(statement: MoneyStatement, lead: MoneyStatement) -> bool:
    """Whether an amount differs from the form's in a way that only a slip does."""
    return lead.is_printed_in_form and is_slip_of(
        statement.number.value, lead.number.value
    )


def _compared(statements: list[MoneyStatement]) -> Iterator[Outcome]:
    lead = trusted(statements)
    apart = [s for s in statements if _is_apart(s, lead)]
    values = {s.number.value for s in apart}
    if not apart:
        yield from (Fits() for _ in statements[1:])
        return
    if any(unit_factor(s.number, lead.number) for s in apart):
        yield Fits()  # a lost unit is another check's business
        return
    if len(values) > 1:
        places = "、".join(dict.fromkeys(s.place.locator for s in apart))
        yield Doubt(
            place=places,
            reason=f"“{lead.concept.label}”有{len(values) + 1}个不同的数，可能口径不同，未作比较",
        )
        return
    yield _clash(apart, lead)


def _is_apart(one: MoneyStatement, lead: MoneyStatement) -> bool:
    """Whether two amounts differ; what was 下达 may not all have 到位, but for a slip."""
    if nearly_equal(one.number, lead.number):
        return False
    if _is_granted(one) is _is_granted(lead):
        return True
    numbers = one.number, lead.number
    return is_slip_of(*(n.value for n in numbers)) or bool(unit_factor(*numbers))


def _is_granted(statement: MoneyStatement) -> bool:
    return statement.amount is not None and "下达" in statement.amount.label


def _clash(apart: list[MoneyStatement], lead: MoneyStatement) -> Clash:
    first = apart[0]
    is_sure = all(s.concept.is_sure or s.concept.part for s in (first, lead))
    is_slip = is_slip_of(first.number.value, lead.number.value)
    both = side_by_side(first.text, lead.text)
    return Clash(
        severity=Severity.ERROR if is_sure or is_slip else Severity.WARNING,
        about=lead.concept.label,
        message=f"{lead.concept.label}在“{first.place.locator}”为{first.text}，"
        f"在“{lead.place.locator}”为{lead.text}，两处不能同时成立",
        stated=both[0],
        expected=both[1],
        places=(*(s.place for s in apart), lead.place),
    )


def _either(
    statements: list[MoneyStatement],
    groups: dict[tuple[str, str, str, str], list[MoneyStatement]],
    key: tuple[str, str, str],
) -> Iterator[Outcome]:
    """A budget that is not said to be the initial or the adjusted one fits either."""
    known = [
        s
        for stage in (Stage.ADJUSTED, Stage.INITIAL)
        for s in groups.get((*key, str(stage)), ())
    ]
    if not known:
        if len(statements) > 1:
            yield from _compared(statements)
        return
    for statement in statements:
        if any(nearly_equal(statement.number, s.number) for s in known):
            yield Fits()
        elif any(is_slip_of(statement.number.value, s.number.value) for s in known):
            lead = next(
                s for s in known if is_slip_of(statement.number.value, s.number.value)
            )
            yield _clash([statement], lead)


def _wholes_given_as_parts(
    subject: Subject, passage: StatedPassage
) -> Iterator[Outcome]:
    """The whole of a list given elsewhere as the amount of one of its parts."""
    for whole in amounts_in(passage.text):
        if len(whole.parts) < 2 or whole.link not in ("构成", "（", "其中"):  # noqa: PLR2004
            continue
        for part in whole.parts:
            yield from _given_as_whole(subject, passage, whole, part)


def _given_as_whole(
    subject: Subject, passage: StatedPassage, whole: Amount, part: Amount
) -> Iterator[Outcome]:
    concept = part.concept
    if concept is None or not concept.part or not names_a_part(part.label):
        return
    for statement in money_statements(subject):
        other = statement.amount
        if (
            other is None or other.whole is not None or not statement.concept.is_sure
            or statement.concept.part != concept.part
            or statement.concept.stage not in (Stage.RECEIVED, Stage.BUDGET)
            or concept.stage not in (None, Stage.RECEIVED, Stage.BUDGET)
        ):  # fmt: skip
            continue
        if nearly_equal(statement.number, part.figure.number):
            yield Fits()
        elif nearly_equal(statement.number, whole.figure.number):
            both = side_by_side(statement.text, part.figure.text)
            yield Clash(
                severity=Severity.ERROR,
                about=statement.concept.label,
                message=f"“{statement.place.quote}”与“{quote_of(part)}”不能同时成立："
                f"{statement.text}是总数“{quote_of(whole)}”",
                stated=both[0],
                expected=both[1],
                places=(
                    statement.place,
                    Place(locator=passage.place, quote=quote_of(part)),
                ),
            )


CHECK = Check(
    id="SA006",
    theme=Theme.TWICE,
    title="同一预算数前后一致",
    why="同一笔预算、支出在正文、表格和附表中应是同一个数；不一致时常是口径不同（本级与全部门、年初与调整后）而没有写明，也可能是抄错。",
    how_to_fix="按决算账表核对，改正抄错的一处；口径不同的，在两处都写明口径。",
    source="docs/decisions/0010",
    find=find,
    nothing="没有在两处以上写明的同一预算数",
)
