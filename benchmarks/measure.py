"""Measure one workload in this process and print seconds and peak memory as JSON."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from time import perf_counter

from benchmarks import workloads

SECONDS = 1.5
"""How long a workload is repeated; the best repetition counts."""
WORKLOADS = {
    "read ours": workloads.read_claims,
    "read theirs": workloads.read_texts,
    "write ours": workloads.write_documents,
    "write theirs": workloads.write_texts,
}
KILOBYTES_PER_MB = 1024


def best_of(work: workloads.Timed) -> float:
    """Seconds of the fastest repetition, the first one not counted."""
    work()
    best, end = float("inf"), perf_counter() + SECONDS
    while perf_counter() < end:
        start = perf_counter()
        work()
        best = min(best, perf_counter() - start)
    return best


def main(name: str, folder: Path) -> dict[str, float]:
    """Measure the workload of that name, or prepare the input of all."""
    if name == "prepare":
        read, write = workloads.prepare(folder)
        return {"read": read, "write": write}
    answer: dict[str, float]
    if name == "score":
        count, seconds, best = workloads.score_many()
        answer = {"count": count, "seconds": seconds, "best_tenth": best}
    else:
        answer = {"seconds": best_of(WORKLOADS[name](folder))}
    # the highest resident memory of this process, interpreter and imports included
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES_PER_MB
    return answer | {"peak_mb": peak}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
