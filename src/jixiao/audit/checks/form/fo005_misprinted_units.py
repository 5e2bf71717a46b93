"""单位错字: 万无 for 万元, 60份元 for 60份; only what can be nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.statements import passages_of
from jixiao.audit.subject import Subject
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.stated import StatedForm, StatedReport

_END = r"(?=$|以[上下内]|左右|[，。；、,;.：:（）()\s])"
_MISPRINTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), right)
    for pattern, right in (
        (rf"(?P<figure>\d[\d,.]*\s*)万无{_END}", "万元"),
        (r"(?P<figure>[（(]\s*|单位\s*[:：]\s*)万无(?=\s*(?:[）)]|$))", "万元"),
        (
            rf"(?P<figure>\d[\d,.]*\s*万?)(?P<unit>[份件个户人处次项套台亩家篇])元{_END}",
            "",
        ),
        (rf"(?P<figure>\d[\d,.]*\s*)(?:万万元|万元元){_END}", "万元"),
        (rf"(?P<figure>\d[\d,.]*\s*)元元{_END}", "元"),
        (rf"(?P<figure>\d[\d,.]*\s*万?)公倾{_END}", "公顷"),
        (rf"(?P<figure>\d[\d,.]*\s*)(?:%%|％％){_END}", "%"),
        (
            rf"(?P<figure>(?:发放|收回|回收|下发)[^，。；;,]{{0,6}}问卷(?:调查)?表?(?:共|共计)?\s*\d+\s*)分{_END}",
            "份",
        ),
    )
)
_ILLEGIBLE = re.compile(r"\d\s*[\ufffd□?？]{1,2}元|\d\s*万[\ufffd□]")


def find(subject: Subject) -> Iterator[Outcome]:
    """Look at the units behind the figures of text, labels and cells."""
    for text, locator in _texts(subject.report):
        if not re.search(r"\d|万无", text):
            continue
        if lost := _ILLEGIBLE.search(text):
            yield Doubt(place=locator, reason=f"“{lost[0]}”中的单位读不出")
            continue
        found: list[Outcome] = list(_clashes(text, locator))
        yield from found or [Fits()]


def _clashes(text: str, locator: str) -> Iterator[Clash]:
    for pattern, word in _MISPRINTS:
        for match in pattern.finditer(text):
            wrong = match[0].strip(" （(")
            unit = word or match["unit"]
            right = f"{match['figure'].strip(' （(')}{unit}"
            yield Clash(
                severity=Severity.NOTE,
                about=f"{_words_before(text, match.start())}{wrong}",
                message=f"“{wrong}”疑为“{right}”的误写",
                stated=wrong,
                expected=right,
                places=(Place(locator=locator, quote=match[0]),),
            )


def _words_before(text: str, end: int) -> str:
    """The end of the clause in front of a misprint: it tells which one is meant."""
    return re.split(r"[，。；：、,;:“”]", text[:end])[-1][-12:]


def _texts(report: StatedReport) -> Iterator[tuple[str, str]]:
    for passage in passages_of(report):
        yield passage.text, passage.place
    for form in (*report.forms, *report.lists):
        yield from _cells(form)
    for line in report.accounts:
        yield line.line, line.place


def _cells(form: StatedForm) -> Iterator[tuple[str, str]]:
    for line in form.budget:
        for text in (line.line, line.initial, line.adjusted, line.executed):
            if text:
                yield text, line.place
    for row in form.indicators:
        for text in (row.name, row.target, row.actual):
            if text:
                yield text, row.place


CHECK = Check(
    id="FO005",
    theme=Theme.FORM,
    title="计量单位没有错字",
    why="单位写错一个字，读的人要猜；多为形近字、同音字，或改了单位没有删净。",
    how_to_fix="改正单位的错字。",
    source="docs/decisions/0010",
    find=find,
    nothing="文中没有带单位的数字",
)
