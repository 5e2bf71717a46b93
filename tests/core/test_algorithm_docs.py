from __future__ import annotations

import doctest
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "docs" / "algorithms"


@pytest.mark.parametrize(
    ("page", "examples"),
    [("audit", 32), ("scoring", 17), ("rounding", 19), ("targets", 6)],
)
def test_the_examples_of_a_page_compute_what_it_prints(page, examples):
    found = doctest.testfile(
        str(PAGES / f"{page}.md"), module_relative=False, encoding="utf-8"
    )

    assert found == (0, examples)
