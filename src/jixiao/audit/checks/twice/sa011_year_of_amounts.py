"""金额的年份: this year's amount given with another year."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.concepts import Stage
from jixiao.audit.statements import money_statements, of_another_year
from jixiao.audit.subject import Subject
from jixiao.core.findings import Severity
from jixiao.core.numbers import plain

_TELLING = 4
"""Digits from which on two equal amounts are no accident."""
_OF_THE_YEAR = (Stage.EXECUTED, Stage.ADJUSTED, Stage.RECEIVED)


def find(subject: Subject) -> Iterator[Outcome]:
    """Look for amounts of other years that are this year's to the last digit."""
    year = subject.report.year
    known = [s for s in money_statements(subject) if s.concept.stage in _OF_THE_YEAR]
    for statement, stated_year in of_another_year(subject):
        digits = plain(statement.number.value).strip("0").replace(".", "")
        same = next(
            (
                other
                for other in known
                if other.number.value == statement.number.value
                and other.concept.stage is statement.concept.stage
                and other.concept.part == statement.concept.part
            ),
            None,
        )
        if same is None or len(digits) < _TELLING:
            yield Fits()
            continue
        yield Clash(
            severity=Severity.WARNING,
            about="年度",
            message=f"{statement.text}在“{statement.place.locator}”写作{stated_year}年的数，"
            f"在“{same.place.locator}”是{year}年度的数，年份请核实",
            stated=str(stated_year),
            expected=str(year),
            places=(statement.place, same.place),
        )


CHECK = Check(
    id="SA011",
    theme=Theme.TWICE,
    title="本年度的金额写在本年度",
    why="沿用上年报告时容易漏改年份，读者会把本年的支出当作上年的。",
    how_to_fix="核对金额所属的年份，改正写错的年份。",
    source="docs/decisions/0010",
    find=find,
    nothing="文中没有写其他年份的金额",
)
