"""Any input → what it states and the facts of each of its forms."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from jixiao.core.errors import InvalidEvaluationError
from jixiao.core.evaluation import Evaluation
from jixiao.core.interpretation import evaluation_of, report_of
from jixiao.core.stated import StatedForm, StatedReport
from jixiao.documents.reading import read_document
from jixiao.exchange.evaluation import read_evaluation
from jixiao.rulebooks.source import read_tree

FACTS_SUFFIXES = (".yaml", ".yml", ".json")
DOCUMENT_SUFFIXES = (
    ".docx", ".docm", ".doc", ".wps", ".xlsx", ".xlsm", ".xls", ".et", ".pdf", ".html",
    ".htm", ".mht", ".txt", ".csv", ".rtf",
)  # fmt: skip
_LARGEST_FACTS = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """One input: what it states, and per form the facts."""

    report: StatedReport
    evaluations: tuple[Evaluation, ...]
    """One per form of the report, in order."""

    def forms(self) -> tuple[tuple[StatedForm, Evaluation], ...]:
        """Each form with its facts."""
        return tuple(zip(self.report.forms, self.evaluations, strict=True))


def read_form(content: bytes, *, name: str) -> ReadDocument:
    """Read a published document or a file of facts.

    Args:
        content: the file.
        name: its name; tells facts (JSON, YAML) from documents.

    Raises:
        UnreadableDocumentError: a document that cannot be read.
        InvalidEvaluationError: facts that have not the published shape.
    """
    if PurePath(name).suffix.lower() in FACTS_SUFFIXES:
        evaluation = read_facts(content, name=name)
        return ReadDocument(report=report_of(evaluation), evaluations=(evaluation,))
    report = read_document(content, name=name)
    return ReadDocument(
        report=report,
        evaluations=tuple(evaluation_of(report, form) for form in report.forms),
    )


def read_facts(content: bytes, *, name: str) -> Evaluation:
    """Read an evaluation from JSON or YAML.

    Raises:
        InvalidEvaluationError: not the published shape; one Chinese sentence.
    """
    if len(content) > _LARGEST_FACTS:
        raise InvalidEvaluationError(
            f"自评数据 {name}：文件超过 {_LARGEST_FACTS // 1_000_000} MB，不像自评数据；请核对是否选错文件"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidEvaluationError(
            f"自评数据 {name}：不是 UTF-8 编码；请另存为 UTF-8 后重试"
        ) from error
    is_json = PurePath(name).suffix.lower() == ".json"
    return read_evaluation(
        _json_tree(text, name) if is_json else _yaml_tree(text, name), name=name
    )


def _json_tree(text: str, name: str) -> Any:
    try:
        tree = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (json.JSONDecodeError, RecursionError) as error:
        where = (
            f"第{error.lineno}行第{error.colno}列"
            if isinstance(error, json.JSONDecodeError)
            else ""
        )
        raise InvalidEvaluationError(
            f"自评数据 {name}：{where}不符合 JSON 语法；请改正后重试"
        ) from error
    return _without_none(tree)


def _yaml_tree(text: str, name: str) -> Any:
    return _without_none(
        read_tree(text, name=name, what="自评数据", error_type=InvalidEvaluationError)
    )


def _without_none(tree: Any) -> Any:
    """Leave out what is written and empty; it means the same as not written."""
    if isinstance(tree, dict):
        kept = {k: _without_none(v) for k, v in tree.items()}
        required = ("target", "actual")  # blank is a statement there
        return {
            k: "" if v is None else v
            for k, v in kept.items()
            if v is not None or k in required
        }
    return [_without_none(v) for v in tree] if isinstance(tree, list) else tree
