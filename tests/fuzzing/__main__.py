"""`make fuzz`: change whole files at random for a while; keep what breaks us.

`python -m tests.fuzzing --replay FILE` runs one kept file again.
"""

from __future__ import annotations

import faulthandler
import hashlib
import os
import random
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

import click
from rich.console import Console
from tests.fuzzing.feedback import OURS, Feedback
from tests.fuzzing.mutations import mutated
from tests.fuzzing.outcomes import MOST_SECONDS, outcome, time_limit
from tests.fuzzing.seeds import seeds

FOLDER = Path("build/fuzz")
_MOST_KEPT = 2000
_TRACED_SECONDS = 4 * MOST_SECONDS
_STUCK_SECONDS = 900
"""Where not even our limit of time is heard, the interpreter ends with a traceback."""
_SEEDS_AGAIN = 0.2
_STATUS_SECONDS = 10


@dataclass(slots=True)
class Run:
    """What a run has seen."""

    folder: Path
    chance: random.Random
    seeds: list[tuple[str, bytes]]
    feedback: Feedback = field(default_factory=Feedback)
    kept: list[tuple[str, bytes]] = field(default_factory=list)
    outcomes: dict[str, int] = field(default_factory=dict)
    crashes: dict[str, Path] = field(default_factory=dict)

    def step(self, name: str, content: bytes) -> None:
        """Try one file; keep it if it led somewhere new."""
        last = self.folder / f"last{Path(name).suffix}"
        last.write_bytes(content)  # still there where even the interpreter dies
        faulthandler.dump_traceback_later(_STUCK_SECONDS, exit=True)
        try:
            with self.feedback.traced() as new, time_limit(_TRACED_SECONDS):
                what = outcome(content, name)
        except Exception:  # noqa: BLE001  what fuzzing is for
            what = "crashed"
            self._keep_crash(name, content)
        finally:
            faulthandler.cancel_dump_traceback_later()
        self.outcomes[what] = self.outcomes.get(what, 0) + 1
        if new and what != "crashed":
            self.kept.append((name, content))
            del self.kept[:-_MOST_KEPT]

    def next(self) -> tuple[str, bytes]:
        """A changed file: mostly of those kept, the latest ones more often."""
        if self.chance.random() < _SEEDS_AGAIN or not self.kept:
            name, content = self.chance.choice(self.seeds)
        else:
            at = int(len(self.kept) * self.chance.random() ** 0.5)
            name, content = self.kept[at]
        _, other = self.chance.choice(self.kept or self.seeds)
        return name, mutated(content, other, self.chance)

    def _keep_crash(self, name: str, content: bytes) -> None:
        signature = _signature(sys.exc_info()[1])
        if signature in self.crashes:
            return
        digest = hashlib.sha256(content).hexdigest()[:12]
        file = self.folder / "crashes" / f"{digest}{Path(name).suffix}"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
        command = f".venv/bin/python -m tests.fuzzing --replay {file}"
        note = f"{signature}\n{command}\n\n{traceback.format_exc()}"
        file.with_suffix(file.suffix + ".log").write_text(note, encoding="utf-8")
        self.crashes[signature] = file


def _signature(error: BaseException | None) -> str:
    """The kind of a mistake and the innermost of our lines that made it."""
    frames = traceback.extract_tb(error.__traceback__) if error else []
    own = [frame for frame in frames if frame.filename.startswith(OURS)]
    where = own[-1] if own else frames[-1]
    return f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}"


@click.command(help="随机改动各种文件，检查只出现说明清楚的结果。")
@click.option("--time", "seconds", default=300.0, help="秒数")
@click.option("--seed", type=int, default=None, help="随机数种子；不写时每次不同")
@click.option("--only", default="", help="只用这种扩展名的文件，例如 docx")
@click.option("--replay", type=click.Path(exists=True, path_type=Path), help="重跑一份")
def main(seconds: float, seed: int | None, only: str, replay: Path | None) -> None:
    """Fuzz for a while; the exit code is 1 where something broke."""
    os.environ["PATH"] = ""  # thousands of broken files start no converters
    if replay is not None:
        with time_limit(MOST_SECONDS):
            click.echo(outcome(replay.read_bytes(), f"报告{replay.suffix}"))
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    seed = random.SystemRandom().getrandbits(32) if seed is None else seed
    chosen = [(name, content) for name, content in seeds() if name.endswith(only)]
    if not chosen:
        raise click.UsageError(f"没有 {only} 这样的文件")
    run = Run(FOLDER, random.Random(seed), chosen)  # noqa: S311  repeatable on purpose
    log = Console(stderr=True)
    log.print(f"种子 {seed}，{seconds:g} 秒，结果在 {FOLDER}")
    for name, content in chosen:
        run.step(name, content)
    _fuzz(run, seconds, log)
    for signature, file in run.crashes.items():
        log.print(f"[red]{signature}[/red]  {file}")
    sys.exit(1 if run.crashes else 0)


def _fuzz(run: Run, seconds: float, log: Console) -> None:
    start = told = time.monotonic()
    count = 0
    while (now := time.monotonic()) < start + seconds:
        run.step(*run.next())
        count += 1
        if now - told >= _STATUS_SECONDS:
            told = now
            log.print(_status(run, count, now - start))
    log.print(_status(run, count, time.monotonic() - start))
    for what, times in sorted(run.outcomes.items()):
        log.print(f"  {what}: {times}")


def _status(run: Run, count: int, seconds: float) -> str:
    return (
        f"{seconds:.0f} 秒：{count} 份，{count / seconds:.0f} 份/秒，"
        f"{run.feedback.steps} 步，保留 {len(run.kept)} 份，出错 {len(run.crashes)} 种"
    )


if __name__ == "__main__":
    main()
