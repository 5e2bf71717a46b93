"""`check_evidence`: are all evidence files there and unchanged?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from jixiao.web.filing.storage import Trouble, inspect


class Command(BaseCommand):
    """Report files that are missing, changed, or belong to nothing."""

    help = "核对佐证材料：缺失、被改动、无主的文件逐个列出；有缺失或被改动时退出码为 1"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Look at every file."""
        found = list(inspect())
        for one in found:
            self.stdout.write(f"{one.trouble}\t{one.place}\t{one.about}")
        counts = "，".join(
            f"{trouble} {sum(one.trouble is trouble for one in found)} 个"
            for trouble in Trouble
        )
        self.stdout.write(counts)
        if any(one.trouble is not Trouble.ORPHAN for one in found):
            raise SystemExit(1)
