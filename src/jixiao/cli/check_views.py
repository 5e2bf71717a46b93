"""All checks as a table, as JSON and as the page of the documentation."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from jixiao.audit.check import Check
from jixiao.cli.screen import CHAPTER
from jixiao.workflows.answers import Tree

SCHEMA_ID = "jixiao-checks/1"
_PAGE_HEAD = """\
# 核查项 Checks

What `jixiao audit` looks at. Written by `make docs` from the checks themselves; a test keeps both equal.
Ids are never reused. The theme's English name stands for all its checks: `jixiao audit --checks units,AR002`.
"""


def checks_tree(checks: Sequence[Check]) -> Tree:
    """What `jixiao checks --format json` prints."""
    return {
        "schema": SCHEMA_ID,
        "checks": [
            {
                "id": check.id, "theme": check.theme.name.lower(),
                "theme_label": check.theme.label, "title": check.title,
                "why": check.why, "how_to_fix": check.how_to_fix,
                "source": check.source,
            }
            for check in checks
        ],
    }  # fmt: skip


def checks_view(checks: Sequence[Check]) -> RenderableType:
    """The checks in the terminal, by theme."""
    parts: list[RenderableType] = []
    theme = None
    for check in checks:
        if check.theme is not theme:
            theme = check.theme
            name = f"\n{theme.label}（{theme.name.lower()}）"
            parts.append(Text(name, style=CHAPTER))
        parts.append(Text(f"{check.id}  {check.title}", style="bold"))
        for label, text in _entries(check):
            parts.append(Padding(Text(f"{label}：{text}"), (0, 0, 0, 7)))
    return Group(*parts)


def checks_page(checks: Sequence[Check]) -> str:
    """The page docs/checks.md."""
    lines = [_PAGE_HEAD]
    theme = None
    for check in checks:
        if check.theme is not theme:
            theme = check.theme
            lines.append(f"## {theme.label} `{theme.name.lower()}`\n")
        lines.append(f"### {check.id} {check.title}\n")
        lines += [f"- {label}：{text}" for label, text in _entries(check)]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _entries(check: Check) -> tuple[tuple[str, str], ...]:
    return (
        ("为什么", check.why),
        ("怎样改", check.how_to_fix),
        ("依据", check.source),
    )
