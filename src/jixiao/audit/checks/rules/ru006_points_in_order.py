"""完成得多的得分不低: points in the order of completion within a group."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.completion import Completion, completions
from jixiao.audit.reasons import has_reason
from jixiao.audit.subject import ScoredForm, Subject
from jixiao.core.findings import Place, Severity
from jixiao.core.numbers import half_up, plain

_CLEARLY = Fraction(1, 20)
"""Difference of completion from which an order of points must follow."""
_TENTH = 10


def find(subject: Subject) -> Iterator[Outcome]:
    """Compare unmet rows of one group that have the same weight."""
    for form in subject.forms:
        yield from _of_form(form, subject)


def _of_form(form: ScoredForm, subject: Subject) -> Iterator[Outcome]:
    unmet = [one for one in completions(form) if one.ratio is not None and one.is_sure]
    for better, worse in permutations(unmet, 2):
        if not _is_comparable(better, worse):
            continue
        if _is_out_of_order(better, worse) and not has_reason(
            better.row, form, subject
        ):
            yield _clash(better, worse)
        else:
            yield Fits()


def _is_comparable(better: Completion, worse: Completion) -> bool:
    """Same group and weight, clearly different completion, points by no other rule."""
    one, other = better.row.stated, worse.row.stated
    if (one.level1, one.level2, better.weight) != (
        other.level1,
        other.level2,
        worse.weight,
    ):
        return False
    assert better.ratio is not None, "unmet"
    assert worse.ratio is not None, "unmet"
    is_fair = worse.how is not None  # too many points there are told by another check
    return is_fair and better.ratio.low - worse.ratio.high >= _CLEARLY


def _is_out_of_order(better: Completion, worse: Completion) -> bool:
    least = max(Decimal(1), better.weight / _TENTH)
    return better.how is None and worse.stated - better.stated >= least


def _clash(better: Completion, worse: Completion) -> Clash:
    one, other = better.row.stated, worse.row.stated
    return Clash(
        severity=Severity.WARNING,
        about=one.name,
        message=(
            f"“{one.name}”完成 {_percent(better)}，得 {plain(better.stated)} 分；"
            f"同组同分值的“{other.name}”只完成 {_percent(worse)}，却得 {plain(worse.stated)} 分"
        ),
        stated=plain(better.stated),
        expected=plain(better.points),
        arithmetic=better.sentence,
        places=(
            Place(locator=one.place, quote=f"{one.target} {one.actual} {one.score}"),
            Place(
                locator=other.place,
                quote=f"{other.target} {other.actual} {other.score}",
            ),
        ),
    )


def _percent(one: Completion) -> str:
    assert one.ratio is not None, "unmet"
    return f"{plain(half_up(50 * (one.ratio.low + one.ratio.high), 1))}%"


CHECK = Check(
    id="RU006",
    theme=Theme.RULES,
    title="完成得多的得分不低",
    why="同组同分值的指标，完成程度高的反而得分低，说明计分不一致。",
    how_to_fix="按同一办法重新计分，或写明多扣分的原因。",
    source="docs/algorithms/scoring.md",
    find=find,
    nothing="同组同分值的未完成指标不足两项",
)
