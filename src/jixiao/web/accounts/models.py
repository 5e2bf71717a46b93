"""Organisations as a tree, people, and who may do what where."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

PATH_LENGTH = 200


class Kind(models.TextChoices):
    """What an organisation is; the label is the official word."""

    BUREAU = "finance_bureau", "财政局"
    DEPARTMENT = "department", "主管部门"
    DIVISION = "division", "科室"
    UNIT = "unit", "二级单位"


class Role(models.TextChoices):
    """What a person does for an organisation."""

    PLANNER = "planner", "财务科"
    FILLER = "filler", "填报人"
    VERIFIER = "verifier", "复核人"
    APPROVER = "approver", "审定人"
    BUREAU_REVIEWER = "bureau_reviewer", "财政审核人"
    EXTERNAL = "external", "外部评审"


class Administrator(models.TextChoices):
    """三员分立: one column, so that nobody can be two of them."""

    SYSTEM = "system", "系统管理员"
    SECURITY = "security", "安全管理员"
    AUDIT = "audit", "审计管理员"


class Organisation(models.Model):
    """A finance bureau, a department, its divisions and subordinate units."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类型", max_length=20, choices=Kind)
    region = models.CharField("行政区划代码", max_length=12, blank=True)
    path = models.CharField(max_length=PATH_LENGTH, unique=True, editable=False)
    """Ids from the root to this one, `/1/7/`: a branch is what begins alike."""

    class Meta:
        ordering: ClassVar = ["path"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["parent", "name"], name="organisation_named_once",
                violation_error_message="同一上级下已有同名单位",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def holds(self, other: Organisation) -> bool:
        """Whether another one is this one or below it."""
        return other.path.startswith(self.path)


class Users(BaseUserManager["User"]):
    """People by their log-in name, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find somebody by the name typed at log-in."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person who may log in."""

    username = models.CharField("登录名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="people", verbose_name="所在单位"
    )
    administrator = models.CharField(
        "管理员", max_length=10, choices=Administrator, blank=True
    )
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    objects = Users()

    class Meta:
        ordering: ClassVar = ["username"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(administrator__in=["", *Administrator.values]),
                name="administrator_is_one_of_three_or_none",
            ),
            models.UniqueConstraint(
                Lower("username"), name="username_once_whatever_its_case",
                violation_error_message="该登录名已有人使用",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role that a person has in an organisation."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships"
    )
    role = models.CharField("角色", max_length=20, choices=Role)

    class Meta:
        ordering: ClassVar = ["organisation__path", "role"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], name="role_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"
