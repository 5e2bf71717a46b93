"""A skip may pass for success nowhere: the hook of the root conftest, run for real."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
CONFTEST = (Path(__file__).parents[1] / "conftest.py").read_text(encoding="utf-8")

SKIPS = {
    "mark": """
        import pytest
        @pytest.mark.skip(reason="no time")
        def test_it(): pass
    """,
    "condition": """
        import pytest
        @pytest.mark.skipif(True, reason="no time")
        def test_it(): pass
    """,
    "call": """
        import pytest
        def test_it(): pytest.skip("no time")
    """,
    "fixture": """
        import pytest
        @pytest.fixture
        def clock(): pytest.skip("no time")
        def test_it(clock): pass
    """,
    "module": """
        import pytest
        pytest.skip("no time", allow_module_level=True)
    """,
    "import": """
        import pytest
        pytest.importorskip("no_such_package", reason="no time")
    """,
}


@pytest.fixture
def run(pytester, monkeypatch):
    def run_pytest(source, *, no_skips, workers="0"):
        pytester.makeconftest(CONFTEST)
        pytester.makepyfile(source)
        monkeypatch.setenv("JIXIAO_NO_SKIPS", no_skips)
        plain = ("-p", "no:django")  # there is no site in that folder
        return pytester.runpytest_subprocess(*plain, "-n", workers, "-r", "s")

    return run_pytest


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["0", "1"])
@pytest.mark.parametrize("source", SKIPS.values(), ids=SKIPS.keys())
def test_a_skip_fails_where_none_is_allowed(run, source, workers):
    result = run(source, no_skips="1", workers=workers)

    assert result.ret != pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["*skipped although JIXIAO_NO_SKIPS=1:*no time*"])


@pytest.mark.parametrize("source", SKIPS.values(), ids=SKIPS.keys())
def test_a_skip_is_listed_with_its_reason_elsewhere(run, source):
    result = run(source, no_skips="")

    assert result.ret in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    result.stdout.fnmatch_lines(["SKIPPED*no time*"])


def test_an_expected_failure_is_no_skip(run):
    source = """
        import pytest
        @pytest.mark.xfail(reason="known")
        def test_it(): assert False
    """

    result = run(source, no_skips="1")

    result.assert_outcomes(xfailed=1)
