"""Where a finding is put right: the indicator, the budget or the chapter texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from jixiao.core.findings import normal_name
from jixiao.web.planning.models import Evaluation
from jixiao.web.review.findings import Fix

_BUDGET_WORDS = ("预算", "执行", "支出", "收入", "资金")


def fixes_of(evaluation: Evaluation, tree: dict[str, Any]) -> dict[str, Fix]:
    """By fingerprint, the page on which the finding can be put right.

    Args:
        evaluation: with FACTS prefetched.
        tree: the audit of its report.
    """
    names = {
        normal_name(row.name): Fix(
            url=reverse("filing:indicator", args=[row.pk]), label=row.name
        )
        for row in evaluation.indicators.all()
    }
    budget = Fix(url=reverse("filing:budget", args=[evaluation.pk]), label="预算")
    texts = Fix(url=reverse("filing:texts", args=[evaluation.pk]), label="文字")
    lines = {normal_name(line.label) for line in evaluation.budget_lines.all()}
    fixes = {}
    for one in tree["findings"]:
        about = normal_name(one["about"])
        fix = names.get(about) or _named_in(names, one)
        if fix is None:
            is_budget = about in lines or any(word in about for word in _BUDGET_WORDS)
            fix = budget if is_budget else texts
        fixes[one["fingerprint"]] = fix
    return fixes


def _named_in(names: dict[str, Fix], finding: dict[str, Any]) -> Fix | None:
    """The indicator with the longest name that the finding mentions."""
    said = [normal_name(text) for text in _words(finding)]
    found = [name for name in names if name and any(name in text for text in said)]
    return names[max(found, key=len)] if found else None


def _words(finding: dict[str, Any]) -> Iterator[str]:
    yield finding["about"]
    for place in finding["places"]:
        yield place["quote"]
