"""The command line: `jixiao …`. Reads files and clocks, prints Chinese, decides nothing."""

from jixiao.cli.commands import main

__all__ = ["main"]
