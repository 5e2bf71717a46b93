"""文号写法: 〔2021〕16号, neither 【2021】 nor 第16号 nor 016号."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.document_numbers import DocumentNumber, document_numbers
from jixiao.audit.statements import passages_of
from jixiao.audit.subject import Subject
from jixiao.core.findings import Doubt, Place, Severity

_FULL_YEAR = 4


def find(subject: Subject) -> Iterator[Outcome]:
    """Look at brackets, year and serial number of every document number."""
    for passage in passages_of(subject.report):
        for number in document_numbers(passage.text):
            yield _outcome(number, passage.place)


def _outcome(number: DocumentNumber, locator: str) -> Outcome:
    if not number.is_readable:
        return Doubt(place=locator, reason=f"文号“{number.text}”的年份或序号读不出")
    faults = _faults(number)
    if not faults:
        return Fits()
    serial = str(int(number.serial.removeprefix("第")))
    expected = f"{number.prefix}〔{_year(number)}〕{serial}号"
    return Clash(
        severity=Severity.NOTE,
        about=number.text,
        message=f"文号“{number.text}”{'，'.join(faults)}，应写作“{expected}”",
        stated=number.text,
        expected=expected,
        places=(Place(locator=locator, quote=number.text),),
    )


def _faults(number: DocumentNumber) -> list[str]:
    serial = number.serial.removeprefix("第")
    found = []
    if number.brackets not in ("〔〕", "﹝﹞"):
        found.append("年份没有用六角括号“〔〕”")
    if number.year != _year(number):
        found.append(
            "年份没有写四位数字" if "年" not in number.year else "年份带了“年”字"
        )
    if number.serial != serial:
        found.append("序号前加了“第”字")
    if serial.startswith("0"):
        found.append("序号编了虚位")
    return found


def _year(number: DocumentNumber) -> str:
    digits = number.year.removesuffix("年")
    return digits if len(digits) == _FULL_YEAR else f"20{digits[-2:]}"


CHECK = Check(
    id="FO002",
    theme=Theme.FORM,
    title="文号按规定书写",
    why="文号写法不统一时难以检索；多为输入法打不出六角括号，用别的括号代替。",
    how_to_fix="年份写全四位，用六角括号“〔〕”括入；序号不加“第”字，不编虚位。",
    source="GB/T 9704-2012 7.2.5",
    find=find,
    nothing="文中没有引用文号",
)
