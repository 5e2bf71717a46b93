import pytest
from tests.documents.drawing import drawn

from jixiao.core.errors import UnreadableDocumentError
from jixiao.documents.blocks import Table
from jixiao.documents.text import read_text


def read(text):
    return drawn(read_text(text.encode()))


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_every_usual_charset_is_recognised(charset):
    assert drawn(read_text("自评得分94.92分".encode(charset))) == ["自评得分94.92分"]


@pytest.mark.parametrize(
    "content", [bytes(range(256)), b"\0" * 50, b"\xff\xff\xff\xff", b"abc\0def"]
)
def test_what_is_no_text_is_refused(content):
    with pytest.raises(UnreadableDocumentError, match="无法识别文件格式") as caught:
        read_text(content)

    assert caught.value.reason == "unknown_format"


def test_each_line_is_a_paragraph_whatever_ends_it():
    assert read("一、概况\r\n\r\n　　二、结论 \r三\x0c四") == [
        "一、概况",
        "二、结论",
        "三",
        "四",
    ]


def test_cells_behind_tabs_make_rows_between_blank_lines():
    assert read(
        "结果见下表：\n\n\t一级\n指标\n\t得分\n\n\t产出\n\t37.25\n\n\n二、完成情况\n"
    ) == ["结果见下表：", "一级/指标 | 得分", "产出 | 37.25", "二、完成情况"]


def test_the_grid_of_text_says_nothing_of_merged_cells():
    table = read_text("\t甲\n\t乙\n\n\t丙\n\t丁\n".encode())[0]

    assert isinstance(table, Table)
    assert table.merges_known is False


WIDE = (
    "\t一级\n\t二级\n\t三级\n\t目标\n\t实际\n\n\t产出\n\t数量\n\t面积\n\t20\n\t14\n\n"
)


def test_blank_lines_inside_a_cell_do_not_end_its_row():
    assert read(
        WIDE
        + "\t\n\t\n\t台账数量（处）\n\n\n\t200\n\t264\n\n\t\n\t\n\t人次\n\t1\n\t2\n"
    ) == [
        "一级 | 二级 | 三级 | 目标 | 实际",
        "产出 | 数量 | 面积 | 20 | 14",
        "· | · | 台账数量（处） | 200 | 264",
        "· | · | 人次 | 1 | 2",
    ]


def test_short_rows_that_would_add_up_to_a_whole_one_stay_apart():
    assert read(
        WIDE
        + "\t项目名称\n\t整体支出\n\n\t支出总额\n\t2698.55\n\t结余\n\n\t总分\n\t94.92\n"
    ) == [
        "一级 | 二级 | 三级 | 目标 | 实际",
        "产出 | 数量 | 面积 | 20 | 14",
        "项目名称 | 整体支出 | . | . | .",
        "支出总额 | 2698.55 | 结余 | . | .",
        "总分 | 94.92 | . | . | .",
    ]


def test_an_unusual_gap_does_not_end_a_row_that_is_not_whole():
    assert read(WIDE + "\t效益\n\t社会\n\t公园\n\n\n\t有效推进\n\t有效推进\n")[-1:] == [
        "效益 | 社会 | 公园 | 有效推进 | 有效推进"
    ]


def test_a_short_row_that_begins_with_a_number_is_a_row():
    assert read(WIDE + "\t总分\n\t94.92\n\n\t2019年\n\t90\n")[-2:] == [
        "总分 | 94.92 | . | . | .",
        "2019年 | 90 | . | . | .",
    ]


def test_a_heading_right_above_a_table_is_a_paragraph():
    assert read(
        "\t甲\n\t1\n\n预决算明细（单位：元）\n\t项目\n\t决算数\n\n\t合计\n\t5\n"
    ) == [
        "甲 | 1",
        "预决算明细（单位：元）",
        "项目 | 决算数",
        "合计 | 5",
    ]


def test_a_paragraph_inside_a_cell_belongs_to_its_cell():
    assert read(WIDE + "\t目标\n\t甲\n\t第一段\n\n第二段\n\t乙\n\t丙\n") == [
        "一级 | 二级 | 三级 | 目标 | 实际",
        "产出 | 数量 | 面积 | 20 | 14",
        "目标 | 甲 | 第一段/第二段 | 乙 | 丙",
    ]


def test_tabs_that_only_indent_make_no_table():
    blocks = read_text("\t一、概况\n\n\t本单位……\n\n\t二、结论\n".encode())

    assert drawn(blocks) == ["一、概况", "本单位……", "二、结论"]
    assert not any(isinstance(block, Table) for block in blocks)


def test_bars_separate_cells():
    assert read(
        "附件\n\n项目名称 | 渔业补贴 |  |\n资金 （万元） |  | 执行率 |\n | 总额 | 100% |\n\n备注\n"
    ) == [
        "附件",
        "项目名称 | 渔业补贴 | ·",
        "资金 （万元） | · | 执行率",
        "· | 总额 | 100%",
        "备注",
    ]


def test_a_markdown_table_loses_its_frame_and_its_rule():
    assert read("| 指标 | 得分 |\n|:-----|----:|\n| 产出 | 37 |\n") == [
        "指标 | 得分",
        "产出 | 37",
    ]


def test_a_drawn_table_joins_the_lines_between_its_rules():
    assert read(
        "┌────┬───┐\n│一级│得 │\n│指标│分 │\n├────┼───┤\n│产出│37 │\n"
        "├────┼───┤\n│效益│28 │\n└────┴───┘\n"
    ) == ["一级/指标 | 得/分", "产出 | 37", "效益 | 28"]


def test_a_sentence_with_a_bar_is_a_sentence():
    assert read("首页 | 政务公开") == ["首页 | 政务公开"]


def test_tabs_between_cells_make_rows_of_neighbouring_lines():
    assert read(
        "表1\n指标\t目标\t实际\n面积\t20\t14\n\t100%\t98%\n\n单位：甲\t日期：乙\n"
    ) == [
        "表1",
        "指标 | 目标 | 实际",
        "面积 | 20 | 14",
        "· | 100% | 98%",
        "单位：甲\t日期：乙",
    ]


def test_a_comma_separated_file_is_one_table():
    content = '指标,说明,得分\n面积,"含林地,草地\n合计",3\n'.encode("gb18030")

    assert drawn(read_text(content, comma_separated=True)) == [
        "指标 | 说明 | 得分",
        "面积 | 含林地,草地/合计 | 3",
    ]
