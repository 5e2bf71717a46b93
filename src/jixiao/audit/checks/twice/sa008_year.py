"""年度前后一致: titles, headings and labels name one evaluated year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.printed_rules import squeezed
from jixiao.audit.subject import Subject
from jixiao.core.findings import Place, Severity
from jixiao.core.numbers import fold
from jixiao.core.stated import StatedForm, StatedPassage, StatedReport

ABOUT = "年度"
_EVALUATED = re.compile(
    r"(20\d\d)年度?(?=度|部门整体|部门预算|部门决算|项目支出|财政支出|整体支出|绩效|自评|转移支付|单位|预算|决算|$)|(20\d\d)年度"
)
_ANY_YEAR = re.compile(r"(20\d\d)(?=年|\s*-|至|~)")


@dataclass(frozen=True, slots=True)
class _Named:
    year: int
    text: str
    place: str


def find(subject: Subject) -> Iterator[Outcome]:
    """Compare the years that titles, labels and the account of the year name."""
    report = subject.report
    title = _year_in(report.title)
    for form in report.forms:
        named = list(_named(form))
        if title is not None:
            named.insert(0, _Named(title, report.title or "", "标题"))
        if len({one.year for one in named}) > 1 or not named:
            yield from _compared(named)
            continue
        alone = _alone(report) if len(report.forms) == 1 else None
        told = _told(report, form)
        later = _later_project(form, named[0].year)
        named += [one for one in (alone, told, later) if one is not None]
        yield from _compared(named)
        if told is None or told.year == named[0].year:
            yield from _of_texts(form, named[0])


def _later_project(form: StatedForm, year: int) -> _Named | None:
    """A project of a year to come; money of an earlier year may well be evaluated."""
    project = squeezed(form.project or "")
    match = re.match(r"(20\d\d)年", project)
    if match is None or int(match[1]) <= year:
        return None
    return _Named(int(match[1]), project, form.place)


_ALONE = re.compile(r"[(（]?(20\d\d)年度[)）]?")


def _alone(report: StatedReport) -> _Named | None:
    """The year on a line of its own, as below the heading of a form; None for several."""
    found: dict[int, _Named] = {}
    for passage in (*report.texts, *report.passages):
        match = _ALONE.fullmatch(squeezed(passage.text))
        if match:
            found.setdefault(
                int(match[1]), _Named(int(match[1]), match[0], passage.place)
            )
    return next(iter(found.values())) if len(found) == 1 else None


_SCORED = re.compile(
    r"(20\d\d)年度?[^。;,]{0,30}?(?:自评得分|评价得分|绩效得分|自评总分|综合得分)"
)
_EARLIER = re.compile(r"上年|去年|上一年|应用|对比|相比")


def _told(report: StatedReport, form: StatedForm) -> _Named | None:
    """The year whose score running text tells; None where it tells several."""
    texts = (*report.texts, *report.passages, *form.texts)
    found: dict[int, _Named] = {}
    for passage in texts:
        if any(_EARLIER.search(heading) for heading in passage.headings):
            continue
        for sentence in squeezed(passage.text).split("。"):
            if _EARLIER.search(sentence):
                continue
            for match in _SCORED.finditer(sentence):
                year = int(match[1])
                found.setdefault(year, _Named(year, match[0], passage.place))
    return next(iter(found.values())) if len(found) == 1 else None


def _year_in(title: str | None) -> int | None:
    """The one year that a title evaluates; None where it names several."""
    text = squeezed(title or "")
    if len(set(_ANY_YEAR.findall(text))) != 1:
        return None
    match = _EVALUATED.search(text)
    return int(match[1] or match[2]) if match else None


def _named(form: StatedForm) -> Iterator[_Named]:
    year = _year_in(form.title)
    if year is not None:
        yield _Named(year, form.title or "", form.place)
    label = dict(form.labelled).get("年度")
    if label and (found := re.search(r"20\d\d", fold(label))):
        yield _Named(int(found[0]), label, form.place)
    elif form.year is not None and form.year != year:
        yield _Named(form.year, f"{form.year}年度", form.place)


def _compared(named: list[_Named]) -> Iterator[Outcome]:
    if len(named) < 2:  # noqa: PLR2004  nothing to compare
        return
    first, *rest = named
    other = next((one for one in rest if one.year != first.year), None)
    if other is None:
        yield Fits()
        return
    yield _clash(first, other)


def _clash(first: _Named, other: _Named) -> Clash:
    return Clash(
        severity=Severity.WARNING,
        about=ABOUT,
        message=f"“{first.text}”是 {first.year} 年度，“{other.text}”却是 {other.year} 年度",
        stated=str(first.year),
        expected=str(other.year),
        places=(
            Place(locator=first.place, quote=first.text),
            Place(locator=other.place, quote=other.text),
        ),
    )


# -- the account of what was done --------------------------------------------------------

_DONE = re.compile(r"实际完成|完成情况")
_OPENING = re.compile(
    r"^(?:\d[.、]|[(（]?\d[)）]|截至)?(20\d\d)年(?!\d|底?前|以来|起|至|-|[一二三四]季|初|底|末|\d*月)"
)


def _of_texts(form: StatedForm, named: _Named) -> Iterator[Outcome]:
    """What was done in the year, where the text opens with another year."""
    for passage in form.texts:
        if any(_DONE.search(heading) for heading in passage.headings):
            yield from _of_text(passage, named)


def _of_text(passage: StatedPassage, named: _Named) -> Iterator[Outcome]:
    text = squeezed(passage.text)
    opening = _OPENING.match(text)
    years = set(_ANY_YEAR.findall(text))
    if opening is None or len(years) != 1:
        return
    year = int(opening[1])
    if year == named.year:
        yield Fits()
    else:
        yield _clash(_Named(year, text[:_SHOWN], passage.place), named)


_SHOWN = 20

CHECK = Check(
    id="SA008",
    theme=Theme.TWICE,
    title="年度前后一致",
    why="标题、表头和完成情况写的年度不同，多为沿用了上年的表，分不清评的是哪一年。",
    how_to_fix="核对评价年度，把标题、表头和文字改为同一年度。",
    source="docs/decisions/0010",
    find=find,
    nothing="只有一处写明年度",
)
