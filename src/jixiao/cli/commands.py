"""The commands of `jixiao`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from jixiao.cli import answers, screen
from jixiao.cli.chinese import ChineseGroup, usage_sentence
from jixiao.cli.inputs import Input, expand, read_input, read_inputs
from jixiao.cli.outputs import demo_facts, write_files
from jixiao.core.errors import JixiaoError
from jixiao.core.evaluation import Evaluation
from jixiao.core.rulebook import Rulebook
from jixiao.core.scorecard import ScoredRow
from jixiao.exchange.evaluation import schema, to_json, to_yaml
from jixiao.rulebooks.loader import (
    load_rulebook,
    rulebook_by_id,
    shipped_rulebooks,
    shipped_text,
)
from jixiao.workflows.prepare_report import (
    Format,
    prepare_entry_workbook,
    prepare_report,
)
from jixiao.workflows.read_form import FACTS_SUFFIXES
from jixiao.workflows.score_evaluation import Scored, score_form

DONE, CANNOT = 0, 2
WIDE = 118

Files = Sequence[Path]
_FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件..."
)
_RULEBOOK = click.option(
    "--rulebook", "given", metavar="编号或文件", help="计分规则；不写时自动识别"
)


def _format(*choices: str) -> Callable[[Any], Any]:
    return click.option(
        "--format",
        "output",
        type=click.Choice(choices),
        default=choices[0],
        show_default=False,
        metavar="|".join(choices),
        help=f"输出格式，默认 {choices[0]}",
    )


def main() -> None:
    """Run the command line; every rejection is one Chinese sentence and exit code 2."""
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        code = _fail("已中断；没有写出不完整的文件")
    except click.ClickException as error:
        code = _fail(usage_sentence(error))
    except JixiaoError as error:
        code = _fail(str(error))
    except BrokenPipeError:
        code = CANNOT
    sys.exit(code if isinstance(code, int) else DONE)


def _fail(sentence: str) -> int:
    screen.print_error(_log(), sentence)
    return CANNOT


@click.group(
    cls=ChineseGroup,
    help="绩效自评：读自评表，算分并说明每一分的来历，生成报告和自评表。",
)
def cli() -> None:
    """The group of all commands."""


@cli.command(
    short_help="读自评报告或自评表：读到了什么，什么没读出来",
    help="读取自评报告或自评表（docx doc wps xlsx xls et pdf html txt，或 yaml json），列出读到的内容和未能读出之处。",
    example="jixiao read 自评表.docx\njixiao read 报送材料/ --format json",
)
@_FILES
@_format("table", "json")
def read(files: Files, output: str) -> int:
    """Read documents."""
    inputs = read_inputs(expand(files), _log())
    if output == "json":
        documents = []
        for one in inputs:
            documents.append(answers.read_answer(one))
            _report_error(one)
        _print_json({"schema": "jixiao-read/1", "documents": documents})
        return _code(d["outcome"] == "read" for d in documents)
    seen = []
    for one in inputs:
        seen.append(one.document is not None)
        if one.document is not None:
            _out().print(screen.read_view(one, one.document))
        _report_error(one)
    return _code(seen)


@cli.command(
    short_help="按计分规则重新算分",
    help="按计分规则算出每项得分、总分和等级；不写 --rulebook 时自动识别规则并说明理由。--compare 用另一份规则比较（沿用原表分值）。",
    example="jixiao score 自评表.docx\n"
    "jixiao score 报告.txt --compare platform-over-target\n"
    "jixiao score 报送材料/ --format json",
)
@_FILES
@_RULEBOOK
@click.option(
    "--compare",
    multiple=True,
    metavar="编号或文件",
    help="再按这份规则计分并比较；可写多次",
)
@_format("table", "json")
def score(files: Files, given: str | None, compare: Sequence[str], output: str) -> int:
    """Score documents."""
    rulebook = _rulebook(given)
    others = [book for name in compare if (book := _rulebook(name))]
    documents, done = [], []
    for one in read_inputs(expand(files), _log()):
        scored = _score(one, rulebook, others)
        done.append(bool(scored))
        if output == "json":
            documents.append(answers.score_answer(one, scored))
        elif scored:
            _out().print(screen.score_view(one, scored))
        _report_error(one)
        if one.document is not None and not scored:
            screen.print_error(_log(), answers.no_form_sentence(one))
    if output == "json":
        _print_json({"schema": "jixiao-score/1", "documents": documents})
    return _code(done)


@cli.command(
    short_help="说明每一分怎么来的",
    help="用一句话说明指标得分的来历：公式、数值、取舍、封顶和依据。指标可写名称的一部分或序号；不写时说明全部。",
    example="jixiao explain 自评表.docx\njixiao explain 自评表.docx 村庄规划\njixiao explain 自评表.docx 4 --format json",
)
@click.argument("arguments", nargs=-1, required=True, metavar="文件... [指标]")
@_RULEBOOK
@_format("text", "json")
def explain(arguments: Sequence[str], given: str | None, output: str) -> int:
    """Explain points."""
    files, indicator = _files_and_indicator(arguments)
    rulebook = _rulebook(given)
    done, documents = [], []
    for one in read_inputs(expand(files), _log()):
        _report_error(one)
        scored = _score(one, rulebook, ())
        rows = [row for s in scored for row in _wanted(_rows(s), indicator)]
        done.append(bool(rows))
        if scored and not rows:
            sentence = f"{one.path.name}：没有名称含“{indicator}”的指标；用 jixiao read 查看指标名称"
            screen.print_error(_log(), sentence)
        documents.append(
            answers.score_answer(one, scored)
            | {"indicators": [answers.row_tree(row) for row in rows]}
        )
        if output == "text" and rows:
            _out().print(screen.rulebook_line(scored[0]))
            _out().print(screen.explain_view(rows))
    if output == "json":
        _print_json({"schema": "jixiao-score/1", "documents": documents})
    return _code(done)


@cli.command(
    short_help="生成自评报告和自评表",
    help="由自评事实生成自评报告（docx、pdf、html）和自评表（docx、xlsx、pdf），写出后读回核对；核对不符则不写。",
    example="jixiao report examples/xianning-2020.yaml -o 报告\n"
    "jixiao report 填好的表.xlsx -o 报告 --formats docx,pdf",
)
@_FILES
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
@_RULEBOOK
def report(files: Files, folder: Path, formats: str, given: str | None) -> int:
    """Write reports and forms."""
    wanted = _formats(formats)
    rulebook = _rulebook(given)
    paths = expand(files)
    done = []
    for one in read_inputs(paths, _log()):
        _report_error(one)
        scored = _score(one, rulebook, ())
        if one.document is not None and not scored:
            screen.print_error(_log(), answers.no_form_sentence(one))
        for number, each in enumerate(scored, start=1):
            name = "" if len(scored) == 1 else str(number)
            where = folder / one.path.stem if len(paths) > 1 else folder
            done.append(_write_report(each, where / name, wanted))
        done += [] if scored else [False]
    return _code(done)


@cli.command(
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
        return _fail(f"{path}：填报表是 Excel 工作簿，文件名请以 .xlsx 结尾")
    if path.exists() and not force:
        return _fail(f"{path} 已存在，没有覆盖；换一个文件名，或加 --force")
    rulebook = _rulebook(given)
    assert rulebook is not None, "the option is required"
    write_files({path: prepare_entry_workbook(rulebook)})
    _out().print(f"已写出 {path}；填好后运行：jixiao score {path}", soft_wrap=True)
    return DONE


@cli.command(
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
        _print_json(dict(schema()))
        return DONE
    if not files:
        return _fail("缺少文件...；用 --help 查看用法")
    found: dict[str, Evaluation] = {}
    for one in read_inputs(expand(files), _log()):
        _report_error(one)
        evaluations = one.document.evaluations if one.document else ()
        if one.document is not None and not evaluations:
            screen.print_error(_log(), answers.no_form_sentence(one))
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
        return _fail(
            f"共有 {len(found)} 张自评表，不能写进一个文件；请用 -o 指定文件夹"
        )
    write_files(
        {
            target: (to_json if target.suffix.lower() == ".json" else to_yaml)(
                facts
            ).encode("utf-8")
            for target, facts in targets.items()
        }
    )
    for target in targets:
        _out().print(f"已写出 {target}", soft_wrap=True)
    return DONE


@cli.group(
    cls=ChineseGroup,
    invoke_without_command=True,
    short_help="查看和检查计分规则",
    help="查看自带的计分规则，检查自己编写的规则文件。",
)
@click.pass_context
def rulebooks(ctx: click.Context) -> int:
    """Rulebooks; alone it lists them."""
    if ctx.invoked_subcommand is None:
        _out().print(screen.rulebooks_view(shipped_rulebooks()))
    return DONE


@rulebooks.command(
    "list",
    short_help="列出自带规则",
    help="列出自带的计分规则。",
    example="jixiao rulebooks list",
)
def list_rulebooks() -> int:
    """List the shipped rulebooks."""
    _out().print(screen.rulebooks_view(shipped_rulebooks()))
    return DONE


@rulebooks.command(
    "show",
    short_help="查看一份规则",
    help="逐条查看一份规则及其依据；--yaml 打印原文，可作为自编规则的底稿。",
    example="jixiao rulebooks show hubei-department-2020",
)
@click.argument("name", metavar="编号或文件")
@click.option("--yaml", "as_yaml", is_flag=True, help="打印 YAML 原文")
def show_rulebook(name: str, *, as_yaml: bool) -> int:
    """Show one rulebook."""
    if as_yaml:
        _out().print(
            shipped_text(name), markup=False, highlight=False, soft_wrap=True, end=""
        )
        return DONE
    book = _rulebook(name)
    assert book is not None, "the argument is required"
    _out().print(screen.rulebook_view(book))
    return DONE


@rulebooks.command(
    "check",
    short_help="检查规则文件",
    help="检查自己编写的规则文件是否可用。",
    example="jixiao rulebooks check 本县规则.yaml",
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件..."
)
def check_rulebooks(files: Files) -> int:
    """Check rulebook files."""
    good = []
    for path in files:
        try:
            book = _rulebook_file(path)
        except JixiaoError as error:
            screen.print_error(_log(), str(error))
            good.append(False)
            continue
        good.append(True)
        _out().print(f"{path}：可用（{book.title}，{book.id}）", soft_wrap=True)
    return DONE if all(good) else CANNOT


@cli.command(
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
    scored = _score(one, None, ())
    _report_error(one)
    if not scored:
        return CANNOT
    _out().print(screen.score_view(one, scored))
    _write_report(scored[0], folder, tuple(Format))
    return DONE


# -- parts ------------------------------------------------------------------------------


def _out() -> Console:
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDE
    return console


def _log() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=True)


def _print_json(tree: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(tree, ensure_ascii=False, indent=2) + "\n")


def _report_error(one: Input) -> None:
    if one.error is not None:
        screen.print_error(_log(), one.error)


def _code(outcomes: Iterable[bool]) -> int:
    """0 when anything was done, 2 when nothing could be."""
    return DONE if any(outcomes) else CANNOT


def _rulebook(given: str | None) -> Rulebook | None:
    if given is None:
        return None
    path = Path(given)
    is_file = path.suffix.lower() in (".yaml", ".yml") or path.exists()
    return _rulebook_file(path) if is_file else rulebook_by_id(given)


def _rulebook_file(path: Path) -> Rulebook:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise JixiaoError(f"{path}：没有这个文件；请核对路径") from error
    except (OSError, UnicodeDecodeError) as error:
        raise JixiaoError(f"{path}：无法读取；请核对权限，并存为 UTF-8 编码") from error
    return load_rulebook(text, name=path.name)


def _score(
    one: Input, given: Rulebook | None, compare: Sequence[Rulebook]
) -> tuple[Scored, ...]:
    if one.document is None:
        return ()
    return tuple(
        score_form(facts, form, given=given, compare=compare)
        for form, facts in one.document.forms()
    )


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
    with _log().status("正在生成报告并读回核对……"):
        prepared = prepare_report(one, formats=formats)
    write_files({folder / name: content for name, content in prepared.files.items()})
    _out().print(f"已写出并读回核对（{prepared.checked} 个数值一致）：")
    for name in prepared.files:
        _out().print(f"  {folder / name}", soft_wrap=True)
    return True
