"""The command `jixiao` with its commands in the order of the help."""

from __future__ import annotations

import sys

import click

from jixiao.cli.chinese import ChineseGroup, usage_sentence
from jixiao.cli.console import CANNOT, DONE, fail
from jixiao.cli.reading import explain, read, score
from jixiao.cli.rulebooks import rulebooks
from jixiao.cli.writing import demo, facts, new, report
from jixiao.core.errors import JixiaoError


@click.group(
    cls=ChineseGroup,
    help="绩效自评：读自评表，算分并说明每一分的来历，生成报告和自评表。",
)
def cli() -> None:
    """The group of all commands."""


for command in (read, score, explain, report, new, facts, rulebooks, demo):
    cli.add_command(command)


def main() -> None:
    """Run the command line; every rejection is one Chinese sentence and exit code 2."""
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        code = fail("已中断；没有写出不完整的文件")
    except click.ClickException as error:
        code = fail(usage_sentence(error))
    except JixiaoError as error:
        code = fail(str(error))
    except BrokenPipeError:
        code = CANNOT
    sys.exit(code if isinstance(code, int) else DONE)
