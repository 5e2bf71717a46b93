"""The whole way from bytes to a StatedReport."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jixiao.core.evaluation import Form
from jixiao.core.numbers import fold
from jixiao.core.stated import StatedBudgetLine, StatedForm, StatedReport
from jixiao.documents.blocks import Blocks, Paragraph, Table
from jixiao.documents.containers import read_blocks
from jixiao.documents.forms import read_accounts, read_forms, unreadable_cells
from jixiao.documents.prose import (
    read_organisation,
    read_passages,
    read_title,
    read_total,
    read_year,
)

_DEPARTMENT = re.compile(r"部门整体|整体支出|整体绩效|部门预算执行情况|单位整体")
_TRANSFER = re.compile(r"转移支付|区域.{0,4}绩效目标|补助资金区域|上级专项")
_PROJECT = re.compile(r"项目|专项|资金|经费")
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
    paragraphs, forms, accounts = _gather(blocks)
    texts = [paragraph.text for paragraph in paragraphs]
    title = read_title(texts)
    year = read_year([title or "", *texts[:12]])
    organisation = _organisation(title, texts, forms[0] if forms else None)
    total, grade = read_total(texts)
    finished = tuple(
        _finish(form, index, title=title, year=year, texts=texts)
        for index, form in enumerate(_scoring(forms))
    )
    return StatedReport(
        container=str(blocks.container),
        title=title,
        kind=_kind_in(title or ""),
        organisation=organisation,
        year=year,
        total=total,
        grade=grade,
        forms=finished,
        passages=read_passages(paragraphs),
        undecided=tuple(u for form in finished for u in unreadable_cells(form)),
        accounts=tuple(accounts),
        remarks=blocks.remarks,
    )


def _gather(
    blocks: Blocks,
) -> tuple[list[Paragraph], list[StatedForm], list[StatedBudgetLine]]:
    paragraphs: list[Paragraph] = []
    forms: list[StatedForm] = []
    accounts: list[StatedBudgetLine] = []
    for block in blocks.blocks:
        if isinstance(block, Paragraph):
            paragraphs.append(block)
            continue
        found = read_forms(block)
        heading = _title_above(paragraphs)
        forms += [
            replace(form, title=_title_inside(block) or heading) for form in found
        ]
        accounts += () if found else read_accounts(block)
        paragraphs += _lines_of_sheet(block, len(paragraphs))
    return paragraphs, forms, accounts


def _title_above(paragraphs: Sequence[Paragraph]) -> str | None:
    for paragraph in reversed(paragraphs[-4:]):
        if re.search(r"自评表|自评价?$|绩效目标.*表", paragraph.text):
            return re.sub(r"^附件\d*[:：]\s*", "", paragraph.text)
    return None


def _title_inside(table: Table) -> str | None:
    for cell in table.cells:
        if cell.row > 1:
            return None
        if re.search(r"自评表\s*$", cell.text):
            return " ".join(cell.text.split())
    return None


def _lines_of_sheet(table: Table, before: int) -> list[Paragraph]:
    """Lines of prose that a table holds: rows with one filled cell over the width."""
    lines: list[Paragraph] = []
    grid = table.grid()
    for row in grid:
        filled = {id(cell): cell for cell in row if cell and cell.text}
        if len(filled) == 1:
            (cell,) = filled.values()
            first = row[0]
            if first is cell and cell.row_span == 1:
                lines.append(Paragraph(text=cell.text, number=before + len(lines) + 1))
    return lines


def _scoring(forms: list[StatedForm]) -> list[StatedForm]:
    """Leave out plain lists of indicators where a real scoring form stands too."""
    scored = [
        form for form in forms if form.budget or {"score", "weight"} & form.columns
    ]
    return scored or forms


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
        named
        or read_organisation(None, texts)
        or read_organisation(title, [])
        or next(iter(bodies or cells), None)
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
    heads = [form.title or "", title or ""]
    own_year = read_year([form.title or "", dict(form.labelled).get("年度", "")])
    return replace(
        form,
        index=index,
        title=form.title or title,
        year=own_year or year,
        organisation=_organisation(title, texts, form),
        form=_kind(form, heads),
    )


def _kind(form: StatedForm, heads: list[str]) -> Form:
    if any(label == "转移支付(项目)名称" for label, _ in form.labelled):
        return Form.TRANSFER_PAYMENT
    found = _kind_in(" ".join([*heads, form.project or ""]))
    return Form.PROJECT if found is Form.UNKNOWN and form.project else found


def _kind_in(text: str) -> Form:
    words = fold(text)
    for pattern, form in (
        (_DEPARTMENT, Form.DEPARTMENT_OVERALL),
        (_TRANSFER, Form.TRANSFER_PAYMENT),
        (_PROJECT, Form.PROJECT),
    ):
        if pattern.search(words):
            return form
    return Form.UNKNOWN
