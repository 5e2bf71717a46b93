"""A browser, the world of the site's tests, and people who log in by typing."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from tests.web.world import PASSWORD, build_world

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SHOTS = Path(__file__).parents[2] / "build" / "screenshots"


@pytest.fixture(scope="module")
def browser():
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed: the pages were NOT looked at")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def world(transactional_db):  # noqa: ARG001 - rows that the server's thread sees
    return build_world()


@pytest.fixture
def log_in(browser, live_server, world):  # noqa: ARG001 - the people must exist
    """A page of that person, in a browser context of their own."""
    contexts = []

    def page_of(name, width=1280):
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 900}
        )
        context.set_default_timeout(8000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/login/")
        page.locator("[name=username]").fill(name)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/login/" not in url)
        return page

    yield page_of
    for context in contexts:
        context.close()
