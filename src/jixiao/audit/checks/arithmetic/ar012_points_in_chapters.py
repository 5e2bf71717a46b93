"""没有自评表的报告: points of groups and total as the chapters state them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from jixiao.audit.chapters import told_in
from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.groups import points_number
from jixiao.audit.prose.figures import narrow
from jixiao.audit.slips import nearly_equal
from jixiao.audit.statements import passages_of
from jixiao.audit.subject import Subject
from jixiao.core.evaluation import Indicator
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.numbers import StatedNumber, add_up, half_up, plain
from jixiao.core.reading import read_indicator
from jixiao.core.stated import StatedPassage

_NUMBER = r"\d{1,3}(?:\.\d+)?"
_GROUP = re.compile(
    r"(?P<name>产出|效益|满意度|成本|过程|决策|预算执行)(?:类)?(?:指标|情况|率)?[^“”]{0,16}?(?:分值|权重|满分|总分)?(?:为|:)?\s*(?P<weight>\d{1,3})\s*分[)）]?[，,。]?\s*(?:自评|实际|评价)*得分?(?:为|:)?\s*(?P<points>\d{1,3}(?:\.\d+)?)\s*分"
)
_EXECUTION = re.compile(
    rf"执行率(?:为|是|达到?|:)?\s*(?P<rate>\d{{1,3}}(?:\.\d+)?)\s*%[，,；]?\s*(?:分值|权重|满分)(?:为|:)?\s*(?P<weight>\d{{1,3}})\s*分[，,；]?\s*(?:自评|实际)?得分?(?:为|:)?\s*(?P<points>{_NUMBER})\s*分"
)
_TOTAL = re.compile(
    rf"(?:自评总?得分|综合(?:评价)?得分|总得分|总分)(?:为|是|达|:)?\s*({_NUMBER})\s*分"
)


@dataclass(slots=True)
class _Item:
    """An indicator as a chapter states it: weight, result by the ratio, points."""

    name: str
    weight: Decimal
    points: StatedNumber
    expected: Decimal | None
    """By the ratio of result and target; None where they cannot be compared."""
    place: Place

    @property
    def is_wrong(self) -> bool:
        """Above the weight, or no rounding of the ratio."""
        value = self.points.value
        if value > self.weight:
            return True
        return self.expected is not None and value not in _roundings(self.expected)


@dataclass(slots=True)
class _Group:
    """A group's points as stated, and its indicators."""

    name: str
    weight: Decimal
    points: StatedNumber
    place: Place
    items: list[_Item] = field(default_factory=list)


def find(subject: Subject) -> Iterator[Outcome]:
    """Add up the points of a report whose chapters alone hold them."""
    if subject.forms:
        return
    for passage in passages_of(subject.report):
        yield from _of_execution(passage)
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
            groups[-1].items += _items(passage)
        totals += [
            (points, _place(passage, match))
            for match in _TOTAL.finditer(text)
            if (points := points_number(match[1])) is not None
        ]
    return groups, totals


def _items(passage: StatedPassage) -> Iterator[_Item]:
    for told in told_in(passage):
        facts, points = told.row.indicator, points_number(told.points)
        if points is None or facts.weight is None:
            continue
        quote = f"{facts.name}（{plain(facts.weight)}分）…得分{told.points}分"
        yield _Item(
            facts.name, facts.weight, points, _by_ratio(facts, facts.weight),
            Place(locator=told.place, quote=quote),
        )  # fmt: skip


def _by_ratio(facts: Indicator, weight: Decimal) -> Decimal | None:
    """Points by weight × B/A or A/B, unrounded; None where a figure is missing."""
    if not facts.target or not facts.actual:
        return None
    reading = read_indicator(facts, year=None)
    if reading.undecided or reading.value is None or reading.notes:
        return None
    if reading.is_reached:
        return weight
    ratio = (
        reading.value / reading.lower
        if reading.lower
        else (reading.upper or 0) / reading.value
    )
    return half_up(Fraction(weight) * ratio, _PLACES)


_PLACES = 6


def _roundings(exact: Decimal) -> set[Decimal]:
    """Every way of printing a ratio's points that practice knows."""
    found = {half_up(exact, places) for places in range(3)}
    return found | {exact.quantize(Decimal(1).scaleb(-n), ROUND_DOWN) for n in range(3)}


def _place(passage: StatedPassage, match: re.Match[str]) -> Place:
    return Place(locator=passage.place, quote=passage.text[match.start() : match.end()])


def _of_group(group: _Group) -> Iterator[Outcome]:
    wrong = [item for item in group.items if item.is_wrong]
    for item in group.items:
        yield _of_item(item) if item.is_wrong else Fits()
    if not group.items or wrong:
        return
    weight = sum((item.weight for item in group.items), Decimal())
    points_fit = nearly_equal(add_up(i.points for i in group.items), group.points)
    if weight != group.weight and points_fit:
        yield _weight_clash(group, weight)
        return
    if weight != group.weight:
        yield Doubt(
            place=group.place.locator,
            reason=f"{group.name}各项分值没有读全，未核对得分之和",
        )
        return
    parts = [item.points for item in group.items]
    if nearly_equal(add_up(parts), group.points):
        yield Fits()
        return
    yield _clash(f"{group.name}指标得分", group.points, parts, group.place)


def _weight_clash(group: _Group, weight: Decimal) -> Clash:
    terms = " + ".join(plain(item.weight) for item in group.items)
    is_alone = len(group.items) == 1  # another one without points may stand unread
    return Clash(
        severity=Severity.WARNING if is_alone else Severity.ERROR,
        about=f"{group.name}指标分值",
        message=f"“{group.place.quote}”的分值与所列各项分值之和{plain(weight)}分不能同时成立",
        stated=plain(group.weight),
        expected=plain(weight),
        arithmetic=f"{terms} = {plain(weight)}",
        places=(group.place,),
    )


def _of_execution(passage: StatedPassage) -> Iterator[Outcome]:
    """预算执行率为86.09%，分值10分，得分8.61分: the rate times the weight."""
    for match in _EXECUTION.finditer(narrow(passage.text)):
        points = points_number(match["points"])
        weight = Decimal(match["weight"])
        rate = min(Decimal(match["rate"]), Decimal(100))
        if points is None or weight >= 100:  # noqa: PLR2004  the whole form's
            continue
        exact = weight * rate / 100
        whole_percent = weight * half_up(rate, 0) / 100
        if points.value in _roundings(exact) | _roundings(whole_percent):
            yield Fits()
            continue
        place = _place(passage, match)
        expected = plain(half_up(exact, 2))
        yield Clash(
            severity=Severity.WARNING,
            about="预算执行率得分",
            message=f"“{place.quote}”：按执行率计算应得{expected}分，与{points.text}分不符",
            stated=points.text,
            expected=expected,
            arithmetic=f"{plain(rate)}% × {plain(weight)} = {expected}",
            places=(place,),
        )


def _of_item(item: _Item) -> Clash:
    value = plain(item.points.value)
    if item.points.value > item.weight:
        why, expected = f"高于分值{plain(item.weight)}分", plain(item.weight)
    else:
        expected = plain(half_up(item.expected or Decimal(), 2))
        why = f"与按完成比例计算的{expected}分不符"
    return Clash(
        severity=Severity.WARNING
        if item.points.value <= item.weight
        else Severity.ERROR,
        about=item.name,
        message=f"“{item.name}”得{value}分，{why}",
        stated=value,
        expected=expected,
        places=(item.place,),
    )


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
