"""Whole files as offices save them, from bytes to what they state."""

import io

import docx
import pytest
import xlsxwriter
from tests.documents.compound import IN_TABLE, row_end, word
from tests.documents.containing import as_docx, as_html
from tests.documents.printing import printed as typeset
from tests.documents.sketching import sketched
from tests.documents.test_forms import BUDGET, claims, printed, rows_of

from jixiao.core.evaluation import Form
from jixiao.documents.reading import read_document

ROWS = [
    "产出指标|数量指标|培训人数|≥100人|120人|50|50",
    "效益指标|社会效益指标|能力提升|提升|提升|40|38",
]
HEAD = "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分"
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>绩效</title></head><body>
<div class="nav">首页 &gt; 绩效评价</div>
<table width="100%"><tr><td>
 <table><tr><td>索引号：</td><td>01/2023</td><td>发布日期：</td><td>2023年5月6日</td></tr></table>
 <h1>甲县林业局2022年度项目支出绩效自评表</h1>
 <table border="1">
  <tr><th colspan="2">项目名称</th><td colspan="6">义务&nbsp;植树</td></tr>
  <tr><td rowspan="2">资金&nbsp;<br>（万元）</td><td>&nbsp;</td><td>全年<br>预算数</td><td>全年执行数</td><td>分值</td><td>执行率</td><td colspan="2">得分</td></tr>
  <tr><td>年度资金总额</td><td>10</td><td>9</td><td>10</td><td>90%</td><td colspan="2">9</td></tr>
  <tr><th rowspan="3">绩<br>效<br>指<br>标</th><th>一级指标</th><th>二级<br/>指标</th><th>三级指标</th><th>年度<br>指标值</th><th>实际完成值</th><th>分值</th><th>得分</th></tr>
  <tr><td><p>产出</p><p>指标</p></td><td>数量指标</td><td>培训人数</td><td>≥100人</td><td>120人</td><td>50</td><td>50</td></tr>
  <tr><td>效益指标</td><td>社会效益指标</td><td>能力提升</td><td>提升</td><td>提升</td><td>40</td><td>38</td></tr>
  <tr><td colspan="6">总&emsp;分</td><td>100</td><td>97</td></tr>
 </table>
</td></tr></table></body></html>"""


def test_a_page_with_layout_tables():
    report = read_document(PAGE.encode(), name="x.html")
    assert report.title == "甲县林业局2022年度项目支出绩效自评表"
    assert report.organisation == "甲县林业局"
    assert report.year == 2022
    (form,) = report.forms
    assert form.total == "97"
    assert form.form is Form.PROJECT
    assert rows_of(report) == ROWS
    assert [printed(line, BUDGET) for line in form.budget] == [
        "年度资金总额|·|10|9|10|90%|9|万元"
    ]


SKETCH = """
甲县文旅局
2022年度项目支出绩效自评表
一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
产出指标|数量指标|培训人数|≥100人|120人|50|50
效益指标|社会效益指标|能力提升|提升|提升|40|38
总分|<|<|<|<|90|88
"""


def test_a_pdf_in_which_the_page_breaks_inside_a_row():
    long = "；".join(f"第{n}期培训班已经按照计划全部完成" for n in range(1, 16))
    report = read_document(
        typeset(f"""2022年度项目支出绩效自评表
#table(columns: (1fr, 1fr, 1fr, 1fr, 1fr, 20pt, 20pt),
  [一级指标], [二级指标], [三级指标], [年度指标值], [实际完成值], [分值], [得分],
  [产出指标], [数量指标], [培训期数], [15期], [{long}], [50], [50],
  [效益指标], [社会效益指标], [能力提升], [提升], [提升], [40], [38],
  table.cell(colspan: 5)[总分], [90], [88])"""),
        name="x.pdf",
    )
    assert report.forms[0].total == "88"
    assert rows_of(report) == [
        f"产出指标|数量指标|培训期数|15期|{long}|50|50",
        ROWS[1],
    ]


def test_an_old_word_document():
    rows = [row.split("|") for row in (HEAD, *ROWS)]
    marks = [("2022年度项目自评表\r", b"")]
    for row in rows:
        marks += [(f"{cell}\x07", IN_TABLE) for cell in row]
        marks.append(("\x07", row_end(range(0, 1200 * len(row) + 1, 1200))))
    marks.append(("\r", b""))
    content = word(["".join(part for part, _ in marks)], marks)
    assert rows_of(read_document(content, name="x.doc")) == ROWS


def test_a_workbook_with_a_form_on_every_sheet():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        for name, actual in (("甲项目", 0.45), ("乙项目", 1)):
            sheet = book.add_worksheet(name)
            percent = book.add_format({"num_format": "0.0%"})
            sheet.merge_range("A1:G1", "项目支出绩效自评表（2022年度）")
            sheet.write_row("A2", ["项目名称", name])
            sheet.write_row("A3", ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"])  # fmt: skip
            sheet.write_row("A4", ["产出指标", "数量指标", "完成率", "≥90%"])
            sheet.write_number("E4", actual, percent)
            sheet.write_row("F4", [100, 100 * actual])
            sheet.write_row("A5", ["总分", "", "", "", "", 100, 100 * actual])
    report = read_document(file.getvalue(), name="x.xlsx")
    assert [form.project for form in report.forms] == ["甲项目", "乙项目"]
    assert [form.total for form in report.forms] == ["45", "100"]
    assert rows_of(report) == [
        "产出指标|数量指标|完成率|≥90%|45.0%|100|45",
        "产出指标|数量指标|完成率|≥90%|100.0%|100|100",
    ]
    assert report.forms[1].indicators[0].place == "工作表“乙项目” 行4"


def test_a_docx_whose_form_is_nested_in_a_frame():
    document = docx.Document()
    document.add_paragraph("2022年度项目支出绩效自评表")
    frame = document.add_table(1, 1).cell(0, 0)
    grid = [
        ["三级指标", "指标值", "完成值", "分值", "得分"],
        ["人数", *("10", "10", "50", "50")],
    ]
    inner = frame.add_table(2, 5)
    for row, texts in enumerate(grid):
        for column, text in enumerate(texts):
            inner.cell(row, column).text = text
    file = io.BytesIO()
    document.save(file)
    report = read_document(file.getvalue(), name="x.docx")
    assert rows_of(report) == ["·|·|人数|10|10|50|50"]


@pytest.mark.parametrize("write", [as_docx, as_html])
def test_title_of_two_lines_and_the_body(write):
    report = read_document(write(sketched(SKETCH)), name="x")
    assert report.title == "甲县文旅局2022年度项目支出绩效自评表"
    assert report.organisation == "甲县文旅局"
    assert rows_of(report) == ROWS


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("2022年度部门整体支出绩效自评表", Form.DEPARTMENT_OVERALL),
        ("部门（单位）整体绩效自评表", Form.DEPARTMENT_OVERALL),
        ("部门预算项目支出绩效自评表", Form.PROJECT),
        ("2022年扶贫资金绩效自评表", Form.PROJECT),
        ("中央对地方转移支付区域绩效自评表", Form.TRANSFER_PAYMENT),
        ("2021年农业生产发展资金绩效自评表", Form.TRANSFER_PAYMENT),
        ("绩效自评表", Form.UNKNOWN),
        ("绩效自评表\n项目名称|办公楼维修|<|<|<", Form.PROJECT),
        ("绩效自评表\n部门名称|甲县财政局|<|<|<", Form.DEPARTMENT_OVERALL),
        ("自评表\n转移支付（项目）名称|公路建设|<|<|<", Form.TRANSFER_PAYMENT),
        ("甲局2022年度部门整体支出绩效自评报告\n附件\n项目名称|办公楼维修|<|<|<", Form.PROJECT),
        ("甲局部门整体绩效自评报告\n附件\n项目名称|甲局整体支出|<|<|<", Form.DEPARTMENT_OVERALL),
    ],
)  # fmt: skip
def test_the_kind_of_form_is_what_its_words_say(head, kind):
    report = claims(f"{head}\n三级指标|指标值|完成值|分值|得分\n人数|1|1|50|50")
    assert report.forms[0].form is kind


def test_a_division_that_carries_out_is_not_the_body():
    report = claims("""
项目自评表
主管部门|219-甲县水利局|<|实施单位|防汛股
三级指标|指标值|完成值|分值|得分
人数|1|1|50|50
""")
    assert report.organisation == "甲县水利局"


def test_a_row_of_a_text_that_lost_its_bars_does_not_end_the_form():
    text = """项目自评表
三级指标 | 指标值 | 完成值 | 分值 | 得分
甲数量 | 1个 | 1个 | 50 | 50
备注：下页续
乙数量 | 2个 | 2个 | 20 | 20
效益指标
丙效果 | 好 | 好 | 30 | 30
"""
    report = read_document(text.encode(), name="x.txt")
    assert len(report.forms) == 1
    assert rows_of(report) == [
        "·|·|甲数量|1个|1个|50|50",
        "·|·|乙数量|2个|2个|20|20",
        "效益指标|·|丙效果|好|好|30|30",
    ]
