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
    written = render_reports(one.evaluation, one.scorecard, book, formats=[Format.DOCX])
    report, _ = written.values()
    contents = [content_of(document) for document in written.values()]
    (folder / REPORT).write_bytes(report)
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
