"""Findings with one cause are one finding: nothing else is joined and no place is lost."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from jixiao.audit.causes import joined
from jixiao.core.findings import Finding, Place, Severity, normal_name, normal_values


def finding(
    about="提案件数量（件）", stated="663", expected="633",
    severity=Severity.ERROR, place="表1 行3", check="SA002",
):  # fmt: skip
    return Finding(
        check=check, severity=severity, about=about, message=f"{check} {severity}",
        stated=stated, expected=expected, arithmetic="",
        places=(Place(locator=place, quote=stated),), how_to_fix="",
    )  # fmt: skip


findings = st.lists(
    st.builds(
        finding,
        about=st.sampled_from(("提案件数量（件）", "提案件数量 (件)", "总分")),
        stated=st.sampled_from(("1", "2", "3")),
        expected=st.sampled_from(("1", "2", "3")),
        severity=st.sampled_from(Severity),
        place=st.sampled_from(("一 第3段", "二 第9段", "表1 行3")),
    ),
    max_size=8,
)


def causes(found):
    return [
        (
            normal_name(f.about),
            frozenset((*normal_values(f.stated), *normal_values(f.expected))),
        )
        for f in found
    ]


def test_the_same_values_of_the_same_thing_are_one_finding():
    text = finding(place="三（二） 第9段")
    list_ = finding(
        about="提案件数量 (件)", stated="633.0", expected="663", place="表2 行4"
    )

    (one,) = joined([finding(), text, list_])

    assert [p.locator for p in one.places] == ["表1 行3", "三（二） 第9段", "表2 行4"]


def test_the_gravest_keeps_its_wording_and_its_place_comes_first():
    note = finding(severity=Severity.NOTE, check="SA001", place="一 第3段")

    (one,) = joined([note, finding()])

    assert (one.check, one.severity) == ("SA002", Severity.ERROR)
    assert [p.locator for p in one.places] == ["表1 行3", "一 第3段"]


def test_equally_grave_ones_keep_the_first_wording():
    (one,) = joined([finding(check="AR002"), finding(check="SA002")])

    assert one.check == "AR002"


def test_other_values_or_another_thing_stay_apart():
    other_value = finding(stated="664")
    other_thing = finding(about="批示件数量（件）")

    assert joined([finding(), other_value, other_thing]) == [
        finding(), other_value, other_thing,
    ]  # fmt: skip


def test_one_place_is_named_once():
    assert joined([finding(), finding()]) == [finding()]


@given(findings)
def test_each_cause_is_kept_once(found):
    kept = causes(joined(found))

    assert len(kept) == len(set(kept))
    assert set(kept) == set(causes(found))


@given(findings)
def test_no_place_is_lost(found):
    before = {
        (c, p) for c, f in zip(causes(found), found, strict=True) for p in f.places
    }
    after = joined(found)

    assert {
        (c, p) for c, f in zip(causes(after), after, strict=True) for p in f.places
    } == before


@given(findings)
def test_joining_again_changes_nothing(found):
    once = joined(found)

    assert joined(once) == once


@given(findings)
def test_nothing_becomes_milder_or_graver(found):
    worst: dict[object, int] = {}
    for cause, one in zip(causes(found), found, strict=True):
        worst[cause] = min(worst.get(cause, 9), one.severity.rank)

    after = joined(found)

    assert {
        c: f.severity.rank for c, f in zip(causes(after), after, strict=True)
    } == worst


@given(findings, st.randoms(use_true_random=False))
def test_the_order_of_the_findings_decides_no_cause(found, random):
    shuffled = random.sample(found, len(found))

    assert set(causes(joined(found))) == set(causes(joined(shuffled)))


def test_a_finding_is_not_changed_by_one_with_nothing_in_common():
    one = finding()

    assert joined([one, replace(one, about="总分")])[0] is one
