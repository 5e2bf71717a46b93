"""Numbers of official documents in running text: 咸财预发〔2020〕9号, and who issued them."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNumber:
    """One 发文字号 as printed."""

    text: str
    prefix: str
    """机关代字: 咸财预发."""
    brackets: str
    """The opening and the closing bracket as printed."""
    year: str
    """What stands between them: 2020, 2020年, 202X."""
    serial: str
    """What stands before 号: 9, 第9, 09."""
    issuer: str | None
    """The body named in front of the document's title or inside it."""

    @property
    def is_readable(self) -> bool:
        """Whether year and serial number are figures."""
        year = self.year.removesuffix("年")
        return year.isdecimal() and self.serial.removeprefix("第").isdecimal()


_NUMBER = re.compile(
    r"(?P<prefix>[\u4e00-\u9fff]{2,14})"
    r"(?P<open>[〔﹝【\[［(（〈<])\s*(?P<year>[\dXx×*]{2,4}年?)\s*(?P<close>[〕﹞】\]］)）〉>])"
    r"\s*(?P<serial>第?[\dXx×*]{1,5})\s*号"
)
_BEFORE = re.compile(
    r".*(?:根据|按照|依据|依照|遵照|执行|文号|文件|通知|意见|办法|印发|下达|下发|转发|关于|以及|及|和|与|以|按|由|是|为|即|的)"
)
_NO_DOCUMENT = re.compile(r"合同|协议|招|采|竞|标|案|民|判|证|许可|项目编号|编号|编码")
_OFFICE = (
    r"(?:财政部|[\u4e00-\u9fff]{0,24}?(?:人民政府办公[厅室]|人民政府|财政[厅局所]))"
)
_IN_FRONT = re.compile(
    rf"(?P<office>{_OFFICE})\s*《(?P<title>[^《》]*(?:《[^《》]*》[^《》]*)*)》\s*[（(]?\s*$"
)
_IN_TITLE = re.compile(
    rf"(?:《|^|[，。；、\s])(?P<office>{_OFFICE})\s*(?:关于|印发|下达|转发)"
)
_PASSED_ON = re.compile(r"转发|批转|会同|联合")


def document_numbers(text: str) -> list[DocumentNumber]:
    """Find the numbers of official documents; of contracts and lawsuits none.

    >>> (found,) = document_numbers("根据咸宁市财政局《关于批复预算的通知》（咸财预发〔2020〕9号）文件")
    >>> found.text, found.prefix, found.issuer
    ('咸财预发〔2020〕9号', '咸财预发', '咸宁市财政局')
    >>> document_numbers("签订采购合同（2021）12号")
    []
    """
    found = []
    for match in _NUMBER.finditer(text):
        prefix = _BEFORE.sub("", match["prefix"])
        if not prefix or _NO_DOCUMENT.search(match["prefix"]):
            continue
        start = match.end("prefix") - len(prefix)
        issuer = _issuer(text[:start])
        number = DocumentNumber(
            text=text[start : match.end()], prefix=prefix, year=match["year"],
            brackets=match["open"] + match["close"], serial=match["serial"],
            issuer=issuer,
        )  # fmt: skip
        found.append(number)
    return found


def _issuer(before: str) -> str | None:
    """The one body that is named for a document; None for none or for several."""
    sentence = re.split(r"[。；;\n]", before)[-1]
    match = _IN_FRONT.search(sentence)
    if match is None:
        return None
    lead = sentence[: match.start()]
    inside = _IN_TITLE.search(f"《{match['title']}")
    if _PASSED_ON.search(match["title"]) or re.search(
        r"财政[部厅局]\s*[、和及与]?\s*$", lead
    ):
        return None
    if inside is not None:
        return _plain(inside["office"])
    return _plain(match["office"])


def _plain(office: str) -> str:
    """Without the words that lead to it: 根据, 按照, 以及."""
    return re.sub(r"^.*(?:根据|按照|依据|依照|遵照|以及|收到|经|按|据)", "", office)
