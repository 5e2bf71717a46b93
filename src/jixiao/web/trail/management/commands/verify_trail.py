"""`python -m jixiao.web verify_trail`: does every chain of this site hold?"""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from jixiao.web.trail.selectors import guards_missing, verify_all


class Command(BaseCommand):
    """Verify every chain; exit code 1 on the first break of any."""

    help = "核对本系统全部变动记录是否完整"

    def handle(self, *_: object, **__: object) -> None:
        """Print one line per chain, and one per break.

        Raises:
            CommandError: something was changed past this software.
        """
        if "trail_chain" not in connection.introspection.table_names():
            raise CommandError("数据库尚未建立：请先执行 migrate", returncode=2)
        broken = 0
        for chain, breaks in verify_all():
            state = f"{len(breaks)} 处不符" if breaks else "完整"
            self.stdout.write(f"{chain.name}　{chain.length} 条　{state}")
            for one in breaks:
                self.stdout.write(f"  {one.message}")
            broken += bool(breaks)
        missing = guards_missing()
        if missing:
            names = "、".join(missing)
            self.stdout.write(f"数据库中缺少防改触发器：{names}")
        if broken or missing:
            raise CommandError("变动记录不完整：请保留现场，联系审计管理员")
        self.stdout.write("全部变动记录完整")
