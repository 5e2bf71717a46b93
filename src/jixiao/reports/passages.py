"""The user's own headed texts as numbered parts of the report."""

from __future__ import annotations

from collections.abc import Iterable

from jixiao.core.evaluation import Passage
from jixiao.reports.document import Block, prose
from jixiao.reports.sections import Section, without_number


def passage_blocks(passages: Iterable[Passage]) -> tuple[Block | Section, ...]:
    """Give every headed text a heading of the third level; others stay as they are."""
    blocks: list[Block | Section] = []
    for passage in passages:
        heading = without_number(" ".join(passage.heading.split()))
        text = prose([passage.text])
        if heading:
            blocks.append(Section(level=3, title=heading, content=text))
        else:
            blocks.extend(text)
    return tuple(blocks)
