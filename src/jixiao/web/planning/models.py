"""The facts of an evaluation, row by row; `mapping` turns them into the core's values."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jixiao.core.evaluation import BudgetBy, Form, Scope
from jixiao.web.accounts.models import Organisation, User
from jixiao.web.planning.states import LOCKED, Progress, State

FORMS = [(form.value, form.label) for form in Form if form is not Form.UNKNOWN]


class Evaluation(models.Model):
    """One body's evaluation of one year: 部门整体支出, 项目支出 or 转移支付."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="evaluations", verbose_name="单位"
    )
    year = models.PositiveSmallIntegerField("年度")
    form = models.CharField("评价对象", max_length=30, choices=FORMS)
    project = models.CharField("项目名称", max_length=200, blank=True)
    title = models.CharField("标题", max_length=200, blank=True)
    rulebook = models.CharField("计分规则", max_length=100)
    scope = models.CharField(
        "评价范围",
        max_length=20,
        blank=True,
        choices=[(s.value, s.label) for s in Scope],
    )
    functions = models.TextField("单位职能", blank=True)
    annual_goals = models.TextField("年度绩效目标", blank=True, help_text="每行一条")
    filled_on = models.CharField("填报日期", max_length=40, blank=True)

    state = models.CharField(
        "状态", max_length=20, choices=State, default=State.PLANNING, db_index=True
    )
    filing_due = models.DateField("填报截止", null=True, blank=True)
    verification_due = models.DateField("复核截止", null=True, blank=True)
    submission_due = models.DateField("报送截止", null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    """Counts the changes of this row's own texts; a form sends back what it showed."""
    facts_version = models.PositiveIntegerField(default=1)
    """Counts the changes of any fact of the evaluation; audits are kept under it."""
    contributors = models.ManyToManyField(User, related_name="+", blank=True)
    """Who entered anything since the evaluation began; they may not approve it."""

    # What lists show without scoring thousands of evaluations; written by `rescore`.
    score = models.DecimalField(
        "得分", max_digits=7, decimal_places=2, null=True, blank=True
    )
    score_least = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    score_greatest = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    grade = models.CharField("等级", max_length=10, blank=True)
    indicators_total = models.PositiveSmallIntegerField(default=0)
    indicators_filed = models.PositiveSmallIntegerField(default=0)
    indicators_verified = models.PositiveSmallIntegerField(default=0)
    findings_error = models.PositiveSmallIntegerField("必须修改", default=0)
    """Open ones of the last audit."""
    findings_warning = models.PositiveSmallIntegerField("请核实", default=0)

    class Meta:
        ordering: ClassVar = ["-year", "organisation__path", "form", "project"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "year", "form", "project"],
                name="evaluated_once_a_year",
                violation_error_message="该单位本年度已有同一对象的自评",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100), name="year_is_a_year"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="state_is_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["year", "organisation"], name="evaluations_of_a_year")
        ]

    def __str__(self) -> str:
        what = self.project or self.get_form_display()
        return f"{self.organisation.name} {self.year}年度 {what}"

    @property
    def trail_chain(self) -> str:
        """Name of the chain that its changes are recorded in."""
        return f"evaluation-{self.pk}"

    @property
    def is_locked(self) -> bool:
        """Whether nothing changes any more except through a recorded return."""
        return State(self.state) in LOCKED

    @property
    def name(self) -> str:
        """What is evaluated, without the body: 部门整体支出, or the project."""
        return self.project or self.get_form_display()


class Indicator(models.Model):
    """A third-level indicator with its result, and who has it."""

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="indicators"
    )
    position = models.PositiveSmallIntegerField()
    level1 = models.CharField("一级指标", max_length=50)
    level2 = models.CharField("二级指标", max_length=50, blank=True)
    name = models.CharField("三级指标", max_length=200)
    sign = models.CharField("指标性质", max_length=10, blank=True)
    target = models.CharField("指标值", max_length=500, blank=True)
    unit = models.CharField("度量单位", max_length=30, blank=True)
    weight = models.DecimalField(
        "分值", max_digits=6, decimal_places=2, null=True, blank=True
    )
    """Blank is not 0: not set yet."""
    is_applicable = models.BooleanField("适用", default=True)
    responsible = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True,
        related_name="indicators", verbose_name="责任科室",
    )  # fmt: skip
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True,
        related_name="indicators", verbose_name="填报人",
    )  # fmt: skip
    due = models.DateField("截止", null=True, blank=True)

    actual = models.CharField("完成值", max_length=500, blank=True)
    assigned_points = models.DecimalField(
        "评定得分", max_digits=6, decimal_places=2, null=True, blank=True
    )
    """得分 given to a qualitative indicator; every other score is computed."""
    account = models.TextField("完成情况说明", blank=True)
    verification_note = models.TextField("核查情况", blank=True)
    """经核查…: how the result was checked, in the words of who filed it."""
    deviation_reason = models.TextField("偏差原因", blank=True)
    improvement = models.TextField("改进措施", blank=True)

    progress = models.CharField(
        "状态", max_length=10, choices=Progress, default=Progress.OPEN
    )
    version = models.PositiveIntegerField(default=1)
    contributors = models.ManyToManyField(User, related_name="+", blank=True)
    """Who entered any of its facts; they may not verify it."""
    changed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(weight__isnull=True) | Q(weight__gte=0, weight__lte=1000),
                name="weight_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(progress__in=Progress.values), name="progress_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BudgetLine(models.Model):
    """One line of the budget, in yuan; blank where the line does not state an amount."""

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="budget_lines"
    )
    position = models.PositiveSmallIntegerField()
    by = models.CharField(
        "划分", max_length=10, choices=[(by.value, by.label) for by in BudgetBy]
    )
    label = models.CharField("名称", max_length=100)
    initial = models.DecimalField(
        "年初预算数", max_digits=18, decimal_places=2, null=True, blank=True
    )
    adjusted = models.DecimalField(
        "全年预算数", max_digits=18, decimal_places=2, null=True, blank=True
    )
    executed = models.DecimalField(
        "执行数", max_digits=18, decimal_places=2, null=True, blank=True
    )
    adjustment = models.DecimalField(
        "调整数", max_digits=18, decimal_places=2, null=True, blank=True
    )

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["evaluation"], condition=Q(by=BudgetBy.TOTAL.value),
                name="one_total_of_a_budget",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.label


class Chapter(models.TextChoices):
    """Headed texts of the report; the value is the field of the core's evaluation."""

    CAUSES = "causes", "存在的问题和原因"
    IMPROVEMENTS = "improvements", "下一步拟改进措施"
    PROCESS = "process", "自评工作开展情况"
    LAST_YEAR_RESULTS = "last_year_results", "上年度结果应用情况"


class Passage(models.Model):
    """One headed text of a chapter."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="passages")
    position = models.PositiveSmallIntegerField()
    chapter = models.CharField("章节", max_length=30, choices=Chapter)
    heading = models.CharField("小标题", max_length=200, blank=True)
    text = models.TextField("内容")

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.heading or self.text[:20]


def _draft_file(draft: ImportDraft, _name: str) -> str:
    """Named by content, so that nothing typed by a user becomes a path."""
    return f"imports/{draft.evaluation_id}/{draft.digest}"


class ImportDraft(models.Model):
    """A file that was read and not yet taken over; its owner's alone."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="drafts")
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField("文件名", max_length=200)
    file = models.FileField(upload_to=_draft_file, max_length=300)
    digest = models.CharField(max_length=64)
    """SHA-256 of the content."""
    created_at = models.DateTimeField()
    read = models.JSONField()
    """What was read, form by form, and the document's blocks; see `importing`."""

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name
