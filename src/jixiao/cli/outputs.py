"""Writing files so that none is ever left half-written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from jixiao.core.errors import JixiaoError


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write all files or none: each to a temporary name first, then all renamed.

    Raises:
        JixiaoError: the folder cannot be written to.
    """
    temporary: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".jixiao-")
            temporary[path] = Path(draft)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
        for path, name in temporary.items():
            name.chmod(0o644)
            name.replace(path)
    except OSError as error:
        where = error.filename or "输出文件夹"
        raise JixiaoError(
            f"{where}：无法写出（{error.strerror}）；请核对文件夹是否存在、是否有权限，文件是否正被打开"
        ) from error
    finally:
        for name in temporary.values():
            with suppress(FileNotFoundError):
                name.unlink()


def demo_facts() -> Path:
    """The shipped example: beside the sources, or inside the installed package."""
    package = Path(str(files("jixiao")))
    beside = package.parents[1] / "examples" / "xianning-2020.yaml"
    return beside if beside.exists() else package / "examples" / "xianning-2020.yaml"
