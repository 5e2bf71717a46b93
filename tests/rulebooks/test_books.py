"""Conventions that every shipped rulebook keeps."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from importlib.resources import files
from itertools import combinations

import pytest
from jsonschema import Draft202012Validator

from jixiao.core.evaluation import Form
from jixiao.core.rulebook import InapplicableRule, LateRule, Rulebook, Status
from jixiao.rulebooks.loader import (
    rulebook_by_id,
    shipped_ids,
    shipped_rulebooks,
    shipped_text,
)
from jixiao.rulebooks.source import read_tree

SCHEMA = json.loads(
    (files("jixiao.rulebooks") / "rulebook-1.schema.json").read_text(encoding="utf-8")
)
BOOKS = shipped_rulebooks()
each_book = pytest.mark.parametrize("book", BOOKS, ids=[book.id for book in BOOKS])


def test_the_books_are_these():
    assert [book.id for book in BOOKS] == [
        "anhui-project-2021",
        "chongqing-department-2022",
        "hubei-department-2020",
        "hubei-project-2020",
        "hunan-department-2020",
        "national-project-2020",
        "national-project-cost-2021",
        "platform-over-target",
        "shanghai-project-2022",
        "sichuan-project-2021",
        "yunnan-project-2022",
    ]


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


def objects_of(schema, place="schema"):
    if isinstance(schema, dict):
        if "object" in str(schema.get("type", "")):
            yield place, schema
        for key, part in schema.items():
            yield from objects_of(part, f"{place}.{key}")


def test_the_schema_describes_each_property_in_chinese_and_allows_no_other():
    objects = dict(objects_of(SCHEMA))

    assert len(objects) == 17
    for place, schema in objects.items():
        assert schema["additionalProperties"] is False, place
        parts = schema.get("properties") or schema["patternProperties"]
        for name, part in parts.items():
            assert re.search(r"[\u4e00-\u9fff]", part["title"]), f"{place} {name}"
            assert re.search(r"[\u4e00-\u9fff]", part["description"]), f"{place} {name}"


@pytest.mark.parametrize("rulebook_id", shipped_ids())
def test_a_book_fits_the_schema(rulebook_id):
    tree = read_tree(shipped_text(rulebook_id), name=rulebook_id)

    assert [e.message for e in Draft202012Validator(SCHEMA).iter_errors(tree)] == []


@pytest.mark.parametrize("rulebook_id", shipped_ids())
def test_a_book_is_named_as_its_file_and_its_first_year(rulebook_id):
    book = rulebook_by_id(rulebook_id)
    year = re.search(r"-(\d{4})$", rulebook_id)

    assert book.id == rulebook_id
    assert year is None or int(year[1]) == book.first_budget_year


@each_book
def test_every_provision_cites(book: Rulebook):
    tree = read_tree(shipped_text(book.overlay_of or book.id), name=book.id)
    not_provisions = {
        "id", "title", "applies_to", "reference", "total", "points", "overlay_of",
    }  # fmt: skip
    provisions = {*tree["points"], *(set(tree) - not_provisions)}

    assert provisions <= dict(book.references).keys()
    for _, reference in (("", book.reference), *book.references):
        assert reference.title
        assert isinstance(reference.status, Status)
        if reference.status is Status.UNCONFIRMED:
            assert reference.number is None
            assert reference.clause is None


@each_book
def test_weights_add_up(book: Rulebook):
    weights = [level.weight for level in book.levels]
    given = sum((w for w in weights if w is not None), Decimal(0))

    assert book.total_weight == 100
    assert given == 100 or (given < 100 and (None in weights or not weights))


def series_of(book: Rulebook) -> tuple[Form, str, str]:
    return book.form, book.region, re.sub(r"-\d{4}$", "", book.id)


def validity_overlaps(one: Rulebook, other: Rulebook) -> bool:
    endless = 9999
    return one.first_budget_year <= (
        other.last_budget_year or endless
    ) and other.first_budget_year <= (one.last_budget_year or endless)


def test_validity_periods_of_one_series_do_not_overlap():
    overlapping = [
        (one.id, other.id)
        for one, other in combinations(BOOKS, 2)
        if series_of(one) == series_of(other) and validity_overlaps(one, other)
    ]

    assert overlapping == []


@each_book
def test_a_book_without_recognisable_form_says_any(book: Rulebook):
    assert (book.form is Form.UNKNOWN) == (book.id == "platform-over-target")


def tiers_of(book: Rulebook) -> list[tuple[str, str]]:
    return [(str(tier.greatest), str(tier.least)) for tier in book.tiers]


def bands_of(book: Rulebook) -> list[tuple[str, str]]:
    return [(str(band.from_points), band.label) for band in book.grades]


def scheme_of(book: Rulebook) -> list[tuple[str, int | None]]:
    return [
        (level.name, None if level.weight is None else int(level.weight))
        for level in book.levels
    ]


def test_hubei_department_is_as_its_form_says():
    book = rulebook_by_id("hubei-department-2020")

    assert scheme_of(book) == [
        ("预算执行", 20), ("产出指标", 40), ("效益指标", 30), ("满意度指标", 10)
    ]  # fmt: skip
    assert book.execution_level == "预算执行"
    assert book.execution_weight == 20
    assert [level.may_be_omitted for level in book.levels] == [False] * 3 + [True]
    assert (book.rate_places, book.points_places, book.coefficient_places) == (
        0, 2, None
    )  # fmt: skip
    assert tiers_of(book) == [("100", "80"), ("80", "50"), ("50", "0")]
    assert bands_of(book) == [("90", "优"), ("80", "良"), ("60", "中"), ("0", "差")]
    assert book.unconfirmed == ("grades",)
    assert book.reference_of("quantitative").cite() == "部门整体支出绩效自评表备注2"
    assert book.reference_of("rounding").cite() == "部门整体支出绩效自评表"
    assert (book.late, book.inapplicable) == (
        LateRule.UNDECIDED, InapplicableRule.UNDECIDED
    )  # fmt: skip
    assert book.level2[:2] == (("产出指标", "数量指标"), ("产出指标", "质量指标"))


def test_hubei_project_differs_in_what_is_confirmed():
    book = rulebook_by_id("hubei-project-2020")

    assert [weight for _, weight in scheme_of(book)] == [20, 40, 30, 10]
    assert book.rate_places == 0
    assert tiers_of(book) == [("100", "80"), ("80", "50"), ("50", "0")]
    assert book.unconfirmed == ("benefit", "satisfaction", "rounding", "grades")


def test_national_project_does_not_round_the_rate_and_rescales():
    book = rulebook_by_id("national-project-2020")

    assert [weight for _, weight in scheme_of(book)] == [10, 50, 30, 10]
    assert (book.rate_places, book.points_places) == (None, 2)
    assert tiers_of(book) == [("100", "80"), ("80", "60"), ("60", "0")]
    assert book.inapplicable is InapplicableRule.RESCALE
    assert book.reference.number == "财预〔2020〕10号"
    assert book.region == ""
    assert book.unconfirmed == ("rounding", "grades")


def test_the_cost_book_gives_cost_a_group_of_its_own():
    book = rulebook_by_id("national-project-cost-2021")

    assert scheme_of(book) == [
        ("预算执行率", 10), ("成本指标", 20), ("产出指标", 40), ("效益指标", 20),
        ("满意度指标", 10),
    ]  # fmt: skip
    assert [name for group, name in book.level2 if group == "成本指标"] == [
        "经济成本指标", "社会成本指标", "生态环境成本指标"
    ]  # fmt: skip
    assert book.reference.number == "财预〔2021〕101号"
    assert {reference.number for _, reference in book.references} == {None}
    assert len(book.unconfirmed) == len(book.references) == 10


def test_the_platform_takes_two_points_and_caps_the_total():
    book = rulebook_by_id("platform-over-target")

    assert book.over_target
    assert (book.over_target.percent, int(book.over_target.deduction)) == (30, 2)
    assert [(int(c.below_percent), int(c.points)) for c in book.caps] == [
        (50, 59), (60, 69), (70, 79), (80, 89)
    ]  # fmt: skip
    assert (book.levels, book.execution_level, book.execution_weight) == (
        (),
        None,
        None,
    )
    assert book.unconfirmed == ("quantitative", "rounding", "over_target", "caps")


def test_sichuan_divides_90_freely_with_sign_and_unit_apart():
    book = rulebook_by_id("sichuan-project-2021")

    assert [weight for _, weight in scheme_of(book)] == [10, None, None, None]
    assert book.sign_in_own_column
    assert book.unit_in_own_column


def test_chongqing_scores_by_coefficient():
    book = rulebook_by_id("chongqing-department-2022")

    assert (book.coefficient_places, book.rate_places) == (2, None)
    assert book.execution_weight == 10
    assert "rounding" in book.unconfirmed


@pytest.mark.parametrize(
    ("rulebook_id", "changed"),
    [
        ("anhui-project-2021", ("rounding → points_places",)),
        ("shanghai-project-2022", ("rounding → rate_places",)),
        (
            "yunnan-project-2022",
            ("points → output → weight", "points → satisfaction → weight", "columns"),
        ),
    ],
)
def test_a_provincial_overlay_changes_only_what_it_says(rulebook_id, changed):
    book, base = rulebook_by_id(rulebook_id), rulebook_by_id("national-project-2020")

    assert book.overlay_of == base.id
    assert book.changed == (
        "applies_to → region",
        "applies_to → budget_years → from",
        *changed,
    )
    assert (book.tiers, book.grades, book.inapplicable) == (
        base.tiers, base.grades, base.inapplicable
    )  # fmt: skip
    assert book.reference_of("qualitative") == base.reference_of("qualitative")


def test_anhui_gives_whole_points_and_shanghai_rounds_the_rate():
    assert rulebook_by_id("anhui-project-2021").points_places == 0
    assert rulebook_by_id("shanghai-project-2022").rate_places == 2
    assert rulebook_by_id("shanghai-project-2022").unconfirmed == ("grades",)
