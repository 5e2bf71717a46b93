"""Specimens: documents as files, each with its truth, spread evenly over what there is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from benchmarks.planted.containers import CONTAINERS
from benchmarks.planted.defects import DEFECTS, Draft, Planted
from benchmarks.planted.document import Document
from benchmarks.planted.facts import Case, make_case
from benchmarks.planted.layouts.catalogue import LAYOUTS, Layout

TRIES = 12
"""Facts drawn until a defect that its layout can have finds something to spoil."""
MOST_TRIES = 150
PER_SEED, STEP = 100_000, 7919
"""Apart far enough that no two documents of a run are drawn from the same facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is true about a specimen; one line of truth.jsonl."""

    file: str
    layout: str
    container: str
    defect: str | None
    """None: the document is clean."""
    about: tuple[str, ...] = ()
    stated: str = ""
    expected: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    consequences: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """A file with its truth and the facts behind it."""

    truth: Truth
    content: bytes
    case: Case
    document: Document
    """As it was written, with its defect."""


@dataclass(frozen=True, slots=True)
class Order:
    """What one document is to be."""

    number: int
    defect: str | None
    layout: Layout
    container: str

    @property
    def file(self) -> str:
        """The name of its file."""
        kind = (self.defect or "clean").replace("_", "-")
        suffix = CONTAINERS[self.container][0]
        return f"{self.number:04d}-{self.layout.name}-{kind}.{suffix}"


def orders(*, count: int, clean: int, seed: int) -> Iterator[Order]:
    """Spread documents evenly: all defects in turn, each over all its places in turn.

    Args:
        count: documents with a defect.
        clean: documents without.
        seed: in which order layouts and containers come.
    """
    places = {name: _shuffled(_places(name), seed) for name in DEFECTS}
    names = list(DEFECTS)
    for number in range(count):
        name = names[number % len(names)]
        place = places[name][number // len(names) % len(places[name])]
        yield Order(number, name, *place)
    everywhere = _shuffled([(x, c) for x in LAYOUTS for c in x.containers], seed)
    for number in range(clean):
        yield Order(count + number, None, *everywhere[number % len(everywhere)])


def specimens(*, count: int, clean: int, seed: int) -> Iterator[Specimen]:
    """Write documents with one defect each, then clean ones.

    Args:
        count: documents with a defect.
        clean: documents without.
        seed: the same seed gives the same documents.
    """
    for order in orders(count=count, clean=clean, seed=seed):
        yield _planted(order, seed) if order.defect else _clean(order, seed)


def _shuffled(places: list[tuple[Layout, str]], seed: int) -> list[tuple[Layout, str]]:
    mixed = list(places)
    random.Random(seed).shuffle(mixed)  # noqa: S311  no secret
    return mixed


def _places(defect: str) -> list[tuple[Layout, str]]:
    return [
        (layout, container)
        for layout in LAYOUTS
        if has_defect(layout, defect)
        for container in layout.containers
    ]


@cache
def has_defect(layout: Layout, defect: str) -> bool:
    """Whether documents of a layout state what the defect spoils."""
    return any(_try(defect, layout, seed)[1] for seed in range(TRIES))


def _try(defect: str, layout: Layout, seed: int) -> tuple[Case, Planted | None]:
    case, document = _laid_out(layout, seed)
    rng = random.Random(seed)  # noqa: S311  no secret
    return case, DEFECTS[defect](Draft(case, layout, document, rng))


@lru_cache(maxsize=256)
def _laid_out(layout: Layout, seed: int) -> tuple[Case, Document]:
    """The same few documents are asked for every defect."""
    case = make_case(seed, layout.scheme)
    return case, layout.compose(case)


def _planted(order: Order, seed: int) -> Specimen:
    assert order.defect
    for attempt in range(MOST_TRIES):
        drawn = seed * PER_SEED + order.number + attempt * STEP
        case, planted = _try(order.defect, order.layout, drawn)
        if planted is None:
            continue
        truth = Truth(
            file=order.file, layout=order.layout.name, container=order.container,
            defect=order.defect, about=planted.about, stated=planted.stated,
            expected=planted.expected, pairs=planted.pairs,
            consequences=planted.consequences, where=planted.where,
        )  # fmt: skip
        return _written(order, truth, case, planted.document)
    raise AssertionError(f"{order.layout.name} has no place for {order.defect}")


def _clean(order: Order, seed: int) -> Specimen:
    case = make_case(seed * PER_SEED + order.number, order.layout.scheme)
    truth = Truth(
        file=order.file,
        layout=order.layout.name,
        container=order.container,
        defect=None,
    )
    return _written(order, truth, case, order.layout.compose(case))


def _written(order: Order, truth: Truth, case: Case, document: Document) -> Specimen:
    content = order.layout.write(order.container, case, document)
    return Specimen(truth=truth, content=content, case=case, document=document)
