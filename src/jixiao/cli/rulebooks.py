"""`jixiao rulebooks`: list, show, check."""

from __future__ import annotations

from pathlib import Path

import click

from jixiao.cli import rulebook_views, screen
from jixiao.cli.chinese import ChineseGroup
from jixiao.cli.console import CANNOT, DONE, log, out
from jixiao.cli.options import Files, rulebook_in, rulebook_named
from jixiao.core.errors import JixiaoError
from jixiao.rulebooks.loader import shipped_rulebooks, shipped_text


@click.group(
    cls=ChineseGroup,
    invoke_without_command=True,
    short_help="查看和检查计分规则",
    help="查看自带的计分规则，检查自己编写的规则文件。",
)
@click.pass_context
def rulebooks(ctx: click.Context) -> int:
    """Rulebooks; alone it lists them."""
    if ctx.invoked_subcommand is None:
        out().print(rulebook_views.rulebooks_view(shipped_rulebooks()))
    return DONE


@rulebooks.command(
    "list",
    short_help="列出自带规则",
    help="列出自带的计分规则。",
    example="jixiao rulebooks list",
)
def list_rulebooks() -> int:
    """List the shipped rulebooks."""
    out().print(rulebook_views.rulebooks_view(shipped_rulebooks()))
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
        out().print(
            shipped_text(name), markup=False, highlight=False, soft_wrap=True, end=""
        )
        return DONE
    book = rulebook_named(name)
    assert book is not None, "the argument is required"
    out().print(rulebook_views.rulebook_view(book))
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
            book = rulebook_in(path)
        except JixiaoError as error:
            screen.print_error(log(), str(error))
            good.append(False)
            continue
        good.append(True)
        out().print(f"{path}：可用（{book.title}，{book.id}）", soft_wrap=True)
    return DONE if all(good) else CANNOT
