"""完成值前后一致: chapters and lists against the form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.figures import Figure, figures_in
from jixiao.audit.quotations import (
    Quotation,
    form_actual,
    form_target,
    quotations,
    quoted,
)
from jixiao.audit.sameness import Sameness, compare
from jixiao.audit.slips import is_slip_of, nearly_equal
from jixiao.audit.subject import FormRow, ScoredForm, Subject
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.numbers import StatedNumber, add_up, plain
from jixiao.core.reading import unit_in_name
from jixiao.core.statements import Kind
from jixiao.core.units import unit_of


def find(subject: Subject) -> Iterator[Outcome]:
    """Hold every quoted result against the form's."""
    for form in subject.forms:
        yield from _of_form(subject, form)


def _of_form(subject: Subject, form: ScoredForm) -> Iterator[Outcome]:
    for quotation in quotations(subject, form):
        row = quotation.row
        if not row.indicator.actual:
            continue
        if quotation.actual:
            yield from _explicit(row, quotation)
        elif quotation.said:
            yield from _in_sentence(row, quotation)


def _explicit(row: FormRow, quotation: Quotation) -> Iterator[Outcome]:
    stated = form_actual(row)
    read = quoted(quotation.actual or "", row, is_result=True)
    if Kind.UNDECIDED in (read.kind, stated.kind):
        yield Doubt(place=quotation.place, reason=read.reason or stated.reason or "")
        return
    if compare(stated, read) in (Sameness.APART, Sameness.OTHER_SCALE):
        yield _clash(row, quotation, quotation.actual or "", Severity.ERROR, "")
    else:
        yield Fits()


def _in_sentence(row: FormRow, quotation: Quotation) -> Iterator[Outcome]:
    """A result that the sentence gives in passing: 已编348个; 560件、73件 for 633."""
    stated = form_actual(row).number
    if stated is None:
        return
    figures = list(_of_its_unit(row, quotation))
    if not figures:
        return
    if any(nearly_equal(figure.number, stated) for figure in figures):
        yield Fits()
        return
    total = add_up(figure.number for figure in figures)
    if len(figures) > 1 and nearly_equal(total, stated):
        yield Fits()
    elif len(figures) > 1 and is_slip_of(total.value, stated.value):
        terms = " + ".join(plain(f.number.value) for f in figures)
        yield _clash(
            row, quotation, plain(total.value),
            Severity.ERROR if re.search(r"[及和与、]", row.stated.name) else Severity.WARNING,
            f"{terms} = {plain(total.value)}",
        )  # fmt: skip
    elif len(figures) == 1 and is_slip_of(figures[0].number.value, stated.value):
        yield _clash(row, quotation, figures[0].text, Severity.WARNING, "")


_TARGET_BEFORE = re.compile(r"(?:目标|指标|预期|计划)值?[^，。；]{0,8}$")


def _of_its_unit(row: FormRow, quotation: Quotation) -> Iterator[Figure]:
    """Figures in the indicator's own unit, the target left out."""
    unit = (
        row.indicator.unit or unit_in_name(row.indicator.name) or form_actual(row).unit
    )
    target = form_target(row)
    for figure in figures_in(quotation.said):
        before = quotation.said[: figure.start]
        if figure.unit in (None, "分") or _TARGET_BEFORE.search(before):
            continue
        if unit is None or not _is_same_unit(figure.unit, unit):
            continue
        if target.number is not None and _is_same(figure.number, target.number):
            continue
        yield figure


def _is_same(one: StatedNumber, other: StatedNumber) -> bool:
    return one.value == other.value


def _is_same_unit(figure_unit: str | None, unit: str) -> bool:
    """Whether a figure counts in the indicator's unit; money is read in yuan."""
    if figure_unit is None:
        return False
    one, other = unit_of(figure_unit), unit_of(unit)
    return one.dimension == other.dimension and one.factor == other.factor


def _clash(
    row: FormRow, quotation: Quotation, said: str, severity: Severity, arithmetic: str
) -> Clash:
    actual = row.stated.actual or ""
    quote = quotation.actual or quotation.said.strip()[:_QUOTE]
    how = f"（{arithmetic}）" if arithmetic else ""
    return Clash(
        severity=severity,
        about=row.stated.name,
        message=f"“{row.stated.name}”的完成值在自评表为“{actual}”，"
        f"在“{quotation.place}”为{said}{how}，两处不能同时成立",
        stated=actual,
        expected=said,
        arithmetic=arithmetic,
        places=(Place(locator=row.stated.place, quote=actual), quotation.at(quote)),
    )


_QUOTE = 80

CHECK = Check(
    id="SA002",
    theme=Theme.TWICE,
    title="完成值前后一致",
    why="同一指标的完成值在正文、明细表和自评表中应相同；不一致时得分失去依据。常见的是抄错一位数字，或把几个分项加错。",
    how_to_fix="按统计台账核对完成值，改正写错的一处；完成值由几个分项相加的，重新加总。",
    source="docs/decisions/0010",
    find=find,
    nothing="正文和明细表没有写出自评表中指标的完成值",
)
