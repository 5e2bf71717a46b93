import pytest
from tests.documents.containing import CONTAINERS
from tests.documents.sketching import sketched
from tests.documents.test_forms import claims

from jixiao.documents.reading import read_document

REPORT = """
甲局部门整体绩效自评报告
一、评价结论
（一）综合得分95分
共设10个指标，完成9个。
二、存在问题
序号|问题|整改
1|资金到位较晚，影响进度。|每月调度一次，年底前完成。
附件
三级指标|指标值|完成值|分值|得分
人数|1|1|50|50
"""
READ = [
    ("甲局部门整体绩效自评报告", ()),
    ("一、评价结论", ("一、评价结论",)),
    ("（一）综合得分95分", ("一、评价结论", "（一）综合得分95分")),
    ("共设10个指标，完成9个。", ("一、评价结论", "（一）综合得分95分")),
    ("二、存在问题", ("二、存在问题",)),
    ("资金到位较晚，影响进度。", ("二、存在问题",)),
    ("每月调度一次，年底前完成。", ("二、存在问题",)),
]


def said(report):
    return [(text.text, text.headings) for text in report.texts]


@pytest.mark.parametrize("name", [name for name in CONTAINERS if "xls" not in name])
def test_paragraphs_headings_and_cells_in_reading_order(name):
    report = read_document(CONTAINERS[name](sketched(REPORT)), name="报告")

    assert said(report)[: len(READ)] == READ


def test_every_text_has_its_place():
    places = [text.place for text in claims(REPORT).texts]

    assert places == [
        "第1段", "一 第2段", "一（一） 第3段", "一（一） 第4段", "二 第5段",
        "表1 行2", "表1 行2", "第6段",
    ]  # fmt: skip


def test_passages_leave_the_headings_and_cells_out():
    assert [passage.text for passage in claims(REPORT).passages] == [
        "甲局部门整体绩效自评报告",
        "共设10个指标，完成9个。",
    ]


def test_a_paragraph_glued_to_its_heading_is_kept_whole():
    text = "（一）资金投入情况。下达资金56万元，完成投资54.6万元，投资完成率97.5%，均已支付完毕。"

    assert said(claims(text)) == [(text, ())]


def test_what_a_form_keeps_is_not_said_twice():
    report = claims("""
年度总体目标|预期目标|<|实际完成情况|<
^|修路8公里。|<|修路7公里。|<
三级指标|指标值|完成值|分值|得分
人数|1|1|50|50
""")

    assert said(report) == []


def test_amounts_of_a_table_outside_the_form_are_no_text():
    report = claims("""
项目|年初预算数|调整预算数|决算数
基本支出|10|9|9
项目支出|10|9|9
""")

    assert said(report) == []


def test_a_sheet_of_captions_says_its_headings_too():
    report = claims("""
栏目|内容
自评结论|得分95分⏎各项指标均已完成。
""")

    assert said(report) == [
        ("得分95分", ("自评结论", "得分95分")),
        ("各项指标均已完成。", ("自评结论", "得分95分")),
    ]
    assert [passage.text for passage in report.passages] == ["各项指标均已完成。"]
