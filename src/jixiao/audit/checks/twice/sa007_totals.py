"""总分、各级得分和分值: what chapters say of them against the form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.groups import GROUPS, Group, group_of, points_number
from jixiao.audit.prose.figures import narrow
from jixiao.audit.slips import nearly_equal
from jixiao.audit.statements import passages_of
from jixiao.audit.subject import ScoredForm, Subject
from jixiao.core.findings import Place, Severity
from jixiao.core.numbers import StatedNumber, counted, plain
from jixiao.core.stated import StatedPassage

_X = r"(?P<points>\d{1,3}(?:\.\d+)?)\s*分"
_TOTAL = re.compile(
    rf"(?:总分\d{{2,3}}分[，,]\s*(?:实际|自评|实|最终)得分?|综合评分(?:结果)?|自评总?得?分(?:数|值)?|总体得分|综合(?:评价)?得分|自我评价得分|评价总?得分|总得分|总分|最终得分|最终评分|自评结果|[该本]项目(?:自评|综合|最终)?得|(?:项目|整体|总体|单位)自评(?=\d))"
    rf"(?:值|结果)?\s*(?:为|是|达到?|:)?\s*{_X}(?!以上|及以上|以下|\(含|[，,]\s*(?:实际|自评|实|最终)得)"
)
_OF_GROUP = re.compile(r"指标[^。；]{0,12}$|其中[^。；]{0,12}$")
"""What makes a following 评价得分 that of a group or of one project."""
_YEAR = re.compile(r"(20\d\d)年(?!初)[^。;；]*$")
_WORDS = "|".join(GROUPS)
_GROUP_POINTS = re.compile(
    rf"(?P<group>{_WORDS})(?:类)?指标(?:(?:实际|自评|评价|综合|最终|(?:权重|总分|满分|分值|标准分)为?\d+分|共计?|合计|总计?|[，,])*)(?:得分|得)\s*(?:为|是|共|计|:)*\s*{_X}"
)
_EXECUTION_POINTS = re.compile(
    rf"执行率(?:为|是|达到?|:)?\s*\d+(?:\.\d+)?\s*%[，,；;]?(?:[^。%\d]{{0,10}}\d+分[，,])?[^。%\d]{{0,6}}得分?(?:为|:)?\s*{_X}"
)
_EXECUTION_SCORE = re.compile(rf"预算执行(?:率|情况)?得分?\s*(?:为|:)?\s*{_X}")
_LISTED = re.compile(
    rf"(?P<group>{_WORDS})(?:类)?(?:指标)?(?:得分?)?\s*(?:为|:)?\s*{_X}"
)
"""产出48分、效益30分: points where a total stands beside them, not weights."""
_LISTING = re.compile(
    r"得分?为?\s*\d{1,3}(?:\.\d+)?\s*分[，,]?\s*(?:[(]|其中)[^。；;]*|其中[^。；;]*总?得分"
)
_IS_WEIGHT = re.compile(r"权重|分值|满分|标准分|总分\d+分")
_GROUP_WEIGHT = re.compile(
    rf"(?P<group>{_WORDS})(?:类)?指标\s*(?:\(\s*|(?:权重|分值|满分|总分|标准分)(?:为|是|:)?\s*){_X}"
)


def find(subject: Subject) -> Iterator[Outcome]:
    """Compare every total and every group's weight and points with the form."""
    if not subject.forms:
        return
    for passage in passages_of(subject.report):
        yield from _of_passage(subject, passage, narrow(passage.text))


def _of_passage(
    subject: Subject, passage: StatedPassage, text: str
) -> Iterator[Outcome]:
    for match in _TOTAL.finditer(text):
        if not _is_of_another(text[: match.start()], subject.report.year):
            yield from _total(subject, passage, match)
    if len(subject.forms) > 1:
        return
    form = subject.forms[0]
    for match in (*_GROUP_POINTS.finditer(text), *_listed(form, text)):
        yield from _points(form, passage, match)
    for pattern in (_EXECUTION_POINTS, _EXECUTION_SCORE):
        for match in pattern.finditer(text):
            yield from _execution(form, passage, match)
    for match in _GROUP_WEIGHT.finditer(text):
        yield from _weight(form, passage, match)


def _is_of_another(before: str, year: int | None) -> bool:
    """Whether the points are those of a group, or of a year before, for comparison."""
    named = _YEAR.search(before)
    is_earlier = named is not None and int(named[1]) < (year or 0)
    return is_earlier or bool(_OF_GROUP.search(before))


def _listed(form: ScoredForm, text: str) -> Iterator[re.Match[str]]:
    """Points of groups in a list behind or before the total."""
    for listing in _LISTING.finditer(text):
        if _IS_WEIGHT.search(listing[0]):
            continue
        found = [
            m
            for m in _LISTED.finditer(text, listing.start(), listing.end())
            if not _GROUP_POINTS.match(text, m.start())
        ]
        if len(found) >= 2 and not all(_is_full(form, m) for m in found):  # noqa: PLR2004
            yield from found


def _is_full(form: ScoredForm, match: re.Match[str]) -> bool:
    """Whether the figure is the weight of the group."""
    group, said = group_of(form, match["group"]), points_number(match["points"])
    if group is None or group.weight is None or said is None:
        return False
    return said.value == group.weight


def _total(
    subject: Subject, passage: StatedPassage, match: re.Match[str]
) -> Iterator[Outcome]:
    said = points_number(match["points"])
    totals = [(form, points_number(form.stated.total)) for form in subject.forms]
    known = [(form, total) for form, total in totals if total is not None]
    if said is None or not known:
        return
    if any(nearly_equal(said, total) or _is_rounded(said, total) for _, total in known):
        yield Fits()
        return
    if len(known) > 1:
        return  # a total of several projects, or of one that is not named
    form, total = known[0]
    quote = passage.text[match.start() : match.end()]
    yield Clash(
        severity=Severity.ERROR,
        about="总分",
        message=f"总分在自评表为{total.text}，在“{passage.place}”为“{quote}”，两处不能同时成立",
        stated=match["points"],
        expected=form.stated.total,
        places=(
            Place(locator=passage.place, quote=quote),
            Place(locator=form.stated.place, quote=f"总分 {form.stated.total}"),
        ),
    )


def _is_rounded(said: StatedNumber, total: StatedNumber) -> bool:
    """95分 for 94.92."""
    return "." not in said.text and abs(said.value - total.value) <= _HALF


_HALF = counted("1").value / 2


def _points(
    form: ScoredForm, passage: StatedPassage, match: re.Match[str]
) -> Iterator[Outcome]:
    group = group_of(form, match["group"])
    said = points_number(match["points"])
    if group is None or group.points is None or said is None:
        return
    if nearly_equal(said, group.points) or _is_rounded(said, group.points):
        yield Fits()
        return
    quote = passage.text[match.start() : match.end()]
    total = plain(group.points.value)
    yield Clash(
        severity=Severity.ERROR,
        about=f"{group.name}得分",
        message=f"“{quote}”与自评表中{group.name}各项得分之和{total}分不能同时成立",
        stated=match["points"],
        expected=total,
        arithmetic=f"{group.terms} = {total}",
        places=(
            Place(locator=passage.place, quote=quote),
            Place(
                locator=form.stated.place, quote=f"{group.name}各项得分 {group.terms}"
            ),
        ),
    )


def _execution(
    form: ScoredForm, passage: StatedPassage, match: re.Match[str]
) -> Iterator[Outcome]:
    line = form.stated.budget[0] if form.stated.budget else None
    said, stated = (
        points_number(match["points"]),
        points_number(line.score if line else None),
    )
    if line is None or said is None or stated is None:
        return
    if nearly_equal(said, stated):
        yield Fits()
        return
    quote = passage.text[match.start() : match.end()]
    yield Clash(
        severity=Severity.ERROR,
        about="预算执行率得分",
        message=f"“{quote}”与自评表中预算执行的得分{line.score}不能同时成立",
        stated=match["points"],
        expected=line.score,
        places=(
            Place(locator=passage.place, quote=quote),
            Place(locator=line.place, quote=line.score or ""),
        ),
    )


def _weight(
    form: ScoredForm, passage: StatedPassage, match: re.Match[str]
) -> Iterator[Outcome]:
    group = group_of(form, match["group"])
    said = points_number(match["points"])
    if group is None or group.weight is None or said is None or _is_general(passage):
        return
    if said.value == group.weight:
        yield Fits()
        return
    yield _weight_clash(form, passage, match, group)


_GENERAL = re.compile(r"备注|说明|统一|原则上|可做适当|注[:：]")


def _is_general(passage: StatedPassage) -> bool:
    """Whether the passage tells how forms are made, and not what this one holds."""
    return bool(_GENERAL.search(passage.text[:_HEAD]))


_HEAD = 60


def _weight_clash(
    form: ScoredForm, passage: StatedPassage, match: re.Match[str], group: Group
) -> Clash:
    quote = passage.text[match.start() : match.end()]
    total = plain(group.weight) if group.weight is not None else ""
    return Clash(
        severity=Severity.ERROR,
        about=f"{group.name}分值",
        message=f"“{quote}”与自评表中{group.name}各项分值之和{total}分不能同时成立",
        stated=match["points"],
        expected=total,
        places=(
            Place(locator=passage.place, quote=quote),
            Place(locator=form.stated.place, quote=f"{group.name}各项分值合计{total}"),
        ),
    )


CHECK = Check(
    id="SA007",
    theme=Theme.TWICE,
    title="总分、各级得分和分值前后一致",
    why="总分和各级得分是报告的结论，正文、一览表与自评表应相同；不一致多因改了某项得分而没有改小结。",
    how_to_fix="按自评表逐项加总，改正正文中的数。",
    source="docs/decisions/0010",
    find=find,
    nothing="正文没有写总分和各级得分，或没有自评表",
)
