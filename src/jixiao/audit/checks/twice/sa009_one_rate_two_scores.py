"""同一执行率只有一个得分: total row and rows 其中 of the budget."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.budget_lines import execution_of, stated_rates, total_line
from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.form_points import figure_of
from jixiao.audit.subject import ScoredForm, Subject
from jixiao.core.findings import Place, Severity
from jixiao.core.numbers import plain
from jixiao.core.stated import StatedBudgetLine


def find(subject: Subject) -> Iterator[Outcome]:
    """Compare the points of budget lines that have weight and rate in common."""
    for form in subject.forms:
        yield from _of_form(form)


def _of_form(form: ScoredForm) -> Iterator[Outcome]:
    total = total_line(form)
    if total is None or figure_of(total.score) is None:
        return
    for line in form.stated.budget:
        points = figure_of(line.score)
        if line is total or points is None or not _is_same_rate(line, total):
            continue
        if points == figure_of(total.score):
            yield Fits()
        else:
            yield _clash(line, total)


def _is_same_rate(line: StatedBudgetLine, total: StatedBudgetLine) -> bool:
    if figure_of(line.weight) != figure_of(total.weight):
        return False
    if stated_rates(line.rate) and stated_rates(total.rate):
        return stated_rates(line.rate) == stated_rates(total.rate)
    one, other = execution_of(line), execution_of(total)
    return one is not None and other is not None and one.rate == other.rate


def _clash(line: StatedBudgetLine, total: StatedBudgetLine) -> Clash:
    rate = line.rate or total.rate
    said = f"执行率都是{rate}" if rate else "执行率相同"
    points, lead = figure_of(line.score), figure_of(total.score)
    assert points is not None, "compared"
    assert lead is not None, "compared"
    return Clash(
        severity=Severity.WARNING,
        about=line.line.strip(),
        message=f"“{total.line}”和“{line.line}”{said}，得分却是 {plain(lead)} 和 {plain(points)}",
        stated=plain(points),
        expected=plain(lead),
        places=(
            Place(locator=line.place, quote=line.score or ""),
            Place(locator=total.place, quote=total.score or ""),
        ),
    )


CHECK = Check(
    id="SA009",
    theme=Theme.TWICE,
    title="同一执行率只有一个得分",
    why="执行率只在总额行计分；其中行重复填写时，得分应当一样。",
    how_to_fix="其中行不填分值和得分，或与总额行保持一致。",
    source="项目支出绩效自评表",
    find=find,
    nothing="没有在其中行重复填写得分",
)
