"""Forms with sign, figure and unit in columns of their own: 云南, 四川, 重庆."""

from __future__ import annotations

from decimal import Decimal

from benchmarks.planted.budgets import yuan_text
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
from benchmarks.planted.layouts.ministry import (
    budget_rows,
    goal_block,
    heads,
    reached_text,
    summary,
)
from benchmarks.planted.layouts.parts import (
    FORM,
    TOTAL,
    goal_rows,
    goal_text,
    heading,
    line,
    money,
    numbered,
    paragraph,
    reason,
    scored,
    weight,
    with_levels,
)
from benchmarks.planted.rows import PARTLY_SHARE, Row
from jixiao.core.numbers import half_up, plain

YUNNAN_SIGNS = {"≥": "≧", "≤": "≦", "定性": "═"}


def yunnan_form(case: Case) -> Document:
    """公开14表, amounts in 元."""
    assert case.card
    columns = 10
    rows: list[list[Entry]] = [
        *heads(case, columns),
        *budget_rows(case, columns, unit="元", printed=yuan_text),
        *goal_block(case, columns),
        [
            "绩效指标", LEFT, LEFT, "年度指标值", LEFT, LEFT, "实际完成值", "分值", "得分",
            "偏差原因分析及改进措施",
        ],
        [
            "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", ABOVE, ABOVE,
            ABOVE, ABOVE,
        ],
        *[
            [
                *levels, row.name, YUNNAN_SIGNS[row.sign],
                said("target", row.key, FORM, row.target), row.unit,
                said("actual", row.key, FORM, row.actual), weight(row, FORM),
                scored(row, FORM), reason(row),
            ]
            for levels, row in with_levels(case.rows, bare)
        ],
        [
            "总分", *[LEFT] * 6, said("weight_total", "总分", FORM, "100"),
            said("total", "总分", FORM, case.total),
            said("grade", "等级", FORM, case.card.grade),
        ],
    ]  # fmt: skip
    return Document(
        (
            heading(1, said("year", "年度", FORM, case.year), "年度项目支出绩效自评表"),
            paragraph(f"编制单位：{case.body}　　　　公开14表"),
            table(rows),
        )
    )


def sichuan_form(case: Case) -> Document:
    """部门预算项目支出绩效自评表: 10 points for execution, 90 divided freely."""
    columns = 10
    total = case.accounts.total
    lines: list[list[Entry]] = [
        padded([
            "预算执行情况\n（10分）", LEFT, "年度预算数（万元）", "年初预算", "调整后预算数",
            "预算执行数", "预算执行率", "权重", "得分", "原因",
        ], columns),
        [
            ABOVE, LEFT, "总额", *(
                money(what, total, FORM, label=TOTAL)
                for what in ("initial", "adjusted", "executed")
            ),
            said("rate", TOTAL, FORM, case.rate), said("rate_weight", "预算执行", FORM, "10"),
            said("rate_points", "预算执行", FORM, case.execution), _late_money(case),
        ],
    ]  # fmt: skip
    for number, source in enumerate(case.accounts.sources):
        amounts = [
            money(what, source, FORM) for what in ("initial", "adjusted", "executed")
        ]
        name = f"其中：{source.label}" if number == 0 else source.label
        rate = said("rate", source.label, FORM, source.rate(2))
        lines.append([ABOVE, ABOVE, name, *amounts, rate, "/", "/", ABOVE])
    rows: list[list[Entry]] = [
        padded(["项目名称", f"{case.year}年{case.project}"], columns),
        padded(["部门（单位）", case.body], columns),
        padded(["年度目标\n完成情况", numbered([goal_text(r) for r in goal_rows(case)])], columns),
        padded(["实际\n完成情况", numbered([reached_text(r) for r in goal_rows(case)])], columns),
        *lines,
        [
            "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重",
            "得分", "未完成原因分析",
        ],
        *[
            [
                *levels, row.name, row.sign, said("target", row.key, FORM, row.target),
                row.unit, said("actual", row.key, FORM, row.actual), weight(row, FORM),
                scored(row, FORM), reason(row),
            ]
            for levels, row in with_levels(case.rows, bare)
        ],
        [
            "合计", *[LEFT] * 6, said("weight_total", "总分", FORM, "100"),
            said("total", "总分", FORM, case.total), "",
        ],
        padded(["评价结论", summary(case)], columns),
    ]  # fmt: skip
    return Document(
        (
            heading(1, "部门预算项目支出绩效自评表"),
            paragraph("（", said("year", "年度", FORM, case.year), "年度）"),
            table(rows),
        )
    )


def _late_money(case: Case) -> Text:
    total = case.accounts.total
    texts = []
    if total.executed * 10 < total.adjusted * 9:
        texts.append("部分合同款未到支付节点。")
    if total.change:
        texts.append("年中按项目进度调整预算。")
    return ("".join(texts),)


def chongqing_form(case: Case) -> Document:
    """部门整体绩效自评表 with 得分系数: points are weight times coefficient."""
    columns = 10
    total = case.accounts.total
    rows: list[list[Entry]] = [
        [
            "单位名称", case.body, *[LEFT] * 4, "自评总分（分）", LEFT,
            said("total", "总分", FORM, case.total), LEFT,
        ],
        [
            "项目资金（万元）", "年初预算数", LEFT, "全年（调整）预算数", LEFT, "全年执行数", LEFT,
            "执行率", "执行率权重", "执行率得分",
        ],
        [
            "年度总金额", money("initial", total, FORM, label=TOTAL), LEFT,
            money("adjusted", total, FORM, label=TOTAL), LEFT,
            money("executed", total, FORM, label=TOTAL), LEFT,
            said("rate", TOTAL, FORM, case.rate), said("rate_weight", "预算执行", FORM, "10"),
            said("rate_points", "预算执行", FORM, case.execution),
        ],
        padded(["年度\n总体\n目标", "年初绩效目标", *[LEFT] * 4, "全年目标实际完成情况"], columns),
        padded([
            ABOVE, numbered([goal_text(r) for r in goal_rows(case)]), *[LEFT] * 4,
            numbered([reached_text(r) for r in goal_rows(case)]),
        ], columns),
        [
            "指标名称", "计量单位", "指标性质", "年初指标值", "调整指标值", "全年完成值",
            "得分系数（%）", "指标权重（分）", "指标得分（分）", "是否核心指标",
        ],
        *[
            line(
                row.name, row.unit, row.sign, said("target", row.key, FORM, row.target), "",
                said("actual", row.key, FORM, row.actual),
                said("coefficient", row.key, FORM, coefficient(row)), weight(row, FORM),
                scored(row, FORM), "是" if number < 3 else "否",  # noqa: PLR2004
            )
            for number, row in enumerate(case.rows)
        ],
        padded(["说明", _explanations(case)], columns),
    ]  # fmt: skip
    year = said("year", "年度", FORM, case.year)
    return Document(
        (
            heading(1, case.body, year, "年度部门整体绩效自评表"),
            table(rows),
        )
    )


def coefficient(row: Row) -> str:
    """得分系数 in percent, two decimals."""
    if row.is_met:
        return "100"
    if not row.is_measured:
        return str(PARTLY_SHARE)
    upper, lower = (
        (row.bound, row.result) if row.is_reverse else (row.result, row.bound)
    )
    return plain(half_up(Decimal(100) * upper / lower, 2))


def _explanations(case: Case) -> Text:
    lines = [
        f"{number}.“{row.key}”未完成：{row.cause}；{row.measure}。"
        for number, row in enumerate(case.unmet, 1)
    ]
    return ("\n".join(lines),)


def bare(level: str, rows: list[Row]) -> Text:
    """The group's name; these forms print no weight behind it."""
    assert rows
    return (level,)
