"""What can be refused, as typed exceptions; views turn them into sentences and pages."""

from __future__ import annotations

from collections.abc import Mapping

from jixiao.core.errors import JixiaoError


class NotAllowedError(JixiaoError):
    """The person may see this, and not do that to it: 403."""


class NotNowError(JixiaoError):
    """The state of the evaluation does not allow it."""


class ChangedMeanwhileError(JixiaoError):
    """Somebody else saved since the form was shown: nothing was overwritten.

    Attributes:
        theirs: field as users call it → what stands there now.
        yours: field → what was typed.
        who: who saved it.
        version: the version that a second try must carry.
    """

    def __init__(
        self,
        *,
        yours: Mapping[str, str],
        theirs: Mapping[str, str],
        who: str,
        version: int,
    ) -> None:
        super().__init__(
            "您打开之后，这里已被别人改动；您填写的内容没有丢失，请对照后再保存"
        )
        self.yours, self.theirs = dict(yours), dict(theirs)
        self.who, self.version = who, version


class IncompleteError(JixiaoError):
    """Something is still missing.

    Attributes:
        missing: one Chinese sentence each, with what is missing and who has it.
    """

    def __init__(self, message: str, missing: tuple[str, ...]) -> None:
        super().__init__(message)
        self.missing = missing
