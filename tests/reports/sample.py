"""Facts like those of the 咸宁 case, its contradictions resolved, and other forms."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from jixiao.core.evaluation import (
    Budget,
    BudgetBy,
    BudgetLine,
    Evaluation,
    Form,
    Indicator,
    Passage,
    Scope,
)
from jixiao.core.money import Money
from jixiao.core.rulebook import (
    GradeBand,
    Level,
    Reference,
    Rulebook,
    Status,
    Tier,
)
from jixiao.core.scorecard import Scorecard
from jixiao.core.scoring import score_evaluation

OUTPUT, BENEFIT, SATISFACTION = "产出指标", "效益指标", "满意度指标"
_ROWS = [
    (OUTPUT, "数量指标", "拓展发展空间面积（平方公里）", "20", "14", 3),
    (OUTPUT, "数量指标", "获批新增建设用地（亩）", "2万", "2.3万", 3),
    (OUTPUT, "数量指标", "建立地质灾害隐患台账数量（处）", "200", "264", 3),
    (OUTPUT, "数量指标", "“多规合一”村庄规划编制数量（个）", "350以上", "348", 3),
    (OUTPUT, "数量指标", "办理抵押登记数量（笔）", "200", "154", 3),
    (OUTPUT, "数量指标", "举办干部教育培训人次", "1万人次以上", "1.4万", 3),
    (OUTPUT, "数量指标", "办理领导批示件及代表提案件数量（件）", "500", "633", 3),
    (OUTPUT, "质量指标", "抵押登记“不见面”审批覆盖率", "100%", "100%", 3),
    (OUTPUT, "质量指标", "“多规合一”村庄规划编制覆盖率", "50%以上", "46%", 3),
    (OUTPUT, "质量指标", "申报省级全域国土综合整治项目数量（个）", "2-3", "6", 3),
    (OUTPUT, "时效指标", "审批环节减少数量（个）", "3-5", "5", 2),
    (OUTPUT, "时效指标", "办结时限（工作日）", "3-5", "3", 2),
    (OUTPUT, "时效指标", "地质灾害隐患巡排及时率", "100%", "100%", 2),
    (OUTPUT, "成本指标", "生态修复投资规模（亿元）", "2", "1.55", 4),
    (BENEFIT, "经济效益指标", "为园区融资金额（亿元）", "50", "38", 4),
    (BENEFIT, "经济效益指标", "项目用地实现合同价款（亿元）", "70", "71", 4),
    (BENEFIT, "经济效益指标", "市本级减少企业用地成本（万元）", "1500以上", "1776", 4),
    (BENEFIT, "社会效益指标", "提供高质量调研成果数量（份）", "60", "88", 3),
    (BENEFIT, "社会效益指标", "有效推进公园城市建设", "有效推进", "有效推进", 3),
    (BENEFIT, "生态效益指标", "验收增减挂钩项目面积（亩）", "2万以上", "2.8万", 4),
    (BENEFIT, "生态效益指标", "完成矿山生态修复面积（亩）", "1.5万以上", "1.25万", 4),
    (BENEFIT, "生态效益指标", "新增耕地面积（亩）", "1万", "1万", 4),
    (SATISFACTION, "服务对象满意度", "批示及提案主办件满意率", "100%", "100%", 5),
    (SATISFACTION, "服务对象满意度", "社会群众满意率", "100%", "98%", 5),
]
_ACCOUNTS = {
    "拓展发展空间面积（平方公里）": "编制城乡融合发展试验区总体规划，启动北部空间建设",
    "办理领导批示件及代表提案件数量（件）": "办理领导批示560件、代表建议和委员提案73件，件件有落实",
    "社会群众满意率": "发放问卷100份，收回有效问卷100份",
}


def money(ten_thousands: str) -> Money:
    return Money(Decimal(ten_thousands) * 10_000)


def line(label: str, by: BudgetBy, *yuan: str | None) -> BudgetLine:
    initial, adjusted, executed = (
        None if v is None else Money(Decimal(v)) for v in yuan
    )
    return BudgetLine(
        label=label, by=by, initial=initial, adjusted=adjusted, executed=executed
    )


def budget() -> Budget:
    source, nature, kind = BudgetBy.SOURCE, BudgetBy.NATURE, BudgetBy.ECONOMIC_CATEGORY
    return Budget(
        total=line("合计", BudgetBy.TOTAL, "56306300.00", "59236262.25", "57371231.27"),
        parts=(
            line("一般公共预算", source, "40000000.00", "46729362.25", "46000000.00"),
            line("政府性基金", source, "15000000.00", "10726600.00", "9591231.27"),
            line("其他收入", source, "1000000.00", "1284300.00", "1284300.00"),
            line("年初结转结余", source, "306300.00", "496000.00", "495700.00"),
            line("人员经费", nature, "21503000.00", "24610077.62", "24610077.62"),
            line("公用经费", nature, "2941900.00", "2375402.03", "2375402.03"),
            line("项目支出", nature, "31861400.00", "32250782.60", "30385751.62"),
            line("工资福利支出", kind, None, None, "24281735.04"),
            line("商品和服务支出", kind, None, None, "32207763.25"),
            line("对个人和家庭的补助", kind, None, None, "578683.98"),
            line("资本性支出", kind, None, None, "303049.00"),
        ),
    )


def indicators() -> tuple[Indicator, ...]:
    return tuple(
        Indicator(
            level1=level1,
            level2=level2,
            name=name,
            target=target,
            actual=actual,
            weight=Decimal(weight),
            account=_ACCOUNTS.get(name, ""),
            stated_points=Decimal(3) if target == "有效推进" else None,
            deviation_reason="受疫情影响，工程进度放缓"
            if actual in ("14", "1.55")
            else "",
        )
        for level1, level2, name, target, actual, weight in _ROWS
    )


def department() -> Evaluation:
    return Evaluation(
        organisation="咸宁市自然资源和规划局",
        year=2020,
        form=Form.DEPARTMENT_OVERALL,
        scope=Scope.OWN_LEVEL,
        region="4212",
        date="2021年3月30日",
        functions="统一行使国土空间用途管制和生态保护修复职责，组织编制国土空间规划。\n负责自然资源确权登记、开发利用和督察。",
        annual_goals=(
            "推进国土空间规划编制，形成规划“一张图”。",
            "开展全域国土综合整治，完成年度矿山生态修复任务。",
        ),
        budget=budget(),
        indicators=indicators(),
        causes=(
            Passage(heading="1、预算编制的科学性有待加强", text="年初预算编制对年中新增任务预计不足，年中调整较多。"),
            Passage(heading="2、项目执行进度不均衡", text="部分工程受疫情影响开工较晚，支出集中在第四季度。"),
        ),
        improvements=(
            Passage(heading="细化预算编制", text="把项目分解到季度，预算与工作方案同步编制、同步审核。"),
            Passage(heading="加强执行监控", text="每季度通报执行进度，偏离目标的及时纠正。"),
        ),
        process=(
            Passage(heading="前期准备", text="由办公室（财务科）会同业务科室成立评价小组，制定方案。"),
            Passage(heading="现场实施", text="通过查阅资料、复核和问卷调查核实各项指标的完成情况。"),
            Passage(heading="撰写和提交", text="汇总形成报告，经局党组审定后报送。"),
        ),
        last_year_results=(
            Passage(text="自评结果已在门户网站公开，并作为安排下年度项目资金的依据。"),
        ),
    )  # fmt: skip


HUBEI = Rulebook(
    id="hubei-department-2020",
    title="湖北省部门整体支出绩效自评（2020）",
    form=Form.DEPARTMENT_OVERALL,
    region="42",
    first_budget_year=2020,
    last_budget_year=2020,
    reference=Reference(
        title="部门整体支出绩效自评表", clause="备注1–4", status=Status.CONFIRMED
    ),
    total_weight=Decimal(100),
    execution_level="预算执行",
    levels=(
        Level(name="预算执行", weight=Decimal(20)),
        Level(name=OUTPUT, weight=Decimal(40)),
        Level(name=BENEFIT, weight=Decimal(30)),
        Level(name=SATISFACTION, weight=Decimal(10), may_be_omitted=True),
    ),
    level2=(
        (OUTPUT, "数量指标"), (OUTPUT, "质量指标"), (OUTPUT, "时效指标"),
        (OUTPUT, "成本指标"), (BENEFIT, "经济效益指标"), (BENEFIT, "社会效益指标"),
        (BENEFIT, "生态效益指标"), (BENEFIT, "可持续影响指标"),
        (SATISFACTION, "服务对象满意度"),
    ),
    rate_places=0,
    tiers=(
        Tier(label="达成预期指标", greatest=Decimal(100), least=Decimal(80)),
        Tier(label="部分达成预期指标并具有一定效果", greatest=Decimal(80), least=Decimal(50)),
        Tier(label="未达成预期指标且效果较差", greatest=Decimal(50), least=Decimal(0)),
    ),
    grades=(
        GradeBand(label="优", from_points=Decimal(90)),
        GradeBand(label="良", from_points=Decimal(80)),
        GradeBand(label="中", from_points=Decimal(60)),
        GradeBand(label="差", from_points=Decimal(0)),
    ),
)  # fmt: skip

NATIONAL = replace(
    HUBEI,
    id="national-project-2020",
    title="项目支出绩效自评（2020）",
    form=Form.PROJECT,
    region="",
    rate_places=None,
    levels=(
        Level(name="预算执行率", weight=Decimal(10)),
        Level(name=OUTPUT, weight=Decimal(50)),
        Level(name=BENEFIT, weight=Decimal(30)),
        Level(name=SATISFACTION, weight=Decimal(10)),
    ),
    execution_level="预算执行率",
)
SICHUAN = replace(
    NATIONAL, id="sichuan-project", region="51",
    sign_in_own_column=True, unit_in_own_column=True,
)  # fmt: skip
SIGN_ONLY = replace(SICHUAN, id="sign-only", unit_in_own_column=False)
UNIT_ONLY = replace(SICHUAN, id="unit-only", sign_in_own_column=False)


def project() -> Evaluation:
    """A project of 50 + 30 + 10, with one row undecided and one not applicable."""
    rows = (
        ("数量指标", OUTPUT, "新建公厕", "8", "8", "≥", "座", 20),
        ("质量指标", OUTPUT, "验收合格率", "100", "100", "=", "%", 15),
        ("时效指标", OUTPUT, "工程按期完成率", "95", "88", "≥", "%", 10),
        ("成本指标", OUTPUT, "单座建设成本", "50", "56", "≤", "万元", 5),
        (
            "社会效益指标",
            BENEFIT,
            "改善人居环境",
            "明显改善",
            "明显改善",
            "定性",
            "",
            30,
        ),
        ("服务对象满意度指标", SATISFACTION, "群众满意度", "90", "93", "≥", "%", 10),
    )
    return Evaluation(
        organisation="某县住房和城乡建设局",
        project="公共厕所建设",
        year=2020,
        form=Form.PROJECT,
        date="2021-03-15",
        annual_goals=("年内建成公厕8座并投入使用。",),
        budget=Budget(
            total=line("合计", BudgetBy.TOTAL, "4000000", "4200000", "3960000"),
            parts=(
                line("一般公共预算", BudgetBy.SOURCE, "3000000", "3200000", "3000000"),
                line("其他收入", BudgetBy.SOURCE, "1000000", "1000000", "960000"),
            ),
        ),
        indicators=tuple(
            Indicator(
                level1=level1, level2=level2, name=name, target=target, actual=actual,
                sign=sign, unit=unit or None, weight=Decimal(weight),
                deviation_reason="雨季停工" if actual == "88" else "",
                improvement="提前安排雨季施工计划" if actual == "88" else "",
                evidence=("竣工验收报告",) if name == "新建公厕" else (),
            )
            for level2, level1, name, target, actual, sign, unit, weight in rows
        ),
    )  # fmt: skip


def scored(evaluation: Evaluation, rulebook: Rulebook) -> Scorecard:
    return score_evaluation(evaluation, rulebook)
