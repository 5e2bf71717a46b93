"""Laws of a reviewer's decisions: nothing gets lost, and only unchanged facts are settled."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.core.decisions import (
    Change,
    Decisions,
    Verdict,
    apply,
    decide,
    with_decision,
)
from jixiao.core.findings import Finding, Place, Severity

ABOUT = ("办理提案件数量（件）", "年初支出预算", "总分")


def finding(
    check="AR001", about=ABOUT[0], stated="663", expected="633", severity=Severity.ERROR
):
    return Finding(
        check=check, severity=severity, about=about, message="两处不能同时成立",
        stated=stated, expected=expected, arithmetic="",
        places=(Place(locator="表1 行3", quote=stated),), how_to_fix="",
    )  # fmt: skip


findings = st.lists(
    st.builds(
        finding,
        check=st.sampled_from(("AR001", "SA002")),
        about=st.sampled_from(ABOUT),
        stated=st.integers(1, 5).map(str),
        severity=st.sampled_from(Severity),
    ),
    max_size=6,
    unique_by=lambda one: one.fingerprint,
)


@st.composite
def decisions(draw):
    """Decisions taken one after the other about the findings of an earlier run."""
    earlier = draw(findings)
    kept = Decisions()
    for one in draw(
        st.lists(st.sampled_from(earlier), max_size=6) if earlier else st.just([])
    ):
        verdict = draw(st.sampled_from(Verdict))
        kept = with_decision(kept, decide(one, verdict, reason="核实过"), earlier)
    return kept


@given(decisions(), findings)
def test_every_finding_is_shown_once_in_its_order(kept, found):
    review = apply(kept, found)

    assert [one.finding for one in review.findings] == found


@given(decisions(), findings)
def test_every_decision_ends_at_one_finding_or_as_resolved(kept, found):
    review = apply(kept, found)
    used = [d for r in review.findings for d in (r.decision, r.earlier) if d]
    ended = [d.fingerprint for d in (*used, *review.resolved)]

    assert sorted(ended) == sorted(d.fingerprint for d in kept.taken)


@given(decisions(), findings)
def test_only_the_same_facts_are_settled(kept, found):
    settling = {d.fingerprint for d in kept.taken if d.verdict is not Verdict.CONFIRMED}
    review = apply(kept, found)

    assert [r.is_settled for r in review.findings] == [
        f.fingerprint in settling for f in found
    ]
    assert review.settled == sum(r.is_settled for r in review.findings)
    open_ones = sum(review.count(severity) for severity in Severity)
    assert open_ones + review.settled == len(found)


@given(decisions(), findings, st.randoms())
def test_the_order_of_the_decisions_does_not_matter(kept, found, random):
    shuffled = list(kept.taken)
    random.shuffle(shuffled)

    assert apply(replace(kept, taken=tuple(shuffled)), found) == apply(kept, found)


@given(findings)
def test_without_decisions_nothing_changed(found):
    review = apply(Decisions(), found)

    assert {one.change for one in review.findings} <= {None}
    assert review.resolved == ()


@given(findings, st.sampled_from(Verdict))
def test_a_run_after_deciding_everything_has_only_what_remains(found, verdict):
    kept = Decisions()
    for one in found:
        kept = with_decision(kept, decide(one, verdict, reason="核实过"), found)
    review = apply(kept, found)

    assert {one.change for one in review.findings} <= {Change.REMAINS}
    assert review.settled == (len(found) if verdict.settles else 0)


@pytest.mark.parametrize(
    ("later", "change"),
    [
        (finding(), Change.REMAINS),
        (replace(finding(), places=()), Change.REMAINS),
        (finding(stated="664"), Change.FACTS_CHANGED),
        (finding(check="SA002", stated="664"), Change.NEW),
        (finding(about="别的事项"), Change.NEW),
    ],
)
def test_a_decided_finding_comes_back_only_when_its_facts_change(later, change):
    taken = decide(finding(), Verdict.EXPLAINED, reason="含上年结转")
    kept = with_decision(Decisions(), taken, [finding()])

    (one,) = apply(kept, [later]).findings

    assert one.change is change
    assert one.is_settled == (change is Change.REMAINS)
    assert (one.earlier is not None) == (change is Change.FACTS_CHANGED)


def test_a_finding_seen_and_left_open_is_not_new():
    first, second = finding(), finding(about=ABOUT[1])
    taken = decide(first, Verdict.FALSE_ALARM, reason="口径不同")
    kept = with_decision(Decisions(), taken, [first, second])

    review = apply(kept, [first, second, finding(about=ABOUT[2])])

    assert [one.change for one in review.findings] == [
        Change.REMAINS, Change.REMAINS, Change.NEW,
    ]  # fmt: skip


def test_a_decided_finding_that_is_gone_is_resolved():
    kept = with_decision(
        Decisions(), decide(finding(), Verdict.CONFIRMED, reason="属实"), [finding()]
    )

    review = apply(kept, [])

    assert [decision.about for decision in review.resolved] == [ABOUT[0]]


def test_a_confirmed_finding_still_counts():
    kept = with_decision(
        Decisions(), decide(finding(), Verdict.CONFIRMED, reason="属实"), [finding()]
    )

    assert apply(kept, [finding()]).count(Severity.ERROR) == 1


def test_decisions_of_checks_that_did_not_run_are_left_out():
    taken = decide(finding(), Verdict.CONFIRMED, reason="属实")
    kept = with_decision(Decisions(), taken, [finding()])

    assert kept.of_checks(["SA002"]).taken == ()
    assert kept.of_checks(["AR001"]).taken == (taken,)


def test_a_new_decision_takes_the_place_of_the_one_about_other_values():
    before, after = finding(), finding(stated="664")
    kept = with_decision(
        Decisions(), decide(before, Verdict.EXPLAINED, reason="含上年结转"), [before]
    )
    kept = with_decision(kept, decide(after, Verdict.CONFIRMED, reason="属实"), [after])

    assert [one.fingerprint for one in kept.taken] == [after.fingerprint]
    assert apply(kept, [after]).resolved == ()
