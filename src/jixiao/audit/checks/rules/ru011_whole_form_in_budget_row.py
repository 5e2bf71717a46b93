"""预算行只填执行率的分值和得分: not those of the whole form."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.budget_lines import holds_whole_form, name_of, total_line
from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.subject import Subject
from jixiao.core.findings import Place, Severity
from jixiao.core.numbers import plain


def find(subject: Subject) -> Iterator[Outcome]:
    """Look at weight and points of every form's budget line."""
    for form in subject.forms:
        line, budget = total_line(form), form.evaluation.budget
        if line is None or budget is None or budget.weight is None:
            continue
        if not holds_whole_form(form):
            yield Fits()
            continue
        ruled = form.rulebook.execution_weight
        stated = line.score or line.weight or ""
        yield Clash(
            severity=Severity.WARNING,
            about=name_of(line),
            message=(
                f"“{name_of(line)}”一行的分值写成 {line.weight}、得分写成 {line.score}，"
                "像是全表的合计，而不是预算执行率的分值和得分"
            ),
            stated=stated,
            expected=plain(ruled) if ruled is not None else None,
            places=(Place(locator=line.place, quote=f"{line.weight} {line.score}"),),
        )


CHECK = Check(
    id="RU011",
    theme=Theme.RULES,
    title="预算行只填执行率的分值和得分",
    why="资金行的分值和得分是预算执行率的；填成全表合计后，执行率得了多少分就看不出来了。",
    how_to_fix="把资金行改为执行率的分值和得分，合计写在总分行。",
    source="项目支出绩效自评表",
    find=find,
    nothing="没有写明分值的预算行",
)
