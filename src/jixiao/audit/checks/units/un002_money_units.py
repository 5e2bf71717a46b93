"""元、万元、亿元写错: the same digits of the same amount, another unit."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.concepts import Stage
from jixiao.audit.slips import nearly_equal, unit_factor
from jixiao.audit.statements import MoneyStatement, same_amounts, trusted
from jixiao.audit.subject import Subject
from jixiao.core.findings import Severity


def find(subject: Subject) -> Iterator[Outcome]:
    """Look for statements of one amount that a unit of money sets apart."""
    groups = same_amounts(subject)
    for (scope, part, side, stage), statements in groups.items():
        others: list[MoneyStatement] = []
        if stage == Stage.BUDGET:
            for known in (Stage.ADJUSTED, Stage.INITIAL):
                others += groups.get((scope, part, side, str(known)), [])
        if len(statements) + len(others) < 2:  # noqa: PLR2004  nothing to compare
            continue
        lead = trusted(others or statements)
        for statement in statements:
            if statement is not lead:
                yield _outcome(statement, lead)


def _outcome(statement: MoneyStatement, lead: MoneyStatement) -> Outcome:
    factor = unit_factor(statement.number, lead.number)
    if factor is None or nearly_equal(statement.number, lead.number):
        return Fits()
    word = {10**4: "一万倍", 10**8: "一亿倍"}[factor]
    return Clash(
        severity=Severity.ERROR,
        about=lead.concept.label,
        message=f"{lead.concept.label}在“{statement.place.locator}”写作{statement.text}，"
        f"在“{lead.place.locator}”写作{lead.text}，相差{word}，金额单位有一处写错",
        stated=statement.text,
        expected=lead.text,
        places=(statement.place, lead.place),
    )


CHECK = Check(
    id="UN002",
    theme=Theme.UNITS,
    title="金额单位一致",
    why="元、万元、亿元写错一个字，金额就差一万倍；多因正文用万元、附表用元，抄写时漏了“万”。",
    how_to_fix="核对两处的金额单位，改正写错的一处。",
    source="docs/decisions/0010",
    find=find,
    nothing="没有在两处以上写明的同一金额",
)
