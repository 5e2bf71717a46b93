"""Evaluation ↔ the published tree of texts (JSON, YAML).

Every scalar of the tree is a text, so that no figure ever passes through a float.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from jixiao.core.errors import InvalidEvaluationError
from jixiao.core.evaluation import (
    Budget,
    BudgetBy,
    BudgetLine,
    Evaluation,
    Form,
    Indicator,
    Passage,
    Scope,
)
from jixiao.core.money import Money, parse_money
from jixiao.core.numbers import parse_decimal, plain
from jixiao.core.shapes import explain_violation

SCHEMA_ID = "jixiao-evaluation/1"
_DIVISIONS = {
    BudgetBy.SOURCE: "by_source",
    BudgetBy.NATURE: "by_nature",
    BudgetBy.ECONOMIC_CATEGORY: "by_economic_category",
}
_AMOUNTS = ("initial", "adjusted", "executed", "adjustment")
_PASSAGES = ("causes", "improvements", "process", "last_year_results")
_TEXTS = ("title", "project", "region", "date", "functions", "rulebook")
_INDICATOR_TEXTS = ("account", "deviation_reason", "improvement", "place")


@cache
def schema() -> Mapping[str, Any]:
    """The published JSON Schema of an evaluation."""
    text = files(__package__).joinpath("evaluation-1.schema.json").read_text("utf-8")
    tree: Mapping[str, Any] = json.loads(text)
    return tree


def read_evaluation(tree: object, *, name: str) -> Evaluation:
    """Read facts out of a tree of texts.

    Args:
        tree: as parsed from JSON or YAML, every scalar a text.
        name: of the file, for messages.

    Raises:
        InvalidEvaluationError: the tree has not the published shape.
    """
    error = best_match(Draft202012Validator(schema()).iter_errors(tree))
    if error is not None:
        raise InvalidEvaluationError(f"自评数据 {name}：{explain_violation(error)}")
    assert isinstance(tree, Mapping), "the schema asks for a mapping"
    scope = tree.get("scope")
    return Evaluation(
        organisation=tree["organisation"],
        year=int(tree["year"]),
        form=Form(tree["form"]),
        scope=Scope(scope) if scope else None,
        annual_goals=tuple(tree.get("annual_goals") or ()),
        budget=_budget(tree["budget"]) if tree.get("budget") else None,
        indicators=tuple(_indicator(row) for row in tree["indicators"]),
        title=tree.get("title", ""),
        project=tree.get("project", ""),
        region=tree.get("region", ""),
        date=tree.get("date", ""),
        functions=tree.get("functions", ""),
        causes=_passages(tree.get("causes")),
        improvements=_passages(tree.get("improvements")),
        process=_passages(tree.get("process")),
        last_year_results=_passages(tree.get("last_year_results")),
        stated_total=_number(tree.get("stated_total")),
        stated_grade=tree.get("stated_grade"),
        rulebook=tree.get("rulebook"),
    )


def evaluation_tree(evaluation: Evaluation) -> dict[str, Any]:
    """The published tree of an evaluation; empty parts are left out.

    Reading it back gives an equal evaluation (remarks apart).
    """
    tree: dict[str, Any] = {
        "schema": SCHEMA_ID,
        "organisation": evaluation.organisation,
        "year": str(evaluation.year or ""),
        "form": str(evaluation.form),
        "scope": evaluation.scope and evaluation.scope.label,
        **{key: getattr(evaluation, key) for key in _TEXTS},
        "annual_goals": list(evaluation.annual_goals),
        "budget": _budget_tree(evaluation.budget) if evaluation.budget else None,
        "indicators": [_indicator_tree(row) for row in evaluation.indicators],
        **{
            key: [
                _filled({"heading": p.heading, "text": p.text})
                for p in getattr(evaluation, key)
            ]
            for key in _PASSAGES
        },
        "stated_total": _text(evaluation.stated_total),
        "stated_grade": evaluation.stated_grade,
    }
    return {**_filled(tree), "indicators": tree["indicators"]}


# -- reading -------------------------------------------------------------------------


def _budget(tree: Mapping[str, Any]) -> Budget:
    return Budget(
        total=_line(tree["total"], BudgetBy.TOTAL),
        parts=tuple(
            _line(line, by)
            for by, key in _DIVISIONS.items()
            for line in tree.get(key) or ()
        ),
        weight=_number(tree.get("weight")),
        stated_points=_number(tree.get("stated_points")),
    )


def _line(tree: Mapping[str, Any], by: BudgetBy) -> BudgetLine:
    amounts = {key: _money(tree.get(key)) for key in _AMOUNTS}
    return BudgetLine(label=tree["label"], by=by, **amounts)


def _money(text: str | None) -> Money | None:
    if text is None:
        return None
    stated = parse_money(text, unit_yuan=Decimal(1))
    if stated is None:
        raise InvalidEvaluationError(
            f"金额“{text}”无法读取；请写作 5923.63万元 或 59236262.25"
        )
    return Money(stated.value)


def _indicator(tree: Mapping[str, Any]) -> Indicator:
    return Indicator(
        level1=tree.get("level1") or "",
        level2=tree.get("level2") or "",
        name=tree["name"],
        target=tree["target"] or "",
        actual=tree["actual"] or "",
        weight=_number(tree.get("weight")),
        sign=tree.get("sign"),
        unit=tree.get("unit"),
        stated_points=_number(tree.get("points")),
        is_applicable=tree.get("applicable") != "false",
        evidence=tuple(tree.get("evidence") or ()),
        **{key: tree.get(key) or "" for key in _INDICATOR_TEXTS},
    )


def _passages(trees: Sequence[Mapping[str, Any]] | None) -> tuple[Passage, ...]:
    return tuple(
        Passage(heading=tree.get("heading") or "", text=tree["text"])
        for tree in trees or ()
    )


def _number(text: str | None) -> Decimal | None:
    return parse_decimal(text) if text is not None else None


# -- writing ---------------------------------------------------------------------------


def _budget_tree(budget: Budget) -> dict[str, Any]:
    divisions = {
        key: [_line_tree(line) for line in budget.lines(by)]
        for by, key in _DIVISIONS.items()
    }
    return _filled(
        {
            "total": _line_tree(budget.total),
            **divisions,
            "weight": _text(budget.weight),
            "stated_points": _text(budget.stated_points),
        }
    )


def _line_tree(line: BudgetLine) -> dict[str, Any]:
    amounts = {key: getattr(line, key) for key in _AMOUNTS}
    return _filled(
        {
            "label": line.label,
            **{key: plain(m.yuan) for key, m in amounts.items() if m is not None},
        }
    )


def _indicator_tree(row: Indicator) -> dict[str, Any]:
    tree = {
        "level1": row.level1,
        "level2": row.level2,
        "name": row.name,
        "sign": row.sign,
        "target": row.target,
        "unit": row.unit,
        "actual": row.actual,
        "weight": _text(row.weight),
        "points": _text(row.stated_points),
        "applicable": None if row.is_applicable else "false",
        **{key: getattr(row, key) for key in _INDICATOR_TEXTS},
        "evidence": list(row.evidence),
    }
    blank = {"target", "actual"}  # a blank cell is a statement there
    return {k: v for k, v in tree.items() if k in blank or v not in (None, "", [])}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _filled(tree: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in tree.items() if value not in (None, "", [])}


def to_json(evaluation: Evaluation) -> str:
    """The published JSON text."""
    return json.dumps(evaluation_tree(evaluation), ensure_ascii=False, indent=2) + "\n"


def to_yaml(evaluation: Evaluation) -> str:
    """The published YAML text; every scalar is a text."""
    return yaml.safe_dump(
        evaluation_tree(evaluation), allow_unicode=True, sort_keys=False, width=100
    )
