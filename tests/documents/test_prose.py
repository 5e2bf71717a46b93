import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.documents.blocks import Paragraph
from jixiao.documents.prose import (
    body_at_beginning,
    read_organisation,
    read_passages,
    read_title,
    read_total,
    read_year,
)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["2022年度甲县财政局部门整体支出绩效自评报告"], "2022年度甲县财政局部门整体支出绩效自评报告"),
        (["附件3-1：", "项目支出绩效自评表", "（2022年度）"], "项目支出绩效自评表"),
        (["附件2：项目支出绩效自评表"], "项目支出绩效自评表"),
        (["甲县财政局", "2022年度部门整体绩效", "自评报告", "一、概况"], "甲县财政局2022年度部门整体绩效自评报告"),
        (["2022年度", "部门整体支出绩效自评报告"], "2022年度部门整体支出绩效自评报告"),
        (["您的位置：首页>>绩效评价", "索引号：01", "甲局2022年项目绩效自评结果公开", "来源：甲局"], "甲局2022年项目绩效自评结果公开"),
        (["甲财绩〔2023〕5号", "关于2022年度专项资金绩效自评情况的报告", "县财政局："], "关于2022年度专项资金绩效自评情况的报告"),
        (["绩效自评综述：项目自评得分95分。", "一、绩效目标"], None),
        (["某单位基本情况", "人员编制20名"], None),
        ([], None),
    ],
)  # fmt: skip
def test_the_title_is_the_line_that_names_the_document(lines, title):
    assert read_title(lines) == title


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("甲市人力资源和社会保障局2022年度部门整体绩效自评报告", "甲市人力资源和社会保障局"),
        ("2021年中共乙县委宣传部整体支出绩效自评报告", "中共乙县委宣传部"),
        ("乙县人民政府办公室关于2022年绩效自评的报告", "乙县人民政府办公室"),
        ("丙区城东街道办事处2022年度项目支出绩效自评表", "丙区城东街道办事处"),
        ("丙市第一人民医院2022年度整体支出绩效自评报告", "丙市第一人民医院"),
        ("丁县水利局水旱灾害防御股项目支出绩效自评", "丁县水利局"),
        ("丁县红十字会单位整体绩效自评", "丁县红十字会"),
        ("戊县沙河镇2022年度整体支出绩效自评报告", "戊县沙河镇"),
        ("戊市第三监狱2022年度部门整体绩效自评报告", "戊市第三监狱"),
        ("戊市会计学校2022年项目绩效自评", "戊市会计学校"),
        ("项目支出绩效自评表", None),
        ("2022年农村饮水安全工程绩效自评报告", None),
        ("就业补助资金绩效目标自评表", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_body_is_named_in_full(text, body):
    assert body_at_beginning(text) == body


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("填报单位（盖章）：甲县教育局　　　填报日期：2023年3月1日", "甲县教育局"),
        ("单位名称：甲县教育局（公章）", "甲县教育局"),
        ("预算部门： 甲县教育局", "甲县教育局"),
        ("部门（单位）名称：甲县教育局", "甲县教育局"),
        ("单位：万元", None),
        ("主管部门：甲县财政局", None),
        ("本单位：按要求开展自评", None),
    ],
)
def test_a_labelled_line_names_the_body(line, body):
    assert read_organisation(None, [line]) == body


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (["2023年预算项目2022年度绩效自评表"], 2022),
        (["填报日期：2023年3月1日", "（2022 年度）"], 2022),
        (["截至2023年12月31日", "2022年第一季度"], None),
        (["二○二二年度自评表"], 2022),
        (["编号 20221234", "总投资2020万元"], None),
        (["２０２１年度"], 2021),
    ],
)
def test_the_year_is_the_one_that_is_evaluated(texts, year):
    assert read_year(texts) == year


@pytest.mark.parametrize(
    ("line", "total", "grade"),
    [
        ("综合得分92.5分，自评等级为“优”。", "92.5", "优"),
        ("自评得分为100分。", "100", None),
        ("整体绩效自评分数为89分，等级为B。", "89", "B"),
        ("满分100分，扣5分。", None, None),
    ],
)
def test_prose_states_total_and_grade(line, total, grade):
    assert read_total([line]) == (total, grade)


def test_passages_keep_their_headings_and_places():
    texts = ["一、概况", "甲县财政局内设8个股室。", "（一）职责", "管财政。", "二、问题", "1.资料不全。"]  # fmt: skip
    paragraphs = [Paragraph(text=t, number=n) for n, t in enumerate(texts, start=1)]
    passages = [(p.headings, p.text, p.place) for p in read_passages(paragraphs)]
    assert passages == [
        (("一、概况",), "甲县财政局内设8个股室。", "一 第2段"),
        (("一、概况", "（一）职责"), "管财政。", "一（一） 第4段"),
        (("二、问题",), "1.资料不全。", "二 第6段"),
    ]


@given(st.lists(st.text(max_size=80), max_size=15))
def test_any_lines_can_be_asked(lines):
    title = read_title(lines)
    read_year(lines)
    read_total(lines)
    body = read_organisation(title, lines)
    assert title is None or title
    assert body is None or body


def _outline(*lines):
    paragraphs = [
        Paragraph(text=line, number=n) for n, line in enumerate(lines, start=1)
    ]
    return [(p.headings, p.text) for p in read_passages(paragraphs)]


def test_a_chapter_that_is_numbered_like_an_item_is_told_by_what_follows():
    outline = _outline(
        "3、 存在的问题",
        "（一）预算执行情况",
        "执行率97%。",
        "（2） 原因分析",
        "1、编制不准。",
        "年中有调整。",
    )

    assert outline == [
        (("3、 存在的问题", "（一）预算执行情况"), "执行率97%。"),
        (("3、 存在的问题", "（2） 原因分析", "1、编制不准。"), "年中有调整。"),
    ]


def test_a_numbered_sentence_among_others_is_no_heading():
    outline = _outline("一、结果应用", "1、及时反馈。", "2、及时公开。")

    assert outline == [
        (("一、结果应用",), "1、及时反馈。"),
        (("一、结果应用",), "2、及时公开。"),
    ]


def test_an_annex_ends_the_chapter_before_it():
    outline = _outline(
        "五、佐证材料", "材料齐全。", "附件：2020年度某局自评表", "说明文字。"
    )

    assert outline[-1] == (("附件：2020年度某局自评表",), "说明文字。")
