"""Findings with one cause become one finding with several places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from jixiao.core.findings import Finding, normal_name, normal_values


def joined(findings: Iterable[Finding]) -> list[Finding]:
    """Join findings that put the same values of the same thing against each other.

    The gravest keeps its wording; the places of the others are added to it.
    """
    by_cause: dict[tuple[str, ...], Finding] = {}
    for finding in findings:
        key = _cause(finding)
        first = by_cause.get(key)
        by_cause[key] = finding if first is None else _together(first, finding)
    return list(by_cause.values())


def _cause(finding: Finding) -> tuple[str, ...]:
    values = {*normal_values(finding.stated), *normal_values(finding.expected)}
    return (normal_name(finding.about), *sorted(values))


def _together(one: Finding, other: Finding) -> Finding:
    lead, rest = (
        (one, other) if one.severity.rank <= other.severity.rank else (other, one)
    )
    return replace(lead, places=tuple(dict.fromkeys((*lead.places, *rest.places))))
