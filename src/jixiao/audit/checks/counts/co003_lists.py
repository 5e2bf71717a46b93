"""完成、未完成指标明细表: each list against the results of the form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.mentions import named_in
from jixiao.audit.prose.names import best_match
from jixiao.audit.statements import passages_of
from jixiao.audit.subject import FormRow, ScoredForm, Subject
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.stated import StatedForm

_UNDONE = re.compile(r"未(?:能|全部|完全|按期|如期)*(?:完成|达|实现)|没有完成|尚未完成")
_DONE = re.compile(r"(?:完成|达标|实现)(?!情况|率|值|程度|进度|与否|[和及与、]未)")
_BOTH = re.compile(r"(?:完成|达标)[和及与、]未")


def find(subject: Subject) -> Iterator[Outcome]:
    """Look for indicators in the wrong list, and for those in neither."""
    for form in subject.forms:
        listed: set[str] = set()
        kinds: set[bool] = set()
        unknown = 0
        for table in subject.report.lists:
            is_done = _is_done(table, subject)
            if is_done is None:
                continue
            kinds.add(is_done)
            for outcome in _of_list(table, form, listed, is_done=is_done):
                unknown += isinstance(outcome, Doubt)
                yield outcome
        if len(kinds) > 1 and not unknown:
            yield from _in_neither(form, listed)
        if len(subject.forms) == 1:
            yield from _exceptions(subject, form)


_EXCEPT = re.compile(
    r"除(?!了?以上|上述)(?P<names>[^。；;]{4,80}?)(?:未[^，。；、]{0,8}|没有[^，。；、]{0,8})?(?:之外|以外|外)[，,]?"
    r"(?:其余|其他|其它)(?P<kind>[^。；，]{0,8})指标[^。；，]{0,4}(?:全部|均|都)[^。；，]{0,4}(?:完成|达标|达到|实现)"
)
_OF_A_GROUP = re.compile(r"产出|效益|满意度|成本|数量|质量|时效")
_AND = re.compile(r"[、，]|(?<=.)[和及与](?=.)")


def _exceptions(subject: Subject, form: ScoredForm) -> Iterator[Outcome]:
    """除A、B外，其余指标均已完成: those named are unfinished, the others finished."""
    names = [row.indicator.name for row in form.rows]
    for passage in passages_of(subject.report):
        for match in _EXCEPT.finditer(passage.text):
            named = {row for _, _, row in named_in(match["names"], names)}
            if not named:
                continue
            for row in (form.rows[n] for n in sorted(named)):
                yield _excepted(row, passage.place, match[0], is_done=False)
            above = match["kind"] + (passage.headings[-1] if passage.headings else "")
            is_all = len(named) >= len(_AND.split(match["names"]))
            before = passage.text[: match.start()].rpartition("。")[2]
            if not is_all or _OF_A_GROUP.search(above + before):
                continue
            for row in form.rows:
                if row.indicator.name not in {names[n] for n in named}:
                    yield _excepted(row, passage.place, match[0], is_done=True)


def _excepted(row: FormRow, place: str, quote: str, *, is_done: bool) -> Outcome:
    is_met = row.scored.is_met if row.scored else None
    facts = row.indicator
    is_full = facts.stated_points is None or facts.stated_points == facts.weight
    if is_met is None or is_met is is_done or is_full is is_done or facts.is_detail:
        return Fits()
    return _clash(row, place, is_done=is_done, quote=quote)


def _is_done(table: StatedForm, subject: Subject) -> bool | None:
    """Whether the words above a list say that it lists the finished ones."""
    title = (table.title or "")[-_HEADING:]
    for words in (title, _heading_of(table, subject)):
        if _BOTH.search(words):
            return None
        if _UNDONE.search(words):
            return False
        if _DONE.search(words):
            return True
    return None


_HEADING = 40


def _heading_of(table: StatedForm, subject: Subject) -> str:
    """The heading of the chapter that a list stands in: 如下表： says nothing itself."""
    alike = [other for other in subject.report.lists if other.title == table.title]
    above = [p for p in passages_of(subject.report) if p.text == table.title]
    if len(alike) != len(above):
        return ""
    headings = above[alike.index(table)].headings
    return headings[-1] if headings else ""


def _of_list(
    table: StatedForm, form: ScoredForm, listed: set[str], *, is_done: bool
) -> Iterator[Outcome]:
    rows = form.rows
    names = [row.indicator.name for row in rows]
    for entry in table.indicators:
        position = best_match(entry.name, names)
        if position is None:
            yield Doubt(
                place=entry.place, reason=f"“{entry.name}”在自评表中找不到同名指标"
            )
            continue
        row = rows[position]
        listed.add(row.indicator.name)
        is_met = row.scored.is_met if row.scored else None
        if is_met is None or is_met is is_done:
            yield Fits()
        else:
            yield _clash(row, entry.place, is_done=is_done)


def _clash(row: FormRow, place: str, *, is_done: bool, quote: str = "") -> Clash:
    said, is_so = ("完成", "未达到") if is_done else ("未完成", "达到")
    result = f"指标值{row.stated.target}，完成值{row.stated.actual}"
    return Clash(
        severity=Severity.ERROR,
        about=row.stated.name,
        message=f"“{row.stated.name}”列在{said}的指标中，而自评表{result}，{is_so}指标值",
        stated=said,
        expected="未完成" if is_done else "完成",
        arithmetic=result,
        places=(
            Place(locator=place, quote=quote or row.stated.name),
            Place(
                locator=row.stated.place,
                quote=f"{row.stated.target} → {row.stated.actual}",
            ),
        ),
    )


def _in_neither(form: ScoredForm, listed: set[str]) -> Iterator[Outcome]:
    for row in form.rows:
        if row.indicator.name in listed or row.indicator.is_detail:
            continue
        if row.scored is None or row.scored.is_met is None:
            continue
        yield Clash(
            severity=Severity.WARNING,
            about=row.stated.name,
            message=f"“{row.stated.name}”既不在完成的指标表中，也不在未完成的指标表中",
            stated="未列出",
            expected="完成或未完成",
            places=(Place(locator=row.stated.place, quote=row.stated.name),),
        )


CHECK = Check(
    id="CO003",
    theme=Theme.COUNTS,
    title="完成、未完成明细表与自评表一致",
    why="把未达标的指标列为完成，或两张表都漏列，读者会误判整体完成情况。",
    how_to_fix="按自评表的指标值和完成值逐个归入两张明细表，一个不漏。",
    source="docs/decisions/0010",
    find=find,
    nothing="文中没有完成、未完成指标的明细表",
)
