"""The file of a reviewer's decisions: bytes → decisions, and back."""

from __future__ import annotations

from jixiao.core.decisions import Decisions
from jixiao.core.errors import InvalidDecisionsError
from jixiao.exchange.decisions import decisions_of, decisions_yaml
from jixiao.rulebooks.source import read_tree

DECISIONS_SUFFIX = ".核查.yaml"
"""Behind the whole file name of the report."""


def read_decisions(content: bytes, *, name: str) -> Decisions:
    """Read the file that lies beside a report.

    Args:
        content: the file.
        name: its name, for messages.

    Raises:
        InvalidDecisionsError: damaged, or not of the published shape.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidDecisionsError(
            f"核查决定 {name}：不是 UTF-8 编码；请另存为 UTF-8 后重试"
        ) from error
    tree = read_tree(text, name=name, what="核查决定", error_type=InvalidDecisionsError)
    return decisions_of(tree, name=name)


def decisions_file(decisions: Decisions, *, report: str) -> bytes:
    """Write the file; the same bytes for the same decisions.

    Args:
        decisions: all that were taken about the report.
        report: its file name.
    """
    return decisions_yaml(decisions, report=report).encode("utf-8")
