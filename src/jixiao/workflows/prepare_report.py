"""Facts → official documents that read back as the values they were made from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.errors import UnfaithfulOutputError
from jixiao.core.evaluation import BudgetLine, Evaluation, Indicator
from jixiao.core.money import Money, money_unit_in, parse_money
from jixiao.core.numbers import fold, parse_decimal, plain, rounded
from jixiao.core.rulebook import Rulebook
from jixiao.core.scorecard import Scorecard, ScoredRow
from jixiao.core.stated import (
    StatedBudgetLine,
    StatedForm,
    StatedIndicator,
    StatedReport,
)
from jixiao.documents.blocks import Blocks
from jixiao.documents.blocks import Table as GridTable
from jixiao.documents.containers import read_blocks
from jixiao.documents.reading import read_claims
from jixiao.reports.document import Document, Heading, Paragraph, Table
from jixiao.reports.entry_workbook import render_entry_workbook
from jixiao.reports.render import FORM, REPORT, Format, compose, render_reports
from jixiao.workflows.score_evaluation import Scored

__all__ = ["Format", "Prepared", "prepare_entry_workbook", "prepare_report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Finished files, each read back."""

    files: dict[str, bytes]
    checked: int
    """Values that were compared in all files together."""


def prepare_report(one: Scored, *, formats: Collection[Format]) -> Prepared:
    """Write report and form, read each file back and compare.

    Args:
        one: facts and score.
        formats: file formats.

    Raises:
        UnfaithfulOutputError: a file does not read back as written; nothing is kept.
    """
    facts, card, book = one.evaluation, one.scorecard, one.chosen.rulebook
    files = render_reports(facts, card, book, formats=formats)
    composed = compose(facts, card, book)
    checked = 0
    for name, content in files.items():
        blocks = read_blocks(content, name=name)
        checked += verify(read_claims(blocks), facts, card, name=name)
        kind = FORM if name.startswith(FORM) else REPORT
        checked += verify_figures(composed[kind], blocks, name=name)
    return Prepared(files=files, checked=checked)


def prepare_entry_workbook(rulebook: Rulebook) -> bytes:
    """Write an empty workbook for filling in."""
    return render_entry_workbook(rulebook)


def verify(
    report: StatedReport, facts: Evaluation, card: Scorecard, *, name: str
) -> int:
    """Compare what a written file states with the values it was made from.

    Returns:
        How many values were compared.

    Raises:
        UnfaithfulOutputError: a value is missing or printed as another one.
    """
    if len(report.forms) != 1:
        raise _unfaithful(name, f"应有 1 张自评表，读到 {len(report.forms)} 张")
    form = report.forms[0]
    pairs = [*_totals(form, card), *_budget_pairs(form, facts, name)]
    if len(form.indicators) != len(facts.indicators):
        raise _unfaithful(
            name,
            f"应有 {len(facts.indicators)} 个指标，读到 {len(form.indicators)} 个",
        )
    scored = {id(row.indicator): row for row in card.rows}
    for stated, indicator in zip(form.indicators, facts.indicators, strict=True):
        pairs += _indicator_pairs(stated, scored.get(id(indicator)))
        pairs += [
            (f"{indicator.name} 名称", indicator.name, stated.name),
            (f"{indicator.name} 完成值", indicator.actual, _actual(stated, indicator)),
            (f"{indicator.name} 分值", indicator.weight, stated.weight),
        ]
    for what, value, printed in pairs:
        if not _agrees(value, printed):
            raise _unfaithful(
                name, f"{what} 应为 {_shown(value)}，读到 {printed or '空'}"
            )
    return len(pairs)


def verify_figures(composed: Document, blocks: Blocks, *, name: str) -> int:
    """Make sure that no figure of the composed text is missing from the file.

    Returns:
        How many figures were looked for.

    Raises:
        UnfaithfulOutputError: a figure is missing or printed as another one.
    """
    wanted = Counter(_figures(_composed_texts(composed)))
    found = Counter(_figures(_read_texts(blocks)))
    missing = wanted - found
    if missing:
        figures = "、".join(list(missing)[:_FEW])
        raise _unfaithful(name, f"数值 {figures} 没有读到，或读作了别的数")
    return wanted.total()


_FEW = 5
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*%?")


def _figures(texts: Iterator[str]) -> Iterator[str]:
    for text in texts:
        yield from _FIGURE.findall(_letters(text))


def _composed_texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        match block:
            case Table():
                yield from (cell.text for row in block.rows for cell in row)
            case Heading() | Paragraph():
                yield block.text
            case _:
                pass


def _read_texts(blocks: Blocks) -> Iterator[str]:
    for block in blocks.blocks:
        if isinstance(block, GridTable):
            yield from (cell.text for cell in block.cells)
        else:
            yield block.text


Value = Decimal | Money | str | None
Pair = tuple[str, Value, str | None]


def _totals(form: StatedForm, card: Scorecard) -> list[Pair]:
    return [("总分", card.total, form.total)] if card.total is not None else []


def _indicator_pairs(stated: StatedIndicator, row: ScoredRow | None) -> Iterator[Pair]:
    if row is None or row.points is None:
        return
    yield f"{row.indicator.name} 得分", row.points, stated.score
    indicator = row.indicator
    joined = f"{indicator.sign or ''}{indicator.target}{indicator.unit or ''}"
    own = indicator.target if stated.sign or stated.unit else joined
    read = stated.value if stated.sign or stated.unit else stated.target
    yield f"{indicator.name} 指标值", own, read


def _actual(stated: StatedIndicator, indicator: Indicator) -> str:
    """The result as read, without the unit that a form without unit column adds."""
    text = stated.actual or ""
    is_same = _letters(text) == _letters(indicator.actual)
    return text if is_same else text.removesuffix(indicator.unit or "")


def _budget_pairs(form: StatedForm, facts: Evaluation, name: str) -> Iterator[Pair]:
    if facts.budget is None:
        return
    if not form.budget:
        raise _unfaithful(name, "没有读到预算执行情况")
    line, total = form.budget[0], facts.budget.total
    for what, amount, printed in _amounts(total, line):
        if amount is not None and printed is not None:
            yield f"{total.label}{what}", amount, _with_unit(printed, line)
    for what, amount, printed in _amounts(total, line)[1:]:
        if amount is not None and printed is None:
            raise _unfaithful(
                name, f"{total.label}{what} 应有 {amount.yuan} 元，没有读到"
            )


def _amounts(
    total: BudgetLine, line: StatedBudgetLine
) -> tuple[tuple[str, Money | None, str | None], ...]:
    return (
        ("年初预算数", total.initial, line.initial),
        ("全年预算数", total.adjusted, line.adjusted),
        ("执行数", total.executed, line.executed),
    )


def _with_unit(printed: str, line: StatedBudgetLine) -> str:
    return f"{printed}{line.unit or '万元'}"


def _agrees(value: Value, printed: str | None) -> bool:
    """Whether the range of the printed text contains the value."""
    if value is None:  # a blank cell may print as a dash
        return not re.search(r"\d", printed or "")
    if printed is None:
        return value == ""
    if isinstance(value, str):
        return _letters(value) == _letters(printed)
    if isinstance(value, Money):
        stated = parse_money(printed, unit_yuan=money_unit_in(printed))
        return stated is not None and stated.contains(value.yuan)
    return parse_decimal(printed) is not None and rounded(printed).contains(value)


def _letters(text: str) -> str:
    return re.sub(r"\s+", "", fold(text))


def _shown(value: Value) -> str:
    if isinstance(value, Money):
        return f"{plain(value.yuan)}元"
    return plain(value) if isinstance(value, Decimal) else str(value)


def _unfaithful(name: str, what: str) -> UnfaithfulOutputError:
    return UnfaithfulOutputError(
        f"{name} 写出后读回核对不符：{what}；文件没有保存，请把自评数据反馈给开发者"
    )
