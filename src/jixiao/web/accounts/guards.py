"""三员分立 in the database: an administrator has no part in the business.

That nobody is two administrators needs no guard: there is one column for it.
"""

from __future__ import annotations

from jixiao.web.triggers import Refusal

_APART = "管理员不能兼任业务角色（三员分立）"
_IS_ADMINISTRATOR = (
    "EXISTS (SELECT 1 FROM accounts_user"
    " WHERE id = NEW.user_id AND administrator <> '')"
)

GUARDS = (
    Refusal(
        name="membership_not_for_administrators", table="accounts_membership",
        event="INSERT", condition=_IS_ADMINISTRATOR, message=_APART,
    ),
    Refusal(
        name="membership_not_to_administrators", table="accounts_membership",
        event="UPDATE", condition=_IS_ADMINISTRATOR, message=_APART,
    ),
    Refusal(
        name="administrator_without_membership", table="accounts_user",
        event="UPDATE",
        condition=(
            "NEW.administrator <> '' AND EXISTS"
            " (SELECT 1 FROM accounts_membership WHERE user_id = NEW.id)"
        ),
        message=_APART,
    ),
    Refusal(
        name="administrator_keeps_to_one_office", table="accounts_user",
        event="UPDATE",
        condition=(
            "OLD.administrator <> '' AND NEW.administrator <> ''"
            " AND NEW.administrator <> OLD.administrator"
        ),
        message="管理员不能改任另一类管理员，须先撤销（三员分立）",
    ),
)  # fmt: skip
