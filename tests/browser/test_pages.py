"""Every main page fits its window, stays on this machine and says nothing odd."""

import pytest
from tests.browser.conftest import SHOTS
from tests.web.world import build_evaluation

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ADDRESSES = {
    "desk": ("planner", "/"),
    "plan": ("planner", "/evaluations/{pk}/plan/"),
    "grid": ("filler_a", "/evaluations/{pk}/indicators/"),
    "indicator": ("filler_a", "/indicators/{first}/"),
    "flow": ("planner", "/evaluations/{pk}/"),
    "audit": ("planner", "/evaluations/{pk}/audit/"),
    "report": ("planner", "/evaluations/{pk}/report/"),
    "bureau": ("bureau", "/bureau/"),
}


@pytest.mark.parametrize("width", [1280, 390])
def test_main_pages_fit_and_ask_no_other_host(log_in, live_server, world, width):
    evaluation = build_evaluation(world, is_filled=True)
    first = evaluation.indicators.filter(person=world.filler_a).earliest("position").pk
    SHOTS.mkdir(parents=True, exist_ok=True)
    pages, asked, said, wide = {}, [], [], []
    for name, (who, address) in ADDRESSES.items():
        if who not in pages:
            pages[who] = log_in(who, width)
            pages[who].on("request", lambda request: asked.append(request.url))
            pages[who].on(
                "console",
                lambda one: said.append(one.text) if one.type == "error" else None,
            )
        page = pages[who]
        answer = page.goto(address.format(pk=evaluation.pk, first=first))
        assert answer.status == 200, name
        page.wait_for_load_state("networkidle")
        page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)

    foreign = [url for url in asked if not url.startswith((live_server.url, "data:"))]
    assert (wide, foreign, said) == ([], [], [])
