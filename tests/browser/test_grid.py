"""Filling in like a spreadsheet, and beside somebody else."""

import pytest
from playwright.sync_api import expect
from tests.web.world import build_evaluation

from jixiao.web.planning.models import Indicator

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_column_from_excel_is_pasted_and_undone(at, world):
    evaluation = build_evaluation(world)
    own = list(evaluation.indicators.filter(person=world.filler_a)[:3])
    page = at("filler_a").open(f"/evaluations/{evaluation.pk}/indicators/")
    cells = [page.get_by_label(f"{one.name} 完成值") for one in own]
    cells[0].focus()

    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const options = {clipboardData: data, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        "14\r\n348\r\n633\r\n",
    )
    page.locator(f"#indicator-{own[0].pk} [data-out=points]", has_text="2.1").wait_for()
    typed = [cell.input_value() for cell in cells]
    page.keyboard.press("Control+z")

    assert typed == ["14", "348", "633"]
    assert [cell.input_value() for cell in cells] == ["", "", ""]


def test_who_saves_second_sees_both_and_loses_nothing(at, world):
    evaluation = build_evaluation(world)
    first = evaluation.indicators.get(position=1)
    address = f"/indicators/{first.pk}/"
    one = at("filler_a").open(address)
    other = one.context.new_page()
    other.goto(one.url)
    one.get_by_label("完成值").fill("14")
    one.get_by_role("button", name="保存", exact=True).click()
    one.wait_for_load_state()
    other.get_by_label("完成值").fill("15")
    other.get_by_role("button", name="保存", exact=True).click()
    other.get_by_text("您填写的").first.wait_for()
    shown = other.locator("main").inner_text()
    kept = Indicator.objects.get(pk=first.pk).actual
    other.get_by_role("button", name="仍按我的保存").click()
    other.wait_for_load_state()

    assert kept == "14"
    assert "14" in shown
    assert "15" in shown
    assert Indicator.objects.get(pk=first.pk).actual == "15"


def test_enter_and_arrows_move_and_points_follow_the_typing(at, world):
    evaluation = build_evaluation(world)
    first = evaluation.indicators.get(position=1)  # 20 平方公里, 3 分
    page = at("filler_a").open(f"/evaluations/{evaluation.pk}/indicators/")
    cells = page.locator("input[data-field=actual]")
    points = page.locator(f"#indicator-{first.pk} [data-out=points]")

    cells.nth(0).press_sequentially("10")
    expect(points).to_have_text("1.5")
    cells.nth(0).press("Enter")
    expect(cells.nth(1)).to_be_focused()
    cells.nth(1).press("ArrowUp")
    expect(cells.nth(0)).to_be_focused()
    cells.nth(0).fill("约定俗成")
    expect(points).not_to_have_text("1.5")

    assert cells.nth(0).input_value() == "约定俗成"
