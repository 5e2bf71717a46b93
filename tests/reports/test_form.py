from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports.sample import (
    HUBEI,
    NATIONAL,
    SICHUAN,
    SIGN_ONLY,
    UNIT_ONLY,
    department,
    project,
    scored,
)

from jixiao.core.evaluation import Form
from jixiao.reports.document import placed
from jixiao.reports.form import compose_form


def form_of(evaluation, rulebook):
    return compose_form(evaluation, scored(evaluation, rulebook), rulebook)


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


def test_hubei_prints_weights_in_brackets():
    table = form_of(department(), HUBEI)
    rows = texts(table)
    assert rows[table.header_at] == [
        "一级指标", "二级指标", "三级指标", "年初指标值（A）", "实际完成值（B）", "得分",
    ]  # fmt: skip
    first = rows[table.header_at + 1]
    assert first[:2] == ["产出指标（40）", "数量指标（21）"]
    assert first[2:] == ["拓展发展空间面积（平方公里）（3分）", "20", "14", "2.1"]
    assert ["部门整体支出总额", "5923.63", "5737.12", "97%", "19.4"] in rows
    assert ["总分", "94.92"] in rows


def test_the_header_of_the_execution_points_names_the_rulebooks_weight():
    assert "得分（20分*执行率）" in texts(form_of(department(), HUBEI))[4]


def test_levels_are_merged_over_their_indicators():
    table = form_of(department(), HUBEI)
    spans = {p.cell.text: p.cell.row_span for p in placed(table) if p.cell.row_span > 1}
    assert spans["产出指标（40）"] == 14
    assert spans["效益指标（30）"] == 8
    assert spans["生态效益指标（12）"] == 3


def test_the_national_form_has_a_column_of_weights():
    table = form_of(project(), NATIONAL)
    assert texts(table)[table.header_at][3:] == [
        "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施",
    ]  # fmt: skip
    assert [
        "年度资金总额",
        "400.00",
        "420.00",
        "396.00",
        "10",
        "94.29%",
        "9.43",
    ] in texts(table)


def test_signs_and_units_stand_apart_where_the_rulebook_says_so():
    table = form_of(project(), SICHUAN)
    row = texts(table)[table.header_at + 1]
    assert row[2:9] == ["新建公厕", "≥", "8", "座", "8", "20", "20"]


@pytest.mark.parametrize(
    ("rulebook", "cells"),
    [(SIGN_ONLY, ["≥", "8座", "8座"]), (UNIT_ONLY, ["≥8", "座", "8"])],
    ids=lambda value: getattr(value, "id", ""),
)
def test_only_one_of_sign_and_unit_may_stand_apart(rulebook, cells):
    table = form_of(project(), rulebook)
    assert texts(table)[table.header_at + 1][3:6] == cells


def test_signs_and_units_kept_apart_are_joined_where_there_is_no_column():
    table = form_of(project(), NATIONAL)
    assert texts(table)[table.header_at + 1][2:5] == ["新建公厕", "≥8座", "8座"]


def test_missing_weights_leave_no_bracket():
    evaluation = department()
    changed = tuple(replace(row, weight=None) for row in evaluation.indicators)
    table = form_of(replace(evaluation, indicators=changed), HUBEI)
    row = texts(table)[table.header_at + 1]
    assert row[:3] == ["产出指标", "数量指标", "拓展发展空间面积（平方公里）"]
    assert row[5] == "待定"


words = st.text(max_size=12)


@given(st.lists(st.tuples(words, words, words, words, words), max_size=12), st.data())
def test_the_grid_of_any_form_is_filled_without_overlaps(rows, data):
    evaluation = data.draw(st.sampled_from([department(), project()]))
    rulebook = data.draw(
        st.sampled_from([HUBEI, NATIONAL, SICHUAN, SIGN_ONLY, UNIT_ONLY])
    )
    indicators = tuple(
        replace(
            evaluation.indicators[0], level1=level1, level2=level2, name=name,
            target=target, actual=actual,
        )
        for level1, level2, name, target, actual in rows
    )  # fmt: skip
    table = form_of(replace(evaluation, indicators=indicators), rulebook)
    assert placed(table)
    assert sum(table.widths) == 156


@pytest.mark.parametrize("form", [Form.TRANSFER_PAYMENT, Form.UNKNOWN])
def test_other_forms_are_laid_out_too(form):
    assert placed(form_of(replace(project(), form=form), NATIONAL))
