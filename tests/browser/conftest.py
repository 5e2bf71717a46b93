import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright
from tests.web.world import PASSWORD, build_world

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
"""Kept by the run, for people to look at."""
expect.set_options(timeout=30_000)  # a loaded machine takes its time


@pytest.fixture(scope="module")
def browser():
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed: the page was NOT looked at")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


class Person:
    """Somebody at a browser of their own, logged in through the log-in page."""

    def __init__(self, browser, site, name):
        self.site, self.name = site, name
        self.page = browser.new_context(locale="zh-CN").new_page()
        self.complaints = []
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.on("request", self._is_ours)
        self.page.on("console", self._is_calm)
        self.open("/login/")
        self.page.get_by_label("登录名").fill(name)
        self.page.get_by_label("密码", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url(lambda url: "/login/" not in url)

    def _is_ours(self, request):
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.complaints.append(f"asked {request.url}")

    def _is_calm(self, message):
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def open(self, address):
        self.page.goto(self.site + address)
        return self.page

    def keep(self, title):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{title}.png", full_page=True)


@pytest.fixture
def world(transactional_db):  # noqa: ARG001 - the site reads what is committed
    return build_world()


@pytest.fixture
def at(browser, live_server, world):  # noqa: ARG001 - the people have to be there
    """Somebody at the site: at("planner"); none may ask another host or complain."""
    people = {}

    def person(name):
        if name not in people:
            people[name] = Person(browser, live_server.url, name)
        return people[name]

    yield person
    complaints = {name: one.complaints for name, one in people.items()}
    for one in people.values():
        one.page.context.close()
    assert not any(complaints.values()), complaints
