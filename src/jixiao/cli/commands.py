"""The command `jixiao` with its commands in the order of the help."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, MutableMapping

import click

from jixiao.cli.chinese import ChineseGroup, usage_sentence
from jixiao.cli.console import CANNOT, DONE, fail
from jixiao.core.errors import JixiaoError

_ROOMS = {
    "read": "reading", "score": "reading", "explain": "reading", "audit": "auditing",
    "decide": "auditing", "checks": "auditing", "report": "writing", "new": "writing", "facts": "writing",
    "rulebooks": "rulebooks", "verify-trail": "trails", "demo": "writing",
    "serve": "serving",
}  # fmt: skip
"""Each command with the module of this package that holds it."""


class _Commands(MutableMapping[str, click.Command]):
    """The commands; a module is loaded when its command is asked for, none before.

    The writers of reports take longer to load than a small form to read.
    """

    def __init__(self) -> None:
        self._loaded: dict[str, click.Command | None] = dict.fromkeys(_ROOMS)

    def __getitem__(self, name: str) -> click.Command:
        command = self._loaded[name]
        if command is None:
            module = importlib.import_module(f"jixiao.cli.{_ROOMS[name]}")
            command = getattr(module, name.replace("-", "_"))
            assert isinstance(command, click.Command), "a module holds its command"
            self._loaded[name] = command
        return command

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded)

    def __len__(self) -> int:
        return len(self._loaded)


@click.group(
    cls=ChineseGroup,
    commands=_Commands(),
    help="绩效自评：读自评表，算分并说明每一分的来历，核查报告，生成报告和自评表。",
)
def cli() -> None:
    """The group of all commands."""


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
