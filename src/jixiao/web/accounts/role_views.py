"""角色与权限、登录锁定: pages of the security administrator."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from jixiao.web.accounts import selectors, services
from jixiao.web.accounts.forms import RolesForm
from jixiao.web.accounts.middleware import ActorRequest
from jixiao.web.accounts.models import Administrator, Organisation, Role, User
from jixiao.web.accounts.refusals import RefusedError

PAGE = 50
KINDS = [("none", "尚无任何权限"), *Role.choices, *Administrator.choices]


@require_safe
def roles(request: ActorRequest) -> HttpResponse:
    """People with what they may do."""
    services.require_administrator(request.actor, Administrator.SECURITY)
    text, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    branch = _organisation(request.GET.get("at"))
    found = selectors.people_with_roles(
        request.actor, text=text, branch=branch, kind=kind
    )
    facts = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "q": text, "kind": kind, "branch": branch, "kinds": KINDS,
        "organisations": selectors.choosable(),
    }  # fmt: skip
    return render(request, "accounts/roles.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def role_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """What one person may do."""
    services.require_administrator(request.actor, Administrator.SECURITY)
    people = User.objects.select_related("organisation")
    person = get_object_or_404(people.prefetch_related("memberships"), pk=pk)
    other = _organisation(request.GET.get("with"))
    given = [f"{one.organisation_id}:{one.role}" for one in person.memberships.all()]
    form = RolesForm(
        request.POST if request.method == "POST" else None,
        places=selectors.places_of(person, other),
        initial={
            "roles": given, "administrator": person.administrator,
            "before": " ".join(given),
        },
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            services.set_roles(
                request.actor, pk, before=form.cleaned_data["before"],
                after=form.cleaned_data["roles"],
                administrator=form.cleaned_data["administrator"],
            )  # fmt: skip
        except RefusedError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"已保存“{person.name}”的权限")
            return redirect("accounts:roles")
    facts = {
        "form": form, "person": person, "is_own": person == request.actor.user,
        "organisations": selectors.choosable(),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "accounts/role_edit.html", facts, status=status)


@require_safe
def locks(request: ActorRequest) -> HttpResponse:
    """Who cannot log in now."""
    facts = {"locks": selectors.locks_for(request.actor)}
    return render(request, "accounts/locks.html", facts)


@require_POST
def unlock(request: ActorRequest) -> HttpResponse:
    """Let somebody log in again."""
    services.require_administrator(request.actor, Administrator.SECURITY)
    username = request.POST.get("username", "").strip()
    if username:
        services.unlock(request.actor, username)
        messages.success(request, f"已解除“{username}”的登录锁定")
    return redirect("accounts:locks")


def _organisation(key: str | None) -> Organisation | None:
    if not key or not key.isdecimal():
        return None
    return Organisation.objects.filter(pk=key).first()
