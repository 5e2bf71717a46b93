"""没有自评表的报告: points of groups and total as the chapters state them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.groups import points_number
from jixiao.audit.prose.figures import narrow
from jixiao.audit.slips import nearly_equal
from jixiao.audit.statements import passages_of
from jixiao.audit.subject import Subject
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.numbers import StatedNumber, add_up, plain
from jixiao.core.stated import StatedPassage

_NUMBER = r"\d{1,3}(?:\.\d+)?"
_GROUP = re.compile(
    r"(?P<name>产出|效益|满意度|成本|过程|决策|预算执行)(?:类)?(?:指标|情况|率)?[^“”]{0,16}?(?:分值|权重|满分|总分)?(?:为|:)?\s*(?P<weight>\d{1,3})\s*分[)）]?[，,。]?\s*(?:自评|实际|评价)*得分?(?:为|:)?\s*(?P<points>\d{1,3}(?:\.\d+)?)\s*分"
)
_ITEM = re.compile(
    rf"”\s*[(（]\s*(?P<weight>\d+(?:\.\d+)?)\s*分\s*[)）].*?得分?(?:为|:)?\s*(?P<points>{_NUMBER})\s*分"
)
_TOTAL = re.compile(
    rf"(?:自评总?得分|综合(?:评价)?得分|总得分|总分)(?:为|是|达|:)?\s*({_NUMBER})\s*分"
)


@dataclass(slots=True)
class _Group:
    """A group's points as stated, and those of its indicators."""

    name: str
    weight: Decimal
    points: StatedNumber
    place: Place
    weighed: Decimal = Decimal(0)
    """Weights of the indicators that were read."""
    items: list[StatedNumber] = field(default_factory=list)


def find(subject: Subject) -> Iterator[Outcome]:
    """Add up the points of a report whose chapters alone hold them."""
    if subject.forms:
        return
    groups, totals = _read(subject)
    for group in groups:
        yield from _of_group(group)
    if totals and len({group.name for group in groups}) == len(groups) >= _FEW:
        yield from _of_total(totals[0], groups)


_FEW = 3


def _read(subject: Subject) -> tuple[list[_Group], list[tuple[StatedNumber, Place]]]:
    groups: list[_Group] = []
    totals: list[tuple[StatedNumber, Place]] = []
    for passage in passages_of(subject.report):
        text = narrow(passage.text)
        if match := _GROUP.search(text):
            place = _place(passage, match)
            points = points_number(match["points"])
            if points is not None:
                weight = Decimal(match["weight"])
                groups.append(_Group(match["name"], weight, points, place))
        elif groups:
            _add_items(groups[-1], text)
        totals += [
            (points, _place(passage, match))
            for match in _TOTAL.finditer(text)
            if (points := points_number(match[1])) is not None
        ]
    return groups, totals


def _add_items(group: _Group, text: str) -> None:
    for item in _ITEM.finditer(text):
        points = points_number(item["points"])
        if points is not None:
            group.weighed += Decimal(item["weight"])
            group.items.append(points)


def _place(passage: StatedPassage, match: re.Match[str]) -> Place:
    return Place(locator=passage.place, quote=passage.text[match.start() : match.end()])


def _of_group(group: _Group) -> Iterator[Outcome]:
    if not group.items:
        return
    if group.weighed != group.weight:
        yield Doubt(
            place=group.place.locator,
            reason=f"{group.name}各项分值没有读全，未核对得分之和",
        )
        return
    if nearly_equal(add_up(group.items), group.points):
        yield Fits()
        return
    yield _clash(f"{group.name}指标得分", group.points, group.items, group.place)


def _of_total(
    stated: tuple[StatedNumber, Place], groups: list[_Group]
) -> Iterator[Outcome]:
    number, place = stated
    parts = [group.points for group in groups]
    if nearly_equal(add_up(parts), number):
        yield Fits()
    elif any(group.name == "预算执行" for group in groups):
        yield _clash("总分", number, parts, place)


def _clash(
    about: str, stated: StatedNumber, parts: list[StatedNumber], place: Place
) -> Clash:
    total = plain(add_up(parts).value)
    terms = " + ".join(number.text for number in parts)
    return Clash(
        severity=Severity.ERROR,
        about=about,
        message=f"“{place.quote}”与所列各项得分之和{total}分不能同时成立",
        stated=stated.text,
        expected=total,
        arithmetic=f"{terms} = {total}",
        places=(place,),
    )


CHECK = Check(
    id="AR012",
    theme=Theme.ARITHMETIC,
    title="只有文字的报告，各项得分之和等于小计和总分",
    why="没有自评表的报告只能靠文中的得分核对；小计与各项对不上时，多为改了某项得分而没有改小结。",
    how_to_fix="按文中各项得分逐级加总，改正小计或总分。",
    source="docs/decisions/0010",
    find=find,
    nothing="报告附有自评表，或文中没有逐项写出得分",
)
