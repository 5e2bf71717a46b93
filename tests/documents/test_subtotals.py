import pytest
from tests.documents.containing import CONTAINERS
from tests.documents.sketching import sketched
from tests.documents.test_forms import claims, printed, rows_of

from jixiao.documents.reading import read_document

HEAD = "一级指标|二级指标|三级指标|指标值|完成值|分值|得分"
SKETCH = f"""
项目自评表
{HEAD}
产出指标|数量指标|任务数|10项|10项|25|25
^|^|场次|10场|10场|5|5
^|^|小计|·|·|30|30
^|质量指标|合格率|100%|100%|25|24
^|小计|<|<|<|55|54
效益指标|社会效益|知晓率|≥80%|85%|40|40
效益指标合计（40分）|<|<|<|<|40|40
总分|<|<|<|<|95|94
"""


def sums_of(report):
    return [
        printed(row, ("name", "weight", "points", "place"))
        for form in report.forms
        for row in form.subtotals
    ]


def test_subtotals_of_groups_and_the_total():
    report = claims(SKETCH)

    assert sums_of(report) == [
        "数量指标|30|30|表1 行4",
        "产出指标|55|54|表1 行6",
        "效益指标|40|40|表1 行8",
        "总分|95|94|表1 行9",
    ]
    assert report.forms[0].total == "94"
    assert len(rows_of(report)) == 4


@pytest.mark.parametrize("name", CONTAINERS)
def test_subtotals_and_total_in_every_container(name):
    report = read_document(CONTAINERS[name](sketched(SKETCH)), name="表")

    assert [row.rsplit("|", 1)[0] for row in sums_of(report)] == [
        "数量指标|30|30",
        "产出指标|55|54",
        "效益指标|40|40",
        "总分|95|94",
    ]


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ("产出指标|合计|<|<|<|25分|24.5分", ["产出指标|25|24.5"]),
        ("产出指标小计|<|<|<|<|25|·", ["产出指标|25|·"]),
        ("小计|<|<|<|<|·|24", ["产出指标|·|24"]),
        ("小计|<|<|<|<|·|·", []),
        ("小计|<|<|<|<|满分|待定", []),
        ("合计|<|<|<|<|25|24", ["总分|25|24"]),
        ("总分（100分）|<|<|<|<|·|24", ["总分|100|24"]),
        ("综合评价得分|<|<|<|<|·|24", ["总分|·|24"]),
    ],
)
def test_what_a_row_adds_up(row, wanted):
    report = claims(f"{HEAD}\n产出指标|数量指标|任务数|10项|10项|25|25\n{row}")

    assert [sums.rsplit("|", 1)[0] for sums in sums_of(report)] == wanted
    assert len(rows_of(report)) == 1


def test_a_sum_of_the_first_group_does_not_end_the_form():
    report = claims(f"""
{HEAD}
产出指标|合计|<|<|<|25|25
^|数量指标|任务数|10项|10项|25|25
效益指标|社会效益|知晓率|·|·|40|·
""")

    assert report.forms[0].total is None
    assert rows_of(report)[0] == "产出指标|数量指标|任务数|10项|10项|25|25"
    assert len(rows_of(report)) == 2


def test_the_total_of_a_text_that_lost_its_blank_cells_is_read_by_order():
    report = claims(
        """
三级指标|指标值|完成值|分值|得分|偏差原因分析及改进措施
任务数|10项|10项|100|89.9|·
总分|100|89.9
""",
        merges_known=False,
    )

    assert sums_of(report) == ["总分|100|89.9|表1 行3"]
    assert report.forms[0].total == "89.9"


def test_of_several_totals_the_last_is_the_whole():
    report = claims("""
三级指标|指标值|完成值|分值|得分
任务数|10项|10项|90|90
合计|·|·|90|90
预算执行率|100%|95%|10|9.5
总计|·|·|100|99.5
""")

    assert sums_of(report) == ["合计|90|90|表1 行3", "总分|100|99.5|表1 行5"]
    assert report.forms[0].total == "99.5"
