import pytest
from tests.documents.containing import CONTAINERS
from tests.documents.sketching import sketched
from tests.documents.test_forms import claims, printed

from jixiao.documents.reading import read_document

FORM = """
附件
三级指标|指标值|完成值|分值|得分
人数|1|1|50|50
"""
DOWN = """
评价准则|准则分值|评价得分
预算执行|20分|19.4分
产 出 指 标|40分|37.25分
综合评价得分|100分|94.92分
"""
READ = ["预算执行|20|19.4", "产出指标|40|37.25", "总分|100|94.92"]


def summary_of(report):
    return [printed(row, ("name", "weight", "points")) for row in report.summaries]


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_summary_of_points_in_every_container(name):
    report = read_document(CONTAINERS[name](sketched(DOWN + FORM)), name="报告")

    assert summary_of(report) == READ
    assert report.accounts == ()
    assert report.undecided == ()


@pytest.mark.parametrize(
    ("sketch", "wanted"),
    [
        (
            "一级指标|权重|得分\n投入|10|9\n过程（20分）|20|18\n合计|30|27",
            ["投入|10|9", "过程|20|18", "总分|30|27"],
        ),
        (
            "评分结果|<|<|<\n评价内容|满分|自评得分|得分率\n（一）产出指标|50|48|96%\n（二）效益指标|30|30|100%",
            ["产出指标|50|48", "效益指标|30|30"],
        ),
        (
            "指标|预算执行|产出指标|效益指标|合计\n分值|20|50|30|100\n得分|19|48|30|97",
            ["预算执行|20|19", "产出指标|50|48", "效益指标|30|30", "总分|100|97"],
        ),
        (
            "一级指标|二级指标|分值|得分\n产出指标|数量指标|20|18\n^|质量指标|20|20\n总分|<|40|38",
            ["数量指标|20|18", "质量指标|20|20", "总分|40|38"],
        ),
        ("指标|分值|得分\n产出指标|—|48\n效益指标|30|待定", ["产出指标|·|48", "效益指标|30|·"]),
        ("指标|分值|得分\n产出指标|—|待定\n效益指标|30|28", []),  # one row is no summary
        ("一级指标|分值\n产出指标|50\n效益指标|30", []),
        ("三级指标|分值|得分\n培训人数|50|48\n培训期数|30|30", []),
        ("指标名称|分值|得分\n培训人数|50|48\n培训期数|30|30\n合计|80|78", []),
        ("指标|指标值|分值|得分\n产出指标|10|50|48\n效益指标|5|30|30", []),
    ],
)  # fmt: skip
def test_what_is_a_summary(sketch, wanted):
    assert summary_of(claims(sketch + "\n" + FORM)) == wanted


def test_the_place_of_a_group_written_across_is_the_row_of_points():
    report = claims("指标|产出指标|效益指标\n分值|60|40\n得分|58|39")

    assert [row.place for row in report.summaries] == ["表1 行3", "表1 行3"]
