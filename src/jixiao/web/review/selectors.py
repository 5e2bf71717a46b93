"""What pages of the review read: who may do what, what happened, what is compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from jixiao.core.scorecard import ScoredRow
from jixiao.web.accounts.access import INSIDE, Actor
from jixiao.web.accounts.models import Membership, Organisation, Role, User
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.selectors import may_verify
from jixiao.web.planning.states import AT_BUREAU, TEXTS_OPEN, Progress, State
from jixiao.web.review.composing import scored
from jixiao.web.review.models import Comment
from jixiao.web.review.transitions import (
    RAIL,
    TRANSITIONS,
    Transition,
    forward_from,
    steps_from,
)
from jixiao.web.trail.models import Entry
from jixiao.web.trail.selectors import Line, lines_of

# -- what a person may do ------------------------------------------------------------


def entered_anything(user: User, evaluation: Evaluation) -> bool:
    """Whether somebody entered any fact of the evaluation: two queries at most."""
    own = Indicator.contributors.through.objects.filter(
        indicator__evaluation=evaluation, user=user
    )
    return evaluation.contributors.filter(pk=user.pk).exists() or own.exists()


def steps_for(actor: Actor, evaluation: Evaluation) -> list[Transition]:
    """The steps that the person may take now, gates apart."""
    is_kept = is_kept_from_approving(actor, evaluation)
    return [
        step
        for step in steps_from(evaluation.state)
        if step.is_for(actor, evaluation) and not (step.needs_fresh_eyes and is_kept)
    ]


def is_kept_from_approving(actor: Actor, evaluation: Evaluation) -> bool:
    """Whether the next step would be theirs, had they not entered anything."""
    return any(
        step.needs_fresh_eyes and step.is_for(actor, evaluation)
        for step in steps_from(evaluation.state)
    ) and entered_anything(actor.user, evaluation)


def may_answer(actor: Actor, evaluation: Evaluation) -> bool:
    """Answer findings: the body's 财务科 until the evaluation is locked."""
    is_open = evaluation.state in TEXTS_OPEN | {State.PLANNING}
    return is_open and actor.acts_for(evaluation.organisation, Role.PLANNER)


def may_grant(actor: Actor, evaluation: Evaluation) -> bool:
    """Give the evaluation to outside reviewers: its 财务科, or the bureau above."""
    body = evaluation.organisation
    is_bureau = actor.acts_above(body, Role.BUREAU_REVIEWER)
    return actor.acts_for(body, Role.PLANNER) or (
        is_bureau and evaluation.state in AT_BUREAU
    )


def may_export_trail(actor: Actor, evaluation: Evaluation) -> bool:
    """Take the trail along: whoever works inside the body, or the bureau above."""
    body = evaluation.organisation
    return actor.acts_above(body, *INSIDE, Role.BUREAU_REVIEWER)


def external_reviewers(evaluation: Evaluation) -> QuerySet[User]:
    """Outside reviewers of the same finance bureau's area."""
    top = f"/{evaluation.organisation.path.split('/')[1]}/"
    return User.objects.filter(
        is_active=True, memberships__role=Role.EXTERNAL,
        memberships__organisation__path__startswith=top,
    ).distinct().order_by("name")  # fmt: skip


# -- flow ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A state on the rail."""

    state: State
    is_past: bool
    is_now: bool
    line: Line | None
    """The step that last led out of it."""


def steps_taken(evaluation: Evaluation) -> list[Line]:
    """Every step so far, the newest first, from the trail."""
    labels = [step.label for step in TRANSITIONS.values()]
    entries = Entry.objects.filter(
        chain__name=evaluation.trail_chain, content__action__in=labels
    )
    return lines_of(entries.order_by("-number"))


def rail(evaluation: Evaluation, taken: Iterable[Line]) -> list[Stop]:
    """布置 to 公开, with who led out of each state and when."""
    latest: dict[str, Line] = {}
    for line in taken:
        latest.setdefault(line.action, line)
    now = RAIL.index(State(evaluation.state))
    return [
        Stop(
            state=state, is_past=place < now, is_now=place == now,
            line=latest.get(step.label) if place < now and step else None,
        )
        for place, state in enumerate(RAIL)
        for step in (forward_from(state),)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who has the evaluation now."""

    office: str
    names: str


def holders(evaluation: Evaluation) -> list[Holder]:
    """Who has it now: one query; while it is filed, who still has indicators."""
    if evaluation.state == State.FILING:
        return _fillers(evaluation)
    step = forward_from(evaluation.state)
    if step is None:
        return []
    places = [evaluation.organisation]
    if Role.BUREAU_REVIEWER in step.roles:
        ids = [int(part) for part in evaluation.organisation.path.split("/") if part]
        places = list(Organisation.objects.filter(pk__in=ids))
    members = Membership.objects.filter(
        organisation__in=places, role__in=step.roles, user__is_active=True
    ).select_related("user", "organisation")
    found: dict[str, list[str]] = {}
    for one in members:
        office = f"{one.organisation.name} {one.get_role_display()}"
        found.setdefault(office, []).append(one.user.name)
    return [Holder(office=k, names="、".join(v)) for k, v in found.items()] or [
        Holder(office=step.roles[0].label, names="尚未指定人员")
    ]


def _fillers(evaluation: Evaluation) -> list[Holder]:
    rows = evaluation.indicators.filter(
        is_applicable=True, progress__in=[Progress.OPEN, Progress.RETURNED]
    ).select_related("responsible", "person")
    number: dict[tuple[str, str], int] = {}
    for row in rows:
        office = (
            row.responsible.name if row.responsible else evaluation.organisation.name
        )
        key = (office, row.person.name if row.person else "填报人")
        number[key] = number.get(key, 0) + 1
    return [
        Holder(office=office, names=f"{name}（{n} 项）")
        for (office, name), n in number.items()
    ]


# -- verification --------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationRow:
    """An indicator as its verifier sees it."""

    indicator: Indicator
    scored: ScoredRow | None
    may_verify: bool
    is_own: bool
    """The person filed it themselves."""
    comments: list[Comment]


def verification_rows(
    actor: Actor, evaluation: Evaluation, *, only: int | None = None
) -> list[VerificationRow]:
    """All applicable indicators, or one, with what verification needs: constant queries.

    Args:
        actor: who looks.
        evaluation: with FACTS prefetched.
        only: pk of the one wanted.
    """
    comments = Comment.objects.select_related("author")
    rows = list(
        Indicator.objects.filter(evaluation=evaluation)
        .select_related("responsible", "person", "changed_by", "verified_by")
        .prefetch_related(
            "contributors", "evidence", Prefetch("comments", queryset=comments)
        )
    )
    points = points_of(evaluation)
    found = []
    for row in rows:
        if row.pk != only if only else not row.is_applicable:
            continue
        row.evaluation = evaluation
        found.append(
            VerificationRow(
                indicator=row, scored=points.get(row.pk),
                may_verify=may_verify(actor, row),
                is_own=actor.user in row.contributors.all(),
                comments=list(row.comments.all()),
            )
        )  # fmt: skip
    return found


def points_of(evaluation: Evaluation) -> dict[int, ScoredRow]:
    """Each scored indicator's points, by its pk.

    Args:
        evaluation: with FACTS prefetched.
    """
    one = scored(evaluation)
    by_value = {id(row.indicator): row for row in one.scorecard.rows}
    pairs = zip(evaluation.indicators.all(), one.evaluation.indicators, strict=True)
    return {
        row.pk: by_value[id(value)] for row, value in pairs if id(value) in by_value
    }


# -- versions ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that is not the same in two versions."""

    where: str
    field: str
    before: str
    after: str


_FIELDS = {
    "title": "标题", "project": "项目名称", "date": "填报日期", "functions": "单位职能",
    "annual_goals": "年度绩效目标", "rulebook": "计分规则", "scope": "评价范围",
    "name": "指标", "level1": "一级指标", "level2": "二级指标", "sign": "指标性质",
    "target": "指标值", "unit": "度量单位", "actual": "完成值", "weight": "分值",
    "points": "评定得分", "applicable": "适用", "account": "完成情况说明",
    "deviation_reason": "偏差原因", "improvement": "改进措施", "evidence": "佐证",
    "initial": "年初预算数", "adjusted": "全年预算数", "executed": "执行数",
    "adjustment": "调整数", "text": "内容", "organisation": "单位", "region": "行政区划代码",
    "year": "年度", "form": "评价对象",
}  # fmt: skip
_CHAPTERS = {
    "causes": "存在的问题和原因", "improvements": "下一步拟改进措施",
    "process": "自评工作开展情况", "last_year_results": "上年度结果应用情况",
}  # fmt: skip
_BUDGET = ("total", "by_source", "by_nature", "by_economic_category")
Tree = Mapping[str, Any]


def differences_of(before: Tree, after: Tree) -> list[Difference]:
    """What is not the same in two published trees, field by field."""
    return [
        Difference(where=where, field=field, before=old, after=new)
        for (where, field), (old, new) in _side_by_side(before, after)
        if old != new
    ]


def _side_by_side(
    before: Tree, after: Tree
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    old, new = dict(_flat(before)), dict(_flat(after))
    for key in dict.fromkeys([*old, *new]):
        yield key, (old.get(key, ""), new.get(key, ""))


def _flat(tree: Tree) -> Iterator[tuple[tuple[str, str], str]]:
    for key, value in tree.items():
        if key in _FIELDS:
            yield ("总体", _FIELDS[key]), _text(value)
    for row in _numbered(tree.get("indicators", []), "name"):
        yield from _fields("指标", *row)
    budget = tree.get("budget") or {}
    for part in _BUDGET:
        lines = budget.get(part) or []
        lines = [lines] if isinstance(lines, Mapping) else lines
        for row in _numbered(lines, "label"):
            yield from _fields("预算", *row)
    for key, chapter in _CHAPTERS.items():
        for row in _numbered(tree.get(key) or [], "heading"):
            yield from _fields(chapter, *row)


def _fields(part: str, name: str, tree: Tree) -> Iterator[tuple[tuple[str, str], str]]:
    for key, value in tree.items():
        if key in _FIELDS:
            yield (f"{part}　{name}", _FIELDS[key]), _text(value)


def _numbered(rows: Iterable[Tree], key: str) -> Iterator[tuple[str, Tree]]:
    """Rows by name; those called alike get numbers."""
    seen: dict[str, int] = {}
    for row in rows:
        name = row.get(key) or ""
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name}（{seen[name]}）"), row


def _text(value: object) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")
