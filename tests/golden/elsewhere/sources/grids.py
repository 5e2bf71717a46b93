"""Forms and tables of a document description, as grids of merged cells.

A row is written on one line, cells apart by `|`. `^` continues the cell above, `<`
the cell to the left, `\\n` breaks a line inside a cell. The target `≥~735~人次` falls
into three columns where a layout prints sign, value and unit apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

UP, LEFT = "^", "<"
SPLIT = ("sign", "value", "unit")

LEVELS = {"level1": "一级指标", "level2": "二级指标", "name": "三级指标"}
BUDGET = {
    "initial": "年初预算数",
    "adjusted": "全年预算数（A）",
    "executed": "全年执行数（B）",
    "weight": "分值",
    "rate": "执行率（B/A）",
    "score": "得分",
}
SCORED = {"weight": "分值", "score": "得分", "reason": "偏差原因分析及改进措施"}


@dataclass(frozen=True)
class Cell:
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Grid:
    """Rows that name each cell once, where it begins."""

    rows: list[list[tuple[int, Cell]]]
    width: int


@dataclass(frozen=True)
class Layout:
    columns: dict[str, str]  # key of an indicator cell → head, in printed order
    budget: dict[str, str]  # key of a budget cell → head
    written: tuple[str, ...] = ()  # order in the description, where it differs
    side: str = ""  # label beside the indicator rows
    two_heads: bool = False  # levels and target have a common head above them


LAYOUTS = {
    "central": Layout(
        LEVELS | {"target": "年度\n指标值", "actual": "实际\n完成值"} | SCORED,
        BUDGET,
        side="绩\n效\n指\n标",
    ),
    "plain": Layout(
        LEVELS | {"target": "年度指标值", "actual": "全年完成值"} | SCORED, BUDGET
    ),
    "hubei": Layout(
        LEVELS
        | {
            "target": "年初目标值（A）",
            "actual": "实际完成值（B）",
            "score": "得分",
        },
        {
            "adjusted": "预算数（A）",
            "executed": "执行数（B）",
            "rate": "执行率（B/A）",
            "score": "得分\n（20分*执行率）",
        },
    ),
    "yunnan": Layout(
        LEVELS
        | {"sign": "指标性质", "value": "指标值", "unit": "度量单位"}
        | {"actual": "实际完成值"}
        | SCORED,
        BUDGET,
        written=("level1", "level2", "name", "target", "actual", *SCORED),
        two_heads=True,
    ),
    "sichuan": Layout(
        LEVELS
        | {"sign": "指标性质", "value": "指标值", "unit": "度量单位"}
        | {"actual": "完成值", "weight": "权重", "score": "得分"}
        | {"reason": "未完成原因分析"},
        BUDGET | {"adjusted": "调整后预算数", "executed": "预算执行数"},
        written=("level1", "level2", "name", "target", "actual", *SCORED),
    ),
    "chongqing": Layout(
        {
            "name": "指标名称",
            "unit": "计量单位",
            "sign": "指标性质",
            "value": "指标值",
            "actual": "全年完成值",
            "factor": "得分系数（%）",
            "weight": "指标权重",
            "score": "指标得分",
            "core": "是否核心指标",
        },
        {
            "initial": "年初预算数",
            "adjusted": "全年（调整）预算数",
            "executed": "全年执行数",
            "rate": "执行率",
            "weight": "执行率权重",
            "score": "执行率得分",
        },
        written=("name", "target", "actual", "factor", "weight", "score", "core"),
    ),
    "poverty": Layout(
        LEVELS
        | {
            "weight": "分值",
            "target": "年度指标值",
            "actual": "全年实际值",
            "score": "得分",
            "reason": "未完成原因及拟采取的改进措施",
        },
        {k: v for k, v in BUDGET.items() if k != "initial"},
    ),
    "transfer": Layout(
        LEVELS
        | {
            "target": "年度指标值",
            "actual": "全年完成值",
            "reason": "未完成原因和改进措施",
        },
        {
            "adjusted": "全年预算数（A）",
            "executed": "全年执行数（B）",
            "rate": "执行率（B/A×100%）",
        },
    ),
    "xinjiang": Layout(
        LEVELS
        | {
            "target": "年度指标值",
            "last": "上年完成值",
            "weight": "指标分值权重",
            "rule": "指标赋分规则",
            "actual": "实际完成值",
            "rate": "完成率",
            "score": "指标得分",
            "reason": "偏差原因",
        },
        BUDGET,
    ),
}


def cells_of(line: str) -> list[str]:
    return [cell.strip().replace("\\n", "\n") for cell in line.split("|")]


def lines_of(text: str) -> list[list[str]]:
    return [cells_of(line) for line in text.splitlines() if line.strip()]


def merged(rows: list[list[str]]) -> Grid:
    """Rows with marks of continuation as cells with spans."""
    width = max(map(len, rows))
    table = [row + [""] * (width - len(row)) for row in rows]
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(table):
        for c, text in enumerate(row):
            back = {UP: (r - 1, c), LEFT: (r, c - 1)}.get(text)
            owner[r, c] = owner[back] if back else (r, c)
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    for place, start in owner.items():
        ends[start] = max(ends.get(start, place), place)
    grid: list[list[tuple[int, Cell]]] = [[] for _ in table]
    for (r, c), (last_row, last_column) in sorted(ends.items()):
        cell = Cell(table[r][c], last_row - r + 1, last_column - c + 1)
        grid[r].append((c, cell))
    return Grid(grid, width)


def table_grid(text: str) -> Grid:
    return merged(lines_of(text))


def split_target(target: str) -> tuple[str, str, str]:
    sign, value, unit = (*target.split("~"), "", "")[:3]
    return sign, value, unit


def as_printed(layout: Layout, cells: dict[str, str]) -> dict[str, str]:
    """The cells of an indicator row as the columns of `layout` hold them."""
    if "sign" not in layout.columns:
        return cells | {"target": cells.get("target", "").replace("~", "")}
    parts = dict(zip(SPLIT, split_target(cells["target"]), strict=True))
    return cells | parts


def indicator_rows(form: dict[str, Any]) -> list[dict[str, str]]:
    """The indicator rows of a form, blank levels left blank."""
    layout = LAYOUTS[form["form"]]
    keys = layout.written or tuple(layout.columns)
    rows = []
    for row in lines_of(form["rows"]):
        cells = dict.fromkeys(keys, "") | dict(zip(keys, row, strict=False))
        rows.append(cells)
    return rows


def budget_rows(form: dict[str, Any]) -> list[dict[str, str]]:
    keys = ("line", *LAYOUTS[form["form"]].budget)
    return [
        dict.fromkeys(keys, "") | dict(zip(keys, row, strict=False))
        for row in lines_of(form.get("budget", ""))
    ]


def spread(parts: list[str], width: int) -> list[str]:
    """A row of label, value, label, value: the values share what labels leave."""
    pairs = (len(parts) + 1) // 2
    free = width - pairs
    row: list[str] = []
    for index, text in enumerate(parts):
        row.append(text)
        if index % 2:
            wide = free // pairs + (index // 2 < free % pairs)
            row += [LEFT] * (wide - 1)
    return row


def right_aligned(parts: list[str], width: int) -> list[str]:
    label, *values = parts
    return [label] + [LEFT] * (width - len(values) - 1) + values


def budget_part(form: dict[str, Any], layout: Layout, width: int) -> list[list[str]]:
    heads = layout.budget | form.get("budget_heads", {})
    wide = width - len(heads) - 2
    label = form.get("budget_label", f"项目资金\\n（{form.get('unit', '万元')}）")
    label = label.replace("\\n", "\n")
    rows = [[label, "", *[LEFT] * wide, *heads.values()]]
    rows += [
        [UP, row["line"], *[LEFT] * wide, *(row[k] for k in heads)]
        for row in budget_rows(form)
    ]
    return rows if len(rows) > 1 else []


def goal_part(form: dict[str, Any], width: int) -> list[list[str]]:
    """Goal and achievement side by side, a line of the description each."""
    if "goals" not in form:
        return []
    left = width // 2
    rows = []
    for index, (goal, done) in enumerate(lines_of(form["goals"])):
        label = "年度\n总体\n目标" if index == 0 else UP
        halves = [goal, *[LEFT] * (left - 1), done, *[LEFT] * (width - left - 2)]
        rows.append([label, *halves])
    return rows


def management_part(form: dict[str, Any], width: int) -> list[list[str]]:
    rows = []
    for index, parts in enumerate(lines_of(form.get("management", ""))):
        label = "资金管理\n情况" if index == 0 else UP
        rows.append([label, *spread_evenly(parts, width - 1)])
    return rows


def spread_evenly(parts: list[str], width: int) -> list[str]:
    row: list[str] = []
    for index, text in enumerate(parts):
        wide = width // len(parts) + (index < width % len(parts))
        row += [text, *[LEFT] * (wide - 1)]
    return row


def head_rows(layout: Layout, heads: dict[str, str]) -> list[list[str]]:
    if not layout.two_heads:
        return [list(heads.values())]
    groups = {"level1": "绩效指标", "sign": "年度指标值"}
    grouped = [*LEVELS, *SPLIT]
    upper = [groups.get(k, LEFT if k in grouped else head) for k, head in heads.items()]
    lower = [head if k in grouped else UP for k, head in heads.items()]
    return [upper, lower]


def upright(level1: str) -> str:
    """A first level as narrow columns print it, a character a line."""
    name, bracket, points = level1.partition("（")
    return "\n".join([*name.replace("\n", ""), *([bracket + points] * bool(points))])


def indicator_part(form: dict[str, Any], layout: Layout) -> list[list[str]]:
    heads = layout.columns | form.get("heads", {})
    rows = head_rows(layout, heads)
    narrow, loose = form.get("narrow", False), form.get("loose", False)
    for index, cells in enumerate(indicator_rows(form)):
        printed = as_printed(layout, cells)
        if "level1" in printed:
            for key in ("level1", "level2"):
                if index and not printed[key] and not loose:
                    printed[key] = UP
            if narrow:
                printed["level1"] = upright(printed["level1"])
                printed["level2"] = printed["level2"].replace("指标", "\n指标")
        rows.append([printed.get(key, "") for key in heads])
    if layout.side:
        rows = [[layout.side if r == 0 else UP, *row] for r, row in enumerate(rows)]
    return rows


def form_grid(form: dict[str, Any]) -> Grid:
    """A whole form: head, money, goals, indicators, total and notes."""
    layout = LAYOUTS[form["form"]]
    width = len(layout.columns) + bool(layout.side)
    rows = [spread(parts, width) for parts in lines_of(form.get("head", ""))]
    rows += budget_part(form, layout, width)
    rows += management_part(form, width)
    rows += goal_part(form, width)
    rows += indicator_part(form, layout)
    for parts in lines_of(form.get("total", "")):
        rows.append(right_aligned(parts, width))
    rows += [spread(parts, width) for parts in lines_of(form.get("tail", ""))]
    for note in form.get("notes", "").splitlines():
        rows.append([note, *[LEFT] * (width - 1)])
    return merged(rows)
