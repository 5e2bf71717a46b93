"""A program of its own that a test can kill: works a folder off, one line a file."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.workflows.batch_work import work

from jixiao.workflows.audit_batch import audit_files
from jixiao.workflows.batch_workers import Job


def main(folder: Path, seconds: float) -> None:
    """Work off what lies in a folder."""
    options = {"seconds": seconds, "log": str(folder / "log")}
    paths = sorted(folder.glob("*.txt"))
    job = Job(work=work, options=options, clock=time.monotonic, workers=2)
    for item in audit_files(paths, job, state=folder / ".jixiao-audit"):
        print(item.path.name, item.is_remembered, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
