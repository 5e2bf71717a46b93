"""`make accuracy`: how exactly forms are read and what an audit finds → docs/accuracy.md."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click
import yaml

from benchmarks.planted.measure import Figures, Recall
from benchmarks.planted.measure import measure as measure_planted

PAGE = Path("docs/accuracy.md")
EXPLANATIONS = Path("benchmarks/explanations.yaml")
JIXIAO = ".venv/bin/jixiao"
ELSEWHERE = Path("tests/golden/elsewhere/make.py")
PLANTED = ("--count", "1650", "--clean", "300", "--seed", "20201231")
EXISTING = click.Path(exists=True, path_type=Path)

Result = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """One corpus with what was measured on it."""

    title: str
    results: list[Result]

    def total(self, name: str) -> int:
        """A figure added up over all documents."""
        return sum(result[name] for result in self.results)

    @property
    def clean(self) -> list[Result]:
        """Documents without error or warning."""
        return [result for result in self.results if result["clean"]]


def measured(tool: Path, corpus: Path, title: str) -> Corpus:
    """Run the measuring tool over a corpus; one result for each document."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        command = [
            sys.executable, str(tool), "--corpus", str(corpus),
            "--command", JIXIAO, "--json", str(answer),
        ]  # fmt: skip
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  fixed arguments
        documents: list[Result] = json.loads(answer.read_text("utf-8"))["documents"]
    return Corpus(title=title, results=documents)


def made(arguments: Iterable[str]) -> None:
    """Run a generator of documents with this Python."""
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603  fixed arguments


def share(part: int, whole: int) -> str:
    """A share with its figures."""
    percent = f"{100 * part / whole:.1f} %" if whole else "—"
    return f"{percent}（{part} / {whole}）"


def row(corpus: Corpus) -> str:
    """One line of the table of corpora."""
    count = corpus.total
    false = sum(len(result["false_alarms"]) for result in corpus.clean)
    each = count("seconds") / len(corpus.results)
    cells = (
        corpus.title,
        f"{count('read')} / {len(corpus.results)}",
        share(count("cells_right"), count("cells")),
        share(count("errors_found"), count("errors_required")),
        share(count("warnings_found"), count("warnings_required")),
        share(count("alarms_matched"), count("alarms")),
        f"{false} / {len(corpus.clean)}",
        str(count("forbidden")),
        f"{each:.2f}",
    )
    return f"| {' | '.join(cells)} |"


def problems(corpus: Corpus, explanations: dict[str, str]) -> Iterator[str]:
    """Every miss and false alarm with its explanation."""
    for result in corpus.results:
        for kind, texts in (
            ("漏报", result["missed"]),
            ("误报", result["false_alarms"]),
        ):
            for text in texts:
                key = f"{result['id']} {text}"
                why = next(
                    (w for k, w in explanations.items() if key.startswith(k)),
                    "尚未说明",
                )
                yield f"- {kind} `{result['id']}`：{text}。{why}"


def planted_misses(planted: Figures, explanations: dict[str, str]) -> Iterator[str]:
    """Every planted defect that was not found, with what is known of its kind."""
    for outcome in planted.outcomes:
        defect = outcome.truth.defect
        if defect and not outcome.found:
            own = f"planted {outcome.truth.file.partition('-')[0]}"
            why = explanations.get(own) or explanations.get(f"planted {defect}")
            why = why or "尚未说明"
            yield f"- 漏报 `{outcome.truth.file}`（{outcome.truth.where}）：{why}"
    for outcome in planted.outcomes:
        for alarm in outcome.extra:
            yield f"- 另报 `{outcome.truth.file}`：{alarm}"


def planted_rows(groups: dict[str, Recall]) -> Iterator[str]:
    """Lines of a table of recalls."""
    for name, found in groups.items():
        caught = share(found.found, found.documents)
        yield f"| {name} | {caught} | {' '.join(found.checks[:4])} |"


def page(corpora: list[Corpus], planted: Figures, day: date) -> str:
    """The figures as a page of the documentation."""
    explanations = yaml.safe_load(EXPLANATIONS.read_text(encoding="utf-8")) or {}
    listed = [line for corpus in corpora for line in problems(corpus, explanations)]
    missed = list(planted_misses(planted, explanations))
    return "\n".join([
        "# 准确度 How exactly it reads and what it finds",
        "",
        "<!-- Written by `make accuracy`; not edited by hand. -->",
        "",
        f"{day.isoformat()}，`jixiao audit`，每份文件一次命令（含启动程序的时间）。单元格：每个指标的名称、指标值、完成值、分值、得分，",
        "与人工读出的结果比对。应报的错误、疑点由人读文件定出；精确率是报出的必须修改和请核实两级中属实的比例。",
        "",
        "One command for each document, start-up included. Cells: name, target, actual, weight and points of each indicator against what a",
        "person read. What must be found was settled by people reading the documents; precision is the share of errors and warnings that are true.",
        "",
        "| 语料 Corpus | 读出 Read | 单元格 Cells | 错误查出率 Errors found | 疑点查出率 Warnings found | 精确率 Precision | 无误文件的误报 / 份数 False alarms / clean | 触犯不应报 Must not flag | 秒/份 s |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        *(row(corpus) for corpus in corpora),
        "",
        "第一组是各地公开的报告和由其改动而成的文件，程序是看着它们写成的；第二组由没有看过程序的人按各地规则另写，写成后用来修正过程序；",
        "另有一组不公开。The first were at hand while the program was written; the second were written apart from it and then used to mend it;",
        "a third set is kept back.",
        "",
        "## 漏报和误报 Misses and false alarms",
        "",
        *(listed or ["无。None."]),
        "",
        "## 每份一处错误的文件 One planted defect a document",
        "",
        f"由程序按各种版式和格式生成：{planted.whole.documents} 份各有一处错误，{planted.clean} 份没有错误。",
        f"查出 {share(planted.whole.found, planted.whole.documents)}；没有错误的文件中报出 {planted.clean_alarms} 处；"
        f"有错误的文件中另报出 {planted.extra_alarms} 处。每份 {planted.seconds:.2f} 秒。",
        "",
        "Generated over all layouts and formats. Alarms on clean documents and alarms beside the planted defect are counted apart.",
        "",
        "| 错误 Defect | 查出 Found | 查出的核查项 Checks |",
        "| --- | --- | --- |",
        *planted_rows(planted.by_defect),
        "",
        "| 版式 Layout | 查出 Found | 核查项 Checks |",
        "| --- | --- | --- |",
        *planted_rows(planted.by_layout),
        "",
        "| 格式 Container | 查出 Found | 核查项 Checks |",
        "| --- | --- | --- |",
        *planted_rows(planted.by_container),
        "",
        *(["### 漏报和另报 Misses and other alarms", "", *missed, ""] if missed else []),
    ])  # fmt: skip


@click.command(help="测量读取和核查的准确度，写入 docs/accuracy.md。")
@click.option("--tool", required=True, type=EXISTING, help="测量程序")
@click.option("--corpus", required=True, type=EXISTING, help="带有人工结果的文件")
def main(tool: Path, corpus: Path) -> None:
    """Measure and keep the figures."""
    with tempfile.TemporaryDirectory() as folder:
        elsewhere, planted = Path(folder) / "elsewhere", Path(folder) / "planted"
        made([str(ELSEWHERE), str(elsewhere)])
        made(["-m", "benchmarks.planted", "-o", str(planted), *PLANTED])
        corpora = [
            measured(tool, corpus, "公开报告 Published"),
            measured(tool, elsewhere, "另写的报告 Written apart"),
        ]
        figures = measure_planted(planted)
    PAGE.write_text(page(corpora, figures, date.today()), encoding="utf-8")  # noqa: TID251, DTZ011  an entry point
    for one in corpora:
        click.echo(row(one).strip("| "))
    found = figures.whole
    click.echo(
        f"生成的文件：查出 {share(found.found, found.documents)}，无误文件误报 {figures.clean_alarms} 处"
    )
    click.echo(f"已写入 {PAGE}")


if __name__ == "__main__":
    main()
