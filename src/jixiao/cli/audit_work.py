"""All that is done with one document of an audit; runs in a process of its own too.

The writers of files are loaded when the first file is written, none before: most calls
want JSON or a table, and those should start at once.
"""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, cast

from jixiao.cli.audit_answers import document_tree
from jixiao.cli.audited import AuditedInput, audit_input
from jixiao.cli.inputs import content_of, named
from jixiao.cli.noting import note_of
from jixiao.cli.options import rulebook_named
from jixiao.cli.outputs import write_files
from jixiao.core.errors import JixiaoError
from jixiao.core.findings import Finding, Severity
from jixiao.reports.audit_note import AuditNote, open_groups
from jixiao.workflows.answers import Tree
from jixiao.workflows.audit_answers import SCHEMA_ID

TABLE, JSON = "table", "json"
FILE_FORMATS = ("html", "xlsx", "docx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the user asked for."""

    output: str
    """table, json or the format of the note."""
    least: Severity
    """Findings below it are left out."""
    date: str
    """The day of the audit as it is printed."""
    given: str | None = None
    """Rulebook, as named on the command line."""
    checks: tuple[str, ...] | None = None
    folder: Path | None = None
    """Where notes and annotated files are written."""
    annotates: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    """What the files about a document are called, where it is not its stem."""

    @property
    def writes_notes(self) -> bool:
        """Whether a note is written about each document."""
        return self.folder is not None and self.output in FILE_FORMATS

    @property
    def writes_json(self) -> bool:
        """Whether each document's JSON goes into a file and not to standard output.

        With --annotate the folder is for the annotated files.
        """
        is_free = self.folder is not None and not self.annotates
        return is_free and self.output == JSON

    def options(self) -> Tree:
        """As JSON, for another process, the content of the rulebook along with it."""
        rulebook = repr(rulebook_named(self.given)).encode()
        return {
            "output": self.output, "least": str(self.least), "date": self.date,
            "given": self.given, "rules": hashlib.sha256(rulebook).hexdigest(),
            "checks": list(self.checks) if self.checks is not None else None,
            "folder": str(self.folder) if self.folder else None,
            "annotates": self.annotates, "names": dict(self.names),
        }  # fmt: skip

    @classmethod
    def of_options(cls, options: Mapping[str, Any]) -> Settings:
        """Back from JSON."""
        checks, folder = options["checks"], options["folder"]
        return cls(
            output=options["output"], least=Severity(options["least"]),
            date=options["date"], given=options["given"],
            checks=tuple(checks) if checks is not None else None,
            folder=Path(folder) if folder else None, annotates=options["annotates"],
            names=options["names"],
        )  # fmt: skip


@dataclass(kw_only=True)
class Answer:
    """What came of one document."""

    path: str
    one: AuditedInput | None = None
    """None where the work was done in another process."""
    document: Tree | None = None
    """For --format json."""
    is_unreadable: bool = False
    has_errors: bool = False
    found: dict[str, int] = field(default_factory=dict)
    """Open findings by severity."""
    decided: int = 0
    line: dict[str, Any] = field(default_factory=dict)
    """The line of the overview."""
    complaints: list[str] = field(default_factory=list)
    """Sentences for standard error."""
    written: list[str] = field(default_factory=list)
    """Files."""

    def tree(self) -> Tree:
        """As JSON, from another process."""
        kept = [f.name for f in fields(self) if f.name != "one"]
        return {name: getattr(self, name) for name in kept}


def work(path: Path, options: Mapping[str, Any]) -> Tree:
    """Do everything with one document in another process."""
    return answer_for(path, Settings.of_options(options)).tree()


def answer_for(path: Path, settings: Settings) -> Answer:
    """Audit one document and write what is to be written about it."""
    one = audit_input(
        path, rulebook=rulebook_named(settings.given), checks=settings.checks
    )
    return answer_of(one, settings)


def answer_of(one: AuditedInput, settings: Settings) -> Answer:
    """Write what is to be written about a document."""
    review = one.review
    answer = Answer(
        path=str(one.path), one=one, is_unreadable=one.audited is None,
        has_errors=one.has_errors, decided=review.settled,
        found={str(severity): review.count(severity) for severity in Severity},
        complaints=[s for s in (one.error, one.decisions_error) if s is not None],
    )  # fmt: skip
    if settings.output == JSON:
        answer.document = document_tree(one, least=settings.least)
    if settings.folder is not None:
        _write(one, settings, answer)
    return answer


def _write(one: AuditedInput, settings: Settings, answer: Answer) -> None:
    if settings.writes_json:
        _save(one, settings, "核查意见.json", _json_file(answer.document), answer)
    if one.audited is None:
        if settings.writes_notes:
            answer.line = _overview_line("unreadable_line", answer.path, one.error)
        return
    note = note_of(one, least=settings.least, date=settings.date)
    if settings.writes_notes:
        content = rendered(note, settings.output)
        name = _save(one, settings, f"核查意见.{settings.output}", content, answer)
        answer.line = _overview_line("line_of", answer.path, note, link=name)
    if settings.annotates:
        _annotate(one, note, settings, answer)


def _json_file(document: Tree | None) -> bytes:
    """One document in the shape that many have on standard output, no summary."""
    tree = {"schema": SCHEMA_ID, "documents": [document]}
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()


def _overview_line(maker: str, *values: object, **more: object) -> dict[str, Any]:
    overview = importlib.import_module("jixiao.reports.audit_overview")
    return asdict(getattr(overview, maker)(*values, **more))


def _save(
    one: AuditedInput, settings: Settings, ending: str, content: bytes, answer: Answer
) -> str:
    """Write a file about a document; give its name."""
    assert settings.folder is not None, "asked only where there is a folder"
    stem = settings.names.get(str(one.path), one.path.stem)
    path = settings.folder / f"{stem}-{ending}"
    write_files({path: content})
    answer.written.append(str(path))
    return path.name


def rendered(note: AuditNote, output: str) -> bytes:
    """The note in a file format."""
    if output == "docx":
        compose = importlib.import_module("jixiao.reports.audit_document").compose_note
        render = importlib.import_module("jixiao.reports.docx").render_docx
        return cast("bytes", render(compose(note)))
    room = "audit_page" if output == "html" else "audit_workbook"
    module = importlib.import_module(f"jixiao.reports.{room}")
    return cast("bytes", getattr(module, f"render_audit_{output}")(note))


def _annotate(
    one: AuditedInput, note: AuditNote, settings: Settings, answer: Answer
) -> None:
    """Give the author's own file back with comments; other formats get a sentence."""
    module = importlib.import_module("jixiao.documents.annotations")
    notes = [
        module.Note(place=place, quote=quote, text=text)
        for place, quote, text in comments(note)
    ]
    try:
        annotated = module.annotate(
            content_of(one.path), name=one.path.name, notes=notes
        )
    except JixiaoError as error:
        answer.complaints.append(named(one.path, error))
        return
    suffix = one.path.suffix.lower()
    _save(one, settings, f"批注{suffix}", annotated.content, answer)
    answer.complaints += [f"{one.path.name}：{remark}" for remark in annotated.remarks]
    if annotated.unplaced:
        answer.complaints.append(
            f"{one.path.name}：有 {len(annotated.unplaced)} 条批注没有找到原处，写在文件开头"
        )


def comments(note: AuditNote) -> list[tuple[str, str, str]]:
    """Place, quotation and text of each comment, one per place of each open finding."""
    return [
        (place.locator, place.quote, _comment(one.reviewed.finding))
        for _, group in open_groups(note)
        for one in group
        for place in one.reviewed.finding.places
    ]


def _comment(finding: Finding) -> str:
    lines = (finding.message, finding.arithmetic, finding.how_to_fix)
    said = "\n".join(line for line in lines if line)
    return f"【{finding.severity.label}】{said}"


def names_of(paths: Sequence[Path]) -> dict[str, str]:
    """What the files about an input are called, where another one has its stem.

    >>> names_of([Path("a/表.docx"), Path("a/表.xlsx"), Path("b/表.docx")])
    {'a/表.xlsx': '表.xlsx', 'b/表.docx': '表.docx'}
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for path in paths:
        parent = path.parent.name
        candidates = [path.stem, path.name, f"{parent}-{path.name}"]
        numbered = (f"{path.name}-{number}" for number in range(2, len(paths) + 2))
        name = next(c for c in (*candidates, *numbered) if c not in taken)
        taken.add(name)
        if name != path.stem:
            names[str(path)] = name
    return names
