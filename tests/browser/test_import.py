"""A report of somebody else becomes the facts of an evaluation, after a look at it."""

import re

import pytest
from tests.web.world import EXAMPLE, build_evaluation

from jixiao.web.planning.states import State
from jixiao.workflows.prepare_report import Format, prepare_report
from jixiao.workflows.read_form import read_form
from jixiao.workflows.score_evaluation import score_form

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_foreign_report_is_read_shown_and_then_taken_over(at, world):
    ((form, written),) = read_form(EXAMPLE.read_bytes(), name=EXAMPLE.name).forms()
    report = prepare_report(score_form(written, form), formats=(Format.DOCX,))
    evaluation = build_evaluation(world, state=State.PLANNING)
    evaluation.indicators.all().delete()
    page = at("planner").open(f"/evaluations/{evaluation.pk}/import/")

    page.locator("input[type=file]").set_input_files({
        "name": "外来报告.docx", "mimeType": "application/octet-stream",
        "buffer": report.files["自评报告.docx"],
    })  # fmt: skip
    page.locator("main form[enctype] button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/import/\d+/"))
    at("planner").keep("导入-预览")
    before = evaluation.indicators.count()
    page.get_by_role("button", name="确认导入").first.click()
    page.wait_for_url(lambda url: "/import/" not in url)

    assert before == 0
    taken = list(evaluation.indicators.values_list("name", "target"))
    assert taken == [(one.name, one.target) for one in written.indicators]
