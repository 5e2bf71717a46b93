"""What holds for every test: no silent skips, the same examples each time in CI."""

import os
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import settings

SKIPS_FAIL = "JIXIAO_NO_SKIPS"
"""Set to 1, every skipped test fails; otherwise `-r s` lists what was skipped."""

settings.register_profile("local", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True)
settings.load_profile("ci" if os.environ.get(SKIPS_FAIL) == "1" else "local")


def fail_if_skipped(report: Any) -> None:
    """Turn a skip into a failure that names its reason; an expected failure stays."""
    if os.environ.get(SKIPS_FAIL) != "1" or not report.skipped:
        return
    if hasattr(report, "wasxfail"):
        return
    why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"{report.nodeid}: skipped although {SKIPS_FAIL}=1: {why}"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """See skips of single tests: marks, skipif, pytest.skip, importorskip."""
    report = yield
    fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    """See skips of whole modules, which never become a test."""
    report = yield
    fail_if_skipped(report)
    return report
