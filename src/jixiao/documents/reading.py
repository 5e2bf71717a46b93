"""The whole way from bytes to a StatedReport."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jixiao.core.evaluation import Form
from jixiao.core.numbers import fold
from jixiao.core.stated import StatedForm, StatedPassage, StatedReport
from jixiao.documents.blocks import Blocks, Paragraph
from jixiao.documents.containers import read_blocks
from jixiao.documents.flattened import with_tables
from jixiao.documents.forms import FormGathering, unreadable_cells
from jixiao.documents.prose import (
    body_at_beginning,
    captioned_passages,
    read_organisation,
    read_passages,
    read_title,
    read_total,
    read_year,
)
from jixiao.documents.running_text import lines_of_sheet, read_running_text

_KINDS = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (
            r"(?:部门|单位|预算).{0,8}整体|整体支出|整体绩效|整体自评|部门预算执行情况|部门自评",
            Form.DEPARTMENT_OVERALL,
        ),
        (r"转移支付|区域.{0,4}绩效(?:目标)?|上级专项", Form.TRANSFER_PAYMENT),
        (r"项目(?:支出|绩效|自评|资金|决算)|专项资金", Form.PROJECT),
        (
            r"(?:水利|农业生产|林业(?:改革)?|林业草原.{0,8})发展资金|补助地方资金|补助资金|中央(?:对地方|财政|专项|补助)",
            Form.TRANSFER_PAYMENT,
        ),
        (r"项目|专项|资金|经费|工程", Form.PROJECT),
        (r"(?:部门|单位)(?:预算)?(?:支出)?绩效", Form.DEPARTMENT_OVERALL),
    )
)
"""What words say of what is evaluated, the surest first."""
_CODE = re.compile(r"^\d{3,}[-—]\s*")


def read_document(content: bytes, *, name: str) -> StatedReport:
    """Read one published report or form.

    Args:
        content: the file.
        name: its name, for messages and for nothing else.

    Raises:
        UnreadableDocumentError: the file cannot be read at all.
    """
    return read_claims(read_blocks(content, name=name))


def read_claims(blocks: Blocks) -> StatedReport:
    """Read what the blocks of a document state."""
    blocks, not_told_apart = with_tables(blocks)
    paragraphs, gathered, captioned = _gather(blocks)
    found = gathered.finish()
    texts = [paragraph.text for paragraph in paragraphs]
    title = read_title(texts)
    year = read_year([title or "", *_form_heads(found.forms), *texts[:12], *texts[12:60]])  # fmt: skip
    organisation = _organisation(title, texts, next(iter(found.forms), None))
    total, grade = read_total(texts)
    forms, lists = (
        tuple(
            _finish(form, index, title=title, year=year, texts=texts)
            for index, form in enumerate(group)
        )
        for group in (found.forms, found.lists)
    )
    return StatedReport(
        container=str(blocks.container),
        title=title,
        kind=_kind_in(title or ""),
        organisation=organisation,
        year=year,
        total=total,
        grade=grade,
        forms=forms,
        passages=(*read_passages(paragraphs), *captioned),
        undecided=(
            *not_told_apart,
            *gathered.unread,
            *(u for form in forms for u in unreadable_cells(form)),
        ),
        accounts=tuple(found.accounts),
        texts=read_running_text(blocks.blocks, gathered.claimed),
        lists=lists,
        summaries=tuple(found.summaries),
        remarks=blocks.remarks,
    )


def _gather(
    blocks: Blocks,
) -> tuple[list[Paragraph], FormGathering, list[StatedPassage]]:
    paragraphs: list[Paragraph] = []
    captioned: list[StatedPassage] = []
    forms = FormGathering()
    since_table: list[str] = []
    for block in blocks.blocks:
        if isinstance(block, Paragraph):
            paragraphs.append(block)
            since_table.append(block.text)
            continue
        passages = captioned_passages(block)
        if passages is not None:
            captioned += passages
            continue
        forms.add_table(block, since_table)
        since_table = []
        lines = lines_of_sheet(block)
        paragraphs += (
            Paragraph(text=text, number=number)
            for number, (text, _) in enumerate(lines, start=len(paragraphs) + 1)
        )
    return paragraphs, forms, captioned


def _form_heads(forms: Sequence[StatedForm]) -> list[str]:
    """What a document's first form says at its head."""
    first = forms[:1]
    return [text for form in first for text in (form.title, dict(form.labelled).get("年度")) if text]  # fmt: skip


def _organisation(
    title: str | None, texts: list[str], form: StatedForm | None
) -> str | None:
    """The reporting body: a labelled line, the title's beginning, the form's cells.

    A division (科, 股) that carries a project out is not the body.
    """
    labelled = dict(form.labelled) if form else {}
    cells = [labelled[label] for label in _ORGANISATION_CELLS if labelled.get(label)]
    bodies = [cell for cell in cells if not re.search(r"[科股室]$", cell)]
    named = labelled.get("单位名称") or labelled.get("填报单位")
    found = (
        named or read_organisation(title, texts) or next(iter(bodies or cells), None)
    )
    return _CODE.sub("", found) if found else None


_ORGANISATION_CELLS = (
    "部门名称",
    "部门",
    "实施单位",
    "资金使用单位",
    "主管部门",
    "中央主管部门",
)


def _finish(
    form: StatedForm,
    index: int,
    *,
    title: str | None,
    year: int | None,
    texts: list[str],
) -> StatedForm:
    labelled_year = dict(form.labelled).get("年度", "")
    own_year = read_year([form.title or "", f"{labelled_year.removesuffix('年')}年"])
    return replace(
        form,
        index=index,
        title=form.title or title,
        year=own_year or year,
        organisation=_organisation(title, texts, form),
        form=_kind(form, title),
    )


def _kind(form: StatedForm, document_title: str | None) -> Form:
    """What a form evaluates: its label, its own title, its project, the document."""
    labels = dict(form.labelled)
    if "转移支付(项目)名称" in labels:
        return Form.TRANSFER_PAYMENT
    own = _kind_in(form.title or "")
    if own is not Form.UNKNOWN:
        return own
    if form.project and not _is_whole_body(form.project):
        found = _kind_in(f"{document_title or ''} {form.project}")
        overall = (Form.UNKNOWN, Form.DEPARTMENT_OVERALL)
        return Form.PROJECT if found in overall else found
    found = _kind_in(document_title or "")
    if found is Form.UNKNOWN and ("部门名称" in labels or "单位名称" in labels):
        return Form.PROJECT if form.project else Form.DEPARTMENT_OVERALL
    return found


def _is_whole_body(project: str) -> bool:
    """Whether the project that a form names is the body itself, with all it spends."""
    is_body = body_at_beginning(project) == project
    return is_body or _kind_in(project) is Form.DEPARTMENT_OVERALL


def _kind_in(text: str) -> Form:
    words = fold(text)
    return next(
        (form for pattern, form in _KINDS if pattern.search(words)), Form.UNKNOWN
    )
