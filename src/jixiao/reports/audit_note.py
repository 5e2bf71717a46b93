"""What an audit note (核查意见) says, before it has a format: values and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.decisions import Change, Review, ReviewedFinding
from jixiao.core.evaluation import Evaluation, Indicator
from jixiao.core.findings import LedgerRow, Severity
from jixiao.core.numbers import plain
from jixiao.core.rulebook import Rulebook
from jixiao.core.scorecard import Scorecard, ScoredRow
from jixiao.core.stated import StatedForm, StatedIndicator
from jixiao.reports.provisions import unconfirmed_provisions
from jixiao.reports.wording import (
    NONE,
    PENDING,
    actual_text,
    points_text,
    sentence,
    target_text,
)

OTHER = "其他"
MEANINGS = {
    Severity.ERROR: "两处不能同时成立",
    Severity.WARNING: "有较强的迹象，须由人判断",
    Severity.NOTE: "已有解释，或仅供参考",
}
LIMITS = (
    "只核对文件自身：前后是否一致、算式是否成立、计分是否符合规则；不核对账簿、凭证和佐证材料是否真实。",
    "不评价绩效目标定得高低、工作做得好坏；定性指标只核对得分是否在所属档次之内。",
    "数字按其所印的位数理解：四舍五入的尾差、各种取舍顺序能够解释的差异，不作为问题。",
    "图片和扫描页中的文字不读；未能读出、无法判断之处列在“核查台账”，不等于没有问题。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedForm:
    """One scoring form with its facts and their score."""

    stated: StatedForm
    evaluation: Evaluation
    card: Scorecard
    rulebook: Rulebook
    why: str
    """Why this rulebook was applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditNote:
    """Everything that an audit note is made of."""

    title: str
    """Of the document under audit."""
    file: str
    """Its file name."""
    organisation: str
    year: int | None
    forms: tuple[NotedForm, ...]
    review: Review
    ledger: tuple[LedgerRow, ...]
    themes: tuple[tuple[str, str], ...]
    """Check id and name of its theme, in the order of the ledger."""
    date: str
    """The day of the audit as it is printed."""
    least: Severity = Severity.NOTE
    """Findings below it are not shown."""

    def asks_for(self, one: ReviewedFinding) -> bool:
        """Whether a finding is shown and not settled."""
        return one.finding.severity.rank <= self.least.rank and not one.is_settled

    @property
    def heading(self) -> str:
        """Title of the note itself."""
        return f"关于《{self.title}》的核查意见"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedFinding:
    """A finding with its number in the note."""

    number: int
    reviewed: ReviewedFinding


Group = tuple[str, tuple[NumberedFinding, ...]]
"""Severity and theme, and the findings of both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One row of the recomputed scorecard beside the stated one; all as printed."""

    name: str
    target: str
    actual: str
    weight: str
    stated: str
    recomputed: str
    difference: str
    """Recomputed minus stated; — where there is none, "" where it is not known."""
    derivation: str
    is_total: bool = False

    @property
    def differs(self) -> bool:
        """Whether the stated points are not the recomputed ones."""
        return self.difference not in ("", NONE)


# -- findings --------------------------------------------------------------------------


def numbered_groups(
    findings: Sequence[ReviewedFinding], themes: Sequence[tuple[str, str]]
) -> tuple[Group, ...]:
    """All findings by severity and theme, numbered through, decided ones included.

    Returns:
        Name of the group and its findings: the gravest first, then by theme in the
        order of the ledger.
    """
    names = dict(themes)
    order = [*dict.fromkeys(names.values()), OTHER]
    groups: dict[tuple[Severity, str], list[ReviewedFinding]] = {
        (severity, theme): [] for severity in Severity for theme in order
    }
    for one in findings:
        theme = names.get(one.finding.check, OTHER)
        groups[one.finding.severity, theme].append(one)
    numbers = iter(range(1, len(findings) + 1))
    return tuple(
        (
            f"{severity.label} · {theme}",
            tuple(NumberedFinding(number=next(numbers), reviewed=one) for one in group),
        )
        for (severity, theme), group in groups.items()
        if group
    )


def open_groups(note: AuditNote) -> tuple[Group, ...]:
    """Findings that are shown and still ask for something; numbers have gaps then."""
    kept = (
        (name, tuple(one for one in group if note.asks_for(one.reviewed)))
        for name, group in numbered_groups(note.review.findings, note.themes)
    )
    return tuple((name, group) for name, group in kept if group)


def settled(note: AuditNote) -> tuple[NumberedFinding, ...]:
    """Findings that were answered with 误报 or 已说明."""
    return tuple(
        one
        for _, group in numbered_groups(note.review.findings, note.themes)
        for one in group
        if one.reviewed.is_settled
    )


def status_text(one: ReviewedFinding) -> str:
    """What was decided about a finding, or what became of it; "" where nothing.

    >>> from jixiao.core.decisions import Decision, Verdict
    >>> from jixiao.core.findings import Finding
    >>> found = Finding(
    ...     check="AR001", severity=Severity.ERROR, about="总分", message="",
    ...     stated="1", expected="2", arithmetic="", places=(), how_to_fix="",
    ... )
    >>> status_text(ReviewedFinding(finding=found, change=Change.NEW))
    '新发现'
    """
    if one.decision is not None:
        d = one.decision
        who = "，".join(part for part in (d.role, d.date) if part)
        return f"{d.verdict.label}：{d.reason}" + (f"（{who}）" if who else "")
    if one.earlier is not None:
        return (
            f"{Change.FACTS_CHANGED.label}：原决定为“{one.earlier.verdict.label}”"
            f"（{one.earlier.reason}），现因数值变化不再适用"
        )
    return Change.NEW.label if one.change is Change.NEW else ""


def counts(note: AuditNote) -> tuple[tuple[str, int], ...]:
    """How many findings of each severity are open, and how many are settled."""
    review = note.review
    by_severity = (
        (s.label, review.count(s)) for s in Severity if s.rank <= note.least.rank
    )
    answered = (("已作决定", review.settled),) if review.settled else ()
    return (*by_severity, *answered)


def _shown(note: AuditNote, severity: Severity) -> int:
    return note.review.count(severity) if severity.rank <= note.least.rank else 0


def undecided_places(note: AuditNote) -> int:
    """How many places could not be judged."""
    return sum(len(row.undecided) for row in note.ledger)


# -- sentences -------------------------------------------------------------------------


def object_texts(note: AuditNote) -> Iterator[str]:
    """What was audited."""
    year = f"{note.year}年度" if note.year else "年度未读出"
    yield f"核查对象：{note.organisation or '单位未读出'}《{note.title}》（{year}，文件“{note.file}”）。"
    if not note.forms:
        yield "文中没有自评表，只核查文字和其他表格，不复算得分。"


def basis_texts(note: AuditNote) -> Iterator[str]:
    """By which rules it was scored, and what of them nobody has confirmed."""
    told: set[str] = set()
    for form in note.forms:
        book = form.rulebook
        if book.id in told:
            continue
        told.add(book.id)
        yield f"计分依据：{book.title}（{book.id}）。选用理由：{sentence(form.why)}"
        if book.overlay_of:
            yield f"该规则由 {book.overlay_of} 按当地规定修改而成。"
        if names := unconfirmed_provisions(book):
            yield (
                f"其中“{names}”尚未核对原文，据此得出的复算结果仅供参考，请以正式文件为准。"
            )


def result_text(note: AuditNote) -> str:
    """The outcome in one sentence."""
    open_ones = [(s.label, n) for s in Severity if (n := _shown(note, s))]
    looked = sum(row.looked_at for row in note.ledger)
    checked = f"{len(note.ledger)}个核查项共核对{looked}处"
    if not open_ones:
        found = "没有发现需要处理的问题"
    else:
        found = "发现" + "，".join(f"“{name}”{n}项" for name, n in open_ones)
    rest = undecided_places(note)
    unsure = f"；另有{rest}处无法判断，见核查台账" if rest else ""
    done = note.review.settled
    answered = f"；{done}项已作决定，不再计入" if done else ""
    return f"{checked}，{found}{answered}{unsure}。"


def changes_text(note: AuditNote) -> str:
    """What changed since decisions were taken; "" where none ever was."""
    review = note.review
    tally = [
        (change.label, sum(one.change is change for one in review.findings))
        for change in (Change.NEW, Change.FACTS_CHANGED, Change.REMAINS)
    ]
    tally.append((Change.RESOLVED.label, len(review.resolved)))
    if not any(n for _, n in tally):
        return ""
    return f"与上次作出决定时相比：{'，'.join(f'{label}{n}项' for label, n in tally)}。"


def total_texts(form: NotedForm) -> Iterator[str]:
    """The stated total and grade beside the recomputed ones."""
    card, stated = form.card, form.stated
    printed = f"原表总分{stated.total}分" if stated.total else "原表没有印总分"
    if card.total is None:
        between = f"{plain(card.least)}至{plain(card.greatest)}分之间"
        yield f"{printed}；复算总分待定，介于{between}。"
        yield from (sentence(reason) for reason in card.undecided)
        return
    grade = f"，等级“{card.grade}”" if card.grade else ""
    said = f"（原表等级“{stated.grade}”）" if stated.grade else ""
    yield f"{printed}，复算总分{plain(card.total)}分{grade}{said}。"
    if card.rate_unrounded is not None and card.rate_unrounded != card.total:
        yield f"执行率不先取整时，总分为{plain(card.rate_unrounded)}分。"
    if card.cap is not None:
        yield f"按执行率，总分封顶{plain(card.cap)}分。"


# -- scorecard, ledger -----------------------------------------------------------------


def score_lines(form: NotedForm) -> Iterator[ScoreLine]:
    """The scorecard: the execution rate, each indicator, the total."""
    budget = form.evaluation.budget
    if form.card.execution is not None:
        stated = budget.stated_points if budget else None
        text = "" if stated is None else plain(stated)
        yield _line(form.card.execution, form.card.execution.indicator, text)
    scored = {id(row.indicator): row for row in form.card.rows}
    for printed, indicator in zip(
        form.stated.indicators, form.evaluation.indicators, strict=True
    ):
        yield _line(scored.get(id(indicator)), indicator, _printed_points(printed))
    total, card = form.stated.total or "", form.card
    points = card.total
    yield ScoreLine(
        name="总分", target="", actual="", weight=plain(card.weight), stated=total,
        recomputed=points_text(points), derivation="", is_total=True,
        difference=_difference(points, form.evaluation.stated_total),
    )  # fmt: skip


def _printed_points(printed: StatedIndicator) -> str:
    return printed.score or ""


def _line(row: ScoredRow | None, indicator: Indicator, stated: str) -> ScoreLine:
    weight = indicator.weight
    points = row.points if row else None
    recomputed = NONE if row is None else points_text(points)
    return ScoreLine(
        name=indicator.name, target=target_text(indicator),
        actual=actual_text(indicator), weight="" if weight is None else plain(weight),
        stated=stated, recomputed=recomputed, derivation=_derivation(row),
        difference=_difference(points, indicator.stated_points) if stated else "",
    )  # fmt: skip


def _difference(points: Decimal | None, stated: Decimal | None) -> str:
    if points is None or stated is None:
        return ""
    return (
        NONE
        if points == stated
        else f"{'+' if points > stated else ''}{plain(points - stated)}"
    )


def _derivation(row: ScoredRow | None) -> str:
    """The calculation; its clause stands once, in the basis."""
    if row is None:
        return "不单独计分"
    if row.derivation is None:
        return f"{PENDING}：{row.undecided}" if row.undecided else ""
    text, clause = row.derivation.sentence, row.derivation.clause
    head, _, _ = text.rpartition(f"（{clause}")
    return head if clause and head else text


def ledger_text(row: LedgerRow) -> str:
    """Why a check did not apply, or what it could not judge; places by reason."""
    if row.not_applicable:
        return f"不涉及：{row.not_applicable}"
    places: dict[str, list[str]] = {}
    for doubt in row.undecided:
        places.setdefault(doubt.reason, []).append(doubt.place)
    return "\n".join(f"{'、'.join(at)}：{reason}" for reason, at in places.items())


def themed_ledger(note: AuditNote) -> Iterable[tuple[str, LedgerRow]]:
    """Each row of the ledger with the name of its theme."""
    themes = dict(note.themes)
    return [(themes.get(row.check, OTHER), row) for row in note.ledger]
