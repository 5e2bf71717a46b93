"""文号与发文机关: 鄂财… belongs to 湖北省财政厅, not to a city's bureau."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.document_numbers import DocumentNumber, document_numbers
from jixiao.audit.statements import passages_of
from jixiao.audit.subject import Subject
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.regions import (
    MUNICIPALITIES,
    province_code,
    province_name,
    province_of_abbreviation,
)

_FINANCE = "财"
_BELOW_A_CITY = ("县", "区", "旗", "镇", "乡")


def find(subject: Subject) -> Iterator[Outcome]:
    """Hold the first characters of every number against the body named for it."""
    body = subject.report.organisation or ""
    for passage in passages_of(subject.report):
        for number in document_numbers(passage.text):
            yield _outcome(number, passage.place, body)


def _outcome(number: DocumentNumber, locator: str, body: str) -> Outcome:
    province = _province_of(number.prefix)
    if province is None:
        return Fits()
    if not number.is_readable:
        return Doubt(place=locator, reason=f"文号“{number.text}”的年份或序号读不出")
    if number.issuer is None:
        reason = f"文号“{number.text}”前没有写明是哪一个机关发的"
        return Doubt(place=locator, reason=reason)
    if _may_issue(number, province, body):
        return Fits()
    return Clash(
        severity=Severity.NOTE,
        about=number.text,
        message=(
            f"文号“{number.text}”以“{number.prefix[:2]}”开头，是{_owner(province)}的文号，"
            f"文中写的发文机关却是“{number.issuer}”"
        ),
        stated=number.issuer,
        expected=_owner(province),
        places=(
            Place(locator=locator, quote=number.issuer),
            Place(locator=locator, quote=number.text),
        ),
    )


def _province_of(prefix: str) -> str | None:
    """The province whose finance department signs so; None for every other prefix."""
    return province_of_abbreviation(prefix[0]) if prefix[1:2] == _FINANCE else None


def _owner(province: str) -> str:
    """Whose numbers begin so."""
    office = "市财政局" if province in MUNICIPALITIES else "省级财政部门"
    return f"{province_name(province)}{office}"


def _may_issue(number: DocumentNumber, province: str, body: str) -> bool:
    """Whether the body can sign so; a city that shares the character can."""
    issuer = number.issuer or ""
    known = province_code(issuer)
    if number.prefix[0] in f"{issuer}{body}" or _shares_a_sign(issuer, body):
        return True
    if "财政" not in issuer or issuer == "财政局":
        return True  # who that is cannot be told from the words
    is_below = any(mark in issuer for mark in _BELOW_A_CITY) and "自治区" not in issuer
    if province in MUNICIPALITIES:
        return not is_below and known in (None, province)
    is_provincial = issuer.endswith("财政厅")
    return is_provincial and known in (None, province)


def _shares_a_sign(issuer: str, body: str) -> bool:
    """南京 signs 宁财 as well, which is not a character of its name."""
    return "南京" in f"{issuer}{body}"


CHECK = Check(
    id="FO001",
    theme=Theme.FORM,
    title="文号与发文机关相符",
    why="文号开头是发文机关的代字；与写明的机关不符，多为把上级文件写成本级转发的，查阅时找不到原文。",
    how_to_fix="核对原文，改正发文机关或文号。",
    source="GB/T 9704-2012 7.2.5",
    find=find,
    nothing="文中没有引用文号",
)
