"""Where an audit goes: the terminal, one JSON object, or files with an overview."""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any, Protocol

from jixiao.cli.audit_view import audit_view
from jixiao.cli.audit_work import FILE_FORMATS, JSON, TABLE, Answer, Settings
from jixiao.cli.console import out
from jixiao.cli.noting import note_of
from jixiao.cli.outputs import write_files
from jixiao.core.findings import Severity
from jixiao.workflows.answers import Tree
from jixiao.workflows.audit_answers import SCHEMA_ID


class Counts:
    """What all documents of one run add up to; findings that were settled apart."""

    def __init__(self, least: Severity) -> None:
        self.documents = self.unreadable = self.decided = 0
        self.has_errors = False
        self.found = {s: 0 for s in Severity if s.rank <= least.rank}

    def add(self, answer: Answer) -> None:
        """Count one document."""
        self.documents += 1
        self.unreadable += answer.is_unreadable
        self.decided += answer.decided
        self.has_errors |= answer.has_errors
        for severity in self.found:
            self.found[severity] += answer.found.get(str(severity), 0)

    def tree(self) -> Tree:
        """The summary; what is not shown is not counted."""
        return {
            "documents": self.documents,
            "unreadable": self.unreadable,
            **{f"{severity}s": self.found.get(severity, 0) for severity in Severity},
            "decided": self.decided,
        }

    def sentence(self) -> str:
        """The summary in words."""
        found = "，".join(f"{s.label} {number}" for s, number in self.found.items())
        unread = f"，读不了 {self.unreadable} 份" if self.unreadable else ""
        decided = f"，已作决定 {self.decided}" if self.decided else ""
        return f"共 {self.documents} 份{unread}：{found}{decided}"


class Output(Protocol):
    """Takes answers one by one, so that a batch needs no more memory than one."""

    def add(self, answer: Answer) -> None:
        """Take the next document."""

    def finish(self, total: Counts) -> None:
        """Write what stands at the end."""


def output_of(settings: Settings, *, has_overview: bool) -> Output:
    """The output that the user asked for."""
    if settings.output == TABLE:
        return _Table(settings)
    if settings.output == JSON and not settings.writes_json:
        return _Json()
    assert settings.output in (JSON, *FILE_FORMATS), "click knows no other"
    return _Files(settings, has_overview=has_overview)


class _Table:
    """The terminal."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def add(self, answer: Answer) -> None:
        one = answer.one
        if one is not None and one.audited is not None:
            settings = self._settings
            note = note_of(one, least=settings.least, date=settings.date)
            out().print(audit_view(one, note))
        _tell(answer)

    def finish(self, total: Counts) -> None:
        if total.documents > 1:
            out().print(f"\n{total.sentence()}", style="bold")


class _Json:
    """One JSON object on standard output, written as the documents come."""

    def __init__(self) -> None:
        self._is_first = True

    def add(self, answer: Answer) -> None:
        head = ",\n"
        if self._is_first:
            head = f'{{"schema": "{SCHEMA_ID}", "documents": [\n'
        self._is_first = False
        sys.stdout.write(head + _json(answer.document))

    def finish(self, total: Counts) -> None:
        if self._is_first:
            sys.stdout.write(f'{{"schema": "{SCHEMA_ID}", "documents": [')
        sys.stdout.write(f'\n], "summary": {_json(total.tree())}}}\n')


def _json(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False, indent=1)


class _Files:
    """An audit note for each document, and an overview for folders."""

    def __init__(self, settings: Settings, *, has_overview: bool) -> None:
        self._settings, self._has_overview = settings, has_overview
        self._lines: list[dict[str, Any]] = []

    def add(self, answer: Answer) -> None:
        self._lines.append(answer.line)
        _tell(answer)

    def finish(self, total: Counts) -> None:
        folder = self._settings.folder
        lines = [line for line in self._lines if line]
        if folder is None or not self._has_overview or not lines:
            out().print(total.sentence(), style="bold")
            return
        overview = importlib.import_module("jixiao.reports.audit_overview")
        is_page = self._settings.output == "html"
        path = folder / ("汇总.html" if is_page else "汇总.xlsx")
        render = (
            overview.render_overview_html if is_page else overview.render_overview_xlsx
        )
        write_files({path: render([overview.OverviewLine(**line) for line in lines])})
        out().print(f"已写出 {path}", soft_wrap=True)
        out().print(total.sentence(), style="bold")


def _tell(answer: Answer) -> None:
    for path in answer.written:
        out().print(f"已写出 {path}", soft_wrap=True)
