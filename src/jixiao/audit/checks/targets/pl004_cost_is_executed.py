"""项目总成本等于执行数: the cost of the whole project as an indicator."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.audit.budget_lines import amount, figure
from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.subject import FormRow, ScoredForm, Subject
from jixiao.core.findings import Place, Severity, normal_name
from jixiao.core.money import money_unit_in, parse_money
from jixiao.core.numbers import StatedNumber
from jixiao.core.stated import StatedBudgetLine

_WHOLE = re.compile(
    r"(?:项目|工程)?(?:总成本|总支出|支出总额|总投入)|项目支出|(?:项目|年度)(?:实际)?成本|项目实际支出"
)
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_COST = re.compile(r"成本|经费|费用|支出|费$")


def find(subject: Subject) -> Iterator[Outcome]:
    """Hold results that are the cost of the whole project against what was spent."""
    for form in subject.forms:
        spent = [
            (line, number)
            for line in form.stated.budget
            if (number := amount(line, "executed")) is not None and number.value > 0
        ]
        if not spent:
            continue
        for row in form.rows:
            cost = _cost(row, form)
            if cost is not None:
                yield _outcome(row, cost, spent, form)


def _cost(row: FormRow, form: ScoredForm) -> StatedNumber | None:
    """The result in yuan, where the row is about the cost of the whole project."""
    group = f"{row.stated.level1 or ''}{row.stated.level2 or ''}"
    name = normal_name(_BRACKETS.sub("", row.stated.name))
    project = normal_name(_BRACKETS.sub("", form.stated.project or ""))
    is_named_like = bool(name) and name == project and bool(_COST.search(name))
    if "成本" not in group or not (_WHOLE.fullmatch(name) or is_named_like):
        return None
    text = row.stated.actual or ""
    unit = money_unit_in(row.stated.unit or "") or money_unit_in(
        row.stated.target or ""
    )
    unit = unit or money_unit_in(row.stated.name)
    has_own = bool(re.search(r"[元万亿]", text))
    if unit is None and not has_own:
        return None
    return parse_money(text, unit_yuan=unit)


def _outcome(
    row: FormRow,
    cost: StatedNumber,
    spent: list[tuple[StatedBudgetLine, StatedNumber]],
    form: ScoredForm,
) -> Outcome:
    if any(_agree(cost, number) for _, number in spent):
        return Fits()
    line, executed_number = spent[0]
    executed = f"{figure(line, 'executed')}{'' if re.search('[元万亿]', line.executed or '') else line.unit or ''}"
    return Clash(
        severity=_severity(cost, executed_number, form),
        about=row.stated.name,
        message=(
            f"“{row.stated.name}”完成值{row.stated.actual}，预算执行数却是{executed}，实际成本应等于执行数"
        ),
        stated=row.actual,
        expected=executed,
        places=(
            Place(
                locator=row.stated.place,
                quote=f"{row.stated.target} {row.stated.actual}",
            ),
            Place(locator=line.place, quote=line.executed or ""),
        ),
    )


_QUARTER = 4


def _severity(cost: StatedNumber, executed: StatedNumber, form: ScoredForm) -> Severity:
    """A cost far from this year's spending may be that of several years."""
    budgets = [
        number
        for line in form.stated.budget
        for column in ("adjusted", "initial")
        if (number := amount(line, column)) is not None
    ]
    is_copied = any(_agree(cost, number) for number in budgets)
    is_near = abs(cost.value - executed.value) * _QUARTER <= executed.value
    return Severity.WARNING if is_copied or is_near else Severity.NOTE


def _agree(cost: StatedNumber, executed: StatedNumber) -> bool:
    """Whether both print one amount, the shorter one rounded or cut off."""
    width = max(cost.high - cost.low, executed.high - executed.low)
    return abs(cost.value - executed.value) <= width


CHECK = Check(
    id="PL004",
    theme=Theme.TARGETS,
    title="项目总成本等于执行数",
    why="以项目总支出作成本指标时，完成值就是执行数；不符多为照抄了预算数。",
    how_to_fix="把完成值改为实际执行数；若含其他来源的支出，请写明。",
    source="docs/decisions/0010",
    find=find,
    nothing="没有以项目总成本为指标",
)
