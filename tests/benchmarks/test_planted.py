"""The generator of spoiled documents is sound: clean ones are clean, defects are single."""

import json
import random
from collections import defaultdict
from dataclasses import asdict
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache

import pytest
from benchmarks.planted.__main__ import TRUTH, main
from benchmarks.planted.defects import DEFECTS, Draft
from benchmarks.planted.document import LEFT, plain_text, table
from benchmarks.planted.facts import make_case
from benchmarks.planted.layouts.catalogue import LAYOUTS
from benchmarks.planted.layouts.parts import pair_names
from benchmarks.planted.measure import (
    Alarm,
    Outcome,
    figures,
    judged,
    lines_of,
    measure,
    names_match,
)
from benchmarks.planted.slips import half_a_digit, slip, value_of
from benchmarks.planted.specimens import Truth, has_defect, orders
from benchmarks.planted.vocabulary import departments
from click.testing import CliRunner

from jixiao.core.numbers import half_up, plain, rounded
from jixiao.documents.reading import read_document

SEEDS = range(6)
BY_NAME = {layout.name: layout for layout in LAYOUTS}
FORMS = [layout for layout in LAYOUTS if layout.name != "chapters"]
PAIRS = [(layout, defect) for layout in LAYOUTS for defect in DEFECTS]
IN_SEVERAL_PLACES = {"two_count_errors_cancel", "targets_cannot_both_hold"}
"""Defects that no single statement makes."""
BESIDE_A_STATEMENT = {"unit_dropped", "finished_list_wrong"}


def named(value):
    return getattr(value, "name", value)


def texts(document):
    return [plain_text(text) for text in document.texts()]


# -- facts ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cases():
    schemes = dict.fromkeys(layout.scheme for layout in LAYOUTS)
    return [make_case(seed, scheme) for scheme in schemes for seed in range(20)]


def test_the_vocabulary_is_large_and_its_names_differ():
    bodies = departments()
    assert len({t.name for body in bodies for t in body.templates}) >= 60
    for body in bodies:
        names = [t.name for t in body.templates]
        for at, one in enumerate(names):
            for other in names[at + 1 :]:
                assert SequenceMatcher(None, one, other).ratio() < 0.6, (one, other)


def test_weights_and_points_add_up(cases):
    for case in cases:
        if case.card is None:
            continue
        assert sum(row.weight for row in case.rows) in (80, 90)
        assert case.card.weight == 100
        points = [row.points for row in case.rows] + [case.card.execution.points]
        assert case.card.total == sum(points)
        assert not case.card.undecided


def test_what_is_met_has_all_its_points_and_what_is_not_has_a_reason(cases):
    for case in cases:
        for row in case.rows:
            assert bool(row.cause) is bool(row.measure) is not row.is_met
            if row.weight is not None:
                assert (row.points == row.weight) is row.is_met, row


def test_amounts_and_their_parts_agree(cases):
    for case in cases:
        total = case.accounts.total
        for lines in (case.accounts.natures, case.accounts.sources):
            for what in ("initial", "adjusted", "executed"):
                parts = [getattr(line, what) for line in lines]
                assert not parts or sum(parts) == getattr(total, what)
        lines = (*case.accounts.natures, *case.accounts.sources, total)
        assert all(0 < line.executed <= line.adjusted for line in lines)


def test_results_agree_with_what_they_are_made_of(cases):
    for case in cases:
        for row in case.rows:
            assert row.parts is None or sum(row.parts) == row.result
            assert row.previous is None or 0 < Decimal(row.growth) < 40
            if row.share:
                rate = half_up(Decimal(100 * row.share[0]) / row.share[1], 2)
                assert row.result == rate <= 100


def test_targets_hold_together_unless_asked_otherwise(cases):
    for case in cases:
        for can_hold in (True, False):
            again = make_case(case.seed, case.scheme, can_hold=can_hold)
            rows = {row.key: row for row in again.rows}
            count, coverage = (rows[name] for name in pair_names(again))
            assert coverage.share
            possible = 100 * count.bound / coverage.share[1]
            assert (coverage.bound <= possible) is can_hold


def test_the_same_seed_gives_the_same_documents():
    for layout in LAYOUTS:
        first, second = (layout.compose(make_case(3, layout.scheme)) for _ in range(2))
        assert first == second


# -- documents -----------------------------------------------------------------------------


def test_a_table_is_made_of_rows_with_marks_for_merging():
    grid = table([["甲", LEFT], ["乙", "丙"]])
    assert [(c.row, c.column, c.column_span) for c in grid.cells] == [
        (0, 0, 2), (1, 0, 1), (1, 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS, ids=named)
def test_every_fact_has_a_key_of_its_own(layout):
    for seed in SEEDS:
        document = layout.compose(make_case(seed, layout.scheme))
        keys = [one.key for one in document.statements()]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize("layout", LAYOUTS, ids=named)
def test_what_a_clean_document_says_twice_it_says_alike(layout):
    for seed in SEEDS:
        document = layout.compose(make_case(seed, layout.scheme))
        said = defaultdict(set)
        for one in document.statements():
            figure = any(mark.isdigit() for mark in one.text)
            if figure and one.key.what != "part" and one.key.where != "funds":
                said[one.key.what, one.key.about].add(value_of(one.text))
        alike = {key: values for key, values in said.items() if len(values) > 1}
        for (what, about), values in alike.items():
            assert what in {"rows", "met", "unmet"}, (what, about, values)
            assert about == "全部", (about, values)


def test_accounts_in_yuan_agree_with_the_text():
    layout = BY_NAME["hubei"]
    for seed in SEEDS:
        document = layout.compose(make_case(seed, layout.scheme))
        for one in document.statements():
            if one.key.where != "funds":
                continue
            for other in document.saying(one.key.what):
                if other.key.about == one.key.about and other.key.where != "funds":
                    wan = half_up(value_of(one.text) / 10_000, 2)
                    assert value_of(other.text) == wan


# -- read back -----------------------------------------------------------------------------


def stated_rows(form):
    return {
        row.name.lstrip("★").split("（")[0]: (
            row.value or row.target, row.actual, row.weight, row.score,
        )
        for row in form.indicators
    }  # fmt: skip


def true_rows(case):
    def printed(value):
        return None if value is None else plain(value)

    return {
        row.key: (row.target, row.actual, printed(row.weight), printed(row.points))
        for row in case.rows
    }


@pytest.mark.parametrize("layout", FORMS, ids=named)
def test_a_form_is_read_back_from_every_container(layout):
    for seed, container in enumerate(layout.containers):
        case = make_case(seed, layout.scheme)
        content = layout.write(container, case, layout.compose(case))
        report = read_document(content, name=f"表.{container}")
        (form,) = report.forms
        assert stated_rows(form) == true_rows(case), container
        assert report.year == case.year
        if case.card:
            assert form.total == case.total


@pytest.mark.parametrize("layout", FORMS, ids=named)
def test_the_budget_is_read_back_from_every_container(layout):
    for seed, container in enumerate(layout.containers):
        case = make_case(seed, layout.scheme)
        content = layout.write(container, case, layout.compose(case))
        (form,) = read_document(content, name="表").forms
        total = form.budget[0]
        unit = 1 if total.unit == "元" else 10_000
        for what in ("adjusted", "executed"):
            stated = value_of(getattr(total, what)) * unit
            assert abs(stated - getattr(case.accounts.total, what)) <= unit // 200
        assert total.rate
        assert value_of(total.rate) == value_of(case.rate)


def test_the_lists_of_finished_and_unfinished_are_read_back():
    layout = BY_NAME["hubei"]
    for seed, container in enumerate(layout.containers):
        case = make_case(seed, layout.scheme)
        content = layout.write(container, case, layout.compose(case))
        done, rest = read_document(content, name="表").lists
        assert len(done.indicators) == len(case.met)
        assert len(rest.indicators) == len(case.unmet)


def test_a_report_of_chapters_keeps_its_sentences():
    layout = BY_NAME["chapters"]
    for seed, container in enumerate(layout.containers):
        case = make_case(seed, layout.scheme)
        content = layout.write(container, case, layout.compose(case))
        report = read_document(content, name="表")
        assert report.forms == ()
        assert report.total == case.total
        assert report.year == case.year


# -- defects -------------------------------------------------------------------------------


@cache
def drafts(layout):
    found = []
    for seed in range(5):
        case = make_case(seed, layout.scheme)
        document = layout.compose(case)
        rng = random.Random(seed)  # noqa: S311  no secret
        found.append(Draft(case, layout, document, rng))
    return found


def planted_in(draft, defect):
    planted = DEFECTS[defect](draft)
    assert planted is not None
    return planted


@pytest.mark.parametrize(("layout", "defect"), PAIRS, ids=named)
def test_a_defect_changes_exactly_what_it_says(layout, defect):
    for draft in drafts(layout):
        planted = DEFECTS[defect](draft)
        if planted is None:
            continue
        assert planted.document != draft.document
        assert planted.about
        assert planted.stated != planted.expected
        before = {one.key: one.text for one in draft.document.statements()}
        after = {one.key: one.text for one in planted.document.statements()}
        changed = {key for key in before | after if before.get(key) != after.get(key)}
        if defect not in IN_SEVERAL_PLACES | BESIDE_A_STATEMENT:
            (key,) = changed
            assert "/".join(key) == planted.where
            assert (after[key], before[key]) == (planted.stated, planted.expected)
            differ = zip(texts(draft.document), texts(planted.document), strict=True)
            assert sum(one != other for one, other in differ) == 1


@pytest.mark.parametrize("defect", sorted(DEFECTS))
def test_every_defect_has_layouts(defect):
    assert any(has_defect(layout, defect) for layout in LAYOUTS)


def test_a_unit_is_dropped_in_one_place():
    for draft in drafts(BY_NAME["hubei"]):
        planted = planted_in(draft, "unit_dropped")
        differ = [
            (one, other)
            for one, other in zip(
                texts(draft.document), texts(planted.document), strict=True
            )
            if one != other
        ]
        ((one, other),) = differ
        assert one.replace(planted.expected, planted.stated, 1) == other or (
            len(one) == len(other) + 1
        )


def test_counting_errors_that_cancel_leave_the_sum_as_it_was():
    for draft in drafts(BY_NAME["hubei"]):
        planted = DEFECTS["two_count_errors_cancel"](draft)
        if planted is None:
            continue
        one, other = (
            [int(said.text) for said in document.saying("met", "counted")]
            for document in (draft.document, planted.document)
        )
        assert sum(one) == sum(other)
        assert sum(a != b for a, b in zip(one, other, strict=True)) == 2


def test_an_unmet_row_moves_from_one_list_to_the_other():
    for draft in drafts(BY_NAME["hubei"]):
        planted = planted_in(draft, "finished_list_wrong")
        before, after = (
            {said.key.about for said in document.saying("actual", "finished")}
            for document in (draft.document, planted.document)
        )
        (moved,) = after - before
        assert moved in {row.key for row in draft.case.unmet}
        assert [s.text for s in draft.document.saying("met")] == [
            s.text for s in planted.document.saying("met")
        ]


@pytest.mark.parametrize(
    "text", ["5923.63", "≥1.5万亩", "96.85%", "100%", "82,709,200.00", "348个", "7"]
)
def test_a_slip_keeps_the_writing_and_shows(text):
    rng = random.Random(1)  # noqa: S311  no secret
    for _ in range(20):
        new = slip(rng, text)
        assert new is not None
        old_value, new_value = value_of(text), value_of(new)
        assert abs(new_value - old_value) >= old_value * Decimal("0.03")
        assert new_value <= 100 or "%" not in text


def test_no_slip_without_a_figure():
    rng = random.Random(1)  # noqa: S311  no secret
    assert slip(rng, "有效推进") is None


def every_planted(defect):
    """The draft and what was planted, wherever the defect has a place."""
    for layout in LAYOUTS:
        for draft in drafts(layout):
            planted = DEFECTS[defect](draft)
            if planted is not None:
                yield draft, planted


@pytest.mark.parametrize(
    ("text", "half"), [("2.15万亩", "0.005"), ("2,300", "0.5"), ("≥0.8", "0.05")]
)
def test_a_printed_figure_is_true_to_half_its_last_digit(text, half):
    assert half_a_digit(text) == Decimal(half)


def test_a_slip_can_be_kept_from_what_rounding_allows():
    rng = random.Random(1)  # noqa: S311  no secret
    found = {slip(rng, "390", is_wrong=lambda new: new > 500) for _ in range(40)}
    assert found == {"590"}
    assert slip(rng, "390", is_wrong=lambda new: new > 700) is None


def test_a_planted_growth_is_beyond_every_rounding():
    for draft, planted in every_planted("growth_off"):
        row = draft.row(planted.where.split("/")[1])
        old, new = (rounded(row.figure(value)) for value in (row.previous, row.result))
        least = 100 * (new.low / old.high - 1)
        most = 100 * (new.high / old.low - 1)
        assert not least <= value_of(planted.stated) <= most


def test_planted_points_are_beyond_every_rounding():
    for draft, planted in every_planted("unmet_full_points"):
        row = draft.row(planted.where.split("/")[1])
        assert half_up(row.points, 0) < row.weight == value_of(planted.stated)
    for draft, planted in every_planted("execution_points_wrong"):
        total = draft.case.accounts.total
        share = total.executed / total.adjusted
        apart = min(abs(value_of(planted.stated) - w * share) for w in (10, 20))
        assert apart > 1


def test_a_planted_count_makes_its_parts_more_than_the_whole():
    counts = [
        planted
        for _, planted in every_planted("parts_not_whole_sentence")
        if planted.where.startswith("part/")
    ]
    assert counts
    for planted in counts:
        ((whole, added),) = planted.pairs
        assert value_of(added) > value_of(whole)


# -- specimens and measurement -------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("planted")
    done = CliRunner().invoke(
        main, ["-o", str(place), "--count", "60", "--clean", "12", "--seed", "2"]
    )
    assert done.exit_code == 0, done.output
    return place


def test_files_and_truth_are_written(folder):
    lines = [
        json.loads(line) for line in (folder / TRUTH).read_text("utf-8").splitlines()
    ]
    assert len(lines) == 72
    assert {line["defect"] for line in lines} > set(DEFECTS)
    assert {line["file"] for line in lines} | {TRUTH} == {
        file.name for file in folder.iterdir()
    }


def test_defects_layouts_and_containers_are_spread_evenly():
    seen = defaultdict(list)
    for order in orders(count=len(DEFECTS) * 20, clean=0, seed=1):
        seen[order.defect].append((order.layout.name, order.container))
    for defect, places in seen.items():
        assert len(places) == 20
        possible = [
            (layout.name, container)
            for layout in LAYOUTS
            if has_defect(layout, defect)
            for container in layout.containers
        ]
        assert len(set(places)) == min(20, len(possible))


TRUE = Truth(
    file="a.txt", layout="hubei", container="bars", defect="parts_not_whole_sentence",
    about=("办理批示件和提案件（件）",), stated="73", expected="103",
    pairs=(("663", "633"),), consequences=("总分",),
)  # fmt: skip


def alarm(about, stated="", expected="", severity="error"):
    return Alarm(
        check="AR002", severity=severity, about=about, stated=stated, expected=expected
    )


@pytest.mark.parametrize(
    ("finding", "found", "extra"),
    [
        (alarm("办理批示件和提案件"), 1, 0),
        (alarm("别的事项", "633", "663件"), 1, 0),
        (alarm("综合评价总分", "94", "92"), 0, 0),
        (alarm("别的事项", "1", "2"), 0, 1),
        (alarm("办理批示件和提案件", severity="note"), 0, 0),
    ],
)
def test_findings_are_judged_by_name_and_figures(finding, found, extra):
    outcome = judged(TRUE, [finding])
    assert (len(outcome.found), len(outcome.extra)) == (found, extra)
    assert outcome.noted is (finding.severity == "note")


def test_any_alarm_on_a_clean_document_is_extra():
    clean = Truth(file="b.txt", layout="hubei", container="bars", defect=None)
    assert len(judged(clean, [alarm("总分")]).extra) == 1


def test_names_are_compared_without_weight_and_width():
    assert names_match("新增耕地面积（亩）（3分）", "新增耕地面积(亩)")
    assert not names_match("新增耕地面积", "群众满意度")


def test_figures_count_each_document_once():
    clean = Truth(file="b.txt", layout="hubei", container="bars", defect=None)
    result = figures([
        Outcome(truth=TRUE, found=(alarm("甲"), alarm("乙"))),
        Outcome(truth=TRUE, extra=(alarm("丙"),)),
        Outcome(truth=clean, extra=(alarm("丁"), alarm("戊"))),
    ])  # fmt: skip
    assert (result.whole.found, result.whole.documents) == (1, 2)
    assert (result.clean, result.clean_alarms, result.clean_with_alarms) == (1, 2, 1)
    assert result.extra_alarms == 1
    assert "recall 50.0 % (1/2)" in lines_of(result, has_missed=True)[-1]


def test_an_audit_that_breaks_is_told(folder):
    def broken(content, name):
        raise ValueError(f"{name}: {len(content)}")

    result = measure(folder, broken)
    assert result.unreadable == 72
    assert result.whole.found == 0
    assert "could not be audited" in lines_of(result)


def test_a_perfect_audit_has_full_recall(folder):
    truth = {}
    for line in (folder / TRUTH).read_text("utf-8").splitlines():
        one = json.loads(line)
        truth[one["file"]] = one

    def perfect(content, name):
        assert content
        one = truth[name]
        return (
            [alarm(one["about"][0], one["stated"], one["expected"])]
            if one["defect"]
            else []
        )

    result = measure(folder, perfect)
    assert result.whole.percent == 100
    assert result.clean_alarms == result.extra_alarms == 0
    assert {row.checks for row in result.by_defect.values()} == {("AR002",)}


def test_truth_is_plain_json():
    assert json.loads(json.dumps(asdict(TRUE)))["about"] == list(TRUE.about)
