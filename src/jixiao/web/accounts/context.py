"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def actor(request: HttpRequest) -> dict[str, Any]:
    """The acting person with their roles; None before log-in."""
    return {"actor": getattr(request, "actor", None)}
