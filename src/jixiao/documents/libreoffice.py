"""Convert an old format by LibreOffice, where that is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

SECONDS = 60


def convert_to_docx(content: bytes, extension: str) -> bytes | None:
    """Convert a document; None if LibreOffice is missing or fails.

    Args:
        content: the whole file.
        extension: what LibreOffice should take it for, such as `.doc`.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / f"document{extension}"
        source.write_bytes(content)
        command = [
            program,
            # Two conversions on one profile at a time silently write nothing.
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
            "--outdir",
            str(folder),
            str(source),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603  fixed arguments, no shell
        except (OSError, subprocess.SubprocessError):
            return None
        result = folder / "document.docx"
        return result.read_bytes() if result.is_file() else None
