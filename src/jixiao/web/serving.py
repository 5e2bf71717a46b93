"""The site as one command: data folder, database, demonstration, server and worker.

`jixiao serve` runs this module. It keeps both processes going: one that dies is started
again, and when this one ends, however it ends, they end too.
"""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Thread
from time import monotonic, sleep
from types import FrameType
from typing import Any

import django
import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from psycopg import sql

PORT = 8000
_PORTS_TRIED = 20
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_THREADS = 8
_GRACE_SECONDS = 10
_RESTART_SECONDS = 1.0
_BAD_INPUT = 2


class CannotServeError(Exception):
    """The site cannot be started; the message is one Chinese sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was asked for."""

    host: str
    port: int | None
    """None: the usual one, or the next that is free."""
    has_demo: bool
    workers: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until told to stop; the exit status."""
    choice = _parsed(arguments)
    try:
        port = free_port(choice.host, choice.port)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jixiao.web.settings")
        _allow_host(choice.host)
        _ensure_database(os.environ.get("DATABASE_URL", ""))
        _set_up()
        is_demo = _prepare(has_demo=choice.has_demo)
    except (CannotServeError, ImproperlyConfigured) as error:
        print(f"✗ {error}", file=sys.stderr)  # noqa: T201  an entry point
        return _BAD_INPUT
    _tell(choice, port, is_demo=is_demo)
    return _Crew(choice, port).run()


def _parsed(arguments: Sequence[str] | None) -> Choice:
    parser = argparse.ArgumentParser(prog="jixiao serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--demo", action=argparse.BooleanOptionalAction, default=False)
    given = parser.parse_args(arguments)
    return Choice(
        host=given.host, port=given.port, has_demo=given.demo, workers=given.workers
    )


# -- before the start ------------------------------------------------------------------


def free_port(host: str, wanted: int | None) -> int:
    """The port that was asked for, else the first free one from the usual one on.

    Raises:
        CannotServeError: it is taken, or none is free, or the address is not ours.
    """
    if wanted is not None:
        if not _is_free(host, wanted):
            raise CannotServeError(
                f"端口 {wanted} 已被占用；请停用占用它的程序，或用 --port 另选一个，如 --port {wanted + 1}"
            )
        return wanted
    for port in range(PORT, PORT + _PORTS_TRIED):
        if _is_free(host, port):
            if port != PORT:
                print(f"端口 {PORT} 已被占用，改用 {port}。")  # noqa: T201  an entry point
            return port
    raise CannotServeError(
        f"端口 {PORT} 至 {PORT + _PORTS_TRIED - 1} 都被占用；请用 --port 另选一个"
    )


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, port))
        except PermissionError as error:
            raise CannotServeError(
                f"没有权限使用端口 {port}；请用 1024 以上的端口，如 --port {PORT}"
            ) from error
        except (OSError, OverflowError) as error:
            if isinstance(error, socket.gaierror) or getattr(error, "errno", 0) == 99:  # noqa: PLR2004  no such address here
                raise CannotServeError(
                    f"本机没有地址 {host}；请核对 --host，只在本机使用时不写"
                ) from error
            return False
    return True


def _allow_host(host: str) -> None:
    """Answer under the address that is listened on; more are in JIXIAO_HOSTS."""
    if host not in (*_LOOPBACK, "0.0.0.0", "::"):  # noqa: S104  compared, not bound
        os.environ.setdefault("JIXIAO_HOSTS", ",".join((host, *_LOOPBACK[:2])))


def _ensure_database(url: str) -> None:
    """Make the database of PostgreSQL when the server has none of that name.

    Raises:
        CannotServeError: the server does not answer, or refuses.
    """
    if not url.startswith(("postgres:", "postgresql:")):
        return
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        if "does not exist" not in str(error) or "database" not in str(error):
            raise CannotServeError(
                f"连不上 PostgreSQL（{_reason(error)}）；请核对 DATABASE_URL 和数据库服务是否在运行"
            ) from error
        _make_database(url)


def _make_database(url: str) -> None:
    name = str(psycopg.conninfo.conninfo_to_dict(url)["dbname"])
    server_url = psycopg.conninfo.make_conninfo(url, dbname="postgres")
    try:
        with psycopg.connect(server_url, autocommit=True, connect_timeout=5) as server:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except psycopg.Error as error:
        raise CannotServeError(
            f"数据库 {name} 不存在，也没能建立（{_reason(error)}）；请由数据库管理员建立后再试"
        ) from error
    print(f"已建立数据库 {name}。")  # noqa: T201  an entry point


def _reason(error: Exception) -> str:
    return str(error).strip().splitlines()[-1].strip()


def _set_up() -> None:
    try:
        django.setup()
    except PermissionError as error:
        raise CannotServeError(
            f"数据文件夹不能写入（{error.filename}）；请换一个，如 JIXIAO_DATA=~/jixiao-data"
        ) from error


def _prepare(*, has_demo: bool) -> bool:
    """Bring the database up to date and fill it when it is empty.

    Returns:
        Whether the demonstration is in it.
    """
    call_command("migrate", verbosity=0, interactive=False)
    demo = _demo()
    if has_demo and demo.is_empty():
        print("正在装入演示数据（约十秒）……", flush=True)  # noqa: T201  an entry point
        demo.load_demo(now=timezone.localtime())
    is_demo = bool(demo.is_loaded())
    connection.close()  # the processes that follow open their own
    return is_demo


def _demo() -> Any:
    """The module of the demonstration; its models load only after `django.setup()`."""
    return importlib.import_module("jixiao.web.demo")


def _tell(choice: Choice, port: int, *, is_demo: bool) -> None:
    """Print the address and who can log in."""
    demo = _demo()
    shown = "127.0.0.1" if choice.host in ("0.0.0.0", "::") else choice.host  # noqa: S104  compared, not bound
    place = os.environ.get("DATABASE_URL") or f"SQLite，{settings.DATA}"
    lines = [
        "",
        f"绩效自评  http://{f'[{shown}]' if ':' in shown else shown}:{port}/",
        f"数据      {_without_password(place)}",
    ]
    if is_demo:
        lines += ["", f"演示登录（密码都是 {demo.PASSWORD}）", *demo.log_ins()]
        if choice.host not in _LOOPBACK:
            lines.append(
                "注意：演示密码是公开的，不要在其他人能访问的地址上使用演示数据。"
            )
    elif demo.is_empty():
        lines += [
            "", "还没有任何人员。建立三位管理员：",
            f"  {sys.executable} -m jixiao.web found 某县财政局",
        ]  # fmt: skip
    print("\n".join([*lines, "", "按 Ctrl-C 停止。"]), flush=True)  # noqa: T201  an entry point


def _without_password(url: str) -> str:
    head, at, rest = url.rpartition("@")
    if not at or "://" not in head:
        return url
    scheme, _, person = head.partition("://")
    return f"{scheme}://{person.partition(':')[0]}@{rest}"


# -- the processes ---------------------------------------------------------------------


class _Crew:
    """The server and its workers; who dies is started again."""

    def __init__(self, choice: Choice, port: int) -> None:
        python = (sys.executable, "-m")
        host = f"[{choice.host}]" if ":" in choice.host else choice.host
        server = (
            *python, "gunicorn", "jixiao.web.wsgi:application", "--bind",
            f"{host}:{port}", "--worker-class", "gthread", "--threads", str(_THREADS),
            "--config", f"python:{__spec__.name}", "--log-level", "warning", "--graceful-timeout", "5",
        )  # fmt: skip
        worker = (*python, "jixiao.web", "work", "--with-parent")
        self._commands = [server, *[worker] * choice.workers]
        self._running: list[subprocess.Popen[bytes]] = []
        self._is_over = False

    def run(self) -> int:
        """Keep them going until a signal comes."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        self._running = [self._start(command) for command in self._commands]
        while not self._is_over:
            sleep(_RESTART_SECONDS)
            for place, one in enumerate(self._running):
                if one.poll() is not None and not self._is_over:
                    self._running[place] = self._start(self._commands[place])
        self._end()
        return 0

    def _start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches this process, which ends them in order.
        return subprocess.Popen(command, start_new_session=True)  # noqa: S603  fixed arguments

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._is_over = True

    def _end(self) -> None:
        print("\n正在停止……", flush=True)  # noqa: T201  an entry point
        for one in self._running:
            one.terminate()
        until = monotonic() + _GRACE_SECONDS
        for one in self._running:
            try:
                one.wait(max(until - monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                one.kill()  # its work is taken up at the next start


def when_ready(_server: object) -> None:
    """Let the server end when this process is gone; gunicorn calls it by this name."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            sleep(_RESTART_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
