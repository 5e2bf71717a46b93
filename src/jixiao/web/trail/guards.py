"""What the database refuses to do to the trail.

Source:
    docs/decisions/0013
"""

from __future__ import annotations

from jixiao.web.triggers import Refusal

_APPEND_ONLY = "变动记录只能追加，不能修改或删除"
_ONE_BY_ONE = "记录链的长度只能随每条记录加一"

GUARDS = (
    Refusal(
        name="trail_entry_stays", table="trail_entry", event="UPDATE",
        message=_APPEND_ONLY,
    ),
    Refusal(
        name="trail_entry_is_kept", table="trail_entry", event="DELETE",
        message=_APPEND_ONLY,
    ),
    Refusal(
        name="trail_entry_is_not_emptied", table="trail_entry", event="TRUNCATE",
        message=_APPEND_ONLY,
    ),
    Refusal(
        name="trail_chain_grows", table="trail_chain", event="UPDATE",
        condition=(
            "NEW.id <> OLD.id OR NEW.name <> OLD.name OR NEW.length <> OLD.length + 1"
        ),
        message=_ONE_BY_ONE,
    ),
    Refusal(
        name="trail_chain_starts_empty", table="trail_chain", event="INSERT",
        condition="NEW.length <> 0",
        message=_ONE_BY_ONE,
    ),
    Refusal(
        name="trail_chain_is_kept", table="trail_chain", event="DELETE",
        message=_APPEND_ONLY,
    ),
    Refusal(
        name="trail_chain_is_not_emptied", table="trail_chain", event="TRUNCATE",
        message=_APPEND_ONLY,
    ),
)  # fmt: skip
