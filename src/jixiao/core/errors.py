"""What can be refused, as a tree; each error is one Chinese sentence with a code.

JixiaoError
├── UnreadableDocumentError   a file that cannot be read at all
├── InvalidRulebookError      a rulebook that cannot be applied
├── InvalidEvaluationError    facts that do not have the published shape
├── BudgetIsZeroError         no budget to execute
├── UnknownCheckError         a check is asked for that does not exist
├── InvalidDecisionsError     a file of a reviewer's decisions that cannot be used
├── InvalidTrailError         a file that is no exported trail of changes
└── UnfaithfulOutputError     a file we wrote does not read back as written
"""


class JixiaoError(Exception):
    """A rejection that the user can do something about.

    The message is one Chinese sentence: what is wrong, where, what to do.
    """

    code = "jixiao"


class UnreadableDocumentError(JixiaoError):
    """A document that cannot be read: empty, damaged, encrypted, too large, a scan.

    Args:
        reason: stable code for tests and support, such as `encrypted`.
        message: the Chinese sentence for the user.
    """

    code = "unreadable_document"

    def __init__(self, reason: str, message: str) -> None:
        """Keep the stable reason beside the sentence."""
        super().__init__(message)
        self.reason = reason


class InvalidRulebookError(JixiaoError):
    """A rulebook that has not the published shape or contradicts itself."""

    code = "invalid_rulebook"


class InvalidEvaluationError(JixiaoError):
    """Facts (JSON, YAML or a filled-in workbook) that have not the published shape."""

    code = "invalid_evaluation"


class BudgetIsZeroError(JixiaoError):
    """There was no budget to execute, so there is no rate; the caller must decide."""

    code = "budget_is_zero"


class UnknownCheckError(JixiaoError):
    """A check or a theme of checks was asked for that does not exist."""

    code = "unknown_check"


class InvalidDecisionsError(JixiaoError):
    """A file of a reviewer's decisions that cannot be read or was tampered with."""

    code = "invalid_decisions"


class InvalidTrailError(JixiaoError):
    """A file that is no exported trail; a trail that does not hold is none of these."""

    code = "invalid_trail"


class UnfaithfulOutputError(JixiaoError):
    """A written file does not read back as the values it was made from."""

    code = "unfaithful_output"
