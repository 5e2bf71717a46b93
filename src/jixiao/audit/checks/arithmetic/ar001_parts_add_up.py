"""分项之和等于合计: budget lines of forms, budget tables, detail rows 其中."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.audit.account_tables import table_comparisons
from jixiao.audit.budget_lines import (
    COLUMNS,
    amount,
    figure,
    has_figure,
    name_of,
    printed,
    unit_yuan,
)
from jixiao.audit.check import Check, Clash, Fits, Outcome, Theme
from jixiao.audit.divisions import (
    Comparison,
    Division,
    compare_lines,
    comparisons,
    divisions,
    is_exhaustive,
)
from jixiao.audit.slips import is_slip_of
from jixiao.audit.subject import FormRow, ScoredForm, Subject
from jixiao.audit.sums import Agreement
from jixiao.core.findings import Doubt, Place, Severity, normal_name
from jixiao.core.numbers import add_up, plain, rounded
from jixiao.core.stated import StatedBudgetLine


def find(subject: Subject) -> Iterator[Outcome]:
    """Add up the parts of every line that is divided."""
    for form in subject.forms:
        yield from _unread(form.stated.budget)
        yield from _of_budget(form.stated.budget)
        yield from _of_details(form)
    yield from _unread(subject.report.accounts)
    for group in table_comparisons(subject.report.accounts):
        yield from _outcomes(group)


def _unread(lines: Sequence[StatedBudgetLine]) -> Iterator[Outcome]:
    for line in lines:
        for column in COLUMNS:
            if has_figure(line, column) and amount(line, column) is None:
                text = printed(line, column)
                yield Doubt(
                    place=line.place, reason=f"“{name_of(line)}”的“{text}”无法读作金额"
                )


def _of_budget(lines: tuple[StatedBudgetLine, ...]) -> Iterator[Outcome]:
    found = divisions(lines)
    for division in found:
        yield from _outcomes(comparisons(lines, division))
    yield from _same_named(lines, found)


def _outcomes(columns: Sequence[Comparison]) -> Iterator[Outcome]:
    """One outcome for a whole: its columns mostly share one cause."""
    if not columns:
        return
    judged = [(c, _severity(c, columns)) for c in columns]
    apart = [(c, severity) for c, severity in judged if severity is not None]
    if not apart:
        yield from (Fits() for _ in columns)
        return
    gravest = min(severity.rank for _, severity in apart)
    shown = [(c, severity) for c, severity in apart if severity.rank == gravest]
    yield _clash([c for c, _ in shown], shown[0][1])


_GRAVEST = {
    Agreement.EQUAL: None,
    Agreement.ROUNDING: Severity.NOTE,
    Agreement.COLUMN: Severity.WARNING,
    Agreement.CLASH: Severity.ERROR,
}


def _severity(one: Comparison, columns: Sequence[Comparison]) -> Severity | None:
    """How grave a difference is, None for none."""
    gravest = _GRAVEST[one.sum.agreement]
    if gravest is None or gravest is Severity.NOTE or not one.sum.is_short:
        return gravest
    is_complete = is_exhaustive((*one.parts, *one.blanks))
    if not one.blanks and (is_complete or _adds_up_elsewhere(one, columns)):
        return gravest
    if len(one.parts) == 1 and not is_complete:
        return None  # 其中 may name one part of many
    return Severity.WARNING


def _adds_up_elsewhere(one: Comparison, columns: Sequence[Comparison]) -> bool:
    """Whether another column shows that the parts are all there is."""
    return len(one.parts) > 1 and any(
        other.sum.agreement is Agreement.EQUAL
        and other.sum.whole.value > 0
        and other.parts == one.parts
        for other in columns
    )


def _clash(columns: Sequence[Comparison], severity: Severity) -> Clash:
    first = columns[0]
    name = name_of(first.whole)
    stated, expected = figure(first.whole, first.column), _total(first)
    said = "；".join(
        f"{_heading(c)}{figure(c.whole, c.column)}，各分项合计{_total(c)}"
        for c in columns
    )
    ending = {
        Severity.ERROR: "两者不能同时成立",
        Severity.WARNING: "请核对是否有分项漏填或数字有误",
        Severity.NOTE: "相差在四舍五入的尾差之内",
    }[severity]
    return Clash(
        severity=severity,
        about=name,
        message=f"“{name}”{said}，{ending}",
        stated=stated,
        expected=expected,
        arithmetic="；".join(_arithmetic(c) for c in columns),
        places=tuple(dict.fromkeys(_places(columns))),
    )


def _heading(one: Comparison) -> str:
    return COLUMNS[one.column]


def _total(one: Comparison) -> str:
    return plain(one.sum.total.value / unit_yuan(one.whole))


def _arithmetic(one: Comparison) -> str:
    terms = " + ".join(figure(line, one.column) for line in one.parts)
    total = _total(one)
    whole = figure(one.whole, one.column)
    return (
        f"{terms} = {total} ≠ {whole}" if len(one.parts) > 1 else f"{total} ≠ {whole}"
    )


def _places(columns: Sequence[Comparison]) -> Iterator[Place]:
    for one in columns:
        for line in (one.whole, *one.parts):
            yield Place(
                locator=line.place,
                quote=f"{line.line.strip()} {printed(line, one.column)}",
            )


def _same_named(
    lines: Sequence[StatedBudgetLine], found: Sequence[Division]
) -> Iterator[Outcome]:
    """市级资金 of the whole against 市级资金 of the projects that make it up."""
    top = [division for division in found if division.whole == 0]
    if len(top) != 2:  # noqa: PLR2004  by source and by project
        return
    sources, projects = top
    inner = [division for division in found if division.whole in projects.parts]
    if len(inner) < len(projects.parts):
        return
    for source in sources.parts:
        name = _bare_name(lines[source])
        same = [
            lines[part]
            for division in inner
            for part in division.parts
            if _bare_name(lines[part]) == name
        ]
        if len(same) == len(inner):
            for one in compare_lines(lines[source], same, lines):
                if one.sum.agreement in (Agreement.EQUAL, Agreement.ROUNDING):
                    yield Fits()
                else:
                    yield _clash([one], Severity.WARNING)


def _bare_name(line: StatedBudgetLine) -> str:
    return normal_name(re.sub(r"[（(].*?[)）]", "", name_of(line)))


# -- detail rows of indicators -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Detailed:
    row: FormRow
    details: tuple[FormRow, ...]


def _of_details(form: ScoredForm) -> Iterator[Outcome]:
    """Rows 其中 below an indicator that counts the same things."""
    for one in _detailed(form.rows):
        for what in ("target", "actual"):
            yield from _detail_outcome(one, what)


def _detailed(rows: Sequence[FormRow]) -> Iterator[_Detailed]:
    lead: FormRow | None = None
    details: list[FormRow] = []
    for row in rows:
        if row.indicator.is_detail:
            details.append(row)
            continue
        if lead is not None and len(details) > 1:
            yield _Detailed(lead, tuple(details))
        lead, details = row, []
    if lead is not None and len(details) > 1:
        yield _Detailed(lead, tuple(details))


_FIGURE = re.compile(
    r"^[≥≧=]?\s*(?P<figure>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>[^\d\s]{0,6})$"
)


def _detail_outcome(one: _Detailed, what: str) -> Iterator[Outcome]:
    texts = [getattr(row.stated, what) or "" for row in (one.row, *one.details)]
    matches = [_FIGURE.match(text.strip()) for text in texts]
    if not all(matches) or len({m["unit"] for m in matches if m}) != 1:
        return
    numbers = [rounded(m["figure"]) for m in matches if m]
    whole, total = numbers[0], add_up(numbers[1:])
    if whole.value == total.value:
        yield Fits()
        return
    is_over = total.value > whole.value and not texts[0].lstrip().startswith(("≥", "≧"))
    if not is_over and not is_slip_of(whole.value, total.value):
        return
    label = {"target": "指标值", "actual": "完成值"}[what]
    terms = " + ".join(m["figure"] for m in matches[1:] if m)
    yield Clash(
        severity=Severity.WARNING,
        about=one.row.stated.name,
        message=f"“{one.row.stated.name}”{label}{texts[0]}，其中各行合计{plain(total.value)}，请核对",
        stated=texts[0],
        expected=plain(total.value),
        arithmetic=f"{terms} = {plain(total.value)} ≠ {plain(whole.value)}",
        places=tuple(
            Place(locator=row.stated.place, quote=text)
            for row, text in zip((one.row, *one.details), texts, strict=True)
        ),
    )


CHECK = Check(
    id="AR001",
    theme=Theme.ARITHMETIC,
    title="分项之和等于合计",
    why="合计与分项对不上，多为漏填一栏或抄错一个数字；在尾差之内的不算错。",
    how_to_fix="核对合计和各分项；没有的分项填 0，合计行不要留 0。",
    source="docs/decisions/0010",
    find=find,
    nothing="没有列出分项的预算表",
)
