from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import accumulate, pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from jixiao.core.errors import InvalidRulebookError
from jixiao.core.evaluation import Form
from jixiao.core.rulebook import InapplicableRule, LateRule, Status
from jixiao.rulebooks.loader import (
    load_rulebook,
    rulebook_by_id,
    shipped_rulebooks,
    shipped_text,
)

OWN = """
id: some-county-2021
title: 某县项目支出绩效自评
applies_to: {form: project, region: "421202", budget_years: {from: 2021, to: 2022}}
reference: {title: 某县通知, number: 某财〔2021〕1号, clause: 第三条, status: confirmed}
total: 100
points:
  execution: {name: 预算执行, weight: 12.5}
  decision: {name: 项目决策, weight: 7.5, level2: [立项]}
  output: {name: 产出指标, weight: 80, reference: {clause: 第四条, status: confirmed}}
quantitative: {formula: weight_times_ratio}
qualitative:
  tiers:
    - {label: 好, greatest: 100, least: 60}
    - {label: 差, greatest: 60, least: 0}
rounding: {points_places: 1}
over_target: {percent: 50, deduction: 0.5, reference: {title: 另一文件, status: unconfirmed}}
late: {rule: zero}
inapplicable: {rule: full}
caps: {bands: [{below_percent: 50, points: 59}, {below_percent: 60, points: 69.5}]}
grades: {bands: [[85, 一等], [0, 二等]], reference: {status: unconfirmed}}
columns: {sign: true, unit: false}
"""

OVERLAY = """
id: own
title: 某县
overlay_of: hubei-department-2020
reference: {title: 某县通知, status: confirmed}
"""


def changed(old: str, new: str, text: str = OWN) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def refusal_of(text: str, **options) -> str:
    with pytest.raises(InvalidRulebookError) as refusal:
        load_rulebook(text, name="某县.yaml", **options)
    return str(refusal.value)


def test_a_users_own_book_is_read_whole():
    book = load_rulebook(OWN, name="某县.yaml")

    assert (book.id, book.form, book.region) == (
        "some-county-2021", Form.PROJECT, "421202"
    )  # fmt: skip
    assert (book.first_budget_year, book.last_budget_year) == (2021, 2022)
    assert [(v.name, v.weight) for v in book.levels] == [
        ("预算执行", Decimal("12.5")), ("项目决策", Decimal("7.5")), ("产出指标", Decimal(80))
    ]  # fmt: skip
    assert book.level2 == (("项目决策", "立项"),)
    assert (book.points_places, book.rate_places) == (1, None)
    assert [(t.label, int(t.greatest), int(t.least)) for t in book.tiers] == [
        ("好", 100, 60), ("差", 60, 0)
    ]  # fmt: skip
    assert book.over_target
    assert book.over_target.deduction == Decimal("0.5")
    assert (book.late, book.inapplicable) == (LateRule.ZERO, InapplicableRule.FULL)
    assert [(str(c.below_percent), str(c.points)) for c in book.caps] == [
        ("50", "59"), ("60", "69.5")
    ]  # fmt: skip
    assert (book.grade_of(Decimal(85)), book.grade_of(Decimal("84.9"))) == (
        "一等", "二等"
    )  # fmt: skip
    assert (book.sign_in_own_column, book.unit_in_own_column) == (True, False)
    assert (book.overlay_of, book.changed) == (None, ())


def test_a_provision_inherits_title_and_status_but_no_clause():
    book = load_rulebook(OWN, name="某县.yaml")
    inherited = book.reference_of("quantitative")

    assert (inherited.title, inherited.clause) == ("某县通知", None)
    assert inherited.number == "某财〔2021〕1号"
    assert inherited.status is Status.CONFIRMED
    assert book.reference_of("output").cite() == "某县通知第四条"
    assert book.reference_of("over_target").title == "另一文件"
    assert book.reference_of("grades").number is None
    assert book.unconfirmed == ("over_target", "grades")


def test_a_number_is_not_inherited_by_what_stands_in_another_document():
    text = changed("{title: 另一文件, status: unconfirmed}", "{title: 另一文件}")
    reference = load_rulebook(text, name="某县.yaml").reference_of("over_target")

    assert (reference.title, reference.number) == ("另一文件", None)
    assert reference.status is Status.CONFIRMED


def test_an_overlay_replaces_single_parameters_and_says_which():
    base = rulebook_by_id("hubei-department-2020")
    book = load_rulebook(
        OVERLAY + "points: {output: {weight: 45}, benefit: {weight: 25}}", name="某县"
    )

    assert [level.weight for level in book.levels] == [20, 45, 25, 10]
    assert book.changed == ("points → output → weight", "points → benefit → weight")
    assert book.overlay_of == "hubei-department-2020"
    assert book.reference_of("output").title == "某县通知"
    assert book.reference_of("execution") == base.reference_of("execution")
    assert book.level2 == base.level2


def test_an_overlay_that_repeats_the_base_changes_nothing():
    book = load_rulebook(OVERLAY + "rounding: {rate_places: 0}", name="某县")

    assert book.changed == ()


def test_an_overlay_removes_a_provision_and_a_group():
    book = load_rulebook(
        OVERLAY + "grades: ~\npoints: {satisfaction: ~, benefit: {weight: 40}}",
        name="某县",
    )

    assert book.grades == ()
    assert [level.name for level in book.levels] == ["预算执行", "产出指标", "效益指标"]
    assert book.changed == (
        "points → benefit → weight",
        "points → satisfaction",
        "grades",
    )


def test_an_overlay_of_an_overlay_names_its_own_base_and_changes():
    texts = {"county": OVERLAY.replace("id: own", "id: county") + "total: 100\n"
             "rounding: {rate_places: 1}"}  # fmt: skip
    top = OVERLAY.replace("hubei-department-2020", "county")
    book = load_rulebook(
        top + "rounding: {points_places: 1}",
        name="顶",
        find=lambda name: texts.get(name) or shipped_text(name),
    )

    assert (book.overlay_of, book.changed) == ("county", ("rounding → points_places",))
    assert (book.rate_places, book.points_places) == (1, 1)


def test_an_overlay_cannot_lie_upon_itself():
    texts = {
        "one": OVERLAY.replace("id: own", "id: one").replace(
            "hubei-department-2020", "own"
        )
    }
    text = OVERLAY.replace("hubei-department-2020", "one")

    assert (
        refusal_of(text, find=texts.__getitem__)
        == "计分规则 one：“overlay_of”绕回到“own”自身；请改为另一份计分规则的编号"
    )


def test_an_unknown_base_is_refused_with_the_nearest():
    sentence = refusal_of(OVERLAY.replace("hubei-department", "hubei-departmnt"))

    assert sentence.startswith(
        "计分规则 某县.yaml：“overlay_of”无法采用：没有编号为“hubei-departmnt-2020”的计分规则，"
        "是否想写“hubei-department-2020”"
    )


def test_an_unknown_id_is_refused_with_the_nearest():
    with pytest.raises(InvalidRulebookError, match="是否想写“national-project-2020”"):
        rulebook_by_id("national-projekt-2020")


@pytest.mark.parametrize("path", ["../loader", "", "hubei-department-2020.yaml"])
def test_an_id_is_no_path(path):
    with pytest.raises(InvalidRulebookError, match="没有编号为"):
        rulebook_by_id(path)


def test_the_shipped_books_are_loaded_once():
    assert shipped_rulebooks() is shipped_rulebooks()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("weight: 80,", "weight: 八十,", "“points → output → weight”应为数字，如 20 或 37.5，或空值，实际是“八十”；请改正"),
        ("weight: 80,", "weight: ８０,", "“points → output → weight”应为数字，如 20 或 37.5，或空值，实际是“８０”；请改正"),
        ("weight: 80,", "weight: -80,", "“points → output → weight”应为数字，如 20 或 37.5，或空值，实际是“-80”；请改正"),
        ("weight: 80,", "weight: 1e2,", "“points → output → weight”应为数字，如 20 或 37.5，或空值，实际是“1e2”；请改正"),
        ("weight: 80,", "wieght: 80,", "“points → output”不能写“wieght”，是否想写“weight”；此处可写：level2、may_be_omitted、name、reference、weight；请改名或删去（另有 1 处问题）"),
        ("weight: 80,", "weight: 79,", "“points”的分值合计 12.5 + 7.5 + 79 = 99，应为 100；请核对各项 weight 和 total"),
        ("weight: 12.5", "weight: ~}\n  other: {name: 其他, weight: 20", "“points”的分值合计 20 + 7.5 + 80 = 107.5，应为不超过 100；请核对各项 weight 和 total"),
        ("total: 100", "total: 0", "“total”为 0，无法计分；请写明总分（另有 3 处问题）"),
        ("name: 项目决策", "name: 产出指标", "“points”中“产出指标”出现两次，无法判断以哪个为准；请改名或删去一个"),
        ("  decision:", "  grades:", "“points”中的代号“grades”与同名条目混淆；请换一个代号"),
        ("  decision:", "  Decision:", "“points”不能写“Decision”；请改名或删去"),
        ("form: project", "form: projekt", "“applies_to → form”应为“department_overall”、“project”、“transfer_payment”、“any”之一，实际是“projekt”；请改正"),
        ("to: 2022", "to: 2020", "“applies_to → budget_years”的末个年度 2020 早于首个年度 2021；请核对年度"),
        ("to: 2022", "to: 22", "“applies_to → budget_years → to”应为四位年份，如 2020，或空值，实际是“22”；请改正"),
        (", status: confirmed}\ntotal", "}\ntotal", "“reference”缺少“status”；请补上"),
        (", status: confirmed}\ntotal", ", status: unconfirmed}\ntotal", "“reference”写有条款或文号“第三条”，却未核对原文；请核对后把 status 改为 confirmed，或把条款、文号留空"),
        ("{title: 另一文件, status", "{number: 9号, status", "“over_target → reference”写有条款或文号“9号”，却未核对原文；请核对后把 status 改为 confirmed，或把条款、文号留空"),
        ("greatest: 60, least: 0", "greatest: 59, least: 0", "“qualitative → tiers”“好”的下限 60 与“差”的上限 59 不衔接；请改为同一个数"),
        ("greatest: 60, least: 0", "greatest: 60, least: 1", "“qualitative → tiers”应从 100 到 0，由高到低；请补齐首档上限 100、末档下限 0"),
        ("greatest: 100, least: 60", "greatest: 100, least: 100", "“qualitative → tiers”“好”的下限 100 不小于上限 100；请核对（另有 1 处问题）"),
        ("[85, 一等]", "[0, 一等]", "“grades → bands”的起点分数应由高到低、互不相同；请调整次序"),
        ("[0, 二等]", "[60, 二等]", "“grades → bands”末级“二等”的起点分数为 60，更低的得分没有等级；请把末级改为 0"),
        ("[85, 一等]", "[101, 一等]", "“grades → bands”首级“一等”的起点分数 101 超过总分 100；请核对"),
        ("[85, 一等]", "[85, 一等, x]", "“grades → bands → 第1项”应至多有 2 项，实际是3 项的列表；请改正"),
        ("{below_percent: 60", "{below_percent: 50", "“caps → bands”的 below_percent 应由低到高、互不相同；请调整次序"),
        ("points: 69.5", "points: 59", "“caps → bands”的 points 应由低到高、互不相同；请调整次序"),
        ("points: 69.5", "points: 101", "“caps → bands”的上限 101 超过总分 100，不起作用；请核对"),
        ("deduction: 0.5", "deduction: 0.25", "“over_target → deduction”0.25 的小数位数多于得分保留的 1 位；请核对 rounding → points_places"),
        ("deduction: 0.5", "deduction: 0", "“over_target → deduction”为 0，等于不扣分；请写明扣几分，或删去 over_target"),
        ("points_places: 1", "points_places: 7", "“rounding → points_places”应为0 至 6 的整数，实际是“7”；请改正"),
        ("points_places: 1", "points_places: 1, coefficient_places: 2", "“quantitative → formula”与“rounding → coefficient_places”不一致：按得分系数计分（weight_times_coefficient）才有、且必须有得分系数的小数位数；请改其一"),
        ("weight_times_ratio", "weight_times_coefficient", "“quantitative → formula”与“rounding → coefficient_places”不一致：按得分系数计分（weight_times_coefficient）才有、且必须有得分系数的小数位数；请改其一"),
        ("sign: true", "sign: yes", "“columns → sign”应为 true 或 false，实际是“yes”；请改正"),
    ],
)  # fmt: skip
def test_a_wrong_book_is_refused_in_one_sentence(old, new, problem):
    assert refusal_of(changed(old, new)) == f"计分规则 某县.yaml：{problem}"


@pytest.mark.parametrize(
    "text",
    [
        changed("to: 2022", "to: 2021"),
        changed("points: 69.5", "points: 100"),
        changed("[85, 一等]", "[100, 一等]"),
        changed("deduction: 0.5", "deduction: 10.5"),
        changed("weight: 80,", "weight: ~,"),
    ],
    ids=["one year", "cap at the total", "grade at the total", "tenths", "open weight"],
)
def test_the_boundary_is_accepted(text):
    assert load_rulebook(text, name="某县.yaml").id == "some-county-2021"


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.integers(-2, 2))
def test_a_book_is_accepted_exactly_when_its_weights_add_up(weights, error):
    groups = {f"g{i}": {"name": f"组{i}", "weight": w} for i, w in enumerate(weights)}
    tree = yaml.safe_load(OWN) | {"points": groups, "total": sum(weights) + error}
    del tree["caps"], tree["grades"]
    text = yaml.safe_dump(tree, allow_unicode=True)

    try:
        book = load_rulebook(text, name="例")
    except InvalidRulebookError:
        assert error != 0
    else:
        assert error == 0
        assert sum(level.weight or 0 for level in book.levels) == book.total_weight


@given(st.lists(st.integers(1, 30), min_size=1, max_size=3))
def test_contiguous_tiers_are_accepted(steps):
    limits = [100, *(100 - step for step in accumulate(steps)), 0]
    tree = yaml.safe_load(OWN)
    tree["qualitative"]["tiers"] = [
        {"label": f"档{i}", "greatest": upper, "least": lower}
        for i, (upper, lower) in enumerate(pairwise(limits))
    ]

    book = load_rulebook(yaml.safe_dump(tree, allow_unicode=True), name="例")

    assert [(int(t.greatest), int(t.least)) for t in book.tiers] == list(
        pairwise(limits)
    )


parameters = st.sampled_from(
    ["total", "points", "quantitative", "qualitative", "rounding", "caps", "grades"]
)
nonsense = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner)
    ),
    max_leaves=6,
)


@given(parameters, nonsense, st.booleans())
def test_nonsense_is_refused_and_never_crashes(name, value, is_overlay):
    tree = yaml.safe_load(OVERLAY if is_overlay else OWN) | {name: value}
    text = yaml.safe_dump(tree, allow_unicode=True)

    try:
        outcome = load_rulebook(text, name="例").title
    except InvalidRulebookError as error:
        outcome = str(error)

    assert outcome.startswith(("计分规则 例：", "某县"))


def test_an_empty_overlay_is_its_base_under_another_name():
    base = rulebook_by_id("hubei-department-2020")
    book = load_rulebook(OVERLAY, name="某县")

    assert replace(
        book, id=base.id, title=base.title, overlay_of=None, reference=base.reference
    ) == base  # fmt: skip
