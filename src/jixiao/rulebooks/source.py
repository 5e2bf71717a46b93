"""From YAML text to a tree of texts; numbers are not numbers here.

No scalar is interpreted, so no float ever exists: `0.1` stays the text "0.1".
"""

from __future__ import annotations

from typing import Any

import yaml

from jixiao.core.errors import InvalidRulebookError, JixiaoError

_LONGEST_TEXT = 1_000_000
_DEEPEST = 20
_NONE = frozenset({"", "~", "null", "Null", "NULL"})


def read_tree(
    text: str,
    *,
    name: str,
    what: str = "计分规则",
    error_type: type[JixiaoError] = InvalidRulebookError,
) -> dict[str, Any]:
    """Read YAML text; every scalar is text, an unquoted null, ~ or nothing is None.

    Args:
        text: the file's content.
        name: what to call the file in messages.
        what: 计分规则 or 自评数据, for messages.
        error_type: what to raise instead, for other files than rulebooks.

    Raises:
        InvalidRulebookError: it is not YAML, not a mapping, names a key twice, or
            uses aliases, which no rulebook needs.

    >>> read_tree("{weight: 37.50, clause: ~}", name="例")
    {'weight': '37.50', 'clause': None}
    """
    if len(text) > _LONGEST_TEXT:
        raise error_type(
            f"{what} {name}：文件超过 {_LONGEST_TEXT // 10_000} 万字，不像{what}；请核对是否选错文件"
        )
    text = text.removeprefix("\ufeff")
    try:
        _refuse_traps(text)
        tree = yaml.load(text, Loader=_TextLoader)  # noqa: S506 - builds texts only
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise error_type(
            f"{what} {name}：{_where(error)}{_problem(error)}；请改正后重试"
        ) from error
    if not isinstance(tree, dict):
        raise error_type(
            f"{what} {name}：最外层应为一组“名称: 值”；请按{what}的格式编写"
        )
    return tree


class _RefusedError(yaml.YAMLError):
    """Valid YAML that a rulebook may not use; its text is Chinese."""

    def __init__(self, problem: str, at: yaml.Node | yaml.Event) -> None:
        super().__init__(problem)
        self.problem_mark = at.start_mark


class _TextLoader(yaml.CBaseLoader):
    """Every scalar a text, every key once."""

    def construct_scalar(self, node: yaml.ScalarNode) -> str | None:  # type: ignore[override]
        """Give the text as written; what is not there is None."""
        text = str(node.value)
        is_quoted = text and node.style in ("'", '"', "|", ">")
        return text if is_quoted or text not in _NONE else None

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 - inherited
    ) -> dict[Any, Any]:
        """Build a mapping; refuse keys that are no text or stand twice."""
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in _NONE:
                raise _RefusedError("名称应为文字", key)
            if key.value in seen:
                raise _RefusedError(f"“{key.value}”重复出现，无法判断以哪个为准", key)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def _refuse_traps(text: str) -> None:
    """Refuse what could make a small file large or a deep one endless."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.AliasEvent):
            raise _RefusedError("不能使用别名（*名称）", event)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise _RefusedError(f"嵌套超过 {_DEEPEST} 层", event)


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"第 {mark.line + 1} 行第 {mark.column + 1} 列，" if mark else ""


def _problem(error: Exception) -> str:
    if isinstance(error, _RefusedError):
        return str(error)
    return "不是有效的 YAML，请检查缩进、冒号后的空格和引号"
