from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.world import build_evaluation

from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.plan_table import CELLS, HANDS, fingerprint
from jixiao.web.planning.readiness import not_ready
from jixiao.web.planning.states import State
from jixiao.web.trail.models import Entry


@pytest.fixture
def planned(world):
    return build_evaluation(world, state=State.PLANNING)


def table(evaluation, *, state="planning"):
    """What the page would send if nobody typed anything."""
    cells = CELLS if state == "planning" else HANDS
    rows = list(evaluation.indicators.all())
    data = {
        "rows-TOTAL_FORMS": str(len(rows)),
        "rows-INITIAL_FORMS": str(len(rows)),
        "shown_state": state,
        "action": "save",
    }
    for n, row in enumerate(rows):
        data |= {
            f"rows-{n}-{cell.removesuffix('_id')}": ""
            if getattr(row, cell) is None
            else str(getattr(row, cell))
            for cell in cells
        }
        data |= {
            f"rows-{n}-id": str(row.pk),
            f"rows-{n}-shown": fingerprint(row, cells),
            f"rows-{n}-position": str(n + 1),
        }
    return data


def url(evaluation):
    return reverse("planning:plan", args=[evaluation.pk])


def test_a_changed_cell_is_saved_and_recorded(world, planned, as_):
    data = table(planned) | {"rows-0-target": "25", "rows-0-weight": "４.50"}

    response = as_("planner").post(url(planned), data)

    assert response.status_code == 302
    row = planned.indicators.first()
    assert (row.target, row.weight, row.version) == ("25", Decimal("4.5"), 2)
    assert row.contributors.get() == world.planner
    entry = Entry.objects.get(chain__name=planned.trail_chain)
    assert entry.content["subject"] == "1项指标"
    name = "1 拓展发展空间面积（平方公里）"
    assert entry.content["changes"] == {
        f"{name} · 指标值": ["20", "25"],
        f"{name} · 分值": ["3", "4.5"],
    }


def test_saving_what_nobody_typed_changes_and_records_nothing(planned, as_):
    response = as_("planner").post(url(planned), table(planned))

    assert response.status_code == 302
    assert not Entry.objects.exists()
    assert not Indicator.objects.exclude(version=1).exists()


def test_wrong_cells_keep_everything_that_was_typed(planned, as_):
    data = table(planned) | {
        "rows-0-weight": "三分",
        "rows-1-name": "新的名称",
        "rows-2-due": "2026-13-45",
    }

    response = as_("planner").post(url(planned), data)

    page = response.content.decode()
    assert response.status_code == 422
    assert "分值应为数字，如 3 或 2.5" in page
    assert "日期无法识别；请写作 2026-03-08" in page
    assert 'value="三分"' in page
    assert 'value="新的名称"' in page
    assert not Indicator.objects.filter(name="新的名称").exists()


def test_two_people_do_not_overwrite_each_other(planned, as_):
    mine = table(planned) | {"rows-0-target": "25", "rows-1-name": "我改的"}
    as_("planner").post(url(planned), table(planned) | {"rows-0-target": "30"})

    refused = as_("planner").post(url(planned), mine)

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "您打开之后，这里已被别人改动" in page
    assert 'value="25"' in page
    assert 'value="我改的"' in page
    assert planned.indicators.first().target == "30"
    assert not Indicator.objects.filter(name="我改的").exists()

    mine["rows-0-shown"] = fingerprint(planned.indicators.first())
    assert as_("planner").post(url(planned), mine).status_code == 302
    assert planned.indicators.first().target == "25"


def test_a_row_that_i_did_not_touch_keeps_the_others_change(planned, as_):
    mine = table(planned) | {"rows-1-name": "我改的"}
    as_("planner").post(url(planned), table(planned) | {"rows-0-target": "30"})

    response = as_("planner").post(url(planned), mine)

    assert response.status_code == 302
    assert planned.indicators.first().target == "30"
    assert planned.indicators.all()[1].name == "我改的"


def test_rows_are_added_removed_and_moved_at_once(planned, as_):
    before = list(planned.indicators.values_list("pk", flat=True))
    data = table(planned)
    n = len(before)
    data |= {
        "rows-TOTAL_FORMS": str(n + 1),
        f"rows-{n}-level1": "产出指标",
        f"rows-{n}-name": "新指标",
        f"rows-{n}-weight": "1",
        f"rows-{n}-position": "1",
        "rows-0-remove": "on",
        "rows-1-position": str(n + 5),
    }

    as_("planner").post(url(planned), data)

    rows = list(planned.indicators.all())
    assert [rows[0].name, rows[0].position] == ["新指标", 1]
    assert [r.pk for r in rows[1:]] == [*before[2:], before[1]]


def test_picked_rows_get_place_person_and_day_together(world, planned, as_):
    place = world.places["division_a"]
    data = table(planned) | {
        "action": "assign", "rows-1-pick": "on", "rows-2-pick": "on",
        "bulk-responsible": str(place.pk), "bulk-person": str(world.filler_a.pk),
        "bulk-due": "2026-02-28",
    }  # fmt: skip

    as_("planner").post(url(planned), data)

    rows = list(planned.indicators.all()[1:3])
    assert [(r.responsible, r.person, r.due) for r in rows] == [
        (place, world.filler_a, date(2026, 2, 28))
    ] * 2


def test_nobody_is_given_a_place_that_is_not_theirs(world, planned, as_):
    data = table(planned) | {
        "rows-0-responsible": str(world.places["division_b"].pk),
        "rows-0-person": str(world.filler_c.pk),
    }

    response = as_("planner").post(url(planned), data)

    assert response.status_code == 422
    assert "填报丙不是整治科的填报人" in response.content.decode()
    assert planned.indicators.first().person == world.filler_a


def test_while_filing_people_change_and_targets_stand_still(evaluation, as_):
    data = table(evaluation, state="filing") | {
        "rows-0-due": "2026-03-01",
        "rows-0-target": "1",
        "rows-0-weight": "99",
    }

    response = as_("planner").post(url(evaluation), data)

    assert response.status_code == 302
    row = evaluation.indicators.first()
    assert (row.due, row.target, row.weight) == (date(2026, 3, 1), "20", 3)
    assert row.version == 1
    assert not row.contributors.exists()


def test_a_plan_opened_before_it_was_handed_out_cannot_be_saved(planned, as_):
    data = table(planned) | {"rows-0-target": "25"}
    Evaluation.objects.filter(pk=planned.pk).update(state=State.FILING)

    response = as_("planner").post(url(planned), data)

    assert response.status_code == 409
    assert "阶段，指标和分值不再改动" in response.content.decode()
    assert 'value="25"' in response.content.decode()
    assert planned.indicators.first().target == "20"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("verifier", 403),
        ("filler_a", 404),
        ("stranger", 404),
        ("bureau", 404),
        ("system", 404),
    ],
)
def test_only_the_planner_saves(planned, as_, name, expected):
    data = table(planned) | {"rows-0-target": "25"}

    assert as_(name).post(url(planned), data).status_code == expected
    assert planned.indicators.first().target == "20"


def test_readers_see_the_plan_without_inputs(evaluation, as_):
    page = as_("filler_a").get(url(evaluation)).content.decode()

    assert "拓展发展空间面积" in page
    assert "rows-0-due" not in page


def test_what_is_missing_is_said_where(planned):
    first, second = planned.indicators.all()[:2]
    Indicator.objects.filter(pk=first.pk).update(weight=1, target="")
    Indicator.objects.filter(pk=second.pk).update(responsible=None)
    planned.budget_lines.all().delete()

    assert not_ready(Evaluation.objects.get(pk=planned.pk)) == (
        "1项指标没有指标值：拓展发展空间面积（平方公里）",
        "1项指标没有责任科室：获批新增建设用地（亩）",
        "分值合计为98，应为100，差2分",
        "产出指标现为38分，应为40分：差2分",
        "预算还没有合计行，执行率无从计算",
    )


def test_a_finished_plan_is_ready(planned):
    assert not_ready(planned) == ()


def test_the_page_costs_the_same_for_60_indicators(
    planned, as_, django_assert_num_queries
):
    browser = as_("planner")
    browser.get(url(planned))
    with django_assert_num_queries(14):
        browser.get(url(planned))
    row = planned.indicators.last()
    for n in range(36):
        row.pk, row.position = None, 100 + n
        row.save()
    with django_assert_num_queries(14):
        browser.get(url(planned))


WORDS = st.text(
    st.characters(exclude_categories=["C", "Z"]), max_size=30
) | st.sampled_from(["≥95%", "2-3", "<b>“”</b>", "=1+1", "控制在90万元以内"])
POINTS = st.decimals(min_value=0, max_value=1000, places=2) | st.none()


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(rows=st.lists(st.tuples(WORDS, WORDS, POINTS), min_size=1, max_size=5))
def test_whatever_is_typed_comes_back_from_the_database(planned, as_, rows):
    data = table(planned)
    for n, (name, target, weight) in enumerate(rows):
        data |= {
            f"rows-{n}-name": name,
            f"rows-{n}-target": target,
            f"rows-{n}-weight": "" if weight is None else str(weight),
        }

    assert as_("planner").post(url(planned), data).status_code == 302

    kept = list(planned.indicators.all())[: len(rows)]
    assert [(r.name, r.target, r.weight) for r in kept] == rows
    shown = as_("planner").get(url(planned)).context["formset"]
    cells = [(f["name"].value(), f["target"].value()) for f in shown.forms]
    assert cells[: len(rows)] == [(name, target) for name, target, _ in rows]
