"""The published shape of an evaluation: JSON and YAML there and back."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.core.errors import InvalidEvaluationError
from jixiao.core.evaluation import (
    Budget,
    BudgetBy,
    BudgetLine,
    Evaluation,
    Form,
    Indicator,
    Passage,
    Scope,
)
from jixiao.core.money import Money
from jixiao.exchange.evaluation import read_evaluation, to_json, to_yaml
from jixiao.workflows.read_form import read_facts

TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp", "Co")), max_size=30
)
NAMES = TEXTS.filter(bool)
POINTS = st.none() | st.decimals(0, 100, places=2).map(lambda d: d.normalize() + 0)
MONEY = st.none() | st.decimals(0, 10**12, places=2).map(Money)


def lines(by):
    return st.builds(
        BudgetLine,
        label=NAMES,
        by=st.just(by),
        initial=MONEY,
        adjusted=MONEY,
        executed=MONEY,
        adjustment=MONEY,
    )


BUDGETS = st.builds(
    lambda total, *parts, weight: Budget(
        total=total, parts=tuple(p for part in parts for p in part), weight=weight
    ),
    lines(BudgetBy.TOTAL),
    st.lists(lines(BudgetBy.SOURCE), max_size=2),
    st.lists(lines(BudgetBy.NATURE), max_size=2),
    st.lists(lines(BudgetBy.ECONOMIC_CATEGORY), max_size=2),
    weight=POINTS,
)
PASSAGES = st.lists(st.builds(Passage, heading=TEXTS, text=NAMES), max_size=2).map(
    tuple
)
INDICATORS = st.builds(
    Indicator,
    level1=TEXTS,
    level2=TEXTS,
    name=NAMES,
    target=TEXTS,
    actual=TEXTS,
    weight=POINTS,
    sign=st.none() | NAMES,
    unit=st.none() | NAMES,
    stated_points=POINTS,
    is_applicable=st.booleans(),
    account=TEXTS,
    deviation_reason=TEXTS,
    improvement=TEXTS,
    evidence=st.lists(NAMES, max_size=2).map(tuple),
)
EVALUATIONS = st.builds(
    Evaluation,
    organisation=NAMES,
    year=st.integers(2000, 2099),
    form=st.sampled_from(Form),
    title=TEXTS,
    project=TEXTS,
    scope=st.none() | st.sampled_from(Scope),
    functions=TEXTS,
    annual_goals=st.lists(NAMES, max_size=2).map(tuple),
    budget=st.none() | BUDGETS,
    indicators=st.lists(INDICATORS, max_size=3).map(tuple),
    causes=PASSAGES,
    improvements=PASSAGES,
    process=PASSAGES,
    last_year_results=PASSAGES,
    stated_total=POINTS,
    stated_grade=st.none() | NAMES,
    date=TEXTS,
)


@given(EVALUATIONS)
def test_json_gives_back_the_same_evaluation(evaluation):
    read = read_facts(to_json(evaluation).encode(), name="事实.json")

    assert read == evaluation


@given(EVALUATIONS)
def test_yaml_gives_back_the_same_evaluation(evaluation):
    read = read_facts(to_yaml(evaluation).encode(), name="事实.yaml")

    assert read == evaluation


def test_a_figure_never_passes_through_a_float():
    text = json.dumps(minimal()).replace('"20"', "0.1").replace('"14"', "0.30")

    row = read_facts(text.encode(), name="a.json").indicators[0]

    assert (row.target, row.actual) == ("0.1", "0.30")


def test_amounts_are_read_in_the_unit_they_carry():
    tree = minimal() | {
        "budget": {
            "total": {
                "label": "总额",
                "adjusted": "5923.63万元",
                "executed": "57371231.27",
            }
        }
    }

    budget = read_evaluation(tree, name="a.yaml").budget

    assert budget is not None
    total = budget.total
    assert total.adjusted == Money(Decimal("59236300"))
    assert total.executed == Money(Decimal("57371231.27"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"year": "二〇二〇"}, "year"),
        ({"indicators": None}, "indicators"),
        ({"form": "department"}, "form"),
        ({"weigth": "3"}, "weigth"),
        (
            {
                "indicators": [
                    {
                        "level1": "产出指标",
                        "name": "甲",
                        "target": "1",
                        "actual": "1",
                        "weight": "三",
                    }
                ]
            },
            "第1项",
        ),
    ],
)
def test_a_wrong_shape_is_refused_with_its_place(change, sentence):
    tree = minimal() | change

    with pytest.raises(InvalidEvaluationError) as refusal:
        read_evaluation(tree, name="我的数据.yaml")

    assert sentence in str(refusal.value)
    assert "我的数据.yaml" in str(refusal.value)


@pytest.mark.parametrize(
    "content", [b"", b"[1, 2", b"{", b"a: [b", b"\xff\xfe\x00", b"a: *b"]
)
@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_what_is_no_json_or_yaml_is_refused(content, name):
    with pytest.raises(InvalidEvaluationError) as refusal:
        read_facts(content, name=name)

    assert name in str(refusal.value)


def minimal():
    return {
        "schema": "jixiao-evaluation/1",
        "organisation": "某局",
        "year": "2020",
        "form": "project",
        "indicators": [
            {
                "level1": "产出指标",
                "name": "面积",
                "target": "20",
                "actual": "14",
                "weight": "3",
            }
        ],
    }
