"""一级指标齐全: groups that the rules require."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.form_points import group_name
from jixiao.audit.subject import ScoredForm, Subject
from jixiao.core.findings import Place, Severity


def find(subject: Subject) -> Iterator[Outcome]:
    """Look for first-level groups of the rulebook among those of the form."""
    for form in subject.forms:
        yield from _of_form(form)


def _of_form(form: ScoredForm) -> Iterator[Outcome]:
    names = {group_name(row.stated.level1 or "") for row in form.rows} - {""}
    if not names:
        return
    for level in form.rulebook.indicator_levels:
        wanted = group_name(level.name)
        if level.may_be_omitted or wanted == "满意度":
            continue
        if any(wanted in name or name in wanted for name in names):
            yield Fits()
        else:
            yield _clash(form, level.name)


def _clash(form: ScoredForm, name: str) -> Clash:
    return Clash(
        severity=Severity.NOTE,
        about=name,
        message=f"表中没有“{name}”，计分规则“{form.rulebook.title}”要求设置",
        stated="",
        expected=name,
        places=(Place(locator=form.stated.place, quote=form.stated.title or ""),),
    )


CHECK = Check(
    id="RU010",
    theme=Theme.RULES,
    title="一级指标齐全",
    why="计分规则要求的一级指标缺一组，总分就不可比；满意度指标可以不设。",
    how_to_fix="补上缺少的一组指标，或说明不适用的理由。",
    source="所用计分规则的一级指标",
    find=find,
    nothing="表中没有一级指标",
)
