"""Pages of the audit administrator: every chain, one chain, its export.

The app lies below the people; it asks the acting person only what they may read.
"""

from __future__ import annotations

from typing import Protocol

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from jixiao.web.trail import selectors
from jixiao.web.trail.models import Chain

PAGE = 50


class Reader(Protocol):
    """What is asked of whoever opens these pages."""

    @property
    def reads_trails(self) -> bool:
        """Whether they are the audit administrator."""


class ReaderRequest(HttpRequest):
    """A request of somebody who has logged in."""

    actor: Reader


@require_safe
def chains(request: ReaderRequest) -> HttpResponse:
    """Every chain, how long it is and whether it holds."""
    _require_reader(request)
    found = selectors.chains_like(request.GET.get("q", "").strip())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        "rows": selectors.verify_chains(page),
        "q": request.GET.get("q", ""),
        "missing": selectors.guards_missing(),
    }
    return render(request, "trail/chains.html", facts)


@require_safe
def chain(request: ReaderRequest, pk: int) -> HttpResponse:
    """One chain with its entries, the newest first."""
    _require_reader(request)
    one = get_object_or_404(Chain, pk=pk)
    person = request.GET.get("person", "").strip()
    action = request.GET.get("action", "")
    found = selectors.entries_like(one, person=person, action=action)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    facts = {
        "chain": one,
        "page": page,
        "entries": selectors.lines_of(page),
        "actions": selectors.actions_of(one),
        "breaks": selectors.verify_chain(one),
        "person": person,
        "action": action,
    }
    return render(request, "trail/chain.html", facts)


@require_safe
def export(request: ReaderRequest, pk: int) -> StreamingHttpResponse:
    """One chain as JSON lines."""
    _require_reader(request)
    one = get_object_or_404(Chain, pk=pk)
    return StreamingHttpResponse(
        selectors.export_lines(one),
        content_type="application/x-ndjson; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{one.name}.jsonl"'},
    )


def _require_reader(request: ReaderRequest) -> None:
    if not request.actor.reads_trails:
        raise PermissionDenied("变动记录由审计管理员查看")
