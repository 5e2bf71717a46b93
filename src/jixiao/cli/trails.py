"""`jixiao verify-trail`: does an exported trail hold, or that of this site?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from jixiao.cli import screen
from jixiao.cli.chinese import ChineseCommand
from jixiao.cli.console import CANNOT, DONE, fail, log, out
from jixiao.cli.options import Files
from jixiao.core.errors import JixiaoError
from jixiao.exchange.trail import TrailFile, read_trail

BROKEN = 1


@click.command(
    "verify-trail",
    cls=ChineseCommand,
    short_help="核对变动记录是否完整",
    help="核对从系统导出的变动记录（.jsonl）是否完整：任何一条被改动、删除、插入或调换都会指出。"
    "不给文件时核对本机网站数据库中的全部记录。完整时退出码为 0，有不符为 1，无法核对为 2。",
    example="jixiao verify-trail evaluation-17.jsonl",
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[文件]...")
def verify_trail(files: Files) -> int:
    """Verify exported chains, or the site's own."""
    if not files:
        return _verify_site()
    return max(_verify(path) for path in files)


def _verify(path: Path) -> int:
    try:
        trail = read_trail(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        screen.print_error(
            log(), f"{path.name} 不能读取：请核对路径，并用系统导出的原文件"
        )
        return CANNOT
    except JixiaoError as error:
        screen.print_error(log(), f"{path.name}：{error}")
        return CANNOT
    return _report(path.name, trail)


def _report(name: str, trail: TrailFile) -> int:
    breaks = trail.breaks()
    state = f"{len(breaks)} 处不符" if breaks else "完整"
    console = out()
    console.print(f"{name}　{trail.chain}　{trail.length} 条　{state}", markup=False)
    for one in breaks:
        console.print(f"  {one.message}", markup=False)
    if not breaks:
        console.print(f"  末条校验值 {trail.head}", markup=False)
    return BROKEN if breaks else DONE


def _verify_site() -> int:
    """Ask the site, which alone knows its database: a process of its own."""
    data = Path(os.environ.get("JIXIAO_DATA", "jixiao-data"))
    if "DATABASE_URL" not in os.environ and not (data / "jixiao.sqlite3").exists():
        return fail(
            f"{data} 中没有网站的数据库：请给出导出的文件，"
            "或用 JIXIAO_DATA、DATABASE_URL 指明网站的数据"
        )
    command = [sys.executable, "-m", "jixiao.web", "verify_trail"]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own
