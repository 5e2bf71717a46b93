"""Writing a plan: the evaluation itself, its heading, what is taken from elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from jixiao.core.errors import JixiaoError
from jixiao.core.rulebook import Rulebook
from jixiao.rulebooks.loader import rulebook_by_id
from jixiao.web.accounts.access import Actor
from jixiao.web.accounts.models import Organisation, Role
from jixiao.web.planning.errors import ChangedMeanwhileError, NotNowError
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.scoring import rescore
from jixiao.web.planning.states import State
from jixiao.web.trail.services import record

HEADING = {
    "title": "标题", "scope": "评价范围", "functions": "单位职能",
    "annual_goals": "年度绩效目标", "filled_on": "填报日期", "filing_due": "填报截止",
    "verification_due": "复核截止", "submission_due": "报送截止",
}  # fmt: skip
COPIED = ("level1", "level2", "name", "sign", "target", "unit", "weight")
_CENT = Decimal("0.01")


class DuplicateEvaluationError(JixiaoError):
    """The body already evaluates the same thing in that year."""


class NothingToCopyError(JixiaoError):
    """There is no evaluation of an earlier year."""


def locked_for_plan(actor: Actor, pk: int, states: Collection[State]) -> Evaluation:
    """Lock an evaluation for its planner.

    Raises:
        PermissionDenied: the person does not plan for the body.
        NotNowError: the state does not allow it.
    """
    rows = Evaluation.objects.select_for_update(of=("self",))
    evaluation = rows.select_related("organisation").get(pk=pk)
    if not actor.acts_for(evaluation.organisation, Role.PLANNER):
        raise PermissionDenied("只有本单位财务科可以布置自评")
    if evaluation.state not in states:
        raise NotNowError(
            f"自评已进入“{evaluation.get_state_display()}”阶段，指标和分值不再改动；"
            "确需修改，请先按流程退回"
        )
    return evaluation


def add_contributor(
    evaluation: Evaluation, actor: Actor, indicators: Iterable[Indicator] = ()
) -> None:
    """Keep who entered facts: they do not verify or approve them."""
    evaluation.contributors.add(actor.user)
    through = Indicator.contributors.through
    through.objects.bulk_create(
        (through(indicator_id=one.pk, user_id=actor.user.pk) for one in indicators),
        ignore_conflicts=True,
    )


@transaction.atomic
def create_evaluation(
    *, actor: Actor, draft: Evaluation, source: Evaluation | None, is_empty: bool
) -> Evaluation:
    """Begin a body's evaluation of a year.

    Args:
        actor: the body's 财务科.
        draft: unsaved; organisation, year, form, project, rulebook and days.
        source: last year's evaluation to take indicators, people and texts from.
        is_empty: without the rulebook's skeleton: a file is imported next.

    Raises:
        DuplicateEvaluationError: there is one already.
        PermissionDenied: the person does not plan for the body.
    """
    if not actor.acts_for(draft.organisation, Role.PLANNER):
        raise PermissionDenied("只有本单位财务科可以新建自评")
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as error:
        raise DuplicateEvaluationError(
            f"{draft.organisation.name}{draft.year}年度已有“{draft.name}”的自评"
        ) from error
    rows: Sequence[Indicator] = ()
    if source is not None:
        rows = _copies(source.indicators.all(), with_hands=True)
        draft.functions, draft.scope = source.functions, source.scope
        draft.save(update_fields=["functions", "scope"])
    elif not is_empty:
        rows = skeleton(rulebook_by_id(draft.rulebook))
    made = _append(draft, rows)
    add_contributor(draft, actor, made if source else ())
    began = f"沿用{source.year}年度" if source else ("导入" if is_empty else "计分规则")
    record(
        chain=draft.trail_chain, actor=actor, action="新建自评", subject=str(draft),
        changes={"计分规则": ("", draft.rulebook), "来源": ("", began)},
    )  # fmt: skip
    rescore(draft.pk)
    return draft


def skeleton(rulebook: Rulebook) -> list[Indicator]:
    """Nameless rows, one per usual second level, the group's weight shared among them.

    >>> [str(row.weight) for row in skeleton(rulebook_by_id("hubei-department-2020"))][:5]
    ['10', '10', '10', '10', '7.5']
    """
    made: list[Indicator] = []
    for level in rulebook.indicator_levels:
        level2 = [second for first, second in rulebook.level2 if first == level.name]
        names = level2 or [""]
        shares = _shares(level.weight, len(names))
        made += [
            Indicator(level1=level.name, level2=name, weight=share)
            for name, share in zip(names, shares, strict=True)
        ]
    return made


def _shares(weight: Decimal | None, count: int) -> list[Decimal | None]:
    if weight is None:
        return [None] * count
    share = (weight / count).quantize(_CENT, rounding=ROUND_DOWN).normalize() + 0
    return [*[share] * (count - 1), weight - share * (count - 1)]


@transaction.atomic
def save_heading(
    *, actor: Actor, pk: int, version: int, values: dict[str, str | date | None]
) -> Evaluation:
    """Save title, scope, functions, goals and days.

    Raises:
        ChangedMeanwhileError: somebody saved them since the form was shown.
        NotNowError: the state does not allow it.
    """
    evaluation = locked_for_plan(actor, pk, {State.PLANNING, State.FILING})
    before = {key: _text(getattr(evaluation, key)) for key in values}
    after = {key: _text(value) for key, value in values.items()}
    changed = {key for key in values if before[key] != after[key]}
    if changed and evaluation.version != version:
        raise ChangedMeanwhileError(
            yours={HEADING[key]: after[key] for key in changed},
            theirs={HEADING[key]: before[key] for key in changed},
            who="", version=evaluation.version,
        )  # fmt: skip
    if changed:
        for key in changed:
            setattr(evaluation, key, values[key])
        evaluation.version += 1
        evaluation.save(update_fields=[*changed, "version"])
        add_contributor(evaluation, actor)
        record(
            chain=evaluation.trail_chain, actor=actor, action="布置", subject="概况",
            changes={HEADING[k]: (before[k], after[k]) for k in HEADING if k in changed},
        )  # fmt: skip
        rescore(pk)
    return evaluation


@transaction.atomic
def copy_from(
    *, actor: Actor, pk: int, indicators: Sequence[Indicator], with_hands: bool
) -> int:
    """Append indicators of another evaluation, without their results.

    Args:
        actor: the body's 财务科, who sees where the indicators come from.
        pk: where they are appended.
        indicators: those chosen.
        with_hands: people and places as well; only within one body.

    Returns:
        How many.
    """
    evaluation = locked_for_plan(actor, pk, {State.PLANNING})
    made = _append(evaluation, _copies(indicators, with_hands=with_hands))
    if made:
        add_contributor(evaluation, actor, made)
        names = "、".join(one.name for one in made)
        record(
            chain=evaluation.trail_chain, actor=actor, action="复制指标",
            subject=f"{len(made)}项指标", changes={"新增指标": ("", names)},
        )  # fmt: skip
        rescore(pk)
    return len(made)


def last_year_of(
    organisation: Organisation, *, year: int, form: str, project: str
) -> Evaluation:
    """The body's latest earlier evaluation of the same thing.

    Raises:
        NothingToCopyError: there is none.
    """
    found = (
        Evaluation.objects.filter(
            organisation=organisation, form=form, project=project, year__lt=year
        )
        .prefetch_related("indicators")
        .order_by("-year")
        .first()
    )
    if found is None:
        raise NothingToCopyError("没有可沿用的以前年度自评；请改从计分规则或文件开始")
    return found


def _copies(rows: Iterable[Indicator], *, with_hands: bool) -> list[Indicator]:
    hands = ("responsible_id", "person_id") if with_hands else ()
    return [
        Indicator(**{field: getattr(row, field) for field in (*COPIED, *hands)})
        for row in rows
    ]


def _append(evaluation: Evaluation, rows: Sequence[Indicator]) -> list[Indicator]:
    start = evaluation.indicators.count()
    for position, row in enumerate(rows, start=start + 1):
        row.evaluation, row.position = evaluation, position
    return Indicator.objects.bulk_create(rows)


def _text(value: str | date | None) -> str:
    return "" if value is None else str(value)
