"""等级与得分相符: the grade word against the bands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jixiao.audit.bands import NATIONAL, grades_of, printed_bands, rank_of
from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.form_points import figure_of, total_of_form
from jixiao.audit.printed_rules import squeezed
from jixiao.audit.subject import ScoredForm, Subject
from jixiao.core.findings import Doubt, Place, Severity, normal_name
from jixiao.core.rulebook import GradeBand

ABOUT = "评价等级"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Graded:
    grade: str
    total: str
    places: tuple[Place, ...]
    bands: tuple[GradeBand, ...]
    """By the rules, for a document that prints none."""


def find(subject: Subject) -> Iterator[Outcome]:
    """Hold every grade word against the total beside it."""
    own = printed_bands(_texts(subject))
    judged: set[tuple[str, str]] = set()
    for graded in (*_printed(subject), *_told(subject)):
        if isinstance(graded, Doubt):
            yield graded
            continue
        key = (graded.grade, graded.total.rstrip("0").rstrip("."))
        if key not in judged:
            judged.add(key)
            yield _outcome(graded, own)


def _printed(subject: Subject) -> Iterator[_Graded | Doubt]:
    """The grades of the forms."""
    for form in subject.forms:
        yield from _of_form(form, subject)


_TOLD = re.compile(
    r"(?:得分|总分|评分|自评结果|项目自评|项目得)[为是:]?(?P<total>\d{1,3}(?:\.\d+)?)分?[^。;]{0,14}?(?:等级|等次|评级|级别|结论|结果|评定|确定|评价)*[为是:]*"
    r"[“\"]?(?P<grade>优秀?|良好?|中|差)(?:[”\"等级。，,;]|$)"
)
_TOLD_FIRST = re.compile(
    r"(?:等级|等次|评级|评价结果|自评结果|评价结论|自评结论)[为是:]*[“\"]?(?P<grade>优秀?|良好?|中|差)[”\"]?(?:等级|等次)?"
    r"(?:[，,(]|并?以)?(?:项目|自评|综合|评价|最终)*(?:得分|总分|评分)?[为是:]?(?P<total>\d{1,3}(?:\.\d+)?)分(?!以上|及|以下|\(|至|-)"
)
"""等级为“良”，自评得分98.5分."""


def _told(subject: Subject) -> Iterator[_Graded]:
    """Grades that running text names right beside a total, that of a form if it has one."""
    totals = {
        figure_of(total.points)
        for form in subject.forms
        if (total := total_of_form(form)) is not None
    }
    first = subject.forms[0] if subject.forms else None
    report = subject.report
    beside = [text for form in report.forms for text in form.texts]
    for passage in (*report.texts, *report.passages, *beside):
        text = squeezed(passage.text)
        for match in (*_TOLD.finditer(text), *_TOLD_FIRST.finditer(text)):
            if totals and figure_of(match["total"]) not in totals:
                continue  # another year's, or a total that is itself in doubt
            yield _Graded(
                grade=match["grade"], total=match["total"], bands=_ruled(first),
                places=(Place(locator=passage.place, quote=match[0]),),
            )  # fmt: skip
    if report.grade and report.total and not subject.forms:
        place = _place_of(subject)
        if place:
            yield _Graded(
                grade=report.grade, total=report.total, bands=NATIONAL,
                places=(Place(locator=place, quote=f"{report.total} {report.grade}"),),
            )  # fmt: skip


def _texts(subject: Subject) -> Iterator[str]:
    """Texts that may hold the bands, one by one and all together."""
    report = subject.report
    texts = [passage.text for passage in (*report.texts, *report.passages)]
    for form in report.forms:
        texts += [passage.text for passage in form.texts]
        texts += [text for _, text in form.labelled]
    graded = [text for text in dict.fromkeys(texts) if _GRADED.search(text)]
    yield from graded
    yield "。".join(graded)


_GRADED = re.compile(r"良|中|合格")


def _place_of(subject: Subject) -> str | None:
    """Where the running text names the grade beside the total."""
    grade, total = subject.report.grade or "", subject.report.total or ""
    texts = subject.report.texts or subject.report.passages
    named = [p.place for p in texts if grade in p.text and total and total in p.text]
    return named[0] if named else None


def _of_form(form: ScoredForm, subject: Subject) -> Iterator[_Graded | Doubt]:
    total, grade = total_of_form(form), form.stated.grade
    points = total.points if total else None
    if points is None and len(subject.forms) == 1:
        points = subject.report.total
    if not grade or points is None:
        return
    if any(normal_name(row.stated.actual or "") == grade for row in form.rows):
        yield Doubt(
            place=form.stated.place,
            reason=f"“{grade}”也是一项指标的完成值，分不清是否为评价等级",
        )
        return
    place = total.place if total else form.stated.place
    yield _Graded(
        grade=grade, total=points, bands=_ruled(form),
        places=(Place(locator=place, quote=f"{points} {grade}"),),
    )  # fmt: skip


def _ruled(form: ScoredForm | None) -> tuple[GradeBand, ...]:
    return (form.rulebook.grades if form else ()) or NATIONAL


_PASSED = re.compile(r"合格|一般")
"""Words of scales with fewer grades, where the document does not say which."""


def _outcome(graded: _Graded, own: tuple[GradeBand, ...]) -> Outcome:
    points, rank = figure_of(graded.total), rank_of(graded.grade)
    place = graded.places[0].locator
    is_of_two = not own and _PASSED.search(graded.grade)
    if points is None or rank is None or is_of_two:
        return Doubt(
            place=place, reason=f"“{graded.grade}”或得分“{graded.total}”无法对应等级"
        )
    bands = own or graded.bands
    wanted = grades_of(points, bands)
    if rank in {rank_of(word) for word in wanted} or not wanted:
        return Fits()
    basis = "文中的等级划分" if own else "一般的等级划分（90、80、60 分）"
    ending = "两者不能同时成立" if own else "请核对当地的等级划分"
    return Clash(
        severity=Severity.ERROR if own else Severity.WARNING,
        about=ABOUT,
        message=f"得分 {graded.total}，等级写的是“{graded.grade}”，按{basis}应为“{wanted[0]}”，{ending}",
        stated=graded.grade,
        expected=wanted[0],
        arithmetic=f"{graded.total} → {wanted[0]}",
        places=graded.places,
    )


CHECK = Check(
    id="RU004",
    theme=Theme.RULES,
    title="等级与得分相符",
    why="等级由得分决定；不符多为改了得分没有改等级，或当地等级划分不同。",
    how_to_fix="按所用的等级划分改正等级；当地划分不同的，在报告中写明。",
    source="财预〔2020〕10号（未核对原文）；文中自己写明的等级划分",
    find=find,
    nothing="没有写明等级",
)
