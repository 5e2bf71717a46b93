"""`jixiao report`, `new`, `facts` and `demo`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from jixiao.cli import answers, screen
from jixiao.cli.chinese import ChineseCommand
from jixiao.cli.console import (
    CANNOT,
    DONE,
    exit_code,
    fail,
    log,
    out,
    print_json,
    report_error,
)
from jixiao.cli.inputs import expand, read_input, read_inputs, score_input
from jixiao.cli.options import FILES, RULEBOOK, Files, rulebook_named
from jixiao.cli.outputs import demo_facts, write_files
from jixiao.core.errors import JixiaoError
from jixiao.core.evaluation import Evaluation
from jixiao.exchange.evaluation import schema, to_json, to_yaml
from jixiao.workflows.prepare_report import (
    Format,
    prepare_entry_workbook,
    prepare_report,
)
from jixiao.workflows.read_form import FACTS_SUFFIXES
from jixiao.workflows.score_evaluation import Scored


@click.command(
    cls=ChineseCommand,
    short_help="生成自评报告和自评表",
    help="由自评事实生成自评报告（docx、pdf、html）和自评表（docx、xlsx、pdf），写出后读回核对；核对不符则不写。",
    example="jixiao report examples/xianning-2020.yaml -o 报告\n"
    "jixiao report 填好的表.xlsx -o 报告 --formats docx,pdf",
)
@FILES
@click.option(
    "-o", "--output", "folder", required=True, metavar="文件夹",
    type=click.Path(path_type=Path, file_okay=False), help="写到哪里",
)  # fmt: skip
@click.option(
    "--formats",
    default="docx,xlsx,pdf,html",
    metavar="格式",
    help="逗号分隔，默认 docx,xlsx,pdf,html",
)
@RULEBOOK
def report(files: Files, folder: Path, formats: str, given: str | None) -> int:
    """Write reports and forms."""
    wanted = _formats(formats)
    rulebook = rulebook_named(given)
    paths = expand(files)
    done = []
    for one in read_inputs(paths, log()):
        report_error(one)
        scored = score_input(one, rulebook, ())
        if one.document is not None and not scored:
            screen.print_error(log(), answers.no_form_sentence(one))
        for number, each in enumerate(scored, start=1):
            name = "" if len(scored) == 1 else str(number)
            where = folder / one.path.stem if len(paths) > 1 else folder
            done.append(_write_report(each, where / name, wanted))
        done += [] if scored else [False]
    return exit_code(done)


@click.command(
    cls=ChineseCommand,
    short_help="生成空白填报表（Excel）",
    help="按计分规则生成供填写的 Excel 工作簿：下拉选项、公式保护、栏目说明；填好后可直接用于 score 和 report。",
    example="jixiao new --rulebook hubei-department-2020 -o 填报表.xlsx",
)
@click.option(
    "--rulebook",
    "given",
    required=True,
    metavar="编号或文件",
    help="计分规则，见 jixiao rulebooks",
)
@click.option(
    "-o",
    "--output",
    "path",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件",
    help="写到哪里（.xlsx）",
)
@click.option("--force", is_flag=True, help="文件已存在时覆盖")
def new(given: str, path: Path, *, force: bool) -> int:
    """Write an empty entry workbook."""
    if path.suffix.lower() != ".xlsx":
        return fail(f"{path}：填报表是 Excel 工作簿，文件名请以 .xlsx 结尾")
    if path.exists() and not force:
        return fail(f"{path} 已存在，没有覆盖；换一个文件名，或加 --force")
    rulebook = rulebook_named(given)
    assert rulebook is not None, "the option is required"
    write_files({path: prepare_entry_workbook(rulebook)})
    out().print(f"已写出 {path}；填好后运行：jixiao score {path}", soft_wrap=True)
    return DONE


@click.command(
    cls=ChineseCommand,
    short_help="把自评事实存为 YAML 或 JSON",
    help="把读到的事实存为 YAML 或 JSON（按公布的 JSON Schema），便于修改后再用；有几张自评表时 -o 写文件夹。--schema 打印该 Schema。",
    example="jixiao facts 自评表.docx -o 事实.yaml\n"
    "jixiao facts 报送材料/ -o 事实/\njixiao facts --schema",
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="文件...")
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(path_type=Path),
    metavar="文件或文件夹",
    help="写到哪里（.yaml、.json 或文件夹）；不写时打印 YAML",
)
@click.option("--schema", "show_schema", is_flag=True, help="打印 JSON Schema")
def facts(files: Files, path: Path | None, *, show_schema: bool) -> int:
    """Write facts as YAML or JSON."""
    if show_schema:
        print_json(dict(schema()))
        return DONE
    if not files:
        return fail("缺少文件...；用 --help 查看用法")
    found: dict[str, Evaluation] = {}
    for one in read_inputs(expand(files), log()):
        report_error(one)
        evaluations = one.document.evaluations if one.document else ()
        if one.document is not None and not evaluations:
            screen.print_error(log(), answers.no_form_sentence(one))
        for number, evaluation in enumerate(evaluations, start=1):
            tail = f"-{number}" if len(evaluations) > 1 else ""
            found[f"{one.path.stem}{tail}"] = evaluation
    return _write_facts(found, path) if found else CANNOT


def _write_facts(found: Mapping[str, Evaluation], path: Path | None) -> int:
    if path is None:
        sys.stdout.write("---\n".join(to_yaml(facts) for facts in found.values()))
        return DONE
    if path.suffix.lower() not in FACTS_SUFFIXES:
        targets = {path / f"{name}.yaml": facts for name, facts in found.items()}
    elif len(found) == 1:
        targets = {path: next(iter(found.values()))}
    else:
        return fail(f"共有 {len(found)} 张自评表，不能写进一个文件；请用 -o 指定文件夹")
    write_files(
        {
            target: (to_json if target.suffix.lower() == ".json" else to_yaml)(
                facts
            ).encode("utf-8")
            for target, facts in targets.items()
        }
    )
    for target in targets:
        out().print(f"已写出 {target}", soft_wrap=True)
    return DONE


@click.command(
    cls=ChineseCommand,
    short_help="用自带的例子走一遍",
    help="用自带的例子（咸宁市自然资源和规划局 2020 年度部门整体支出）算分，并写出报告和自评表。",
    example="jixiao demo\njixiao demo -o /tmp/报告",
)
@click.option(
    "-o",
    "--output",
    "folder",
    default="jixiao-demo",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    help="写到哪里，默认 jixiao-demo",
)
def demo(folder: Path) -> int:
    """Score and report the shipped example."""
    one = read_input(demo_facts())
    scored = score_input(one, None, ())
    report_error(one)
    if not scored:
        return CANNOT
    out().print(screen.score_view(one, scored))
    _write_report(scored[0], folder, tuple(Format))
    return DONE


def _formats(text: str) -> tuple[Format, ...]:
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in list(Format)]
    if unknown or not names:
        known = "、".join(Format)
        raise JixiaoError(
            f"不支持的格式“{'、'.join(unknown)}”；可选 {known}，用逗号分隔"
        )
    return tuple(Format(name) for name in dict.fromkeys(names))


def _write_report(one: Scored, folder: Path, formats: Sequence[Format]) -> bool:
    """Write the files of one report; False when a file did not read back."""
    with log().status("正在生成报告并读回核对……"):
        prepared = prepare_report(one, formats=formats)
    write_files({folder / name: content for name, content in prepared.files.items()})
    out().print(f"已写出并读回核对（{prepared.checked} 个数值一致）：")
    for name in prepared.files:
        out().print(f"  {folder / name}", soft_wrap=True)
    return True
