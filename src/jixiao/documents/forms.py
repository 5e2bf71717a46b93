"""Tables → scoring forms: budget block, indicator rows, totals, labelled cells."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jixiao.core.evaluation import Form
from jixiao.core.money import money_unit_in
from jixiao.core.numbers import fold, plain
from jixiao.core.stated import StatedBudgetLine, StatedForm, StatedIndicator, Unread
from jixiao.core.targets import SIGN_KINDS
from jixiao.documents.blocks import Cell, Table
from jixiao.documents.headers import Role, budget_roles, indicator_roles, normalised

_WEIGHT_BEHIND = re.compile(r"[(（]\s*(\d+(?:\.\d+)?)\s*(分?)\s*[)）]\s*$")
_TOTAL = re.compile(
    r"(?:自评|综合评价|综合)?(?:总分|总得分|得分合计|合计|总计|总评分|总得分合计)(?:\(.*\))?[::]?"
)
_TOTAL_ABOVE = re.compile(r"(?:自评|综合)(?:总分|得分|总得分|评分)(?:\(.*\))?")
_AFTER_ROWS = re.compile(
    r"(?:偏差|未完成|存在的?问题|改进措施|备注|注[::\d]|说明|填表|联系人|审核|评价结论|自评结论|自评等级|等级|结果应用).*"
)
_FILLER_NAME = re.compile(r"(?:指标\d*[::]?|[….。\-—/\\]+|\s)*")
_AMOUNT_LIKE = re.compile(r"[+-]?[\d,.]*(?:[万亿]?元?|%)?|[-—/\\]+|[\d,.]+%?")
_WHOLE = "100"
_SPENT = re.compile(r"((?:基本|项目)支出总额)(?:\(([万亿]?)[元无]\))?")
_GRADE = re.compile(r"[优良中差]秀?好?|合格|不合格|[一二三四]等|[A-D]")
_LABELS = (
    "项目名称", "专项名称", "转移支付(项目)名称", "主管部门", "中央主管部门", "省级主管部门",
    "实施单位", "资金使用单位", "单位名称", "填报单位", "部门名称", "部门", "填报日期",
    "年度", "预算年度", "评价年度", "评价范围", "自评等级", "评价等级", "等级",
)  # fmt: skip
_INLINE_LABEL = re.compile(
    r"(单位名称|填报单位|部门名称|部门|填报日期|年度|项目名称)\s*[::]\s*(\S.*?)(?=\s{2,}|　|$)"
)
_UNIT_NEARBY = re.compile(r"单位[::](?:人民币)?(万元|元|亿元|千元)")


@dataclass(slots=True)
class _Reading:
    """What has been gathered of one form while its table is walked."""

    table: Table
    budget: list[StatedBudgetLine] = field(default_factory=list)
    spent: list[StatedBudgetLine] = field(default_factory=list)
    """基本支出总额 and 项目支出总额, which stand as labels and not as columns."""
    indicators: list[StatedIndicator] = field(default_factory=list)
    level_weights: dict[str, str] = field(default_factory=dict)
    labelled: dict[str, str] = field(default_factory=dict)
    columns: frozenset[str] = frozenset()
    total: str | None = None
    grade: str | None = None
    rate_note: str | None = None
    rate_weight: str | None = None


def read_forms(table: Table) -> tuple[StatedForm, ...]:
    """Read the scoring forms of one table; a work sheet may hold several.

    Returns:
        Forms with index 0 and without title, in order; () where there is none.
    """
    rows = _texts(table)
    forms: list[StatedForm] = []
    for start, end in _form_spans(rows):
        reading = _Reading(table)
        _walk(reading, rows, start, end)
        if reading.indicators:
            forms.append(_finished(reading, start))
    return tuple(forms)


def read_accounts(table: Table) -> tuple[StatedBudgetLine, ...]:
    """Read the lines of a budget table that is no scoring form."""
    rows = _texts(table)
    reading = _Reading(table)
    for number, row in enumerate(rows):
        roles = budget_roles(row)
        if roles:
            _read_budget(reading, rows, number, roles)
    return tuple(reading.budget)


def _finished(reading: _Reading, start: int) -> StatedForm:
    labelled = reading.labelled
    budget = reading.budget
    if budget and budget[0].weight == _WHOLE and reading.total is None:
        reading.total = budget[0].score  # the total, printed in the first row
    if reading.rate_weight and budget and budget[0].weight is None:
        budget[0] = replace(budget[0], weight=reading.rate_weight)
    return StatedForm(
        index=0,
        title=None,
        form=Form.UNKNOWN,
        project=_first(labelled, ("项目名称", "专项名称", "转移支付(项目)名称")),
        date=labelled.get("填报日期"),
        budget=(*budget, *reading.spent),
        indicators=tuple(reading.indicators),
        total=reading.total,
        grade=reading.grade or _first(labelled, ("自评等级", "评价等级", "等级")),
        labelled=tuple(labelled.items()),
        level_weights=tuple(reading.level_weights.items()),
        columns=reading.columns,
        rate_note=reading.rate_note,
        place=place_of(reading.table, start),
    )


def _first(labelled: Mapping[str, str], labels: Sequence[str]) -> str | None:
    return next((labelled[label] for label in labels if labelled.get(label)), None)


def place_of(table: Table, row: int, column: int | None = None) -> str:
    """Name a place in a table: 表5 行12, 工作表“自评表” 行3 列2."""
    where = f"工作表“{table.name}”" if table.name else f"表{table.number}"
    tail = "" if column is None else f" 列{column + 1}"
    return f"{where} 行{row + 1}{tail}"


# -- rows of text, a merged cell's text only once per row ---------------------------


def _texts(table: Table) -> list[list[str]]:
    """Rows of texts; positions that a cell covers to its right are "" again."""
    rows = []
    for grid_row in table.grid():
        seen: set[int] = set()
        rows.append([_once(cell, seen) for cell in grid_row])
    return rows


def _once(cell: Cell | None, seen: set[int]) -> str:
    if cell is None or id(cell) in seen:
        return ""
    seen.add(id(cell))
    return cell.text


def _form_spans(rows: list[list[str]]) -> Iterator[tuple[int, int]]:
    """(start, end) of each form: a new one starts where its own head begins again."""
    headers = [
        n for n, row in enumerate(rows) if indicator_roles(_joined(rows, n, row))
    ]
    heads = [n for n in headers if n - 1 not in headers or not rows[n - 1]]
    if not heads:
        return
    starts = [0]
    for before, after in itertools.pairwise(heads):
        new_head = next(
            (n for n in range(before + 1, after) if _starts_form(rows[n])), None
        )
        if new_head is not None:
            starts.append(new_head)
    yield from zip(starts, [*starts[1:], len(rows)], strict=True)


def _starts_form(row: list[str]) -> bool:
    words = [normalised(text) for text in row if text.strip()]
    if len(words) == 1 and words[0].endswith(("自评表", "自评表)")):
        return True
    return bool(words) and words[0] in ("项目名称", "专项名称", "转移支付(项目)名称")


def _joined(rows: list[list[str]], number: int, row: list[str]) -> list[str]:
    """A header row whose empty cells are filled from a header row above."""
    if number == 0:
        return row
    above = rows[number - 1]
    if sum(bool(indicator_role_word(text)) for text in above) < _HEADER_WORDS:
        return row
    return [text or upper for text, upper in zip(row, above, strict=True)]


_HEADER_WORDS = 2


def indicator_role_word(text: str) -> bool:
    """Whether a text alone is some indicator header."""
    return bool(
        text.strip()
        and (indicator_roles([text, "指标名称"]) or indicator_roles([text, "指标值"]))
        and normalised(text) not in ("指标名称", "指标值")
    )


# -- the walk --------------------------------------------------------------------------


def _walk(reading: _Reading, rows: list[list[str]], start: int, end: int) -> None:
    number = start
    while number < end:
        row = rows[number]
        if roles := indicator_roles(_joined(rows, number, row)):
            if number + 1 < end and indicator_roles(
                _joined(rows, number + 1, rows[number + 1])
            ):
                number += 1  # a head of two rows: the lower one is the precise one
                continue
            number = _read_indicators(reading, rows, number, end, roles)
        elif roles := budget_roles(row):
            number = _read_budget(reading, rows, number, roles)
        else:
            _read_labels(reading, row, number)
            number += 1


def _read_labels(reading: _Reading, row: list[str], number: int) -> None:
    texts = [text for text in row if text.strip()]
    for text in texts:
        for label, value in _INLINE_LABEL.findall(text):
            reading.labelled.setdefault(label, value.strip())
    for label_text, value in itertools.pairwise(texts):
        label = normalised(label_text).rstrip(":")
        if label in _LABELS or _AFTER_ROWS.fullmatch(label):
            reading.labelled.setdefault(label, _clean(value))
        if _TOTAL_ABOVE.fullmatch(label) and _is_number(value):
            reading.total = reading.total or value.strip()
        if match := _SPENT.fullmatch(label):
            reading.spent.append(
                StatedBudgetLine(
                    line=match[1],
                    executed=value.strip(),
                    unit=_spent_unit(match[2], reading.spent),
                    place=place_of(reading.table, number),
                )
            )


def _spent_unit(scale: str | None, before: Sequence[StatedBudgetLine]) -> str | None:
    """The unit behind the label, or that of the label beside it."""
    if scale is None:
        return before[-1].unit if before else None
    return f"{scale}元"


def _read_budget(
    reading: _Reading, rows: list[list[str]], header: int, roles: Mapping[Role, int]
) -> int:
    """Read the lines under a budget header; return the first row after them."""
    head = rows[header]
    first_value = min(roles.values())
    group = normalised("".join(head[:first_value]))
    unit = _budget_unit(rows, header)
    if Role.SCORE in roles and not reading.budget:
        reading.rate_note = normalised(head[roles[Role.SCORE]])
        reading.rate_weight = _rate_weight(group, reading.rate_note)
    number = header + 1
    while number < len(rows):
        row = rows[number]
        values = {role: row[column].strip() for role, column in roles.items()}
        label = _budget_label(row[:first_value], group)
        if not _is_budget_row(label, values):
            break
        if label:
            reading.budget.append(_budget_line(reading, number, label, values, unit))
        number += 1
    return number


def _budget_unit(rows: list[list[str]], header: int) -> str | None:
    for row in reversed(rows[max(0, header - 3) : header + 1]):
        for text in row:
            if match := _UNIT_NEARBY.search(fold(text)):
                return match[1]
    for text in rows[header]:
        size = money_unit_in(text)
        if size is not None and re.search(r"[(（]", text):
            return {
                "1": "元",
                "1000": "千元",
                "10000": "万元",
                "100000000": "亿元",
            }.get(plain(size))
    return None


def _rate_weight(group: str, note: str) -> str | None:
    """分值 of the execution row where the header prints it: （20分）, 20分*执行率."""
    match = re.search(r"(\d+(?:\.\d+)?)分", note) or re.search(
        r"\((\d+(?:\.\d+)?)分?\)$", group
    )
    return match[1] if match else None


def _budget_label(cells: Sequence[str], group: str) -> str:
    texts = [_clean(text) for text in cells if text.strip()]
    if len(texts) == 1 and normalised(texts[0]) == group:
        return ""  # the group's own cell, merged downwards
    return texts[-1].rstrip(":：") if texts else ""


def _is_budget_row(label: str, values: Mapping[Role, str]) -> bool:
    amounts = [v for role, v in values.items() if role is not Role.REASON]
    if any(not _AMOUNT_LIKE.fullmatch(normalised(v)) for v in amounts):
        return any(re.match(r"[\d-]", fold(v)) for v in amounts)
    return bool(label) or not any(amounts)


def _budget_line(
    reading: _Reading,
    number: int,
    label: str,
    values: Mapping[Role, str],
    unit: str | None,
) -> StatedBudgetLine:
    def stated(role: Role) -> str | None:
        return values.get(role) or None

    return StatedBudgetLine(
        line=label,
        initial=stated(Role.INITIAL),
        adjusted=stated(Role.ADJUSTED),
        executed=stated(Role.EXECUTED),
        unit=unit,
        weight=stated(Role.WEIGHT),
        rate=stated(Role.RATE),
        score=stated(Role.SCORE),
        place=place_of(reading.table, number),
    )


# -- indicator rows ---------------------------------------------------------------------


@dataclass(slots=True)
class _Levels:
    """The group names in force, carried down where merged cells vanished."""

    level1: str = ""
    level2: str = ""


def _read_indicators(
    reading: _Reading,
    rows: list[list[str]],
    header: int,
    end: int,
    roles: Mapping[Role, int],
) -> int:
    """Read the rows under an indicator header; return the first row after them."""
    reading.columns |= {str(role) for role in roles}
    levels = _Levels()
    width = 1 + max(roles.values())
    number = header + 1
    while number < end:
        row = _aligned(reading.table, rows[number], number, width)
        if _ends_rows(row, roles):
            break
        if _is_total(row):
            _read_total(reading, row, roles)
            return number + 1
        _carry_levels(reading, levels, row, roles)
        indicator = _indicator(reading, number, row, roles, levels)
        if indicator is not None:
            reading.indicators.append(indicator)
        number += 1
    return number


def _aligned(table: Table, row: list[str], number: int, width: int) -> list[str]:
    """A row of a plain text whose merged cells at the left vanished altogether."""
    if table.merges_known or not row:
        return row
    own = max((c.column for c in table.cells if c.row == number), default=-1) + 1
    missing = width - own
    if missing not in (1, 2) or not row[0].strip() or _is_label(row[0]):
        return row
    return [""] * missing + row[: len(row) - missing]


def _is_label(text: str) -> bool:
    words = normalised(text)
    return bool(
        _TOTAL.fullmatch(words) or _AFTER_ROWS.fullmatch(words) or "指标" in words
    )


def _ends_rows(row: list[str], roles: Mapping[Role, int]) -> bool:
    if indicator_roles(row) or budget_roles(row) or _starts_form(row):
        return True
    texts = [text for text in row if text.strip()]
    if not texts:
        return False
    first = normalised(texts[0])
    name = row[roles[Role.NAME]].strip()
    return bool(_AFTER_ROWS.fullmatch(first)) and texts[0].strip() != name


def _is_total(row: list[str]) -> bool:
    texts = [text for text in row if text.strip()]
    return bool(texts) and bool(_TOTAL.fullmatch(normalised(texts[0])))


def _read_total(reading: _Reading, row: list[str], roles: Mapping[Role, int]) -> None:
    texts = [text.strip() for text in row if text.strip()][1:]
    numbers = [text for text in texts if _is_number(text)]
    score = roles.get(Role.SCORE)
    in_column = row[score].strip() if score is not None else ""
    stated = in_column if _is_number(in_column) else (numbers[-1] if numbers else None)
    reading.total = stated or reading.total
    grades = [t for t in texts if _GRADE.fullmatch(normalised(t))]
    reading.grade = grades[-1] if grades else reading.grade


def _carry_levels(
    reading: _Reading, levels: _Levels, row: list[str], roles: Mapping[Role, int]
) -> None:
    level1 = _level(reading, row, roles.get(Role.LEVEL1))
    level2 = _level(reading, row, roles.get(Role.LEVEL2))
    if level1 and level1 != levels.level1:
        levels.level1, levels.level2 = level1, ""
    if level2:
        levels.level2 = level2


def _level(reading: _Reading, row: list[str], column: int | None) -> str:
    """A group's name without its weight, which is kept apart."""
    if column is None:
        return ""
    text = re.sub(r"\s+", "", row[column])
    match = _WEIGHT_BEHIND.search(text)
    name = text[: match.start()] if match else text
    name = name.strip("）)") if name.count("（") < name.count("）") else name
    if match and name:
        reading.level_weights.setdefault(name, match[1])
    return name


def _indicator(
    reading: _Reading,
    number: int,
    row: list[str],
    roles: Mapping[Role, int],
    levels: _Levels,
) -> StatedIndicator | None:
    def cell(role: Role) -> str | None:
        column = roles.get(role)
        return _clean(row[column]) or None if column is not None else None

    name, weight_in_name = _split_name(cell(Role.NAME) or "")
    stated = (cell(Role.TARGET), cell(Role.ACTUAL), cell(Role.WEIGHT), cell(Role.SCORE))
    if not name or (_FILLER_NAME.fullmatch(name) and not any(stated)):
        return None
    if not any(stated) and len({t for t in row if t.strip()}) == 1:
        return None  # one text over the whole width: a heading inside the table
    value = cell(Role.ADJUSTED_TARGET) or cell(Role.TARGET)
    sign, unit = cell(Role.SIGN), cell(Role.UNIT)
    return StatedIndicator(
        level1=levels.level1 or None,
        level2=levels.level2 or None,
        name=name,
        target=_joined_target(sign, value, unit),
        actual=cell(Role.ACTUAL),
        weight=_without_points_word(cell(Role.WEIGHT)) or weight_in_name,
        score=_without_points_word(cell(Role.SCORE)) or cell(Role.ASSIGNED),
        sign=sign,
        unit=unit,
        value=value,
        coefficient=cell(Role.COEFFICIENT),
        reason=cell(Role.REASON),
        place=place_of(reading.table, number),
    )


def _split_name(text: str) -> tuple[str, str | None]:
    """Name and the weight in brackets behind it: 提案件数量（件）（3分）."""
    match = _WEIGHT_BEHIND.search(text)
    if not match or not match[2]:
        return text.strip(), None
    return text[: match.start()].strip(), match[1]


def _joined_target(sign: str | None, value: str | None, unit: str | None) -> str | None:
    """The target as one text where its sign and unit stand in columns of their own."""
    if value is None:
        return None
    marks = sign if sign and normalised(sign) in SIGN_KINDS else ""
    if marks in ("定性", "定性指标", "正向", "反向", "正向指标", "反向指标"):
        marks = ""
    if unit and not re.search(r"\d", value):
        unit = None
    own_unit = unit and normalised(value).endswith(normalised(unit))
    return f"{marks}{value}{'' if own_unit else unit or ''}"


def _without_points_word(text: str | None) -> str | None:
    """20分 is 20 in a column of weights."""
    if text is None:
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*分", fold(text))
    return match[1] if match else text


def _clean(text: str) -> str:
    """A cell as one line: breaks inside a Chinese word vanish."""
    return re.sub(r"\s*\n\s*", "", text).strip()


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\d+(?:\.\d+)?分?", normalised(text)))


def unreadable_cells(form: StatedForm) -> tuple[Unread, ...]:
    """Amounts, weights and points of a form that are no numbers."""
    cells = [
        (line.place, text)
        for line in form.budget
        for text in (
            line.initial,
            line.adjusted,
            line.executed,
            line.weight,
            line.score,
        )
    ] + [
        (row.place, text) for row in form.indicators for text in (row.weight, row.score)
    ]
    return tuple(
        Unread(place=place, quote=text, reason=f"单元格无法读作数字: {text}")
        for place, text in cells
        if text and not _is_readable(text)
    )


_READABLE = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[万亿]?元?|%|分)?|[-—/\\…]+|无"
)


def _is_readable(text: str) -> bool:
    return bool(_READABLE.fullmatch(normalised(text)))
