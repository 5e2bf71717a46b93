"""The ministry's project form and its kin: 衔接资金 with the weight before the target."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from benchmarks.planted.budgets import Line, wan
from benchmarks.planted.document import (
    ABOVE,
    LEFT,
    Document,
    Entry,
    Text,
    padded,
    said,
    table,
)
from benchmarks.planted.facts import Case
from benchmarks.planted.layouts.parts import (
    FORM,
    GOAL,
    TOTAL,
    balance_text,
    goal_rows,
    goal_text,
    heading,
    joined,
    money,
    numbered,
    paragraph,
    reason,
    result_in_sentence,
    scored,
    survey_text,
    weight,
    weight_of,
    with_levels,
)
from benchmarks.planted.rows import Row


def ministry_form(case: Case) -> Document:
    """中央部门项目支出绩效自评表, with a summary sentence at its end."""
    columns = 8
    rows: list[list[Entry]] = [
        *heads(case, columns),
        *budget_rows(case, columns),
        *goal_block(case, columns),
        [
            "一级指标", "二级指标", "三级指标", "年度\n指标值", "实际\n完成值", "分值", "得分",
            "偏差原因分析及改进措施",
        ],
        *[
            [
                *levels, row.name, said("target", row.key, FORM, row.target),
                said("actual", row.key, FORM, row.actual), weight(row, FORM),
                scored(row, FORM), reason(row),
            ]
            for levels, row in with_levels(case.rows, weighted)
        ],
        total_row(case, columns),
        padded(["绩效自评综述", summary(case)], columns),
    ]  # fmt: skip
    return Document(
        (
            heading(1, "项目支出绩效自评表"),
            paragraph("（", said("year", "年度", FORM, case.year), "年度）"),
            table(rows),
        )
    )


def poverty_form(case: Case) -> Document:
    """衔接资金项目绩效目标自评表: 分值 stands before the target, names bear stars."""
    columns = 8
    rows: list[list[Entry]] = [
        *heads(case, columns),
        *budget_rows(case, columns),
        *goal_block(case, columns),
        [
            "一级指标", "二级指标", "三级指标", "分值", "年度指标值", "全年实际值", "得分",
            "未完成原因及拟采取的改进措施",
        ],
        *[
            [
                *levels, ("★" if row.template.category == "数量" else "") + row.name,
                weight(row, FORM), said("target", row.key, FORM, row.target),
                said("actual", row.key, FORM, row.actual), scored(row, FORM), reason(row),
            ]
            for levels, row in with_levels(case.rows, weighted)
        ],
        [
            "总分", LEFT, LEFT, said("weight_total", "总分", FORM, "100"), "", "",
            said("total", "总分", FORM, case.total), "",
        ],
    ]  # fmt: skip
    return Document(
        (
            heading(1, "财政衔接推进乡村振兴补助资金项目绩效目标自评表"),
            paragraph("（", said("year", "年度", FORM, case.year), "年度）"),
            paragraph(f"填报单位：{case.body}"),
            table(rows),
        )
    )


def heads(case: Case, columns: int) -> list[list[Entry]]:
    """项目名称, 主管部门, 实施单位."""
    half = columns // 2
    body: list[Entry] = [
        "主管部门", f"{case.body}", *[LEFT] * (half - 2), "实施单位",
        f"{case.county}{case.department.name}",
    ]  # fmt: skip
    return [
        padded(["项目名称", f"{case.year}年{case.project}"], columns),
        padded(body, columns),
    ]


def budget_rows(
    case: Case,
    columns: int,
    *,
    unit: str = "万元",
    printed: Callable[[Decimal], str] = wan,
) -> list[list[Entry]]:
    """项目资金: the total, which is scored, and its sources, which are not."""
    left: list[Entry] = [LEFT] * (columns - 8)
    names = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    rows: list[list[Entry]] = [[f"项目资金\n（{unit}）", *left, "", *names]]
    total = case.accounts.total
    rows.append([
        ABOVE, *_blank(left), "年度资金总额", *_amounts(total, TOTAL, printed),
        said("rate_weight", "预算执行", FORM, "10"), said("rate", TOTAL, FORM, case.rate),
        said("rate_points", "预算执行", FORM, case.execution),
    ])  # fmt: skip
    for number, line in enumerate(case.accounts.sources):
        name = f"其中：{line.label}" if number == 0 else f"　　　{line.label}"
        rate: Text = (said("rate", line.label, FORM, line.rate(2)),)
        amounts = _amounts(line, line.label, printed)
        rows.append([ABOVE, *_blank(left), name, *amounts, "—", rate, "—"])
    return rows


def _blank(left: list[Entry]) -> list[Entry]:
    return [ABOVE] * len(left)


def _amounts(line: Line, label: str, printed: Callable[[Decimal], str]) -> list[Entry]:
    return [
        money(what, line, FORM, label=label, printed=printed)
        for what in ("initial", "adjusted", "executed")
    ]


def goal_block(
    case: Case, columns: int, *, has_survey: bool = True
) -> list[list[Entry]]:
    """年度总体目标: what was planned and what came of it, in words."""
    half = columns // 2
    left: list[Entry] = [LEFT] * (half - 2)
    chosen = goal_rows(case)
    planned = numbered([goal_text(row) for row in chosen])
    reached = (
        *numbered([reached_text(row) for row in chosen]),
        *(survey_text(case) if has_survey else ()),
    )
    return [
        padded(["年度\n总体\n目标", "预期目标", *left, "实际完成情况"], columns),
        padded([ABOVE, planned, *left, reached], columns),
    ]


def reached_text(row: Row, where: str = GOAL) -> Text:
    """The result of a row in words."""
    return (f"{row.key}：", *result_in_sentence(row, where, has_growth=True))


def weighted(level: str, rows: list[Row]) -> Text:
    """产出指标（50分）."""
    whole = said("level_weight", level, FORM, weight_of(rows))
    return (f"{level}\n（", whole, "分）")


def total_row(case: Case, columns: int) -> list[Entry]:
    """总分 100 94.2."""
    left: list[Entry] = [LEFT] * (columns - 4)
    weights = said("weight_total", "总分", FORM, "100")
    return ["总分", *left, weights, said("total", "总分", FORM, case.total), ""]


def summary(case: Case, where: str = "summary") -> Text:
    """自评综述 in the manner of 安徽."""
    assert case.card
    total = case.accounts.total
    text: Text = (
        f"根据年初设定的绩效目标，{case.year}年度该项目绩效自评得分为",
        said("total", "总分", where, case.total), "分",
    )  # fmt: skip
    if case.card.grade:
        text += ("，评价等级为“", said("grade", "等级", where, case.card.grade), "”")
    change: Text = ()
    if total.change:
        word = "追加" if total.change > 0 else "调减"
        amount = said("change", TOTAL, where, wan(abs(total.change)))
        initial = money("initial", total, where, label=TOTAL)
        change = ("年初预算数为", initial, f"万元，年中{word}", amount, "万元，")
    done, rows = len(case.met), len(case.rows)
    return (
        *text, "。", *change, "全年预算数为", money("adjusted", total, where, label=TOTAL),
        "万元（", *source_parts(case, "adjusted", where), "），执行数为",
        money("executed", total, where, label=TOTAL), "万元，完成预算的",
        said("rate", TOTAL, where, case.rate), "，", *balance_text(case, where),
        "。项目共设置", said("rows", "全部", where, rows), "个三级指标，其中",
        said("met", "全部", where, done), "个完成年初目标，",
        said("unmet", "全部", where, rows - done), "个未完成年初目标。",
    )  # fmt: skip


def source_parts(case: Case, what: str, where: str) -> Text:
    """The sources of the money, one after the other."""
    return joined(
        (
            (line.label, money(what, line, where), "万元")
            for line in case.accounts.sources
        ),
        "、",
    )
