from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web.world import EXAMPLE, build_evaluation

from jixiao.exchange.evaluation import read_evaluation
from jixiao.rulebooks.source import read_tree
from jixiao.web.planning.mapping import to_core
from jixiao.web.planning.models import Evaluation, ImportDraft, Indicator
from jixiao.web.planning.states import Progress
from jixiao.web.trail.models import Entry

FORM = Path(__file__).parents[2] / "golden" / "elsewhere"


@pytest.fixture
def empty(world):
    return Evaluation.objects.create(
        organisation=world.department, year=2025, form="department_overall",
        rulebook="hubei-department-2020",
    )  # fmt: skip


def upload(browser, evaluation, content, name="自评.yaml"):
    file = SimpleUploadedFile(name, content)
    return browser.post(
        reverse("planning:import_", args=[evaluation.pk]), {"file": file}
    )


def confirmed(page, **changes):
    """What the preview would send if nobody corrected anything."""
    data: dict[str, Any] = {
        "form": "0",
        "facts_version": str(page.context["evaluation"].facts_version),
    }
    data["part"] = [str(part) for part, _ in page.context["parts"]]
    for key in ("rows", "lines", "texts"):
        formset = page.context[key]
        for name, value in formset.management_form.initial.items():
            data[f"{key}-{name}"] = str(value)
        for form in formset.forms:
            for field in form.fields:
                value = form[field].value()
                if value not in (False, None):
                    data[form[field].html_name] = "on" if value is True else value
    return data | changes


def test_nothing_is_saved_before_it_is_confirmed_and_then_everything(empty, as_):
    browser = as_("planner")
    facts = read_evaluation(read_tree(EXAMPLE.read_text("utf-8"), name="x"), name="x")

    response = upload(browser, empty, EXAMPLE.read_bytes())
    page = browser.get(response.url)
    assert not empty.indicators.exists()
    assert not Entry.objects.exists()
    done = browser.post(response.url, confirmed(page))

    kept = to_core(Evaluation.objects.get(pk=empty.pk))
    assert done.status_code == 302
    assert [(i.name, i.target, i.actual, i.weight) for i in kept.indicators] == [
        (i.name, i.target, i.actual, i.weight) for i in facts.indicators
    ]
    assert kept.budget
    assert facts.budget
    assert kept.budget.total == facts.budget.total
    assert kept.budget.parts == facts.budget.parts
    assert (kept.functions, kept.annual_goals) == (facts.functions, facts.annual_goals)
    assert kept.causes == facts.causes
    assert Entry.objects.get().content["action"] == "导入"
    assert not ImportDraft.objects.exists()


def test_cells_are_corrected_and_rows_left_out(empty, as_):
    browser = as_("planner")
    response = upload(browser, empty, EXAMPLE.read_bytes())
    data = confirmed(browser.get(response.url), part=["targets"])
    data |= {"rows-0-target": "25"}
    del data["rows-1-take"]

    browser.post(response.url, data)

    rows = list(empty.indicators.all())
    assert len(rows) == 23
    assert (rows[0].target, rows[0].actual) == ("25", "")
    assert not empty.budget_lines.exists()


def test_a_wrong_cell_keeps_the_draft_and_what_was_typed(empty, as_):
    browser = as_("planner")
    response = upload(browser, empty, EXAMPLE.read_bytes())
    data = confirmed(browser.get(response.url)) | {
        "rows-0-weight": "三",
        "lines-0-executed": "很多",
    }

    refused = browser.post(response.url, data)

    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'value="三"' in page
    assert "无法读作金额；请写作 5630.63（万元）" in page
    assert not empty.indicators.exists()
    assert ImportDraft.objects.exists()


def test_while_filing_only_results_of_open_indicators_are_taken(world, as_):
    evaluation = build_evaluation(world)
    first, second = evaluation.indicators.all()[:2]
    Indicator.objects.filter(pk=second.pk).update(progress=Progress.FILED)
    browser = as_("planner")
    response = upload(browser, evaluation, EXAMPLE.read_bytes())

    browser.post(
        response.url,
        confirmed(browser.get(response.url))
        | {"rows-0-target": "1", "rows-0-weight": "9"},
    )

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.actual, first.target, first.weight) == ("14", "20", 3)
    assert first.contributors.get() == world.planner
    assert second.actual == ""


def test_what_changed_after_the_preview_is_looked_at_again(empty, as_):
    browser = as_("planner")
    response = upload(browser, empty, EXAMPLE.read_bytes())
    data = confirmed(browser.get(response.url))
    Evaluation.objects.filter(pk=empty.pk).update(facts_version=7)

    assert browser.post(response.url, data).status_code == 409
    assert not empty.indicators.exists()
    assert browser.post(response.url, data | {"facts_version": "7"}).status_code == 302


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"\x89PNG....", "a.docx", "不支持这种文件：内容看来是PNG 图片"),
        (b"", "a.docx", "文件是空的；请检查文件是否完整"),
        (b"{", "a.json", "不符合 JSON 语法"),
    ],
)
def test_an_unreadable_file_gives_one_sentence(empty, as_, content, name, sentence):
    response = upload(as_("planner"), empty, content, name)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not ImportDraft.objects.exists()


def test_a_draft_is_its_owners_alone(empty, as_):
    response = upload(as_("planner"), empty, EXAMPLE.read_bytes())

    for name in ("verifier", "filler_a", "stranger", "system"):
        assert as_(name).get(response.url).status_code in {403, 404}


def test_the_entry_workbook_reads_back(empty, as_):
    url = reverse("planning:entry_workbook", args=[empty.pk])
    content = as_("planner").get(url).content

    assert content.startswith(b"PK")
    assert upload(as_("planner"), empty, content, "模板.xlsx").status_code == 302
