"""`python -m benchmarks.planted.measure DIR`: what an audit finds of the planted defects.

A finding at error or warning counts for a defect when their names are similar or when
they set the same two figures against each other; every other one is an extra alarm,
unless it names a consequence of the defect.
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from benchmarks.planted.__main__ import TRUTH
from benchmarks.planted.specimens import Truth

SIMILAR = 0.6
ALARMS = ("error", "warning")
SHORTEST = 2
_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([万亿]?)")
_SCALES = {"": 1, "万": 10**4, "亿": 10**8}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One finding, as far as it is compared."""

    check: str
    severity: str
    about: str
    stated: str
    expected: str

    def __str__(self) -> str:
        return f"{self.check} {self.severity} {self.about}（{self.stated} / {self.expected}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the audit said of one document."""

    truth: Truth
    found: tuple[Alarm, ...] = ()
    """Alarms that match the defect."""
    noted: bool = False
    """Only a note matches it."""
    extra: tuple[Alarm, ...] = ()
    """Alarms that match neither the defect nor its consequences."""
    problem: str = ""
    """Why it could not be audited."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """How many of some documents with a defect were caught."""

    documents: int
    found: int
    noted: int
    """Not caught, but a note speaks of it."""
    checks: tuple[str, ...]
    """Ids of the checks that caught them, the most frequent first."""

    @property
    def percent(self) -> float:
        """Share that was caught."""
        return 100 * self.found / self.documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All figures of one measurement; docs/accuracy.md is written from them."""

    by_defect: dict[str, Recall]
    by_layout: dict[str, Recall]
    by_container: dict[str, Recall]
    clean: int
    """Clean documents audited."""
    clean_alarms: int
    """Alarms on clean documents."""
    clean_with_alarms: int
    """Clean documents with an alarm at all."""
    extra_alarms: int
    """Alarms on spoiled documents that match no defect."""
    unreadable: int
    seconds: float
    """For each document, on average."""
    outcomes: tuple[Outcome, ...] = field(repr=False)

    @property
    def whole(self) -> Recall:
        """Over all defects."""
        return recall([o for o in self.outcomes if o.truth.defect])


# -- matching ------------------------------------------------------------------------------


def fold(text: str) -> str:
    """One width, no white space, no punctuation, no weight behind the name."""
    name = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"\W", "", re.sub(r"\(\d+(\.\d+)?分\)$", "", name))


def names_match(one: str, other: str) -> bool:
    """Whether two names mean the same: one holds the other, or they are similar."""
    a, b = fold(one), fold(other)
    if min(len(a), len(b)) < SHORTEST:
        return a == b != ""
    return a in b or b in a or difflib.SequenceMatcher(None, a, b).ratio() >= SIMILAR


def figures_in(text: str) -> frozenset[Decimal]:
    """All figures of a text, 万 and 亿 applied."""
    return frozenset(
        (Decimal(digits.replace(",", "")) * _SCALES[scale]).normalize()
        for digits, scale in _FIGURE.findall(unicodedata.normalize("NFKC", text))
    )


def matches(alarm: Alarm, truth: Truth) -> bool:
    """Whether a finding is about the planted defect."""
    if any(names_match(alarm.about, name) for name in truth.about):
        return True
    ours = (figures_in(alarm.stated), figures_in(alarm.expected))
    pairs = ((truth.stated, truth.expected), *truth.pairs)
    theirs = [(figures_in(a), figures_in(b)) for a, b in pairs]
    return all(ours) and any(ours in (pair, pair[::-1]) for pair in theirs)


def is_consequence(alarm: Alarm, truth: Truth) -> bool:
    """Whether a finding is about what the defect makes wrong elsewhere."""
    return any(names_match(alarm.about, name) for name in truth.consequences)


def judged(truth: Truth, findings: Sequence[Alarm], seconds: float = 0.0) -> Outcome:
    """Compare what was found with what was planted."""
    alarms = [one for one in findings if one.severity in ALARMS]
    if truth.defect is None:
        return Outcome(truth=truth, extra=tuple(alarms), seconds=seconds)
    found = [one for one in alarms if matches(one, truth)]
    notes = [one for one in findings if one.severity not in ALARMS]
    extra = [
        one for one in alarms if one not in found and not is_consequence(one, truth)
    ]
    return Outcome(
        truth=truth, found=tuple(found), extra=tuple(extra), seconds=seconds,
        noted=not found and any(matches(one, truth) for one in notes),
    )  # fmt: skip


# -- auditing ------------------------------------------------------------------------------

Audit = Callable[[bytes, str], Sequence[Alarm]]


def product_audit() -> Audit:
    """The audit of the product.

    Raises:
        click.ClickException: this version has none.
    """
    try:
        from jixiao.workflows.audit_documents import audit_document  # noqa: PLC0415
    except ImportError as error:
        raise click.ClickException(f"这个版本还不能审核文件：{error}") from error

    def audit(content: bytes, name: str) -> list[Alarm]:
        return [_alarm(one) for one in audit_document(content, name=name).findings]

    return audit


def _alarm(finding: Any) -> Alarm:
    return Alarm(
        check=finding.check, severity=str(finding.severity.value), about=finding.about,
        stated=finding.stated or "", expected=finding.expected or "",
    )  # fmt: skip


def audited(truth: Truth, content: bytes, audit: Audit) -> Outcome:
    """Audit one document; what goes wrong is told, not hidden."""
    begin = perf_counter()
    try:
        findings = audit(content, truth.file)
    except Exception as error:  # noqa: BLE001  a document that breaks the audit is a result
        problem = f"{type(error).__name__}: {error}"
        return Outcome(truth=truth, problem=problem, seconds=perf_counter() - begin)
    return judged(truth, findings, perf_counter() - begin)


def truths(folder: Path) -> list[Truth]:
    """The truth of every document of a folder."""
    lines = (folder / TRUTH).read_text(encoding="utf-8").splitlines()
    return [_truth(json.loads(line)) for line in lines]


def _truth(line: dict[str, Any]) -> Truth:
    pairs = tuple((one, other) for one, other in line["pairs"])
    names = {key: tuple(line[key]) for key in ("about", "consequences")}
    return Truth(**(line | names | {"pairs": pairs}))


def measure(folder: Path, audit: Audit | None = None) -> Figures:
    """Audit all documents of a folder and compare with their truth."""
    every = truths(folder)
    if audit is not None:
        return figures(
            audited(truth, (folder / truth.file).read_bytes(), audit) for truth in every
        )
    product_audit()  # told here once, not in every process
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        work = partial(_by_product, folder)
        return figures(pool.map(work, every, chunksize=_AT_ONCE))


_AT_ONCE = 20


def _by_product(folder: Path, truth: Truth) -> Outcome:
    """Audit one document in a process of its own."""
    return audited(truth, (folder / truth.file).read_bytes(), product_audit())


# -- figures -------------------------------------------------------------------------------


def recall(outcomes: Sequence[Outcome]) -> Recall:
    """Count what was caught."""
    checks = Counter(check for o in outcomes for check in {a.check for a in o.found})
    return Recall(
        documents=len(outcomes), found=sum(bool(o.found) for o in outcomes),
        noted=sum(o.noted for o in outcomes),
        checks=tuple(check for check, _ in checks.most_common()),
    )  # fmt: skip


def figures(outcomes: Iterable[Outcome]) -> Figures:
    """Add the outcomes up."""
    every = tuple(outcomes)
    spoiled = [one for one in every if one.truth.defect]
    clean = [one for one in every if not one.truth.defect]

    def grouped(key: Callable[[Truth], str]) -> dict[str, Recall]:
        groups: dict[str, list[Outcome]] = defaultdict(list)
        for one in spoiled:
            groups[key(one.truth)].append(one)
        return {name: recall(group) for name, group in groups.items()}

    return Figures(
        by_defect=grouped(lambda truth: truth.defect or ""),
        by_layout=grouped(lambda truth: truth.layout),
        by_container=grouped(lambda truth: truth.container),
        clean=len(clean),
        clean_alarms=sum(len(one.extra) for one in clean),
        clean_with_alarms=sum(bool(one.extra) for one in clean),
        extra_alarms=sum(len(one.extra) for one in spoiled),
        unreadable=sum(bool(one.problem) for one in every),
        seconds=sum(one.seconds for one in every) / max(1, len(every)),
        outcomes=every,
    )


# -- printing ------------------------------------------------------------------------------


def table(groups: dict[str, Recall]) -> list[str]:
    """One line for each group."""
    return [
        f"  {name:<32}{one.found:>4} / {one.documents:<4}{one.percent:>6.1f} %"
        f"{f'  +{one.noted} noted' if one.noted else '':<12} {' '.join(one.checks)}"
        for name, one in groups.items()
    ]


def _problems(outcomes: Sequence[Outcome]) -> list[str]:
    """What broke the audit, each once with the documents it happened on."""
    files: dict[str, list[str]] = defaultdict(list)
    for one in outcomes:
        if one.problem:
            files[one.problem].append(one.truth.file)
    lines = [
        f"  {problem}: {names[0]}" + (f" (+{len(names) - 1})" if names[1:] else "")
        for problem, names in files.items()
    ]
    return ["could not be audited", *lines] if lines else []


def lines_of(result: Figures, *, has_missed: bool = False) -> list[str]:
    """The figures for people."""
    outcomes = result.outcomes
    lines = ["recall by defect", *table(result.by_defect)]
    lines += ["by layout", *table(result.by_layout)]
    lines += ["by container", *table(result.by_container)]
    lines += _problems(outcomes)
    for title, is_clean in (
        ("alarms on clean documents", True),
        ("extra alarms", False),
    ):
        lines.append(title)
        lines += [
            f"  {one.truth.file}: {alarm}"
            for one in outcomes
            if (one.truth.defect is None) is is_clean
            for alarm in one.extra
        ]
    if has_missed:
        lines.append("missed")
        lines += [
            f"  {one.truth.file}: {one.truth.where} {one.truth.stated} / {one.truth.expected}"
            for one in outcomes
            if one.truth.defect and not one.found
        ]
    whole = result.whole
    lines.append(
        f"summary: recall {whole.percent:.1f} % ({whole.found}/{whole.documents})"
        f" | {result.clean_alarms} alarms on {result.clean} clean documents"
        f" ({result.clean_with_alarms} with any)"
        f" | {result.extra_alarms} extra alarms"
        f" | {result.unreadable} not audited | {result.seconds:.2f} s/document"
    )
    return lines


@click.command(help="审核目录中的文件，并与 truth.jsonl 比对。")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--missed", is_flag=True, help="列出没有查出的错误")
def main(folder: Path, *, missed: bool) -> None:
    """Measure and print."""
    click.echo("\n".join(lines_of(measure(folder), has_missed=missed)))


if __name__ == "__main__":
    main()
