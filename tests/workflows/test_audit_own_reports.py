"""What we write ourselves has nothing to find but what the facts themselves have."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.reports import sample
from tests.strategies import evaluations

from jixiao.core.findings import Severity
from jixiao.core.money import Money
from jixiao.exchange.evaluation import to_yaml
from jixiao.workflows.audit_documents import audit_document
from jixiao.workflows.prepare_report import Format, prepare_report
from jixiao.workflows.read_form import read_form
from jixiao.workflows.score_evaluation import score_form

EXAMPLE = Path(__file__).parents[2] / "examples" / "xianning-2020.yaml"
ABOUT_WRITING = ("arithmetic", "twice", "counts", "units")
ABOUT_FACTS = ("rules", "targets")
LEVELS = ("产出指标", "效益指标", "满意度指标")


def facts_in(content, name="自评数据.yaml"):
    ((form, facts),) = read_form(content, name=name).forms()
    return form, facts


def written(content, rulebook=None, formats=tuple(Format)):
    form, facts = facts_in(content)
    return prepare_report(
        score_form(facts, form, given=rulebook), formats=formats
    ).files


def alarms(files, rulebook=None):
    return [
        (name, finding.check, finding.message)
        for name, content in files.items()
        for finding in audit_document(
            content, name=name, rulebook=rulebook, checks=ABOUT_WRITING
        ).findings
        if finding.severity is not Severity.NOTE
    ]


def findings_about_facts(content, name, rulebook=None):
    audited = audit_document(content, name=name, rulebook=rulebook, checks=ABOUT_FACTS)
    return {finding.fingerprint: finding.message for finding in audited.findings}


def as_printed(evaluation):
    """The facts as the form can print them: rows by group, amounts in 万元 to the cent."""
    total = evaluation.budget.total
    return replace(
        evaluation,
        indicators=tuple(
            sorted(evaluation.indicators, key=lambda row: LEVELS.index(row.level1))
        ),
        budget=replace(
            evaluation.budget,
            total=replace(
                total, label="部门整体支出总额", adjusted=_hundreds(total.adjusted),
                executed=_hundreds(total.executed),
            ),
        ),
    )  # fmt: skip


def _hundreds(amount):
    return Money(amount.yuan // 100 * Decimal(100) + 100)


FACTS = {
    "example": (EXAMPLE.read_bytes(), None),
    "department": (to_yaml(sample.department()).encode(), sample.HUBEI),
    "project": (to_yaml(sample.project()).encode(), sample.NATIONAL),
    "sign and unit apart": (to_yaml(sample.project()).encode(), sample.SICHUAN),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FACTS)
def test_what_we_write_of_known_facts_has_no_alarm(name):
    content, rulebook = FACTS[name]

    assert alarms(written(content, rulebook), rulebook) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["department", "project", "sign and unit apart"])
def test_what_we_write_has_the_findings_of_its_facts(name):
    content, rulebook = FACTS[name]
    expected = findings_about_facts(content, "自评数据.yaml", rulebook)

    for file, written_ in written(content, rulebook).items():
        assert findings_about_facts(written_, file, rulebook) == expected, file


@pytest.mark.slow
def test_what_we_write_of_the_example_has_the_findings_of_its_facts():
    content, rulebook = FACTS["example"]
    files = written(content, rulebook, (Format.DOCX,))
    expected = findings_about_facts(content, "自评数据.yaml", rulebook)

    assert findings_about_facts(files["自评报告.docx"], "自评报告.docx") == expected


@pytest.mark.slow
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(evaluations().map(as_printed))
def test_what_we_write_of_any_facts_has_only_the_findings_of_its_facts(evaluation):
    content = to_yaml(evaluation).encode()
    files = written(content, formats=(Format.DOCX, Format.XLSX, Format.HTML))
    expected = findings_about_facts(content, "自评数据.yaml")

    assert alarms(files) == []
    for file, written_ in files.items():
        assert findings_about_facts(written_, file) == expected, file
