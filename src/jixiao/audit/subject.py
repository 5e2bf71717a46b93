"""What the checks look at: the report, and facts and score of each of its forms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jixiao.core.evaluation import Evaluation, Indicator
from jixiao.core.rulebook import Rulebook
from jixiao.core.scorecard import Scorecard, ScoredRow
from jixiao.core.stated import StatedForm, StatedIndicator, StatedReport


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One row of a scoring form: as printed, as facts, as scored."""

    stated: StatedIndicator
    indicator: Indicator
    scored: ScoredRow | None
    """None for a detail (其中…) and for what does not apply."""

    @property
    def target(self) -> str:
        """The target with sign and unit, whatever columns they stand in."""
        text = self._with_unit(self.stated.target or "")
        sign = self.stated.sign or ""
        is_bare = text[:1].isdigit() and re.fullmatch(r"[≥≤><=]+", sign)
        return sign + text if is_bare else text

    @property
    def actual(self) -> str:
        """The result with its unit."""
        return self._with_unit(self.stated.actual or "")

    def _with_unit(self, text: str) -> str:
        unit = self.stated.unit or ""
        return text + unit if re.search(r"[\d万亿]$", text) else text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoredForm:
    """One scoring form with the facts taken from it and their score."""

    stated: StatedForm
    evaluation: Evaluation
    rulebook: Rulebook
    card: Scorecard

    @property
    def rows(self) -> tuple[FormRow, ...]:
        """Its indicators, in form order."""
        scored = {id(row.indicator): row for row in self.card.rows}
        return tuple(
            FormRow(stated=stated, indicator=facts, scored=scored.get(id(facts)))
            for stated, facts in zip(
                self.stated.indicators, self.evaluation.indicators, strict=True
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subject:
    """One report under audit.

    It is the same only as itself, so that what is read from it can be kept by it.
    """

    report: StatedReport
    own_names: tuple[str, ...] = ()
    """Of the reporting body and of its projects."""
    forms: tuple[ScoredForm, ...] = ()
