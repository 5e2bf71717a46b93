"""`jixiao read`, `score` and `explain`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from jixiao.cli import answers, screen
from jixiao.cli.chinese import ChineseCommand
from jixiao.cli.console import exit_code, log, out, print_json, report_error
from jixiao.cli.inputs import expand, read_inputs, score_input
from jixiao.cli.options import FILES, RULEBOOK, Files, format_option, rulebook_named
from jixiao.core.scorecard import ScoredRow
from jixiao.workflows.score_evaluation import Scored


@click.command(
    cls=ChineseCommand,
    short_help="读自评报告或自评表：读到了什么，什么没读出来",
    help="读取自评报告或自评表（docx doc wps xlsx xls et pdf html txt，或 yaml json），列出读到的内容和未能读出之处。",
    example="jixiao read 自评表.docx\njixiao read 报送材料/ --format json",
)
@FILES
@format_option("table", "json")
def read(files: Files, output: str) -> int:
    """Read documents."""
    inputs = read_inputs(expand(files), log())
    if output == "json":
        documents = []
        for one in inputs:
            documents.append(answers.read_answer(one))
            report_error(one)
        print_json({"schema": "jixiao-read/1", "documents": documents})
        return exit_code(d["outcome"] == "read" for d in documents)
    seen = []
    for one in inputs:
        seen.append(one.document is not None)
        if one.document is not None:
            out().print(screen.read_view(one, one.document))
        report_error(one)
    return exit_code(seen)


@click.command(
    cls=ChineseCommand,
    short_help="按计分规则重新算分",
    help="按计分规则算出每项得分、总分和等级；不写 --rulebook 时自动识别规则并说明理由。--compare 用另一份规则比较（沿用原表分值）。",
    example="jixiao score 自评表.docx\n"
    "jixiao score 报告.txt --compare platform-over-target\n"
    "jixiao score 报送材料/ --format json",
)
@FILES
@RULEBOOK
@click.option(
    "--compare",
    multiple=True,
    metavar="编号或文件",
    help="再按这份规则计分并比较；可写多次",
)
@format_option("table", "json")
def score(files: Files, given: str | None, compare: Sequence[str], output: str) -> int:
    """Score documents."""
    rulebook = rulebook_named(given)
    others = [book for name in compare if (book := rulebook_named(name))]
    documents, done = [], []
    for one in read_inputs(expand(files), log()):
        scored = score_input(one, rulebook, others)
        done.append(bool(scored))
        if output == "json":
            documents.append(answers.score_answer(one, scored))
        elif scored:
            out().print(screen.score_view(one, scored))
        report_error(one)
        if one.document is not None and not scored:
            screen.print_error(log(), answers.no_form_sentence(one))
    if output == "json":
        print_json({"schema": "jixiao-score/1", "documents": documents})
    return exit_code(done)


@click.command(
    cls=ChineseCommand,
    short_help="说明每一分怎么来的",
    help="用一句话说明指标得分的来历：公式、数值、取舍、封顶和依据。指标可写名称的一部分或序号；不写时说明全部。",
    example="jixiao explain 自评表.docx\njixiao explain 自评表.docx 村庄规划\njixiao explain 自评表.docx 4 --format json",
)
@click.argument("arguments", nargs=-1, required=True, metavar="文件... [指标]")
@RULEBOOK
@format_option("text", "json")
def explain(arguments: Sequence[str], given: str | None, output: str) -> int:
    """Explain points."""
    files, indicator = _files_and_indicator(arguments)
    rulebook = rulebook_named(given)
    done, documents = [], []
    for one in read_inputs(expand(files), log()):
        report_error(one)
        scored = score_input(one, rulebook, ())
        rows = [row for s in scored for row in _wanted(_rows(s), indicator)]
        done.append(bool(rows))
        if scored and not rows:
            sentence = f"{one.path.name}：没有名称含“{indicator}”的指标；用 jixiao read 查看指标名称"
            screen.print_error(log(), sentence)
        documents.append(
            answers.score_answer(one, scored)
            | {"indicators": [answers.row_tree(row) for row in rows]}
        )
        if output == "text" and rows:
            out().print(screen.rulebook_line(scored[0]))
            out().print(screen.explain_view(rows))
    if output == "json":
        print_json({"schema": "jixiao-score/1", "documents": documents})
    return exit_code(done)


def _files_and_indicator(arguments: Sequence[str]) -> tuple[list[Path], str | None]:
    """Split 文件... [指标]: a last argument that is no file names an indicator."""
    *others, last = arguments
    if others and not Path(last).exists():
        return [Path(name) for name in others], last
    return [Path(name) for name in arguments], None


def _rows(one: Scored) -> tuple[ScoredRow, ...]:
    card = one.scorecard
    return (*((card.execution,) if card.execution else ()), *card.rows)


def _wanted(rows: Sequence[ScoredRow], indicator: str | None) -> list[ScoredRow]:
    """All rows, those whose name contains the words, or the one of that number."""
    if indicator is None:
        return list(rows)
    named = [row for row in rows if indicator in row.indicator.name]
    if named or not indicator.isdigit():
        return named
    indicators = [row for row in rows if row.indicator.name != "预算执行率"]
    return indicators[int(indicator) - 1 : int(indicator)] if int(indicator) else []
