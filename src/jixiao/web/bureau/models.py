"""Reports of other places, audited in the background; reminders."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jixiao.web.accounts.models import Organisation, User
from jixiao.web.planning.models import Evaluation
from jixiao.web.work.models import Job


class Batch(models.Model):
    """Foreign reports that were dropped together."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    """Whose people see it."""
    title = models.CharField("名称", max_length=100)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.title


def place_of(digest: str) -> str:
    """Where a report of that content stands, whatever it is called."""
    return f"foreign/{digest[:2]}/{digest}"


def _where(report: ForeignReport, _name: str) -> str:
    return place_of(report.digest)


class ForeignReport(models.Model):
    """One of them with what the audit found."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="reports")
    file = models.FileField(upload_to=_where, max_length=300)
    name = models.CharField("文件", max_length=300)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    result = models.JSONField(null=True)
    """The tree of docs/contracts audit-json; None until done."""
    error = models.TextField(blank=True)
    """Why it could not be read; one Chinese sentence."""
    organisation = models.CharField("单位", max_length=200, blank=True)
    year = models.PositiveSmallIntegerField("年度", null=True)
    score = models.DecimalField("重算得分", max_digits=7, decimal_places=2, null=True)
    stated_score = models.CharField("自评得分", max_length=20, blank=True)
    findings_error = models.PositiveSmallIntegerField("必须修改", default=0)
    findings_warning = models.PositiveSmallIntegerField("请核实", default=0)
    findings_note = models.PositiveSmallIntegerField("提示", default=0)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_done(self) -> bool:
        """Whether it was read, well or not."""
        return self.result is not None or bool(self.error)


class Reminder(models.Model):
    """催报: the bureau asks a body to go on."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="reminders")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField("内容")

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.text[:40]
