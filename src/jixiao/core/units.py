"""Units of measure as Chinese public bodies write them, and what converts into what.

Only exact conversions stand here. Two units compare when their dimension is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its dimension, its size in the dimension's base, and whether it counts."""

    name: str
    dimension: str
    factor: Fraction = Fraction(1)
    is_count: bool = False


def _family(dimension: str, **factors: int | Fraction) -> dict[str, Unit]:
    return {
        name: Unit(name, dimension, Fraction(factor))
        for name, factor in factors.items()
    }


_MEASURES: dict[str, Unit] = {
    **_family("money", 元=1, 圆=1, 百元=100, 千元=1000, 万元=10**4, 百万元=10**6,
              千万元=10**7, 亿元=10**8),
    **_family("length", 毫米=Fraction(1, 1000), 厘米=Fraction(1, 100), 米=1, m=1,
              千米=1000, 公里=1000, km=1000, 里=500),
    **_family("area", 平方米=1, 平米=1, 亩=Fraction(2000, 3), 公顷=10**4,
              平方公里=10**6, 平方千米=10**6),
    **_family("volume", 立方米=1, 方=1, 升=Fraction(1, 1000),
              毫升=Fraction(1, 10**6), ml=Fraction(1, 10**6)),
    **_family("mass", 克=Fraction(1, 1000), 千克=1, 公斤=1, kg=1, 斤=Fraction(1, 2),
              吨=1000),
    **_family("duration", 秒=1, 分钟=60, min=60, 小时=3600, 时=3600, h=3600, 天=86400, 日=86400),
    **_family("months", 个月=1, 月=1, 季度=3, 年=12),
    **_family("working days", 工作日=1, 个工作日=1),
    **_family("age", 周岁=1, 岁=1),
    **_family("energy", 千瓦时=1, 度=1, kwh=1, kWh=1),
    **_family("power", 瓦=1, 千瓦=1000, 兆瓦=10**6),
    **_family("loudness", 分贝=1, dB=1, db=1),
}  # fmt: skip

_MEASURES |= {
    "%": Unit("%", "share", Fraction(1, 100)),
    "百分比": Unit("%", "share", Fraction(1, 100)),
    "百分点": Unit("%", "share", Fraction(1, 100)),
    "个百分点": Unit("%", "share", Fraction(1, 100)),
    "‰": Unit("‰", "share", Fraction(1, 1000)),
    "千分点": Unit("‰", "share", Fraction(1, 1000)),
    "个千分点": Unit("‰", "share", Fraction(1, 1000)),
    "m2": Unit("平方米", "area"),
    "㎡": Unit("平方米", "area"),
    "m3": Unit("立方米", "volume"),
}

UNIT_NAMES = frozenset(_MEASURES)
"""Measures and their scale words, all of which are units whatever else they say."""

_SYNONYMS = {"例数": "例", "人数": "人", "次数": "次", "户数": "户", "人·次": "人次"}


@lru_cache(maxsize=4096)
def unit_of(name: str) -> Unit:
    """Find a unit by the name it is written with.

    A rate such as 元/人*月 is a dimension of its own; any other word (件, 户, 人次, 套)
    counts things of its own kind.

    >>> unit_of("公顷").factor / unit_of("亩").factor
    Fraction(15, 1)
    >>> unit_of("人次").is_count, unit_of("元/生/年").is_count
    (True, False)
    """
    if name in _MEASURES:
        return _MEASURES[name]
    for word, factor in (("亿", 10**8), ("万", 10**4)):
        rest = name.removeprefix(word)
        if rest != name and rest:
            base = unit_of(rest)
            # 万户 is no longer printed in full, so its count is a range
            return Unit(name, base.dimension, base.factor * factor)
    if "/" in name or "每" in name:
        return Unit(name, name)
    name = _SYNONYMS.get(name, name).removeprefix("个") or "个"
    return Unit(name, name, is_count=True)
