"""All indicators in form order, those that do not apply included."""

from __future__ import annotations

from decimal import Decimal

from jixiao.core.evaluation import Evaluation
from jixiao.core.reading import read_indicator
from jixiao.core.scorecard import Scorecard, ScoredRow

_ZERO = Decimal(0)


def rows_in_form_order(
    evaluation: Evaluation, scorecard: Scorecard
) -> tuple[ScoredRow, ...]:
    """Put the indicators that were left out of the score back into their places.

    Returns:
        One row per indicator of the evaluation; inapplicable ones have no points.
    """
    scored = iter(scorecard.rows)
    rows = []
    for indicator in evaluation.indicators:
        if indicator.is_scored:
            row = next(scored)
            assert row.indicator == indicator, "the score is of these very facts"
            rows.append(row)
            continue
        reading = read_indicator(indicator, year=evaluation.year)
        rows.append(
            ScoredRow(
                indicator=indicator,
                target=reading.target,
                actual=reading.actual,
                direction=reading.direction,
                is_met=None,
                points=None,
                least=_ZERO,
                greatest=_ZERO,
                derivation=None,
                undecided=None,
            )
        )
    return tuple(rows)


def rows_of_report(
    evaluation: Evaluation, scorecard: Scorecard
) -> tuple[ScoredRow, ...]:
    """The rows that the report speaks of: details (其中…) stand in the form alone."""
    rows = rows_in_form_order(evaluation, scorecard)
    return tuple(row for row in rows if not row.indicator.is_detail)
