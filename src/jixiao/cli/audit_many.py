"""Documents one after the other, or on all cores where there are many."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console

from jixiao.cli.audit_work import TABLE, Answer, Settings, answer_for
from jixiao.cli.inputs import with_progress

MANY = 8
"""From so many on, starting processes pays."""


def audit_answers(
    paths: Sequence[Path], settings: Settings, *, console: Console
) -> Iterator[Answer]:
    """Audit files, in order, with a progress bar on standard error."""
    if settings.output != TABLE and len(paths) >= MANY:
        batched = importlib.import_module("jixiao.cli.audit_batched")
        yield from batched.batch_answers(paths, settings, console)
        return
    for path in with_progress(paths, console, "核查"):
        yield answer_for(path, settings)
