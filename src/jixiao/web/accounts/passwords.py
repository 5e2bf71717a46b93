"""What a password must be, with Chinese sentences that say so."""

from __future__ import annotations

import secrets

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    validate_password,
)
from django.core.exceptions import ValidationError

from jixiao.web.accounts.models import User

_KINDS = 3
"""At least so many of: small letters, capitals, digits, others."""


class LengthValidator(MinimumLengthValidator):
    """Ask for a length; Django's own sentence is in English."""

    def get_error_message(self) -> str:
        """What was wrong."""
        return self.get_help_text()

    def get_help_text(self) -> str:
        """What is asked for."""
        return f"密码至少 {self.min_length} 个字符"


class UncommonValidator(CommonPasswordValidator):
    """Refuse what stands in lists of leaked passwords."""

    def get_error_message(self) -> str:
        """What was wrong."""
        return "这个密码太常见，容易被猜中，请换一个"

    def get_help_text(self) -> str:
        """What is asked for."""
        return "不能是常见密码，如 Password123"


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


_LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without what is misread on paper: i l o I O 0 1."""
_LENGTH = 14


def random_password(user: User) -> str:
    """Draw a password that the rules accept: to be told once, then changed."""
    while True:
        drawn = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        try:
            validate_password(drawn, user)
        except ValidationError:
            continue
        return drawn
