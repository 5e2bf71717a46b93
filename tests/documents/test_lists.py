import pytest
from tests.documents.containing import CONTAINERS
from tests.documents.sketching import sketched
from tests.documents.test_forms import claims, rows_of

from jixiao.documents.reading import read_document

LIST = "三级指标|年初指标值（A）|实际完成值（B）"
REPORT = f"""
甲局2022年度部门整体绩效自评报告
完成的绩效指标如下表：
{LIST}
修路里程|8|8
未完成的绩效指标如下表：
（单位：个）
{LIST}
植树数量|200|154
附件：甲局部门整体支出绩效自评表
三级指标|年初指标值（A）|实际完成值（B）|分值|得分
修路里程|8|8|50|50
植树数量|200|154|50|38.5
总分|<|<|100|88.5
"""


def lists_of(report):
    return [
        (each.index, each.title, [row.name for row in each.indicators])
        for each in report.lists
    ]


@pytest.mark.parametrize("name", [name for name in CONTAINERS if "xls" not in name])
def test_lists_beside_the_form_are_told_by_the_line_above_them(name):
    report = read_document(CONTAINERS[name](sketched(REPORT)), name="报告")

    assert lists_of(report) == [
        (0, "完成的绩效指标如下表：", ["修路里程"]),
        (1, "未完成的绩效指标如下表：", ["植树数量"]),
    ]
    assert rows_of(report) == ["·|·|修路里程|8|8|50|50", "·|·|植树数量|200|154|50|38.5"]


def test_a_declaration_beside_the_evaluation_is_a_list():
    report = claims("""
项目绩效目标申报表
三级指标|指标值
修路里程|8
项目绩效自评表
三级指标|指标值|完成值|分值|得分
修路里程|8|8|50|50
""")

    assert lists_of(report) == [(0, "项目绩效目标申报表", ["修路里程"])]
    assert len(report.forms) == 1


def test_lists_without_a_form_are_the_forms():
    report = claims(f"甲表\n{LIST}\n修路里程|8|8\n乙表\n{LIST}\n植树数量|200|154")

    assert report.lists == ()
    assert len(report.forms) == 2


def test_cells_of_a_list_that_cannot_be_read_are_not_reported_twice():
    report = claims("""
目标表
三级指标|指标值|分值
修路里程|8|五十
自评表
三级指标|指标值|完成值|分值|得分
修路里程|8|8|五十|50
""")

    assert [each.place for each in report.undecided] == ["表2 行2"]


def test_a_form_that_fills_up_a_list_of_the_table_before_is_no_list():
    """The head again on a new page goes on with the form and opens no list."""
    report = claims("""
自评表
三级指标|指标值|完成值|分值|得分
修路里程|8|8|50|50
-2-
三级指标|指标值|完成值|分值|得分
植树数量|200|200|50|50
""")

    assert report.lists == ()
    assert len(rows_of(report)) == 2
