"""Indicators of a report without a form, as its chapters tell them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jixiao.audit.prose.figures import narrow
from jixiao.audit.prose.mentions import Mention, mentions_in
from jixiao.audit.statements import passages_of
from jixiao.audit.subject import FormRow, Subject
from jixiao.core.evaluation import Indicator
from jixiao.core.stated import StatedIndicator, StatedPassage

_NAME = re.compile(r"“((?:[^“”]|“[^“”]*”)+)”\s*(?:指标)?\s*[(（]\s*\d")
_SHARE = re.compile(r"占[^，。；]{0,24}?(\d+(?:\.\d+)?%)(?=[，。；])")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldIndicator:
    """One indicator in a sentence of its own: “水质合格率”（15分）：…，得分15分."""

    row: FormRow
    points: str | None
    """得分 as written there."""
    said: str
    """The words behind the name."""
    place: str


def told_in(passage: StatedPassage) -> Iterator[ToldIndicator]:
    """The indicators that a passage names with their weights."""
    names = [match[1] for match in _NAME.finditer(passage.text)]
    for mention in mentions_in(passage.text, names):
        if mention.weight is not None:
            yield _told(mention, passage.place)


def told_rows(subject: Subject) -> tuple[ToldIndicator, ...]:
    """The indicators of a report that has no form; none where it has one."""
    if subject.forms:
        return ()
    return tuple(
        told for passage in passages_of(subject.report) for told in told_in(passage)
    )


def _told(mention: Mention, place: str) -> ToldIndicator:
    target, actual = mention.target, mention.actual or _share_told(mention)
    stated = StatedIndicator(
        level1=None, level2=None, name=mention.name, target=target, actual=actual,
        weight=mention.weight, score=mention.points, place=place,
    )  # fmt: skip
    facts = Indicator(
        level1="", level2="", name=mention.name, target=target or "",
        actual=actual or "", weight=Decimal(mention.weight or 0), place=place,
    )  # fmt: skip
    return ToldIndicator(
        row=FormRow(stated=stated, indicator=facts, scored=None),
        points=mention.points, said=mention.said, place=place,
    )  # fmt: skip


def _share_told(mention: Mention) -> str | None:
    """The result of a rate that is told as a share: 行政村583个，其中达标343个，占58.83%."""
    if "%" not in narrow(mention.target or ""):
        return None
    shares = _SHARE.findall(narrow(mention.said))
    return shares[0] if len(shares) == 1 else None
