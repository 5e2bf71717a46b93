"""Where the commands print, and the codes they end with."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

from rich.console import Console

from jixiao.cli import screen
from jixiao.cli.inputs import Input

DONE, CANNOT = 0, 2
WIDE = 118


def fail(sentence: str) -> int:
    """Print one sentence on standard error; give the exit code for it."""
    screen.print_error(log(), sentence)
    return CANNOT


def out() -> Console:
    """Standard output; a fixed width where it is no terminal."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDE
    return console


def log() -> Console:
    """Standard error."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def print_json(tree: dict[str, Any]) -> None:
    """Print the answer on standard output."""
    sys.stdout.write(json.dumps(tree, ensure_ascii=False, indent=2) + "\n")


def report_error(one: Input) -> None:
    """Print why a file could not be read."""
    if one.error is not None:
        screen.print_error(log(), one.error)


def exit_code(outcomes: Iterable[bool]) -> int:
    """0 when anything was done, 2 when nothing could be."""
    return DONE if any(outcomes) else CANNOT
