from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.core.evaluation import Form
from jixiao.rulebooks.loader import rulebook_by_id, shipped_rulebooks
from jixiao.rulebooks.recognise import FormTraits, Recognition, recognise

BOOKS = shipped_rulebooks()
NEAREST = "没有完全相符的计分规则，暂用最接近的"


def weights(scheme: str, *names: str) -> dict[str, Decimal]:
    names = names or ("产出指标", "效益指标", "满意度指标")
    return {
        name: Decimal(weight)
        for name, weight in zip(names, scheme.split("/"), strict=True)
    }


def found(**traits) -> Recognition:
    return recognise(FormTraits(**traits), BOOKS)


def department(**traits) -> Recognition:
    return found(form=Form.DEPARTMENT_OVERALL, **traits)


def project(**traits) -> Recognition:
    return found(form=Form.PROJECT, **traits)


def test_the_xianning_form_is_hubei_department():
    recognition = department(
        weights=weights("40/30/10"), rate_note="得分        （20分*执行率）", year=2020
    )

    assert recognition.rulebook.id == "hubei-department-2020"
    assert recognition.why == "首级分值 20/40/30/10，执行率按20分计分，属部门整体支出"
    assert recognition.alternatives == ()


def test_the_region_is_named_where_it_counts():
    recognition = department(
        weights=weights("40/30/10"), execution_weight=Decimal(20), region="421200"
    )

    assert (
        recognition.why
        == "首级分值 20/40/30/10，执行率按20分计分，地区代码 421200，属部门整体支出"
    )


def test_10_50_30_10_is_national_project():
    recognition = project(weights=weights("50/30/10"), execution_weight=Decimal(10))

    assert recognition.rulebook.id == "national-project-2020"
    assert recognition.why == "首级分值 10/50/30/10，执行率按10分计分，属项目支出"
    assert recognition.alternatives == (
        "shanghai-project-2022",
        "yunnan-project-2022",
        "sichuan-project-2021",
    )


@pytest.mark.parametrize(
    ("traits", "rulebook_id"),
    [
        ({"region": "340000", "all_points_whole": True}, "anhui-project-2021"),
        ({"region": "340000", "all_points_whole": False}, "national-project-2020"),
        ({"region": None, "all_points_whole": True}, "national-project-2020"),
        ({"region": "310107"}, "shanghai-project-2022"),
        ({"region": "530000", "has_sign_column": True}, "yunnan-project-2022"),
        ({"region": "510000", "has_sign_column": True}, "sichuan-project-2021"),
        ({"region": "420000"}, "national-project-2020"),
        ({"region": "620000", "year": 2024}, "national-project-2020"),
    ],
)
def test_the_region_decides_between_books_of_one_scheme(traits, rulebook_id):
    recognition = project(
        weights=weights("50/30/10"), execution_weight=Decimal(10), **traits
    )

    assert recognition.rulebook.id == rulebook_id
    assert not recognition.why.startswith(NEAREST)


def test_a_cost_group_means_the_cost_book():
    recognition = project(
        weights=weights("20/40/20/10", "成本指标", "产出指标", "效益指标", "满意度指标"),
        execution_weight=Decimal(10),
    )  # fmt: skip

    assert recognition.rulebook.id == "national-project-cost-2021"
    assert recognition.alternatives == ()


def test_a_single_indicator_with_90_is_sichuan():
    recognition = project(
        weights={"项目完成指标": Decimal(90)},
        execution_weight=Decimal(10),
        has_sign_column=True,
        has_unit_column=True,
    )

    assert recognition.rulebook.id == "sichuan-project-2021"
    assert not recognition.why.startswith(NEAREST)


def test_10_40_30_20_is_yunnan_where_the_region_is_not_known():
    recognition = project(weights=weights("40/30/20"), execution_weight=Decimal(10))

    assert recognition.rulebook.id == "yunnan-project-2022"


def test_open_weights_of_another_region_prove_nothing():
    recognition = project(
        weights=weights("40/40/10"), execution_weight=Decimal(10), region="340000"
    )

    assert recognition.rulebook.id == "national-project-2020"
    assert recognition.why == (
        f"{NEAREST}“项目支出绩效自评（全国）”：表中首级分值 10/40/40/10，规则为 "
        "10/50/30/10；相同的有：执行率按10分计分"
    )


def test_a_coefficient_column_is_chongqing():
    recognition = department(has_coefficient_column=True)

    assert recognition.rulebook.id == "chongqing-department-2022"
    assert recognition.why == "有得分系数栏，属部门整体支出"


def test_weights_without_a_first_level_name_say_nothing():
    recognition = department(
        weights={"": Decimal(90)},
        execution_weight=Decimal(10),
        has_coefficient_column=True,
    )

    assert recognition.why == "有得分系数栏，执行率按10分计分，属部门整体支出"


def test_without_a_coefficient_column_it_is_not_chongqing():
    recognition = department(
        weights=weights("50/30/10"), execution_weight=Decimal(10), region="500000"
    )

    assert recognition.rulebook.id == "hunan-department-2020"
    assert recognition.why == (
        f"{NEAREST}“湖南省部门整体支出绩效自评”：表的地区代码为 500000，规则为 43；"
        "相同的有：首级分值 10/50/30/10，执行率按10分计分"
    )


def test_a_coefficient_column_in_a_project_form_is_said_to_differ():
    recognition = project(has_coefficient_column=True, execution_weight=Decimal(10))

    assert recognition.rulebook.id == "national-project-2020"
    assert recognition.why == (
        f"{NEAREST}“项目支出绩效自评（全国）”：表中有得分系数栏，与规则不同；"
        "相同的有：执行率按10分计分"
    )


@pytest.mark.parametrize(
    ("form", "execution", "rulebook_id"),
    [
        (Form.PROJECT, None, "national-project-2020"),
        (Form.PROJECT, Decimal(10), "national-project-2020"),
        (Form.PROJECT, Decimal(20), "hubei-project-2020"),
        (Form.PROJECT, Decimal(100), "national-project-2020"),
        (Form.DEPARTMENT_OVERALL, Decimal(20), "hubei-department-2020"),
        (Form.DEPARTMENT_OVERALL, Decimal(10), "hunan-department-2020"),
        (Form.DEPARTMENT_OVERALL, None, "hubei-department-2020"),
        (Form.TRANSFER_PAYMENT, None, "national-project-2020"),
        (Form.UNKNOWN, Decimal(20), "hubei-department-2020"),
        (Form.UNKNOWN, None, "national-project-2020"),
    ],
)
def test_the_execution_weight_alone_finds_the_nearest(form, execution, rulebook_id):
    recognition = found(form=form, execution_weight=execution)

    assert recognition.rulebook.id == rulebook_id


def test_the_form_with_merged_satisfaction_is_the_nearest_hubei_project():
    recognition = project(
        weights=weights("40/40", "产出指标", "满意度指标"), execution_weight=Decimal(20)
    )

    assert recognition.rulebook.id == "hubei-project-2020"
    assert recognition.why == (
        f"{NEAREST}“湖北省项目支出绩效自评”：表中首级分值 20/40/40，规则为 "
        "20/40/30/10；相同的有：执行率按20分计分"
    )


def test_the_hubei_layout_in_another_province_is_only_the_nearest():
    recognition = project(
        weights=weights("40/30/10"), execution_weight=Decimal(20), region="530500"
    )

    assert recognition.rulebook.id == "hubei-project-2020"
    assert "表的地区代码为 530500，规则为 42" in recognition.why
    assert recognition.alternatives == ()


def test_satisfaction_may_be_left_out_where_the_form_says_so():
    omitted = weights("40/40", "产出指标", "效益指标")
    kept = weights("40/30", "产出指标", "效益指标")

    assert department(weights=omitted, execution_weight=Decimal(20)).why.startswith(
        NEAREST
    )
    assert not department(weights=kept, execution_weight=Decimal(20)).why.startswith(
        NEAREST
    )


@pytest.mark.parametrize(("year", "is_nearest"), [(2019, True), (2020, False)])
def test_a_year_before_the_first_is_said_to_differ(year, is_nearest):
    why = department(
        weights=weights("40/30/10"), execution_weight=Decimal(20), year=year
    ).why

    assert why.startswith(NEAREST) is is_nearest
    assert ("表为 2019 年度，规则适用于 2020 年度起" in why) is is_nearest


def test_the_later_book_of_a_series_is_chosen_from_its_first_year_on():
    old = replace(rulebook_by_id("hubei-department-2020"), last_budget_year=2022)
    new = replace(old, id="hubei-department-2023", first_budget_year=2023,
                  last_budget_year=None)  # fmt: skip
    chosen = {
        year: recognise(
            FormTraits(form=Form.DEPARTMENT_OVERALL, year=year), [new, old]
        ).rulebook.id
        for year in (2022, 2023)
    }

    assert chosen == {2022: old.id, 2023: new.id}


def test_100_in_the_execution_row_means_the_whole_and_says_nothing():
    recognition = project(weights=weights("50/30/10"), execution_weight=Decimal(100))

    assert recognition.why == "首级分值 50/30/10，属项目支出"


def test_of_two_books_that_fit_alike_the_confirmed_one_is_chosen():
    confirmed = rulebook_by_id("hubei-department-2020")
    status = (("grades", confirmed.reference_of("grades")),
              ("rounding", confirmed.reference_of("grades")))  # fmt: skip
    doubtful = replace(confirmed, id="a-department-2020", references=status)
    traits = FormTraits(form=Form.DEPARTMENT_OVERALL)

    assert recognise(traits, [doubtful, confirmed]).rulebook is confirmed


def test_the_execution_weight_is_found_among_the_groups_too():
    recognition = department(
        weights=weights("20/40/30/10", "预算执行", "产 出 指 标", "效益指标", "满意度")
    )

    assert recognition.why == "首级分值 20/40/30/10，执行率按20分计分，属部门整体支出"


def test_groups_that_no_book_knows_are_said_to_differ():
    recognition = project(
        weights=weights("2/13/85", "项目决策", "项目管理", "项目绩效"), region="421381"
    )

    assert recognition.rulebook.id == "hubei-project-2020"
    assert "表中首级分值 2/13/85，规则为 20/40/30/10" in recognition.why


def test_an_empty_form_gets_the_national_book_and_says_why():
    recognition = recognise(FormTraits(), BOOKS)

    assert recognition.rulebook.id == "national-project-2020"
    assert recognition.why == (
        f"{NEAREST}“项目支出绩效自评（全国）”：表中没有足以判断的分值、地区或栏目"
    )


def test_a_transfer_payment_form_says_that_there_is_no_book_for_it():
    assert found(form=Form.TRANSFER_PAYMENT).why == (
        f"{NEAREST}“项目支出绩效自评（全国）”：表式为转移支付，规则适用于项目支出"
    )


def test_a_book_for_any_form_is_never_recognised_beside_another():
    platform = rulebook_by_id("platform-over-target")
    sichuan = rulebook_by_id("sichuan-project-2021")

    assert recognise(FormTraits(), [platform, sichuan]).rulebook is sichuan


def test_a_single_book_is_always_the_nearest():
    platform = rulebook_by_id("platform-over-target")

    assert recognise(FormTraits(), [platform]).rulebook is platform


numbers = st.none() | st.sampled_from([0, 9, 10, 20, 40, 50, 100]).map(Decimal)
any_traits = st.builds(
    FormTraits,
    form=st.sampled_from(Form),
    region=st.none() | st.text("0123456789", max_size=6),
    year=st.none() | st.integers(1990, 2100),
    weights=st.dictionaries(
        st.sampled_from(["产出指标", "效益指标", "成本指标", "满意度", "", "其他"]),
        st.integers(0, 100).map(Decimal),
    ),
    execution_weight=numbers,
    rate_note=st.text(max_size=10),
    has_sign_column=st.booleans(),
    has_unit_column=st.booleans(),
    has_coefficient_column=st.booleans(),
    all_points_whole=st.booleans(),
)


@given(any_traits)
def test_any_form_gets_a_book_with_a_reason_and_never_the_platforms(traits):
    recognition = recognise(traits, BOOKS)

    assert recognition.why
    assert "platform-over-target" not in {
        recognition.rulebook.id, *recognition.alternatives
    }  # fmt: skip
    assert recognition.rulebook.id not in recognition.alternatives


@given(any_traits, st.permutations(BOOKS))
def test_the_order_of_the_books_does_not_matter(traits, books):
    assert recognise(traits, books) == recognise(traits, BOOKS)


@given(any_traits)
def test_a_fit_is_claimed_only_where_the_kind_of_form_fits(traits):
    recognition = recognise(traits, BOOKS)

    if not recognition.why.startswith(NEAREST):
        assert traits.form in {Form.UNKNOWN, recognition.rulebook.form}
