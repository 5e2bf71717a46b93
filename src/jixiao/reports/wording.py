"""How figures and facts are put in words: money, rates, points, targets, counts.

Each figure is printed so that reading it back gives a range that holds the value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from jixiao.core.evaluation import Direction, Evaluation, Form, Indicator
from jixiao.core.money import Money, MoneyUnit
from jixiao.core.numbers import fold, half_up, plain
from jixiao.core.reading import read_indicator, unit_in_name
from jixiao.core.scorecard import ScoredRow
from jixiao.core.statements import SIGN_KINDS, Kind
from jixiao.core.targets import read_statement

PENDING = "待定"
INAPPLICABLE = "不适用"
NONE = "—"

_SIGNS = {Kind.AT_LEAST: "≥", Kind.AT_MOST: "≤", Kind.EXACTLY: "="}
_FIGURE_END = re.compile(
    r"(?P<figure>\d[万亿千百十]*)(?P<suffix>(?:（含）|及)?(?:以上|以下|以内|之内|之上)?)$"
)


def ten_thousands(amount: Money) -> str:
    """Print an amount in 万元, two decimals, without its unit."""
    return amount.print_in(MoneyUnit.TEN_THOUSAND)


def in_ten_thousands(amount: Money) -> str:
    """Print an amount in 万元 with its unit.

    >>> in_ten_thousands(Money(Decimal("57371231.27")))
    '5737.12万元'
    """
    return f"{ten_thousands(amount)}万元"


def in_yuan(amount: Money | None) -> str:
    """Print an amount in 元 for the detail table.

    >>> in_yuan(Money(Decimal("57371231.27"))), in_yuan(None)
    ('57,371,231.27', '—')
    """
    return NONE if amount is None else f"{half_up(amount.yuan, 2):,f}"


def percent(share: Fraction | Decimal, places: int = 2) -> str:
    """Print a share as a percentage, trailing zeros dropped.

    >>> percent(Fraction(348, 350)), percent(Fraction(1))
    ('99.43%', '100%')
    """
    return f"{plain(half_up(100 * share, places))}%"


def share(part: Money | None, whole: Money | None) -> Fraction | None:
    """The share of one amount in another; None where there is no such share."""
    if part is None or whole is None or not whole.yuan:
        return None
    return Fraction(part.yuan) / Fraction(whole.yuan)


def points_text(points: Decimal | None) -> str:
    """Print points; undecided ones are said to be, never 0.

    >>> points_text(Decimal("19.40")), points_text(None)
    ('19.4', '待定')
    """
    return PENDING if points is None else plain(points)


def row_points(row: ScoredRow) -> str:
    """Print the points of an indicator, or that it does not apply; a detail has none."""
    if row.indicator.is_detail:
        return "—"
    return points_text(row.points) if row.indicator.is_applicable else INAPPLICABLE


def adjusted_by(difference: Money) -> str:
    """Say how far a budget was adjusted.

    >>> adjusted_by(Money(Decimal(-20000)))
    '调减2.00万元'
    """
    if not difference.yuan:
        return "未作调整"
    word = "调增" if difference.yuan > 0 else "调减"
    return word + in_ten_thousands(Money(abs(difference.yuan)))


def subject(evaluation: Evaluation) -> str:
    """What is evaluated, as the report calls it."""
    return "本部门" if evaluation.form is Form.DEPARTMENT_OVERALL else "本项目"


def year_text(evaluation: Evaluation) -> str:
    """The year in front of a title; nothing where it is unknown."""
    return "" if evaluation.year is None else f"{evaluation.year}年度"


def full_name(evaluation: Evaluation) -> str:
    """Name of what is evaluated, with the official word behind it.

    >>> full_name(Evaluation(organisation="某局", year=2020, form=Form.PROJECT, project="绿化"))
    '绿化项目'
    """
    if evaluation.form is Form.DEPARTMENT_OVERALL:
        return f"{evaluation.organisation}部门整体"
    name = evaluation.project or evaluation.organisation
    return name if name.endswith("项目") else f"{name}项目"


def report_title(evaluation: Evaluation) -> str:
    """Title of the report."""
    return f"{year_text(evaluation)}{full_name(evaluation)}绩效自评报告"


def form_title(evaluation: Evaluation) -> str:
    """Title of the form."""
    return f"{year_text(evaluation)}{full_name(evaluation)}支出绩效自评表"


def target_text(indicator: Indicator) -> str:
    """The target with the sign and unit that are kept apart from it."""
    text = with_unit(indicator.target, indicator.unit)
    kind = SIGN_KINDS.get("".join(fold(indicator.sign or "").split()))
    sign = _SIGNS.get(kind) if kind else None
    is_bare = read_statement(indicator.target, unit=indicator.unit).kind is Kind.BARE
    return f"{sign}{text}" if sign and is_bare else text


def actual_text(indicator: Indicator) -> str:
    """The result with the unit that is kept apart from it."""
    return with_unit(indicator.actual, indicator.unit)


def with_unit(text: str, unit: str | None) -> str:
    """Put a unit behind a figure that has none of its own.

    >>> with_unit("1.5万以上", "亩"), with_unit("2亿元", "亿元"), with_unit("推进", "个")
    ('1.5万亩以上', '2亿元', '推进')
    """
    statement = read_statement(text, unit=unit)
    match = _FIGURE_END.search(text.strip())
    if not unit or not match or not statement.is_numeric or statement.has_own_unit:
        return text
    return f"{text.strip()[: match.end('figure')]}{statement.unit}{match['suffix']}"


def spoken(text: str, indicator: Indicator) -> str:
    """A target or result as running text says it, with the unit of the name."""
    unit = indicator.unit or unit_in_name(indicator.name)
    unit = "个工作日" if unit == "工作日" else unit
    return with_unit(text, unit).strip() or "（未填写）"


def completion_of(row: ScoredRow, *, year: int | None) -> Fraction | None:
    """Completion ratio (完成比例) of a measured indicator; above 1 when surpassed.

    Returns:
        None for words, deadlines, undecided rows and a target of zero.
    """
    reading = read_indicator(row.indicator, year=year)
    if reading.undecided or reading.value is None:
        return None
    reverse = reading.direction is Direction.REVERSE
    bound = reading.upper if reverse else reading.lower
    if bound is None or bound <= 0 or reading.value < 0:
        return None
    if not reverse:
        return reading.value / bound
    return bound / reading.value if reading.value else None


def count_sentence(rows: Sequence[ScoredRow], noun: str) -> str:
    """Count how many indicators were met, as computed from the rows.

    >>> count_sentence((), "产出指标")
    '共有0个产出指标'
    """
    counted = [row for row in rows if row.indicator.is_applicable]
    met = sum(row.is_met is True for row in counted)
    parts = [
        (met, "完成年初目标"),
        (sum(row.is_met is False for row in counted), "未全部完成年初目标"),
        (sum(row.is_met is None for row in counted), "待定"),
        (len(rows) - len(counted), INAPPLICABLE),
    ]
    said = [f"{number}个{words}" for number, words in parts if number]
    if rows and met == len(rows):
        return f"共有{len(rows)}个{noun}，全部完成年初目标"
    return f"共有{len(rows)}个{noun}" + (f"，其中{'，'.join(said)}" if said else "")


def sentence(text: str) -> str:
    """End a user's text with a full stop unless it has an end of its own.

    >>> sentence("受疫情影响"), sentence("已完成。")
    ('受疫情影响。', '已完成。')
    """
    text = text.strip()
    return text if not text or text[-1] in "。！？；…" else f"{text}。"
