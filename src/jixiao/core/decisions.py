"""What a reviewer decided about findings, and what changed since then.

Values and one pure function; where decisions are kept is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from jixiao.core.evaluation import LabelledEnum
from jixiao.core.findings import Finding, Severity, normal_name


class Verdict(LabelledEnum):
    """What a reviewer says of a finding."""

    CONFIRMED = "确认"
    """It is right and still to be corrected."""
    FALSE_ALARM = "误报"
    """There is nothing wrong."""
    EXPLAINED = "已说明"
    """The contradiction stands and its reason is known."""

    @property
    def settles(self) -> bool:
        """Whether the finding asks for nothing any more."""
        return self is not Verdict.CONFIRMED


class Change(LabelledEnum):
    """What became of a finding since decisions were taken."""

    NEW = "新发现"
    REMAINS = "仍在"
    FACTS_CHANGED = "事实已变"
    """A decided finding comes back with other values."""
    RESOLVED = "已解决"
    """A decided finding is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision; the words of the finding stand beside it for people."""

    fingerprint: str
    verdict: Verdict
    reason: str
    check: str
    about: str
    stated: str | None = None
    expected: str | None = None
    date: str = ""
    role: str = ""
    """In which office it was taken: 财政局审核人. Never a person's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """All decisions about one report."""

    taken: tuple[Decision, ...] = ()
    """One per fingerprint."""
    seen: frozenset[str] = frozenset()
    """Fingerprints of all findings when the last decision was taken."""

    def of_checks(self, checks: Iterable[str]) -> Decisions:
        """Only those about findings of these checks, which alone were run."""
        ran = frozenset(checks)
        return replace(self, taken=tuple(d for d in self.taken if d.check in ran))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedFinding:
    """A finding with what was decided about it."""

    finding: Finding
    decision: Decision | None = None
    earlier: Decision | None = None
    """Taken about the same thing when it had other values; it holds no longer."""
    change: Change | None = None
    """None where nothing was ever decided about the report."""

    @property
    def is_settled(self) -> bool:
        """Whether it neither alarms nor counts."""
        return self.decision is not None and self.decision.verdict.settles


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The findings of one report after its decisions."""

    findings: tuple[ReviewedFinding, ...] = ()
    """In the order of the audit."""
    resolved: tuple[Decision, ...] = ()
    """Decisions about findings that are gone."""

    def count(self, severity: Severity) -> int:
        """How many findings of a severity still ask for something."""
        return sum(
            one.finding.severity is severity and not one.is_settled
            for one in self.findings
        )

    @property
    def settled(self) -> int:
        """How many findings were answered with 误报 or 已说明."""
        return sum(one.is_settled for one in self.findings)


def apply(decisions: Decisions, findings: Sequence[Finding]) -> Review:
    """Lay the decisions over the findings of a later run.

    A decision holds as long as the facts of its finding do, wherever they stand. When
    they change, the finding is shown with the earlier decision, which binds nobody.

    Returns:
        Each finding once, in order; each decision at one finding, or as resolved.

    >>> from jixiao.core.findings import Finding, Severity
    >>> found = Finding(
    ...     check="AR001", severity=Severity.ERROR, about="办理提案件数量（件）",
    ...     message="", stated="663", expected="633", arithmetic="", places=(), how_to_fix="",
    ... )
    >>> taken = decide(found, Verdict.EXPLAINED, reason="含上年结转30件")
    >>> review = apply(Decisions(taken=(taken,)), [found])
    >>> review.count(Severity.ERROR), review.findings[0].change
    (0, <Change.REMAINS: '仍在'>)
    """
    if not decisions.taken and not decisions.seen:
        return Review(findings=tuple(ReviewedFinding(finding=f) for f in findings))
    by_fingerprint = {decision.fingerprint: decision for decision in decisions.taken}
    present = {finding.fingerprint for finding in findings}
    gone = [d for d in decisions.taken if d.fingerprint not in present]
    gone.sort(key=lambda decision: decision.fingerprint)
    reviewed = []
    for finding in findings:
        decision = by_fingerprint.get(finding.fingerprint)
        known = decision is not None or finding.fingerprint in decisions.seen
        earlier = None if known else _take_same_thing(gone, finding)
        reviewed.append(
            ReviewedFinding(
                finding=finding,
                decision=decision,
                earlier=earlier,
                change=_change(is_known=known, has_earlier=earlier is not None),
            )
        )
    return Review(findings=tuple(reviewed), resolved=tuple(gone))


def _take_same_thing(gone: list[Decision], finding: Finding) -> Decision | None:
    """Take out the decision of the same check about the same thing."""
    about = normal_name(finding.about)
    for decision in gone:
        if decision.check == finding.check and normal_name(decision.about) == about:
            gone.remove(decision)
            return decision
    return None


def _change(*, is_known: bool, has_earlier: bool) -> Change:
    if is_known:
        return Change.REMAINS
    return Change.FACTS_CHANGED if has_earlier else Change.NEW


def decide(
    finding: Finding, verdict: Verdict, *, reason: str, date: str = "", role: str = ""
) -> Decision:
    """Make a decision about a finding.

    Args:
        finding: what is decided about.
        verdict: the decision.
        reason: why, in the reviewer's words; not empty.
        date: the day, as it is to be printed; may be empty.
        role: in which office; may be empty.

    >>> from jixiao.core.findings import Finding, Severity
    >>> found = Finding(
    ...     check="UN001", severity=Severity.WARNING, about="获批新增建设用地（亩）",
    ...     message="", stated="2", expected="2万", arithmetic="", places=(), how_to_fix="",
    ... )
    >>> decide(found, Verdict.FALSE_ALARM, reason="目标确为2亩").about
    '获批新增建设用地（亩）'
    """
    assert reason.strip(), "the caller asks for a reason"
    return Decision(
        fingerprint=finding.fingerprint, verdict=verdict, reason=reason.strip(),
        check=finding.check, about=finding.about, stated=finding.stated,
        expected=finding.expected, date=date, role=role,
    )  # fmt: skip


def with_decision(
    decisions: Decisions, decision: Decision, findings: Iterable[Finding]
) -> Decisions:
    """Add a decision, or replace the one about the same finding; others are kept.

    One that was taken about the same thing when it had other values goes.

    Args:
        decisions: taken so far.
        decision: the new one.
        findings: all of the present run; later ones beyond them are new.

    >>> one = Decision(
    ...     fingerprint="sha256:1", verdict=Verdict.CONFIRMED, reason="属实",
    ...     check="AR001", about="总分",
    ... )
    >>> len(with_decision(with_decision(Decisions(), one, ()), one, ()).taken)
    1
    """
    present = frozenset(finding.fingerprint for finding in findings)
    about = (decision.check, normal_name(decision.about))
    others = (
        other
        for other in decisions.taken
        if other.fingerprint != decision.fingerprint
        and (
            other.fingerprint in present
            or (other.check, normal_name(other.about)) != about
        )
    )
    return Decisions(taken=(*others, decision), seen=present)
