import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.containing import CONTAINERS
from tests.documents.sketching import cells_of, sketched

from jixiao.documents.blocks import Block, Blocks, Cell, Container, Paragraph, Table
from jixiao.documents.reading import read_claims, read_document

PUBLISHED = sorted((Path(__file__).parent / "published").glob("*.txt"))
ROW = ("level1", "level2", "name", "target", "actual", "weight", "score")
BUDGET = ("line", "initial", "adjusted", "executed", "weight", "rate", "score", "unit")


def claims(sketch, **how):
    return read_claims(sketched(sketch, **how))


def printed(claim, fields):
    return "|".join(getattr(claim, field) or "·" for field in fields)


def rows_of(report):
    return [printed(row, ROW) for form in report.forms for row in form.indicators]


def stated(report, key):
    """What was read, in the words of a truth."""
    first = report.forms[0] if report.forms else None
    match key:
        case "row":
            return rows_of(report)
        case "budget":
            return [printed(b, BUDGET) for form in report.forms for b in form.budget]
        case "forms" | "undecided":
            return [str(len(getattr(report, key)))]
        case "form":
            return [str(first.form if first else report.kind)]
        case "total" | "grade":
            return [getattr(first, key) or getattr(report, key)]
        case _:
            return [str(getattr(report, key))]


def truth_of(text):
    wanted: dict[str, list[str]] = {"row": [], "budget": []}
    for line in text.strip().split("\n"):
        key, _, value = line.partition(" ")
        wanted.setdefault(key, []).append(value)
    return wanted


def published(path):
    sketch, truth = path.read_text(encoding="utf-8").split("====")
    return sketch, truth_of(truth)


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_form_as_published_is_read_as_it_stands(path):
    sketch, wanted = published(path)
    report = claims(sketch)
    assert {key: stated(report, key) for key in wanted} == wanted


@pytest.mark.parametrize("name", CONTAINERS)
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_form_says_the_same_in_every_container(path, name):
    sketch, wanted = published(path)
    report = read_document(CONTAINERS[name](sketched(sketch)), name="表")
    assert {key: stated(report, key) for key in wanted} == wanted


def test_there_are_forms_of_many_places():
    assert len(PUBLISHED) >= 40


# -- places and original text --------------------------------------------------------------


def test_every_row_and_line_keeps_its_place():
    report = claims("""
项目自评表
项目资金（元）|全年预算数|全年执行数|得分|·
年度资金总额|10|9|9|·

三级指标|指标值|完成值|分值|得分
甲数量|1个|1个|10|10
乙数量|2个|2个|10|10
""")
    (form,) = report.forms
    assert [line.place for line in form.budget] == ["表1 行2"]
    assert [row.place for row in form.indicators] == ["表2 行2", "表2 行3"]


def test_a_place_on_a_work_sheet_names_the_sheet():
    cells = cells_of([["三级指标", "指标值", "完成值"], ["甲", "1", "1"]])
    table = Table(number=1, cells=cells, name="自评表")
    blocks = Blocks(container=Container.XLSX, blocks=(table,))
    (form,) = read_claims(blocks).forms
    assert form.indicators[0].place == "工作表“自评表” 行2"


def test_original_text_is_kept():
    report = claims("""
三级指标|指标值|完成值|分值|得分
★甲数量（≥**个）|≧１５００ 个以上|1.5万②|１０分|9.50
""")
    (row,) = report.forms[0].indicators
    assert printed(row, ROW) == "·|·|★甲数量（≥**个）|≧１５００ 个以上|1.5万②|10|9.50"


def test_an_amount_that_cannot_be_read_is_named_with_its_place():
    report = claims("""
项目自评表
项目资金（元）|全年预算数|全年执行数|分值|得分
年度资金总额|7,00.0,77|9|10|9
三级指标|指标值|完成值|分值|得分
甲数量|1个|1个|九十|90
""")
    assert [(u.place, u.quote) for u in report.undecided] == [
        ("表1 行2", "7,00.0,77"),
        ("表1 行4", "九十"),
    ]


def test_a_table_with_groups_but_without_a_head_is_reported_unread():
    report = claims("产出指标|数量指标|甲\n效益指标|社会效益指标|乙")
    assert report.forms == ()
    assert [u.place for u in report.undecided] == ["表1 行1"]


# -- laws ---------------------------------------------------------------------------------

LEVEL1 = ["产出指标", "效益指标", "满意度指标", "成本指标"]
LEVEL2 = ["数量指标", "质量指标", "时效指标", "社会效益指标"]
NAMES = [
    "补助人数",
    "验收合格率",
    "完成时间",
    "群众满意度",
    "投诉办结率（件）",
    "改进措施落实率",
]
TARGETS = ["≥100人", "100%", "12月底前", "≤3起", "有效提升", "2-3", "1万以上"]
ACTUALS = ["120人", "98.5%", "11月30日", "2起", "有效提升", "3", "1.2万"]
POINTS = ["5", "10", "12.5", "20", "2.25"]
HEADS = {
    "level1": ["一级指标"],
    "level2": ["二级指标"],
    "name": ["三级指标", "三级指标名称"],
    "target": [
        "指标值",
        "年度指标值",
        "年初目标值（A）",
        "预期指标值",
        "全年目标值",
        "计划完成值",
    ],
    "actual": ["完成值", "实际完成值", "全年实际完成值（B）", "实际值", "完成情况"],
    "weight": ["分值", "权重", "标准分", "指标权重（%）", "满分"],
    "score": ["得分", "自评得分", "指标得分", "自评分（分）"],
}
IDLE = [
    "评分标准",
    "财政复核得分",
    "数据来源",
    "上年完成值",
    "完成率",
    "佐证资料",
    "序号",
]
FIELDS = tuple(HEADS)


@st.composite
def forms(draw):
    """Head and rows of a form: texts by field, groups sorted together."""
    head = {field: draw(st.sampled_from(words)) for field, words in HEADS.items()}
    groups = draw(
        st.lists(
            st.tuples(st.sampled_from(LEVEL1), st.sampled_from(LEVEL2)),
            min_size=1, max_size=4, unique=True,
        )
    )  # fmt: skip
    rows = []
    for level1, level2 in sorted(groups):
        for name in draw(
            st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True)
        ):
            values = [draw(st.sampled_from(v)) for v in (TARGETS, ACTUALS, POINTS, POINTS)]  # fmt: skip
            rows.append(dict(zip(FIELDS, (level1, level2, name, *values), strict=True)))
    return head, rows


def grid_of(head, rows, columns=FIELDS):
    return [[head[c] for c in columns], *([row[c] for c in columns] for row in rows)]


def merged_down(grid, columns):
    """The grid with equal neighbours in these columns merged, or left blank below."""
    merged = [list(row) for row in grid]
    for column, (above, row) in itertools.product(
        columns, enumerate(range(1, len(grid)))
    ):
        same_group = grid[row][: column + 1] == grid[above][: column + 1]
        if above and same_group:
            merged[row][column] = "^"
    return merged


def tables_of(*grids, merges_known=True, title="项目支出绩效自评表"):
    blocks: list[Block] = [Paragraph(text=title, number=1)]
    blocks += [
        Table(number=n, cells=cells_of(grid), merges_known=merges_known)
        for n, grid in enumerate(grids, start=1)
    ]
    return Blocks(container=Container.DOCX, blocks=tuple(blocks))


def expected(rows):
    return ["|".join(row[field] for field in FIELDS) for row in rows]


@given(form=forms(), order=st.permutations(FIELDS))
def test_columns_are_found_by_their_header_wherever_they_stand(form, order):
    head, rows = form
    report = read_claims(tables_of(grid_of(head, rows, order)))
    assert rows_of(report) == expected(rows)


@given(form=forms(), idle=st.lists(st.sampled_from(IDLE), unique=True), data=st.data())
def test_columns_that_are_no_claim_change_nothing(form, idle, data):
    head, rows = form
    columns = data.draw(st.permutations([*FIELDS, *idle]))
    head |= {word: word for word in idle}
    filled = [row | dict.fromkeys(idle, "7") for row in rows]
    report = read_claims(tables_of(grid_of(head, filled, columns)))
    assert rows_of(report) == expected(rows)


@given(form=forms())
def test_groups_merged_repeated_or_written_once_mean_the_same(form):
    head, rows = form
    grid = grid_of(head, rows)
    merged = merged_down(grid, (0, 1))
    once = [["" if text == "^" else text for text in row] for row in merged]
    for variant in (grid, merged, once):
        assert rows_of(read_claims(tables_of(variant))) == expected(rows)


@given(form=forms(), data=st.data())
def test_a_form_cut_by_a_page_break_is_one_form(form, data):
    head, rows = form
    grid = grid_of(head, rows)
    cut = data.draw(st.integers(2, len(grid)))
    with_head = [grid[:cut], [grid[0], *grid[cut:]]]
    without = [grid[:cut], grid[cut:]]
    for first, second in (with_head, without):
        report = read_claims(tables_of(first, second) if second else tables_of(first))
        assert rows_of(report) == expected(rows)
        assert len(report.forms) == 1


def without_places(report):
    return tuple(
        replace(
            form,
            place="",
            indicators=tuple(replace(row, place="") for row in form.indicators),
            budget=tuple(replace(line, place="") for line in form.budget),
        )
        for form in report.forms
    )


@settings(max_examples=15)
@given(form=forms())
def test_the_same_grid_is_the_same_form_in_every_container(form):
    head, rows = form
    blocks = tables_of(merged_down(grid_of(head, rows), (0, 1)))
    told = {
        name: without_places(read_document(write(blocks), name="表"))
        for name, write in CONTAINERS.items()
    }
    assert all(forms == told["docx"] for forms in told.values())
    assert [printed(row, ROW) for row in told["docx"][0].indicators] == expected(rows)


WORDS = st.sampled_from(
    [word for words in HEADS.values() for word in words] + IDLE + LEVEL1 + LEVEL2 + NAMES
    + TARGETS + POINTS + ["", "总分", "小计", "其中：财政拨款", "年度资金总额", "全年预算数",
       "全年执行数", "年初预算数", "项目名称", "绩效指标", "备注", "指标2：", "……", "单位：万元",
       "自评表", "执行率", "产出指标（50分）", "（10）", "100分", "7,00.0,77", "：", "()", "①"]
)  # fmt: skip
TEXTS = st.one_of(WORDS, st.text(max_size=12))


@st.composite
def any_blocks(draw):
    blocks: list[Block] = []
    for number in range(1, draw(st.integers(1, 4))):
        if draw(st.booleans()):
            blocks.append(Paragraph(text=draw(TEXTS) or "。", number=number))
            continue
        cells = tuple(
            Cell(
                text=draw(TEXTS), row=row, column=column,
                row_span=draw(st.integers(1, 3)), column_span=draw(st.integers(1, 3)),
            )
            for row in range(draw(st.integers(1, 6)))
            for column in range(draw(st.integers(1, 7)))
        )  # fmt: skip
        known = draw(st.booleans())
        blocks.append(Table(number=number, cells=cells, merges_known=known))
    return Blocks(container=Container.HTML, blocks=tuple(blocks))


@settings(max_examples=300)
@given(blocks=any_blocks())
def test_any_blocks_can_be_read(blocks):
    report = read_claims(blocks)
    for form in report.forms:
        assert form.indicators
        assert all(row.name and row.place for row in form.indicators)


@pytest.mark.parametrize(
    ("sketch", "wanted"),
    [
        ("年度|2022年|项目名称|修路|<", ("2022年", 2022)),
        ("年度：|2021年度|项目名称|修路|<", ("2021年度", 2021)),
        ("（2022年度）|修路|项目名称|修路|<", (None, None)),
        ("年度|·|项目名称|修路|<", (None, None)),
    ],
)
def test_the_year_behind_its_label(sketch, wanted):
    (form,) = claims(
        f"{sketch}\n三级指标|指标值|完成值|分值|得分\n人数|1|1|50|50"
    ).forms

    assert (dict(form.labelled).get("年度"), form.year) == wanted


def test_weight_and_points_of_the_budget_without_the_word():
    (form,) = claims("""
项目资金（万元）|年初预算数|全年预算数|全年执行数|分值|执行率|得分
年度资金总额|100|120|119|10分|99.17%|9.92 分
三级指标|指标值|完成值|分值|得分
人数|1|1|50|五十分
""").forms

    assert [printed(line, BUDGET) for line in form.budget] == [
        "年度资金总额|100|120|119|10|99.17%|9.92|万元"
    ]
    assert form.indicators[0].score == "五十分"


def test_points_behind_a_budget_label_are_no_amount():
    report = claims("""
预算执行|20分
三级指标|指标值|完成值|分值|得分
人数|1|1|50|50
""")

    assert report.forms[0].budget == ()
    assert report.accounts == ()
