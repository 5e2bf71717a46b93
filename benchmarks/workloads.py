"""What is measured: our work, and the least that python-docx needs for the same.

Each workload prepares its input and gives the function to be timed, which returns how
many things it handled. Imports stand in the functions so that the memory of a process
is that of its own workload.
"""

# ruff: noqa: PLC0415  see above

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

EXAMPLE = Path(__file__).parents[1] / "examples" / "xianning-2020.yaml"
REPORT, TEXTS = "report.docx", "texts.json"
REPORT_PDF, REPORT_TEXT = "report.pdf", "report.txt"
BATCH_FOLDER, DIFFERENT, DOCUMENTS = "batch", 50, 1000
INDICATORS, EVALUATIONS, BATCH = 24, 100_000, 500

Timed = Callable[[], int]
Content = list[str | list[list[str]]]
"""Paragraphs as text, tables as rows of texts, in document order."""


def scored_example() -> Any:
    """Read and score the facts of the shipped example."""
    from jixiao.workflows.read_form import read_form
    from jixiao.workflows.score_evaluation import score_form

    document = read_form(EXAMPLE.read_bytes(), name=EXAMPLE.name)
    ((form, facts),) = document.forms()
    return score_form(facts, form)


def prepare(folder: Path) -> tuple[int, int]:
    """Keep the report that we write, and the texts of report and form.

    Returns:
        Paragraphs and cells of the report; of report and form together.
    """
    from jixiao.reports.render import Format, render_reports

    one = scored_example()
    book = one.chosen.rulebook
    facts, card = one.evaluation, one.scorecard
    written = render_reports(facts, card, book, formats=[Format.DOCX])
    printed = render_reports(facts, card, book, formats=[Format.PDF])
    contents = [content_of(document) for document in written.values()]
    (folder / REPORT).write_bytes(next(iter(written.values())))
    (folder / REPORT_PDF).write_bytes(next(iter(printed.values())))
    (folder / REPORT_TEXT).write_text(as_text(contents[0]), encoding="utf-8")
    (folder / TEXTS).write_text(json.dumps(contents), encoding="utf-8")
    return size_of(contents[:1]), size_of(contents)


def content_of(document: bytes) -> Content:
    """Take the texts of all paragraphs and cells out of a docx."""
    import docx

    content: Content = []
    for block in docx.Document(BytesIO(document)).iter_inner_content():
        if isinstance(block, docx.table.Table):
            content.append([[cell.text for cell in row.cells] for row in block.rows])
        else:
            content.append(block.text)
    return content


def as_text(content: Content) -> str:
    """Write a document as plain text, tables with bars."""
    lines = []
    for block in content:
        if isinstance(block, str):
            lines.append(block)
            continue
        rows = ([text.replace("\n", "") for text in row] for row in block)
        lines += ["", *("| " + " | ".join(row) + " |" for row in rows), ""]
    return "\n".join(lines)


def size_of(contents: Iterable[Content]) -> int:
    """Count paragraphs and cells."""
    return sum(
        1 if isinstance(block, str) else sum(len(row) for row in block)
        for content in contents
        for block in content
    )


# -- reading ---------------------------------------------------------------------------


def read_claims(folder: Path) -> Timed:
    """Read a report to claims: container, blocks, form, passages."""
    from jixiao.documents.reading import read_document

    document = (folder / REPORT).read_bytes()

    def work() -> int:
        return len(read_document(document, name=REPORT).forms[0].indicators)

    assert work() == INDICATORS
    return work


def read_texts(folder: Path) -> Timed:
    """Take only the texts of the same paragraphs and cells by python-docx."""
    document = (folder / REPORT).read_bytes()
    return lambda: size_of([content_of(document)])


# -- auditing --------------------------------------------------------------------------


def audit(name: str) -> Callable[[Path], Timed]:
    """Audit a report: read, recognise the rules, score, run all checks."""

    def prepared(folder: Path) -> Timed:
        from jixiao.workflows.audit_documents import audit_document

        document = (folder / name).read_bytes()

        def work() -> int:
            audited = audit_document(document, name=name)
            return len(audited.document.report.forms[0].indicators)

        assert work() == INDICATORS
        return work

    return prepared


def read_lines(folder: Path) -> Timed:
    """Open a text and go through its lines and cells."""

    def work() -> int:
        with (folder / REPORT_TEXT).open(encoding="utf-8") as lines:
            return sum(len(line.strip().split("|")) for line in lines)

    return work


def read_pages(folder: Path) -> Timed:
    """Take the words and the ruled tables off the pages by pdfplumber."""
    import pdfplumber

    def work() -> int:
        with pdfplumber.open(folder / REPORT_PDF) as document:
            return sum(
                len(page.extract_text()) + len(page.extract_tables())
                for page in document.pages
            )

    return work


def prepare_batch(folder: Path) -> int:
    """Keep 1,000 reports: different ones, each several times; one in ten is a PDF.

    Returns:
        How many bytes they have together.
    """
    from jixiao.core.interpretation import report_of
    from jixiao.reports.render import Format, render_reports
    from jixiao.workflows.score_evaluation import score_form

    batch = folder / BATCH_FOLDER
    batch.mkdir()
    one = scored_example()
    edited: list[tuple[str, bytes]] = []
    printed: list[tuple[str, bytes]] = []
    form = report_of(one.evaluation).forms[0]
    for facts in varied(one.evaluation, DIFFERENT):
        scored = score_form(facts, form)
        reports = render_reports(
            facts, scored.scorecard, scored.chosen.rulebook,
            formats=[Format.DOCX, Format.PDF],
        )  # fmt: skip
        by_suffix = {
            Path(name).suffix: file for name, file in reversed(reports.items())
        }
        text = as_text(content_of(by_suffix[".docx"]))
        edited += [(".docx", by_suffix[".docx"]), (".txt", text.encode())]
        printed.append((".pdf", by_suffix[".pdf"]))
    copies = [
        printed[number // 10 % DIFFERENT]
        if number % 10 == 0
        else edited[number % len(edited)]
        for number in range(DOCUMENTS)
    ]
    size = 0
    for number, (suffix, content) in enumerate(copies):
        size += (batch / f"{number:04}{suffix}").write_bytes(content)
    return size


def audit_many(folder: Path) -> dict[str, float]:
    """Audit 1,000 reports on all cores, then go on after all of them are done."""
    from jixiao.workflows.audit_batch import audit_files
    from jixiao.workflows.batch_workers import Job, cores

    paths = sorted((folder / BATCH_FOLDER).iterdir())
    job = Job(work=audit_tree, options={}, clock=perf_counter)
    state = folder / "state"
    answers = []
    for _ in range(2):
        start = perf_counter()
        items = [
            (item.trace or item.error, item.is_remembered, item.peak_mb)
            for item in audit_files(paths, job, state=state)
        ]
        answers.append((perf_counter() - start, items))
    (seconds, fresh), (again, remembered) = answers
    assert not any(why for why, _, _ in fresh), next(why for why, _, _ in fresh if why)
    assert all(was_done for _, was_done, _ in remembered)
    half = len(fresh) // 2
    return {
        "count": len(fresh), "cores": cores(), "seconds": seconds, "again": again,
        "worker_mb_half": max(peak for _, _, peak in fresh[:half]),
        "worker_mb": max(peak for _, _, peak in fresh),
    }  # fmt: skip


def audit_tree(path: Path, _options: Any) -> dict[str, Any]:
    """Audit one file to the tree that the command prints; run in a worker."""
    from jixiao.cli.audit_answers import document_tree
    from jixiao.cli.audited import audit_input

    tree: dict[str, Any] = document_tree(audit_input(path, rulebook=None, checks=None))
    return tree


# -- writing ---------------------------------------------------------------------------


def write_documents(_folder: Path) -> Timed:
    """Compose and write report and form."""
    from jixiao.reports.render import Format, render_reports

    one = scored_example()
    book = one.chosen.rulebook

    def work() -> int:
        facts, card = one.evaluation, one.scorecard
        return len(render_reports(facts, card, book, formats=[Format.DOCX]))

    return work


def write_texts(folder: Path) -> Timed:
    """Write the same texts into as many paragraphs and cells by python-docx."""
    import docx

    contents: list[Content] = json.loads((folder / TEXTS).read_text(encoding="utf-8"))

    def work() -> int:
        for content in contents:
            document = docx.Document()
            for block in content:
                if isinstance(block, str):
                    document.add_paragraph(block)
                    continue
                table = document.add_table(len(block), len(block[0]))
                for row, texts in zip(table.rows, block, strict=True):
                    for cell, text in zip(row.cells, texts, strict=True):
                        cell.text = text
            document.save(BytesIO())
        return len(contents)

    return work


# -- scoring ---------------------------------------------------------------------------


def score_many() -> tuple[int, float, float]:
    """Score 100,000 evaluations, each with its own numbers, derivations off.

    Returns:
        Indicators scored; the seconds it took, making up the numbers not counted; the
        seconds of the fastest tenth, which tells more on a busy machine.
    """
    from jixiao.core.scoring import score_evaluation

    one = scored_example()
    book = one.chosen.rulebook
    made_up = varied(one.evaluation, EVALUATIONS)
    tenths = [0.0] * 10
    count = 0
    for number in range(EVALUATIONS // BATCH):
        batch = list(islice(made_up, BATCH))
        start = perf_counter()
        cards = [score_evaluation(facts, book, explain=False) for facts in batch]
        tenths[number * BATCH * 10 // EVALUATIONS] += perf_counter() - start
        count += sum(len(card.rows) for card in cards)
    assert count == EVALUATIONS * INDICATORS
    return count, sum(tenths), min(tenths)


def varied(facts: Any, number: int) -> Iterator[Any]:
    """Make up evaluations: every figure anew, written as in the example."""
    from dataclasses import replace

    chance = random.Random(20201231)  # noqa: S311  made-up figures need no secrecy

    def another(figure: re.Match[str]) -> str:
        return "".join(chance.choice("123456789") for _ in figure[0])

    def varied_text(text: str) -> str:
        return text if "-" in text else re.sub(r"\d+", another, text)

    for _ in range(number):
        rows = tuple(
            replace(row, target=varied_text(row.target), actual=varied_text(row.actual))
            for row in facts.indicators
        )
        yield replace(facts, indicators=rows)
