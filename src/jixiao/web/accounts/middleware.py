"""The acting person on every request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from jixiao.web.accounts.access import Actor, actor_of
from jixiao.web.accounts.models import User


class ActorRequest(HttpRequest):
    """A request of somebody who has logged in."""

    actor: Actor
    user: User


class ActorMiddleware:
    """Set `request.actor`; send to log-in whoever has not, to 改密 whoever must.

    Every page is closed unless its view says `@open_to_all`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on with the request."""
        user = request.user
        actor = actor_of(user, at=timezone.now()) if isinstance(user, User) else None
        request.actor = actor  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_: object
    ) -> HttpResponse | None:
        """Close the page to strangers."""
        if getattr(view, "is_open_to_all", False):
            return None
        user = request.user
        if not user.is_authenticated:
            return redirect(f"{reverse('accounts:log_in')}?next={request.path}")
        page = reverse("accounts:change_password")
        if user.must_change_password and request.path != page:
            return redirect(page)
        return None


def open_to_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page be seen without log-in."""
    view.is_open_to_all = True  # type: ignore[attr-defined]
    return view
