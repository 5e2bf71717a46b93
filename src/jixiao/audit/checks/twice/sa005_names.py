"""指标名称前后一致: notes only, for the same thing under two names."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.names import plain_name
from jixiao.audit.quotations import quotations
from jixiao.audit.subject import Subject
from jixiao.core.findings import Place, Severity


def find(subject: Subject) -> Iterator[Outcome]:
    """Name indicators that chapters or lists call otherwise than the form."""
    for form in subject.forms:
        for quotation in quotations(subject, form):
            name = quotation.row.stated.name
            if plain_name(quotation.name) == plain_name(name):
                yield Fits()
                continue
            yield Clash(
                severity=Severity.NOTE,
                about=name,
                message=f"同一指标在自评表名为“{name}”，在“{quotation.place}”名为“{quotation.name}”",
                stated=name,
                expected=quotation.name,
                places=(
                    Place(locator=quotation.row.stated.place, quote=name),
                    quotation.at(quotation.name),
                ),
            )


CHECK = Check(
    id="SA005",
    theme=Theme.TWICE,
    title="指标名称前后一致",
    why="同一指标用两个名称，汇总和比较时会被当作两个指标。",
    how_to_fix="统一为下达的指标名称。",
    source="docs/decisions/0010",
    find=find,
    nothing="正文和明细表没有提到自评表中的指标",
)
