"""Shapes of what is sent to the review; whether it is allowed is not asked here."""

from __future__ import annotations

from django import forms

from jixiao.core.decisions import Verdict
from jixiao.web.accounts.models import User

_LONGEST = 2000
_AREA = {"class": "form-control", "rows": 2}


def _text(label: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=_LONGEST, widget=forms.Textarea(_AREA),
        error_messages={
            "required": missing, "max_length": f"最多 {_LONGEST} 字，请精简",
        },
    )  # fmt: skip


class VersionForm(forms.Form):
    """The version of what was looked at."""

    version = forms.IntegerField(
        min_value=1, widget=forms.HiddenInput,
        error_messages={
            "required": "页面不完整，请刷新后重试", "invalid": "页面不完整，请刷新后重试",
        },
    )  # fmt: skip


class MoveForm(VersionForm):
    """A step, why, and which indicators go back."""

    reason = forms.CharField(
        label="理由", max_length=_LONGEST, required=False,
        widget=forms.Textarea(_AREA),
        error_messages={"max_length": f"最多 {_LONGEST} 字，请精简"},
    )  # fmt: skip
    indicators = forms.TypedMultipleChoiceField(
        label="退回的指标",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: object, pks: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["indicators"].choices = [  # type: ignore[attr-defined]
            (pk, pk) for pk in pks
        ]


class ReturnForm(VersionForm):
    """Giving an indicator back."""

    reason = _text("退回理由", "请写明退回理由，填报人据此更正")


class CommentForm(forms.Form):
    """A remark."""

    text = _text("意见", "请填写意见内容")


class AnswerForm(forms.Form):
    """An answer to a finding; without verdict it is taken back."""

    fingerprint = forms.CharField(max_length=80)
    verdict = forms.ChoiceField(
        required=False, choices=[(v.value, v.label) for v in Verdict if v.settles]
    )
    reason = forms.CharField(
        max_length=_LONGEST, required=False,
        error_messages={"max_length": f"最多 {_LONGEST} 字，请精简"},
    )  # fmt: skip


class GrantForm(forms.Form):
    """Whom an evaluation is given to."""

    user = forms.ModelChoiceField(
        label="外部评审", queryset=User.objects.none(), empty_label="请选择",
        widget=forms.Select({"class": "form-select"}),
        error_messages={
            "required": "请选择外部评审人员",
            "invalid_choice": "只能交给本地区的外部评审人员",
        },
    )  # fmt: skip
