"""得分不超过分值."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.form_points import Points, execution_of_form, rows_of
from jixiao.audit.subject import ScoredForm, Subject
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.numbers import plain


def find(subject: Subject) -> Iterator[Outcome]:
    """Hold the points of every row against its weight."""
    for form in subject.forms:
        yield from _of_form(form)


def _of_form(form: ScoredForm) -> Iterator[Outcome]:
    execution = execution_of_form(form)
    rows = [*((execution,) if execution else ()), *rows_of(form)]
    printed = [row for row in rows if row.weight is not None and row.points is not None]
    above = [row for row in printed if _is_above(row)]
    if len(above) > 1 and 2 * len(above) > len(printed):
        yield Doubt(
            place=above[0].place,
            reason="多数行的得分大于分值，可能是分值和得分两列读反了",
        )
        return
    yield from (Fits() for _ in range(len(printed) - len(above)))
    yield from _clashes(above)


def _is_above(row: Points) -> bool:
    assert row.points is not None, "printed"
    assert row.weight is not None, "printed"
    return row.points > row.weight


def _clashes(rows: Sequence[Points]) -> Iterator[Clash]:
    for row in rows:
        assert row.points is not None, "printed"
        assert row.weight is not None, "printed"
        points, weight = plain(row.points), plain(row.weight)
        yield Clash(
            severity=Severity.ERROR,
            about=row.name,
            message=f"“{row.name}”得 {points} 分，超过分值 {weight}",
            stated=points,
            expected=weight,
            arithmetic=f"{points} > {weight}",
            places=(Place(locator=row.place, quote=f"{weight} {points}"),),
        )


CHECK = Check(
    id="RU001",
    theme=Theme.RULES,
    title="得分不超过分值",
    why="得分最高为该指标的分值；超过的多为抄错一位，或把超额完成也计了分。",
    how_to_fix="改正得分或分值；超额完成按满分计。",
    source="项目支出绩效自评表 计分说明：得分最高不能超过该指标分值上限",
    find=find,
    nothing="没有同时写明分值和得分的行",
)
