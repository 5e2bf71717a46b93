"""Which checks there are, and how a user names some of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.audit.check import Theme
from jixiao.audit.registry import all_checks, checks_named
from jixiao.core.errors import UnknownCheckError

IDS = [check.id for check in all_checks()]


def ids(names):
    return [check.id for check in checks_named(names)]


def test_checks_stand_in_the_order_of_themes_and_ids():
    themes = list(Theme)
    order = [(themes.index(check.theme), check.id) for check in all_checks()]

    assert order == sorted(order)
    assert {check.theme for check in all_checks()} == set(Theme)


def test_unasked_the_form_is_not_judged():
    usual = {check.theme for check in checks_named(None)}

    assert usual == set(Theme) - {Theme.FORM}


@pytest.mark.parametrize("theme", Theme)
def test_a_theme_is_named_in_either_language(theme):
    of_theme = [check.id for check in all_checks() if check.theme is theme]

    assert ids([theme.name.lower()]) == of_theme
    assert ids([theme.name]) == of_theme
    assert ids([theme.label]) == of_theme


@pytest.mark.parametrize("name", ["AR001", "ar001", " AR001 "])
def test_an_id_is_named_in_any_case(name):
    assert ids([name]) == ["AR001"]


@pytest.mark.parametrize("name", ["all", "全部"])
def test_all_means_the_form_as_well(name):
    assert ids([name]) == IDS


@given(st.lists(st.sampled_from(IDS), min_size=1))
def test_the_order_of_the_names_does_not_matter(names):
    assert ids(names) == ids(sorted(set(names), reverse=True))
    assert set(ids(names)) == set(names)


def test_no_names_choose_no_checks():
    assert ids([]) == []


@pytest.mark.parametrize("name", ["AR000", "AR", "", "算", "forms"])
def test_an_unknown_name_is_rejected_with_what_is_known(name):
    with pytest.raises(UnknownCheckError) as caught:
        checks_named(["AR001", name])

    assert f"没有名为“{name}”的核查项" in str(caught.value)
    assert "arithmetic" in str(caught.value)
