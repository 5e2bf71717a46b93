"""Chapter 三: the budget and every indicator analysed, then the causes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from jixiao.core.evaluation import Budget, BudgetBy, BudgetLine, Evaluation, Form
from jixiao.core.money import Money
from jixiao.core.numbers import plain
from jixiao.core.rulebook import Rulebook
from jixiao.core.scorecard import Scorecard, ScoredRow
from jixiao.reports.budget import basic_line, rate_text
from jixiao.reports.document import Block, Paragraph, prose
from jixiao.reports.form_rows import rows_of_report
from jixiao.reports.passages import passage_blocks
from jixiao.reports.sections import Section
from jixiao.reports.wording import (
    PENDING,
    adjusted_by,
    completion_of,
    count_sentence,
    form_title,
    in_ten_thousands,
    percent,
    points_text,
    sentence,
    share,
    spoken,
    target_text,
)


def analysis_chapter(
    evaluation: Evaluation, scorecard: Scorecard, rulebook: Rulebook
) -> Section:
    """Compose 三、存在的问题和原因."""
    sections = [
        *_budget_section(evaluation, rulebook),
        _indicator_section(evaluation, scorecard),
        _cause_section(evaluation, scorecard),
    ]
    return Section(level=1, title="存在的问题和原因", content=tuple(sections))


# -- （一）预算执行情况分析 ------------------------------------------------------------


def _budget_section(evaluation: Evaluation, rulebook: Rulebook) -> Iterator[Section]:
    budget = evaluation.budget
    if budget is None:
        return
    is_department = evaluation.form is Form.DEPARTMENT_OVERALL
    noun = "部门" if is_department else "项目"
    income = ("部门预算收入情况", "收入预算") if is_department else _PROJECT_INCOME
    parts = [
        (income[0], _income(budget, income[1])),
        (f"{noun}预算支出情况", expenditure_text(budget)),
        (f"{noun}预算支出执行情况", execution_text(budget, rulebook)),
    ]
    content = tuple(
        Section(level=3, title=title, content=(Paragraph(text=text),))
        for title, text in parts
        if text
    )
    if content:
        yield Section(level=2, title="预算执行情况分析", content=content)


_PROJECT_INCOME = ("项目资金来源情况", "资金预算")


def _income(budget: Budget, noun: str) -> str:
    sources = budget.lines(BudgetBy.SOURCE)
    if not sources:
        return ""
    return _amounts(noun, budget.total, sources)


def expenditure_text(budget: Budget) -> str:
    """Say how the budgeted expenditure is made up and how it was adjusted."""
    text = _amounts("支出预算", budget.total, budget.lines(BudgetBy.NATURE))
    initial, change = budget.total.initial, budget.total.change
    rate = share(Money(abs(change.yuan)), initial) if change else None
    if rate is None:
        return text
    return f"{text}预算调整率为{percent(rate)}。"


def _amounts(noun: str, total: BudgetLine, parts: Sequence[BudgetLine]) -> str:
    """年初, 调整 and 全年 of a total, each followed by its parts."""
    said = [
        _with_parts(f"年初{noun}", lambda line: line.initial, (total, parts)),
        _adjustment(total, parts),
        _with_parts(f"调整后的全年{noun}", lambda line: line.adjusted, (total, parts)),
    ]
    return "".join(said)


def _with_parts(
    head: str,
    amount_of: Callable[[BudgetLine], Money | None],
    lines: tuple[BudgetLine, Sequence[BudgetLine]],
) -> str:
    total, parts = lines
    amount = amount_of(total)
    if amount is None:
        return ""
    known = ((part.label, amount_of(part)) for part in parts)
    inner = [f"{label}{in_ten_thousands(part)}" for label, part in known if part]
    return f"{head}{in_ten_thousands(amount)}{_among(inner)}。"


def _adjustment(total: BudgetLine, parts: Sequence[BudgetLine]) -> str:
    if total.change is None:
        return ""
    known = ((part.label, part.change) for part in parts)
    inner = [f"{label}{adjusted_by(change)}" for label, change in known if change]
    return f"年度中期{adjusted_by(total.change)}{_among(inner)}。"


def _among(parts: Iterable[str]) -> str:
    joined = "，".join(parts)
    return f"，其中{joined}" if joined else ""


def execution_text(budget: Budget, rulebook: Rulebook) -> str:
    """Say what was spent in all and by nature, with the execution rates."""
    total = budget.total
    if total.executed is None:
        return ""
    said = [
        f"全年实际支出{in_ten_thousands(total.executed)}，"
        f"预算执行率为{rate_text(total, rulebook)}。"
    ]
    basic = basic_line(budget)
    lines = [line for line in budget.lines(BudgetBy.NATURE) if line.label != "基本支出"]
    own = [line for line in lines if line.label in ("人员经费", "公用经费")]
    rest = [line for line in lines if line not in own]
    if basic is not None:
        said.append(_spent(basic, own))
    said.extend(_spent(line, ()) for line in rest)
    return "".join(said)


def _spent(line: BudgetLine, parts: Sequence[BudgetLine]) -> str:
    if line.executed is None:
        return ""
    inner = "，".join(
        f"{part.label}{in_ten_thousands(part.executed)}"
        for part in parts
        if part.executed is not None
    )
    rate = share(line.executed, line.adjusted)
    said = f"{line.label}{in_ten_thousands(line.executed)}"
    said += f"（{inner}）" if inner else ""
    return f"{said}，执行率为{percent(rate)}。" if rate is not None else f"{said}。"


# -- （二）绩效目标完成情况分析 --------------------------------------------------------


def _indicator_section(evaluation: Evaluation, scorecard: Scorecard) -> Section:
    rows = rows_of_report(evaluation, scorecard)
    names = list(dict.fromkeys(row.indicator.level1 for row in rows))
    level2 = {(row.indicator.level1, row.indicator.level2) for row in rows}
    opening = Paragraph(
        text=f"围绕{'、'.join(names)}，共设置{len(level2)}个二级指标和"
        f"{len(rows)}个三级指标，各级指标权重见附件《{form_title(evaluation)}》。"
        "各指标完成情况分析如下："
    )
    levels = (
        _level_section(
            name,
            [row for row in rows if row.indicator.level1 == name],
            scorecard,
            year=evaluation.year,
        )
        for name in names
    )
    return Section(
        level=2,
        title="绩效目标完成情况分析",
        content=(opening, *levels) if rows else _NO_INDICATORS,
    )


_NO_INDICATORS = (Paragraph(text="（此处请填写绩效指标及其完成情况）"),)


def _level_section(
    name: str, rows: Sequence[ScoredRow], scorecard: Scorecard, *, year: int | None
) -> Section:
    level = next((v for v in scorecard.levels if v.name == name), None)
    level2 = list(dict.fromkeys(row.indicator.level2 for row in rows))
    weight = f"权重{plain(level.weight)}分，" if level else ""
    opening = (
        f"{name}{weight}下设{'、'.join(level2)}{len(level2)}个二级指标"
        f"和{len(rows)}个三级指标，完成情况及评价得分如下："
    )
    details = (
        Paragraph(text=f"（{number}）{indicator_text(row, year=year)}")
        for number, row in enumerate(rows, start=1)
    )
    points = f"{name}评价得分{_level_points(level.points)}。" if level else ""
    closing = f"综上，{count_sentence(rows, _detail(name))}。{points}"
    return Section(
        level=3,
        title=f"{name}完成情况分析",
        content=(Paragraph(text=opening), *details, Paragraph(text=closing)),
    )


def _detail(level1: str) -> str:
    """产出指标 → 产出明细指标."""
    return f"{level1.removesuffix('指标')}明细指标"


def _level_points(points: Decimal | None) -> str:
    return PENDING if points is None else f"{plain(points)}分"


def indicator_text(row: ScoredRow, *, year: int | None) -> str:
    """One paragraph on one indicator: target, account, completion, points."""
    indicator = row.indicator
    weight = "" if indicator.weight is None else f"（{plain(indicator.weight)}分）"
    said = [
        f"{indicator.level2}“{indicator.name}”{weight}："
        f"年初目标值为{spoken(target_text(indicator), indicator)}，"
        f"实际完成值为{spoken(indicator.actual, indicator)}。",
        _one_line(indicator.account),
        _verdict(row, year=year),
    ]
    reason = _one_line(indicator.deviation_reason)
    if reason:
        said.append(f"偏差原因：{reason}")
    return "".join(said)


def _one_line(text: str) -> str:
    return sentence("".join(paragraph.text for paragraph in prose([text])))


def _verdict(row: ScoredRow, *, year: int | None) -> str:
    if not row.indicator.is_applicable:
        return "本年度不适用，不参与评分。"
    if row.points is None:
        return f"得分待定：{row.undecided}。"
    ratio = completion_of(row, year=year)
    completion = "" if ratio is None else f"完成比例{percent(ratio)}，"
    verdict = "完成年初目标" if row.is_met else "未全部完成年初目标"
    return f"{completion}{verdict}，得分{points_text(row.points)}分。"


# -- （三）存在的问题及原因分析 --------------------------------------------------------


def _cause_section(evaluation: Evaluation, scorecard: Scorecard) -> Section:
    content: tuple[Block | Section, ...] = passage_blocks(evaluation.causes)
    silent = [
        row.indicator.name
        for row in scorecard.rows
        if row.is_met is False and not row.indicator.deviation_reason.strip()
    ]
    if not content:
        content = (Paragraph(text=_missing_causes(silent)),)
    return Section(level=2, title="存在的问题及原因分析", content=content)


def _missing_causes(names: Sequence[str]) -> str:
    if not names:
        return "（此处请填写存在的问题及原因；没有的请写“无”）"
    quoted = "、".join(f"“{name}”" for name in names)
    return f"（此处请填写偏差原因：{quoted}未全部完成年初目标）"
