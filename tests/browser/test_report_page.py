"""The written page in a real browser: complete without a network, at every width."""

from pathlib import Path

import pytest

from jixiao.workflows.prepare_report import Format, prepare_report
from jixiao.workflows.read_form import read_form
from jixiao.workflows.score_evaluation import score_form

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EXAMPLE = Path(__file__).parents[2] / "examples" / "xianning-2020.yaml"


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    ((form, facts),) = read_form(EXAMPLE.read_bytes(), name=EXAMPLE.name).forms()
    prepared = prepare_report(score_form(facts, form), formats=(Format.HTML,))
    file = tmp_path_factory.mktemp("page") / "自评报告.html"
    file.write_bytes(prepared.files["自评报告.html"])
    return file


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_fits_its_window_and_asks_no_other_host(browser, page_file, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_file.as_uri())

    title = page.get_by_role("heading", level=1)
    scrolls = page.evaluate("document.documentElement.scrollWidth > innerWidth")

    assert title.inner_text() == "2020年度咸宁市自然资源和规划局部门整体绩效自评报告"
    assert title.is_visible()
    assert not scrolls
    assert asked == [page_file.as_uri()]


def test_the_derivation_of_a_point_unfolds_by_keyboard(browser, page_file):
    page = browser.new_page()
    page.goto(page_file.as_uri())
    sentence = page.get_by_text("348 ÷ 350 × 3 = 2.98")

    hidden_first = sentence.first.is_hidden()
    details = page.locator("details", has=sentence).first
    details.locator("summary").first.focus()
    page.keyboard.press("Enter")

    assert hidden_first
    assert sentence.first.is_visible()
