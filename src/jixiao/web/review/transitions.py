"""The steps of an evaluation as data: who may take which, from where, to where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from jixiao.web.accounts.access import Actor
from jixiao.web.accounts.models import Role
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.states import State


class Gate(Enum):
    """What must hold before a step; `gates` says whether it does."""

    OPEN = auto()
    PLANNED = auto()
    """The plan is ready to be handed out."""
    FILED = auto()
    """Every applicable indicator has its result."""
    VERIFIED = auto()
    """Every applicable indicator was verified."""
    COMPLETE = auto()
    """Nothing is missing and no finding asks to be corrected."""
    AUDITED = auto()
    """No finding of the audit asks to be corrected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One step."""

    action: str
    label: str
    """As the trail and the button say it."""
    origins: frozenset[State]
    target: State
    roles: tuple[Role, ...]
    """In the body itself; 财政审核人 in a bureau above it."""
    gate: Gate = Gate.OPEN
    needs_reason: bool = False
    is_return: bool = False
    """It leads back; its reason is kept where everybody reads it."""
    needs_fresh_eyes: bool = False
    """Refused to whoever entered anything."""
    tells: str = ""
    """What happens then, in one sentence, asked before it is done."""

    def is_for(self, actor: Actor, evaluation: Evaluation) -> bool:
        """Whether the person has one of the roles for this evaluation."""
        body = evaluation.organisation
        if Role.BUREAU_REVIEWER in self.roles:
            return actor.acts_above(body, Role.BUREAU_REVIEWER)
        return actor.acts_for(body, *self.roles)


def _step(
    action: str,
    label: str,
    origins: tuple[State, ...],
    target: State,
    *roles: Role,
    **more: object,
) -> Transition:
    return Transition(
        action=action, label=label, origins=frozenset(origins), target=target,
        roles=roles, **more,  # type: ignore[arg-type]
    )  # fmt: skip


_ALL = (
    _step(
        "start", "下达", (State.PLANNING,), State.FILING, Role.PLANNER,
        gate=Gate.PLANNED, tells="下达后指标、目标和分值不再改动，各责任人开始填报。",
    ),
    _step(
        "hand_over", "送复核", (State.FILING,), State.VERIFICATION, Role.PLANNER,
        gate=Gate.FILED, tells="送复核后各科室不能再改填报数。",
    ),
    _step(
        "finish_verification", "复核完成", (State.VERIFICATION,), State.COMPOSING,
        Role.VERIFIER, gate=Gate.VERIFIED, tells="复核完成后由财务科撰写报告。",
    ),
    _step(
        "return_to_filing", "退回填报", (State.VERIFICATION, State.COMPOSING),
        State.FILING, Role.VERIFIER, Role.PLANNER, needs_reason=True, is_return=True,
        tells="勾选的指标退回责任人更正，其余指标保持现状。",
    ),
    _step(
        "request_approval", "送审定", (State.COMPOSING,), State.APPROVAL, Role.PLANNER,
        gate=Gate.COMPLETE, tells="送审定后所有内容锁定。",
    ),
    _step(
        "approve", "审定通过", (State.APPROVAL,), State.APPROVED, Role.APPROVER,
        gate=Gate.AUDITED, needs_fresh_eyes=True,
        tells="审定的是当前这一版，之后如需改动须先撤回审定。",
    ),
    _step(
        "send_back", "退回修改", (State.APPROVAL,), State.COMPOSING, Role.APPROVER,
        needs_reason=True, is_return=True, tells="退回财务科修改。",
    ),
    _step(
        "reopen", "撤回审定", (State.APPROVED,), State.COMPOSING, Role.APPROVER,
        needs_reason=True, is_return=True, tells="撤回后须重新送审定。",
    ),
    _step(
        "submit", "报送", (State.APPROVED,), State.SUBMITTED, Role.PLANNER,
        gate=Gate.AUDITED, tells="报送的报告、自评表和佐证原样留存，不能再改。",
    ),
    _step(
        "bureau_accept", "审核通过", (State.SUBMITTED,), State.ACCEPTED,
        Role.BUREAU_REVIEWER, tells="审核通过后由单位公开。",
    ),
    _step(
        "bureau_return", "财政退回", (State.SUBMITTED,), State.COMPOSING,
        Role.BUREAU_REVIEWER, needs_reason=True, is_return=True,
        tells="退回单位修改后重新审定、报送；本次报送的文件仍然留存。",
    ),
    _step(
        "publish", "公开", (State.ACCEPTED,), State.PUBLISHED, Role.PLANNER,
        tells="登记为已公开。",
    ),
)  # fmt: skip
TRANSITIONS: dict[str, Transition] = {one.action: one for one in _ALL}
"""Every step by its action, in the order of the year."""
RAIL = tuple(State)
"""布置 to 公开."""


def steps_from(state: str) -> tuple[Transition, ...]:
    """The steps that a state allows, forward ones first."""
    found = [one for one in _ALL if state in one.origins]
    return tuple(sorted(found, key=lambda one: one.is_return))


def forward_from(state: str) -> Transition | None:
    """The step that leads on; None after the last."""
    return next((one for one in steps_from(state) if not one.is_return), None)
