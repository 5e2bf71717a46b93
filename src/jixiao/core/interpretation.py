"""From what a form states to the facts of an evaluation; nothing is made up.

A figure that cannot be read stays out of the facts and is named in the remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from jixiao.core.evaluation import (
    Budget,
    BudgetBy,
    BudgetLine,
    Evaluation,
    Indicator,
    Passage,
    Scope,
)
from jixiao.core.money import Money, MoneyUnit, money_unit_in, parse_money
from jixiao.core.numbers import fold, parse_decimal, plain
from jixiao.core.stated import (
    StatedBudgetLine,
    StatedForm,
    StatedIndicator,
    StatedPassage,
    StatedReport,
)

_SOURCE = re.compile(
    r"公共预算|财政|拨款|结转|结余|其他资金|其他收入|基金|中央|省级|市级|县级|区级|旗县|盟市|自治区|自筹|本级资金|地方"
)
_NATURE = re.compile(r"基本支出|人员经费|公用经费|项目支出")
_ECONOMIC = re.compile(
    r"工资福利|商品和服务|对个人和家庭|资本性支出|债务利息|对企业补助|其他支出|社会保障基金补助"
)
_LIST_NUMBER = re.compile(
    r"^\s*(?:[(（]?\d{1,2}[)）.、．]|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）])\s*"
)


def evaluation_of(report: StatedReport, form: StatedForm) -> Evaluation:
    """Take the facts out of one form of a report, the report's passages with it.

    Args:
        report: the document; its passages give causes and measures.
        form: the form to take the facts from.

    Returns:
        Facts; amounts in yuan, weights and points as decimals, targets as written.
    """
    remarks: list[str] = []
    is_only = len(report.forms) == 1
    passages = report.passages if is_only else ()
    labelled = dict(form.labelled)
    return Evaluation(
        organisation=form.organisation or report.organisation or "",
        year=form.year or report.year,
        form=form.form,
        title=form.title or report.title or "",
        project=form.project or "",
        budget=_budget(form, report.accounts, remarks),
        indicators=tuple(_indicator(row, remarks) for row in form.indicators),
        functions=_text(passages, r"职能|职责"),
        annual_goals=tuple(
            p.text for p in _under(passages, r"年度(?:工作)?目标|年度重点")
        ),
        causes=_passages(
            passages, r"存在的?(?:主要)?问题(?:及|和)?原因分析$|存在的?(?:主要)?问题$"
        )
        or _split(labelled, r"偏差|未完成|原因"),
        improvements=_passages(passages, r"改进(?:措施|建议|意见)")
        or _split(labelled, r"改进措施"),
        process=_passages(passages, r"自评工作(?:开展|组织)?情况"),
        last_year_results=_passages(passages, r"上年度?.*应用"),
        stated_total=_decimal(form.total or (report.total if is_only else None)),
        stated_grade=form.grade or (report.grade if is_only else None),
        scope=next((s for s in Scope if s.label == labelled.get("评价范围")), None),
        date=form.date or "",
        rulebook=labelled.get("计分规则"),
        remarks=tuple(remarks),
    )


def report_of(evaluation: Evaluation) -> StatedReport:
    """State the facts as a form states them, so that facts print like documents."""
    rows = tuple(
        StatedIndicator(
            level1=row.level1 or None, level2=row.level2 or None, name=row.name,
            target=row.target or None, actual=row.actual or None,
            weight=_printed(row.weight), score=_printed(row.stated_points),
            sign=row.sign, unit=row.unit, value=row.target or None,
            reason=row.deviation_reason or None, account=row.account or None,
            evidence="；".join(row.evidence) or None,
            place=row.place or f"指标{number}",
        )
        for number, row in enumerate(evaluation.indicators, start=1)
    )  # fmt: skip
    budget = evaluation.budget
    lines = (budget.total, *budget.parts) if budget else ()
    form = StatedForm(
        index=0, title=evaluation.title or None, form=evaluation.form,
        organisation=evaluation.organisation or None,
        project=evaluation.project or None, year=evaluation.year,
        date=evaluation.date or None, indicators=rows,
        budget=tuple(_stated_line(line) for line in lines),
        total=_printed(evaluation.stated_total), grade=evaluation.stated_grade,
        place="自评数据",
    )  # fmt: skip
    return StatedReport(
        container="facts", title=evaluation.title or None, kind=evaluation.form,
        organisation=evaluation.organisation or None, year=evaluation.year,
        forms=(form,), passages=(), undecided=(),
    )  # fmt: skip


def _stated_line(line: BudgetLine) -> StatedBudgetLine:
    def printed(amount: Money | None) -> str | None:
        return None if amount is None else amount.print_in(MoneyUnit.TEN_THOUSAND)

    return StatedBudgetLine(
        line=line.label, initial=printed(line.initial), unit="万元",
        adjusted=printed(line.adjusted), executed=printed(line.executed),
        place=f"预算“{line.label}”",
    )  # fmt: skip


def _printed(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


# -- budget --------------------------------------------------------------------------


def _budget(
    form: StatedForm, accounts: Sequence[StatedBudgetLine], remarks: list[str]
) -> Budget | None:
    if not form.budget:
        return None
    total = _total_line(form.budget)
    rest = [line for line in form.budget if line is not total]
    unit_known = any(line.unit for line in form.budget)
    if not unit_known and any(_has_figure(line) for line in form.budget):
        remarks.append(f"{form.budget[0].place}：没有写明金额单位，按万元读；请核对")
    return Budget(
        total=_line(total, BudgetBy.TOTAL, remarks)
        if total
        else BudgetLine(label="合计", by=BudgetBy.TOTAL),
        parts=(
            *_parts(rest, BudgetBy.SOURCE, remarks),
            *_parts(_divided(accounts), None, remarks),
        ),
        weight=_decimal(total.weight) if total else None,
        stated_points=_decimal(total.score) if total else None,
    )


def _total_line(lines: Sequence[StatedBudgetLine]) -> StatedBudgetLine | None:
    """The line of the whole: the first with points, else one called total, else the first.

    基本支出总额 and 项目支出总额 are parts, even where nothing else is stated.
    """
    whole = [line for line in lines if not _NATURE.search(fold(line.line))]
    named = [line for line in whole if re.search(r"总额|总金额|合计|总计", line.line)]
    scored = [line for line in whole if _decimal(line.weight) is not None]
    first = whole[0] if whole else None
    if first and re.match(r"\s*其\s*中", first.line) and named:
        return named[0]
    return next(iter(scored), first)


def _has_figure(line: StatedBudgetLine) -> bool:
    amounts = (line.initial, line.adjusted, line.executed)
    return any(amount and re.search(r"\d", amount) for amount in amounts)


def _divided(accounts: Sequence[StatedBudgetLine]) -> list[StatedBudgetLine]:
    """Lines by nature or economic category; budget tables hold much else."""
    patterns = (_NATURE, _ECONOMIC)
    return [
        line
        for line in accounts
        if any(pattern.search("".join(fold(line.line).split())) for pattern in patterns)
    ]


def _parts(
    lines: Iterable[StatedBudgetLine],
    otherwise: BudgetBy | None,
    remarks: list[str],
) -> tuple[BudgetLine, ...]:
    kinds = ((line, _division(line.line, otherwise)) for line in lines)
    found = (_line(line, by, remarks) for line, by in kinds if by is not None)
    return tuple(
        line for line in found if line.initial or line.adjusted or line.executed
    )


def _division(label: str, otherwise: BudgetBy | None) -> BudgetBy | None:
    words = "".join(fold(label).split())
    if "合计" in words or "总计" in words:
        return None
    for by, pattern in (
        (BudgetBy.NATURE, _NATURE),
        (BudgetBy.ECONOMIC_CATEGORY, _ECONOMIC),
        (BudgetBy.SOURCE, _SOURCE),
    ):
        if pattern.search(words):
            return by
    return otherwise


def _line(line: StatedBudgetLine, by: BudgetBy, remarks: list[str]) -> BudgetLine:
    unit = money_unit_in(line.unit or "") or Decimal(10_000)

    def amount(text: str | None) -> Money | None:
        if text is None or not re.search(r"\d", text):
            return None
        stated = parse_money(text, unit_yuan=unit)
        if stated is None:
            remarks.append(f"{line.place}：“{text}”无法读作金额，未计入；请核对原表")
            return None
        return Money(stated.value)

    return BudgetLine(
        label=_LIST_NUMBER.sub(
            "", line.line.removeprefix("其中").lstrip(":：")
        ).strip(),
        by=by,
        initial=amount(line.initial),
        adjusted=amount(line.adjusted),
        executed=amount(line.executed),
    )


# -- indicators ------------------------------------------------------------------------


def _indicator(row: StatedIndicator, remarks: list[str]) -> Indicator:
    for what, text in (("分值", row.weight), ("得分", row.score)):
        if text and re.search(r"\d", text) and _decimal(text) is None:
            remarks.append(f"{row.place}：{what}“{text}”无法读作数字；请核对原表")
    return Indicator(
        level1=row.level1 or "",
        level2=row.level2 or "",
        name=row.name,
        target=(row.value if row.sign or row.unit else row.target) or "",
        actual=row.actual or "",
        weight=_decimal(row.weight),
        sign=row.sign,
        unit=row.unit,
        stated_points=_decimal(row.score),
        account=row.account or "",
        deviation_reason=row.reason or "",
        evidence=_listed(row.evidence),
        place=row.place,
    )


def _listed(text: str | None) -> tuple[str, ...]:
    parts = re.split(r"[;；\n]", text or "")
    return tuple(part.strip() for part in parts if part.strip())


def _decimal(text: str | None) -> Decimal | None:
    """Points or a weight; a column of weights in percent says 10% for 10."""
    figure = fold(text or "").strip().removesuffix("分").removesuffix("%").strip()
    value = parse_decimal(figure) if figure else None
    return None if value is None else value.normalize() + 0


# -- the user's own words -----------------------------------------------------------------


def _under(passages: Sequence[StatedPassage], heading: str) -> list[StatedPassage]:
    pattern = re.compile(heading)
    return [
        passage
        for passage in passages
        if any(
            pattern.search(_LIST_NUMBER.sub("", h).strip()) for h in passage.headings
        )
    ]


def _text(passages: Sequence[StatedPassage], heading: str) -> str:
    return "\n".join(passage.text for passage in _under(passages, heading))


def _passages(passages: Sequence[StatedPassage], heading: str) -> tuple[Passage, ...]:
    pattern = re.compile(heading)
    found: list[Passage] = []
    for passage in _under(passages, heading):
        own = _LIST_NUMBER.sub("", passage.headings[-1]).strip().rstrip("。")
        own = "" if pattern.search(own) else own
        if found and own and found[-1].heading == own:
            found[-1] = Passage(heading=own, text=f"{found[-1].text}\n{passage.text}")
        else:
            found.append(Passage(heading=own, text=passage.text))
    return tuple(found)


def _split(labelled: dict[str, str], label: str) -> tuple[Passage, ...]:
    for name, text in labelled.items():
        if re.search(label, name) and text.strip() not in ("", "无"):
            parts = re.split(r"(?<=[。；])\s*(?=\d{1,2}\s*[、.．])", text)
            return tuple(Passage(text=_LIST_NUMBER.sub("", part)) for part in parts)
    return ()
