"""`jixiao serve`: start the site. Knows only the name of the module that does."""

from __future__ import annotations

import subprocess
import sys

import click

from jixiao.cli.chinese import ChineseCommand

_SITE = "jixiao.web.serving"


@click.command(
    cls=ChineseCommand,
    short_help="启动网站：填报、复核、审定、报送、财政审核",
    help="启动网站和后台任务进程，按 Ctrl-C 停止。数据放在当前文件夹的 jixiao-data（环境变量 JIXIAO_DATA 可改），"
    "默认用 SQLite；设环境变量 DATABASE_URL=postgresql://… 时用 PostgreSQL。空库加 --demo 时装入演示数据并打印登录名。",
    example="jixiao serve --demo\n"
    "jixiao serve --port 8080\n"
    "DATABASE_URL=postgresql://postgres@127.0.0.1:5432/jixiao jixiao serve",
)
@click.option(
    "--host", default="127.0.0.1", metavar="地址", help="监听的地址，默认只供本机"
)
@click.option(
    "--port", type=click.IntRange(1, 65535), metavar="端口",
    help="默认 8000，被占用时用下一个空闲的",
)  # fmt: skip
@click.option("--demo/--no-demo", default=False, help="空库时装入演示数据；默认不装")
@click.option(
    "--workers", type=click.IntRange(1, 32), default=1, metavar="个数",
    help="后台任务进程数，默认 1",
)  # fmt: skip
def serve(host: str, port: int | None, workers: int, *, demo: bool) -> int:
    """Start the site and wait until it ends."""
    command = [sys.executable, "-m", _SITE, "--host", host, "--workers", str(workers)]
    command += ["--port", str(port)] if port else []
    command += ["--demo"] if demo else []
    with subprocess.Popen(command) as site:  # noqa: S603  fixed arguments
        while True:
            try:
                return site.wait()
            except KeyboardInterrupt:
                continue  # the site got it as well, and ends in order
