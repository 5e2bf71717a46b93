"""How the code is written: what no linter of ours looks for.

Each rule is a function that finds offences; it is shown one first, then the project.
"""

import ast
import json
from pathlib import Path

import pytest
from tests.conventions.project import CORPUS, SOURCES, modules, place

BANNED_NAMES = {
    "util", "utils", "helper", "helpers", "common", "misc", "base", "manager",
    "managers", "data", "info", "handler", "handlers", "process", "do", "tools", "lib",
}  # fmt: skip
CLOCKS = {
    ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"),
    ("date", "today"), ("time", "time"), ("time", "localtime"), ("time", "monotonic"),
}  # fmt: skip
ENTRY_POINTS = {"cli"}
ROOMS = {path.parent.name for path in SOURCES.glob("*/__init__.py")}
PUBLISHED = "咸宁市自然资源和规划局"
"""The body of the shipped example, which `jixiao demo` names."""


def floats(path, tree):
    return [
        place(path, node)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]


def banned_names(path, _tree):
    return [place(path)] if path.stem.strip("_") in BANNED_NAMES else []


def clocks(path, tree):
    return [
        place(path, node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and (_last_name(node.value), node.attr) in CLOCKS
    ]


def _last_name(node):
    return getattr(node, "id", None) or getattr(node, "attr", None)


def inner_imports(path, tree):
    return [
        place(path, node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def bare_modules(path, tree):
    return [] if ast.get_docstring(tree) else [place(path)]


RULES = {
    "a number is never a float": (floats, ("core", "audit", "rulebooks"), "rate = 0.5"),
    "float is not called": (
        floats,
        ("core", "audit", "rulebooks"),
        "rate = float(text)",
    ),
    "a module is named by its trade": (banned_names, (), ""),
    "only entry points read the clock": (
        clocks,
        tuple(sorted(ROOMS - ENTRY_POINTS)),
        "import datetime\nyear = datetime.date.today().year",
    ),
    "imports stand at the top": (inner_imports, (), "def f():\n    import os"),
    "a module says what it is for": (bare_modules, (), "x = 1"),
}


@pytest.mark.parametrize(("find", "rooms", "_offence"), RULES.values(), ids=RULES)
def test_the_project_follows(find, rooms, _offence):
    found = [offence for path, tree in modules(*rooms) for offence in find(path, tree)]

    assert found == []


@pytest.mark.parametrize(("find", "_rooms", "offence"), RULES.values(), ids=RULES)
def test_an_offence_is_found(find, _rooms, offence):
    found = find(Path("src/jixiao/core/utils.py"), ast.parse(offence))

    assert len(found) == 1


def test_every_room_is_on_the_map():
    assert {
        "core", "rulebooks", "documents", "audit", "reports", "exchange", "scale",
        "workflows", "cli", "web",
    } >= ROOMS  # fmt: skip


def names_of_the_corpus(folder):
    """File names and bodies of the documents that readings are measured with."""
    names = set()
    for path in folder.glob("*.truth.json"):
        truth = json.loads(path.read_text(encoding="utf-8"))
        names.add(path.name.removesuffix(".truth.json"))
        names.add(truth.get("organisation") or "")
    return names - {"", PUBLISHED}


def named_in(text, names):
    return sorted(name for name in names if name in text)


def test_no_document_of_the_corpus_is_known_by_name():
    if not CORPUS.is_dir():
        pytest.skip(f"{CORPUS} is absent: names of its documents NOT searched for")
    names = names_of_the_corpus(CORPUS)
    sources = [path.read_text(encoding="utf-8") for path, _ in modules()]

    assert names
    assert [name for text in sources for name in named_in(text, names)] == []


def test_a_name_of_the_corpus_is_found(tmp_path):
    truth = tmp_path / "07-some-county-2020.truth.json"
    truth.write_text('{"organisation": "某县水利局"}', encoding="utf-8")

    names = names_of_the_corpus(tmp_path)

    assert named_in('if title == "某县水利局":', names) == ["某县水利局"]
