"""Each check on the cases of its YAML file: exact findings, exact doubts."""

from pathlib import Path

import pytest
import yaml

from jixiao.audit.registry import all_checks
from jixiao.workflows.audit_documents import audit_document

CASES = Path(__file__).parent
KINDS = {"true", "false", "boundary", "unreadable"}
"""What a case shows: agreement, a finding, the last value on either side, no reading."""
COMPARED = ("severity", "about", "stated", "expected", "arithmetic", "message")


def cases_in(path):
    """All values as strings, as documents have them."""
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506


def cases():
    for path in sorted(CASES.glob("*.yaml")):
        for case in cases_in(path):
            yield pytest.param(path.stem, case, id=f"{path.stem} {case['name']}")


def found(check, case):
    audited = audit_document(case["document"].encode(), name="报告.txt", checks=[check])
    (row,) = audited.ledger
    return audited.findings, row


@pytest.mark.parametrize(("check", "case"), list(cases()))
def test_a_case_gives_exactly_its_findings(check, case):
    findings, row = found(check, case)
    wanted = case["findings"]
    given = [
        {key: str(getattr(finding, key)) for key in want if key in COMPARED}
        for finding, want in zip(findings, wanted, strict=False)
    ]

    assert [f"{f.severity}: {f.message}" for f in findings][len(wanted) :] == []
    assert given == wanted
    assert len(row.undecided) == int(case.get("undecided", 0))
    if not wanted and not row.undecided:
        assert row.looked_at == 0 if "nothing" in case else row.looked_at > 0


@pytest.mark.parametrize("check", [check.id for check in all_checks()])
def test_every_check_has_cases_of_every_kind(check):
    kinds = {case["kind"] for case in cases_in(CASES / f"{check}.yaml")}

    assert kinds == KINDS
