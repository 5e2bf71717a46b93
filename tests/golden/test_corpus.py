"""The development corpus is read as its truth files say.

The documents stand beside the repository (or in JIXIAO_CORPUS); they are no part of it.
"""

import difflib
import json
import re
import unicodedata
from decimal import Decimal, InvalidOperation

import pytest
from tests.conventions.project import CORPUS

from jixiao.documents.reading import read_document

CELLS = ("name", "target", "actual", "weight", "score")
SIMILAR = 0.6
SIGNS = str.maketrans("≧≦═〉〈", "≥≤=><")


@pytest.fixture(scope="module")
def documents():
    folder = CORPUS.resolve()
    truths = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.truth.json"))
    ]
    if not truths:
        reason = f"没有找到语料 {folder}；设置 JIXIAO_CORPUS 后再试"
        pytest.skip(reason)
    read = []
    for truth in truths:
        path = folder / truth["file"]
        read.append((truth, read_document(path.read_bytes(), name=path.name)))
    return read


def plain(text):
    folded = unicodedata.normalize("NFKC", text or "").translate(SIGNS)
    return re.sub(r"\s+", "", folded)


def plain_name(text):
    name = re.sub(r"^(指标\d+:?|★+)+", "", plain(text))
    return re.sub(r"\(\d+(\.\d+)?分\)$", "", name)


def alike(one, other):
    a, b = (re.sub(r"\W", "", plain_name(text)) for text in (one, other))
    if min(len(a), len(b)) < 2:
        return a == b != ""
    ratio = difflib.SequenceMatcher(None, a, b).ratio()
    return a in b or b in a or ratio >= SIMILAR


def same_figure(one, other):
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False


def is_right(cell, wanted, row):
    if cell == "name":
        return plain_name(row.name) == plain_name(wanted["name"])
    got = plain(getattr(row, cell))
    accepted = wanted.get(f"{cell}_accept") or [wanted.get(cell)]
    if got in map(plain, accepted):
        return True
    return cell in ("weight", "score") and same_figure(got, plain(wanted.get(cell)))


def partners(truths, rows):
    """The row for every true one: the first of the same name, else of a similar one."""
    free = list(rows)
    found = [None] * len(truths)
    for fits in (lambda w, r: plain_name(w["name"]) == plain_name(r.name),
                 lambda w, r: alike(w["name"], r.name)):  # fmt: skip
        for number, wanted in enumerate(truths):
            row = next((r for r in free if fits(wanted, r)), None)
            if found[number] is None and row is not None:
                found[number] = row
                free.remove(row)
    return found


def count(truths, rows):
    """Cells that are right, and cells; a cell empty on both sides does not count."""
    right = cells = 0
    for wanted, row in zip(truths, partners(truths, rows), strict=True):
        for cell in CELLS:
            if plain(wanted.get(cell)) or (row and plain(getattr(row, cell))):
                cells += 1
                right += row is not None and is_right(cell, wanted, row)
    return right, cells + len(CELLS) * max(0, len(rows) - len(truths))


def rows_of(report):
    return [row for form in report.forms for row in form.indicators]


def test_nearly_every_cell_is_read_exactly(documents):
    counts = [count(t["indicators"], rows_of(report)) for t, report in documents]
    right, cells = (sum(column) for column in zip(*counts, strict=True))
    assert cells > 1000
    assert right >= Decimal("0.98") * cells


def test_a_document_without_a_form_has_no_rows(documents):
    without = [report for t, report in documents if not t["indicators"]]
    assert without
    assert [row for report in without for row in rows_of(report)] == []


@pytest.mark.parametrize("fact", ["title", "organisation", "year", "form"])
def test_the_head_of_a_document_is_read(documents, fact):
    def told(report):
        if fact == "form":
            return str(report.forms[0].form if report.forms else report.kind)
        return getattr(report, fact)

    agreeing = [told(report) == truth[fact] for truth, report in documents]
    assert sum(agreeing) >= Decimal("0.95") * len(agreeing)


def test_totals_are_read(documents):
    def told(report):
        return (report.forms[0].total if report.forms else None) or report.total

    wrong = [t["id"] for t, report in documents if told(report) != t["total_stated"]]
    assert len(wrong) <= len(documents) // 20, wrong


def test_budget_lines_are_read(documents):
    fields = ("line", "initial", "adjusted", "executed", "weight", "rate", "score")
    right = total = 0
    for truth, report in documents:
        lines = [line for form in report.forms for line in form.budget]
        assert len(lines) == len(truth["budget"]), truth["id"]
        for wanted, line in zip(truth["budget"], lines, strict=True):
            for field in fields:
                total += 1
                got = plain(getattr(line, field)).rstrip(":")
                right += got == plain(wanted[field]).rstrip(":")
    assert right >= Decimal("0.98") * total
