"""Weights of a plan held against the rulebook's: group by group and in total."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.numbers import plain
from jixiao.core.rulebook import Rulebook

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A first-level group with what its indicators add up to."""

    name: str
    ruled: Decimal | None
    """None where the rulebook leaves it open."""
    given: Decimal
    may_be_omitted: bool = False
    is_execution: bool = False
    """预算执行: its weight comes from the rulebook, it has no indicator."""
    is_ruled: bool = True
    """False: the rulebook knows no such group."""

    @property
    def is_right(self) -> bool:
        """Whether nothing has to be changed here."""
        if not self.is_ruled:
            return False
        return self.is_left_out or self.ruled in (None, self.given)

    @property
    def is_left_out(self) -> bool:
        """Whether the body has no such indicators, as the rules allow."""
        return self.may_be_omitted and not self.given

    @property
    def difference(self) -> str:
        """差2分、多3分; nothing where it is right."""
        if self.is_right:
            return ""
        if not self.is_ruled:
            return "计分规则中没有这一级"
        assert self.ruled is not None, "an open group is right"
        return _difference(self.given, self.ruled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """All groups, and the total."""

    groups: tuple[Group, ...]
    total: Decimal
    """Of everything, the execution rate included."""
    ruled: Decimal

    @property
    def is_right(self) -> bool:
        """Whether the plan adds to the rulebook's total."""
        return self.total == self.ruled

    @property
    def difference(self) -> str:
        """差2分、多3分; nothing where it is right."""
        return "" if self.is_right else _difference(self.total, self.ruled)


def group_key(level1: str) -> str:
    """A first-level name as it is compared: forms print 产 出 指 标."""
    return "".join(level1.split())


def balance_of(
    rulebook: Rulebook, weights: Iterable[tuple[str, Decimal | None]]
) -> Balance:
    """Hold the weights of a plan against the rulebook's.

    Args:
        rulebook: the rules.
        weights: first-level name and weight of each indicator that applies.
    """
    given: dict[str, Decimal] = {}
    for level1, weight in weights:
        key = group_key(level1)
        given[key] = given.get(key, ZERO) + (weight or ZERO)
    groups = []
    for level in rulebook.levels:
        is_execution = level.name == rulebook.execution_level
        own = given.pop(group_key(level.name), ZERO)
        if is_execution:
            own = level.weight or ZERO
        groups.append(
            Group(
                name=level.name, ruled=level.weight, given=own,
                may_be_omitted=level.may_be_omitted, is_execution=is_execution,
            )
        )  # fmt: skip
    is_open = not rulebook.levels  # the rulebook leaves the groups to the body
    groups += [
        Group(name=name or "未填一级指标", ruled=None, given=own, is_ruled=is_open)
        for name, own in given.items()
    ]
    total = sum((group.given for group in groups), ZERO)
    return Balance(groups=tuple(groups), total=total, ruled=rulebook.total_weight)


def _difference(given: Decimal, ruled: Decimal) -> str:
    word = "差" if given < ruled else "多"
    return f"{word}{plain(abs(ruled - given))}分"
