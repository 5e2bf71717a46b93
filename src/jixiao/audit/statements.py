"""Amounts of the whole report by what they are: form, budget tables and running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jixiao.audit.prose.amounts import Amount, amounts_in
from jixiao.audit.prose.concepts import Concept, Side, Stage, concept_of
from jixiao.audit.prose.figures import narrow
from jixiao.audit.subject import ScoredForm, Subject
from jixiao.core.findings import Place, normal_name
from jixiao.core.money import money_unit_in, parse_money
from jixiao.core.numbers import StatedNumber
from jixiao.core.stated import StatedBudgetLine, StatedPassage, StatedReport


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyStatement:
    """One amount that the report states, in yuan, and what it is the amount of."""

    concept: Concept
    number: StatedNumber
    text: str
    """As printed, the unit behind it where the column has it."""
    place: Place
    scope: str = ""
    """The project that the sentence is about, "" for the whole report."""
    is_printed_in_form: bool = False
    amount: Amount | None = None
    """Its surroundings, for running text."""


def passages_of(report: StatedReport) -> tuple[StatedPassage, ...]:
    """All running text of a report: paragraphs, headings, cells with sentences."""
    texts = report.texts or report.passages
    return (*texts, *(text for form in report.forms for text in form.texts))


_PLAN = re.compile(r"目标|计划|任务")
_RESULT = re.compile(r"完成|实现情况|达成|分析|结果|评价|偏[差离]|问题|措施")


def is_plan(passage: StatedPassage) -> bool:
    """Whether a passage tells what was planned, and not what came of it."""
    headings = [h for h in passage.headings if not re.match(r"\s*附件", h)]
    if not headings:
        return False
    return bool(_PLAN.search(headings[-1])) and not _RESULT.search(headings[-1])


@lru_cache(maxsize=8)
def money_statements(subject: Subject) -> tuple[MoneyStatement, ...]:
    """All amounts whose words name a stage or part of the budget, in reading order."""
    found = [s for form in subject.forms for s in _of_form(form, len(subject.forms))]
    found += [s for line in subject.report.accounts for s in _of_line(line, "")]
    for passage in passages_of(subject.report):
        found += [s for s, year in _of_text(passage, subject) if year is None]
    return tuple(found)


def of_another_year(subject: Subject) -> tuple[tuple[MoneyStatement, int], ...]:
    """Amounts that the text gives for a year that is not evaluated, with that year."""
    return tuple(
        (statement, year)
        for passage in passages_of(subject.report)
        for statement, year in _of_text(passage, subject)
        if year is not None
    )


_COLUMNS = (
    ("initial", Stage.INITIAL),
    ("adjusted", Stage.ADJUSTED),
    ("executed", Stage.EXECUTED),
)


def _of_form(form: ScoredForm, forms: int) -> Iterator[MoneyStatement]:
    scope = normal_name(form.stated.project or "") if forms > 1 else ""
    for number, line in enumerate(form.stated.budget):
        if not number or re.search(r"基本支出|项目支出|人员|公用", line.line):
            yield from _of_line(line, scope, in_form=True, is_total=not number)


def _of_line(
    line: StatedBudgetLine, scope: str, *, in_form: bool = False, is_total: bool = False
) -> Iterator[MoneyStatement]:
    unit = money_unit_in(line.unit or "")
    concept = _line_concept(line.line, is_total=is_total)
    if unit is None or concept is None:
        return
    for column, stage in _COLUMNS:
        text = getattr(line, column)
        number = parse_money(text, unit_yuan=unit) if text else None
        if number is not None and re.search(r"\d", text):
            own = text if re.search(r"[元万亿]", text) else f"{text}{line.unit}"
            yield MoneyStatement(
                concept=Concept(stage=stage, side=None, part=concept.part),
                number=number, text=own, scope=scope, is_printed_in_form=in_form,
                place=Place(locator=line.place, quote=text),
            )  # fmt: skip


_NUMBERING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d+[.、])"
)
_WHOLE_LINE = re.compile(r"总额|总金额|合计|总计|预算执行情况")


def _line_concept(label: str, *, is_total: bool) -> Concept | None:
    words = _NUMBERING.sub("", label.strip()).removeprefix("其中").strip(":： ")
    concept = concept_of(re.sub(r"[（(].*[)）]|按支出性质分类|按经济分类", "", words))
    if concept is not None and concept.part:
        return concept
    if is_total or (_WHOLE_LINE.search(words) and "支出" in words):
        return Concept(stage=None, side=Side.SPENDING)
    return None


def _of_text(
    passage: StatedPassage, subject: Subject
) -> Iterator[tuple[MoneyStatement, int | None]]:
    """Amounts of a passage; with the year where another one is evaluated."""
    for amount in amounts_in(passage.text):
        if not (amount.figure.is_money or _is_bare_money(amount)):
            continue
        concept = concept_in(amount, subject.own_names)
        if concept is None or concept.stage is None:
            continue
        statement = MoneyStatement(
            concept=concept, number=amount.figure.number, text=amount.figure.text,
            scope=_scope(amount, passage, subject), amount=amount,
            place=Place(locator=passage.place, quote=quote_of(amount)),
        )  # fmt: skip
        yield statement, _other_year(amount, subject.report.year)


def _other_year(amount: Amount, year: int | None) -> int | None:
    """The year that the words before an amount speak of where another is evaluated."""
    years = re.findall(r"(20\d\d)年", narrow(amount.clause))
    if not years or year is None or int(years[-1]) == year:
        return None
    return int(years[-1])


def _is_bare_money(amount: Amount) -> bool:
    """调整293万: 元 left out behind 万 or 亿."""
    figure = amount.figure
    return figure.unit is None and figure.text[-1:] in ("万", "亿")


def quote_of(amount: Amount) -> str:
    """The clause that holds a figure, as printed."""
    label = amount.label.strip()
    sentence = amount.sentence
    end = amount.figure.end
    start = sentence.rfind(label, 0, amount.figure.start) if label else -1
    start = amount.figure.start if start < 0 else start
    return sentence[start:end].strip()


def concept_in(amount: Amount, names: tuple[str, ...]) -> Concept | None:
    """What an amount is; the names of body and project say nothing else."""
    own = concept_of(_without_name(amount.label, names))
    if own is None or amount.whole is None or amount.whole.link == "共计":
        return own
    whole = concept_in(amount.whole, names)
    if whole is None and own.stage is None:
        return None
    return own.under(whole)


@lru_cache(maxsize=4096)
def _without_name(label: str, names: tuple[str, ...]) -> str:
    """Leave out the end of a name that the label repeats: 市自然资源和规划局."""
    if THIS_PROJECT in names:
        label = label.replace(THIS_PROJECT, "项目")
    for name in names:
        for start in range(max(0, len(name) - _SHORTEST_NAME)):
            if name[start:] in label:
                before, _, after = label.partition(name[start:])
                label = after
                if THIS_PROJECT in names and concept_of(before + after) is not None:
                    label = before + after  # 2022年度下达…资金
                break
    return label


_SHORTEST_NAME = 3
THIS_PROJECT = "该项目"
"""An own name where the report has just one project."""
_NAMED_THING = re.compile(
    r"[\u4e00-\u9fff“”《》\w]{2,30}?(?:项目|专项|工程|补助|行动|活动)(?!支出|资金|预算|经费|总|绩效|自评)"
)


def _of_sentence(amount: Amount, names: tuple[str, ...]) -> str | None:
    """What the sentence is about where its first amount is of something smaller.

    三公经费预算12.5万元，实际支出13.8万元: the spending is that of 三公经费.
    """
    if amount.whole is not None or _WHOLE_YEAR.search(amount.label):
        return None
    money = [a for a in amounts_in(amount.sentence) if a.figure.is_money]
    first = money[0] if money else amount
    if first.figure == amount.figure:
        return None
    concept = concept_of(_without_name(first.label, names))
    if concept is not None and not concept.part:
        return None
    own = concept_of(_without_name(amount.label, names))
    is_same_part = own is not None and concept is not None and own.part
    return None if is_same_part else normal_name(first.label)


_WHOLE_YEAR = re.compile(r"全年|总|合计|本年|年度|当年")
_LEAD = re.compile(
    r"\s*[(（]?[一二三四五六七八九十\d]+[)）、.．]\s*([^。：:]{2,16})[。：:]"
)
"""A heading glued to its text: （四）“三公”经费。"""
_NAMES_MONEY = re.compile(r"三公|经费|费$|会议|培训|采购|资产|债务")
_VERB = re.compile(r"^(?:20\d\d年度?)?(?:组织)?(?:实施|开展|推进|安排|下达)?了?")
"""What stands before a name without being of it: 2024年度实施文物保护修缮项目."""
_NO_NAME = re.compile(
    r"本|该|各|全部|所有|其他|以上|我|一般|[一二三四五六七八九十\d]+个|上述|有关|相关|部分"
)


def _scope(amount: Amount, passage: StatedPassage, subject: Subject) -> str:
    """The project that the words before an amount are about; "" for the whole."""
    lead = _LEAD.match(passage.text)
    if lead and _NAMES_MONEY.search(lead[1]) and concept_of(lead[1]) is None:
        return normal_name(lead[1])
    if (subject_matter := _of_sentence(amount, subject.own_names)) is not None:
        return subject_matter
    words = [*passage.headings[-1:], amount.clause[: amount.clause.rfind(amount.label)]]
    named = [
        normal_name(_VERB.sub("", name))
        for text in words
        for name in _NAMED_THING.findall(re.sub(r"《[^》]*》", "", text))
        if not _NO_NAME.search(name)
    ]
    projects = [normal_name(form.stated.project or "") for form in subject.forms]
    joined = normal_name("".join(words))
    for project in projects:
        if project and project in joined:
            return project if len(projects) > 1 else ""
    title = normal_name(subject.report.title or "")
    named = [
        name for name in named if name not in title and name not in "".join(projects)
    ]
    return named[-1] if named else ""


def same_amounts(
    subject: Subject,
) -> dict[tuple[str, str, str, str], list[MoneyStatement]]:
    """Statements grouped by what they are the amount of: scope, part, side, stage."""
    groups: dict[tuple[str, str, str, str], list[MoneyStatement]] = {}
    for statement in money_statements(subject):
        concept = statement.concept
        side = "收入" if concept.side is Side.INCOME and not concept.part else ""
        key = (statement.scope, concept.part, side, str(concept.stage or ""))
        groups.setdefault(key, []).append(statement)
    return groups


def trusted(statements: list[MoneyStatement]) -> MoneyStatement:
    """The statement to hold the others against: the form's, else the commonest."""
    printed = [s for s in statements if s.is_printed_in_form]
    if printed:
        return printed[0]
    return max(
        statements,
        key=lambda one: sum(one.number.could_equal(s.number) for s in statements),
    )
