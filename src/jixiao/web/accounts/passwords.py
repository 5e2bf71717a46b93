"""What a password must be, with Chinese sentences that say so."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from jixiao.web.accounts.models import User

_KINDS = 3
"""At least so many of: small letters, capitals, digits, others."""


class CharacterKindsValidator:
    """Ask for several kinds of characters.

    Source:
        GB/T 22239—2019 8.1.4.1 asks for complexity; three kinds are our choice.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse a password of one or two kinds.

        Raises:
            ValidationError: too few kinds.
        """
        del user
        kinds = (str.islower, str.isupper, str.isdecimal, _is_other)
        if sum(any(kind(c) for c in password) for kind in kinds) < _KINDS:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        """What is asked for."""
        return "密码至少包含大写字母、小写字母、数字、符号中的三种"


class SimilarToUserValidator:
    """Refuse a password that holds the log-in name."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse what everybody would try first.

        Raises:
            ValidationError: the log-in name is in it.
        """
        if user and user.username and user.username.lower() in password.lower():
            raise ValidationError(self.get_help_text(), code="password_like_user")

    def get_help_text(self) -> str:
        """What is asked for."""
        return "密码不能包含登录名"


def _is_other(character: str) -> bool:
    return not character.isalnum()
