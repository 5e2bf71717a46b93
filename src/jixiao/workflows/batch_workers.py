"""Processes that work documents off one by one: none of them can stop the others.

A document that crashes its process, hangs, or takes too much memory is an outcome like
any other. Knows nothing of what the work is.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from jixiao.core.errors import JixiaoError
from jixiao.documents.limits import MEGABYTE

if sys.platform != "win32":
    import resource

Tree = dict[str, Any]
Options = Mapping[str, Any]
Work = Callable[[Path, Options], Tree]
"""A function of a module, so that a new process can import it."""

TIME_LIMIT = 120.0
"""Seconds for one document; a report takes a hundredth of one, a book of pages ten."""
RECYCLE_AT_MB = 220
"""A process that ever held so much makes place for a fresh one."""
RECYCLE_AFTER = 500
"""Documents; what leaks slowly in libraries goes with the process."""
MOST_DATA = 2048 * MEGABYTE
"""What one document may take before its reading is given up."""
_GRACE_SECONDS = 5
_START_SECONDS = 60
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is done with each document."""

    work: Work
    """Run in the processes with a path and the options; a JixiaoError is a rejection."""
    options: Options
    """All that the work depends on besides the file and its decisions; JSON."""
    clock: Callable[[], float]
    """Seconds that only go forward, such as time.monotonic."""
    workers: int | None = None
    """Processes at most; one a core where None."""
    time_limit: float = TIME_LIMIT
    """Seconds for one document."""

    @property
    def name(self) -> str:
        """Where the work stands."""
        return f"{self.work.__module__}.{getattr(self.work, '__qualname__', '')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one document."""

    number: int
    """Its place among those given."""
    tree: Tree | None = None
    error: str | None = None
    """One Chinese sentence where there is no tree."""
    trace: str = ""
    """Of a mistake of ours, for the log."""
    seconds: float = 0.0
    peak_mb: int = 0
    """The most that the process held so far."""


def worked_off(
    paths: Sequence[tuple[int, Path]],
    job: Job,
    *,
    is_wanted: Callable[[int], bool] = lambda _: True,
) -> Iterator[Outcome]:
    """Let processes work documents off, in whatever order they finish.

    Args:
        paths: with the number of each.
        job: what to do with each.
        is_wanted: whether a number may be begun already.
    """
    crew_size = min(job.workers or cores(), len(paths))
    waiting = list(reversed(paths))
    crew = [_Worker(job) for _ in range(crew_size)]
    try:
        while waiting or any(worker.is_busy for worker in crew):
            for worker in crew:
                if waiting and not worker.is_busy and is_wanted(waiting[-1][0]):
                    worker.begin(*waiting.pop())
            yield from _finished(crew, job.clock)
    finally:
        for worker in crew:
            worker.stop()


def _finished(crew: Sequence[_Worker], clock: Callable[[], float]) -> Iterator[Outcome]:
    """Wait until a worker has something to say, or its time is over."""
    busy = [worker for worker in crew if worker.is_busy]
    left = min((worker.deadline for worker in busy), default=0.0) - clock()
    wait([worker.connection for worker in busy], timeout=max(left, 0.0))
    for worker in busy:
        outcome = worker.outcome()
        if outcome is not None:
            yield outcome


class _Worker:
    """One process, started anew when it has died, hung or grown."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._start()

    def _start(self) -> None:
        self.connection, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(
            target=_serve, args=(theirs, self._job), daemon=True
        )
        self._process.start()
        theirs.close()
        self._number: int | None = None
        self._began = self.deadline = 0.0
        self._done = 0

    @property
    def is_busy(self) -> bool:
        """Whether it has a document that it did not answer for."""
        return self._number is not None

    def begin(self, number: int, path: Path) -> None:
        """Hand it a document; its time runs from when the process takes it up."""
        self._number = number
        self._began = self._job.clock()
        self.deadline = self._began + self._job.time_limit + _START_SECONDS
        try:
            self.connection.send(path)
        except OSError:
            self.deadline = 0.0  # it died between two documents

    def outcome(self) -> Outcome | None:
        """What came of its document; None while it works."""
        assert self._number is not None
        number, seconds = self._number, self._job.clock() - self._began
        try:
            if self.connection.poll():
                return self._heard(number, seconds, self.connection.recv())
        except (EOFError, OSError):
            return self._gave_up(number, seconds, self._death())
        if self._job.clock() < self.deadline:
            return None
        return self._gave_up(
            number, seconds,
            f"超过 {self._job.time_limit:g} 秒仍未核查完，已跳过；请删去无关内容或另存后再试。",
        )  # fmt: skip

    def _heard(
        self, number: int, seconds: float, answer: _Answer | None
    ) -> Outcome | None:
        if answer is None:  # taken up
            self._began = self._job.clock()
            self.deadline = self._began + self._job.time_limit
            return None
        self._number = None
        self._done += 1
        if answer.peak_mb >= RECYCLE_AT_MB or self._done >= RECYCLE_AFTER:
            self._restart()
        return Outcome(
            number=number, seconds=seconds, peak_mb=answer.peak_mb,
            tree=json.loads(answer.tree) if answer.tree else None,
            error=answer.error or None, trace=answer.trace,
        )  # fmt: skip

    def _death(self) -> str:
        """Why a process is gone: its memory or its time was over, or it crashed."""
        self._process.join(_GRACE_SECONDS)
        code = self._process.exitcode
        return f"核查这份文件的进程意外中止（代码 {code}），已跳过；文件可能已损坏，请另存后再试。"

    def _gave_up(self, number: int, seconds: float, sentence: str) -> Outcome:
        self._restart()
        return Outcome(number=number, seconds=seconds, error=sentence)

    def _restart(self) -> None:
        self.stop()
        self._start()

    def stop(self) -> None:
        """End the process, whatever it does."""
        self.connection.close()
        self._process.kill()
        self._process.join()


def cores() -> int:
    """How many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


# -- inside a process ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    tree: str = ""
    error: str = ""
    trace: str = ""
    peak_mb: int = 0


def _serve(connection: Connection, job: Job) -> None:
    """Answer for documents until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    _limit_memory()
    while True:
        try:
            path = connection.recv()
        except (EOFError, OSError):
            return
        _end_after(job.time_limit + 2 * _GRACE_SECONDS)
        try:
            connection.send(None)
            connection.send(_answered(path, job))
        except OSError:
            return
        _end_after(0)


def _answered(path: Path, job: Job) -> _Answer:
    try:
        tree = json.dumps(job.work(path, job.options), ensure_ascii=False)
    except JixiaoError as error:
        return _Answer(error=str(error), peak_mb=_peak_mb())
    except MemoryError:
        most = MOST_DATA // MEGABYTE
        return _Answer(
            error=f"核查需要的内存超过 {most} 兆字节，已跳过；请删去图片等无关内容后再试。",
            peak_mb=most,
        )
    except Exception as error:  # noqa: BLE001  the job runner: our bug, not the batch's end
        return _Answer(
            error=f"核查时程序出错（{type(error).__name__}），已跳过；请把这份文件告知维护人员。",
            trace=traceback.format_exc(), peak_mb=_peak_mb(),
        )  # fmt: skip
    return _Answer(tree=tree, peak_mb=_peak_mb())


def _end_after(seconds: float) -> None:
    """Let the system end a process that hangs, even when its parent is gone."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory() -> None:
    if sys.platform == "linux":
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = MOST_DATA if hard == resource.RLIM_INFINITY else min(MOST_DATA, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _peak_mb() -> int:
    """The most resident memory of this process so far.

    On Linux from its own high-water mark: what `getrusage` tells is never less than
    the process that started it had in use.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        return int(line[1]) // 1024 if line else 0
    if sys.platform == "win32":
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (MEGABYTE if sys.platform == "darwin" else 1024)
