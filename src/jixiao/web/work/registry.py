"""What can be done in the background: each kind of work with the function that does it.

An app registers its work in a module `jobs`, which is loaded with the site.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jixiao.web.work.models import Job
from jixiao.web.work.progress import Progress

Do = Callable[[Job, Progress], str]
"""Does the work; gives the address of its result.

It may be called again after it was cut off at any point, so it skips what is done.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One kind of work."""

    kind: str
    label: str
    do: Do


_known: dict[str, Work] = {}


def work(kind: str, label: str) -> Callable[[Do], Do]:
    """Register a function as the one that does this kind of work."""

    def registered(do: Do) -> Do:
        _known[kind] = Work(kind=kind, label=label, do=do)
        return do

    return registered


def work_of(kind: str) -> Work | None:
    """The work of that kind; None where no app registers it any more."""
    return _known.get(kind)
