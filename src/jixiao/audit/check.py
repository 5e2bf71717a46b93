"""What a check is, and how a check may end at each place that it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jixiao.audit.subject import Subject
from jixiao.core.evaluation import LabelledEnum
from jixiao.core.findings import Doubt, Place, Severity


class Theme(LabelledEnum):
    """What a group of checks is about; the name is used on the command line."""

    ARITHMETIC = "算术"
    TWICE = "前后一致"
    COUNTS = "计数"
    UNITS = "单位"
    RULES = "计分规则"
    TARGETS = "目标合理性"
    FORM = "格式"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two statements that do not agree, or one that breaks a rule."""

    severity: Severity
    about: str
    message: str
    stated: str | None = None
    expected: str | None = None
    arithmetic: str = ""
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Fits:
    """A place that was compared and agrees."""


Outcome = Clash | Fits | Doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: its wording stands here once, for pages, documents and help."""

    id: str
    theme: Theme
    title: str
    """What is right when nothing is found: 分项之和等于合计."""
    why: str
    """Why it matters, the innocent cause before the guilty one."""
    how_to_fix: str
    source: str
    """Document and clause of the rule, or our own decision."""
    find: Callable[[Subject], Iterator[Outcome]]
    nothing: str
    """Why there was nothing to look at, where it finds no place: 文中没有预算表."""
