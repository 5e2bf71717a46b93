"""`make bench`: speed and memory beside python-docx, measured in one run.

Each measurement is a process of its own; ours and theirs take turns, so that a busy
moment of the machine hits both.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from statistics import median

import click
from rich import box
from rich.console import Console
from rich.table import Table

ROUNDS = 3
WIDE = 116
LABELS = {
    "read": "读自评报告 .docx 到各项数值",
    "write": "写自评报告和自评表 .docx",
}
AUDITS = {
    "docx": ("核查自评报告 .docx", "python-docx 逐段逐格取文字", 0.15),
    "txt": ("核查自评报告 .txt", "逐行逐格读文字", 0.15),
    "pdf": ("核查自评报告 .pdf", "pdfplumber 逐页取文字和表格", 0.6),
}
"""Label, yardstick, and the median of seconds to aim at."""
YARDSTICK = "对照：python-docx 只取（只写）同样的段落和单元格文字；核查的对照见下"
AIMS = {"read": "≤ 1", "write": "≤ 2"}
AIM_AUDIT, AIM_WORKER_MB = 5, 300
AIM_PER_SECOND = 50_000
AIM_PAGE_MS = 200
PAGE = Path("docs/benchmarks.md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a comparison: the best time and the lowest peak of all rounds."""

    seconds: float
    peak_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """Our work beside that of python-docx."""

    name: str
    things: int
    """Paragraphs and cells."""
    ours: Side
    theirs: Side

    @property
    def times(self) -> float:
        """Our seconds over theirs."""
        return self.ours.seconds / self.theirs.seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Throughput:
    """Scoring in bulk."""

    indicators: int
    seconds: float
    best_tenth: float
    """Seconds of the fastest tenth of the run."""
    peak_mb: float

    @property
    def per_second(self) -> int:
        """Indicators scored in a second, over the whole run."""
        return round(self.indicators / self.seconds)

    @property
    def best_per_second(self) -> int:
        """Indicators scored in a second, in the fastest tenth."""
        return round(self.indicators / 10 / self.best_tenth)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Auditing a report beside merely opening and iterating it: medians of seconds."""

    format: str
    ours: float
    theirs: float
    peak_mb: float

    @property
    def times(self) -> float:
        """Our seconds over theirs."""
        return self.ours / self.theirs


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Auditing 1,000 reports on all cores."""

    count: int
    cores: int
    seconds: float
    again: float
    """Seconds of a second run, in which all are done already."""
    worker_mb_half: float
    """The highest peak of a worker in the first half of the run."""
    worker_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The bureau's list of 10,000 evaluations on PostgreSQL."""

    count: int
    median: float
    p95: float
    empty_median: float
    """Of an empty view behind the same middleware."""
    empty_p95: float
    export: float
    """Seconds of the work sheet with all rows."""
    peak_mb: float

    @property
    def times(self) -> float:
        """Our p95 over that of the empty view."""
        return self.p95 / self.empty_p95


def measured(name: str, folder: str) -> dict[str, float]:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.measure", name, folder]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603  fixed arguments
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def ratios(folder: str) -> Iterator[Ratio]:
    """Measure reading and writing, both sides in turn."""
    things = measured("prepare", folder)
    for name in LABELS:
        rounds = [
            [measured(f"{name} {side}", folder) for side in ("ours", "theirs")]
            for _ in range(ROUNDS)
        ]
        ours, theirs = (
            Side(
                seconds=min(answer["seconds"] for answer in answers),
                peak_mb=min(answer["peak_mb"] for answer in answers),
            )
            for answers in zip(*rounds, strict=True)
        )
        yield Ratio(name=name, things=int(things[name]), ours=ours, theirs=theirs)


def audits(folder: str) -> Iterator[Audit]:
    """Measure auditing, both sides in turn; the middle of all rounds counts."""
    for form in AUDITS:
        rounds = [
            [measured(f"audit {form} {side}", folder) for side in ("ours", "theirs")]
            for _ in range(ROUNDS)
        ]
        ours, theirs = (
            median(answer["median"] for answer in answers)
            for answers in zip(*rounds, strict=True)
        )
        peak = min(own["peak_mb"] for own, _ in rounds)
        yield Audit(format=form, ours=ours, theirs=theirs, peak_mb=peak)


def batch(folder: str) -> Batch:
    """Measure a batch."""
    measured("prepare batch", folder)
    answer = measured("audit batch", folder)
    return Batch(
        count=int(answer["count"]), cores=int(answer["cores"]),
        seconds=answer["seconds"], again=answer["again"],
        worker_mb_half=answer["worker_mb_half"], worker_mb=answer["worker_mb"],
    )  # fmt: skip


def throughput(folder: str) -> Throughput:
    """Measure scoring."""
    answer = measured("score", folder)
    return Throughput(
        indicators=int(answer["count"]),
        seconds=answer["seconds"],
        best_tenth=answer["best_tenth"],
        peak_mb=answer["peak_mb"],
    )


def site() -> Site | None:
    """Measure the list; None where no PostgreSQL answers."""
    answer = measured("site", ".")
    if "p95" not in answer:
        return None
    return Site(
        count=int(answer["count"]), median=answer["median"], p95=answer["p95"],
        empty_median=answer["empty_median"], empty_p95=answer["empty_p95"],
        export=answer["export"], peak_mb=answer["peak_mb"],
    )  # fmt: skip


def machine() -> str:
    """What it was measured on, without its name."""
    cores = os.cpu_count()
    return f"{platform.system()} {platform.machine()}，{cores} 核，Python {platform.python_version()}"


Rows = list[tuple[str, ...]]
HEADS = ("项目", "本程序", "对照", "倍数", "目标", "内存峰值 MB")


def rows_of(pairs: Sequence[Ratio], scoring: Throughput) -> Rows:
    """The table as texts."""
    rows: Rows = [
        (
            f"{LABELS[pair.name]}（{pair.things} 段和格）",
            f"{pair.ours.seconds * 1000:.1f} ms",
            f"{pair.theirs.seconds * 1000:.1f} ms",
            f"{pair.times:.2f}",
            AIMS[pair.name],
            f"{pair.ours.peak_mb:.0f} / {pair.theirs.peak_mb:.0f}",
        )
        for pair in pairs
    ]
    aim, peak = f"≥ {AIM_PER_SECOND:,}", f"{scoring.peak_mb:.0f}"
    rows += [
        (
            "计分 10 万份 × 24 个指标，不写计算过程", f"{scoring.seconds:.1f} s", "—",
            f"{scoring.per_second:,} 个/秒", aim, peak,
        ),
        (
            "　其中最快的十分之一", f"{scoring.best_tenth:.1f} s", "—",
            f"{scoring.best_per_second:,} 个/秒", aim, peak,
        ),
    ]  # fmt: skip
    return rows


def audit_rows(audits: Sequence[Audit], batch: Batch) -> Rows:
    """The rows about auditing as texts."""
    rows: Rows = [
        (
            AUDITS[one.format][0],
            f"{one.ours * 1000:.1f} ms",
            f"{one.theirs * 1000:.1f} ms",
            f"{one.times:.1f}",
            f"≤ {AIM_AUDIT}，≤ {AUDITS[one.format][2] * 1000:.0f} ms",
            f"{one.peak_mb:.0f}",
        )
        for one in audits
    ]
    rate = f"{batch.count / batch.seconds:.0f} 份/秒"
    peaks = f"{batch.worker_mb_half:.0f} → {batch.worker_mb:.0f}"
    rows += [
        (
            f"核查 {batch.count:,} 份报告，{batch.cores} 个进程", f"{batch.seconds:.1f} s",
            "—", rate, f"每进程 ≤ {AIM_WORKER_MB} MB", peaks,
        ),
        ("　全部已核查过，再次运行", f"{batch.again:.1f} s", "—", "—", "—", "—"),
    ]  # fmt: skip
    return rows


def site_rows(one: Site | None) -> Rows:
    """The rows about the site as texts."""
    if one is None:
        return [("财政总览（没有 PostgreSQL，未测量）", *["—"] * 5)]
    return [
        (
            f"财政总览 {one.count:,} 份，PostgreSQL，p95", f"{one.p95 * 1000:.0f} ms",
            f"{one.empty_p95 * 1000:.1f} ms", f"{one.times:.1f}",
            f"≤ {AIM_PAGE_MS} ms", f"{one.peak_mb:.0f}",
        ),
        (
            "　中位数", f"{one.median * 1000:.0f} ms",
            f"{one.empty_median * 1000:.1f} ms",
            f"{one.median / one.empty_median:.1f}", "—", "—",
        ),
        (f"　导出 {one.count:,} 行 xlsx", f"{one.export:.1f} s", *["—"] * 4),
    ]  # fmt: skip


def page(rows: Rows, day: date) -> str:
    """The figures as a page of the documentation."""
    lines = [
        "# 速度与内存 Speed and memory",
        "",
        "<!-- Written by `make bench ARGS=--write`; not edited by hand. -->",
        "",
        f"{day.isoformat()}，{machine()}。同一次运行中各在单独的进程里轮流测量 {ROUNDS} 轮，取最快一次；",
        "内存为进程峰值，含解释器和各自载入的库。数字随机器和负载变化，测试不以此为准。",
        "",
        "Measured in one run, each side in processes of its own, in turn; the best counts. Memory is the peak of the",
        "process, interpreter and imports included. The figures vary with machine and load; no test asserts them.",
        "",
        "| " + " | ".join(HEADS) + " |",
        "|" + " --- |" * len(HEADS),
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
        "倍数小于 1 表示比对照快。对照是 python-docx 对同一内容所做的最少工作：读取只取文字、不识别表格含义；",
        "写出只填文字、不设公文版式。本程序的读取含识别表头、指标、预算和章节，写出含撰写全文和公文版式。",
        "核查各行是多次运行的中位数，含读取、识别规则、重新计分和全部核查项；对照依次是 "
        + "、".join(yardstick for _, yardstick, _ in AUDITS.values())
        + "。",
        "财政总览的对照是同样中间件之后的空视图，同一次运行中轮流请求，不含网络；含筛选、排序、分组、翻页各种地址。",
        "成批核查的报告中每十份有一份 pdf，其余 docx、txt 各半；内存是单个核查进程的峰值，前为运行到一半时，后为全程。",
        "",
        "A ratio below 1 is faster than the yardstick, which is the least that python-docx does for the same content: taking",
        "the texts without knowing what they mean; filling in the texts without the official layout. Audits are medians",
        "and hold reading, recognising the rules, scoring and all checks; their yardsticks are going through paragraphs",
        "and cells by python-docx, through lines and cells, and through the texts and tables of pages by pdfplumber. The",
        "batch is docx and txt, every tenth a pdf; its memory is the peak of one worker, half way and in the end. The",
        "yardstick of the bureau's list is an empty view behind the same middleware, asked in turn, without network.",
        "",
    ]
    return "\n".join(lines)


def table_of(rows: Rows) -> Table:
    """The table for the terminal."""
    table = Table(title=machine(), caption=YARDSTICK, box=box.SIMPLE_HEAD)
    for number, head in enumerate(HEADS):
        table.add_column(head, justify="right" if number else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    return table


@click.command(help="测量速度和内存。")
@click.option("--json", "as_json", is_flag=True, help="打印 JSON")
@click.option("--write", is_flag=True, help=f"另写入 {PAGE}")
def main(*, as_json: bool, write: bool) -> None:
    """Measure, print, and keep the figures if asked."""
    log = Console(stderr=True)
    with tempfile.TemporaryDirectory() as folder:
        with log.status("正在测量读取与写出……"):
            pairs = list(ratios(folder))
        with log.status("正在测量核查……"):
            audited = list(audits(folder))
            many = batch(folder)
        with log.status("正在测量计分（约一分钟）……"):
            scoring = throughput(folder)
        with log.status("正在测量网站……"):
            listed = site()
    rows = rows_of(pairs, scoring) + audit_rows(audited, many) + site_rows(listed)
    if as_json:
        tree = {
            "machine": machine(),
            "ratios": [asdict(pair) | {"times": pair.times} for pair in pairs],
            "audits": [asdict(one) | {"times": one.times} for one in audited],
            "batch": asdict(many),
            "site": asdict(listed) | {"times": listed.times} if listed else None,
            "scoring": asdict(scoring)
            | {"per_second": scoring.per_second, "best": scoring.best_per_second},
        }
        click.echo(json.dumps(tree, ensure_ascii=False, indent=2))
    else:
        Console(width=WIDE).print(table_of(rows))
    if write:
        PAGE.write_text(page(rows, date.today()), encoding="utf-8")  # noqa: TID251, DTZ011  an entry point


if __name__ == "__main__":
    main()
