"""`python -m jixiao.web work`: the process that does the work in the background."""

from __future__ import annotations

import logging
import os
import signal
from argparse import ArgumentParser
from threading import Thread
from time import sleep
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from jixiao.web.work.services import recover_jobs

log = logging.getLogger("jixiao.web.work")
LOOK_AROUND_SECONDS = 30
_PARENT_SECONDS = 1


class Command(BaseCommand):
    """Work off what is queued; several such processes share the work."""

    help = "办理后台任务；可同时运行几个"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--until-empty", action="store_true", help="办完即退出")
        parser.add_argument(
            "--with-parent", action="store_true", help="启动它的进程不在时退出"
        )
        parser.add_argument(
            "--every",
            type=float,
            default=LOOK_AROUND_SECONDS,
            help="每几秒收回中断的任务",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Run until told to stop."""
        _recover()
        Thread(target=_look_around, args=(options["every"],), daemon=True).start()
        if options["with_parent"]:
            Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
        worker = Worker(
            queue_names=["default"], interval=0.5, batch=options["until_empty"],
            backend_name="default", startup_delay=False, max_tasks=None,
            worker_id=get_random_string(32), excluded_queue_names=[],
        )  # fmt: skip
        worker.configure_signals()
        log.info("worker_started process=%s", os.getpid())
        worker.run()


def _recover() -> None:
    taken_up = recover_jobs(now=timezone.now())
    if taken_up:
        log.warning("jobs_recovered count=%s", taken_up)


def _look_around(every: float) -> None:
    """Take up lost jobs from time to time; a busy database is tried again later."""
    while True:
        sleep(every)
        try:
            _recover()
        except DatabaseError as error:
            log.warning("recovery_postponed error=%s", error)
        close_old_connections()


def _end_with(parent: int) -> None:
    """End when the process that started this one is gone, however it ended."""
    while os.getppid() == parent:
        sleep(_PARENT_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
