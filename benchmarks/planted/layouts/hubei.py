"""湖北: chapters with lists, an analysis of every indicator, and the form as annex."""

from __future__ import annotations

import random
from itertools import groupby

from benchmarks.planted.budgets import Line, yuan_text
from benchmarks.planted.document import (
    ABOVE,
    LEFT,
    Block,
    Document,
    Entry,
    Paragraph,
    Piece,
    Text,
    padded,
    said,
    table,
)
from benchmarks.planted.facts import Case
from benchmarks.planted.layouts.parts import (
    ANALYSIS,
    FORM,
    TOTAL,
    any_of,
    balance_text,
    change_of,
    goal_rows,
    goal_text,
    heading,
    joined,
    money,
    paragraph,
    result_in_sentence,
    scored,
    survey_text,
    target_in_sentence,
    weight,
    weight_of,
)
from benchmarks.planted.rows import Row

COLUMNS = 6
NOTE = (
    "备注：1.预算数为调整后财政资金总额（包括上年结余结转），执行数为资金使用单位财政资金实际支出数。"
    "2.定量指标计分原则：正向指标（即目标值为≥X）得分=权重*B/A，反向指标（即目标值为≤X）得分=权重*A/B，"
    "得分不得突破权重总额。3.定性指标按达成预期指标、部分达成预期指标并具有一定效果、未达成预期指标且效果较差三档，"
    "分别在100%-80%（含80%）、80%-50%（含50%）、50%-0%内确定分值。4.满意度指标暂可不作为必评指标。"
)


def hubei_report(case: Case) -> Document:
    """The whole report."""
    rng = case.rng()
    blocks = (
        heading(1, f"{case.year}年度{case.title}绩效自评报告"),
        *_conclusion(case, rng),
        *_lists(case),
        *_analysis(case, rng),
        *_measures(case),
        *_evidence(case),
        paragraph(f"附件：{case.year}年度{case.title}绩效自评表"),
        *_form(case),
    )
    return Document(blocks)


def hubei_form(case: Case) -> Document:
    """The form alone."""
    return Document(_form(case))


# -- chapters ------------------------------------------------------------------------------


def _conclusion(case: Case, rng: random.Random) -> tuple[Block, ...]:
    assert case.card
    total = case.accounts.total
    rows: list[list[Entry]] = [["评价准则", "准则分值", "评价得分"]]
    rows.append([
        "预算执行", "20分",
        (said("rate_points", "预算执行", "summary", case.execution), "分"),
    ])  # fmt: skip
    for level in case.levels:
        whole = weight_of(case.of_level(level))
        rows.append([
            level, (said("level_weight", level, "summary", whole), "分"),
            (said("level_points", level, "summary", case.points_of(level)), "分"),
        ])  # fmt: skip
    rows.append(
        ["综合评价得分", "100分", (said("total", "总分", "summary", case.total), "分")]
    )
    basis = any_of(
        rng,
        f"根据{case.county}财政局部门预算批复文件，",
        "经核对部门预算批复和决算报表，",
    )
    return (
        heading(2, "一、自评结论"),
        heading(3, "（一）自评得分"),
        paragraph(
            "自评小组经过资料收集、现场核实、问卷调查和综合分析，",
            said("year", "年度", "conclusion", case.year), "年度本部门整体支出绩效自评得分为",
            said("total", "总分", "conclusion", case.total), "分，评价等级为“",
            said("grade", "等级", "conclusion", case.card.grade), "”。具体评分结果见下表：",
        ),
        table(rows),
        heading(3, "（二）执行率情况"),
        paragraph(
            basis, f"{case.year}年年初部门支出预算总计为",
            money("initial", total, "rate", label=TOTAL), "万元，年中",
            *change_of(total, "rate", TOTAL), "，全年调整后的支出预算为",
            money("adjusted", total, "rate", label=TOTAL), "万元；全年实际支出",
            money("executed", total, "rate", label=TOTAL), "万元，预算执行率为",
            said("rate", TOTAL, "rate", case.rate), "，得分",
            said("rate_points", "预算执行", "rate", case.execution), "分。",
        ),
    )  # fmt: skip


def _lists(case: Case) -> tuple[Block, ...]:
    done = [row for row in case.rows if row.key in case.finished]
    rest = [row for row in case.rows if row.key not in case.finished]
    return (
        heading(3, "（三）完成的绩效目标"),
        paragraph(
            "本部门绩效共设置", said("rows", "全部", "lists", len(case.rows)),
            "个三级指标，其中", said("met", "全部", "lists", len(case.met)),
            "个完成年初目标，完成的绩效指标如下表：",
        ),
        _list(done, "finished"),
        heading(3, "（四）未完成的绩效目标"),
        paragraph(
            said("unmet", "全部", "lists", len(case.unmet)),
            "个绩效指标未完成年初目标，未完成的绩效指标如下表：",
        ),
        _list(rest, "unfinished"),
    )  # fmt: skip


def _list(rows: list[Row], where: str) -> Block:
    lines: list[list[Entry]] = [
        ["一级\n指标", "二级指标", "三级指标", "年初指标值（A）", "实际完成值（B）"]
    ]
    for level1, of_level1 in groupby(rows, key=lambda row: row.level1):
        first1: Entry = (level1,)
        for level2, of_level2 in groupby(of_level1, key=lambda row: row.level2):
            first2: Entry = (level2,)
            for row in of_level2:
                lines.append([
                    first1, first2, row.name, said("target", row.key, where, row.target),
                    said("actual", row.key, where, row.actual),
                ])  # fmt: skip
                first1 = first2 = ABOVE
    return table(lines)


def _analysis(case: Case, rng: random.Random) -> tuple[Block, ...]:
    found: list[Block] = [
        heading(2, "二、存在的问题和原因"),
        heading(3, "（一）预算执行情况分析"),
        *_budget_analysis(case),
        heading(3, "（二）绩效目标完成情况分析"),
    ]
    for number, level in enumerate(case.levels, 1):
        found += _level_analysis(case, level, number, rng)
    found.append(heading(3, "（三）存在的问题及原因分析"))
    found += [
        paragraph(f"{number}.“{row.key}”未完成年初目标，主要原因是{row.cause}。")
        for number, row in enumerate(case.unmet, 1)
    ]
    return tuple(found)


def _parts(case: Case, what: str, where: str) -> Text:
    return joined(
        (line.label, money(what, line, where), "万元") for line in case.accounts.natures
    )


def _budget_analysis(case: Case) -> tuple[Paragraph, ...]:
    accounts, total = case.accounts, case.accounts.total
    basic, works = accounts.basic, accounts.natures[2]
    return (
        heading(4, "1.部门预算收入情况"),
        paragraph(
            f"{case.year}年年初收入预算", money("initial", total, "income", label=TOTAL),
            "万元。年度中期收入预算", *change_of(total, "income", TOTAL), "，其中",
            *joined(
                (line.label, *change_of(line, "income")) for line in accounts.sources
            ),
            "。全年调整后的收入预算为", money("adjusted", total, "income", label=TOTAL),
            "万元。",
        ),
        heading(4, "2.部门预算支出情况"),
        paragraph(
            f"{case.year}年年初支出预算", money("initial", total, "spending", label=TOTAL),
            "万元，其中", *_parts(case, "initial", "spending"), "。年度中期",
            *change_of(total, "spending", TOTAL), "，其中",
            *joined(
                (line.label, *change_of(line, "spending")) for line in accounts.natures
            ),
            "。全年调整后的支出预算为", money("adjusted", total, "spending", label=TOTAL),
            "万元（基本支出", money("adjusted", basic, "spending"), "万元，项目支出",
            money("adjusted", works, "spending"), "万元）。",
        ),
        heading(4, "3.部门预算支出执行情况"),
        paragraph(
            f"{case.year}年全年实际支出", money("executed", total, "execution", label=TOTAL),
            "万元，占调整后支出预算的", said("rate", TOTAL, "execution", case.rate),
            "。其中基本支出", money("executed", basic, "execution"), "万元（人员经费",
            money("executed", accounts.natures[0], "execution"), "万元，公用经费",
            money("executed", accounts.natures[1], "execution"),
            "万元），基本支出预算执行率为",
            said("rate", basic.label, "execution", basic.rate(2)), "；项目支出",
            money("executed", works, "execution"), "万元，项目支出预算执行率为",
            said("rate", works.label, "execution", works.rate(2)), "。",
            *balance_text(case, "execution"), "。",
        ),
    )  # fmt: skip


def _level_analysis(
    case: Case, level: str, number: int, rng: random.Random
) -> list[Block]:
    rows = case.of_level(level)
    kinds = len({row.level2 for row in rows})
    found: list[Block] = [
        heading(4, f"{number}.{level}完成情况分析"),
        paragraph(
            f"{level}权重", said("level_weight", level, "analysis", weight_of(rows)),
            "分，下设了", said("level2_count", level, "analysis", kinds),
            "个二级指标和", said("rows", level, "analysis", len(rows)),
            "个三级指标，各指标完成情况及评价得分情况如下：",
        ),
    ]  # fmt: skip
    found += [Paragraph(_row_analysis(row, at, rng)) for at, row in enumerate(rows, 1)]
    found.append(Paragraph(_counted(case, level, rows)))
    return found


def _row_analysis(row: Row, number: int, rng: random.Random) -> Text:
    checked = any_of(rng, "经核查", "经统计", "经查证")
    if row.is_met:
        outcome = any_of(
            rng, "完成本绩效指标", "全年完成本绩效指标", "完成年初绩效目标"
        )
    else:
        outcome = any_of(rng, "未全部完成本绩效指标", "未完成全年绩效目标")
    is_benefit = row.level1.startswith("效益")
    return (
        f"（{number}）{row.level2}“{row.name}”（", weight(row, ANALYSIS),
        "分）：年初绩效目标值为", *target_in_sentence(row, ANALYSIS),
        f"。{checked}，我单位{row.template.account}，",
        *result_in_sentence(row, ANALYSIS, has_growth=is_benefit), f"。{outcome}，得分",
        scored(row, ANALYSIS), "分。",
    )  # fmt: skip


def _counted(case: Case, level: str, rows: list[Row]) -> Text:
    short = level.removesuffix("指标")
    done = sum(row.is_met for row in rows)
    counts: list[Piece] = [
        "综上", said("rows", level, "counted", len(rows)), f"个{short}指标，其中",
        said("met", level, "counted", done), "个完成年初目标",
    ]  # fmt: skip
    if done < len(rows):
        rest = said("unmet", level, "counted", len(rows) - done)
        counts += ["，其余", rest, "个未完成年初目标"]
    else:
        counts[-1] = "个全部完成年初目标"
    points = said("level_points", level, "counted", case.points_of(level))
    return (*counts, f"。{level}实际评价得分", points, "分。")


def _measures(case: Case) -> tuple[Block, ...]:
    return (
        heading(2, "三、下一步拟改进措施"),
        *(
            paragraph(f"{number}.针对“{row.key}”，{row.measure}。")
            for number, row in enumerate(case.unmet, 1)
        ),
    )


def _evidence(case: Case) -> tuple[Block, ...]:
    goals = [
        paragraph(f"（{number}）", *goal_text(row), "。")
        for number, row in enumerate(goal_rows(case), 1)
    ]
    return (
        heading(2, "四、佐证材料"),
        heading(3, "（一）部门基本情况"),
        paragraph("1.单位职能。", case.department.functions),
        paragraph("2.年度工作目标。"),
        *goals,
        heading(3, "（二）资金使用情况"),
        paragraph("部门预算按支出性质支出预决算明细（单位：元）"),
        _funds(case),
        heading(3, "（三）部门自评工作开展情况"),
        paragraph("评价小组采取查阅资料、现场复核和问卷调查的方式开展自评，", *survey_text(case)),
        heading(3, "（四）上年度绩效自评结果应用情况"),
        paragraph("上年度自评结果已在局务会通报，并作为编制本年度预算的参考。"),
    )  # fmt: skip


def _funds(case: Case) -> Block:
    accounts = case.accounts
    lines: list[tuple[str, Line, str]] = [
        ("按支出性质分类合计", accounts.total, TOTAL),
        ("一、基本支出", accounts.basic, "基本支出"),
        *(("    " + line.label, line, line.label) for line in accounts.natures[:2]),
        ("二、项目支出", accounts.natures[2], "项目支出"),
    ]
    rows: list[list[Entry]] = [
        ["项目（按支出性质）", "年初预算数", "调整预算数", "决算数"]
    ]
    for printed, line, label in lines:
        amounts = [
            money(what, line, "funds", label=label, printed=yuan_text)
            for what in ("initial", "adjusted", "executed")
        ]
        rows.append([printed, *amounts])
    return table(rows)


# -- the form ------------------------------------------------------------------------------


def _form(case: Case) -> tuple[Block, ...]:
    total, accounts = case.accounts.total, case.accounts
    rows: list[list[Entry]] = [
        padded(["项目名称", f"{case.body}部门整体支出"], COLUMNS),
        [
            "基本支出总额（万元）", money("executed", accounts.basic, FORM), LEFT,
            "项目支出总额（万元）", money("executed", accounts.natures[2], FORM), LEFT,
        ],
        [
            "预算执行情况（万元）\n（20分）", "", "预算数（A）", "执行数（B）",
            "执行率（B/A）", "得分\n（20分*执行率）",
        ],
        [
            ABOVE, "部门整体\n支出总额", money("adjusted", total, FORM, label=TOTAL),
            money("executed", total, FORM, label=TOTAL),
            said("rate", TOTAL, FORM, case.rate),
            said("rate_points", "预算执行", FORM, case.execution),
        ],
        ["一级\n指标", "二级指标", "三级指标", "年初指标值（A）", "实际完成值（B）", "得分"],
        *_form_rows(case),
        ["总分", LEFT, LEFT, LEFT, LEFT, said("total", "总分", FORM, case.total)],
        padded(["偏差大或\n目标未完成\n原因分析", _causes(case)], COLUMNS),
        padded(["改进措施及\n结果应用方案", _improvements(case)], COLUMNS),
        padded([NOTE], COLUMNS),
    ]  # fmt: skip
    return (
        heading(
            1, said("year", "年度", FORM, case.year), f"年度{case.title}绩效自评表"
        ),
        paragraph(
            f"单位名称：{case.body}　　　　　　填报日期：{case.year + 1}年3月{case.seed % 28 + 1}日"
        ),
        table(rows),
    )


def _form_rows(case: Case) -> list[list[Entry]]:
    found: list[list[Entry]] = []
    for level in case.levels:
        rows = case.of_level(level)
        name = level.removesuffix("指标")
        first1: Entry = (
            "\n".join(name) + "\n指\n标" if len(rows) > 3 else level,  # noqa: PLR2004
            "（", said("level_weight", level, FORM, weight_of(rows)), "）",
        )  # fmt: skip
        for level2, of_level2 in groupby(rows, key=lambda row: row.level2):
            group = list(of_level2)
            first2: Entry = (
                level2, "（", said("level2_weight", level2, FORM, weight_of(group)), "）",
            )  # fmt: skip
            for row in group:
                name_cell = (row.name, "（", weight(row, FORM), "分）")
                found.append([
                    first1, first2, name_cell, said("target", row.key, FORM, row.target),
                    said("actual", row.key, FORM, row.actual), scored(row, FORM),
                ])  # fmt: skip
                first1 = first2 = ABOVE
    return found


def _causes(case: Case) -> Text:
    return tuple(
        "\n" * (number > 1) + f"{number}.“{row.key}”未完成：{row.cause}。"
        for number, row in enumerate(case.unmet, 1)
    )


def _improvements(case: Case) -> Text:
    measures = dict.fromkeys(row.measure for row in case.unmet)
    lines = [f"{number}.{text}。" for number, text in enumerate(measures, 1)]
    return ("\n".join(lines),)
