"""The acting person on every request."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
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
        if not isinstance(user, User):
            return _to_log_in(request)
        pages = {reverse("accounts:change_password"), reverse("accounts:log_out")}
        if user.must_change_password and request.path not in pages:
            return redirect("accounts:change_password")
        if user.administrator and request.path == "/":
            return redirect(actor_of(user, at=timezone.now()).home)
        return None


def _to_log_in(request: HttpRequest) -> HttpResponse:
    """Send to log-in and back, saying whether a session has run out meanwhile."""
    wanted = request.get_full_path()
    if request.method not in {"GET", "HEAD"} or request.headers.get("HX-Request"):
        wanted = _page_before(request)
    facts = {"next": wanted}
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        facts["expired"] = "1"
    url = f"{reverse('accounts:log_in')}?{urlencode(facts)}"
    if request.headers.get("HX-Request"):  # else the page would land inside a page
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)


def _page_before(request: HttpRequest) -> str:
    """The page that sent this: what was sent to cannot be opened by itself."""
    sent_from = urlsplit(request.headers.get("Referer", ""))
    if sent_from.netloc != request.get_host():
        return "/"
    return urlunsplit(("", "", sent_from.path, sent_from.query, ""))


def open_to_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page be seen without log-in."""
    view.is_open_to_all = True  # type: ignore[attr-defined]
    return view
