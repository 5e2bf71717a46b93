"""Writing what filing enters: results, evidence, budget, texts.

Each locks the evaluation, looks again whether it may, writes, records and rescores.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from jixiao.core.numbers import plain
from jixiao.web.accounts.access import Actor
from jixiao.web.files import digest_of, keep
from jixiao.web.filing.errors import SameFileError
from jixiao.web.filing.media import media_type_of
from jixiao.web.filing.models import Evidence, place_of
from jixiao.web.filing.results import Result, results_of
from jixiao.web.planning.errors import (
    ChangedMeanwhileError,
    IncompleteError,
    NotNowError,
)
from jixiao.web.planning.models import (
    BudgetLine,
    Chapter,
    Evaluation,
    Indicator,
    Passage,
)
from jixiao.web.planning.scoring import rescore
from jixiao.web.planning.selectors import may_compose, may_file
from jixiao.web.planning.services import add_contributor
from jixiao.web.planning.states import FIGURES_OPEN, Progress
from jixiao.web.trail.services import record

LABELS = {
    "actual": "完成值",
    "assigned_points": "评定得分",
    "account": "完成情况说明",
    "verification_note": "核查情况",
    "deviation_reason": "偏差原因",
    "improvement": "改进措施",
}
"""What a filer enters of an indicator."""
AMOUNTS = {
    "initial": "年初预算数",
    "adjusted": "全年预算数",
    "executed": "执行数",
    "adjustment": "调整数",
}
TEXTS = {"functions": "单位职能", "annual_goals": "年度绩效目标"}

Values = Mapping[str, str | Decimal | None]


# -- results ---------------------------------------------------------------------------


@transaction.atomic
def save_indicator(*, actor: Actor, pk: int, version: int, values: Values) -> Indicator:
    """Save some or all that was entered of one indicator.

    Args:
        actor: who files it.
        pk: the indicator.
        version: as it was shown to them.
        values: fields of LABELS.

    Returns:
        The indicator with its new version; unchanged where nothing differs, so a
        second try after a lost answer does no harm.

    Raises:
        ChangedMeanwhileError: somebody else saved since.
        NotNowError, PermissionDenied: see `_to_file`.
    """
    row = _to_file(actor, pk)
    changes = {
        LABELS[field]: (_text(getattr(row, field)), _text(value))
        for field, value in values.items()
        if getattr(row, field) != value
    }
    if not changes:
        return row
    if row.version != version:
        raise ChangedMeanwhileError(
            yours={label: after for label, (_, after) in changes.items()},
            theirs={label: before for label, (before, _) in changes.items()},
            who=row.changed_by.name if row.changed_by else "",
            version=row.version,
        )
    for field, value in values.items():
        setattr(row, field, value)
    _changed(actor, row, [*values])
    _recorded(actor, row, "填报", changes)
    return row


@transaction.atomic
def file_indicator(*, actor: Actor, pk: int) -> None:
    """Hand one indicator on to verification (提交复核).

    Raises:
        IncompleteError: result, cause or points are missing.
        NotNowError, PermissionDenied: see `_to_file`.
    """
    row = _to_file(actor, pk)
    if row.progress == Progress.FILED:
        return
    results = {one.indicator.pk: one for one in results_of(row.evaluation).rows}
    lacking = lacks(results[pk])
    if lacking:
        raise IncompleteError(f"还不能提交复核：{'；'.join(lacking)}", lacking)
    _file(actor, row)
    rescore(row.evaluation_id)


@transaction.atomic
def file_complete(*, actor: Actor, pk: int) -> tuple[int, int]:
    """Hand on every indicator of an evaluation that the person has and that is complete.

    Returns:
        How many were handed on; how many of theirs are still incomplete.
    """
    evaluation = Evaluation.objects.select_for_update().get(pk=pk)
    mine = [
        one
        for one in results_of(evaluation).rows
        if one.indicator.progress in {Progress.OPEN, Progress.RETURNED}
        and one.indicator.is_applicable
        and may_file(actor, one.indicator)
    ]
    complete = [one.indicator for one in mine if not lacks(one)]
    for row in complete:
        _file(actor, row)
    if complete:
        rescore(pk)
    return len(complete), len(mine) - len(complete)


def lacks(result: Result) -> tuple[str, ...]:
    """What an indicator lacks before it can be handed on; sentences."""
    row = result.indicator
    if not row.is_applicable:
        return ()
    if not row.actual.strip():
        return ("完成值没有填写",)
    missing: list[str] = []
    if result.scored is not None and result.is_qualitative and result.scored.undecided:
        missing.append(result.scored.undecided)
    if result.needs_cause and not row.deviation_reason.strip():
        missing.append("没有完成，须写明偏差原因")
    if result.needs_cause and not row.improvement.strip():
        missing.append("没有完成，须写明改进措施")
    return tuple(missing)


@transaction.atomic
def withdraw(*, actor: Actor, pk: int) -> None:
    """Take an indicator back before it was verified (撤回)."""
    row = _to_file(actor, pk)
    if row.progress != Progress.FILED:
        raise NotNowError("该指标没有提交复核，不需要撤回")
    row.progress = Progress.OPEN
    row.version += 1
    row.save(update_fields=["progress", "version"])
    _recorded(actor, row, "撤回")


def _file(actor: Actor, row: Indicator) -> None:
    row.progress = Progress.FILED
    row.version += 1
    row.save(update_fields=["progress", "version"])
    add_contributor(row.evaluation, actor, [row])
    record(
        chain=row.evaluation.trail_chain, actor=actor, action="提交复核",
        subject=row.name,
    )  # fmt: skip


def _to_file(actor: Actor, pk: int) -> Indicator:
    """Lock an indicator's evaluation for whoever may file it.

    Raises:
        NotNowError: the evaluation or the indicator has gone on.
        PermissionDenied: somebody else files it.
    """
    found = Indicator.objects.values_list("evaluation", flat=True).get(pk=pk)
    evaluation = Evaluation.objects.select_for_update().get(pk=found)
    row = Indicator.objects.select_related(
        "responsible", "person", "changed_by"
    ).get(pk=pk)  # fmt: skip
    row.evaluation = evaluation
    if may_file(actor, row):
        return row
    if evaluation.state not in FIGURES_OPEN:
        raise NotNowError(
            f"自评处于“{evaluation.get_state_display()}”，填报内容已不能改动；"
            "如需更正，请联系财务科退回填报"
        )
    if row.progress == Progress.VERIFIED:
        raise NotNowError("该指标已复核通过，不能再改；如需更正，请联系复核人退回")
    whose = row.person or row.responsible or evaluation.organisation
    raise PermissionDenied(f"该指标由{whose.name}填报，您可以查看，不能填写")


def _changed(actor: Actor, row: Indicator, fields: Sequence[str]) -> None:
    row.changed_by, row.changed_at = actor.user, actor.at
    row.version += 1
    row.save(update_fields=[*fields, "changed_by", "changed_at", "version"])


def _recorded(
    actor: Actor, row: Indicator, action: str,
    changes: Mapping[str, tuple[str, str]] | None = None,
) -> None:  # fmt: skip
    add_contributor(row.evaluation, actor, [row])
    record(
        chain=row.evaluation.trail_chain, actor=actor, action=action,
        subject=row.name, changes=changes,
    )  # fmt: skip
    rescore(row.evaluation_id)


def _text(value: str | Decimal | None) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return value or ""


# -- evidence --------------------------------------------------------------------------


def add_evidence(*, actor: Actor, pk: int, name: str, content: bytes) -> Evidence:
    """Attach a file to an indicator.

    Raises:
        RefusedFileError: it is no evidence.
        SameFileError: it is attached already.
        NotNowError, PermissionDenied: see `_to_file`.
    """
    media_type = media_type_of(content, name=name)
    digest = digest_of(content)
    with transaction.atomic():
        row = _to_file(actor, pk)
        same = row.evidence.filter(digest=digest).first()
        if same:
            raise SameFileError(
                f"“{name}”与已上传的“{same.name}”内容完全相同，未重复添加"
            )
        place = place_of(row, digest)
        keep(content, place)  # before its row: a crash in between leaves no gap
        made = Evidence.objects.create(
            indicator=row, file=place, name=name, media_type=media_type,
            size=len(content), digest=digest, added_by=actor.user, added_at=actor.at,
        )  # fmt: skip
        _recorded(
            actor, row, "上传佐证", {"佐证材料": ("", f"{name} SHA-256 {digest}")}
        )
    return made


@transaction.atomic
def remove_evidence(*, actor: Actor, evidence: Evidence) -> None:
    """Take a file off its indicator.

    The file stays on the disk, without a row, until somebody tidies up: what was
    once shown to a reviewer can be found again by the digest in the trail.
    """
    row = _to_file(actor, evidence.indicator_id)
    gone, _ = Evidence.objects.filter(pk=evidence.pk).delete()
    if gone:
        was = f"{evidence.name} SHA-256 {evidence.digest}"
        _recorded(actor, row, "移除佐证", {"佐证材料": (was, "")})


# -- budget and texts ------------------------------------------------------------------


@transaction.atomic
def save_budget(
    *, actor: Actor, pk: int, version: int, lines: Sequence[BudgetLine]
) -> None:
    """Put these lines in the place of the budget's.

    Args:
        actor: the body's 财务科.
        pk: the evaluation.
        version: of the evaluation, as it was shown.
        lines: unsaved, the total first.
    """
    evaluation = _to_compose(actor, pk)
    before = _lines(evaluation.budget_lines.all())
    after = _lines(lines)
    changes = _differences(before, after)
    if not changes:
        return
    _must_be_current(evaluation, version, changes)
    evaluation.budget_lines.all().delete()
    for position, line in enumerate(lines, start=1):
        line.evaluation, line.position = evaluation, position
    BudgetLine.objects.bulk_create(lines)
    _composed(actor, evaluation, "填写预算", changes)


@transaction.atomic
def save_texts(
    *,
    actor: Actor,
    pk: int,
    version: int,
    texts: Mapping[str, str],
    passages: Sequence[Passage],
) -> None:
    """Put these texts in the place of the evaluation's.

    Args:
        actor: the body's 财务科.
        pk: the evaluation.
        version: of the evaluation, as it was shown.
        texts: fields of TEXTS.
        passages: unsaved, chapter by chapter.
    """
    evaluation = _to_compose(actor, pk)
    before = {TEXTS[field]: getattr(evaluation, field) for field in texts}
    before |= _chapters(evaluation.passages.all())
    after = {TEXTS[field]: text for field, text in texts.items()} | _chapters(passages)
    changes = _differences(before, after)
    if not changes:
        return
    _must_be_current(evaluation, version, changes)
    for field, text in texts.items():
        setattr(evaluation, field, text)
    evaluation.save(update_fields=[*texts])
    evaluation.passages.all().delete()
    for position, one in enumerate(passages, start=1):
        one.evaluation, one.position = evaluation, position
    Passage.objects.bulk_create(passages)
    _composed(actor, evaluation, "撰写文字", changes)


def _to_compose(actor: Actor, pk: int) -> Evaluation:
    evaluation = Evaluation.objects.select_for_update().get(pk=pk)
    if may_compose(actor, evaluation):
        return evaluation
    if evaluation.is_locked:
        raise NotNowError(
            f"自评处于“{evaluation.get_state_display()}”，预算和文字已不能改动；"
            "如需更正，请按流程退回"
        )
    raise PermissionDenied("预算和文字由本单位财务科填写，您可以查看，不能改动")


def _must_be_current(
    evaluation: Evaluation, version: int, changes: Mapping[str, tuple[str, str]]
) -> None:
    if evaluation.version != version:
        raise ChangedMeanwhileError(
            yours={label: after for label, (_, after) in changes.items()},
            theirs={label: before for label, (before, _) in changes.items()},
            who="", version=evaluation.version,
        )  # fmt: skip


def _composed(
    actor: Actor,
    evaluation: Evaluation,
    action: str,
    changes: Mapping[str, tuple[str, str]],
) -> None:
    evaluation.version += 1
    evaluation.save(update_fields=["version"])
    add_contributor(evaluation, actor)
    record(
        chain=evaluation.trail_chain, actor=actor, action=action,
        subject=evaluation.name, changes=changes,
    )  # fmt: skip
    rescore(evaluation.pk)


def _lines(lines: Iterable[BudgetLine]) -> dict[str, str]:
    """Each line in words, under a name of its own."""
    found: dict[str, str] = {}
    for line in lines:
        amounts = [
            f"{label}{plain(value)}元"
            for field, label in AMOUNTS.items()
            if (value := getattr(line, field)) is not None
        ]
        name = f"{line.get_by_display()}·{line.label}"
        while name in found:
            name += "（重名）"
        found[name] = "，".join(amounts) or "未填"
    return found


def _chapters(passages: Iterable[Passage]) -> dict[str, str]:
    """Each chapter's text as a whole."""
    found: dict[str, list[str]] = {str(chapter.label): [] for chapter in Chapter}
    for one in passages:
        text = f"{one.heading}\n{one.text}" if one.heading else one.text
        found[str(Chapter(one.chapter).label)].append(text)
    return {label: "\n".join(texts) for label, texts in found.items()}


def _differences(
    before: Mapping[str, str], after: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    return {
        label: (before.get(label, ""), after.get(label, ""))
        for label in dict.fromkeys((*before, *after))
        if before.get(label, "") != after.get(label, "")
    }
