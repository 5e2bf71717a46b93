"""`python -m jixiao.web found 某县财政局`: the first people of an empty site."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from jixiao.web.accounts.models import Administrator, Kind, Organisation, User
from jixiao.web.accounts.passwords import random_password


class Command(BaseCommand):
    """Make the top of the tree and the three administrators; they make the rest."""

    help = "在空库中建立财政局和三位管理员，打印首次登录密码"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments."""
        parser.add_argument("name", help="财政局名称，如：云泽县财政局")
        parser.add_argument("--region", default="", help="行政区划代码")

    @transaction.atomic
    def handle(self, *_: Any, **options: Any) -> None:
        """Found the site.

        Raises:
            CommandError: there are people already.
        """
        if User.objects.exists():
            raise CommandError("已有人员；新增人员请系统管理员登录后办理")
        top = Organisation.objects.create(
            name=options["name"], kind=Kind.BUREAU, region=options["region"], path="?"
        )
        top.path = f"/{top.pk}/"
        top.save(update_fields=["path"])
        for kind in Administrator:
            user = User(
                username=kind.value, name=kind.label, organisation=top,
                administrator=kind, must_change_password=True,
            )  # fmt: skip
            password = random_password(user)
            user.set_password(password)
            user.save()
            self.stdout.write(f"{kind.label}  登录名 {user.username}  密码 {password}")
        self.stdout.write("请各自登录并修改密码；密码不再显示。")
