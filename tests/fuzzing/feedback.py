"""Which steps of our own code a file leads through: what is new is worth keeping."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

import jixiao

OURS = tuple(os.path.abspath(root) + os.sep for root in jixiao.__path__)  # noqa: PTH100

Step = tuple[CodeType, int, int]
"""From one line of a function to another."""


class Feedback:
    """All steps seen so far."""

    def __init__(self) -> None:
        self._seen: set[Step] = set()
        self._new: set[Step] = set()
        self._is_ours: dict[CodeType, bool] = {}

    @property
    def steps(self) -> int:
        """How many different steps were seen."""
        return len(self._seen)

    @contextmanager
    def traced(self) -> Iterator[set[Step]]:
        """Gather the steps that are seen for the first time."""
        self._new = set()
        sys.settrace(self._call)
        try:
            yield self._new
        finally:
            sys.settrace(None)
            self._seen |= self._new

    def _call(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        code = frame.f_code
        is_ours = self._is_ours.get(code)
        if is_ours is None:
            is_ours = self._is_ours[code] = code.co_filename.startswith(OURS)
        if not is_ours:
            return None
        before = 0

        def line(frame: FrameType, event: str, _argument: Any) -> Any:
            nonlocal before
            if event == "line":
                step = (code, before, frame.f_lineno)
                before = frame.f_lineno
                if step not in self._seen:
                    self._new.add(step)
            return line

        return line
