"""The glossary and the code know the same words."""

import ast
import importlib
import inspect
import json
import re
from enum import Enum

import yaml
from tests.conventions.project import ROOT, SOURCES, modules

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
CHINESE = re.compile("[\u4e00-\u9fff]")
WORDS_OF_THE_DESIGN = [
    "self-evaluation", "`Evaluation`", "`department_overall`", "`project`",
    "`transfer_payment`", "`level1`", "`level2`", "`Indicator`", "`target`", "`actual`",
    "`at_least`", "`at_most`", "`qualitative`", "output", "quantity", "quality",
    "timeliness", "cost", "benefit", "economic", "social", "ecological", "sustainable",
    "satisfaction", "`Rulebook`", "`points`", "`weight`", "`execution_rate`",
    "`initial`", "`adjusted`", "`executed`", "`deviation_reason`", "`improvement`",
    "`evidence`", "filing", "verification", "approval", "submission", "disclosure",
    "monitoring", "application of results", "rectification", "roll-up",
]  # fmt: skip
"""The words that the design starts from."""


def rows(text):
    """Cells of every line of the glossary's tables, heads left out."""
    lines = [
        line.strip("|").split("|") for line in text.splitlines() if line[:1] == "|"
    ]
    cells = [[cell.strip() for cell in line] for line in lines]
    return [row for row in cells if row[0] != "中文" and not set(row[0]) <= set("- ")]


def identifiers(text):
    """What the glossary says exists in the code."""
    return {
        name for row in rows(text) for name in re.findall(r"`(\w+)`", " ".join(row))
    }


def names_in_code():
    """Everything that has a name: in Python, in the schemas, in the rulebooks."""
    names = set()
    for _, tree in modules():
        for node in ast.walk(tree):
            names |= {getattr(node, key, None) for key in ("name", "id", "attr", "arg")}
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.add(node.value)
    for path in SOURCES.rglob("*.schema.json"):
        names |= _keys(json.loads(path.read_text(encoding="utf-8")))
    for path in SOURCES.rglob("*.yaml"):
        names |= _keys(yaml.safe_load(path.read_text(encoding="utf-8")))
    return names


def _keys(tree):
    if isinstance(tree, dict):
        return set(tree) | {key for value in tree.values() for key in _keys(value)}
    return (
        {key for item in tree for key in _keys(item)}
        if isinstance(tree, list)
        else set()
    )


def enums(*rooms):
    """The enumerations defined in the modules of these packages."""
    found = {}
    for path, _ in modules(*rooms):
        name = ".".join(path.relative_to(SOURCES.parent).with_suffix("").parts)
        module = importlib.import_module(name.removesuffix(".__init__"))
        for kind in vars(module).values():
            if (
                inspect.isclass(kind)
                and issubclass(kind, Enum)
                and kind.__module__ == name
            ):
                found[f"{name}.{kind.__name__}"] = kind
    return found


def words_of(member):
    """What stands in the glossary for a member: its label, else its identifier."""
    shown = str(getattr(member, "label", member.value))
    return shown if CHINESE.search(shown) else f"`{member.value}`"


def missing(words, text):
    return [word for word in words if word not in text]


def test_every_label_of_the_core_is_explained():
    kinds = enums("core")

    assert len(kinds) > 5
    assert (
        missing([words_of(m) for kind in kinds.values() for m in kind], GLOSSARY) == []
    )


def test_every_chinese_label_of_the_audit_is_explained():
    words = [words_of(m) for kind in enums("audit").values() for m in kind]
    chinese = [word for word in words if CHINESE.search(word)]

    assert len(chinese) > 10
    assert missing(chinese, GLOSSARY) == []


def test_the_words_of_the_design_are_explained():
    assert missing(WORDS_OF_THE_DESIGN, GLOSSARY) == []


def test_every_identifier_exists_in_the_code():
    names = identifiers(GLOSSARY)

    assert len(names) > 60
    assert sorted(names - names_in_code()) == []


def test_a_term_has_one_line_with_a_definition_and_a_source():
    terms = [row[0] for row in rows(GLOSSARY)]

    assert len(terms) == len(set(terms))
    assert [row for row in rows(GLOSSARY) if len(row) != 4 or not all(row)] == []


def test_an_offence_is_found():
    class Colour(Enum):
        RED = "红色的"
        PLAIN = "plain"

    assert missing([words_of(m) for m in Colour], GLOSSARY) == ["红色的", "`plain`"]
    assert identifiers("| 词 | `no_such_name` | d | s |") - names_in_code() == {
        "no_such_name"
    }
