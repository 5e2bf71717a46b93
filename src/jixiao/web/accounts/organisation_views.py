"""单位与人员: pages of the system administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from jixiao.web.accounts import selectors, services
from jixiao.web.accounts.forms import NewPersonForm, OrganisationForm, PersonForm
from jixiao.web.accounts.middleware import ActorRequest
from jixiao.web.accounts.models import Administrator, Kind, Organisation, User
from jixiao.web.accounts.refusals import RefusedError

PAGE = 50
FEW = 20
"""Organisations shown among what a search found."""


@require_safe
def organisations(request: ActorRequest) -> HttpResponse:
    """The tree with the people of the chosen organisation, or what a search found."""
    services.require_administrator(request.actor, Administrator.SYSTEM)
    text = request.GET.get("q", "").strip()
    here = _organisation(request.GET.get("at")) or _only_top()
    people = (
        selectors.people_like(request.actor, text) if text
        else selectors.people_at(request.actor, here) if here
        else User.objects.none()
    )  # fmt: skip
    facts: dict[str, Any] = {
        "q": text,
        "here": here,
        "nodes": selectors.tree_for(request.actor, here),
        "page": Paginator(people, PAGE).get_page(request.GET.get("page")),
    }
    if text:
        facts["found"] = selectors.organisations_like(request.actor, text)[:FEW]
    return render(request, "accounts/organisations.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_add(request: ActorRequest) -> HttpResponse:
    """A new organisation below the one it was asked for."""
    services.require_administrator(request.actor, Administrator.SYSTEM)
    above = _organisation(request.GET.get("at"))
    start = {"parent": above, "kind": _likely_below(above)}
    form = OrganisationForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_organisation(request.actor, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"已新增单位“{made.name}”")
            return redirect(_at(made))
    return _form_page(request, form, title="新增单位", back=_at(above))


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Rename an organisation, change its kind, move it."""
    services.require_administrator(request.actor, Administrator.SYSTEM)
    one = get_object_or_404(Organisation, pk=pk)
    start = {
        "name": one.name, "kind": one.kind, "parent": one.parent_id,
        "region": one.region,
    }  # fmt: skip
    form = OrganisationForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_organisation(request.actor, pk, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"已保存“{form.cleaned_data['name']}”")
            return redirect(_at(one))
    return _form_page(request, form, title=f"修改单位 {one.name}", back=_at(one))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person_add(request: ActorRequest) -> HttpResponse:
    """A new person; the first password is shown once."""
    services.require_administrator(request.actor, Administrator.SYSTEM)
    where = _organisation(request.GET.get("at"))
    form = NewPersonForm(request.POST or None, initial={"organisation": where})
    if request.method == "POST" and form.is_valid():
        try:
            user, password = services.add_person(request.actor, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(error.field, str(error))
        else:
            return _password_page(request, user, password, title="已新增人员")
    return _form_page(request, form, title="新增人员", back=_at(where))


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Rename, transfer, switch off or on."""
    services.require_administrator(request.actor, Administrator.SYSTEM)
    user = get_object_or_404(User.objects.select_related("organisation"), pk=pk)
    start = {
        "name": user.name, "organisation": user.organisation_id,
        "is_active": user.is_active,
    }  # fmt: skip
    form = PersonForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.change_person(request.actor, pk, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"已保存“{user.name}”")
            return redirect(_at(user.organisation))
    back = _at(user.organisation)
    title = f"修改人员 {user.name}（{user.username}）"
    return _form_page(request, form, title=title, back=back)


@never_cache
@require_POST
def person_reset_password(request: ActorRequest, pk: int) -> HttpResponse:
    """A new password, shown once."""
    services.require_administrator(request.actor, Administrator.SYSTEM)
    user = get_object_or_404(User.objects.select_related("organisation"), pk=pk)
    try:
        user, password = services.reset_password(request.actor, pk)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect(_at(user.organisation))
    return _password_page(request, user, password, title="已重置密码")


def _form_page(
    request: ActorRequest, form: Form, *, title: str, back: str
) -> HttpResponse:
    facts = {"form": form, "title": title, "back": back}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/edit.html", facts, status=status)


def _password_page(
    request: ActorRequest, user: User, password: str, *, title: str
) -> HttpResponse:
    facts = {
        "person": user, "password": password, "title": title,
        "back": _at(user.organisation),
    }  # fmt: skip
    return render(request, "accounts/password_once.html", facts)


def _organisation(key: str | None) -> Organisation | None:
    if not key or not key.isdecimal():
        return None
    return Organisation.objects.filter(pk=key).first()


def _only_top() -> Organisation | None:
    tops = Organisation.objects.filter(parent=None)[:2]
    return tops[0] if len(tops) == 1 else None


def _likely_below(above: Organisation | None) -> Kind:
    if above is None:
        return Kind.BUREAU
    return Kind.DEPARTMENT if above.kind == Kind.BUREAU else Kind.DIVISION


def _at(one: Organisation | None) -> str:
    return reverse("accounts:organisations") + (f"?at={one.pk}" if one else "")
