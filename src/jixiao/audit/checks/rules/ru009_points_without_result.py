"""有得分的指标有完成值."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.subject import FormRow, ScoredForm, Subject
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.statements import Kind


def find(subject: Subject) -> Iterator[Outcome]:
    """Look for rows with points whose result was left blank."""
    for form in subject.forms:
        yield from _of_form(form)


def _of_form(form: ScoredForm) -> Iterator[Outcome]:
    rows = [row for row in form.rows if row.scored and row.indicator.stated_points]
    if not rows:
        return
    blank = [row for row in rows if _is_blank(row)]
    if len(blank) == len(rows):
        yield Doubt(
            place=form.stated.place, reason="所有指标都没有完成值，可能这一列没有读出"
        )
        return
    yield from (Fits() for _ in range(len(rows) - len(blank)))
    if blank:
        yield _clash(blank)


def _is_blank(row: FormRow) -> bool:
    return row.scored is not None and row.scored.actual.kind is Kind.BLANK


def _clash(rows: list[FormRow]) -> Clash:
    names = "、".join(f"“{row.stated.name}”" for row in rows)
    return Clash(
        severity=Severity.WARNING,
        about="实际完成值" if len(rows) > 1 else rows[0].stated.name,
        message=f"{names}没有完成值，却有得分",
        stated="",
        expected="实际值",
        places=tuple(
            Place(
                locator=row.stated.place, quote=f"{row.stated.name} {row.stated.score}"
            )
            for row in rows
        ),
    )


CHECK = Check(
    id="RU009",
    theme=Theme.RULES,
    title="有得分的指标有完成值",
    why="没有完成值，得分就没有依据；多为漏填。",
    how_to_fix="补填完成值；确实没有发生的，写明情况并重新评分。",
    source="项目支出绩效自评表",
    find=find,
    nothing="没有写明得分的指标",
)
