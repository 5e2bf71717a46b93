"""What an audit says: findings with both places, and the ledger of what was looked at."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from jixiao.core.numbers import SCALES, fold, parse_decimal, plain


class Severity(StrEnum):
    """How sure a finding is; the value is what other programs see."""

    ERROR = "error"
    """Both statements cannot be true."""
    WARNING = "warning"
    """A strong sign that a person must look at."""
    NOTE = "note"
    """Explained, or advice; no action needed."""

    @property
    def label(self) -> str:
        """What a reader is told to do."""
        return _LABELS[self]

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


_LABELS = {
    Severity.ERROR: "必须修改",
    Severity.WARNING: "请核实",
    Severity.NOTE: "提示",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands, and the words that stand there."""

    locator: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One contradiction or doubt, with every place it shows in."""

    check: str
    """Id of the check, never reused."""
    severity: Severity
    about: str
    """What it is about: an indicator's name, a budget line, 总分."""
    message: str
    """One Chinese sentence: what stands where, and why both cannot be true."""
    stated: str | None
    """As printed."""
    expected: str | None
    """What would agree, computed or printed elsewhere."""
    arithmetic: str
    """The calculation that shows it; "" where there is none."""
    places: tuple[Place, ...]
    how_to_fix: str

    @property
    def fingerprint(self) -> str:
        """The same for the same facts, whatever the place, order or file format.

        >>> one = Finding(
        ...     check="AR001", severity=Severity.ERROR, about="办理提案件数量（件）",
        ...     message="", stated="663", expected="633", arithmetic="", places=(), how_to_fix="",
        ... )
        >>> from dataclasses import replace
        >>> other = replace(one, about="办理提案件数量 (件)", stated="633.0", expected="663")
        >>> one.fingerprint == other.fingerprint
        True
        """
        values = sorted(normal_values(self.stated) + normal_values(self.expected))
        content = "\n".join([self.check, normal_name(self.about), *values])
        return f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something that a check looked at and could not decide."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """What one check did on one document: silence is not success."""

    check: str
    title: str
    looked_at: int
    """Places compared, those with a finding included."""
    found: int
    undecided: tuple[Doubt, ...] = ()
    not_applicable: str | None = None
    """Why there was nothing to look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """The whole result for one document."""

    findings: tuple[Finding, ...]
    """The gravest first, then as they stand in the document."""
    ledger: tuple[LedgerRow, ...]


_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([万亿]?)")


def normal_name(text: str) -> str:
    """A name without white space, punctuation and differences of width.

    >>> normal_name("“多规合一”村庄规划编制数量（个）")
    '多规合一村庄规划编制数量个'
    """
    return re.sub(r"[\W_]", "", fold(text))


def normal_values(text: str | None) -> list[str]:
    """The figures of a text as plain decimals, or its words where it has none.

    >>> normal_values("2.3万亩"), normal_values("100.00%"), normal_values("优")
    (['23000'], ['100'], ['优'])
    """
    folded = fold(text or "")
    values = []
    for digits, scale in _FIGURE.findall(folded):
        value = parse_decimal(digits)
        if value is not None:
            values.append(
                plain((value * SCALES.get(scale, 1)).normalize() + Decimal(0))
            )
    words = normal_name(folded)
    return values or ([words] if words else [])
