"""执行率偏低的说明原因."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from jixiao.audit.budget_lines import Execution, execution_of, name_of, total_line
from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.printed_rules import texts_beside
from jixiao.audit.subject import ScoredForm, Subject
from jixiao.core.findings import Place, Severity
from jixiao.core.numbers import half_up, plain

_LOW = Fraction(9, 10)
_TOLD = re.compile(
    r"(?:执行|支出|支付|资金|预算)[^。；]{0,40}(?:原因|由于|因为|因|主要是|未[支拨执完])|(?:未[支拨执]|结余|结转)[^。；]{0,20}(?:原因|由于|因)"
)


def find(subject: Subject) -> Iterator[Outcome]:
    """Look at the execution of every form's total."""
    for form in subject.forms:
        line = total_line(form)
        execution = execution_of(line) if line else None
        if execution is None:
            continue
        if execution.rate.high >= _LOW or _is_told(form, subject):
            yield Fits()
        else:
            yield _clash(execution)


def _is_told(form: ScoredForm, subject: Subject) -> bool:
    return any(_TOLD.search(text) for text in texts_beside(form, subject))


def _clash(execution: Execution) -> Clash:
    line = execution.line
    percent = f"{plain(half_up(100 * execution.exact, 2))}%"
    return Clash(
        severity=Severity.NOTE,
        about=f"{name_of(line)}执行率",
        message=f"“{name_of(line)}”执行率 {percent}，低于 90%，没有说明原因",
        stated=percent,
        expected="90%",
        arithmetic=f"{execution.division} = {percent}",
        places=(Place(locator=line.place, quote=line.rate or line.executed or ""),),
    )


CHECK = Check(
    id="RU012",
    theme=Theme.RULES,
    title="执行率偏低的说明原因",
    why="执行率低于 90% 的，多数地方要求说明原因。",
    how_to_fix="在偏差原因栏说明资金没有执行完的原因和处理办法。",
    source="部门预算项目支出绩效自评表（四川）：预算执行率未达到90%的需说明原因",
    find=find,
    nothing="没有预算数和执行数",
)
