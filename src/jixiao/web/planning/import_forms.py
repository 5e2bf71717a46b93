"""Forms of 导入: the file, and what was read of it, cell by cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from jixiao.core.evaluation import BudgetBy
from jixiao.core.money import parse_money
from jixiao.core.numbers import half_up
from jixiao.web.planning.forms import WeightField, text_field
from jixiao.web.planning.importing import AMOUNTS, TEXTS
from jixiao.web.planning.imports import RESULTS, Facts
from jixiao.web.planning.models import BudgetLine, Indicator

_WAN = Decimal(10_000)
_LARGEST = 100_000_000
_MOST_YUAN = Decimal(10) ** 16
ACCEPTED = ".docx,.docm,.doc,.wps,.xlsx,.xlsm,.xls,.et,.pdf,.html,.htm,.txt,.csv,.rtf,.yaml,.yml,.json"


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label="文件", max_length=300,
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ACCEPTED}),
        help_text="Word、Excel、PDF、网页、文本，或 YAML / JSON 自评数据；最大 100 MB",
        error_messages={
            "required": "请选择文件", "empty": "文件是空的；请检查文件是否完整",
            "max_length": "文件名太长；请改短后再试", "invalid": "没有收到文件；请重新选择",
            "missing": "请选择文件",
        },
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        found = self.cleaned_data["file"]
        if found.size > _LARGEST:
            raise forms.ValidationError("文件超过 100 MB；请删去无关内容或拆成几个文件")
        return found


class AmountField(forms.Field):
    """An amount in 万元, kept in yuan; blank is no amount."""

    def to_python(self, value: Any) -> Any:
        """Read the amount."""
        text = str(value or "").strip()
        if not text:
            return None
        found = parse_money(text, unit_yuan=_WAN)
        if found is None or abs(found.value) >= _MOST_YUAN:
            raise forms.ValidationError("无法读作金额；请写作 5630.63（万元）")
        return half_up(found.value, 2)


class ReadIndicatorForm(forms.Form):
    """One indicator as read."""

    take = forms.BooleanField(required=False)
    level1 = text_field("一级指标", 50)
    level2 = text_field("二级指标", 50)
    name = text_field("三级指标", 200)
    sign = text_field("性质", 10)
    target = text_field("指标值", 500)
    unit = text_field("单位", 30)
    weight = WeightField(label="分值", required=False)
    actual = text_field("完成值", 500)
    points = WeightField(label="评定得分", required=False)
    account = text_field("完成情况说明", 20_000)
    deviation_reason = text_field("偏差原因", 20_000)
    improvement = text_field("改进措施", 20_000)

    def clean(self) -> dict[str, Any]:
        """A row that is taken has a name."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("take") and not found.get("name") and "name" not in self.errors:
            self.add_error("name", "请填写三级指标，或取消勾选这一行")
        return found


class ReadLineForm(forms.Form):
    """One line of the budget as read."""

    take = forms.BooleanField(required=False)
    by = forms.ChoiceField(
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
        choices=[(by.value, by.label) for by in BudgetBy],
        error_messages={"invalid_choice": "请从列表中选择", "required": "请选择"},
    )
    label = text_field("名称", 100)
    initial = AmountField(required=False)  # type: ignore[assignment]
    adjusted = AmountField(required=False)
    executed = AmountField(required=False)
    adjustment = AmountField(required=False)


class ReadTextForm(forms.Form):
    """One text as read."""

    take = forms.BooleanField(required=False)
    chapter = forms.ChoiceField(
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
        choices=list(TEXTS.items()),
        error_messages={"invalid_choice": "请从列表中选择", "required": "请选择"},
    )
    heading = text_field("小标题", 200)
    text = forms.CharField(required=False)


class Lines(forms.BaseFormSet[ReadLineForm]):
    """The budget: one total at most."""

    def clean(self) -> None:
        """Refuse two totals."""
        taken = [f.cleaned_data for f in self.forms if f.cleaned_data.get("take")]
        if sum(one.get("by") == BudgetBy.TOTAL.value for one in taken) > 1:
            raise forms.ValidationError("预算只能有一个合计行；请取消多余的勾选")


IndicatorFormSet = forms.formset_factory(
    ReadIndicatorForm, extra=0, max_num=2000, absolute_max=2000
)
LineFormSet = forms.formset_factory(
    ReadLineForm, formset=Lines, extra=0, max_num=500, absolute_max=500
)
TextFormSet = forms.formset_factory(
    ReadTextForm, extra=0, max_num=500, absolute_max=500
)


def facts_of(indicators: Any, lines: Any, texts: Any) -> Facts:
    """What is ticked, as unsaved rows."""
    fields = ("level1", "level2", "name", "sign", "target", "unit", "weight", *RESULTS)
    return Facts(
        indicators=[
            Indicator(
                **{field: found[field] for field in fields},
                assigned_points=found["points"],
            )
            for found in _taken(indicators)
        ],
        budget=[
            BudgetLine(
                by=found["by"], label=found["label"],
                **{field: found[field] for field in AMOUNTS},
            )
            for found in _taken(lines)
        ],
        texts=[
            (found["chapter"], found["heading"], found["text"])
            for found in _taken(texts)
            if found["text"]
        ],
    )  # fmt: skip


def _taken(formset: Any) -> list[dict[str, Any]]:
    return [f.cleaned_data for f in formset.forms if f.cleaned_data.get("take")]
