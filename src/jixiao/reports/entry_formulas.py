"""Live formulas of the entry workbook: the rulebook's arithmetic in Excel's words.

They serve the person who fills in; the score itself is always computed again from the
facts. What only words or ranges say (1.5万以上, 3-5) stays empty here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.numbers import plain
from jixiao.core.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCells:
    """Addresses of one indicator's cells."""

    sign: str
    target: str
    actual: str
    weight: str
    assigned: str


def indicator_points(rulebook: Rulebook, cells: RowCells) -> str:
    """得分 of one indicator; "" while something is missing or not a plain number."""
    target, actual, weight = cells.target, cells.actual, cells.weight
    places = rulebook.points_places
    given = f'OR({weight}="",{target}="",{actual}="")'
    by_words = f'IF({cells.assigned}="","",ROUND({cells.assigned},{places}))'
    reverse = _capped(rulebook, cells, f"{actual}<={target}", f"{target}/{actual}")
    positive = _capped(
        rulebook, cells, f"{actual}>={target}", f"MAX(0,{actual})/{target}"
    )
    measured = (
        f'IF({cells.sign}="≤",{reverse},{_less_for_more(rulebook, cells, positive)})'
    )
    numbers = f"AND(ISNUMBER({target}),ISNUMBER({actual}))"
    return (
        f'=IF({given},"",IF({cells.sign}="定性",{by_words},'
        f'IF({numbers},{measured},"")))'
    )


def _capped(rulebook: Rulebook, cells: RowCells, is_met: str, ratio: str) -> str:
    """The whole weight when met, else weight × ratio with the rulebook's rounding."""
    places = rulebook.coefficient_places
    share = (
        f"MAX(0,{ratio})" if places is None else f"ROUND(MAX(0,{ratio}),{places + 2})"
    )
    points = rulebook.points_places
    return (
        f"IF({is_met},ROUND({cells.weight},{points}),"
        f"ROUND({cells.weight}*{share},{points}))"
    )


def _less_for_more(rulebook: Rulebook, cells: RowCells, points: str) -> str:
    """多完成扣分, where the rulebook knows it."""
    rule = rulebook.over_target
    if rule is None:
        return points
    surpassed = (
        f"AND({cells.target}>0,{cells.actual}*100>={cells.target}*{100 + rule.percent})"
    )
    less = f"MAX(0,{cells.weight}-{plain(rule.deduction)})"
    return f"IF({surpassed},{less},{points})"


def execution_rate_formula(rulebook: Rulebook, *, adjusted: str, executed: str) -> str:
    """执行率, rounded where the rulebook rounds it before scoring."""
    rate = f"{executed}/{adjusted}"
    places = rulebook.rate_places
    shown = rate if places is None else f"ROUND({rate},{places + 2})"
    missing = f'OR({adjusted}="",{executed}="",{adjusted}=0)'
    return f'=IF({missing},"",{shown})'


def execution_points_formula(rulebook: Rulebook, *, weight: str, rate: str) -> str:
    """得分 of the execution row, never above its weight."""
    points = f"ROUND({weight}*MIN(1,MAX(0,{rate})),{rulebook.points_places})"
    return f'=IF(OR({weight}="",{rate}=""),"",{points})'


def total_formula(
    rulebook: Rulebook, *, parts: Sequence[str], adjusted: str, executed: str
) -> str:
    """总分 of what is filled in so far, capped where the rulebook caps it."""
    total = f"SUM({','.join(parts)})"
    for cap in sorted(rulebook.caps, key=lambda cap: cap.below_percent, reverse=True):
        low = (
            f'AND({adjusted}<>"",{executed}*100<{adjusted}*{plain(cap.below_percent)})'
        )
        total = f"IF({low},MIN({total},{plain(cap.points)}),{total})"
    return f'=IF(COUNT({",".join(parts)})=0,"",{total})'


def weight_warning(total: Decimal, *, whole: str, filled: str) -> str:
    """A warning while the weights do not add up to the rulebook's total.

    Args:
        total: what they should add up to.
        whole: the sum.
        filled: the indicators' weights; there is no warning before one is filled in.
    """
    words = f"分值合计应为{plain(total)}，现为"
    differs = f"AND(COUNT({filled})>0,ROUND({whole}-{plain(total)},6)<>0)"
    return f'=IF({differs},"{words}"&{whole},"")'


def parts_warning(*, total: str, parts: Sequence[str], what: str) -> str:
    """A warning while parts that are filled in do not add up to the total."""
    listed = ",".join(parts)
    differs = f"ABS(SUM({listed})-{total})>=0.005"
    return (
        f'=IF(AND(COUNT({listed})>0,{total}<>"",{differs}),"{what}之和与总额不符","")'
    )
