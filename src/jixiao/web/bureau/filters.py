"""What the overview is narrowed to: read from the address, always something valid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms

from jixiao.web.accounts.models import Kind
from jixiao.web.planning.models import FORMS
from jixiao.web.planning.states import State

UNPLANNED = "unplanned"
"""Not a state of an evaluation: a body that has none of the year."""
SORTS = {
    "body": "organisation__name", "kind": "organisation__kind", "what": "form",
    "state": "step", "score": "shown_score", "grade": "shown_grade",
    "errors": "shown_errors", "warnings": "shown_warnings", "late": "late",
    "last": "last_score",
}  # fmt: skip
"""Name of a column in the address → what the rows are ordered by."""
GROUPS = {"kind": "organisation__kind", "form": "form", "state": "step"}


class FilterForm(forms.Form):
    """The filters as a form."""

    year = forms.TypedChoiceField(label="年度", coerce=int, required=False)
    state = forms.ChoiceField(
        label="状态", required=False,
        choices=[("", "全部状态"), *State.choices, (UNPLANNED, "未布置")],
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="单位类型", required=False, choices=[("", "全部类型"), *Kind.choices]
    )
    form = forms.ChoiceField(
        label="评价对象", required=False, choices=[("", "全部对象"), *FORMS]
    )
    grade = forms.ChoiceField(label="等级", required=False)
    only = forms.ChoiceField(
        label="只看", required=False,
        choices=[
            ("", "不限"), ("overdue", "已逾期未报送"), ("errors", "有必须修改"),
            ("findings", "有核查提示"),
        ],
    )  # fmt: skip
    search = forms.CharField(label="查找单位或项目", required=False, max_length=100)
    group = forms.ChoiceField(
        label="分组", required=False,
        choices=[
            ("", "不分组"), ("kind", "按单位类型"), ("form", "按评价对象"),
            ("state", "按状态"),
        ],
    )  # fmt: skip
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, given: Mapping[str, Any], *, years: Sequence[int], grades: Sequence[str]
    ) -> None:
        super().__init__(given)
        self._offer("year", [(str(year), f"{year}年度") for year in years])
        self._offer("grade", [("", "全部等级"), *((g, g) for g in grades)])
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            look = "form-select" if is_choice else "form-control"
            field.widget.attrs["class"] = look
            if is_choice:
                field.widget.attrs["data-send"] = ""

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField), "one to choose from"
        field.choices = choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The filters as values."""

    year: int
    state: str = ""
    kind: str = ""
    form: str = ""
    grade: str = ""
    only: str = ""
    search: str = ""
    group: str = ""
    sort: str = "body"
    """Name of a column, with "-" before it from the greatest down."""

    @property
    def query(self) -> str:
        """The same choice as the query of an address, without sorting."""
        fields = ("year", "state", "kind", "form", "grade", "only", "search", "group")
        return urlencode({f: getattr(self, f) for f in fields if getattr(self, f)})

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the year was chosen."""
        fields = ("state", "kind", "form", "grade", "only", "search")
        return any(getattr(self, field) for field in fields)


def chosen(form: FilterForm, *, year: int) -> Chosen:
    """What was chosen; what does not exist counts as not chosen.

    Args:
        form: bound to the query of the address.
        year: the one shown where none was chosen.
    """
    form.is_valid()
    values = dict(form.cleaned_data)
    if values.get("sort", "").removeprefix("-") not in SORTS:
        values["sort"] = "body"
    values["year"] = values.get("year") or year
    return Chosen(**values)
