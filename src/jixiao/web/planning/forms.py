"""Forms of 布置: shape only; what is allowed stands in services."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django import forms

from jixiao.core.evaluation import Form
from jixiao.core.numbers import parse_decimal
from jixiao.core.rulebook import Rulebook
from jixiao.rulebooks.loader import shipped_rulebooks
from jixiao.rulebooks.recognise import FormTraits, recognise
from jixiao.web.accounts.models import Organisation
from jixiao.web.planning.hands import Hands
from jixiao.web.planning.models import FORMS, Evaluation
from jixiao.web.planning.plan_table import FACTS, PlanRow

_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")
_DAY_WRONG = "日期无法识别；请写作 2026-03-08"
_MOST = Decimal(1000)
_PLACES = 2
_NO_BODY = "您还不是任何单位的财务科，不能新建自评"


class WeightField(forms.Field):
    """分值: a figure of at most two decimals, blank while not set."""

    def to_python(self, value: Any) -> Any:
        """Read the figure."""
        text = str(value or "").strip().removesuffix("分")
        if not text:
            return None
        found = parse_decimal(text)
        if found is None:
            raise forms.ValidationError("分值应为数字，如 3 或 2.5")
        if not 0 <= found <= _MOST:
            raise forms.ValidationError("分值应在 0 与 1000 之间")
        exponent = found.normalize().as_tuple().exponent
        if isinstance(exponent, int) and exponent < -_PLACES:
            raise forms.ValidationError("分值最多两位小数")
        return found


def day_field(label: str) -> forms.DateField:
    """A day, picked or typed."""
    return forms.DateField(
        label=label, required=False, input_formats=_DAYS,
        error_messages={"invalid": _DAY_WRONG},
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}
        ),
    )  # fmt: skip


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "form-select"})


class CreateForm(forms.Form):
    """新建自评."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="单位", widget=_select(), empty_label=None,
        error_messages={
            "required": "请选择单位", "invalid_choice": "只能为您担任财务科的单位新建自评",
        },
    )  # fmt: skip
    year = forms.IntegerField(
        label="年度", min_value=2000, max_value=2100,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
        error_messages={
            "required": "请填写年度", "invalid": "年度应为四位数字，如 2025",
            "min_value": "年度应在 2000 与 2100 之间",
            "max_value": "年度应在 2000 与 2100 之间",
        },
    )  # fmt: skip
    form = forms.ChoiceField(
        label="评价对象", choices=FORMS, widget=_select(),
        error_messages={"required": "请选择评价对象", "invalid_choice": "请从列表中选择"},
    )  # fmt: skip
    project = forms.CharField(
        label="项目名称", required=False, max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        help_text="项目支出、转移支付必填；部门整体支出留空",
        error_messages={"max_length": "项目名称最多 200 字"},
    )  # fmt: skip
    rulebook = forms.ChoiceField(
        label="计分规则", required=False, widget=_select(),
        help_text="留空时按地区、评价对象和年度自动选用",
        error_messages={"invalid_choice": "没有这份计分规则，请从列表中选择"},
    )  # fmt: skip
    start = forms.ChoiceField(
        label="从哪里开始", initial="skeleton",
        choices=[
            ("skeleton", "计分规则的空白指标框架"),
            ("last_year", "沿用上年自评的指标和责任人（不含完成情况）"),
            ("import", "导入文件（下一步上传）"),
        ],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "请选择从哪里开始", "invalid_choice": "请从三项中选择"},
    )  # fmt: skip
    filing_due = day_field("填报截止")
    verification_due = day_field("复核截止")
    submission_due = day_field("报送截止")

    def __init__(
        self, *args: Any, bodies: Sequence[Organisation], **kwargs: Any
    ) -> None:
        """Offer the bodies that the person plans for."""
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField), "declared above"
        field.queryset = Organisation.objects.filter(pk__in=[b.pk for b in bodies])
        region = next((body.region for body in bodies if body.region), "")
        books = self.fields["rulebook"]
        assert isinstance(books, forms.ChoiceField), "declared above"
        books.choices = rulebook_choices(region)

    def clean(self) -> dict[str, Any]:
        """Hold project, form, rulebook and days against each other."""
        found: dict[str, Any] = super().clean() or {}
        form, project = found.get("form"), found.get("project")
        if form == Form.DEPARTMENT_OVERALL and project:
            self.add_error("project", "部门整体支出自评不填项目名称")
        elif form and form != Form.DEPARTMENT_OVERALL and not project:
            self.add_error("project", "请填写项目名称")
        if {"organisation", "year", "form"} <= found.keys():
            self._settle_rulebook(found)
        _refuse_disorder(self, found)
        return found

    def _settle_rulebook(self, found: dict[str, Any]) -> None:
        if not found.get("rulebook"):
            found["rulebook"] = default_rulebook(
                found["organisation"].region, found["form"], found["year"]
            ).id
            return
        book = next(b for b in shipped_rulebooks() if b.id == found["rulebook"])
        if book.form not in {Form.UNKNOWN, found["form"]}:
            label = Form(found["form"]).label
            self.add_error(
                "rulebook", f"“{book.title}”不适用于{label}；请改选，或留空自动选用"
            )


def _refuse_disorder(form: forms.BaseForm, found: dict[str, Any]) -> None:
    """Days in the order of the work."""
    days = [("filing_due", "填报截止"), ("verification_due", "复核截止"),
            ("submission_due", "报送截止")]  # fmt: skip
    known = [(key, label, found[key]) for key, label in days if found.get(key)]
    for (_, early, first), (key, late, second) in pairwise(known):
        if second < first:
            form.add_error(key, f"{late}不能早于{early}（{first:%Y-%m-%d}）")


def default_rulebook(region: str, form: str, year: int) -> Rulebook:
    """The rulebook that a body's form of a year most likely follows."""
    traits = FormTraits(form=Form(form), region=region or None, year=year)
    return recognise(traits, shipped_rulebooks()).rulebook


def rulebook_choices(region: str) -> list[Any]:
    """Rulebooks grouped: those of the region and the country first, then the others."""
    near = [
        b for b in shipped_rulebooks() if not b.region or region.startswith(b.region)
    ]
    far = [b for b in shipped_rulebooks() if b not in near]
    near.sort(key=lambda b: (not b.region, b.form is Form.UNKNOWN, b.id))
    groups = (("适用于本地区", near), ("其他地区", far))
    return [("", "自动选用")] + [
        (name, [(b.id, f"{b.title}（{b.form.label if b.form is not Form.UNKNOWN else '不限对象'}，{b.first_budget_year}年起）") for b in books])
        for name, books in groups if books
    ]  # fmt: skip


class HeadingForm(forms.ModelForm[Evaluation]):
    """概况: title, scope, functions, goals, days."""

    filing_due = day_field("填报截止")
    verification_due = day_field("复核截止")
    submission_due = day_field("报送截止")
    shown = forms.IntegerField(widget=forms.HiddenInput)
    """Version that the page showed."""

    class Meta:
        """Fields and how they look."""

        model = Evaluation
        fields = (
            "title", "scope", "functions", "annual_goals", "filled_on",
            "filing_due", "verification_due", "submission_due",
        )  # fmt: skip
        widgets = {  # noqa: RUF012 - Django's way
            "title": forms.TextInput(attrs={"class": "form-control"}),
            "scope": forms.Select(attrs={"class": "form-select"}),
            "functions": forms.Textarea(attrs={"class": "form-control", "rows": 4}),
            "annual_goals": forms.Textarea(attrs={"class": "form-control", "rows": 5}),
            "filled_on": forms.TextInput(
                attrs={"class": "form-control", "placeholder": "2026年3月30日"}
            ),
        }

    def clean(self) -> dict[str, Any]:
        """Days in the order of the work."""
        found: dict[str, Any] = super().clean() or {}
        _refuse_disorder(self, found)
        return found


# -- the table ---------------------------------------------------------------------------


def text_field(label: str, most: int) -> forms.CharField:
    """A cell of text; nothing has to be written yet."""
    return forms.CharField(
        label=label, required=False, max_length=most,
        error_messages={"max_length": f"{label}最多 {most} 字"},
    )  # fmt: skip


class RowForm(forms.Form):
    """One row of the plan."""

    id = forms.IntegerField(required=False)
    shown = forms.CharField(required=False, max_length=20)
    position = forms.IntegerField(required=False)
    remove = forms.BooleanField(required=False)
    pick = forms.BooleanField(required=False)
    level1 = text_field("一级指标", 50)
    level2 = text_field("二级指标", 50)
    name = text_field("三级指标", 200)
    sign = text_field("性质", 10)
    target = text_field("指标值", 500)
    unit = text_field("单位", 30)
    weight = WeightField(label="分值", required=False)
    responsible = forms.TypedChoiceField(
        label="责任科室", required=False, coerce=int, empty_value=None,
        error_messages={"invalid_choice": "责任科室不属于本单位；请从列表中选择"},
    )  # fmt: skip
    person = forms.TypedChoiceField(
        label="填报人", required=False, coerce=int, empty_value=None,
        error_messages={"invalid_choice": "此人不是本单位的填报人；请从列表中选择"},
    )  # fmt: skip
    due = day_field("截止")

    def __init__(
        self, *args: Any, hands: Hands, whole: bool, choices: Any, **kwargs: Any
    ) -> None:
        """Offer places and people; leave facts out where they stand still."""
        super().__init__(*args, **kwargs)
        self.hands = hands
        for name, offered in zip(("responsible", "person"), choices, strict=True):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField), "declared above"
            field.choices = offered
        if not whole:
            for name in FACTS:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Refuse a person who does not file for the place."""
        found: dict[str, Any] = super().clean() or {}
        if {"responsible", "person"} <= found.keys() and not found.get("remove"):
            why = self.hands.why_not(found["responsible"], found["person"])
            if why:
                self.add_error("person", why)
        return found

    def row(self) -> PlanRow:
        """The row as typed."""
        found = self.cleaned_data
        return PlanRow(
            pk=found["id"], shown=found["shown"], is_removed=found["remove"],
            responsible_id=found["responsible"], person_id=found["person"],
            due=found["due"], **{key: found[key] for key in FACTS if key in found},
        )  # fmt: skip


class Rows(forms.BaseFormSet[RowForm]):
    """The whole table."""

    def rows(self) -> list[PlanRow]:
        """The rows in the order they stand on the page."""
        ordered = sorted(
            self.forms,
            key=lambda form: form.cleaned_data.get("position") or len(self.forms),
        )
        return [form.row() for form in ordered]


PlanFormSet = forms.formset_factory(
    RowForm, formset=Rows, extra=0, max_num=500, absolute_max=500, validate_max=True
)


class AssignForm(forms.Form):
    """What is set for all picked rows at once; blank leaves them as they are."""

    responsible = forms.CharField(required=False)
    person = forms.CharField(required=False)
    due = day_field("截止")
