"""The states of an evaluation and of one of its indicators, with what each allows."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """Where an evaluation stands: 布置 → 填报 → 复核 → 撰写 → 审定 → 报送 → 财政审核 → 公开."""

    PLANNING = "planning", "布置"
    FILING = "filing", "填报"
    VERIFICATION = "verification", "复核"
    COMPOSING = "composing", "撰写"
    APPROVAL = "approval", "审定"
    APPROVED = "approved", "待报送"
    SUBMITTED = "submitted", "财政审核"
    ACCEPTED = "accepted", "审核通过"
    PUBLISHED = "published", "已公开"


class Progress(models.TextChoices):
    """Where one indicator stands."""

    OPEN = "open", "待填报"
    FILED = "filed", "待复核"
    VERIFIED = "verified", "已复核"
    RETURNED = "returned", "退回"


FIGURES_OPEN = frozenset({State.FILING})
"""Results may be entered."""
VERIFIABLE = frozenset({State.FILING, State.VERIFICATION})
"""Single indicators may be verified or returned."""
TEXTS_OPEN = frozenset({State.FILING, State.VERIFICATION, State.COMPOSING})
"""Chapter texts and budget may be written."""
AT_BUREAU = frozenset({State.SUBMITTED, State.ACCEPTED, State.PUBLISHED})
"""The finance bureau sees everything."""
LOCKED = frozenset({State.APPROVAL, State.APPROVED}) | AT_BUREAU
"""Nothing changes except through a recorded return."""
