"""What cannot be done to organisations, people and roles."""

from __future__ import annotations

from jixiao.core.errors import JixiaoError


class RefusedError(JixiaoError):
    """A change of organisations, people or roles that breaks a rule.

    Attributes:
        field: of the form beside which the sentence stands; None for the whole form.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
