"""Files on disk, named by their content and written whole.

Knows nothing of what they are; a row is written after its file.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def digest_of(content: bytes) -> str:
    """SHA-256, as shown beside the file."""
    return hashlib.sha256(content).hexdigest()


def keep(content: bytes, place: str) -> None:
    """Write a file so that it is on the disk, whole, once this returns."""
    path = Path(settings.MEDIA_ROOT) / place
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    Path(name).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
