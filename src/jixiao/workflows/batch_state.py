"""What is done already: one small file for each document, so that a batch can go on.

A result counts only for the same file, options and program.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import jixiao
from jixiao.core.errors import JixiaoError
from jixiao.workflows.keep_decisions import DECISIONS_SUFFIX

STATE_FOLDER = ".jixiao-audit"
"""Inside the folder of the output."""

Tree = dict[str, Any]


class State:
    """The results of a folder.

    Args:
        folder: made where it is missing; None keeps nothing.
        options: all that the results depend on besides the files.

    Raises:
        JixiaoError: the folder cannot be made.
    """

    def __init__(self, folder: Path | None, options: object) -> None:
        self._folder = folder
        self._options = options
        try:
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _not_writable(folder, error) from error

    def key(self, path: Path) -> str:
        """What a file's result is kept under, as the file is at this moment."""
        facts = [
            str(path.absolute()), _stamp(path), _stamp(_decisions(path)),
            self._options, software(),
        ]  # fmt: skip
        text = json.dumps(facts, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:40]

    def load(self, key: str) -> Tree | None:
        """The result under a key; None if it must be done."""
        if self._folder is None:
            return None
        try:
            tree = json.loads((self._folder / f"{key}.json").read_text("utf-8"))
        except (OSError, ValueError):
            return None  # never done, or damaged: done again
        return tree if isinstance(tree, dict) else None

    def save(self, key: str, tree: Tree) -> None:
        """Keep a result: the whole of it or nothing, whenever the program ends.

        Raises:
            JixiaoError: the folder cannot be written to.
        """
        if self._folder is None:
            return
        draft: Path | None = None
        try:
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=".draft-")
            draft = Path(name)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(tree, stream, ensure_ascii=False)
            draft.replace(self._folder / f"{key}.json")
        except OSError as error:
            if draft is not None:
                with suppress(OSError):
                    draft.unlink()
            raise _not_writable(self._folder, error) from error


def _decisions(path: Path) -> Path:
    """What was decided about a report counts too."""
    return path.with_name(path.name + DECISIONS_SUFFIX)


def _stamp(path: Path) -> list[int] | None:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return [status.st_size, status.st_mtime_ns]


@cache
def software() -> str:
    """The program that gives the results: its version, and its files as they stand."""
    try:
        number = version("jixiao")
    except PackageNotFoundError:
        number = "0"
    digest = hashlib.sha256()
    for root in jixiao.__path__:
        files = sorted(f for f in Path(root).rglob("*") if f.suffix in {".py", ".yaml"})
        for file in files:
            digest.update(f"{file.relative_to(root)} {_stamp(file)}\n".encode())
    return f"{number}-{digest.hexdigest()[:16]}"


def _not_writable(folder: Path | None, error: OSError) -> JixiaoError:
    return JixiaoError(
        f"{folder}：无法保存核查进度（{error.strerror}）；请核对文件夹是否有权限、磁盘是否已满"
    )
