"""转移支付: chapters and a form without points; and reports that are chapters only."""

from __future__ import annotations

from itertools import groupby

from benchmarks.planted.document import (
    ABOVE,
    LEFT,
    Block,
    Document,
    Entry,
    Paragraph,
    padded,
    said,
    table,
)
from benchmarks.planted.facts import Case
from benchmarks.planted.layouts.ministry import (
    goal_block,
    source_parts,
    summary,
)
from benchmarks.planted.layouts.parts import (
    ANALYSIS,
    FORM,
    NUMERALS,
    TOTAL,
    balance_text,
    goal_rows,
    goal_text,
    heading,
    joined,
    line,
    money,
    numbered,
    paragraph,
    reason,
    result_in_sentence,
    scored,
    survey_text,
    target_in_sentence,
    weight,
    weight_of,
    with_levels,
)
from benchmarks.planted.rows import Row

MANAGEMENT = (
    ("分配科学性", "按照资金管理办法和因素法分配"),
    ("下达及时性", "在规定时限内分解下达"),
    ("拨付合规性", "按国库集中支付制度拨付"),
    ("使用规范性", "严格按规定用途使用，无截留挪用"),
    ("执行准确性", "按照下达预算和标准执行"),
    ("预算绩效管理情况", "开展绩效监控和自评"),
    ("支出责任履行情况", "足额履行本级支出责任"),
)


def transfer_report(case: Case) -> Document:
    """Report and form of a transfer payment."""
    total = case.accounts.total
    blocks: list[Block] = [
        heading(1, f"{case.body}{case.year}年度{case.project}转移支付绩效自评报告"),
        heading(2, "一、绩效目标分解下达情况"),
        paragraph(
            f"{case.year}年度下达{case.project}资金",
            money("adjusted", total, "given", label=TOTAL), "万元，年度绩效目标为：",
            *numbered([goal_text(row, "given") for row in goal_rows(case)]),
        ),
        heading(2, "二、绩效目标完成情况分析"),
        heading(3, "（一）资金投入情况分析"),
        paragraph(
            "1.项目资金到位情况。", f"{case.year}年全年到位资金",
            money("adjusted", total, "arrived", label=TOTAL), "万元（",
            *source_parts(case, "adjusted", "arrived"), "）。",
        ),
        paragraph(
            "2.项目资金执行情况。截至", said("year", "年度", "spent", case.year),
            "年12月31日，实际支出", money("executed", total, "spent", label=TOTAL), "万元（",
            *source_parts(case, "executed", "spent"), "），预算执行率",
            said("rate", TOTAL, "spent", case.rate), "，", *balance_text(case, "spent"), "。",
        ),
        heading(3, "（二）绩效指标完成情况分析"),
    ]  # fmt: skip
    blocks += _by_level2(case)
    blocks += [
        heading(2, "三、偏离绩效目标的原因和下一步改进措施"),
        *(
            paragraph(f"{number}.{row.key}未完成，{row.cause}；{row.measure}。")
            for number, row in enumerate(case.unmet, 1)
        ),
        heading(1, "转移支付区域（项目）绩效目标自评表"),
        paragraph("（", said("year", "年度", FORM, case.year), "年度）"),
        _form(case),
    ]
    return Document(tuple(blocks))


def _by_level2(case: Case) -> list[Block]:
    found: list[Block] = []
    groups = groupby(case.rows, key=lambda row: row.level2)
    for number, (level2, rows) in enumerate(groups, 1):
        texts = [
            (
                f"{row.key}年度指标值为", *target_in_sentence(row, ANALYSIS), "，",
                *result_in_sentence(
                    row, ANALYSIS, has_growth=row.level1.startswith("效益")
                ),
                "，已完成" if row.is_met else "，未完成",
            )
            for row in rows
        ]  # fmt: skip
        found.append(Paragraph((f"{number}.{level2}。", *joined(texts, "；"), "。")))
    done, rest = len(case.met), len(case.unmet)
    found.append(
        paragraph(
            "综上，共设置", said("rows", "全部", ANALYSIS, len(case.rows)),
            "个三级指标，其中", said("met", "全部", ANALYSIS, done), "个完成年度目标，",
            said("unmet", "全部", ANALYSIS, rest), "个未完成。", *survey_text(case),
        )
    )  # fmt: skip
    return found


def _form(case: Case) -> Block:
    columns = 6
    total = case.accounts.total
    rows: list[list[Entry]] = [
        padded(["转移支付（项目）名称", f"{case.project}"], columns),
        padded(["中央主管部门", "/", LEFT, "资金使用单位", case.body], columns),
        [
            "项目资金\n（万元）", "", LEFT, "全年预算数（A）", "全年执行数（B）",
            "预算执行率（B/A）",
        ],
        [
            ABOVE, "年度资金总额：", LEFT, money("adjusted", total, FORM, label=TOTAL),
            money("executed", total, FORM, label=TOTAL), said("rate", TOTAL, FORM, case.rate),
        ],
        *[
            line(
                ABOVE, ("其中：" if number == 0 else "") + source.label, LEFT,
                money("adjusted", source, FORM), money("executed", source, FORM),
                said("rate", source.label, FORM, source.rate(2)),
            )
            for number, source in enumerate(case.accounts.sources)
        ],
        padded(["资金管理\n情况", "", "情况说明", LEFT, "存在问题和改进措施"], columns),
        *[padded([ABOVE, name, text, LEFT, "无"], columns) for name, text in MANAGEMENT],
        *goal_block(case, columns, has_survey=False),
        [
            "一级指标", "二级指标", "三级指标", "年度指标值", "全年完成值",
            "未完成原因和改进措施",
        ],
        *[
            [
                *levels, row.name, said("target", row.key, FORM, row.target),
                said("actual", row.key, FORM, row.actual), reason(row),
            ]
            for levels, row in with_levels(case.rows, _plain)
        ],
    ]  # fmt: skip
    return table(rows)


def _plain(level: str, rows: list[Row]) -> tuple[str]:
    assert rows
    return (level,)


def chapters_report(case: Case) -> Document:
    """Chapters without any table, every indicator in one sentence."""
    total = case.accounts.total
    blocks: list[Block] = [
        heading(1, f"{case.body}{case.year}年{case.project}支出绩效自评报告"),
        heading(2, "一、项目基本情况"),
        paragraph(
            "（一）项目概况。", case.department.functions, f"{case.year}年度实施{case.project}，全年预算",
            money("adjusted", total, "given", label=TOTAL), "万元。",
        ),
        paragraph(
            "（二）项目绩效目标。", *numbered([goal_text(row) for row in goal_rows(case)])
        ),
        heading(2, "二、绩效自评结论"),
        paragraph(*summary(case)),
        heading(2, "三、绩效目标完成情况分析"),
        paragraph(
            f"（一）预算执行情况。{case.year}年预算执行率为",
            said("rate", TOTAL, "executed", case.rate), "，分值10分，得分",
            said("rate_points", "预算执行", "executed", case.execution), "分。",
        ),
    ]  # fmt: skip
    for number, level in enumerate(case.levels, 2):
        rows = case.of_level(level)
        blocks.append(
            paragraph(
                f"（{NUMERALS[number - 1]}）{level}。分值",
                said("level_weight", level, ANALYSIS, weight_of(rows)), "分，得分",
                said("level_points", level, ANALYSIS, case.points_of(level)), "分。",
            )
        )  # fmt: skip
        blocks += [
            paragraph(
                f"{at}.{row.level2}“{row.name}”（", weight(row, ANALYSIS),
                "分）：年度指标值为", *target_in_sentence(row, ANALYSIS), "，",
                *result_in_sentence(row, ANALYSIS, has_growth=level.startswith("效益")),
                "，得分", scored(row, ANALYSIS), "分。",
            )
            for at, row in enumerate(rows, 1)
        ]  # fmt: skip
    blocks += [
        heading(2, "四、存在问题、原因和改进措施"),
        *(
            paragraph(f"{number}.{row.key}未完成，{row.cause}；{row.measure}。")
            for number, row in enumerate(case.unmet, 1)
        ),
        paragraph("自评过程中", *survey_text(case)),
    ]
    return Document(tuple(blocks))
