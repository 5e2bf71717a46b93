"""How findings put figures side by side."""

from __future__ import annotations

import re

_UNIT = re.compile(r"\s*(亿元|万元|元|万|亿)$")


def side_by_side(one: str, other: str) -> tuple[str, str]:
    """Two amounts without their unit where it is the same and says nothing.

    >>> side_by_side("5630.63万元", "6504.53万元"), side_by_side("4000元", "4000万元")
    (('5630.63', '6504.53'), ('4000元', '4000万元'))
    """
    units = [
        match[1].removesuffix("元") if match else None
        for match in (_UNIT.search(one), _UNIT.search(other))
    ]
    if units[0] is None or units[0] != units[1]:
        return one, other
    return _UNIT.sub("", one), _UNIT.sub("", other)
