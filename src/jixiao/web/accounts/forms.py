"""What is typed about people and organisations: its shape, with Chinese sentences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from jixiao.web.accounts.models import Administrator, Kind, Organisation, User
from jixiao.web.accounts.rules import roles_of
from jixiao.web.accounts.templatetags.printing import indented


def _text(label: str, **more: Any) -> forms.CharField:
    attributes = {"class": "form-control", **more.pop("attrs", {})}
    return forms.CharField(
        label=label, widget=forms.TextInput(attrs=attributes),
        error_messages={
            "required": f"请填写{label}",
            "max_length": f"{label}最多 %(limit_value)d 个字，现有 %(show_value)d 个",
        },
        **more,
    )  # fmt: skip


def _password(label: str, *, autocomplete: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, strip=False, max_length=200, help_text=help_text,
        widget=forms.PasswordInput(
            attrs={"class": "form-control", "autocomplete": autocomplete}
        ),
        error_messages={"required": f"请填写{label}"},
    )  # fmt: skip


class TreeField(forms.ModelChoiceField[Organisation]):
    """An organisation, indented as it stands in the tree."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            queryset=Organisation.objects.order_by("path"),
            widget=forms.Select(attrs={"class": "form-select"}),
            error_messages={
                "required": f"请选择{more['label']}",
                "invalid_choice": "所选单位已不存在，请重新选择",
            },
            **more,
        )

    def label_from_instance(self, obj: Organisation) -> str:
        """Its name, moved to the right for each level."""
        return indented(obj)


class LogInForm(AuthenticationForm):
    """Log-in name and password."""

    username = _text(
        "登录名", max_length=40, attrs={"autocomplete": "username", "autofocus": True}
    )
    password = _password("密码", autocomplete="current-password")
    error_messages = {  # noqa: RUF012 - as Django declares it
        "invalid_login": "登录名或密码不正确，请核对后重试；连续输错会锁定账号",
        "inactive": "该账号已停用，请联系系统管理员",
    }


class ChangePasswordForm(forms.Form):
    """The old password, the new one twice."""

    old = _password("原密码", autocomplete="current-password")
    new = _password("新密码", autocomplete="new-password")
    again = _password("再输一次新密码", autocomplete="new-password")

    def __init__(self, *args: Any, user: User, **more: Any) -> None:
        super().__init__(*args, **more)
        self.user = user

    @property
    def policy(self) -> list[str]:
        """What is asked of a password, one sentence each."""
        return [text.rstrip("。.") for text in password_validators_help_texts()]

    def clean_old(self) -> str:
        """Make sure it is they themselves."""
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise ValidationError("原密码不正确")
        return old

    def clean_new(self) -> str:
        """Hold it against the rules."""
        new: str = self.cleaned_data["new"]
        validate_password(new, self.user)
        if self.user.check_password(new):
            raise ValidationError("新密码不能与原密码相同")
        return new

    def clean_again(self) -> str:
        """Catch slips of the fingers."""
        again: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise ValidationError("两次输入的新密码不一致")
        return again


class OrganisationForm(forms.Form):
    """Name, kind, place and region of an organisation."""

    name = _text("名称", max_length=100)
    kind = forms.ChoiceField(
        label="类型", choices=Kind.choices,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={
            "required": "请选择类型", "invalid_choice": "没有这种类型，请重新选择",
        },
    )  # fmt: skip
    parent = TreeField(label="上级", required=False, empty_label="（无，最上级）")
    region = _text(
        "行政区划代码", max_length=12, required=False,
        help_text="6 位，如 421200；科室可不填",
        validators=[
            RegexValidator(
                r"^\d{6}(\d{3}|\d{6})?$", "应为 6 位、9 位或 12 位数字，如 421200"
            )
        ],
        attrs={"inputmode": "numeric"},
    )  # fmt: skip


class PersonForm(forms.Form):
    """Name and organisation of a person."""

    name = _text("姓名", max_length=40)
    organisation = TreeField(label="所在单位")
    is_active = forms.BooleanField(
        label="启用", required=False,
        help_text="停用后立即退出并不能再登录；已有的记录不受影响",
        widget=forms.CheckboxInput(attrs={"class": "form-check-input d-block"}),
    )  # fmt: skip


class NewPersonForm(forms.Form):
    """Log-in name, name and organisation of somebody new."""

    username = _text(
        "登录名", max_length=40, help_text="字母、数字和 . _ -，以字母或数字开头，不分大小写",
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
                "只能用字母、数字和 . _ -，并以字母或数字开头",
            )
        ],
        attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )  # fmt: skip
    name = _text("姓名", max_length=40, attrs={"autocomplete": "off"})
    organisation = TreeField(label="所在单位")


class RolesForm(forms.Form):
    """What a person may do: roles at places, or one office of administration.

    A choice is written `17:filler`: key of the organisation, role.
    """

    administrator = forms.ChoiceField(
        label="管理员", required=False,
        choices=[("", "不是管理员"), *Administrator.choices],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": "没有这类管理员，请重新选择"},
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label="业务角色", required=False,
        error_messages={"invalid_choice": "所选角色与单位不符，请刷新后再选"},
    )  # fmt: skip
    before = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: list[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.places = places
        field = self.fields["roles"]
        assert isinstance(field, forms.MultipleChoiceField), "as declared"
        field.choices = [
            (f"{place.pk}:{role}", f"{place.name} {role.label}")
            for place in places
            for role in roles_of(place.kind)
        ]

    def rows(self) -> list[tuple[Organisation, list[tuple[str, str, bool]]]]:
        """Each place with its roles: value, label, whether it is ticked."""
        ticked = set(self["roles"].value() or ())
        return [
            (
                place,
                [
                    (key := f"{place.pk}:{role}", str(role.label), key in ticked)
                    for role in roles_of(place.kind)
                ],
            )
            for place in self.places
        ]

    def clean_before(self) -> list[tuple[int, str]]:
        """What stood there when the form was shown."""
        return [_grant(key) for key in self.cleaned_data["before"].split()]

    def clean_roles(self) -> list[tuple[int, str]]:
        """What is ticked."""
        return [_grant(key) for key in self.cleaned_data["roles"]]


def _grant(key: str) -> tuple[int, str]:
    place, _, role = key.partition(":")
    if not place.isdecimal():
        raise ValidationError("页面内容不完整，请刷新后再改")
    return int(place), role
