import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports.sample import HUBEI, NATIONAL, SICHUAN, department, project, scored

from jixiao.core.evaluation import Budget, BudgetBy, BudgetLine
from jixiao.core.money import Money
from jixiao.core.numbers import rounded
from jixiao.reports.document import Heading, Paragraph, Table
from jixiao.reports.narrative import compose_report
from jixiao.reports.wording import percent, points_text, ten_thousands, with_unit

OUTLINE = [
    "一、评价得分情况", "二、绩效目标完成情况", "（一）执行率情况", "（二）完成的绩效目标",
    "（三）未完成的绩效目标", "三、存在的问题和原因", "（一）预算执行情况分析",
    "（二）绩效目标完成情况分析", "（三）存在的问题及原因分析", "四、下一步拟改进措施",
    "五、佐证材料", "（一）部门基本情况", "（二）资金使用情况", "（三）部门自评工作开展情况",
    "（四）上年度绩效自评结果应用情况",
]  # fmt: skip


def composed(evaluation, rulebook=HUBEI):
    return compose_report(evaluation, scored(evaluation, rulebook), rulebook)


def text_of(document):
    return "\n".join(
        b.text for b in document.blocks if isinstance(b, Heading | Paragraph)
    )


def headings(document, *levels):
    return [
        b.text for b in document.blocks if isinstance(b, Heading) and b.level in levels
    ]


def test_the_outline_is_the_official_one():
    assert headings(composed(department()), 1, 2) == OUTLINE


def test_the_score_is_the_printed_one():
    assert "94.92分，评价等级为“优”" in text_of(composed(department()))


def test_counts_are_computed_per_level():
    text = text_of(composed(department()))
    assert "共有24个三级绩效指标，其中16个完成年初目标，8个未全部完成年初目标" in text
    assert "共有14个产出明细指标，其中9个完成年初目标，5个未全部完成年初目标" in text
    assert "共有8个效益明细指标，其中6个完成年初目标，2个未全部完成年初目标" in text


def test_every_indicator_is_analysed_with_target_result_and_points():
    evaluation = department()
    text = text_of(composed(evaluation))
    for row in scored(evaluation, HUBEI).rows:
        (line,) = [v for v in text.split("\n") if f"“{row.indicator.name}”（" in v]
        assert f"得分{points_text(row.points)}分" in line


def test_an_undecided_total_is_never_a_number():
    document = composed(project(), SICHUAN)
    text = text_of(document)
    assert "综合评价得分待定" in text
    assert "介于68.15分与98.15分之间" in text
    table = next(b for b in document.blocks if isinstance(b, Table))
    assert [c.text for c in table.rows[-1]] == ["综合评价得分", "100", "待定"]
    assert "指标“改善人居环境”待定" in text


def test_what_nobody_wrote_is_asked_for_and_not_invented():
    bare = replace(
        department(), causes=(), improvements=(), process=(), last_year_results=(),
        functions="", annual_goals=(),
    )  # fmt: skip
    text = text_of(composed(bare))
    for place in ("偏差原因", "下一步拟改进措施", "单位职能", "部门自评工作开展情况"):
        assert f"（此处请填写{place}" in text
    assert "年度工作目标" not in text


def test_optional_sections_without_facts_are_left_out_and_the_rest_renumbered():
    sparse = replace(department(), budget=None)
    assert "（一）绩效目标完成情况分析" in headings(composed(sparse), 2)


def test_an_inapplicable_indicator_is_said_to_be():
    evaluation = department()
    first = replace(evaluation.indicators[0], is_applicable=False)
    changed = replace(evaluation, indicators=(first, *evaluation.indicators[1:]))
    text = text_of(composed(changed))
    assert "1个不适用" in text
    assert "本年度不适用，不参与评分" in text


def test_a_project_is_called_a_project():
    document = composed(project(), NATIONAL)
    assert document.title == "2020年度公共厕所建设项目绩效自评报告"
    assert "部门" not in "".join(headings(document, 1, 2, 3))


def test_an_empty_evaluation_still_makes_a_report():
    evaluation = replace(department(), indicators=(), budget=None, year=None)
    assert headings(composed(evaluation), 0) == [
        "咸宁市自然资源和规划局部门整体绩效自评报告"
    ]


amounts = st.decimals(min_value=0, max_value=10**11, places=2)


@given(amounts, amounts, amounts)
def test_every_printed_amount_holds_the_value(initial, adjusted, executed):
    line = BudgetLine(
        label="合计", by=BudgetBy.TOTAL,
        initial=Money(initial), adjusted=Money(adjusted), executed=Money(executed),
    )  # fmt: skip
    text = text_of(composed(replace(department(), budget=Budget(total=line))))
    for word, value in (("年初预算", initial), ("全年实际支出", executed)):
        printed = re.search(rf"{word}(\d+\.\d\d)万元", text)
        assert printed
        assert rounded(printed[1]).contains(value / 10_000)


@given(st.fractions(min_value=0, max_value=100), st.integers(0, 4))
def test_every_printed_rate_holds_the_value(rate, places):
    number = rounded(percent(rate, places).rstrip("%"))
    assert Fraction(number.low) <= 100 * rate <= Fraction(number.high)


@given(st.decimals(min_value=0, max_value=10**12, places=6))
def test_ten_thousands_are_rounded_half_up(yuan):
    assert rounded(ten_thousands(Money(yuan))).contains(yuan / 10_000)


@given(st.decimals(min_value=0, max_value=100, places=2))
def test_printed_points_hold_the_points(points):
    assert rounded(points_text(points)).contains(points)
    assert Decimal(points_text(points)) == points


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("2", "万亩", "2万亩"),
        ("2万", "万元", "2万元"),
        ("≥95%", "%", "≥95%"),
        ("12月底前", "个", "12月底前"),
        ("3-5", "个", "3-5个"),
        ("", "个", ""),
    ],
)
def test_a_unit_is_put_behind_a_bare_figure_only(text, unit, shown):
    assert with_unit(text, unit) == shown
