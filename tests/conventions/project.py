"""The project's own files, as the convention tests look at them."""

import ast
import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("JIXIAO_CORPUS", ROOT.parent / "shared" / "corpus"))
"""Published documents with the truth; CI has them beside the project."""
SOURCES = ROOT / "src" / "jixiao"
OURS = ("src", "tests", "benchmarks", "docs", "examples", ".ci")
TEXT = (
    ".py", ".md", ".yaml", ".json", ".toml", ".lock", ".txt", ".css", ".typ", ".svg", "",
)  # fmt: skip


def modules(*rooms):
    """Path and tree of every module, of these packages or of all; no migrations."""
    folders = [SOURCES / room for room in rooms] or [SOURCES]
    return [
        (path, ast.parse(path.read_text(encoding="utf-8")))
        for folder in folders
        for path in sorted(folder.rglob("*.py"))
        if not (path.parent.name == "migrations" and path.stem != "__init__")
    ]


def text_files():
    """Every text file of the project, nothing that tools leave behind."""
    beside = [path for path in ROOT.iterdir() if path.is_file()]
    inside = [path for folder in OURS for path in (ROOT / folder).rglob("*")]
    return sorted(
        path
        for path in beside + inside
        if path.is_file() and path.suffix in TEXT and "__pycache__" not in path.parts
    )


def place(path, node=None):
    """Where something stands, relative to the root."""
    shown = str(path.relative_to(ROOT)) if path.is_absolute() else str(path)
    return shown if node is None else f"{shown}:{node.lineno}"
