"""What `jixiao audit --format json` prints: one tree per document, jixiao-audit/1."""

from __future__ import annotations

from jixiao.cli.audited import AuditedInput
from jixiao.core.findings import Severity
from jixiao.workflows.answers import Tree
from jixiao.workflows.audit_answers import audit_tree, unreadable_tree


def document_tree(one: AuditedInput, *, least: Severity = Severity.NOTE) -> Tree:
    """The tree of one document.

    Args:
        one: the file with its audit.
        least: findings below this severity are left out.
    """
    path = str(one.path)
    if one.audited is None:
        return unreadable_tree(path=path, error=one.error)
    tree = audit_tree(one.audited, one.review, path=path, least=least)
    return tree | {"decisions_error": one.decisions_error}
