"""指标值前后一致: chapters and lists against the form."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.quotations import Quotation, form_target, quotations, quoted
from jixiao.audit.sameness import Sameness, compare
from jixiao.audit.subject import FormRow, ScoredForm, Subject
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.statements import Kind


def find(subject: Subject) -> Iterator[Outcome]:
    """Hold every quoted target against the form's."""
    for form in subject.forms:
        yield from _of_form(subject, form)


def _of_form(subject: Subject, form: ScoredForm) -> Iterator[Outcome]:
    by_row: dict[int, list[Quotation]] = {}
    for quotation in quotations(subject, form):
        if quotation.target and quotation.row.indicator.target:
            by_row.setdefault(id(quotation.row.indicator), []).append(quotation)
    for found in by_row.values():
        yield from _of_row(found[0].row, found)


def _of_row(row: FormRow, found: list[Quotation]) -> Iterator[Outcome]:
    stated = form_target(row)
    by_sameness: dict[Sameness, list[Quotation]] = {}
    for quotation in found:
        read = quoted(quotation.target or "", row)
        if Kind.UNDECIDED in (read.kind, stated.kind):
            yield Doubt(
                place=quotation.place, reason=read.reason or stated.reason or ""
            )
        else:
            by_sameness.setdefault(compare(stated, read), []).append(quotation)
    agreeing = by_sameness.get(Sameness.SAME, [])
    for sameness, quotations_ in by_sameness.items():
        match sameness:
            case Sameness.APART:
                yield _clash(row, quotations_, agreeing)
            case Sameness.BOUND_ONLY:
                yield _bound_note(row, quotations_)
            case _:  # a lost 万 is another check's business; words are no figures
                yield from (Fits() for _ in quotations_)


def _clash(row: FormRow, apart: list[Quotation], agreeing: list[Quotation]) -> Clash:
    first = apart[0]
    target = row.stated.target or ""
    return Clash(
        severity=Severity.ERROR,
        about=row.stated.name,
        message=f"“{row.stated.name}”的指标值在自评表为“{target}”，"
        f"在“{first.place}”为“{first.target}”，两处不能同时成立",
        stated=target,
        expected=first.target,
        places=(
            Place(locator=row.stated.place, quote=target),
            *(q.at(q.target or "") for q in (*apart, *agreeing)),
        ),
    )


def _bound_note(row: FormRow, bound: list[Quotation]) -> Clash:
    target = row.stated.target or ""
    return Clash(
        severity=Severity.NOTE,
        about=row.stated.name,
        message=f"“{row.stated.name}”的指标值在自评表为“{target}”，在“{bound[0].place}”为“{bound[0].target}”，"
        "数字相同，界限词（以上、≥等）有无不一",
        stated=target,
        expected=bound[0].target,
        places=(
            Place(locator=row.stated.place, quote=target),
            *(q.at(q.target or "") for q in bound),
        ),
    )


CHECK = Check(
    id="SA001",
    theme=Theme.TWICE,
    title="指标值前后一致",
    why="同一指标的年初指标值在正文、明细表和自评表中应相同；不一致时完成与否、得分都失去依据。多为年中调整了目标而只改了一处。",
    how_to_fix="以批复的绩效目标为准改正；年中按程序调整过的，各处统一为调整后的值并说明。",
    source="docs/decisions/0010",
    find=find,
    nothing="正文和明细表没有写出自评表中指标的指标值",
)
