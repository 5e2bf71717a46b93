"""句中分项: 其中A…，B…；（A…，B…）；由A和B构成；A…，B…，共计…."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.amounts import Amount, amounts_in
from jixiao.audit.prose.concepts import Stage, concept_of
from jixiao.audit.quotations import indicator_at
from jixiao.audit.slips import is_slip_of, nearly_adds_up
from jixiao.audit.statements import passages_of, quote_of
from jixiao.audit.subject import Subject
from jixiao.audit.wording import side_by_side
from jixiao.core.findings import Doubt, Place, Severity
from jixiao.core.numbers import StatedNumber, add_up, plain
from jixiao.core.stated import StatedPassage
from jixiao.core.units import UNIT_NAMES, unit_of


def find(subject: Subject) -> Iterator[Outcome]:
    """Add up the parts of every whole that running text divides."""
    for passage in passages_of(subject.report):
        for amount in map(_without_what_follows, amounts_in(passage.text)):
            if not _HAS_WORDS.search(amount.label):
                continue  # the end of a calculation, not an amount of something
            whole = _comparable(amount) if amount.parts else None
            if whole is not None:
                yield from _outcome(subject, whole, passage)
            elif amount.parts and not amount.figure.is_share:
                yield from _overcounted(subject, amount, passage)


_HAS_WORDS = re.compile(r"[\u4e00-\u9fff]")


def _without_what_follows(whole: Amount) -> Amount:
    """Leave out what is told behind the parts: 支出9万元，其中…，结余1万元."""
    if whole.link == "：":
        return replace(whole, parts=_up_to_its_sum(whole, whole.parts))
    if whole.link not in ("其中", "（"):
        return whole
    stage = whole.concept.stage if whole.concept else None
    parts = list(itertools.takewhile(lambda p: not _is_apart(p, stage), whole.parts))
    parts = [p for p in parts if not (_OTHER_YEAR.fullmatch(p.label) or _is_class(p))]
    parts = _up_to_its_sum(whole, parts)
    return whole if len(parts) == len(whole.parts) else replace(whole, parts=parts)


_OTHER_YEAR = re.compile(r"(?:20\d\d年度?|上年|去年)(?:为|是)?")
"""公务接待费3万元（2022年4万元）: the figure of another year in brackets."""


def _is_class(part: Amount) -> bool:
    """10蒸吨以下36台126蒸吨: a figure that names the class, and the next its amount."""
    return bool(_CLASS.match(part.sentence[part.figure.end :]))


_CLASS = re.compile(
    r"[\u4e00-\u9fff]{0,3}?(?:及|或|\(含\)|（含）)?以[上下内][^，。；、]{0,8}?\d"
)


def _up_to_its_sum(whole: Amount, parts: list[Amount]) -> list[Amount]:
    """A list that is complete before a semicolon or a comparison: …；新增C，比上年减少D."""
    for count in range(2, len(parts)):
        following = parts[count]
        between = following.clause[parts[count - 1].figure.end :]
        total = add_up(p.figure.number for p in parts[:count])
        if _NEXT_MATTER.search(between) and total.could_equal(whole.figure.number):
            return parts[:count]
    return parts


_NEXT_MATTER = re.compile(r"[；;]|较|比|率|总|累计")


def _is_apart(part: Amount, stage: Stage | None) -> bool:
    """Whether an amount is the whole money again, at another stage of the year."""
    concept = concept_of(part.label)
    if concept is None or concept.part or concept.stage in (None, stage):
        return False
    is_change = concept.stage is Stage.ADJUSTMENT
    return not is_change and not _CARRIED.search(part.label)


_CARRIED = re.compile(r"上年|年初结|以前|历年")


def _overcounted(
    subject: Subject, whole: Amount, passage: StatedPassage
) -> Iterator[Outcome]:
    """Counts whose parts may overlap: only a part above its whole, or a plain slip."""
    if whole.link not in ("其中", "（") or _EACH.search(whole.label):
        return
    if any(_COMPARING.search(p.label) for p in whole.parts):
        return
    total, stated = add_up(p.figure.number for p in whole.parts), whole.figure.number
    excess = total.value - stated.value
    is_above = any(part.figure.number.low > stated.high for part in whole.parts)
    is_slip = len(whole.parts) > 1 and any(
        is_slip_of(part.figure.number.value, part.figure.number.value - excess)
        for part in whole.parts
        if part.figure.number.value > excess
    )
    is_of_people = (whole.figure.unit or "") in _PEOPLE
    is_list = len(whole.parts) > 1 and not is_of_people
    if is_above or (excess > 0 and (is_slip or is_list)):
        severity = Severity.ERROR if is_above else Severity.WARNING
        yield _clash(subject, whole, passage, total, severity)
    else:
        yield Fits()


_PEOPLE = ("人", "名", "人次", "户", "家", "个", "项")
"""What may be counted in several groups at once: 党员 and 女性, 市级 and 在建."""


def _outcome(
    subject: Subject, whole: Amount, passage: StatedPassage
) -> Iterator[Outcome]:
    if any(_COMPARING.search(part.label) for part in whole.parts):
        yield Doubt(
            place=passage.place,
            reason=f"“{quote_of(whole)}”之后的各项含有比较或变动，分不清是否都是分项",
        )
        return
    total = _sum(whole)
    stated = _signed_whole(whole)
    if (
        nearly_adds_up(total, stated)
        or _fits_with_roundings(whole, total, stated)
        or _is_about_earlier(whole, total, passage)
    ):
        yield Fits()
        return
    severity = _severity(whole, total, stated)
    if severity is None:
        yield Fits()
        return
    yield _clash(subject, whole, passage, total, severity)


def _is_about_earlier(
    whole: Amount, total: StatedNumber, passage: StatedPassage
) -> bool:
    """Whether the list belongs to more than the last amount before it.

    实际支出9万元，较上年减少1万元，其中…: the parts of what was compared.
    中央5万元。省级2万元、市级1万元，总计8万元: with what the sentence before has.
    """
    ahead = passage.text[: passage.text.find(whole.sentence) + len(whole.clause)]
    earlier = [
        a.figure.number
        for a in amounts_in(ahead)
        if a.figure.unit == whole.figure.unit and a.figure.number.value
    ]
    if whole.link == "共计":
        outside = amounts_in(passage.text[: passage.text.find(whole.sentence)])
        return any(
            add_up([total, a.figure.number]).could_equal(whole.figure.number)
            for a in outside
            if a.figure.unit == whole.figure.unit and a.figure.number.value
        )
    last_words = re.split(r"[，；。（(]", whole.clause)[-1]
    is_compared = _COMPARED.search(last_words + whole.figure.text)
    return bool(is_compared) and any(total.could_equal(number) for number in earlier)


_COMPARED = re.compile(r"较|比|节约|结余|结转|减少|增加|下降|增长")
_COMPARING = re.compile(
    r"较|比上|同比|环比|上年(?!结)|去年|增长|占|人均|每|标准[为是]|节约|剩余|余额|未[支完拨使执]|平均|左右|最[高低大多]"
)
_SIGNS = re.compile(
    r"(?P<less>调减|核减|减少|压减|收回|扣除|追减|减)|(?P<more>调增|核增|增加|追加|追增|增)"
)
_CHANGE = re.compile(r"调整|变动|调增|调减|增加|减少|追加|核增|核减|增减")


def _comparable(whole: Amount) -> Amount | None:
    """The whole with the parts that must not exceed it; None where they may.

    Money divides. Counts do where the list is said to be complete, where they measure
    land, or where the parts are kinds of the whole; groups of people overlap.
    """
    if whole.figure.text[:1] in "约近" or whole.figure.is_share:
        return None
    if _EACH.search(whole.label):
        return None  # 亩均1800元，其中中央8500万元 divides the sum named before it
    if whole.figure.is_money or whole.figure.unit is None or whole.link in _COMPLETE:
        return whole
    if len(whole.parts) > 1 and _is_measure(whole):
        return whole
    kinds = _kinds_of_it(whole)
    return replace(whole, parts=kinds) if len(kinds) > 1 else None


_EACH = re.compile(r"均(?:为|是|投资|补助|补贴|标准)?$")
_COMPLETE = ("构成", "共计")


def _is_measure(whole: Amount) -> bool:
    """Lengths and areas do not overlap as the groups of people do."""
    unit = whole.figure.unit or ""
    return unit in UNIT_NAMES and unit_of(unit).dimension in ("length", "area")


def _kinds_of_it(whole: Amount) -> list[Amount]:
    """区级河道9条、镇级河道6条 of 整治河道14条: parts named after the whole."""
    noun = re.sub(r"[共为有约]+$", "", whole.label)[-2:]
    if len(noun) < 2:  # noqa: PLR2004  a noun has two characters
        return []
    return list(itertools.takewhile(lambda part: noun in part.label, whole.parts))


def _sign(label: str) -> int:
    match = _SIGNS.search(label)
    return -1 if match and match["less"] else 1


def _is_change(whole: Amount) -> bool:
    return bool(_CHANGE.search(whole.label))


def _sum(whole: Amount) -> StatedNumber:
    numbers = []
    for part in whole.parts:
        number = part.figure.number
        is_negative = _is_change(whole) and _sign(part.label) < 0
        numbers.append(number.negated() if is_negative else number)
    return add_up(numbers)


def _signed_whole(whole: Amount) -> StatedNumber:
    number = whole.figure.number
    return number.negated() if _is_change(whole) and _sign(whole.label) < 0 else number


def _fits_with_roundings(
    whole: Amount, total: StatedNumber, stated: StatedNumber
) -> bool:
    """A change given without sign may be a decrease."""
    if not _is_change(whole):
        return False
    return nearly_adds_up(total.negated(), stated)


_EXHAUSTIVE_PAIRS = (
    frozenset(("基本支出", "项目支出")),
    frozenset(("人员经费", "公用经费")),
)
_REST = re.compile(r"其他|自筹|地方|县|区级|乡镇|结转")
_SOURCES = re.compile(r"中央|省|自治区|市|财政|上级|盟|本级")


def _is_exhaustive(whole: Amount) -> bool:
    """Whether the parts are all there is, by the words or by what they are."""
    if whole.link == "：" and len(whole.parts) > 2:  # noqa: PLR2004  a list, item by item
        return True
    if whole.link in _COMPLETE or _is_change(whole):
        return len(whole.parts) > 1
    named = {concept.part for part in whole.parts if (concept := part.concept)}
    if any(pair <= named for pair in _EXHAUSTIVE_PAIRS):
        return True
    labels = [part.label for part in whole.parts]
    are_sources = all(_SOURCES.search(label) or _REST.search(label) for label in labels)
    return are_sources and len(labels) > 1 and bool(_REST.search(labels[-1]))


def _severity(
    whole: Amount, total: StatedNumber, stated: StatedNumber
) -> Severity | None:
    """How sure a difference is; None where the parts need not be all there is."""
    is_exhaustive = _is_exhaustive(whole)
    if total.low > stated.high and not _is_change(whole):
        return Severity.ERROR if len(whole.parts) > 1 else Severity.WARNING
    if is_exhaustive:
        return Severity.ERROR
    is_slip = len(whole.parts) > 1 and is_slip_of(total.value, stated.value)
    return Severity.WARNING if is_slip and _is_precise(whole) else None


def _is_precise(whole: Amount) -> bool:
    """Whether the figures have digits enough that a near miss is no accident."""
    digits = sum(
        len(plain(p.figure.number.value).strip("0").replace(".", ""))
        for p in whole.parts
    )
    return digits >= _DIGITS * len(whole.parts)


_DIGITS = 3


def _clash(
    subject: Subject,
    whole: Amount,
    passage: StatedPassage,
    total: StatedNumber,
    severity: Severity,
) -> Clash:
    unit, divisor = _unit(whole)
    computed = f"{plain(total.value / divisor)}{unit}"
    said = "，".join(quote_of(part) for part in whole.parts)
    arithmetic = f"{_terms(whole, divisor)} = {plain(total.value / divisor)}"
    overlap = _lost_unit(whole) or _overlap(whole, divisor)
    both = side_by_side(whole.figure.text, computed)
    return Clash(
        severity=severity,
        about=_about(subject, whole, passage),
        message=f"“{quote_of(whole)}”与其分项之和{computed}不能同时成立" + overlap,
        stated=both[0],
        expected=both[1],
        arithmetic=arithmetic,
        places=(
            Place(locator=passage.place, quote=quote_of(whole)),
            Place(locator=passage.place, quote=said),
        ),
    )


def _about(subject: Subject, whole: Amount, passage: StatedPassage) -> str:
    if not whole.figure.is_money:
        start = passage.text.find(whole.sentence)
        named = indicator_at(subject, passage.text, start + whole.figure.start)
        if named is not None:
            return named
    label = re.sub(
        r"^.*?20\d\d(?:年初$|年度?(?!初)|(?=年初))|^其中|[为是达共约]+$",
        "",
        whole.label,
    ).strip()
    return label or whole.figure.text


def _unit(whole: Amount) -> tuple[str, Decimal]:
    """The unit that the whole is printed in, and its size."""
    text = whole.figure.text
    for word, size in (("亿", 10**8), ("万", 10**4)):
        if word in text:
            return word + (whole.figure.unit or ""), Decimal(size)
    return whole.figure.unit or "", Decimal(1)


def _terms(whole: Amount, divisor: Decimal) -> str:
    terms = ""
    for part in whole.parts:
        is_negative = _is_change(whole) and _sign(part.label) < 0
        sign = " − " if is_negative else " + " if terms else ""
        terms += f"{sign}{plain(part.figure.number.value / divisor)}"
    return terms.strip()


def _lost_unit(whole: Amount) -> str:
    """The part that fits with 万元 for 元, as a hint to the cause."""
    for part in whole.parts:
        others = [p.figure.number for p in whole.parts if p is not part]
        if part.figure.is_money and add_up(
            [*others, part.figure.number.times(_TEN_THOUSAND)]
        ).could_equal(whole.figure.number):
            return f"；“{quote_of(part)}”疑漏写“万”"
    return ""


_TEN_THOUSAND = 10_000


def _overlap(whole: Amount, divisor: Decimal) -> str:
    """The part without which the sum would fit, as a hint to the cause."""
    if len(whole.parts) <= 2 or _is_change(whole):  # noqa: PLR2004  one alone is no list
        return ""
    for left_out in whole.parts:
        rest = add_up(p.figure.number for p in whole.parts if p is not left_out)
        if rest.could_equal(whole.figure.number):
            return f"；不含“{quote_of(left_out)}”恰为{plain(rest.value / divisor)}，疑为重复列示"
    return ""


CHECK = Check(
    id="AR002",
    theme=Theme.ARITHMETIC,
    title="句中分项之和等于合计",
    why="“其中”“由……构成”“共计”之后的各项与总数对不上，读者无从知道哪个数是对的；有时是分项重复或漏列，有时是笔误。",
    how_to_fix="按原始账表核对总数和每个分项；分项没有列全时，写明“其中主要是……”。",
    source="docs/decisions/0010",
    find=find,
    nothing="文中没有成组的分项金额",
)
