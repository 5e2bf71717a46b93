"""得分前后一致: the points that a chapter gives an indicator against the form."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.groups import points_number
from jixiao.audit.quotations import quotations
from jixiao.audit.slips import nearly_equal
from jixiao.audit.subject import Subject
from jixiao.core.findings import Place, Severity


def find(subject: Subject) -> Iterator[Outcome]:
    """Hold every quoted score against the form's."""
    for form in subject.forms:
        for quotation in quotations(subject, form):
            row = quotation.row
            said, stated = (
                points_number(quotation.points),
                points_number(row.stated.score),
            )
            if said is None or stated is None:
                continue
            if nearly_equal(said, stated):
                yield Fits()
                continue
            score = row.stated.score or ""
            yield Clash(
                severity=Severity.ERROR,
                about=row.stated.name,
                message=f"“{row.stated.name}”的得分在自评表为{score}分，"
                f"在“{quotation.place}”为{quotation.points}分，两处不能同时成立",
                stated=score,
                expected=quotation.points,
                places=(
                    Place(locator=row.stated.place, quote=score),
                    quotation.at(
                        f"得分{quotation.points}分" if quotation.said else score
                    ),
                ),
            )


CHECK = Check(
    id="SA004",
    theme=Theme.TWICE,
    title="指标得分前后一致",
    why="正文逐项写出的得分应与自评表相同，否则读者不知道总分是按哪一个数加的。",
    how_to_fix="按计分规则重算该项得分，改正写错的一处，并核对总分。",
    source="docs/decisions/0010",
    find=find,
    nothing="正文没有逐项写出得分",
)
