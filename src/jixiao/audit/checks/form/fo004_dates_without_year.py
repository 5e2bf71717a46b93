"""日期写全年份: 填报日期 3月30日 leaves the year open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.statements import passages_of
from jixiao.audit.subject import Subject
from jixiao.core.dates import StatedDate, parse_date
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.numbers import fold

_LABELLED = re.compile(
    r"(?P<label>(?:填报|填表|填写|报告|报送|编制|评价|自评)(?:日期|时间))\s*[:：]?\s*"
    r"(?P<date>[\d年月日./\-\s〇○一二三四五六七八九十]{2,24})"
)
_SIGNED = re.compile(r"\s*(?P<date>\d{1,2}\s*月\s*\d{1,2}\s*日)\s*")
_LABEL = "填报日期"


def find(subject: Subject) -> Iterator[Outcome]:
    """Look at the dates of forms, of labels and of signatures."""
    for form in subject.report.forms:
        if form.date:
            yield from _outcome(_LABEL, form.date, form.place)
    for passage in passages_of(subject.report):
        signed = _SIGNED.fullmatch(passage.text)
        if signed:
            yield from _outcome("落款日期", signed["date"], passage.place)
        for match in _LABELLED.finditer(passage.text):
            yield from _outcome(match["label"], match["date"], passage.place)


def _outcome(label: str, written: str, locator: str) -> Iterator[Outcome]:
    text = written.strip()
    folded = re.sub(r"\s", "", fold(text))
    if not re.search(r"[\d〇○一二三四五六七八九十]", folded):
        return
    date = parse_date(folded)
    if not isinstance(date, StatedDate):
        if re.search(r"[〇○一二三四五六七八九十]{4}年", folded):
            yield Fits()
            return
        yield Doubt(place=locator, reason=f"{label}“{text}”读不出是哪一天")
    elif date.year is not None:
        yield Fits()
    else:
        yield Clash(
            severity=Severity.NOTE,
            about=label,
            message=f"{label}“{text}”没有写年份",
            stated=text,
            places=(Place(locator=locator, quote=text),),
        )


CHECK = Check(
    id="FO004",
    theme=Theme.FORM,
    title="日期写全年月日",
    why="没有年份的日期过后分不清是哪一年的；多为表格里只印了月和日。",
    how_to_fix="补写年份，用阿拉伯数字写全年、月、日。",
    source="GB/T 9704-2012 7.3.5.4",
    find=find,
    nothing="文中没有填报日期和落款日期",
)
