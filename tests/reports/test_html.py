import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from tests.reports.sample import HUBEI, SICHUAN, department, project, scored

from jixiao.core.evaluation import Passage
from jixiao.reports.charts import budget_chart, completion_chart, level_chart
from jixiao.reports.html import render_html
from jixiao.reports.narrative import compose_report


def page(evaluation, rulebook=HUBEI):
    scorecard = scored(evaluation, rulebook)
    document = compose_report(evaluation, scorecard, rulebook)
    return render_html(document, evaluation, scorecard, rulebook).decode()


@pytest.fixture(scope="module")
def text():
    return page(department())


@pytest.fixture(scope="module")
def tree(text):
    return html.fromstring(text)


def test_it_needs_no_network_and_no_script(text, tree):
    assert not tree.xpath("//script | //link | //img | //iframe | //object")
    without_names = text.replace("http://www.w3.org/", "")
    assert not re.search(r"https?://|url\(|@import", without_names)


def test_it_says_its_language_and_has_headings_in_order(tree):
    assert tree.get("lang") == "zh-CN"
    levels = [int(h.tag[1]) for h in tree.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1


def test_every_header_cell_has_a_scope(tree):
    heads = tree.xpath("//th")
    assert heads
    assert all(
        th.get("scope") in ("col", "colgroup", "row", "rowgroup") for th in heads
    )


def test_every_chart_is_named_and_its_text_is_text(tree):
    charts = tree.xpath("//figure/*[local-name()='svg']")
    assert len(charts) == 3
    for chart in charts:
        assert chart.get("role") == "img"
        assert chart.get("aria-label")
        assert "".join(chart.itertext()).strip()
        assert chart.get("width") is None


def test_every_point_can_be_unfolded(tree):
    derivations = tree.xpath("//details")
    assert len(derivations) == 25
    assert "97%" in derivations[0].text_content()


def test_the_form_is_a_real_table(tree):
    last = tree.xpath("//table")[-1]
    (level,) = [th for th in last.xpath(".//th") if th.text == "产出指标（40）"]
    assert level.get("rowspan") == "14"


def test_an_undecided_row_says_why():
    assert "待定：定性指标没有评定得分" in page(project(), SICHUAN)


def test_charts_are_left_out_where_there_is_nothing_to_draw():
    bare = replace(department(), budget=None, indicators=())
    assert "各指标完成比例" not in page(bare)
    assert "预算安排与执行" not in page(bare)
    assert completion_chart((), year=2020) == ""


def test_charts_say_met_and_unmet_in_words_too():
    evaluation = department()
    scorecard = scored(evaluation, HUBEI)
    drawn = completion_chart(scorecard.rows, year=2020)
    assert drawn.count("未完成") >= 8
    assert "19.4 / 20 分" in level_chart(scorecard)
    assert evaluation.budget
    assert "5737.12 万元" in budget_chart(evaluation.budget)


def test_equal_facts_are_equal_bytes():
    assert page(project(), SICHUAN) == page(project(), SICHUAN)


@settings(max_examples=15, deadline=None)
@given(st.text(min_size=1, alphabet=st.characters(exclude_categories=("Cs", "Cc"))))
def test_any_text_survives(words):
    evaluation = replace(
        project(), indicators=(), budget=None, causes=(Passage(text=f"始{words}终"),)
    )
    read = html.fromstring(page(evaluation, SICHUAN)).text_content()
    assert "".join(f"始{words}终".split()) in "".join(read.split())
