"""Many files on all cores: isolated from each other, with a time limit, resumable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jixiao.workflows.batch_state import State
from jixiao.workflows.batch_workers import Job, Outcome, Tree, worked_off

_AHEAD = 200
"""Documents begun before an earlier one is done: results do not pile up behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchItem:
    """One file of a batch."""

    path: Path
    tree: Tree | None
    """What the work gave; None with an error."""
    error: str | None = None
    """One Chinese sentence: rejected, crashed, hung, or a mistake of ours."""
    trace: str = ""
    """Of a mistake of ours, for the log."""
    is_remembered: bool = False
    """Done in an earlier run."""
    peak_mb: int = 0
    """The most that its process held; 0 for a remembered one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchProgress:
    """How far a batch is."""

    path: Path
    """The file that was done last."""
    done: int
    total: int
    remembered: int
    """How many of those done were done in an earlier run."""
    seconds: float
    """Since the batch began."""

    @property
    def per_second(self) -> float | None:
        """Files a second, the remembered ones left out; None before the first."""
        fresh = self.done - self.remembered
        return fresh / self.seconds if fresh and self.seconds else None

    @property
    def remaining_seconds(self) -> float | None:
        """How long it will still take at that rate."""
        rate = self.per_second
        left = self.total - self.done
        return left / rate if rate else (None if left else 0)


OnDone = Callable[[BatchProgress], object]


def audit_files(
    paths: Sequence[Path],
    job: Job,
    *,
    state: Path | None = None,
    in_order: bool = True,
    on_done: OnDone | None = None,
) -> Iterator[BatchItem]:
    """Work many files off; none of them stops the others.

    Args:
        paths: the files.
        job: the work, a function of a module that gives a JSON tree, and its options.
        state: folder of results; a file whose result is there is not done again.
            Crashes and time-outs are not kept, so a later run tries them again.
        in_order: give results in the order of the paths, else as they come.
        on_done: called after each file.

    Yields:
        One item a file.

    Raises:
        JixiaoError: the state folder cannot be written to.
    """
    batch = _Batch(paths, job.clock, State(state, [job.name, dict(job.options)]))
    remembered, left = batch.split()
    row = _Row(batch, remembered, in_order=in_order)
    for number in remembered:  # a progress bar begins where the last run ended
        batch.tell(on_done, number, is_remembered=True)
    yield from row.ready()
    outcomes = worked_off(left, job, is_wanted=row.is_wanted)
    for outcome in outcomes:
        row.add(outcome.number, batch.finish(outcome))
        batch.tell(on_done, outcome.number)
        yield from row.ready()


class _Row:
    """Results that wait for their turn."""

    def __init__(
        self, batch: _Batch, remembered: Sequence[int], *, in_order: bool
    ) -> None:
        self._batch = batch
        self._remembered = dict.fromkeys(remembered)
        self._items: dict[int, BatchItem] = {}
        self._in_order = in_order
        self._given = 0

    def is_wanted(self, number: int) -> bool:
        """Whether a file is near enough to the one whose turn it is."""
        return not self._in_order or number < self._given + _AHEAD

    def add(self, number: int, item: BatchItem) -> None:
        """Add a result."""
        self._items[number] = item

    def ready(self) -> Iterator[BatchItem]:
        """Hand out all whose turn it is."""
        if not self._in_order:
            while self._remembered:
                yield self._batch.remembered(self._remembered.popitem()[0])
            while self._items:
                yield self._items.popitem()[1]
        while self._given in self._items or self._given in self._remembered:
            number, self._given = self._given, self._given + 1
            waits = number in self._items
            yield self._items.pop(number) if waits else self._batch.remembered(number)


class _Batch:
    """The files of a batch with their results."""

    def __init__(
        self, paths: Sequence[Path], clock: Callable[[], float], state: State
    ) -> None:
        self._clock = clock
        self._paths = paths
        self._state = state
        self._keys = [state.key(path) for path in paths]
        self._done = self._remembered = 0
        self._began = self._clock()

    def split(self) -> tuple[list[int], list[tuple[int, Path]]]:
        """Numbers of the files that are done already, and the files that are not."""
        remembered = [n for n, key in enumerate(self._keys) if self._state.load(key)]
        known = set(remembered)
        left = [(n, path) for n, path in enumerate(self._paths) if n not in known]
        return remembered, left

    def remembered(self, number: int) -> BatchItem:
        """The result of an earlier run."""
        tree = self._state.load(self._keys[number])
        error = None if tree else "核查期间进度文件夹被改动，请重新运行。"
        return BatchItem(
            path=self._paths[number], tree=tree, error=error, is_remembered=True
        )

    def finish(self, outcome: Outcome) -> BatchItem:
        """Keep a result."""
        if outcome.tree is not None:
            self._state.save(self._keys[outcome.number], outcome.tree)
        return BatchItem(
            path=self._paths[outcome.number], tree=outcome.tree, error=outcome.error,
            trace=outcome.trace, peak_mb=outcome.peak_mb,
        )  # fmt: skip

    def tell(
        self, on_done: OnDone | None, number: int, *, is_remembered: bool = False
    ) -> None:
        """Count a file as done."""
        self._done += 1
        self._remembered += is_remembered
        if on_done is not None:
            on_done(
                BatchProgress(
                    path=self._paths[number], done=self._done, total=len(self._paths),
                    remembered=self._remembered,
                    seconds=self._clock() - self._began,
                )
            )  # fmt: skip
