"""What filing lets people type; what was typed is kept beside the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from jixiao.core.evaluation import BudgetBy
from jixiao.core.money import MoneyUnit, parse_money
from jixiao.core.numbers import parse_decimal, plain
from jixiao.web.filing.services import AMOUNTS, LABELS, TEXTS
from jixiao.web.planning.models import (
    BudgetLine,
    Chapter,
    Evaluation,
    Indicator,
    Passage,
)

_MOST_POINTS = Decimal(1000)
_CENT = Decimal("0.01")
_MOST_YUAN = Decimal(10) ** 15
_LONG = 20_000
UNITS = {"wan": MoneyUnit.TEN_THOUSAND, "yuan": MoneyUnit.YUAN}


class Prose(forms.CharField):
    """Text of several lines, their ends written as everywhere else in the site."""

    def to_python(self, value: Any) -> str:
        """Browsers send two characters for each line end."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


def _area(label: str, rows: int, **more: Any) -> forms.CharField:
    widget = forms.Textarea(
        {"class": "form-control", "rows": rows, "data-autosize": True}
    )
    return Prose(label=label, required=False, widget=widget, max_length=_LONG, **more)


class ResultForm(forms.Form):
    """The result of one indicator, or one cell of it."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    actual = forms.CharField(
        label=LABELS["actual"], required=False, max_length=500,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
    )  # fmt: skip
    assigned_points = forms.CharField(
        label=LABELS["assigned_points"], required=False, max_length=20,
        widget=forms.TextInput(
            {"class": "form-control", "inputmode": "decimal", "autocomplete": "off"}
        ),
    )  # fmt: skip
    account = _area(
        LABELS["account"], 3, help_text="做了什么、完成到什么程度；写入报告正文"
    )
    verification_note = _area(
        LABELS["verification_note"], 2, help_text="如：经核查台账，与完成值一致"
    )
    deviation_reason = _area(LABELS["deviation_reason"], 2)
    improvement = _area(LABELS["improvement"], 2)

    def clean_assigned_points(self) -> Decimal | None:
        """Points with at most two decimals; blank is not 0."""
        return points_typed(self.cleaned_data["assigned_points"])

    def values(self) -> dict[str, Any]:
        """What `save_indicator` takes: what was sent, and nothing else."""
        return {
            field: self.cleaned_data[field] for field in LABELS if field in self.data
        }

    @classmethod
    def of(cls, row: Indicator) -> ResultForm:
        """The form as it stands in the database."""
        points = row.assigned_points
        return cls(
            initial={
                **{field: getattr(row, field) for field in LABELS},
                "assigned_points": "" if points is None else plain(points),
                "version": row.version,
            }
        )


def points_typed(text: str) -> Decimal | None:
    """Read assigned points; None where nothing is typed.

    Raises:
        ValidationError: not a number of at most two decimals.
    """
    if not text.strip():
        return None
    points = parse_decimal(text)
    if points is None or points != points.quantize(_CENT):
        raise forms.ValidationError(f"“{text}”不是得分；请填数字，最多两位小数")
    if not 0 <= points <= _MOST_POINTS:
        raise forms.ValidationError(f"“{text}”超出范围；得分在 0 和该项分值之间")
    return points


# -- budget ----------------------------------------------------------------------------


class LineForm(forms.Form):
    """One line of the budget, amounts in the unit of the page."""

    by = forms.ChoiceField(
        label="划分", choices=[(one.value, one.value) for one in BudgetBy],
        widget=forms.HiddenInput,
    )  # fmt: skip
    label = forms.CharField(
        label="名称", max_length=100, required=False,
        widget=forms.TextInput({"class": "form-control form-control-sm"}),
    )  # fmt: skip
    unit = UNITS["wan"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.unit = kwargs.pop("unit", self.unit)
        super().__init__(*args, **kwargs)
        for field, label in AMOUNTS.items():
            self.fields[field] = forms.CharField(
                label=label, max_length=40, required=False,
                widget=forms.TextInput({
                    "class": "form-control form-control-sm num",
                    "inputmode": "decimal", "autocomplete": "off",
                }),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Read the amounts as yuan; what cannot be read is refused in its place."""
        found = self.cleaned_data
        for field in AMOUNTS:
            try:
                found[field] = yuan_typed(found.get(field, ""), self.unit)
            except forms.ValidationError as error:
                self.add_error(field, error)
        has_amount = any(found.get(field) is not None for field in AMOUNTS)
        if not found.get("label") and (has_amount or self.errors):
            self.add_error("label", "请填写名称")
        return found

    @property
    def amount_fields(self) -> list[forms.BoundField]:
        """The cells of the line, for the template."""
        return [self[field] for field in AMOUNTS]

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed: a spare line."""
        return not self.cleaned_data.get("label")

    def line(self) -> BudgetLine:
        """The line, unsaved; a cell that cannot be read counts as blank."""
        found = self.cleaned_data
        amounts = {
            field: value if isinstance(value := found.get(field), Decimal) else None
            for field in AMOUNTS
        }
        return BudgetLine(by=found["by"], label=found.get("label", ""), **amounts)


def yuan_typed(text: str, unit: MoneyUnit) -> Decimal | None:
    """Read an amount; None where nothing is typed.

    Raises:
        ValidationError: not an amount, finer than 分, or beyond all budgets.

    >>> yuan_typed("5,923.626225", MoneyUnit.TEN_THOUSAND)
    Decimal('59236262.25')
    """
    if not text.strip():
        return None
    amount = parse_money(text, unit_yuan=Decimal(unit.yuan))
    if amount is None:
        raise forms.ValidationError(f"“{text}”不是金额；请填数字，如 5737.12")
    if abs(amount.value) >= _MOST_YUAN:
        raise forms.ValidationError(f"“{text}”过大；请核对单位是否为{unit.label}")
    if amount.value != amount.value.quantize(_CENT):
        raise forms.ValidationError(f"“{text}”比分还细；请最多精确到分")
    return amount.value.quantize(_CENT)


class Lines(forms.BaseFormSet[LineForm]):
    """All lines of the budget."""

    def kept(self) -> list[BudgetLine]:
        """The lines that stay, the total first."""
        lines = [
            form.line()
            for form in self.forms
            if hasattr(form, "cleaned_data")
            and form.cleaned_data
            and not form.cleaned_data.get("DELETE")
            and not form.is_blank
            and "by" in form.cleaned_data
        ]
        return sorted(lines, key=lambda line: BY_ORDER.index(line.by))

    def clean(self) -> None:
        """There is one total."""
        totals = [line for line in self.kept() if line.by == BudgetBy.TOTAL.value]
        if len(totals) > 1:
            raise forms.ValidationError("合计只能有一行")


BY_ORDER = [by.value for by in BudgetBy]
LineFormSet: type[Lines] = forms.formset_factory(  # type: ignore[assignment]
    LineForm, formset=Lines, extra=0, can_delete=True, max_num=300, validate_max=True
)


def budget_forms(
    lines: Iterable[BudgetLine], unit: MoneyUnit, data: Mapping[str, Any] | None = None
) -> Lines:
    """The budget as it stands, or as typed, with a spare line for each division."""
    rows = list(lines)
    first: list[dict[str, str]] = []
    for by in BY_ORDER:
        own = [row for row in rows if row.by == by]
        first += [_amounts(row, unit) for row in own]
        if by != BudgetBy.TOTAL.value or not own:
            label = "部门整体支出总额" if by == BudgetBy.TOTAL.value else ""
            first.append({"by": by, "label": label})
    if data is not None:
        return LineFormSet(data, prefix="line", form_kwargs={"unit": unit})
    return LineFormSet(initial=first, prefix="line", form_kwargs={"unit": unit})


def _amounts(row: BudgetLine, unit: MoneyUnit) -> dict[str, str]:
    """A line as typed: in full, so that saving it again changes nothing."""
    values = {
        field: plain(value / unit.yuan)
        for field in AMOUNTS
        if (value := getattr(row, field)) is not None
    }
    return {"by": row.by, "label": row.label, **values}


# -- texts -----------------------------------------------------------------------------


class TextsForm(forms.Form):
    """The evaluation's own texts."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    functions = _area(TEXTS["functions"], 4)
    annual_goals = _area(TEXTS["annual_goals"], 4, help_text="每行一条")

    @classmethod
    def of(cls, evaluation: Evaluation) -> TextsForm:
        """The form as it stands in the database."""
        first = {field: getattr(evaluation, field) for field in TEXTS}
        return cls(initial={**first, "version": evaluation.version})


class PassageForm(forms.Form):
    """One headed text of a chapter."""

    chapter = forms.ChoiceField(choices=Chapter, widget=forms.HiddenInput)
    heading = forms.CharField(
        label="小标题", max_length=200, required=False,
        widget=forms.TextInput({"class": "form-control"}),
    )  # fmt: skip
    text = _area("内容", 3)
    place = forms.IntegerField(
        label="次序", required=False, min_value=0, max_value=10_000,
        widget=forms.NumberInput({"class": "form-control form-control-sm"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A heading alone says nothing."""
        found = self.cleaned_data
        if found.get("heading") and not found.get("text"):
            self.add_error("text", "有小标题，没有内容；请填写内容或移除此段")
        return found


class Passages(forms.BaseFormSet[PassageForm]):
    """All passages of all chapters."""

    def kept(self) -> list[Passage]:
        """The passages that stay, chapter by chapter, in the order given."""
        found = [
            (Chapter.values.index(one["chapter"]), one["place"] or 0, number, one)
            for number, form in enumerate(self.forms)
            if (one := form.cleaned_data) and one.get("text") and not one.get("DELETE")
        ]
        return [
            Passage(chapter=one["chapter"], heading=one["heading"], text=one["text"])
            for _, _, _, one in sorted(found, key=lambda item: item[:3])
        ]


PassageFormSet: type[Passages] = forms.formset_factory(  # type: ignore[assignment]
    PassageForm, formset=Passages, extra=0, can_delete=True, max_num=300,
    validate_max=True,
)  # fmt: skip


def passage_forms(
    passages: Iterable[Passage], data: Mapping[str, Any] | None = None
) -> Passages:
    """The passages as they stand, or as typed, with a spare one for each chapter."""
    if data is not None:
        return PassageFormSet(data, prefix="passage")
    rows = list(passages)
    first: list[dict[str, Any]] = []
    for chapter in Chapter.values:
        own = [row for row in rows if row.chapter == chapter]
        first += [
            {"chapter": chapter, "heading": one.heading, "text": one.text, "place": n}
            for n, one in enumerate(own, start=1)
        ]
        first.append({"chapter": chapter, "place": len(own) + 1})
    return PassageFormSet(initial=first, prefix="passage")
