"""The bureau's list of 10,000 evaluations on PostgreSQL beside an empty Django view.

Both are asked in turn in one process, through the whole middleware and without network.
The database is made for the run and dropped after it.
"""

# ruff: noqa: PLC0415  models load after django.setup()

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import psycopg
from django.http import HttpRequest, HttpResponse
from django.urls import path
from psycopg import sql

SERVER = os.environ.get(
    "JIXIAO_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/postgres"
)
DATABASE = f"jixiao_bench_{os.getpid()}"
EVALUATIONS = 10_000
ROUNDS = 20
_YEAR = 2025
_DAY = date(2026, 3, 31)
PAGES = (
    "/bureau/", "/bureau/?sort=-score", "/bureau/?sort=-late&page=100",
    "/bureau/?state=submitted&group=kind", "/bureau/?search=12&sort=-last",
    "/bureau/?only=overdue&sort=state",
)  # fmt: skip
EMPTY = "/empty/"


def empty(_request: HttpRequest) -> HttpResponse:
    """Nothing: what Django and the middleware take by themselves."""
    return HttpResponse()


def measure() -> dict[str, float]:
    """Seconds of the list and of the empty view; nothing where no server answers.

    Returns:
        Medians and 95th percentiles, the slowest page's median, seconds and rows of the
        export.
    """
    try:
        with _database() as url, tempfile.TemporaryDirectory() as folder:
            _set_up(url, folder)
            _fill()
            return _measured()
    except psycopg.OperationalError:
        return {}


@contextmanager
def _database() -> Iterator[str]:
    """A database of PostgreSQL for this run."""
    name = sql.Identifier(DATABASE)
    with psycopg.connect(SERVER, autocommit=True, connect_timeout=5) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield SERVER.rpartition("/")[0] + f"/{DATABASE}"
        finally:
            statement = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name)
            server.execute(statement)


def _set_up(url: str, folder: str) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    os.environ |= {
        "DATABASE_URL": url, "JIXIAO_DATA": folder, "JIXIAO_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "jixiao.web.settings",
    }  # fmt: skip
    django.setup()
    import_module(settings.ROOT_URLCONF).urlpatterns.append(path("empty/", empty))
    call_command("migrate", verbosity=0)


def _fill() -> None:
    """One bureau with 10,000 bodies, each with this year's and last year's evaluation."""
    from django.db import connection
    from django.utils import timezone

    from jixiao.web.accounts.models import Kind, Membership, Organisation, Role, User
    from jixiao.web.planning.models import Evaluation
    from jixiao.web.planning.states import AT_BUREAU, State

    finance = Organisation.objects.create(name="省财政厅", kind=Kind.BUREAU, path="/1/")
    user = User.objects.create(username="bureau", name="审核", organisation=finance)
    Membership.objects.create(
        user=user, organisation=finance, role=Role.BUREAU_REVIEWER
    )
    kinds = (Kind.DEPARTMENT, Kind.DEPARTMENT, Kind.UNIT)
    bodies = Organisation.objects.bulk_create(
        Organisation(
            name=f"第{n}局", kind=kinds[n % 3], parent=finance, path=f"/1/{n + 10}/"
        )
        for n in range(EVALUATIONS)
    )

    def made(body: Organisation, n: int, year: int) -> Evaluation:
        state = State.values[n % len(State.values)]
        is_submitted = state in AT_BUREAU
        return Evaluation(
            organisation=body, year=year, form="department_overall", state=state,
            rulebook="hubei-department-2020", score=Decimal(60 + n % 40),
            grade="优良中差"[n % 4], findings_error=n % 5, findings_warning=n % 7,
            submission_due=_DAY + timedelta(days=n % 60 - 30),
            submitted_at=timezone.now() if is_submitted else None,
        )  # fmt: skip

    Evaluation.objects.bulk_create(
        (made(body, n + year, year) for year in (_YEAR - 1, _YEAR)
         for n, body in enumerate(bodies)),
        batch_size=1000,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _measured() -> dict[str, float]:
    from django.test import Client

    from jixiao.web.accounts.models import User

    browser = Client()
    browser.force_login(User.objects.get(), "django.contrib.auth.backends.ModelBackend")
    for url in (*PAGES, EMPTY):
        _seconds(browser, url)
    pages: dict[str, list[float]] = {url: [] for url in PAGES}
    nothing: list[float] = []
    for _ in range(ROUNDS):
        for url, seconds in pages.items():
            seconds.append(_seconds(browser, url))
            nothing.append(_seconds(browser, EMPTY))
    ours = [one for seconds in pages.values() for one in seconds]
    return {
        "count": EVALUATIONS, "requests": len(ours),
        "median": median(ours), "p95": _p95(ours),
        "slowest": max(median(seconds) for seconds in pages.values()),
        "empty_median": median(nothing), "empty_p95": _p95(nothing),
        "export": _seconds(browser, "/bureau/export/xlsx/"),
    }  # fmt: skip


def _seconds(browser: Any, url: str) -> float:
    start = perf_counter()
    answer = browser.get(url)
    if answer.streaming:
        assert sum(map(len, answer.streaming_content))
    seconds = perf_counter() - start
    assert answer.status_code == 200, (url, answer.status_code)  # noqa: PLR2004
    return seconds


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]
