"""Filling in the grid and beside somebody else."""

import re

import pytest
from playwright.sync_api import expect
from tests.web.world import build_evaluation

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASTE = """(cell, text) => {
  const data = new DataTransfer(); data.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste",
    {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def test_a_pasted_column_is_scored_saved_and_undone(log_in, world):
    evaluation = build_evaluation(world)
    rows = list(evaluation.indicators.filter(person=world.filler_a)[:2])
    page = log_in("filler_a")
    page.goto(f"/evaluations/{evaluation.pk}/indicators/")
    cells = page.locator("input[data-field=actual]")

    cells.nth(0).focus()
    cells.nth(0).evaluate(PASTE, "100%\n95%")
    expect(cells.nth(1)).to_have_value("95%")
    expect(page.locator("#save-state")).to_contain_text("已保存")
    saved = list(
        evaluation.indicators.filter(pk__in=[row.pk for row in rows])
        .order_by("position").values_list("actual", flat=True)
    )  # fmt: skip
    assert saved == ["100%", "95%"]

    cells.nth(0).focus()
    page.keyboard.press("Control+z")
    expect(cells.nth(1)).to_have_value("")


def test_enter_goes_down_and_points_appear_while_typing(log_in, world):
    evaluation = build_evaluation(world)
    row = evaluation.indicators.filter(person=world.filler_a).first()
    page = log_in("filler_a")
    page.goto(f"/evaluations/{evaluation.pk}/indicators/")
    cells = page.locator("input[data-field=actual]")

    cells.nth(0).press_sequentially(row.target)
    points = page.locator(f"[data-of='{row.pk}'] [data-out=points]").first
    expect(points).to_have_text(re.compile(r"^\d"))
    cells.nth(0).press("Enter")
    expect(cells.nth(1)).to_be_focused()
    cells.nth(1).press("ArrowUp")
    expect(cells.nth(0)).to_be_focused()


def test_the_second_to_save_keeps_both_texts_and_can_save_theirs(log_in, world):
    evaluation = build_evaluation(world)
    row = evaluation.indicators.filter(person=world.filler_a).first()
    one, two = log_in("filler_a"), log_in("filler_a")
    for page in (one, two):
        page.goto(f"/indicators/{row.pk}/")
    one.locator("#id_actual").fill("91%")
    one.get_by_role("button", name="保存", exact=True).click()
    expect(one.locator("#id_actual")).to_have_value("91%")
    one.wait_for_load_state("networkidle")

    two.locator("#id_actual").fill("92%")
    two.get_by_role("button", name="保存", exact=True).click()
    expect(two.get_by_role("columnheader", name="您填写的")).to_be_visible()
    expect(two.get_by_role("cell", name="92%")).to_be_visible()
    expect(two.get_by_role("cell", name="91%")).to_be_visible()
    row.refresh_from_db()
    assert row.actual == "91%"

    two.get_by_role("button", name="仍按我的保存").click()
    expect(two.locator("#id_actual")).to_have_value("92%")
    row.refresh_from_db()
    assert row.actual == "92%"
