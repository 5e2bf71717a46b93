import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.test_forms import (
    FIELDS,
    claims,
    forms,
    grid_of,
    merged_down,
    rows_of,
)

from jixiao.documents.reading import read_document
from jixiao.documents.text import read_text

HEAD = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析"


def lines(*texts):
    return "\n".join(["项目自评表", *(word for text in texts for word in text.split())])


def test_one_cell_a_line_becomes_rows_again():
    report = claims(
        lines(
            HEAD,
            "产出指标 数量指标 培训人数 ≥100人 120人 20 20",
            "培训班次 5 4 40 32 疫情影响",
            "满意度指标 满意度指标 学员满意度 ≥90% 92% 40 40",
            "总分 100 92",
        )
    )
    (form,) = report.forms
    assert form.total == "92"
    assert [row.reason for row in form.indicators] == [None, "疫情影响", None]
    assert rows_of(report) == [
        "产出指标|数量指标|培训人数|≥100人|120人|20|20",
        "产出指标|数量指标|培训班次|5|4|40|32",
        "满意度指标|满意度指标|学员满意度|≥90%|92%|40|40",
    ]


def test_rows_that_cannot_be_told_apart_are_reported_and_not_guessed():
    report = claims(lines(HEAD, "产出指标 数量指标 培训人数 20 班次 5 4 32"))
    assert report.forms == ()
    (unread,) = report.undecided
    assert unread.quote == "一级指标"
    assert "一格一行" in unread.reason


def test_headers_named_in_a_sentence_are_no_table():
    report = claims("自评表\n三级指标\n指标值\n自评得分情况较好。")
    assert report.forms == ()
    assert report.undecided == ()


@settings(max_examples=50)
@given(form=forms())
def test_any_form_written_one_cell_a_line_is_read_or_reported(form):
    head, rows = form
    grid = merged_down(grid_of(head, rows), (0, 1))
    text = "\n".join(text for row in grid for text in row if text != "^")
    report = claims("自评表\n" + text)
    wanted = ["|".join(row[field] for field in FIELDS) for row in rows]
    assert rows_of(report) == wanted or report.undecided


ALIGNED = """
单位名称：甲局　　　　填报日期：2022年
一级指标    二级指标      三级指标        年度指标值   实际完成值   分值   得分
产出指标    数量指标      培训人数        ≥100人       120人        20     20
                          培训班次        5            4            30     24
            质量指标      合格率          95%          96%          10     10
效益指标    社会效益指标  能力提升        提升         提升         40     40
总分                                                                100    94
"""


def test_columns_lined_up_with_spaces_are_a_table():
    report = read_document(ALIGNED.encode(), name="a.txt")
    assert report.forms[0].total == "94"
    assert rows_of(report) == [
        "产出指标|数量指标|培训人数|≥100人|120人|20|20",
        "产出指标|数量指标|培训班次|5|4|30|24",
        "产出指标|质量指标|合格率|95%|96%|10|10",
        "效益指标|社会效益指标|能力提升|提升|提升|40|40",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "一、概况  甲局  内设8个股室\n二、职责  管财政  管国资",
        "填报人：张某    审核人：李某    电话：123",
        "　　本单位按照要求　　开展自评。\n　　现将情况报告如下。",
    ],
)
def test_a_few_lines_with_gaps_are_no_table(text):
    assert all(
        type(block).__name__ == "Paragraph" for block in read_text(text.encode())
    )


@given(
    st.lists(
        st.sampled_from([*HEAD.split(), "20", "甲", "产出指标", "总分", "100%"]),
        max_size=60,
    )
)
def test_any_lines_can_be_read(words):
    assert claims("\n".join(["表", *words])) is not None


def test_the_goal_below_the_budget_is_no_line_of_it_in_plain_text():
    report = claims(
        """部门整体绩效自评表
预算执行情况（万元） |  | 预算数（A） | 执行数（B） | 执行率 | 得分
 | 部门整体支出总额 | 7800 | 7431 | 95% | 19
年度目标1 | 推进城镇市政设施建设，完善县区管网 |  |  |  |
一级指标 | 二级指标 | 三级指标 | 年初目标值（A） | 实际完成值（B） | 得分
产出指标 | 数量指标 | 改造户数（80分） | 12000户 | 12865户 | 80
总分 |  |  |  |  | 99""".replace(" | ", "|")
    )
    (form,) = report.forms
    assert [line.line for line in form.budget] == ["部门整体支出总额"]
