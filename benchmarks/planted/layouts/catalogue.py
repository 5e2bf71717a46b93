"""All layouts with the rules they go with and the files they are published as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.planted.containers import CONTAINERS
from benchmarks.planted.document import Document
from benchmarks.planted.facts import (
    CHAPTERS,
    CHONGQING,
    HUBEI,
    MINISTRY,
    POVERTY,
    SICHUAN,
    TRANSFER,
    YUNNAN,
    Case,
    Scheme,
)
from benchmarks.planted.layouts.hubei import hubei_form, hubei_report
from benchmarks.planted.layouts.ministry import ministry_form, poverty_form
from benchmarks.planted.layouts.own import own_form, own_report, write_own
from benchmarks.planted.layouts.split import chongqing_form, sichuan_form, yunnan_form
from benchmarks.planted.layouts.transfer import chapters_report, transfer_report

FORMS = ("docx", "xlsx", "html", "gb18030", "tabs", "bars", "pdf")
REPORTS = ("docx", "html", "gb18030", "tabs", "bars", "pdf")


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to lay facts out."""

    name: str
    scheme: Scheme
    compose: Callable[[Case], Document]
    containers: tuple[str, ...]
    own_writer: Callable[[str, Case, Document], bytes] | None = None
    """Where the files are the product's own."""

    def write(self, container: str, case: Case, document: Document) -> bytes:
        """A file of a document of this layout."""
        if self.own_writer:
            return self.own_writer(container, case, document)
        return CONTAINERS[container][1](document)


LAYOUTS = (
    Layout("hubei", HUBEI, hubei_report, REPORTS),
    Layout("hubei-form", HUBEI, hubei_form, FORMS),
    Layout("ministry", MINISTRY, ministry_form, FORMS),
    Layout("poverty", POVERTY, poverty_form, FORMS),
    Layout("yunnan", YUNNAN, yunnan_form, FORMS),
    Layout("sichuan", SICHUAN, sichuan_form, FORMS),
    Layout("chongqing", CHONGQING, chongqing_form, FORMS),
    Layout("transfer", TRANSFER, transfer_report, REPORTS),
    Layout("chapters", CHAPTERS, chapters_report, ("docx", "html", "bars", "pdf")),
    Layout("own-report", HUBEI, own_report, ("docx", "pdf", "html"), write_own),
    Layout("own-form", MINISTRY, own_form, ("docx", "xlsx", "pdf"), write_own),
)
