import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.sketching import cells_of

from jixiao.documents.blocks import Table
from jixiao.documents.header_words import BUDGET_WORDS, INDICATOR_WORDS, Role
from jixiao.documents.headers import budget_head, indicator_head
from jixiao.documents.rows import rows_of


def rows(sketch, **how):
    grid = [[c.strip() for c in line.split("|")] for line in sketch.strip().split("\n")]
    return rows_of(Table(number=1, cells=cells_of(grid), **how))


def columns(head):
    """Roles from left to right, · for a column without one."""
    return " ".join(str(head.owners.get(c, "·")) for c in range(head.width))


INDICATOR = {
    Role.LEVEL1: "一级指标 一级⏎指标 指标类型 指标类别 一级指标（权重）",
    Role.LEVEL2: "二级指标 二级",
    Role.NAME: "三级指标 四级指标 三级指标名称 指标名称 绩效指标名称 指标内容 具体指标 绩效指标 评价指标 末级指标",
    Role.TARGET: "指标值 目标值 年初目标值 年度指标值 年初指标值（A） 预期指标值 计划完成值 全年目标值 年度绩效指标 绩效目标值 "
    "预期目标 2022年目标值 指标值（包含数字及文字描述） 预期实现值 目标 年度目标 计划数 标准值 绩效目标",
    Role.ADJUSTED_TARGET: "调整指标值 调整后指标值 年中调整目标值 调整后的目标值",
    Role.ACTUAL: "完成值 实际完成值 全年实际完成值（B） 全年完成值 实际值 年度完成值 实际完成指标值 完成情况 实际完成情况 "
    "指标完成情况 目标完成情况 2022年完成值 实际完成 自评完成值 全年实际值 实现值 1-12月实际完成值 实际完成值/完成情况 业绩值 全年执行情况 实际完成指标 全年完成",
    Role.WEIGHT: "分值 权重 标准分 满分 指标权重（%） 指标分值 分值（100分） 权重（分） 标准分值 指标分值权重 分值/权重 三级指标分值 应得分 权数 标准分数",
    Role.SCORE: "得分 自评得分 自评分 评分 实际得分 指标得分（分） 自评得分（满分100） 实得分 自评 评价得分 自评分值",
    Role.SIGN: "指标性质 指标方向 运算符号 计算符号 符号 性质 比较符",
    Role.UNIT: "度量单位 计量单位 单位 指标值单位",
    Role.COEFFICIENT: "得分系数 得分系数（%）",
    Role.COMPLETION: "完成率 指标完成率（%） 完成比例 目标完成率 完成进度",
    Role.REASON: "偏差原因分析及改进措施 未完成原因 备注 原因分析 未完成原因和改进措施 说明 改进措施",
    Role.OTHER: "评分标准 评分细则 计分规则 指标解释 指标说明 数据来源 佐证资料 指标值设置依据 上年完成值 财政审核得分 复核得分 "
    "财政复评分 1-7月执行情况 全年预计完成情况 中期指标值 实施期目标值 指标赋分规则 是否核心指标 序号 完成目标可能性 总体目标",
}  # fmt: skip
BUDGET = {
    Role.INITIAL: "年初预算数 年初预算 年初部门预算数 年初批复数 初始预算金额 年初预算安排",
    Role.ADJUSTED: "全年预算数（A） 预算数 调整预算数 全年（调整）预算数 调整后预算数 预算金额 全年预算 年度预算数 预算总额",
    Role.EXECUTED: "全年执行数（B） 执行数 实际支出数 决算数 支出数 执行金额 全年执行额 实际执行数 预算执行数",
    Role.RATE: "执行率（B/A） 预算执行率 执行率（%） 执行进度 支出进度",
    Role.WEIGHT: "分值 执行率权重 权重 标准分",
    Role.SCORE: "得分 得分（20分*执行率） 执行率得分 自评得分",
    Role.OTHER: "1-7月执行数 年中调整数 预算调整金额 上年结转预算数 全年预计执行数",
}
CASES = [
    pytest.param(words, role, text, id=f"{kind}-{text}")
    for kind, words, table in (
        ("指标", INDICATOR_WORDS, INDICATOR),
        ("预算", BUDGET_WORDS, BUDGET),
    )
    for role, texts in table.items()
    for text in texts.split()
]


@pytest.mark.parametrize(("words", "role", "text"), CASES)
def test_a_header_has_its_role_in_every_wording(words, role, text):
    found = words.words(text.replace("⏎", "\n"))
    assert found is not None
    assert found[0] is role


@pytest.mark.parametrize(
    "text", ["产出指标", "数量指标", "培训人数", "≥90%", "100", "", "年度资金总额", "其中：财政拨款", "（）", "12月底前完成",
             "完成率达到100%以上的村占全部村的比例不低于规定标准", "总分"]
)  # fmt: skip
def test_what_stands_in_the_rows_is_no_header(text):
    assert INDICATOR_WORDS.words(text) is None
    assert BUDGET_WORDS.words(text) is None


@pytest.mark.parametrize(
    ("sketch", "found", "end"),
    [
        ("一级指标|二级指标|三级指标|指标值|完成值\n产出|数量|甲|1|1",
         "level1 level2 name target actual", 1),
        ("绩效指标|<|<|年度指标值|<|<|完成值|得分\n一级指标|二级指标|三级指标|指标性质|指标值|度量单位|^|^\n产出|数量|甲|≥|1|个|1|5",
         "level1 level2 name sign target unit actual score", 2),
        ("一级|二级|三级|年度|实际\n指标|指标|指标|指标值|完成值\n产出|数量|甲|1|1",
         "level1 level2 name target actual", 2),
        ("三级指标|指标值|<|完成值|<\n^|中期|年度|中期|年度\n甲|1|2|3|4",
         "name · target · actual", 2),
        ("三级指标|得分|财政审核得分|自评得分|指标值\n甲|1|2|3|4", "name · · score target", 1),
        ("一级指标|二级指标|指标值|完成值|得分\n产出|甲|1|1|1", "level1 name target actual score", 1),
    ],
)  # fmt: skip
def test_a_head_of_one_to_three_rows_is_found(sketch, found, end):
    head = indicator_head(rows(sketch), 0)
    assert head is not None
    assert columns(head) == found
    assert head.end == end


@pytest.mark.parametrize(
    "sketch",
    [
        "序号|姓名|得分\n1|甲|95",
        "指标名称|计量单位|本年实际\n产值|亿元|1",
        "年度目标|预期目标|实际完成情况\n甲|乙|丙",
        "项目|预算数|决算数\n甲|1|2",
        "资金管理情况|情况说明|存在问题和改进措施\n分配科学性|是|无",
        "产出指标|数量指标|培训人数|100|120",
        "项目名称|全年预算数|全年执行数|自评得分\n甲|1|1|95",
    ],
)
def test_other_tables_have_no_indicator_head(sketch):
    table = rows(sketch)
    assert [indicator_head(table, n) for n in range(len(table))] == [None] * len(table)


def test_amounts_behind_their_labels_are_no_head():
    assert budget_head(rows("全年预算数|880|全年执行数|870"), 0) is None


def test_a_budget_head_in_two_rows():
    head = budget_head(rows("资金来源|预算数|<|执行数\n^|年初|调整后|^\n甲|1|2|3"), 0)
    assert head is not None
    assert columns(head) == "· initial adjusted executed"


def test_a_short_first_row_is_spread_over_the_second():
    sketch = (
        "绩效指标|年度指标值|完成值|得分\n一级指标|二级指标|三级指标|性质|指标值|单位||"
    )
    table = rows(sketch, merges_known=False)
    head = indicator_head(table, 0)
    assert head is not None
    assert columns(head) == "level1 level2 name sign target unit actual score"


@given(st.text(max_size=30))
def test_any_text_may_be_asked_for_its_role(text):
    INDICATOR_WORDS.words(text)
    BUDGET_WORDS.words(text)
