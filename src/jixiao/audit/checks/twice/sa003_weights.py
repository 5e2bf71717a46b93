"""分值前后一致: the weight behind a name in a chapter against the form."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.quotations import quotations
from jixiao.audit.subject import Subject
from jixiao.core.findings import Place, Severity
from jixiao.core.numbers import fold, parse_decimal


def find(subject: Subject) -> Iterator[Outcome]:
    """Hold every quoted weight against the form's."""
    for form in subject.forms:
        for quotation in quotations(subject, form):
            row = quotation.row
            said = parse_decimal(fold(quotation.weight or "").removesuffix("分"))
            if said is None or row.indicator.weight is None:
                continue
            if said == row.indicator.weight:
                yield Fits()
                continue
            stated = row.stated.weight or ""
            yield Clash(
                severity=Severity.ERROR,
                about=row.stated.name,
                message=f"“{row.stated.name}”的分值在自评表为{stated}分，"
                f"在“{quotation.place}”为{quotation.weight}分，两处不能同时成立",
                stated=stated,
                expected=quotation.weight,
                places=(
                    Place(locator=row.stated.place, quote=stated),
                    quotation.at(f"{quotation.name}（{quotation.weight}分）"),
                ),
            )


CHECK = Check(
    id="SA003",
    theme=Theme.TWICE,
    title="分值前后一致",
    why="分值（权重）决定每个指标最多得几分，正文与自评表不一致时总分无法核对。",
    how_to_fix="以下达的指标体系为准，改正写错的一处。",
    source="docs/decisions/0010",
    find=find,
    nothing="正文没有写出自评表中指标的分值",
)
