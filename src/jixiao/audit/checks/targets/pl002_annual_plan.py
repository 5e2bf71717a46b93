"""指标值与年度目标: the target against the sentence of the year's plan."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.chapters import told_rows
from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.unquoted import Spoken, count_alike, is_aim, spoken_in
from jixiao.audit.quotations import form_actual, form_target, quoted
from jixiao.audit.sameness import Sameness, compare
from jixiao.audit.statements import is_plan, passages_of
from jixiao.audit.subject import FormRow, Subject
from jixiao.core.findings import Place, Severity
from jixiao.core.stated import StatedPassage


def find(subject: Subject) -> Iterator[Outcome]:
    """Look for the figures of the year's plan that are targets of indicators."""
    told = tuple(one.row for one in told_rows(subject))
    for rows in (*(form.rows for form in subject.forms), told):
        names = [row.indicator.name for row in rows]
        for passage in passages_of(subject.report):
            for spoken in spoken_in(passage.text, names):
                if not (is_plan(passage) or is_aim(spoken)):
                    continue
                yield from _compared(rows[spoken.row], spoken, passage)


def _compared(
    row: FormRow, spoken: Spoken, passage: StatedPassage
) -> Iterator[Outcome]:
    if not row.indicator.target:
        return
    said = quoted(spoken.figure, row)
    target = form_target(row)
    if not count_alike(target.unit, said.unit):
        return
    sameness = compare(target, said)
    if sameness in (Sameness.SAME, Sameness.BOUND_ONLY):
        yield Fits()
        return
    is_result = compare(form_actual(row), said) in (Sameness.SAME, Sameness.BOUND_ONLY)
    if is_result and not is_aim(spoken):
        return  # the result stands there, whatever the heading says
    if sameness is Sameness.APART:
        printed = row.stated.target or ""
        yield Clash(
            severity=Severity.WARNING,
            about=row.stated.name,
            message=f"“{row.stated.name}”的指标值为“{row.target}”，年度目标“{spoken.clause}”为“{spoken.figure}”，请核实哪一个是下达的目标",
            stated=row.target,
            expected=spoken.figure,
            places=(
                Place(locator=row.stated.place, quote=printed),
                Place(locator=passage.place, quote=spoken.clause),
            ),
        )


CHECK = Check(
    id="PL002",
    theme=Theme.TARGETS,
    title="指标值与年度目标相符",
    why="指标值应由年度工作目标分解而来；两处不同，可能是统计口径不同，也可能是事后按结果改了指标值。",
    how_to_fix="核对批复的绩效目标；口径不同的写明口径，改过的说明调整程序。",
    source="docs/decisions/0010",
    find=find,
    nothing="年度目标中没有写出指标的数值",
)
