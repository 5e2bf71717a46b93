"""完成值不全等于指标值: everything exactly on target."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.subject import FormRow, Subject
from jixiao.core.findings import Place, Severity

_FEWEST = 6
_NATURAL = 100
"""A share of 100 % can only be met exactly."""


def find(subject: Subject) -> Iterator[Outcome]:
    """Count the measured rows whose result is the very target."""
    for form in subject.forms:
        rows = [row for row in form.rows if _is_telling(row)]
        if len(rows) < _FEWEST:
            continue
        if all(_is_exact(row) for row in rows):
            yield _clash(rows)
        else:
            yield Fits()


def _is_telling(row: FormRow) -> bool:
    scored = row.scored
    if scored is None or scored.target.number is None or scored.actual.number is None:
        return False
    number = scored.target.number.value
    return not (number in (0, _NATURAL) and scored.target.unit == "%")


def _is_exact(row: FormRow) -> bool:
    assert row.scored is not None, "telling"
    target, actual = row.scored.target.number, row.scored.actual.number
    assert target is not None, "telling"
    assert actual is not None, "telling"
    return target.value == actual.value


def _clash(rows: list[FormRow]) -> Clash:
    return Clash(
        severity=Severity.NOTE,
        about="完成值",
        message=f"{len(rows)} 个定量指标的完成值都恰好等于指标值，请核对是否照抄了指标值",
        stated=f"{len(rows)}个",
        expected="实测值",
        places=tuple(
            Place(
                locator=row.stated.place,
                quote=re.sub(r"\s+", " ", f"{row.stated.target} {row.stated.actual}"),
            )
            for row in rows
        ),
    )


CHECK = Check(
    id="PL003",
    theme=Theme.TARGETS,
    title="完成值不全等于指标值",
    why="各项都恰好等于指标值很少见，多为照抄，或按完成情况倒填了指标值。",
    how_to_fix="填写实际统计的完成值，附统计依据。",
    source="docs/decisions/0010",
    find=find,
    nothing="可比的定量指标不足 6 项",
)
