"""句中比率: stated rates against the amounts or counts that they are the ratio of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.prose.amounts import amounts_in
from jixiao.audit.prose.concepts import Stage
from jixiao.audit.prose.figures import Figure, figures_in, narrow
from jixiao.audit.prose.rates import Quotient, StatedRate, quotient, rates_in
from jixiao.audit.quotations import indicator_at
from jixiao.audit.slips import FACTORS
from jixiao.audit.statements import (
    MoneyStatement,
    concept_in,
    money_statements,
    passages_of,
)
from jixiao.audit.subject import Subject
from jixiao.core.findings import Place, Severity
from jixiao.core.numbers import half_up, plain
from jixiao.core.stated import StatedPassage


def find(subject: Subject) -> Iterator[Outcome]:
    """Compute every rate whose operands are stated."""
    for passage in passages_of(subject.report):
        for rate in rates_in(passage.text):
            yield from _outcome(subject, passage, rate)


def _outcome(
    subject: Subject, passage: StatedPassage, rate: StatedRate
) -> Iterator[Outcome]:
    if shares := (
        _share_in_words(rate) or _share_of_plan(rate) or _share_of_before(rate)
    ):
        named = indicator_at(
            subject, passage.text, passage.text.find(rate.sentence) + rate.figure.start
        )
        is_alone = not named and _SHARE_ALONE.fullmatch(rate.label)
        around = _around(passage, rate) if is_alone else []
        if any(q.could_be(rate.figure.number) for q in around):
            yield Fits()  # of a whole in an earlier sentence
        else:
            about = None if _OF_SURVEY.search(rate.label) else named
            yield _judged(rate, passage, shares, is_defined=True, about=about)
    else:
        yield from _of_execution(subject, passage, rate)


_OF_SURVEY = re.compile(r"回收率|有效率")
"""Rates of the questionnaires, whatever indicator the words before them speak of."""


def _of_execution(
    subject: Subject, passage: StatedPassage, rate: StatedRate
) -> Iterator[Outcome]:
    """A rate of the budget, by its name."""
    kind = _kind(rate.label)
    if kind is None:
        return
    part, pairs = kind
    part = part or _part_spoken_of(rate, subject.own_names)
    if _OF_BUDGET.search(rate.label):
        pairs = tuple(p for p in pairs if p[1] is not Stage.RECEIVED)
    near, far = _quotients(subject, passage, rate, part, pairs)
    if not near and not far:
        return
    if any(
        q.could_be(rate.figure.number)
        for q in (*near, *far, *_of_spending(subject, passage, rate))
    ):
        yield Fits()
    elif _is_of_another(rate, (*near, *far)):
        return
    elif near or (far and _is_decisive(subject, far[0])):
        is_defined = bool(_EXECUTION.search(rate.label))
        yield _judged(rate, passage, (near or far)[:1], is_defined=is_defined)


_OF_BUDGET = re.compile(r"占[^，；到]*预算")
_DURING_YEAR = re.compile(
    r"(?:截至|截止|至|到)[^，；。]{0,8}?(?<!\d)(?:[1-9]|1[01])月|上半年|[一二三]季度|前[一二三]季"
)


def _is_of_another(rate: StatedRate, quotients: Sequence[Quotient]) -> bool:
    """A rate in the course of the year, or of the amount right before it, a project's."""
    ahead = rate.sentence[: rate.figure.start]
    start = max(ahead.rfind(mark) for mark in "；;") + 1
    if _DURING_YEAR.search(narrow(ahead[start:])):
        return True
    figures = [f for f in figures_in(rate.sentence) if f.end <= rate.figure.start]
    last = figures[-1] if figures else None
    if last is None or not last.is_money or last.start < start:
        return False
    gap = narrow(ahead[last.end :])
    known = {q.part.value for q in quotients} | {q.whole.value for q in quotients}
    is_next = len(_CLAUSES.findall(gap)) == 1 and gap[:1] in "，,"
    return is_next and last.number.value not in known


def _around(
    passage: StatedPassage, rate: StatedRate, *, of_sentence: bool = False
) -> list[Quotient]:
    """The last amounts before a rate, over every figure the passage states before it."""
    start = passage.text.find(rate.sentence)
    end = start + rate.figure.start
    ahead = [f for f in figures_in(passage.text) if f.end <= end and not f.is_share]
    here = [f for f in ahead if f.start >= start]
    parts = here if of_sentence else here[-1:]
    return [
        found
        for part in parts
        for whole in ahead
        if whole is not part
        and part.unit == whole.unit
        and (not of_sentence or part.is_money)
        and (found := quotient(part.number, whole.number))
    ]


def _of_spending(
    subject: Subject, passage: StatedPassage, rate: StatedRate
) -> Iterator[Quotient]:
    """Shares that other amounts of the sentence have, those known as budgets left out."""
    budgets = {
        s.number.value
        for s in money_statements(subject)
        if s.place.locator == passage.place and s.concept.stage in _PLANNED_STAGES
    }
    for found in _around(passage, rate, of_sentence=True):
        if found.part.value not in budgets:
            yield found


_PLANNED_STAGES = (Stage.INITIAL, Stage.ADJUSTMENT, Stage.ADJUSTED)


def _is_decisive(subject: Subject, found: Quotient) -> bool:
    """A share of the initial budget decides nothing where that was adjusted."""
    statements = money_statements(subject)
    is_adjusted = any(s.concept.stage is Stage.ADJUSTED for s in statements)
    is_initial = not any(
        s.number.value == found.whole.value and s.concept.stage is not Stage.INITIAL
        for s in statements
    )
    return not (is_adjusted and is_initial)


# -- a share in the sentence's own words: 348个，占751个行政村的46% -------------------

_SHARE = re.compile(r"占")


def _share_in_words(rate: StatedRate) -> list[Quotient]:
    """A figure before 占 and one of its kind behind it, then the percentage."""
    sentence = narrow(rate.sentence)
    position = sentence.rfind("占", 0, rate.figure.start)
    if position < 0:
        return []
    figures = [f for f in figures_in(rate.sentence) if f.end <= rate.figure.start]
    before = [f for f in figures if f.end <= position]
    behind = [f for f in figures if f.start >= position]
    if (
        len(behind) != 1
        or not before
        or not _is_right_behind(sentence, behind[0], rate)
    ):
        return []
    part, whole = before[-1], behind[0]
    if (
        part.is_share
        or not _same_kind(part, whole)
        or "。" in sentence[part.end : position]
    ):
        return []
    if len(_CLAUSES.findall(sentence[part.end : position])) > 1:
        return []
    found = quotient(part.number, whole.number)
    return [found] if found and part.number.value <= whole.number.value else []


_OF_PLAN = re.compile(r"完成率|完成比例|完成(?:年度|全年|年初)?(?:计划|目标|任务)的?$")
_PLANNED = re.compile(r"(?:计划|目标|任务|应[^，。；]{0,4})[^，。；\d]{0,6}$")


def _share_of_before(rate: StatedRate) -> list[Quotient]:
    """应编行政村共633个，已编389个，占61.45%: the whole stands before the part."""
    if not _SHARE_ALONE.fullmatch(rate.label):
        return []
    figures = [f for f in figures_in(rate.sentence) if f.end <= rate.figure.start]
    figures = [f for f in figures if not f.is_share]
    if (
        len(figures) < 2  # noqa: PLR2004
        or _CLAUSES.search(
            narrow(
                rate.sentence[figures[-1].end : rate.figure.start - len(rate.label) - 1]
            )
        )
    ):
        return []
    part = figures[-1]
    if _is_all_of(figures[-2], part, narrow(rate.sentence)):
        wholes = [figures[-2]]
    else:
        wholes = [
            f
            for f in figures[:-1]
            if f.unit == part.unit
            and f.number.value > part.number.value
            and not _OWN_SHARE.match(narrow(rate.sentence[f.end :]))
        ]
    found = [q for f in wholes if (q := quotient(part.number, f.number))]
    return sorted(found, key=lambda q: -q.whole.value)


def _is_all_of(whole: Figure, part: Figure, sentence: str) -> bool:
    """抽查对象共869户，认定准确对象869户: a part that is as much as its whole."""
    if whole.unit != part.unit or whole.number.value != part.number.value:
        return False
    return bool(
        _ALL[0].search(sentence[: whole.start])
        or _ALL[1].search(sentence[whole.end : part.start])
    )


_ALL = (re.compile(r"(?:[共总计应全]|发[放出])[^，。；\d]{0,6}$"), re.compile(r"其中"))
"""Words in front of a whole, and between a whole and its part."""
_OWN_SHARE = re.compile(r"[，,]?占[^，；\d]{0,8}[\d.]+%")
"""A figure that is a share itself is a sibling of the part, not the whole."""
_SHARE_ALONE = re.compile(
    r"占(?:比|总数|总量|全部)?(?:的|为|达)?|(?:有效|问卷)*(?:回收率|有效率)(?:为|达)?"
)


def _part_spoken_of(rate: StatedRate, names: tuple[str, ...]) -> str:
    """The part of the budget that the sentence's last amount names: 基本支出…，执行率."""
    if _WHOLE.search(rate.label):
        return ""
    before = [
        a
        for a in amounts_in(rate.sentence)
        if a.figure.end <= rate.figure.start and a.whole is None
    ]
    concept = concept_in(before[-1], names) if before else None
    return concept.part if concept and concept.part in _PARTS else ""


_WHOLE = re.compile(r"预算|全年|总|整体|部门")


def _share_of_plan(rate: StatedRate) -> list[Quotient]:
    """新建管网35.4公里，年度计划32公里，完成率110.6%."""
    if not _OF_PLAN.search(re.sub(r"[为是达到]+$", "", rate.label)):
        return []
    figures = [f for f in figures_in(rate.sentence) if f.end <= rate.figure.start][-2:]
    if len(figures) < 2 or not _same_kind(*figures) or figures[0].is_share:  # noqa: PLR2004
        return []
    planned = [bool(_PLANNED.search(narrow(rate.sentence[: f.start]))) for f in figures]
    if planned.count(True) != 1:
        return []
    whole, part = figures if planned[0] else figures[::-1]
    if _BEYOND.search(narrow(rate.sentence[: part.start])):
        return []
    found = quotient(part.number, whole.number)
    return [found] if found else []


_BEYOND = re.compile(r"超(?:额|出|计划|目标|任务)?(?:完成)?[了约]?$")
"""超额完成6条（计划80条，完成率107.5%）: the surplus is not what was done."""
_CLAUSES = re.compile(r"[，；]")


def _is_right_behind(sentence: str, whole: Figure, rate: StatedRate) -> bool:
    between = sentence[whole.end : rate.figure.start]
    return not re.search(r"[，；。]", between) and "的" in between


def _same_kind(one: Figure, other: Figure) -> bool:
    return one.unit == other.unit or None in (one.unit, other.unit)


# -- a rate with a name: 预算执行率 --------------------------------------------------

_PARTS = ("基本支出", "项目支出", "人员经费", "公用经费")
_FILLERS = r"20\d\d年?度?|全年|年度|当年|总|整体|部门|单位|财政|项目|资金|预算|经费|支出|投资|本|我|局|的|为|是|达到?|率|实际|调整后|其中|占|完成|比例|比率|[ ：:]"
_EXECUTION = re.compile(
    r"执行率|执行进度|支出进度|支付进度|支出率|预算完成率|完成预算|占(?:调整后的?)?(?:支出)?预算"
)
_NAMES: tuple[tuple[re.Pattern[str], tuple[tuple[Stage, Stage], ...]], ...] = tuple(
    (re.compile(pattern), pairs)
    for pattern, pairs in (
        (
            r"调整率|调整幅度",
            ((Stage.ADJUSTMENT, Stage.INITIAL),),
        ),
        (
            r"到位率",
            ((Stage.RECEIVED, Stage.BUDGET), (Stage.RECEIVED, Stage.INITIAL), (Stage.RECEIVED, Stage.ADJUSTED)),
        ),
        (
            r"执行率|执行进度|支出进度|支付进度|支付率|支出率|使用率|使用完成比率|预算完成率|完成预算|投资完成率|发放率|拨付率|"
            r"占(?:调整后的?)?(?:支出)?预算(?:支出)?的?(?:比例|比重)?",
            tuple(
                (Stage.EXECUTED, whole)
                for whole in (Stage.ADJUSTED, Stage.BUDGET, Stage.RECEIVED, Stage.INITIAL)
            ),
        ),
    )
)  # fmt: skip


def _kind(label: str) -> tuple[str, tuple[tuple[Stage, Stage], ...]] | None:
    """The part of the budget and the stages that a rate's name divides."""
    words = narrow(label)
    for pattern, pairs in _NAMES:
        match = pattern.search(words)
        if match is None:
            continue
        part = next((p for p in _PARTS if p in words), "")
        rest = words.replace(match[0], "").replace(part, "")
        known = re.fullmatch(rf"(?:{_FILLERS})*", rest)
        return (part, pairs) if known else None
    return None


def _quotients(
    subject: Subject,
    passage: StatedPassage,
    rate: StatedRate,
    part: str,
    pairs: Sequence[tuple[Stage, Stage]],
) -> tuple[list[Quotient], list[Quotient]]:
    """Quotients of amounts in the same passage, and of amounts anywhere."""
    statements = [s for s in money_statements(subject) if s.concept.part == part]
    near = [s for s in statements if s.place.locator == passage.place]
    here = [s for s in near if s.amount and s.amount.sentence == rate.sentence]
    close = _all_quotients(here, pairs) or _all_quotients(near, pairs)
    everywhere = [s for s in statements if s.concept.is_sure or s.concept.part]
    if len({s.scope for s in everywhere}) > 1:
        return close, []
    return close, _all_quotients(everywhere, pairs)


def _all_quotients(
    statements: Sequence[MoneyStatement], pairs: Sequence[tuple[Stage, Stage]]
) -> list[Quotient]:
    by_stage: dict[Stage, list[MoneyStatement]] = {}
    for statement in statements:
        if statement.concept.stage is not None:
            by_stage.setdefault(statement.concept.stage, []).append(statement)
    found = {}
    for over, under in pairs:
        for one in by_stage.get(over, ()):
            for other in by_stage.get(under, ()):
                if one.scope == other.scope and (
                    q := quotient(one.number, other.number)
                ):
                    found[one.number.value, other.number.value] = q
    return list(found.values())


def _judged(
    rate: StatedRate,
    passage: StatedPassage,
    quotients: Sequence[Quotient],
    *,
    is_defined: bool,
    about: str | None = None,
) -> Outcome:
    if any(q.could_be(rate.figure.number) for q in quotients):
        return Fits()
    if misprint := _misprinted_unit(rate, passage, quotients):
        return misprint
    nearest = min(quotients, key=lambda q: abs(q.percent - rate.figure.number.value))
    computed = f"{plain(half_up(nearest.percent, 2))}%"
    operands = f"{_shown(nearest.part.value)} ÷ {_shown(nearest.whole.value)}"
    return Clash(
        severity=Severity.ERROR if is_defined else Severity.WARNING,
        about=about or _about(rate),
        message=f"“{rate.quote}”与所列的数不符：{operands} = {computed}",
        stated=rate.figure.text,
        expected=computed,
        arithmetic=f"{operands} = {computed}",
        places=(Place(locator=passage.place, quote=rate.quote),),
    )


def _misprinted_unit(
    rate: StatedRate, passage: StatedPassage, quotients: Sequence[Quotient]
) -> Clash | None:
    """A rate that is right but for 元 where 万元 is meant in one of its operands."""
    for found in quotients:
        for factor in FACTORS:
            scaled = quotient(found.part.times(factor), found.whole)
            if scaled is not None and scaled.could_be(rate.figure.number):
                text = found.part.text
                return Clash(
                    severity=Severity.ERROR,
                    about="执行数",
                    message=f"“{rate.quote}”与所列的数差{factor}倍：{text}疑漏写“万”",
                    stated=f"{plain(found.part.value)}元",
                    expected=f"{plain(found.part.value)}万元",
                    arithmetic=f"{plain(found.part.value)}万 ÷ {_shown(found.whole.value)} = {rate.figure.text}",
                    places=(
                        Place(
                            locator=passage.place, quote=rate.sentence.strip()[:_QUOTE]
                        ),
                    ),
                )
    return None


_QUOTE = 100


def _about(rate: StatedRate) -> str:
    name = re.sub(r"[为是达的]+到?$", "", rate.label)
    if _EXECUTION.search(name) and "执行率" not in name:
        return "预算执行率"
    if re.search(r"率|比", name):
        return name
    position = narrow(rate.sentence).rfind("占", 0, rate.figure.start)
    return (
        rate.sentence[max(0, position) : rate.figure.end]
        if position >= 0
        else rate.quote
    )


_TEN_THOUSAND = 10_000


def _shown(value: Decimal) -> str:
    """A figure in full, in 万 where it is a long and round one."""
    is_long = value >= _TEN_THOUSAND and value % 10 == 0
    return f"{plain(value / _TEN_THOUSAND)}万" if is_long else plain(value)


CHECK = Check(
    id="AR010",
    theme=Theme.ARITHMETIC,
    title="文中比率与其分子、分母相符",
    why="写出的执行率、占比能由文中的数直接算出；算不出时，或是分子、分母的口径没有写明，或是比率、金额有一处写错。",
    how_to_fix="用文中的数重算比率；口径不同的，写明是哪个数除以哪个数。",
    source="部门整体支出绩效自评表 备注1；docs/decisions/0010",
    find=find,
    nothing="文中没有能由所列数字算出的比率",
)
