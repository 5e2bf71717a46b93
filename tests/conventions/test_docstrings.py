"""What the core says about itself: a docstring each, an example for each function."""

import ast
from pathlib import Path

from tests.conventions.project import modules, place

WHOLE = "takes a whole evaluation, whose set-up would hide the point; see tests/core"
EXEMPT = {
    "directions.is_cost_category": "one search for one word",
    "explaining.explain_execution": WHOLE,
    "interpretation.evaluation_of": WHOLE,
    "interpretation.report_of": WHOLE,
    "money.total_of": "a sum",
    "reading.is_done_in_words": "takes a statement already read",
    "reading.is_met": "takes a reading already made",
    "row_scoring.execution_weight": WHOLE,
    "row_scoring.measure_in_integers": "takes a reading already made",
    "row_scoring.tier_of": "takes a reading already made",
    "scoring.score_evaluation": WHOLE,
    "shapes.explain_violation": "takes what a schema checker reports",
}
"""Public functions of the core without an example, and why."""
DECLARED = {"shapes.Violation"}
"""Protocols that only repeat the attributes of a foreign type."""


def public(tree):
    """Public functions and classes, and the public methods of the latter."""
    for node in _public_in(tree.body):
        yield node.name, node
        if isinstance(node, ast.ClassDef):
            for inner in _public_in(node.body):
                yield f"{node.name}.{inner.name}", inner


def _public_in(body):
    kinds = (ast.FunctionDef, ast.ClassDef)
    return [n for n in body if isinstance(n, kinds) and not n.name.startswith("_")]


def undocumented(path, tree):
    return [
        f"{place(path, node)} {name}"
        for name, node in public(tree)
        if not ast.get_docstring(node)
        and f"{path.stem}.{name.partition('.')[0]}" not in DECLARED
    ]


def without_example(path, tree):
    return [
        f"{path.stem}.{node.name}"
        for _, node in public(tree)
        if isinstance(node, ast.FunctionDef)
        and node in tree.body
        and ">>>" not in (ast.get_docstring(node) or "")
    ]


def test_everything_public_in_the_core_has_a_docstring():
    assert [
        line for path, tree in modules("core") for line in undocumented(path, tree)
    ] == []


def test_every_public_function_of_the_core_has_an_example_or_a_reason():
    bare = [
        name for path, tree in modules("core") for name in without_example(path, tree)
    ]

    assert sorted(bare) == sorted(EXEMPT)


def test_an_offence_is_found():
    tree = ast.parse("class A:\n    def b(self): pass\n\ndef c(): pass\n")
    path = Path("src/jixiao/core/a.py")

    assert len(undocumented(path, tree)) == 3
    assert without_example(path, tree) == ["a.c"]
