"""Budgets whose parts add up: by nature for a body, by source for a project."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from jixiao.core.evaluation import Budget, BudgetBy, BudgetLine
from jixiao.core.money import Money
from jixiao.core.numbers import half_up, plain

HUNDRED = Decimal(100)
WAN = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Line:
    """Amounts in yuan."""

    label: str
    initial: Decimal
    adjusted: Decimal
    executed: Decimal

    @property
    def change(self) -> Decimal:
        """Up or down during the year."""
        return self.adjusted - self.initial

    def rate(self, places: int) -> str:
        """Share of the adjusted budget that was spent, in percent, with its sign."""
        share = half_up(HUNDRED * self.executed / self.adjusted, places)
        return f"{plain(share)}%"


@dataclass(frozen=True, slots=True)
class Accounts:
    """The budget and what it is made of."""

    total: Line
    natures: tuple[Line, ...]
    """人员经费, 公用经费, 项目支出; empty for a project."""
    sources: tuple[Line, ...]

    @property
    def basic(self) -> Line:
        """基本支出: persons and running costs."""
        return added("基本支出", self.natures[:2])

    def budget(self) -> Budget:
        """As facts for scoring and for our own report."""
        by = [(BudgetBy.NATURE, self.natures), (BudgetBy.SOURCE, self.sources)]
        return Budget(
            total=_as_fact(self.total, BudgetBy.TOTAL),
            parts=tuple(_as_fact(line, kind) for kind, lines in by for line in lines),
        )


def _as_fact(line: Line, by: BudgetBy) -> BudgetLine:
    return BudgetLine(
        label=line.label, by=by, initial=Money(line.initial),
        adjusted=Money(line.adjusted), executed=Money(line.executed),
    )  # fmt: skip


def added(label: str, lines: tuple[Line, ...]) -> Line:
    """The sum of lines."""
    zero = Decimal(0)
    return Line(
        label,
        sum((line.initial for line in lines), zero),
        sum((line.adjusted for line in lines), zero),
        sum((line.executed for line in lines), zero),
    )


def wan(yuan: Decimal) -> str:
    """In 万元 with up to two decimals, as offices drop trailing zeros."""
    return plain(half_up(yuan / WAN, 2))


def yuan_text(yuan: Decimal) -> str:
    """In 元 as accountants print."""
    return f"{yuan:,.2f}"


NATURES = ("人员经费", "公用经费", "项目支出")
SOURCES = ("一般公共预算拨款", "政府性基金预算拨款", "其他收入", "上年结转结余")
PROJECT_SOURCES = ("当年财政拨款", "上年结转资金", "其他资金")
TRANSFER_SOURCES = ("中央财政资金", "省级财政资金", "县级财政资金")


def body_accounts(rng: random.Random, *, has_cents: bool) -> Accounts:
    """The budget of a body, changed in the middle of the year."""
    scale = Decimal(rng.randint(1200, 9000))
    persons = _line(rng, NATURES[0], scale * rng.randint(28, 40), (2, 14), (97, 100))
    running = _line(rng, NATURES[1], scale * rng.randint(5, 11), (-22, -3), (88, 100))
    works = _line(rng, NATURES[2], scale * rng.randint(40, 60), (1, 9), (78, 98))
    natures = tuple(
        _exact(rng, x, has_cents=has_cents) for x in (persons, running, works)
    )
    total = added("部门整体支出总额", natures)
    return Accounts(total, natures, _by_source(rng, total, has_cents=has_cents))


def _line(
    rng: random.Random,
    label: str,
    initial: Decimal,
    change: tuple[int, int],
    rate: tuple[int, int],
) -> Line:
    """Amounts in hundreds of yuan, still to be made exact."""
    adjusted = initial * (1000 + rng.randint(change[0] * 10, change[1] * 10)) / 1000
    executed = adjusted * rng.randint(rate[0] * 10, rate[1] * 10) / 1000
    return Line(label, initial, adjusted, executed)


def _exact(rng: random.Random, line: Line, *, has_cents: bool) -> Line:
    """Whole hundreds of yuan, or with cents in what was spent and changed."""

    def tail() -> Decimal:
        return Decimal(rng.randint(1, 9999)) / HUNDRED if has_cents else Decimal(0)

    def hundreds(value: Decimal) -> Decimal:
        return value.quantize(Decimal(1), ROUND_DOWN) * HUNDRED

    initial = hundreds(line.initial)
    adjusted = hundreds(line.adjusted) + tail()
    if line.executed == line.adjusted:
        return Line(line.label, initial, adjusted, adjusted)
    return Line(line.label, initial, adjusted, hundreds(line.executed) - tail())


def _by_source(rng: random.Random, total: Line, *, has_cents: bool) -> tuple[Line, ...]:
    """The same money by source: one source goes down, the others take up the rest."""
    shares = (Decimal(8), Decimal(3), Decimal(2))
    small = [
        _exact(
            rng,
            _line(rng, label, total.initial * share / WAN, change, (90, 99)),
            has_cents=has_cents,
        )
        for label, share, change in zip(
            SOURCES[1:], shares, ((-30, -8), (4, 30), (5, 40)), strict=True
        )
    ]
    rest = added("", tuple(small))
    first = Line(
        SOURCES[0],
        total.initial - rest.initial,
        total.adjusted - rest.adjusted,
        total.executed - rest.executed,
    )
    return (first, *small)


def project_accounts(
    rng: random.Random, labels: tuple[str, ...], *, has_cents: bool, is_changed: bool
) -> Accounts:
    """The budget of a project by source; unchanged in most cases."""
    scale = Decimal(rng.randint(80, 2600))
    change = (2, 12) if is_changed else (0, 0)
    lines = tuple(
        _exact(
            rng,
            _line(rng, label, scale * rng.randint(*share), change, (84, 100)),
            has_cents=has_cents,
        )
        for label, share in zip(labels, ((62, 80), (14, 20), (6, 12)), strict=True)
    )
    if not is_changed:
        lines = tuple(
            Line(x.label, x.adjusted, x.adjusted, min(x.executed, x.adjusted))
            for x in lines
        )
    return Accounts(added("年度资金总额", lines), (), lines)
