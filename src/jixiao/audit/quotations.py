"""What chapters and lists say again of the indicators of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jixiao.audit.prose.mentions import Mention, mentions_in, named_in
from jixiao.audit.prose.names import best_match
from jixiao.audit.statements import passages_of
from jixiao.audit.subject import FormRow, ScoredForm, Subject
from jixiao.core.findings import Place
from jixiao.core.reading import unit_in_name
from jixiao.core.stated import StatedForm
from jixiao.core.statements import Statement
from jixiao.core.targets import read_statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """One place outside the form that speaks of one of its indicators."""

    row: FormRow
    name: str
    target: str | None
    actual: str | None
    weight: str | None
    points: str | None
    place: str
    said: str = ""
    """The sentence behind the name; "" for a list's row."""

    def at(self, quote: str) -> Place:
        """The place with the words that matter there."""
        return Place(locator=self.place, quote=quote)


@lru_cache(maxsize=16)
def quotations(subject: Subject, form: ScoredForm) -> tuple[Quotation, ...]:
    """All quotations of a form's indicators, in reading order, lists first."""
    rows = form.rows
    names = [row.indicator.name for row in rows]
    found = [
        quotation
        for listed in subject.report.lists
        for quotation in _of_list(listed, rows, names)
    ]
    for passage in passages_of(subject.report):
        for mention in mentions_in(passage.text, names):
            found.append(_of_text(mention, rows, passage.place))  # noqa: PERF401
    return tuple(found)


def _of_list(
    listed: StatedForm, rows: tuple[FormRow, ...], names: list[str]
) -> Iterator[Quotation]:
    for row in listed.indicators:
        position = best_match(row.name, names)
        if position is not None:
            yield Quotation(
                row=rows[position], name=row.name, target=row.target, actual=row.actual,
                weight=row.weight, points=row.score, place=row.place,
            )  # fmt: skip


def _of_text(mention: Mention, rows: tuple[FormRow, ...], place: str) -> Quotation:
    return Quotation(
        row=rows[mention.row], name=mention.name, target=mention.target,
        actual=mention.actual, weight=mention.weight, points=mention.points,
        place=place, said=mention.said,
    )  # fmt: skip


def form_target(row: FormRow) -> Statement:
    """The form's target as read, in the unit of its column or name."""
    indicator = row.indicator
    unit = indicator.unit or unit_in_name(indicator.name)
    return read_statement(indicator.target, sign=indicator.sign, unit=unit)


def form_actual(row: FormRow) -> Statement:
    """The form's result as read."""
    indicator = row.indicator
    unit = indicator.unit or unit_in_name(indicator.name)
    return read_statement(indicator.actual, unit=unit, is_result=True)


def quoted(text: str, row: FormRow, *, is_result: bool = False) -> Statement:
    """A quotation of target or result, read in the indicator's unit."""
    indicator = row.indicator
    unit = indicator.unit or unit_in_name(indicator.name)
    return read_statement(text, unit=unit, is_result=is_result)


def indicator_at(subject: Subject, text: str, position: int) -> str | None:
    """The indicator that a text speaks of at a position, None where it names none.

    Of several in one item that of a rate, which the others only explain.
    """
    start = max((match.end() for match in _ITEM.finditer(text, 0, position)), default=0)
    for form in subject.forms:
        names = [row.stated.name for row in form.rows]
        hits = [hit for hit in named_in(text, names) if start <= hit[0] <= position]
        rates = [hit for hit in hits if _IS_RATE.search(names[hit[2]])]
        if hits:
            return names[(rates or hits)[-1][2]]
    return None


_ITEM = re.compile(r"[；;。]\s*[(（]?\d{1,2}[.、．)）]")
_IS_RATE = re.compile(r"率|比例|比重|满意度")
