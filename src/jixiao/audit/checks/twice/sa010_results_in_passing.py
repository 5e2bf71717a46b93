"""完成情况里的数: results that running text gives in the indicator's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.unquoted import Spoken, count_alike, is_aim, spoken_in
from jixiao.audit.quotations import form_actual, form_target, quoted
from jixiao.audit.sameness import Sameness, compare
from jixiao.audit.slips import is_slip_of
from jixiao.audit.statements import is_plan, passages_of
from jixiao.audit.subject import FormRow, Subject
from jixiao.core.findings import Place, Severity
from jixiao.core.stated import StatedPassage

_RESULT = re.compile(r"完成|实现情况|达成")


def find(subject: Subject) -> Iterator[Outcome]:
    """Look for figures of running text that are results of indicators."""
    for form in subject.forms:
        rows = form.rows
        names = [row.indicator.name for row in rows]
        for passage in passages_of(subject.report):
            if is_plan(passage):
                continue
            for spoken in spoken_in(passage.text, names):
                if is_aim(spoken):
                    continue
                yield from _compared(rows[spoken.row], spoken, passage)


def _compared(
    row: FormRow, spoken: Spoken, passage: StatedPassage
) -> Iterator[Outcome]:
    stated = form_actual(row)
    read = quoted(spoken.figure, row, is_result=True)
    if not row.indicator.actual or stated.number is None or read.number is None:
        return
    if not count_alike(stated.unit, read.unit):
        return
    if compare(stated, read) in (Sameness.SAME, Sameness.BOUND_ONLY):
        yield Fits()
        return
    if compare(form_target(row), read) in (Sameness.SAME, Sameness.BOUND_ONLY):
        is_result = bool(passage.headings) and bool(
            _RESULT.search(passage.headings[-1])
        )
        if not (is_result and is_slip_of(stated.number.value, read.number.value)):
            return  # the target, quoted
    if is_slip_of(stated.number.value, read.number.value):
        yield _clash(row, spoken, passage, Severity.ERROR)
    elif spoken.is_whole_clause and compare(stated, read) is Sameness.APART:
        yield _clash(row, spoken, passage, Severity.WARNING)


def _clash(
    row: FormRow, spoken: Spoken, passage: StatedPassage, severity: Severity
) -> Clash:
    actual = row.stated.actual or ""
    return Clash(
        severity=severity,
        about=row.stated.name,
        message=f"“{row.stated.name}”的完成值在自评表为“{actual}”，"
        f"在“{passage.place}”为“{spoken.figure}”，两处不能同时成立",
        stated=actual,
        expected=spoken.figure,
        places=(
            Place(locator=row.stated.place, quote=actual),
            Place(locator=passage.place, quote=spoken.clause),
        ),
    )


CHECK = Check(
    id="SA010",
    theme=Theme.TWICE,
    title="完成情况里的数与自评表相同",
    why="总体完成情况常由各科室另写，数字容易与自评表差一位或两位颠倒。",
    how_to_fix="按统计台账核对，改正写错的一处。",
    source="docs/decisions/0010",
    find=find,
    nothing="正文没有用指标自己的话写出完成值",
)
