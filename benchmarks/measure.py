"""Measure one workload in this process and print seconds and peak memory as JSON."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import site, workloads

SECONDS = 1.5
"""How long a workload is repeated; the best repetition counts."""
WORKLOADS = {
    "read ours": workloads.read_claims,
    "read theirs": workloads.read_texts,
    "audit docx ours": workloads.audit(workloads.REPORT),
    "audit docx theirs": workloads.read_texts,
    "audit txt ours": workloads.audit(workloads.REPORT_TEXT),
    "audit txt theirs": workloads.read_lines,
    "audit pdf ours": workloads.audit(workloads.REPORT_PDF),
    "audit pdf theirs": workloads.read_pages,
    "write ours": workloads.write_documents,
    "write theirs": workloads.write_texts,
}
KILOBYTES_PER_MB = 1024


def timed(work: workloads.Timed) -> list[float]:
    """Seconds of each repetition, the first one not counted."""
    work()
    seconds: list[float] = []
    end = perf_counter() + SECONDS
    while not seconds or perf_counter() < end:
        start = perf_counter()
        work()
        seconds.append(perf_counter() - start)
    return seconds


def main(name: str, folder: Path) -> dict[str, float]:
    """Measure the workload of that name, or prepare the input of all."""
    if name == "prepare":
        read, write = workloads.prepare(folder)
        return {"read": read, "write": write}
    if name == "prepare batch":
        return {"bytes": workloads.prepare_batch(folder)}
    answer: dict[str, float]
    if name == "audit batch":
        answer = workloads.audit_many(folder)
    elif name == "site":
        answer = site.measure()
    elif name == "score":
        count, seconds, best = workloads.score_many()
        answer = {"count": count, "seconds": seconds, "best_tenth": best}
    else:
        repeated = timed(WORKLOADS[name](folder))
        answer = {"seconds": min(repeated), "median": median(repeated)}
    # the highest resident memory of this process, interpreter and imports included
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES_PER_MB
    return answer | {"peak_mb": peak}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
