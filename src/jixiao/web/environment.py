"""Settings that come from the environment: typed, and loud about nonsense."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def flag(name: str, *, default: bool) -> bool:
    """Read a setting that is on or off.

    Raises:
        ImproperlyConfigured: it is something else.
    """
    text = os.environ.get(name)
    if text is None:
        return default
    if text.strip().lower() in _TRUE | _FALSE:
        return text.strip().lower() in _TRUE
    raise ImproperlyConfigured(f"环境变量 {name}={text} 应为 1（开）或 0（关）")


def whole(name: str, *, default: int) -> int:
    """Read a setting that is a whole number above 0.

    Raises:
        ImproperlyConfigured: it is something else.
    """
    text = os.environ.get(name)
    if text is None:
        return default
    if text.strip().isdecimal() and int(text) > 0:
        return int(text)
    raise ImproperlyConfigured(f"环境变量 {name}={text} 应为正整数")


def words(name: str, *, default: str) -> list[str]:
    """Read a setting that is a list, set apart by commas."""
    text = os.environ.get(name, default)
    return [word.strip() for word in text.split(",") if word.strip()]


def secret(name: str, *, kept_in: Path) -> str:
    """Read a secret; without one, make it once and keep it, readable to the owner."""
    given = os.environ.get(name)
    if given:
        return given
    file = kept_in / "secret-key"
    try:
        return file.read_text("utf-8").strip()
    except FileNotFoundError:
        kept_in.mkdir(parents=True, exist_ok=True)
        draft = kept_in / f".secret-key-{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50), "utf-8")
        try:
            file.hardlink_to(draft)  # who comes second takes what is there
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return file.read_text("utf-8").strip()
