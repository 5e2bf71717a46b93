"""数量目标与覆盖率目标: 350 of 751 villages can never be 50 %."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from jixiao.audit.chapters import ToldIndicator, told_rows
from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.figures import Figure, figures_in, narrow
from jixiao.audit.prose.names import core_of, plain_name, similarity
from jixiao.audit.prose.rates import StatedRate, rates_in
from jixiao.audit.quotations import (
    form_actual,
    form_target,
    indicator_at,
    quotations,
)
from jixiao.audit.statements import passages_of
from jixiao.audit.subject import FormRow, ScoredForm, Subject
from jixiao.core.evaluation import Direction
from jixiao.core.findings import Place, Severity
from jixiao.core.numbers import StatedNumber, half_up, plain
from jixiao.core.statements import Kind, Statement

_RATE = re.compile(
    r"(?:覆盖|完成|达标|合格|普及|参与|编制|整改|办结)*(?:率|比例|比重)$"
)
_COUNT = re.compile(r"(?:数量|个数|人数|户数|面积|里程|数)$")
_ALIKE = Fraction(6, 10)


def find(subject: Subject) -> Iterator[Outcome]:
    """Divide count targets by the whole that the text gives for their rate."""
    for form in subject.forms:
        rates = [row for row in form.rows if _is_rate(row)]
        counts = [row for row in form.rows if _is_count(row)]
        for rate in rates:
            for count in counts:
                if _are_about_the_same(rate, count):
                    yield from _compared(subject, form, rate, count)
                else:
                    yield from _explained(subject, rate, count)
    yield from _told(subject)


def _told(subject: Subject) -> Iterator[Outcome]:
    """A report without a form, whose sentence of a rate explains it by a count."""
    rows = told_rows(subject)
    counts = [told.row for told in rows if _is_count(told.row)]
    for rate in (told for told in rows if _is_rate(told.row)):
        for count in counts:
            yield from _told_by(rate, count)


def _told_by(rate: ToldIndicator, count: FormRow) -> Iterator[Outcome]:
    actual = form_actual(count).number
    if actual is None:
        return
    for percent in rates_in(rate.said):
        whole = _whole_in(percent, count, actual)
        if whole is not None:
            place = Place(locator=rate.place, quote=percent.quote)
            yield _outcome(rate.row, count, whole, place)


def _is_rate(row: FormRow) -> bool:
    target = form_target(row)
    return target.unit == "%" and _wants_more(row, target)


def _is_count(row: FormRow) -> bool:
    target = form_target(row)
    return target.is_numeric and target.unit != "%" and _wants_more(row, target)


def _wants_more(row: FormRow, target: Statement) -> bool:
    is_reverse = row.scored is not None and row.scored.direction is Direction.REVERSE
    return (
        target.lower is not None and target.kind is not Kind.AT_MOST and not is_reverse
    )


def _are_about_the_same(rate: FormRow, count: FormRow) -> bool:
    one = _RATE.sub("", plain_name(rate.stated.name))
    other = _COUNT.sub("", plain_name(count.stated.name))
    return len(one) >= _SHORTEST and (one == other or similarity(one, other) >= _ALIKE)


_SHORTEST = 3


def _compared(
    subject: Subject, form: ScoredForm, rate: FormRow, count: FormRow
) -> Iterator[Outcome]:
    actual = form_actual(count).number
    for quotation in quotations(subject, form):
        if quotation.row.indicator not in (rate.indicator, count.indicator):
            continue
        whole = _whole_of(quotation.said, actual)
        if whole is not None:
            yield _outcome(rate, count, whole, quotation.at(whole.text))
            return


def _whole_of(said: str, actual: StatedNumber | None) -> Figure | None:
    """The whole that the result is a share of: 348个，占全市应编751个行政村的46%."""
    position = narrow(said).rfind("占")
    if position < 0 or actual is None:
        return None
    figures = figures_in(said)
    before = [
        f for f in figures if f.end <= position and f.number.value == actual.value
    ]
    behind = [f for f in figures if f.start >= position and not f.is_share]
    if before and behind and behind[0].number.value >= actual.value:
        return behind[0]
    return _whole_before(figures, position, actual)


def _whole_before(
    figures: Sequence[Figure], position: int, actual: StatedNumber
) -> Figure | None:
    """应编行政村共633个，已编389个，占61.45%: the whole stands before the part."""
    before = [f for f in figures if f.end <= position and not f.is_share]
    if len(before) < 2 or before[-1].number.value != actual.value:  # noqa: PLR2004
        return None
    whole = before[-2]
    is_whole = whole.unit == before[-1].unit and whole.number.value > actual.value
    return whole if is_whole else None


def _explained(subject: Subject, rate: FormRow, count: FormRow) -> Iterator[Outcome]:
    """A rate that the text explains by a count: 应编633个，已编389个，占61.45%."""
    stated, actual = form_actual(rate).number, form_actual(count).number
    if stated is None or actual is None:
        return
    for passage in passages_of(subject.report):
        if "占" not in passage.text:
            continue
        for percent in rates_in(passage.text):
            if not percent.figure.number.could_equal(stated):
                continue
            whole = _whole_in(percent, count, actual)
            at = passage.text.find(percent.sentence) + percent.figure.start
            if whole and indicator_at(subject, passage.text, at) == rate.stated.name:
                place = Place(locator=passage.place, quote=percent.quote)
                yield _outcome(rate, count, whole, place)
                return


def _whole_in(
    percent: StatedRate, count: FormRow, actual: StatedNumber
) -> Figure | None:
    """The whole of a share whose part is an indicator's own result."""
    sentence = narrow(percent.sentence)
    position = sentence.rfind("占", 0, percent.figure.start)
    figures = figures_in(percent.sentence[: percent.figure.end])
    before = [f for f in figures if f.end <= position]
    behind = [f for f in figures if f.start >= position and not f.is_share]
    if position < 0 or not before or before[-1].number.value != actual.value:
        return None
    start = before[-2].end if len(before) > 1 else 0
    if not _names(count, sentence[start : before[-1].start]):
        return None
    if re.search(r"[；;]", sentence[before[-1].end : percent.figure.start]):
        return None  # the next of several items
    if len(behind) == 1:
        return behind[0]
    is_bare = _OF_IT.fullmatch(sentence[position : percent.figure.start])
    return _whole_before(figures, position, actual) if is_bare else None


_OF_IT = re.compile(r"占[^\d，；]{0,12}")


def _names(row: FormRow, words: str) -> bool:
    """Whether some words name an indicator."""
    letters = re.sub(r"\W", "", words)
    core = core_of(row.stated.name) or plain_name(row.stated.name)
    return core in letters


def _outcome(rate: FormRow, count: FormRow, whole: Figure, place: Place) -> Outcome:
    wanted, enough = form_target(rate).lower, form_target(count).lower
    assert wanted is not None and enough is not None, "both want more"  # noqa: PT018
    share = 100 * Fraction(enough.value) / Fraction(whole.number.value)
    if share >= Fraction(wanted.low):
        return Fits()
    percent = plain(half_up(share, 2))
    arithmetic = f"{plain(enough.value)} ÷ {plain(whole.number.value)} = {percent}% < {plain(wanted.value)}%"
    return Clash(
        severity=Severity.WARNING,
        about=rate.stated.name,
        message=f"“{count.stated.name}”的指标值{count.target}只合{percent}%，"
        f"完成了也达不到“{rate.stated.name}”的指标值{rate.target}，两个目标不相配",
        stated=rate.target,
        expected=f"{percent}%",
        arithmetic=arithmetic,
        places=(
            Place(locator=rate.stated.place, quote=rate.stated.target or ""),
            Place(locator=count.stated.place, quote=count.stated.target or ""),
            place,
        ),
    )


CHECK = Check(
    id="PL001",
    theme=Theme.TARGETS,
    title="数量目标与比率目标相配",
    why="数量目标除以总数应达到比率目标，否则一个完成了另一个仍完不成；多因两个目标分别由两个科室填报。",
    how_to_fix="按总数换算，调整其中一个目标；目标已批复的，在报告中说明。",
    source="docs/decisions/0010",
    find=find,
    nothing="没有写明总数的数量指标和比率指标",
)
