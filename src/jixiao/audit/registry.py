"""All checks in the order of the ledger, and how a user names some of them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from functools import cache

from jixiao.audit import checks
from jixiao.audit.check import Check, Theme
from jixiao.core.errors import UnknownCheckError


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check: each module of `checks/<theme>/` holds one as CHECK."""
    found = [
        importlib.import_module(module.name).CHECK
        for module in pkgutil.walk_packages(checks.__path__, f"{checks.__name__}.")
        if not module.ispkg
    ]
    themes = list(Theme)
    return tuple(sorted(found, key=lambda check: (themes.index(check.theme), check.id)))


def checks_named(names: Sequence[str] | None) -> tuple[Check, ...]:
    """The checks that a user asks for by id or theme.

    Args:
        names: ids (AR001) and themes (arithmetic, 算术); None for all but those of
            form, which only speak when asked.

    Raises:
        UnknownCheckError: no check and no theme of that name.
    """
    every = all_checks()
    if names is None:
        return tuple(check for check in every if check.theme is not Theme.FORM)
    chosen: set[str] = set()
    for name in names:
        found = [c.id for c in every if name.strip().lower() in _names(c)]
        if not found:
            known = "、".join(theme.name.lower() for theme in Theme)
            raise UnknownCheckError(
                f"没有名为“{name}”的核查项；可写编号（如 {every[0].id}）或类别：{known}"
            )
        chosen |= set(found)
    return tuple(check for check in every if check.id in chosen)


def _names(check: Check) -> tuple[str, ...]:
    return (
        check.id.lower(), check.theme.name.lower(), check.theme.label, "all", "全部",
    )  # fmt: skip
