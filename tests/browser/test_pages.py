"""Every main page fits a desk and a phone; `at` sees to other hosts and complaints."""

import pytest
from tests.web.world import build_evaluation

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = {
    "planner": (
        "/", "/evaluations/", "/evaluations/{0}/", "/evaluations/{0}/plan/",
        "/evaluations/{0}/indicators/", "/evaluations/{0}/budget/",
        "/evaluations/{0}/texts/", "/evaluations/{0}/missing/",
        "/evaluations/{0}/verification/", "/evaluations/{0}/audit/",
        "/evaluations/{0}/report/", "/evaluations/{0}/trail/",
    ),
    "bureau": ("/bureau/", "/bureau/audits/", "/jobs/"),
    "system": ("/organisations/",),
    "security": ("/roles/",),
    "audit": ("/trail/",),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_pages_fit_a_desk_and_a_phone(at, world, name):
    evaluation = build_evaluation(world, is_filled=True)
    too_wide = []
    for address in PAGES[name]:
        page = at(name).open(address.format(evaluation.pk))
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                too_wide.append((address, width))
            at(name).keep(f"{name}{address.format('').replace('/', '-')}{width}")

    assert too_wide == []
