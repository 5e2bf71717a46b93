"""Changes of organisations, people and roles; each is recorded in the trail.

The system administrator sets up organisations and people, the security administrator
says what they may do; neither can do the other's work, and nobody changes their own
rights.
"""

from __future__ import annotations

from collections.abc import Iterable

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from jixiao.web.accounts.access import Actor
from jixiao.web.accounts.models import (
    PATH_LENGTH,
    Administrator,
    Kind,
    Membership,
    Organisation,
    Role,
    User,
)
from jixiao.web.accounts.passwords import random_password
from jixiao.web.accounts.refusals import RefusedError
from jixiao.web.accounts.rules import FITTING, fits_below
from jixiao.web.trail.models import SITE
from jixiao.web.trail.services import Changes, record

Grant = tuple[int, str]
"""A role somewhere: key of the organisation, value of the role."""


def require_administrator(actor: Actor, kind: Administrator) -> None:
    """Let only that administrator through.

    Raises:
        PermissionDenied: it is somebody else.
    """
    if not actor.is_administrator(kind):
        raise PermissionDenied(f"此事由{kind.label}办理")


# -- organisations: the system administrator ------------------------------------------


@transaction.atomic
def add_organisation(
    actor: Actor, *, name: str, kind: str, parent: Organisation | None, region: str
) -> Organisation:
    """Add an organisation below another one, or a top.

    Raises:
        RefusedError: the name is taken there, or the kind does not fit.
    """
    require_administrator(actor, Administrator.SYSTEM)
    _lock_tree()
    _require_place(kind, parent)
    _require_free_name(name, parent)
    one = Organisation.objects.create(
        name=name, kind=kind, parent=parent, region=region, path=f"?{name}"
    )
    one.path = f"{parent.path if parent else '/'}{one.pk}/"
    _require_depth(len(one.path))
    one.save(update_fields=["path"])
    changes = {
        "类型": ("", Kind(kind).label), "上级": ("", _name(parent)),
        "行政区划代码": ("", region),
    }  # fmt: skip
    _record(actor, "新增单位", name, changes)
    return one


@transaction.atomic
def change_organisation(
    actor: Actor, pk: int, *, name: str, kind: str, parent: Organisation | None,
    region: str,
) -> Organisation:  # fmt: skip
    """Rename an organisation, change its kind, move its whole branch.

    Raises:
        RefusedError: the name is taken there; kind, place, what stands below or the
            roles given there do not fit.
    """
    require_administrator(actor, Administrator.SYSTEM)
    _lock_tree()
    one = Organisation.objects.select_related("parent").get(pk=pk)
    # As it stands now, after the lock: its path may have moved since it was chosen.
    parent = Organisation.objects.get(pk=parent.pk) if parent else None
    if parent and one.holds(parent):
        raise RefusedError("上级不能是本单位或其下级", field="parent")
    _require_place(kind, parent)
    _require_free_name(name, parent, one)
    if kind != one.kind:
        _require_kind_fits(one, kind)
    changes = {
        "名称": (one.name, name),
        "类型": (one.get_kind_display(), Kind(kind).label),
        "上级": (_name(one.parent), _name(parent)),
        "行政区划代码": (one.region, region),
    }
    if one.parent != parent:
        _move_branch(one, f"{parent.path if parent else '/'}{one.pk}/")
    one.name, one.kind, one.parent, one.region = name, kind, parent, region
    one.save(update_fields=["name", "kind", "parent", "region"])
    _record(actor, "修改单位", name, changes)
    return Organisation.objects.get(pk=pk)


def _move_branch(one: Organisation, path: str) -> None:
    branch = Organisation.objects.filter(path__startswith=one.path)
    longest = max(len(below) for below in branch.values_list("path", flat=True))
    _require_depth(longest - len(one.path) + len(path))
    branch.update(path=Concat(Value(path), Substr(F("path"), len(one.path) + 1)))


def _lock_tree() -> None:
    """Let one change of the tree wait for the other: two moves could close a ring."""
    list(Organisation.objects.select_for_update().filter(parent=None).values("pk"))


def _require_place(kind: str, parent: Organisation | None) -> None:
    if not fits_below(kind, parent.kind if parent else None):
        where = f"“{parent.get_kind_display()}”之下" if parent else "最上级"
        raise RefusedError(
            f"{Kind(kind).label}不能设在{where}，请改选上级或类型", field="parent"
        )


def _require_free_name(
    name: str, parent: Organisation | None, one: Organisation | None = None
) -> None:
    same = Organisation.objects.filter(parent=parent, name=name)
    if one:
        same = same.exclude(pk=one.pk)
    if same.exists():
        raise RefusedError("同一上级下已有同名单位", field="name")


def _require_kind_fits(one: Organisation, kind: str) -> None:
    for child in one.children.all():
        if not fits_below(child.kind, kind):
            raise RefusedError(
                f"其下有“{child.name}”（{child.get_kind_display()}），"
                f"不能改为{Kind(kind).label}",
                field="kind",
            )
    for given in one.memberships.select_related("user"):
        if given.role not in FITTING[kind]:
            raise RefusedError(
                f"{given.user.name}在此任{given.get_role_display()}，"
                f"与{Kind(kind).label}不符；请安全管理员先撤销该角色",
                field="kind",
            )


def _require_depth(length: int) -> None:
    if length > PATH_LENGTH:
        raise RefusedError("单位层级过多，请减少层级", field="parent")


# -- people: the system administrator -------------------------------------------------


@transaction.atomic
def add_person(
    actor: Actor, *, username: str, name: str, organisation: Organisation
) -> tuple[User, str]:
    """Add a person without any right.

    Returns:
        The person and the first password, which is kept nowhere.

    Raises:
        RefusedError: the log-in name is taken.
    """
    require_administrator(actor, Administrator.SYSTEM)
    _require_free_username(username)
    user = User(
        username=username.lower(), name=name, organisation=organisation,
        must_change_password=True,
    )  # fmt: skip
    password = random_password(user)
    user.set_password(password)
    user.save()
    changes = {"姓名": ("", name), "所在单位": ("", organisation.name)}
    _record(actor, "新增人员", _label(user), changes)
    return user, password


@transaction.atomic
def change_person(
    actor: Actor, pk: int, *, name: str, organisation: Organisation, is_active: bool
) -> User:
    """Rename, transfer, switch off or on.

    Raises:
        RefusedError: the last administrator of a kind would be switched off, or
            somebody themselves.
    """
    require_administrator(actor, Administrator.SYSTEM)
    user = _locked(pk)
    if user.is_active and not is_active:
        if user == actor.user:
            raise RefusedError("不能停用自己的账号", field="is_active")
        _require_another(user, field="is_active")
    changes = {
        "姓名": (user.name, name),
        "所在单位": (user.organisation.name, organisation.name),
        "状态": (_state(user.is_active), _state(is_active)),
    }
    user.name, user.organisation, user.is_active = name, organisation, is_active
    user.save(update_fields=["name", "organisation", "is_active"])
    _record(actor, "修改人员", _label(user), changes)
    return user


@transaction.atomic
def reset_password(actor: Actor, pk: int) -> tuple[User, str]:
    """Give somebody a new password, to be changed at the first log-in.

    Returns:
        The person and the password, which is kept nowhere.

    Raises:
        RefusedError: it is their own, or an administrator's: who sets the password of
            the security administrator could act as one.
    """
    require_administrator(actor, Administrator.SYSTEM)
    user = _locked(pk)
    if user == actor.user:
        raise RefusedError("自己的密码请在“修改密码”中更改")
    if user.administrator:
        raise RefusedError(
            "管理员的密码不能由他人重置（三员分立）；请在服务器上执行 "
            f"python -m jixiao.web changepassword {user.username}"
        )
    password = random_password(user)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    _record(actor, "重置密码", _label(user))
    return user, password


@transaction.atomic
def change_own_password(actor: Actor, password: str) -> None:
    """Change the acting person's password.

    Raises:
        ValidationError: it is too weak.
    """
    user = actor.user
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    _record(actor, "修改密码", _label(user))


# -- rights: the security administrator -----------------------------------------------


@transaction.atomic
def set_roles(
    actor: Actor, pk: int, *, before: Iterable[Grant], after: Iterable[Grant],
    administrator: str = "",
) -> User:  # fmt: skip
    """Give a person exactly these roles, or the office of an administrator.

    Args:
        actor: the security administrator.
        pk: whose.
        before: what stood there when the form was shown.
        after: what shall stand there.
        administrator: which of the three; "" for none.

    Raises:
        RefusedError: their own; changed meanwhile; both office and roles; a role that
            does not fit its organisation; the last administrator of a kind.
    """
    require_administrator(actor, Administrator.SECURITY)
    user = _locked(pk)
    had, wanted = _grants(user), set(after)
    if user == actor.user:
        raise RefusedError("不能更改自己的权限，请由另一位安全管理员办理")
    if had != set(before):
        raise RefusedError("您打开之后，该人员的角色已被别人改动；请刷新后再改")
    _require_apart(user, wanted, administrator)
    if user.administrator and administrator != user.administrator:
        _require_another(user, field="administrator")
    places = Organisation.objects.in_bulk({place for place, _ in had | wanted})
    for place, role in wanted - had:
        _require_fitting(places.get(place), role)
    changes = {
        "管理员": (
            user.get_administrator_display(), _administrator_label(administrator)
        ),
        "角色": (_roles_text(had, places), _roles_text(wanted, places)),
    }  # fmt: skip
    for place, role in had - wanted:
        Membership.objects.filter(user=user, organisation=place, role=role).delete()
    user.administrator = administrator
    user.save(update_fields=["administrator"])
    Membership.objects.bulk_create(
        Membership(user=user, organisation_id=place, role=role)
        for place, role in sorted(wanted - had)
    )
    _record(actor, "变更权限", _label(user), changes)
    return user


@transaction.atomic
def unlock(actor: Actor, username: str) -> None:
    """Let somebody log in again before the hour is over."""
    require_administrator(actor, Administrator.SECURITY)
    reset(username=username)
    _record(actor, "解除登录锁定", username)


def _require_apart(user: User, wanted: set[Grant], administrator: str) -> None:
    if administrator and wanted:
        raise RefusedError(
            "管理员不能兼任业务角色（三员分立），请只选其一", field="administrator"
        )
    if administrator and user.administrator and administrator != user.administrator:
        raise RefusedError(
            "不能由一类管理员直接改任另一类；请先撤销并保存，再任命",
            field="administrator",
        )


def _require_fitting(place: Organisation | None, role: str) -> None:
    if place is None:
        raise RefusedError("所选单位已不存在，请刷新后再改", field="roles")
    if role not in FITTING[place.kind]:
        raise RefusedError(
            f"{place.name}是{place.get_kind_display()}，不设{Role(role).label}",
            field="roles",
        )


def _require_another(user: User, *, field: str) -> None:
    """Keep the last of each kind of administrator, whoever is removed meanwhile."""
    if not user.administrator:
        return
    same = User.objects.select_for_update().order_by("pk")
    same = same.filter(administrator=user.administrator, is_active=True)
    if {one.pk for one in same} <= {user.pk}:
        raise RefusedError(
            f"这是最后一位在用的{user.get_administrator_display()}，"
            "请先任命另一位再办理",
            field=field,
        )


def _require_free_username(username: str) -> None:
    if User.objects.filter(username__iexact=username).exists():
        raise RefusedError("该登录名已有人使用，请换一个", field="username")


def _locked(pk: int) -> User:
    return User.objects.select_for_update(of=("self",)).select_related(
        "organisation"
    ).get(pk=pk)  # fmt: skip


def _grants(user: User) -> set[Grant]:
    return set(user.memberships.values_list("organisation", "role"))


def _roles_text(grants: Iterable[Grant], places: dict[int, Organisation]) -> str:
    return "；".join(
        f"{places[place].name} {Role(role).label}" for place, role in sorted(grants)
    )


def _administrator_label(kind: str) -> str:
    return str(Administrator(kind).label) if kind else ""


def _record(
    actor: Actor, action: str, subject: str, changes: Changes | None = None
) -> None:
    changed = {
        field: pair for field, pair in (changes or {}).items() if pair[0] != pair[1]
    }
    record(chain=SITE, actor=actor, action=action, subject=subject, changes=changed)


def _name(organisation: Organisation | None) -> str:
    return organisation.name if organisation else ""


def _label(user: User) -> str:
    return f"{user.name}（{user.username}）"


def _state(is_active: bool) -> str:  # noqa: FBT001 - one fact, one word
    return "启用" if is_active else "停用"
