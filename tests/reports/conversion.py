"""Real programs that show what was written; a missing one is a loud skip."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def converted(content: bytes, folder: Path, *, name: str, to: str = "pdf") -> Path:
    """Open a file in LibreOffice and save it in another format."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is not installed: conversion NOT tested")
    source = folder / name
    source.write_bytes(content)
    subprocess.run(  # noqa: S603  our own file
        [
            soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless",
            "--convert-to", to, "--outdir", str(folder / "out"), str(source),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return folder / "out" / f"{source.stem}.{to.partition(':')[0]}"
