"""What people see in the terminal: tables, sentences, colours that mean something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich import box
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.style import Style
from rich.table import Table
from rich.text import Text

from jixiao.cli.answers import undecided_of
from jixiao.cli.inputs import Input
from jixiao.core.evaluation import Evaluation
from jixiao.core.numbers import half_up, plain
from jixiao.core.scorecard import Scorecard, ScoredRow
from jixiao.core.stated import StatedForm
from jixiao.reports.provisions import unconfirmed_provisions
from jixiao.workflows.answers import between
from jixiao.workflows.read_form import ReadDocument
from jixiao.workflows.score_evaluation import Comparison, Scored

MET, UNMET, OPEN = "green", "yellow", "red"
CHAPTER = Style(bold=True, underline=True)


def read_view(source: Input, document: ReadDocument) -> RenderableType:
    """What was read of one document, and what could not be."""
    report = document.report
    head = Text.assemble(
        (f"{source.path.name}\n", "bold"),
        f"标题：{report.title or '未读到'}\n",
        f"单位：{report.organisation or '未读到'}　年度：{report.year or '未读到'}",
    )
    parts: list[RenderableType] = [head]
    for form in report.forms:
        parts += [_form_head(form), _budget_table(form), _stated_table(form)]
    if not report.forms:
        parts.append(Text("文中没有自评表；只读到文字部分", style=OPEN))
    parts += [Text(f"说明：{remark}", style="dim") for remark in report.remarks]
    parts.append(_unread(document))
    return Group(*parts)


def _form_head(form: StatedForm) -> RenderableType:
    total = f"　总分：{form.total}" if form.total else ""
    grade = f"　等级：{form.grade}" if form.grade else ""
    return Text(
        f"\n{form.title or '自评表'}（{form.form.label}，{form.place}）{total}{grade}",
        style="bold",
    )


def _budget_table(form: StatedForm) -> RenderableType:
    if not form.budget:
        return Text("没有读到预算执行情况", style=UNMET)
    unit = next((line.unit for line in form.budget if line.unit), None)
    table = plain_table(
        f"预算（{unit}）" if unit else "预算",
        ("项目", "年初预算", "全年预算", "执行数", "分值", "执行率", "得分"),
        right=range(1, 7),
    )
    for line in form.budget:
        cells = (
            line.initial,
            line.adjusted,
            line.executed,
            line.weight,
            line.rate,
            line.score,
        )
        table.add_row(line.line, *(cell or "" for cell in cells))
    return table


def _stated_table(form: StatedForm) -> RenderableType:
    table = plain_table(
        None,
        ("一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"),
        right=(5, 6),
    )
    previous: tuple[str | None, str | None] = (None, None)
    for row in form.indicators:
        levels = (row.level1, row.level2)
        shown = _once(levels, previous)
        previous = levels
        table.add_row(
            *shown, row.name, row.target or "", row.actual or "", row.weight or "",
            row.score or "",
        )  # fmt: skip
    return table


def _once(
    levels: tuple[str | None, str | None], previous: tuple[str | None, str | None]
) -> tuple[str, str]:
    """Group names only where they change, as merged cells do."""
    first = "" if levels[0] == previous[0] else levels[0] or ""
    second = "" if levels == previous else levels[1] or ""
    return first, second


def _unread(document: ReadDocument) -> RenderableType:
    unread = undecided_of(document)
    if not unread:
        return Text("全部数值均已读出。", style=MET)
    lines = [Text(f"有 {len(unread)} 处未能读出：", style=OPEN)]
    lines += [Text(f"  {u['place']}：{u['reason']}") for u in unread]
    return Group(*lines)


# -- score ------------------------------------------------------------------------------


def score_view(source: Input, scored: Sequence[Scored]) -> RenderableType:
    """The scorecards of one document."""
    parts: list[RenderableType] = []
    for one in scored:
        parts += [scorecard_view(source, one)]
        parts += [_comparison_view(one, c) for c in one.comparisons]
    return Group(*parts)


def scorecard_view(source: Input, one: Scored) -> RenderableType:
    """One scorecard: head, rows, totals, what remains open."""
    card, facts = one.scorecard, one.evaluation
    shows_stated = any(
        r.indicator.stated_points is not None and r.direction for r in card.rows
    )
    heads = ("一级指标", "三级指标", "指标值", "完成值", "分值", "得分", "原列")
    rows = plain_table(None, heads if shows_stated else heads[:-1], right=(4, 5, 6))
    previous = ""
    for row in (*((card.execution,) if card.execution else ()), *card.rows):
        level = row.indicator.level1
        rows.add_row(
            "" if level == previous else level,
            row.indicator.name + _unit(row),
            _value(row, "target"),
            _value(row, "actual"),
            number(row.indicator.weight),
            _points(row),
            *((_stated(row),) if shows_stated else ()),
        )
        previous = level
    return Group(
        Text(f"\n{facts.title or source.path.name}", style="bold"),
        Text(f"{facts.organisation}　{facts.year or ''}年度　{facts.form.label}"),
        rulebook_line(one),
        rows,
        _levels_line(card),
        total_panel(one),
        *_open_points(card, facts),
    )


def rulebook_line(one: Scored) -> Text:
    """Which rulebook was applied, why, and what of it nobody has confirmed."""
    book = one.chosen.rulebook
    line = Text(f"计分规则：{book.title}（{book.id}）——{one.chosen.why}")
    if book.overlay_of:
        line.append(f"\n在 {book.overlay_of} 之上修改：{'；'.join(book.changed)}")
    if names := unconfirmed_provisions(book):
        line.append(f"\n其中未核对原文的条款：{names}", style="dim")
    return line


def _unit(row: ScoredRow) -> str:
    unit = row.indicator.unit
    return f"（{unit}）" if unit and unit not in row.indicator.name else ""


def _value(row: ScoredRow, which: str) -> str:
    text = row.indicator.target if which == "target" else row.indicator.actual
    sign = row.indicator.sign or ""
    mark = sign if which == "target" and sign not in ("定性",) else ""
    return f"{mark}{text}" if text else "（空）"


def _points(row: ScoredRow) -> Text:
    if row.points is None:
        return Text(f"待定 {plain(row.least)}–{plain(row.greatest)}", style=OPEN)
    return Text(f"{row.points:f}", style=MET if row.is_met else UNMET)


def _stated(row: ScoredRow) -> Text:
    stated = row.indicator.stated_points
    if stated is None:
        return Text("")
    differs = row.points is not None and stated != row.points
    return Text(plain(stated), style=f"bold {OPEN}" if differs else "dim")


def _levels_line(card: Scorecard) -> Text:
    pieces = [
        f"{level.name} {number(level.points) or '待定'}/{plain(level.weight)}"
        for level in card.levels
    ]
    return Text("　".join(pieces), style="dim")


def total_panel(one: Scored) -> RenderableType:
    """The total in words: recomputed, stated, without roundings, grade."""
    card, facts = one.scorecard, one.evaluation
    if card.total is None:
        low, high = between(one)
        text = Text(f"总分待定：介于 {low} 与 {high} 分之间", style=f"bold {OPEN}")
    else:
        text = Text(f"总分 {card.total:f} 分", style="bold")
        text.append(f"　等级 {card.grade}" if card.grade else "")
        if card.cap is not None:
            text.append(f"（按执行率封顶 {plain(card.cap)} 分）", style=UNMET)
    if facts.stated_total is not None:
        same = card.total == facts.stated_total
        word = "一致" if same else "不一致" if card.total is not None else "待核"
        style = MET if same else UNMET
        text.append(f"　原报告 {plain(facts.stated_total)} 分（{word}）", style=style)
    if card.exact is not None and card.rate_unrounded is not None:
        exact = plain(half_up(card.exact, 6))
        text.append(
            f"\n执行率不先取整为 {card.rate_unrounded:f} 分；全程不取舍为 {exact} 分",
            style="dim",
        )
    return Panel(text, box=box.ROUNDED, expand=False)


def _open_points(card: Scorecard, facts: Evaluation) -> list[RenderableType]:
    lines = [Text(f"未读出：{remark}", style=OPEN) for remark in facts.remarks]
    lines += [
        Text(f"待定：{reason}", style=OPEN) for reason in _grouped(card.undecided)
    ]
    for row in card.rows:
        lines += [
            Text(f"说明：{row.indicator.name}：{note}", style="dim")
            for note in row.notes
        ]
    lines += [Text(f"说明：{note}", style="dim") for note in card.notes]
    return list(lines)


def _grouped(reasons: Sequence[str]) -> list[str]:
    """Reasons that many rows share, once with their number."""
    by_reason: dict[str, list[str]] = {}
    for reason in reasons:
        name, colon, why = reason.partition("：")
        by_reason.setdefault(why if colon else reason, []).append(name)
    return [
        f"{len(names)} 个指标{why}"
        if len(names) > _MANY
        else f"{name}：{why}"
        if name != why
        else why
        for why, names in by_reason.items()
        for name in (names[:1] if len(names) > _MANY else names)
    ]


_MANY = 3


def _comparison_view(one: Scored, comparison: Comparison) -> RenderableType:
    card, book = comparison.scorecard, comparison.rulebook
    total = number(card.total) or f"待定（{card.least:f}–{card.greatest:f}）"
    base = number(one.scorecard.total) or "待定"
    table = plain_table(
        f"按 {book.title}（{book.id}）：{total} 分，本规则 {base} 分",
        ("指标", "得分变化", "原因"),
        right=(),
    )
    for change in comparison.changes:
        shift = f"{number(change.before) or '待定'} → {number(change.after) or '待定'}"
        table.add_row(change.name, shift, change.why)
    if not comparison.changes:
        return Text(f"按 {book.title}（{book.id}）：{total} 分，各指标得分没有变化")
    return table


# -- explain, rulebooks --------------------------------------------------------------------


def explain_view(rows: Iterable[ScoredRow]) -> RenderableType:
    """The derivation of every row as one sentence."""
    lines: list[RenderableType] = []
    for row in rows:
        indicator = row.indicator
        head = Text(indicator.name, style="bold")
        if indicator.place:
            head.append(f"　{indicator.place}", style="dim")
        lines.append(head)
        if row.derivation is not None:
            lines.append(Text(f"  {row.derivation.sentence}"))
        if row.undecided:
            lines.append(Text(f"  待定：{row.undecided}", style=OPEN))
        lines += [Text(f"  说明：{note}", style="dim") for note in row.notes]
    return Group(*lines)


def print_error(console: Console, sentence: str) -> None:
    """One sentence on standard error."""
    console.print(
        Text("错误：", style=f"bold {OPEN}").append(sentence, style="default")
    )


def plain_table(
    title: str | None, heads: Sequence[str], *, right: Iterable[int]
) -> Table:
    """A table without frame; figures in the columns `right` align to the right."""
    table = Table(
        title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold"
    )
    rights = set(right)
    for number, head in enumerate(heads):
        table.add_column(
            head,
            justify="right" if number in rights else "left",
            no_wrap=number in rights,
            overflow="fold",
        )
    return table


def number(value: Decimal | None) -> str:
    """A figure without trailing zeros, nothing for None."""
    return "" if value is None else plain(value)
