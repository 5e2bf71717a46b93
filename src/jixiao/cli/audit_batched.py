"""Many documents on all cores, each apart from the others; loaded only for many."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from jixiao.cli.audit_work import Answer, Settings, answer_for, answer_of, work
from jixiao.cli.audited import AuditedInput
from jixiao.workflows.audit_batch import BatchItem, BatchProgress, audit_files
from jixiao.workflows.batch_state import STATE_FOLDER
from jixiao.workflows.batch_workers import Job

_MINUTE = 60


def batch_answers(
    paths: Sequence[Path], settings: Settings, console: Console
) -> Iterator[Answer]:
    """Audit many files, in order, with rate and remaining time on standard error.

    With a folder for notes, a run that was ended goes on where it stopped.
    """
    job = Job(work=work, options=settings.options(), clock=time.monotonic)
    state = settings.folder / STATE_FOLDER if settings.folder else None
    columns = (
        TextColumn("核查"), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
    )  # fmt: skip
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task("", total=len(paths), pace="")

        def tell(at: BatchProgress) -> None:
            progress.update(task, completed=at.done, pace=pace(at))

        for item in audit_files(paths, job, state=state, on_done=tell):
            if item.trace:  # a mistake of ours is loud
                console.print(item.trace, markup=False)
            yield _answer(item, settings)


def _answer(item: BatchItem, settings: Settings) -> Answer:
    if item.tree is None:
        return _given_up(item, settings)
    answer = Answer(**item.tree)
    if all(Path(path).exists() for path in answer.written):
        return answer
    return answer_for(item.path, settings)  # somebody removed what was written


def _given_up(item: BatchItem, settings: Settings) -> Answer:
    """A file that crashed or hung is unreadable, with the sentence why."""
    return answer_of(AuditedInput(path=item.path, error=item.error), settings)


def pace(at: BatchProgress) -> str:
    """How fast it goes and how long it will take."""
    if at.per_second is None or at.remaining_seconds is None:
        return ""
    left = round(at.remaining_seconds)
    words = (
        f"{left // _MINUTE} 分 {left % _MINUTE} 秒" if left >= _MINUTE else f"{left} 秒"
    )
    return f"每秒 {at.per_second:.1f} 份，还需 {words}"
