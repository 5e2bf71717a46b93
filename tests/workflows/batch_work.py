"""Work for the batch: what a document's name says is what happens to it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jixiao.core.errors import JixiaoError
from jixiao.workflows.audit_documents import audit_document

MEGABYTE = 1024 * 1024
HELD: list[bytes] = []


def work(path: Path, options: Mapping[str, Any]) -> dict[str, Any]:
    """Do to each file what its name says."""
    content = path.read_text(encoding="utf-8")
    name = path.stem.rstrip("0123456789")
    if name == "slow":
        time.sleep(options.get("seconds", 0))
    elif name in _BAD:
        _BAD[name](content)
    if log := options.get("log"):
        with Path(log).open("a", encoding="utf-8") as stream:
            stream.write(f"{path.name}\n")
    return {"said": content, "process": os.getpid()}


def _rejected(_: str) -> None:
    raise JixiaoError("文件不能用；请换一份。")


def _raises(content: str) -> None:
    raise ValueError(content)


_BAD: dict[str, Callable[[str], object]] = {
    "rejected": _rejected,
    "raises": _raises,
    "crashes": lambda _: os._exit(7),
    "hangs": lambda _: time.sleep(1000),
    "grows": lambda _: HELD.append(b"x" * 120 * MEGABYTE),
    "devours": lambda _: HELD.append(b"x" * 4096 * MEGABYTE),
}


def audit(path: Path, options: Mapping[str, Any]) -> dict[str, Any]:
    """Audit a document as the command does."""
    audited = audit_document(path.read_bytes(), name=path.name)
    return {"findings": len(audited.findings), "forms": len(audited.scored)} | dict(options)  # fmt: skip
