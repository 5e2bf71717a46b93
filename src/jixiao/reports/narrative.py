"""The self-evaluation report (自评报告) in the official outline, without a format.

Sentences with figures are computed from the values; causes, measures and accounts are
the user's words. Where the outline demands words that nobody gave, a placeholder in
brackets asks for them; nothing is invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from jixiao.core.evaluation import Evaluation, Form
from jixiao.core.numbers import plain
from jixiao.core.rulebook import Rulebook
from jixiao.core.scorecard import Scorecard, ScoredRow
from jixiao.reports.analysis import analysis_chapter
from jixiao.reports.budget import rate_text
from jixiao.reports.document import (
    Align,
    Annex,
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    Table,
)
from jixiao.reports.form import compose_form
from jixiao.reports.form_rows import rows_of_report
from jixiao.reports.sections import Section, numbered
from jixiao.reports.supporting import improvement_chapter, supporting_chapter
from jixiao.reports.wording import (
    actual_text,
    adjusted_by,
    count_sentence,
    form_title,
    full_name,
    in_ten_thousands,
    points_text,
    report_title,
    subject,
    target_text,
)


def compose_report(
    evaluation: Evaluation, scorecard: Scorecard, rulebook: Rulebook
) -> Document:
    """Compose the whole report with the form as its annex.

    Args:
        evaluation: the facts.
        scorecard: their score under the same rulebook.
        rulebook: its weights and rounding appear in the text.

    Returns:
        Title, chapters 一 to 五 and 附件, in reading order.
    """
    title = report_title(evaluation)
    chapters = (
        _result_chapter(evaluation, scorecard),
        _completion_chapter(evaluation, scorecard, rulebook),
        analysis_chapter(evaluation, scorecard, rulebook),
        improvement_chapter(evaluation),
        supporting_chapter(evaluation, rulebook),
    )
    annex = (
        Annex(text=f"附件：{form_title(evaluation)}"),
        compose_form(evaluation, scorecard, rulebook),
    )
    blocks = (Heading(level=0, text=title), *numbered(chapters), *annex)
    return Document(title=title, blocks=blocks)


# -- 一、评价得分情况 ------------------------------------------------------------------


def _result_chapter(evaluation: Evaluation, scorecard: Scorecard) -> Section:
    content: list[Block] = [Paragraph(text=_result_sentence(evaluation, scorecard))]
    content += [
        Paragraph(text=f"待定事项：{reason}。") for reason in scorecard.undecided
    ]
    content += [Paragraph(text=f"说明：{note}。") for note in scorecard.notes]
    content.append(Paragraph(text="具体评分结果见下表：", leads=True))
    content.append(_result_table(scorecard))
    return Section(level=1, title="评价得分情况", content=tuple(content))


def _result_sentence(evaluation: Evaluation, scorecard: Scorecard) -> str:
    when = "" if evaluation.year is None else f"{evaluation.year}年度"
    head = f"经自评，{when}{subject(evaluation)}绩效综合评价得分"
    if scorecard.total is None:
        return (
            f"{head}待定，按已确定的指标计算，介于{plain(scorecard.least)}分"
            f"与{plain(scorecard.greatest)}分之间。"
        )
    grade = f"，评价等级为“{scorecard.grade}”" if scorecard.grade else ""
    cap = "" if scorecard.cap is None else "（因预算执行率偏低，总分按规定封顶）"
    return f"{head}为{plain(scorecard.total)}分{cap}{grade}。"


def _result_table(scorecard: Scorecard) -> Table:
    rows = [
        (level.name, plain(level.weight), points_text(level.points))
        for level in scorecard.levels
    ]
    rows.append(("综合评价得分", plain(scorecard.weight), points_text(scorecard.total)))
    return Table(
        caption="评分结果一览表",
        widths=(64, 46, 46),
        rows=(
            _header("评价准则", "准则分值（分）", "评价得分（分）"),
            *(tuple(Cell(text=text) for text in row) for row in rows),
        ),
    )


def _header(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text=text, is_header=True) for text in texts)


# -- 二、绩效目标完成情况 --------------------------------------------------------------


def _completion_chapter(
    evaluation: Evaluation, scorecard: Scorecard, rulebook: Rulebook
) -> Section:
    rows = rows_of_report(evaluation, scorecard)
    execution = Paragraph(text=_execution_sentence(evaluation, rulebook))
    return Section(
        level=1,
        title="绩效目标完成情况",
        content=(
            Section(level=2, title="执行率情况", content=(execution,)),
            Section(level=2, title="完成的绩效目标", content=tuple(_met(rows))),
            Section(level=2, title="未完成的绩效目标", content=tuple(_unmet(rows))),
        ),
    )


def _execution_sentence(evaluation: Evaluation, rulebook: Rulebook) -> str:
    if evaluation.budget is None:
        return "（此处请填写年初预算数、全年预算数和全年执行数）"
    total = evaluation.budget.total
    said = []
    if total.initial is not None:
        said.append(f"年初预算{in_ten_thousands(total.initial)}")
    if total.change is not None:
        said.append(f"年度中期{adjusted_by(total.change)}")
    if total.adjusted is not None:
        said.append(f"调整后的全年预算{in_ten_thousands(total.adjusted)}")
    if total.executed is not None:
        said.append(f"全年实际支出{in_ten_thousands(total.executed)}")
    said.append(f"预算执行率为{rate_text(total, rulebook)}")
    year = "" if evaluation.year is None else f"{evaluation.year}年"
    return f"{year}{who(evaluation)}{'，'.join(said)}。"


def who(evaluation: Evaluation) -> str:
    """Whose money it is: the body with its scope, or the project."""
    if evaluation.form is not Form.DEPARTMENT_OVERALL:
        return full_name(evaluation)
    scope = f"（{evaluation.scope.label}）" if evaluation.scope else ""
    return f"{evaluation.organisation}{scope}"


def _met(rows: Sequence[ScoredRow]) -> Iterator[Block]:
    met = [row for row in rows if row.is_met is True]
    yield Paragraph(text=f"经自评，{count_sentence(rows, '三级绩效指标')}。")
    if met:
        yield Paragraph(text="完成年初目标的绩效指标如下表：", leads=True)
        yield _indicator_table("完成的绩效指标", met)


def _unmet(rows: Sequence[ScoredRow]) -> Iterator[Block]:
    unmet = [row for row in rows if row.is_met is False]
    if unmet:
        said = f"未全部完成年初目标的绩效指标有{len(unmet)}个，如下表："
        yield Paragraph(text=said, leads=True)
        yield _indicator_table("未完成的绩效指标", unmet)
    else:
        yield Paragraph(text="经自评，没有已判定为未完成的绩效指标。")
    for row in rows:
        name = row.indicator.name
        if not row.indicator.is_applicable:
            yield Paragraph(text=f"指标“{name}”本年度不适用，不参与评分。")
        elif row.undecided:
            yield Paragraph(text=f"指标“{name}”待定：{row.undecided}。")


def _indicator_table(caption: str, rows: Sequence[ScoredRow]) -> Table:
    return Table(
        caption=caption,
        widths=(24, 28, 52, 26, 26),
        rows=(
            _header(
                "一级指标", "二级指标", "三级指标", "年初指标值（A）", "实际完成值（B）"
            ),
            *_grouped(rows),
        ),
    )


def _grouped(rows: Sequence[ScoredRow]) -> Iterator[tuple[Cell, ...]]:
    for level1, group in groupby(rows, key=lambda row: row.indicator.level1):
        block = tuple(group)
        first = [Cell(text=level1, row_span=len(block))]
        for level2, inner in groupby(block, key=lambda row: row.indicator.level2):
            part = tuple(inner)
            first.append(Cell(text=level2, row_span=len(part)))
            for row in part:
                indicator = row.indicator
                yield (
                    *first,
                    Cell(text=indicator.name, align=Align.LEFT),
                    Cell(text=target_text(indicator)),
                    Cell(text=actual_text(indicator)),
                )
                first = []
