"""Chapters 四 and 五: what will be improved, and what supports the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jixiao.core.evaluation import (
    Budget,
    BudgetBy,
    BudgetLine,
    Evaluation,
    Form,
    Passage,
)
from jixiao.core.rulebook import Rulebook
from jixiao.reports.analysis import execution_text, expenditure_text
from jixiao.reports.budget import basic_line
from jixiao.reports.document import Align, Block, Cell, Paragraph, Table, prose
from jixiao.reports.passages import passage_blocks
from jixiao.reports.sections import Section, number_mark
from jixiao.reports.wording import in_yuan, sentence

_NATURE, _ECONOMIC = BudgetBy.NATURE, BudgetBy.ECONOMIC_CATEGORY


def improvement_chapter(evaluation: Evaluation) -> Section:
    """Compose 四、下一步拟改进措施: the user's measures, then those per indicator."""
    content = list(passage_blocks(evaluation.improvements))
    own = [
        f"针对“{row.name}”：{sentence(row.improvement)}"
        for row in evaluation.indicators
        if row.improvement.strip()
    ]
    content.extend(prose(own))
    if not content:
        content = [Paragraph(text="（此处请填写下一步拟改进措施）")]
    return Section(level=1, title="下一步拟改进措施", content=tuple(content))


def supporting_chapter(evaluation: Evaluation, rulebook: Rulebook) -> Section:
    """Compose 五、佐证材料."""
    noun = "部门" if evaluation.form is Form.DEPARTMENT_OVERALL else "项目"
    sections = [
        Section(level=2, title=f"{noun}基本情况", content=_basics(evaluation, noun)),
        *_funds(evaluation, rulebook, noun),
        _told(f"{noun}自评工作开展情况", evaluation.process),
        _told("上年度绩效自评结果应用情况", evaluation.last_year_results),
        *_evidence(evaluation),
    ]
    return Section(level=1, title="佐证材料", content=tuple(sections))


def _basics(evaluation: Evaluation, noun: str) -> tuple[Section, ...]:
    title = "单位职能" if noun == "部门" else "项目概况"
    functions = prose([evaluation.functions])
    missing = (Paragraph(text=f"（此处请填写{title}）"),)
    first = Section(level=3, title=title, content=functions or missing)
    goals = prose(evaluation.annual_goals)
    if not goals:
        return (first,)
    return first, Section(level=3, title="年度工作目标", content=goals)


def _told(title: str, passages: Iterable[Passage]) -> Section:
    missing = (Paragraph(text=f"（此处请填写{title}）"),)
    return Section(level=2, title=title, content=passage_blocks(passages) or missing)


def _evidence(evaluation: Evaluation) -> Iterator[Section]:
    rows = [
        (Cell(text=row.name, align=Align.LEFT), Cell(text=item, align=Align.LEFT))
        for row in evaluation.indicators
        for item in row.evidence
    ]
    if rows:
        heads = tuple(
            Cell(text=t, is_header=True) for t in ("三级指标", "佐证材料名称")
        )
        table = Table(caption="佐证材料清单", widths=(66, 90), rows=(heads, *rows))
        yield Section(level=2, title="佐证材料清单", content=(table,))


# -- （二）资金使用情况 ----------------------------------------------------------------


def _funds(evaluation: Evaluation, rulebook: Rulebook, noun: str) -> Iterator[Section]:
    budget = evaluation.budget
    if budget is None:
        return
    parts: list[tuple[str, tuple[Block, ...]]] = [
        (f"{noun}预算资金情况", prose([expenditure_text(budget)])),
        (
            f"{noun}预算支出使用情况",
            (*prose([execution_text(budget, rulebook)]), *_detail_table(budget, noun)),
        ),
    ]
    content = tuple(
        Section(level=3, title=title, content=blocks)
        for title, blocks in parts
        if blocks
    )
    yield Section(level=2, title="资金使用情况", content=content)


def _detail_table(budget: Budget, noun: str) -> Iterator[Table]:
    """The budget in yuan by nature and by economic category."""
    rows = [*_nature_rows(budget), *_economic_rows(budget)]
    if not rows:
        return
    headers = "项目（按支出性质和经济分类）", "年初预算数", "调整预算数", "决算数"
    yield Table(
        caption=f"{noun}预算支出按支出性质和经济分类明细（单位：元）",
        widths=(57, 33, 33, 33),
        rows=(tuple(Cell(text=text, is_header=True) for text in headers), *rows),
    )


def _nature_rows(budget: Budget) -> Iterator[tuple[Cell, ...]]:
    lines = budget.lines(_NATURE)
    if not lines:
        return
    yield _row("按支出性质分类合计", budget.total)
    basic = basic_line(budget)
    inner = [line for line in lines if line.label in ("人员经费", "公用经费")]
    rest = [line for line in lines if line not in inner and line.label != "基本支出"]
    number = 0
    if basic is not None:
        number += 1
        yield _row(f"{_mark(number)}基本支出", basic)
        for line in inner:
            yield _row(f"　　{line.label}", line)
    for line in rest:
        number += 1
        yield _row(f"{_mark(number)}{line.label}", line)


def _economic_rows(budget: Budget) -> Iterator[tuple[Cell, ...]]:
    lines = budget.lines(_ECONOMIC)
    if not lines:
        return
    yield _row("按经济分类支出合计", _with_known(budget.total, lines))
    for number, line in enumerate(lines, start=1):
        yield _row(f"{_mark(number)}{line.label}", line)


def _with_known(total: BudgetLine, lines: tuple[BudgetLine, ...]) -> BudgetLine:
    """The total only in the columns that its parts have too."""
    return BudgetLine(
        label=total.label,
        by=_ECONOMIC,
        initial=total.initial if any(line.initial for line in lines) else None,
        adjusted=total.adjusted if any(line.adjusted for line in lines) else None,
        executed=total.executed if any(line.executed for line in lines) else None,
    )


def _mark(number: int) -> str:
    return number_mark(1, number)


def _row(label: str, line: BudgetLine) -> tuple[Cell, ...]:
    amounts = (line.initial, line.adjusted, line.executed)
    return (
        Cell(text=label, align=Align.LEFT),
        *(Cell(text=in_yuan(amount), align=Align.RIGHT) for amount in amounts),
    )
