"""Log-in, log-out, the own password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jixiao.web.accounts import selectors, services
from jixiao.web.accounts.access import actor_of
from jixiao.web.accounts.forms import ChangePasswordForm, LogInForm
from jixiao.web.accounts.middleware import ActorRequest, open_to_all
from jixiao.web.accounts.models import User


@open_to_all
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in, and on to where they wanted to go."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    if isinstance(request.user, User) and request.method != "POST":
        return redirect(_after_log_in(request, request.user, wanted))
    form = LogInForm(request, data=request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            user = form.get_user()
            assert isinstance(user, User), "the user model of this site"
            login(request, user)
            return redirect(_after_log_in(request, user, wanted))
        status = 422
    facts = {"form": form, "next": wanted, "expired": "expired" in request.GET}
    return render(request, "accounts/log_in.html", facts, status=status)


@open_to_all
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    messages.info(request, "您已退出登录")
    return redirect("accounts:log_in")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: ActorRequest) -> HttpResponse:
    """Change the own password; this session goes on, all others end."""
    user = request.actor.user
    is_sent = request.method == "POST"
    form = ChangePasswordForm(request.POST if is_sent else None, user=user)
    if is_sent and form.is_valid():
        services.change_own_password(request.actor, form.cleaned_data["new"])
        update_session_auth_hash(request, user)
        messages.success(request, "密码已修改")
        return redirect(request.actor.home)
    facts = {"form": form, "is_forced": user.must_change_password}
    return render(
        request, "accounts/change_password.html", facts, status=422 if is_sent else 200
    )


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: Any
) -> HttpResponse:
    """Tell that too many passwords were wrong; django-axes asks for this page."""
    del response
    username = axes_username(request, credentials)
    until = selectors.locked_until(username, now=timezone.now())
    facts = {"limit": settings.AXES_FAILURE_LIMIT, "until": until}
    return render(request, "accounts/locked_out.html", facts, status=429)


def axes_username(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The log-in name under which failures are counted: whatever its case."""
    typed = (credentials or request.POST).get("username") or ""
    return str(typed).strip().lower()


def _after_log_in(request: HttpRequest, user: User, wanted: str) -> str:
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return reverse(actor_of(user, at=timezone.now()).home)
