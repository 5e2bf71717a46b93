"""What filing refuses, as typed exceptions."""

from __future__ import annotations

from jixiao.core.errors import JixiaoError


class RefusedFileError(JixiaoError):
    """A file that is no evidence: empty, too large, executable, unreadable."""

    code = "refused_file"


class SameFileError(JixiaoError):
    """The file hangs on this indicator already."""

    code = "same_file"


class ChangedFileError(JixiaoError):
    """A stored file is gone or no longer what was handed in."""

    code = "changed_file"
