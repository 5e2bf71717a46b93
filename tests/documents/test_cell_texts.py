import pytest
from tests.documents.containing import CONTAINERS
from tests.documents.sketching import sketched
from tests.documents.test_forms import claims

from jixiao.documents.blocks import Blocks, Cell, Container, Table
from jixiao.documents.reading import read_claims, read_document

ROWS = """
三级指标|指标值|完成值|分值|得分
人数|1|1|50|50
"""
GOALS = """
项目自评表
项目名称|修路|<|<|<
年度⏎总体⏎目标|预期目标|<|实际完成情况|<
^|修路8公里。|<|修路7公里，因雨停工。|<
一级指标|二级指标|三级指标|指标值|完成值
产出指标|数量指标|里程|8公里|7公里
总分|<|<|100|95
偏差原因分析|雨水多，停工20天。|<|<|<
改进措施|抢晴天|<|<|<
备注：1.按合同计。|<|<|<|<
填报人：王某|<|联系电话|0710-1234567|<
"""
READ = [
    "年度总体目标/预期目标: 修路8公里。",
    "年度总体目标/实际完成情况: 修路7公里，因雨停工。",
    "偏差原因分析: 雨水多，停工20天。",
    "改进措施: 抢晴天",
    "备注: 备注：1.按合同计。",
]


def texts_of(report):
    (form,) = report.forms
    return [f"{'/'.join(text.headings)}: {text.text}" for text in form.texts]


@pytest.mark.parametrize("name", CONTAINERS)
def test_texts_of_a_form_under_their_labels_in_every_container(name):
    report = read_document(CONTAINERS[name](sketched(GOALS)), name="表")

    assert texts_of(report) == READ


def test_a_text_has_the_place_of_its_row():
    (form,) = claims(GOALS).forms

    assert [text.place for text in form.texts][:3] == ["表1 行3", "表1 行3", "表1 行7"]


@pytest.mark.parametrize(
    ("sketch", "wanted"),
    [
        (
            "年初目标|修路8公里|<|完成情况|修路7公里",
            ["年初目标: 修路8公里", "完成情况: 修路7公里"],
        ),
        (
            "年度总体目标|修路8公里|<|<|<\n年度总体目标完成情况|修路7公里|<|<|<",
            ["年度总体目标: 修路8公里", "年度总体目标完成情况: 修路7公里"],
        ),
        (
            "年度目标|预期目标|<|实际完成情况|<\n^|目标1：修路8公里|<|修了7公里|<\n^|目标2：植树|<|未植树|<",
            [
                "年度目标/预期目标/目标1: 目标1：修路8公里",
                "年度目标/实际完成情况: 修了7公里",
                "年度目标/预期目标/目标2: 目标2：植树",
                "年度目标/实际完成情况: 未植树",
            ],
        ),
        (
            "预期目标：修路8公里。⏎实际完成情况：修路7公里。|<|<|<|<",
            ["预期目标: 预期目标：修路8公里。", "实际完成情况: 实际完成情况：修路7公里。"],
        ),
        (
            "资金管理情况|·|情况说明|<|存在问题和改进措施\n^|分配科学性|按因素分配|<|无\n^|预算绩效管理情况|已纳入监控|<|无\n^|支出责任履行情况|已履行|<|滞后",
            [
                "资金管理情况/分配科学性/情况说明: 按因素分配",
                "资金管理情况/预算绩效管理情况/情况说明: 已纳入监控",
                "资金管理情况/支出责任履行情况/情况说明: 已履行",
                "资金管理情况/存在问题和改进措施: 滞后",
            ],
        ),
        ("年度总体目标|预期目标|<|实际完成情况|<\n^|·|<|全部建成|<", ["年度总体目标/实际完成情况: 全部建成"]),
        ("改进措施|·|<|<|<", []),
        ("改进措施|无|<|<|<", []),
        ("改进措施|——|<|<|<", []),
        ("项目名称|修路、架桥，以及新建两处渡口|<|<|<", []),
        ("项目负责人|王某，2022年起任职至今的工程师|<|<|<", []),
        ("2022年度甲县修路项目支出绩效自评表|<|<|<|<", []),
    ],
)  # fmt: skip
def test_texts_stand_under_their_labels(sketch, wanted):
    assert texts_of(claims(f"{sketch.strip()}{ROWS}")) == wanted


def test_labels_by_order_where_the_column_at_the_side_vanished():
    sketch = f"年度总体目标|预期目标|实际完成情况|·|·\n修路8公里|修路7公里{ROWS}"

    assert texts_of(claims(sketch, merges_known=False)) == [
        "年度总体目标/预期目标: 修路8公里",
        "年度总体目标/实际完成情况: 修路7公里",
    ]


def test_labels_of_a_block_do_not_reach_over_other_rows():
    sketch = f"年度目标|预期目标|<|实际完成情况|<\n^|修路|<|修路|<\n备注|以决算为准|<|<|<{ROWS}"

    assert texts_of(claims(sketch))[2:] == ["备注: 以决算为准"]


def test_rows_of_indicators_and_amounts_are_no_texts():
    report = claims("""
项目自评表
项目资金|·|全年预算数|全年执行数|原因说明
^|年度资金总额|10|9|招标节约1万元，已退回。
三级指标|指标值|完成值|分值|得分
修路8公里，架桥两座，新建渡口一处|1|1|50|50
""")

    assert texts_of(report) == ["年度资金总额/原因说明: 招标节约1万元，已退回。"]


def test_a_reason_in_a_row_of_its_own_is_kept():
    report = claims("""
项目自评表
三级指标|指标值|完成值|分值|得分|偏差原因
人数|10|8|50|40|报名少。
^|^|^|^|^|疫情停课两个月。
""")

    assert [text.text for text in report.forms[0].texts] == ["疫情停课两个月。"]


def test_prose_above_and_below_in_the_same_sheet_is_no_part_of_the_form():
    report = claims("""
一、自评结论|<|<|<|<
经自评，本项目得95分。|<|<|<|<
三级指标|指标值|完成值|分值|得分
人数|1|1|50|50
总分|<|<|100|95
备注：按决算填写数据。|<|<|<|<
二、存在问题|<|<|<|<
资金到位较晚，影响进度。|<|<|<|<
""")

    assert texts_of(report) == ["备注: 备注：按决算填写数据。"]
    assert [(text.headings, text.place) for text in report.texts] == [
        (("一、自评结论",), "表1 行1"),
        (("一、自评结论",), "表1 行2"),
        (("二、存在问题",), "表1 行7"),
        (("二、存在问题",), "表1 行8"),
    ]


def test_a_row_of_one_blank_cell_is_no_form():
    cell = Cell(text=" ", row=0, column=0)

    report = read_claims(
        Blocks(container=Container.HTML, blocks=(Table(number=1, cells=(cell,)),))
    )

    assert (report.forms, report.undecided) == ((), ())
