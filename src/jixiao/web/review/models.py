"""What was said about an evaluation, and what left the house."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jixiao.core.decisions import Verdict
from jixiao.web.accounts.models import User
from jixiao.web.planning.models import Evaluation, Indicator


class Comment(models.Model):
    """A remark on an indicator or on the whole; a return's reason is one, too."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="comments")
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, null=True, blank=True, related_name="comments"
    )
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField("意见")
    is_return = models.BooleanField(default=False)
    """Why something was sent back."""

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:40]


class Answer(models.Model):
    """What was answered to a finding of the audit; holds while the facts do."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="answers")
    fingerprint = models.CharField(max_length=80)
    check_id = models.CharField(max_length=10)
    about = models.CharField(max_length=300)
    stated = models.TextField(blank=True)
    expected = models.TextField(blank=True)
    verdict = models.CharField(
        "答复",
        max_length=10,
        choices=[(v.value, v.label) for v in Verdict if v.settles],
    )
    reason = models.TextField("理由")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["evaluation", "fingerprint"], name="one_answer_to_a_finding"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.verdict}"


class AuditRun(models.Model):
    """The audit of one version of the facts; the tree of docs/contracts audit-json."""

    evaluation = models.OneToOneField(
        Evaluation, models.CASCADE, related_name="audit_run"
    )
    facts_version = models.PositiveIntegerField()
    at = models.DateTimeField()
    software = models.CharField(max_length=40)
    result = models.JSONField()

    def __str__(self) -> str:
        return f"{self.evaluation_id}-{self.facts_version}"


class Submission(models.Model):
    """A version as it was submitted, file by file; never changed afterwards."""

    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, related_name="submissions"
    )
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    facts = models.JSONField()
    """The published tree of the evaluation."""
    score = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    grade = models.CharField(max_length=10, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    """accepted, returned; blank while the bureau looks at it."""
    outcome_reason = models.TextField(blank=True)
    outcome_at = models.DateTimeField(null=True)
    outcome_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["evaluation", "number"], name="submission_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id} 第{self.number}次报送"


def _where(kept: KeptFile, _name: str) -> str:
    """By content: evidence that did not change is kept once for all submissions."""
    return place_of(kept.submission.evaluation_id, kept.digest)


def place_of(evaluation: int, digest: str) -> str:
    """Where a kept file of an evaluation stands."""
    return f"submissions/{evaluation}/{digest}"


class KeptFile(models.Model):
    """One file of a submission: report, form, evidence."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="files")
    file = models.FileField(upload_to=_where, max_length=300)
    name = models.CharField(max_length=300)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """An evaluation given to an outside reviewer to read, audit and comment."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="grants")
    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["evaluation", "user"], name="evaluation_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.user}"
