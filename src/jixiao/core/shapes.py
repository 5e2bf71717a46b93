"""Say in one Chinese clause what is wrong with the shape of a file.

Works on what any schema checker reports; knows no checker and no file format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Protocol

_LONGEST_QUOTE = 40
_TYPES = {
    "string": "文字",
    "number": "数字",
    "integer": "整数",
    "boolean": "true 或 false",
    "object": "一组“名称: 值”",
    "array": "列表",
    "null": "空值",
}
_BOUNDS = {
    "minimum": "应不小于 {}",
    "exclusiveMinimum": "应大于 {}",
    "maximum": "应不大于 {}",
    "exclusiveMaximum": "应小于 {}",
    "minLength": "应至少有 {} 个字",
    "maxLength": "应至多有 {} 个字",
    "minItems": "应至少有 {} 项",
    "maxItems": "应至多有 {} 项",
    "minProperties": "应至少有 {} 项",
    "maxProperties": "应至多有 {} 项",
}


class Violation(Protocol):
    """What a schema checker reports about one place; attributes as JSON Schema has."""

    @property
    def absolute_path(self) -> Iterable[str | int]: ...  # noqa: D102
    @property
    def validator(self) -> Any: ...  # noqa: D102
    @property
    def validator_value(self) -> Any: ...  # noqa: D102
    @property
    def instance(self) -> Any: ...  # noqa: D102
    @property
    def schema(self) -> Any: ...  # noqa: D102


def describe_path(path: Iterable[str | int]) -> str:
    """Write the way to a place in a file; items count from one.

    >>> describe_path(["grades", "bands", 0])
    'grades → bands → 第1项'
    """
    return " → ".join(
        f"第{step + 1}项" if isinstance(step, int) else step for step in path
    )


def describe_violation(
    *, path: Sequence[str | int], kind: str, expected: object, found: object
) -> str:
    """Describe one violation: where, what is expected, what was found, what to do.

    Args:
        path: keys and positions from the outermost level; empty for that level.
        kind: JSON Schema keyword that was violated.
        expected: the keyword's value; for `additionalProperties` the names allowed,
            for `pattern` a Chinese description of it.
        found: the value there; for `additionalProperties` the names that are too many.

    >>> describe_violation(
    ...     path=["points", "output", "weight"],
    ...     kind="pattern",
    ...     expected="数字，如 40",
    ...     found="四十",
    ... )
    '“points → output → weight”应为数字，如 40，实际是“四十”；请改正'
    """
    place = f"“{describe_path(path)}”" if path else "最外层"
    if kind == "required":
        missing = [name for name in _names(expected) if name not in _names(found)]
        return f"{place}缺少{_quoted(missing)}；请补上"
    if kind in {"additionalProperties", "unevaluatedProperties"}:
        return place + _too_many(_names(found), _names(expected))
    return f"{place}{_wanted(kind, expected)}，实际是{_shown(found)}；请改正"


def explain_violation(violation: Violation) -> str:
    """Describe what a schema checker reports, in the words of the schema itself."""
    kind, schema, found = violation.validator, violation.schema, violation.instance
    expected = violation.validator_value
    if kind == "additionalProperties" and expected is False:
        expected = sorted(schema.get("properties", ()))
        patterns = schema.get("patternProperties", ())
        found = [
            name
            for name in found
            if name not in expected and not any(re.search(p, name) for p in patterns)
        ]
    if kind in {"pattern", "type"}:
        expected = schema.get("description", expected)
    return describe_violation(
        path=tuple(violation.absolute_path), kind=kind, expected=expected, found=found
    )


def nearest_names(name: str, known: Iterable[str]) -> str:
    """Suggest what was probably meant, as the end of a sentence; "" without an idea.

    >>> nearest_names("wieght", ["name", "weight"])
    '，是否想写“weight”'
    """
    close = get_close_matches(name, sorted(known), n=3)
    return f"，是否想写{_quoted(close)}" if close else ""


def _wanted(kind: str, expected: object) -> str:
    if kind in _BOUNDS:
        return _BOUNDS[kind].format(expected)
    if kind == "uniqueItems":
        return "各项应互不相同"
    if kind == "type":
        words = expected if isinstance(expected, str) else list(_names(expected))
        kinds = [words] if isinstance(words, str) else words
        return "应为" + "或".join(_TYPES.get(word, word) for word in kinds)
    if kind == "enum":
        return f"应为{'、'.join(_shown(value) for value in _items(expected))}之一"
    if kind in {"const", "pattern"}:
        return f"应为{expected if kind == 'pattern' else _shown(expected)}"
    return f"不符合规定（{kind}）"


def _too_many(extra: Sequence[str], allowed: Sequence[str]) -> str:
    hints = "".join(nearest_names(name, allowed) for name in extra[:1])
    choice = f"；此处可写：{'、'.join(allowed)}" if allowed else ""
    return f"不能写{_quoted(extra)}{hints}{choice}；请改名或删去"


def _shown(value: object) -> str:
    if value is None:
        return "空值"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return f"一组值（{'、'.join(map(str, value)) or '无'}）"
    if isinstance(value, list | tuple):
        return f"{len(value)} 项的列表"
    text = str(value)
    if len(text) > _LONGEST_QUOTE:
        text = text[:_LONGEST_QUOTE] + "……"
    return f"“{text}”" if isinstance(value, str) else text


def _items(value: object) -> Sequence[object]:
    return list(value) if isinstance(value, Iterable) else [value]


def _names(value: object) -> Sequence[str]:
    return [str(item) for item in _items(value)]


def _quoted(names: Iterable[str]) -> str:
    return "、".join(f"“{name}”" for name in names)
