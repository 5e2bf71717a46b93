"""Sentences and rows that the forms of several places share."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import groupby

from benchmarks.planted.budgets import Line, wan
from benchmarks.planted.document import (
    ABOVE,
    Entry,
    Paragraph,
    Piece,
    Text,
    said,
)
from benchmarks.planted.facts import Case, points
from benchmarks.planted.rows import Row

TOTAL = "总额"
FORM, GOAL, ANALYSIS = "form", "goal", "analysis"
NUMERALS = "一二三四五六七八九十"


def heading(depth: int, *pieces: Piece) -> Paragraph:
    """A heading; depth 1 is the title."""
    return Paragraph(pieces, depth)


def paragraph(*pieces: Piece) -> Paragraph:
    """Running text."""
    return Paragraph(pieces)


def label_of(line: Line, case: Case) -> str:
    """The name by which a budget line is marked."""
    return TOTAL if line is case.accounts.total else line.label


def money(
    what: str,
    line: Line,
    where: str,
    *,
    label: str | None = None,
    printed: Callable[[Decimal], str] = wan,
) -> Piece:
    """An amount of a budget line as a marked fact, without its unit."""
    amount: Decimal = getattr(line, what)
    return said(what, label or line.label, where, printed(amount))


def change_of(line: Line, where: str, label: str | None = None) -> Text:
    """调增…万元 or 调减…万元."""
    word = "调增" if line.change >= 0 else "调减"
    amount = said("change", label or line.label, where, wan(abs(line.change)))
    return (word, amount, "万元")


def joined(texts: Iterable[Text], mark: str = "，") -> Text:
    """Texts with a mark between them."""
    found: list[Piece] = []
    for text in texts:
        if found:
            found.append(mark)
        found += text
    return tuple(found)


def target_in_sentence(row: Row, where: str) -> Text:
    """The target as prose says it."""
    value = said("target", row.key, where, row.target_value)
    if not row.is_measured or row.is_bare:
        return (value,)
    if row.is_reverse:
        return (value, "以内") if row.manner else ("不超过", value)
    return (value, "以上") if row.manner == 1 else ("≥", value)


def result_in_sentence(row: Row, where: str, *, has_growth: bool = False) -> Text:
    """What was reached, with the figures it is made of where the row has them."""
    actual = said("actual", row.key, where, row.actual_value)
    if not row.is_measured:
        return ("实际完成情况为“", actual, "”")
    if row.share and row.whole:
        return _share(row, where, actual)
    growth = growth_of(row, where) if has_growth else ()
    done = ("全年实际完成", "实际完成", "全年完成")[row.manner]
    return (done, actual, *growth, *_parts(row, where))


def _parts(row: Row, where: str) -> Text:
    if row.parts is None:
        return ()
    unit, (first, second) = row.template.unit, row.template.parts
    begin, between, end = (
        ("，其中", "、", ""), ("（", "，", "）"), ("，包括", "和", ""),
    )[row.manner]  # fmt: skip
    return (
        f"{begin}{first}", said("part", row.key, f"{where}-1", row.parts[0]),
        f"{unit}{between}{second}", said("part", row.key, f"{where}-2", row.parts[1]),
        f"{unit}{end}",
    )  # fmt: skip


def _share(row: Row, where: str, actual: Piece) -> Text:
    assert row.share
    assert row.whole
    part, whole, unit = row.whole
    some = said("numerator", row.key, where, row.share[0])
    every = said("denominator", row.key, where, row.share[1])
    if row.manner == 1:
        return (part, some, f"{unit}，占{whole}", every, f"{unit}的", actual)
    if row.manner == 0:
        return (f"{whole}共", every, f"{unit}，{part}", some, f"{unit}，占", actual)
    return (f"{whole}", every, f"{unit}，其中{part}", some, f"{unit}，占比", actual)


def growth_of(row: Row, where: str) -> Text:
    """，比上年的…增长…%; empty where last year is not known."""
    if row.previous is None:
        return ()
    begin, between = (
        ("，比上年的", "增长"), ("，较上年", "增长"), ("，上年为", "，同比增长"),
    )[row.manner]  # fmt: skip
    return (
        begin, said("previous", row.key, where, row.quantity(row.previous)), between,
        said("growth", row.key, where, row.growth), "%",
    )  # fmt: skip


def goal_text(row: Row, where: str = GOAL) -> Text:
    """A target as a line of the annual goals."""
    value = said("goal", row.key, where, row.target_value)
    if not row.is_measured:
        return (f"{row.key}：", value)
    if row.is_reverse:
        return (f"{row.key}控制在", value, "以内")
    return (f"{row.key}达到", value, "以上")


def numbered(texts: Sequence[Text], mark: str = "；") -> Text:
    """1.…；2.…。 as one text."""
    found: list[Piece] = []
    for number, text in enumerate(texts, 1):
        found += [f"{number}.", *text, "。" if number == len(texts) else mark]
    return tuple(found)


def goal_rows(case: Case) -> list[Row]:
    """The rows that the annual goals speak of: the pair and up to three more.

    Those first whose figures are printed in 万 or made of parts.
    """
    measured = [row for row in case.rows if row.is_measured]
    pair = [row for row in measured if row.key in pair_names(case)]
    rest = [row for row in measured if row not in pair]
    rest.sort(key=lambda row: not (row.scale or row.parts))
    chosen = [*pair, *rest[:3]]
    return [row for row in measured if row in chosen]


def pair_names(case: Case) -> tuple[str, str]:
    """Names of the count and the coverage that belong together."""
    return case.department.pair.count.name, case.department.pair.coverage.name


def survey_text(case: Case) -> Text:
    """Questionnaires sent out and returned."""
    survey = case.survey
    return (
        "发放调查问卷", said("denominator", "调查问卷", "survey", survey.sent),
        "份，收回有效问卷", said("numerator", "调查问卷", "survey", survey.returned),
        "份，有效回收率", said("percent", "调查问卷", "survey", survey.rate), "。",
    )  # fmt: skip


def balance_text(case: Case, where: str) -> Text:
    """年末结转结余…万元."""
    total = case.accounts.total
    left = wan(total.adjusted - total.executed)
    return ("年末结转结余", said("balance", TOTAL, where, left), "万元")


def weight(row: Row, where: str) -> Piece:
    """分值 of a row."""
    return said("weight", row.key, where, points(row.weight))


def scored(row: Row, where: str) -> Piece:
    """得分 of a row."""
    return said("points", row.key, where, points(row.points))


def reason(row: Row) -> Text:
    """偏差原因分析及改进措施: empty for a row that is met."""
    if row.is_met:
        return ("",)
    return (said("reason", row.key, FORM, f"{row.cause}；{row.measure}。"),)


def with_levels(
    rows: Sequence[Row], name1: Callable[[str, list[Row]], Text]
) -> list[tuple[list[Entry], Row]]:
    """First two cells of every row, equal neighbours merged downwards."""
    found: list[tuple[list[Entry], Row]] = []
    for level1, of_level1 in groupby(rows, key=lambda row: row.level1):
        group = list(of_level1)
        first1: Entry = name1(level1, group)
        for level2, of_level2 in groupby(group, key=lambda row: row.level2):
            first2: Entry = (level2,)
            for row in of_level2:
                found.append(([first1, first2], row))
                first1 = first2 = ABOVE
    return found


def line(*entries: Entry) -> list[Entry]:
    """A row of a table."""
    return list(entries)


def weight_of(rows: Iterable[Row]) -> str:
    """The sum of weights."""
    return points(sum((row.weight or Decimal(0) for row in rows), Decimal(0)))


def any_of(rng: random.Random, *words: str) -> str:
    """One of several ways to say it."""
    return rng.choice(words)
