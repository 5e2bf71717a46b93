"""万、亿漏写: target 2 beside result 2.3万."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.quotations import (
    Quotation,
    form_actual,
    form_target,
    quotations,
    quoted,
)
from jixiao.audit.sameness import Sameness, compare
from jixiao.audit.subject import FormRow, ScoredForm, Subject
from jixiao.core.findings import Place, Severity
from jixiao.core.numbers import SCALES, fold
from jixiao.core.statements import Statement


def find(subject: Subject) -> Iterator[Outcome]:
    """Compare the scale of target and result, and of both with the chapters."""
    for form in subject.forms:
        texts = [q for q in quotations(subject, form) if q.target]
        for row in form.rows:
            yield from _of_row(
                row, [q for q in texts if q.row.indicator is row.indicator]
            )
        yield from _of_results(subject, form)


def _of_row(row: FormRow, found: list[Quotation]) -> Iterator[Outcome]:
    target, actual = form_target(row), form_actual(row)
    if target.number is None or actual.number is None:
        return
    scaled = [
        q
        for q in found
        if compare(target, quoted(q.target or "", row)) is Sameness.OTHER_SCALE
    ]
    lost = _lost_scale(target, actual)
    if not scaled and lost is None:
        yield Fits()
        return
    text = row.stated.target or ""
    expected = scaled[0].target if scaled else f"{text}{lost}"
    why = (
        f"“{scaled[0].place}”写作“{scaled[0].target}”"
        if scaled
        else f"完成值为“{row.stated.actual}”，两者相差悬殊，疑漏写“{lost}”（单位为推断）"
    )
    yield Clash(
        severity=Severity.ERROR if scaled else Severity.WARNING,
        about=row.stated.name,
        message=f"“{row.stated.name}”的指标值在自评表为“{text}”，而{why}",
        stated=text,
        expected=expected,
        places=(
            Place(locator=row.stated.place, quote=text),
            Place(locator=row.stated.place, quote=row.stated.actual or ""),
            *(q.at(q.target or "") for q in scaled),
        ),
    )


def _lost_scale(target: Statement, actual: Statement) -> str | None:
    """The 万 or 亿 that one of the two writes and the other must have left out."""
    if target.has_scale == actual.has_scale or (target.unit or "")[:1] in ("万", "亿"):
        return None
    bare, scaled = (actual, target) if target.has_scale else (target, actual)
    if scaled.has_own_unit != bare.has_own_unit or scaled.unit != bare.unit:
        return None  # 90 beside ≤90万元: the unit is left out with its scale
    if bare.number is None or scaled.number is None or not bare.number.value:
        return None
    word = next((w for w in ("亿", "万") if w in fold(scaled.text)), None)
    if word is None:
        return None
    ratio = scaled.number.value / bare.number.value
    return word if abs(ratio) >= SCALES[word] // 10 else None


def _of_results(subject: Subject, form: ScoredForm) -> Iterator[Outcome]:
    for quotation in quotations(subject, form):
        if not quotation.actual or not quotation.row.indicator.actual:
            continue
        read = quoted(quotation.actual, quotation.row, is_result=True)
        if compare(form_actual(quotation.row), read) is not Sameness.OTHER_SCALE:
            yield Fits()


CHECK = Check(
    id="UN001",
    theme=Theme.UNITS,
    title="指标值与完成值数量级相同",
    why="一处写“2”、一处写“2.3万”，照表计算完成率就成了一万倍；多为漏写“万”。",
    how_to_fix="补上漏写的“万”“亿”，或把单位写进指标名称，两列用同一单位。",
    source="docs/decisions/0010",
    find=find,
    nothing="没有可以比较数量级的指标值和完成值",
)
