"""How values are printed on pages: points, money, days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template
from django.utils import timezone

from jixiao.core.money import Money, MoneyUnit
from jixiao.core.numbers import plain
from jixiao.web.accounts.models import Organisation

register = template.Library()
NOTHING = "—"


@register.filter
def points(value: Decimal | None) -> str:
    """Points without trailing zeros; a dash where there are none."""
    return NOTHING if value is None else plain(value)


@register.filter
def wan(yuan: Decimal | None) -> str:
    """An amount of yuan in 万元; a dash where there is none."""
    if yuan is None:
        return NOTHING
    return Money(yuan).print_in(MoneyUnit.TEN_THOUSAND)


@register.filter
def days_left(due: date | None) -> str:
    """今天、还有3天、逾期2天; nothing without a day."""
    if due is None:
        return ""
    left = (due - timezone.localdate()).days
    if left == 0:
        return "今天"
    return f"还有{left}天" if left > 0 else f"逾期{-left}天"


@register.filter
def get(mapping: dict[object, object], key: object) -> object:
    """The value under a key, None without one."""
    return mapping.get(key)


@register.filter
def indented(organisation: Organisation) -> str:
    """A name moved to the right for each level of the tree, for a list to choose."""
    return "\u3000" * (organisation.path.count("/") - 2) + organisation.name
