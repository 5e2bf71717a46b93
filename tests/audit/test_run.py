"""What a run of checks gives: findings in order, and a ledger row for every check."""

from hypothesis import given
from hypothesis import strategies as st

from jixiao.audit.check import Check, Clash, Fits, Theme
from jixiao.audit.run import run_checks
from jixiao.audit.subject import Subject
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.stated import StatedReport

SUBJECT = Subject(
    report=StatedReport(
        container="txt", title=None, organisation=None, year=None,
        forms=(), passages=(), undecided=(),
    )
)  # fmt: skip


def clash(about="总分", stated="1", severity=Severity.ERROR, place="表1 行1"):
    return Clash(
        severity=severity, about=about, message="", stated=stated, expected="9",
        places=(Place(locator=place, quote=stated),),
    )  # fmt: skip


def check(*outcomes, name="AR901"):
    return Check(
        id=name, theme=Theme.ARITHMETIC, title="相加", why="因", how_to_fix="改",
        source="某文件", find=lambda _subject: iter(outcomes), nothing="没有表",
    )  # fmt: skip


OUTCOMES = st.one_of(
    st.builds(
        clash,
        about=st.sampled_from(("总分", "合计")),
        stated=st.sampled_from(("1", "2")),
        severity=st.sampled_from(Severity),
    ),
    st.just(Fits()),
    st.builds(Doubt, place=st.sampled_from(("表1", "表2")), reason=st.just("读不出")),
)
runs = st.lists(st.lists(OUTCOMES, max_size=5), max_size=4)


def test_a_check_that_sees_nothing_says_why():
    (row,) = run_checks(SUBJECT, [check()]).ledger

    assert (row.looked_at, row.found, row.undecided) == (0, 0, ())
    assert row.not_applicable == "没有表"


def test_agreement_is_counted_and_not_called_inapplicable():
    audit = run_checks(SUBJECT, [check(Fits(), Fits())])

    assert audit.findings == ()
    assert (audit.ledger[0].looked_at, audit.ledger[0].not_applicable) == (2, None)


def test_a_doubt_is_no_place_looked_at_and_no_reason_to_be_inapplicable():
    doubt = Doubt(place="表1 行2", reason="单元格无法读作数字")

    (row,) = run_checks(SUBJECT, [check(doubt, doubt)]).ledger

    assert (row.looked_at, row.undecided, row.not_applicable) == (0, (doubt,), None)


def test_a_finding_carries_the_words_of_its_check():
    (found,) = run_checks(SUBJECT, [check(clash())]).findings

    assert (found.check, found.how_to_fix, found.about) == ("AR901", "改", "总分")


def test_one_cause_in_two_places_is_found_once_and_looked_at_twice():
    audit = run_checks(SUBJECT, [check(clash(), clash(place="表2 行7"))])

    assert [len(f.places) for f in audit.findings] == [2]
    assert (audit.ledger[0].looked_at, audit.ledger[0].found) == (2, 1)


def test_one_cause_seen_by_two_checks_is_one_finding_and_stands_in_both_rows():
    checks = [check(clash()), check(clash(place="表2 行7"), name="SA901")]

    audit = run_checks(SUBJECT, checks)

    assert [f.check for f in audit.findings] == ["AR901"]
    assert [row.found for row in audit.ledger] == [1, 1]


def test_no_checks_give_an_empty_audit():
    audit = run_checks(SUBJECT, [])

    assert (audit.findings, audit.ledger) == ((), ())


def named(outcomes):
    return [check(*found, name=f"AR90{n}") for n, found in enumerate(outcomes)]


@given(runs)
def test_every_check_has_its_row_in_the_order_given(outcomes):
    checks = named(outcomes)

    assert [row.check for row in run_checks(SUBJECT, checks).ledger] == [
        one.id for one in checks
    ]


@given(runs)
def test_the_gravest_findings_come_first(outcomes):
    ranks = [f.severity.rank for f in run_checks(SUBJECT, named(outcomes)).findings]

    assert ranks == sorted(ranks)


@given(runs)
def test_every_outcome_is_accounted_for(outcomes):
    for row, found in zip(
        run_checks(SUBJECT, named(outcomes)).ledger, outcomes, strict=True
    ):
        doubts = [o for o in found if isinstance(o, Doubt)]

        assert row.looked_at == len(found) - len(doubts)
        assert set(row.undecided) == set(doubts)
        assert (row.not_applicable is None) == bool(found)
        assert row.found <= row.looked_at


@given(runs)
def test_places_that_agree_change_no_finding(outcomes):
    more = [[Fits(), *found, Fits()] for found in outcomes]

    assert (
        run_checks(SUBJECT, named(outcomes)).findings
        == run_checks(SUBJECT, named(more)).findings
    )
