"""Labelled cells: who, what, when, totals in words, and the notes below the rows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache

from jixiao.core.numbers import fold
from jixiao.core.stated import StatedBudgetLine, StatedPoints
from jixiao.documents.form_part import TOTAL, FormPart
from jixiao.documents.group_names import GROUP_WEIGHT, without_weight
from jixiao.documents.header_words import Role
from jixiao.documents.headers import Head
from jixiao.documents.rows import Row, bare, is_number, one_line, squeezed

_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (label, re.compile(pattern))
    for label, pattern in (
        ("转移支付(项目)名称", r"(?:中央|省级?|市级?)?(?:对地方)?转移支付(?:项目)?名称"),
        ("项目名称", r"(?:自评|评价|绩效)?(?:项目|专项(?:资金)?|政策|资金)名称"),
        ("中央主管部门", r"中央主管(?:部门|单位)"),
        ("省级主管部门", r"省级主管(?:部门|单位)"),
        ("主管部门", r".{0,4}主管(?:预算)?(?:部门|单位)(?:及代码|编码|名称)?|一级预算部门"),
        ("资金使用单位", r"资金使用(?:单位|部门)|(?:项目)?用款单位"),
        ("实施单位", r"(?:项目|具体)?(?:实施|承担|执行|建设)(?:单位|部门|主体)(?:名称)?|项目单位"),
        ("填报单位", r"(?:填报|自评|评价|编制|填表|申报)(?:单位|部门)(?:名称)?"),
        ("部门名称", r"(?:预算)?部门名称"),
        ("单位名称", r"(?:预算)?单位名称|预算(?:单位|部门)"),
        ("部门", r"部门|单位"),
        ("填报日期", r"(?:填报|填表|自评|评价)(?:日期|时间)|日期"),
        ("年度", r"(?:预算|评价|自评|填报|项目|所属)?年度|年份"),
        ("评价范围", r"(?:评价|自评)范围"),
        ("计分规则", r"计分规则(?:编号)?"),
        ("自评等级", r"(?:自评|评价|绩效|考核|综合)*(?:等级|等次|评级|级别)"),
    )
)  # fmt: skip
_INLINE = re.compile(
    r"(?<![\u4e00-\u9fff])((?:填报|自评|评价|编制|预算)?(?:单位|部门)(?:名称)?|填[报表]日期|(?:自评|评价|预算)?年度|项目名称)"
    r"\s*(?:[(（][^()（）]{0,8}[)）])?\s*[:：]\s*(\S.*?)(?=\s{2,}|　|\s+\S{2,8}[:：]|$)",
    re.MULTILINE,
)
_MONEY_UNIT = re.compile(r"(?:人民币)?(?:万元|元|亿元|千元|%|个|人)")
_NOTE = re.compile(
    r"(?:(?:产生)?偏差|未完成|存在的?(?:主要)?问题|(?:下一步)?改进措施|改进建议|备注|注\d*[:;.、]|注$|填?报?说明|填[报表制]|制表|联系|审核|复核|"
    r"评价(?:结论|人|组|小组|机构|等级)|自评(?:结论|等级|人|小组|组|意见)|等级|结果应用|(?:单位|部门|项目|财务|分管)?负责人|经办|签[字章名]|盖章|公章|日期|时间:|"
    r"其他需要?说明|其它需要?说明|需要说明|补充说明|(?:主管|财政)部门(?:审核)?(?:意见|盖章)|单位(?:盖章|意见)|扣分(?:原因|说明)|绩效自评(?:结论|综述)|评价小组|总体评价).*"
)
_NOTED_LABEL = 24
_TOTAL = re.compile(
    r"(?:单位|部门|项目|绩效|指标|综合|自评|评价|整体|最终|本年)*(?:总分|总得分|总评分|总体得分|得分|评分)(?:合计|总计|总和|情况|值|结果)?"
    r"|合计(?:得分|总分|分值|分数)?|总计(?:得分|分值)?|分值合计|总分值|分数合计|得分"
)
_SUBTOTAL = re.compile(
    r".{0,12}小计.{0,4}|(?:.{2,8}指标|产出|效益|效果)(?:得分)?(?:合计|总计)(?:得分|分值)?"
)
_SUM = re.compile(
    r"(?:总分|合计|总计|总得分|总评分|总体得分).*|.*(?:总分|合计|总计|总得分)|综合(?:自评|评价)?(?:得分|评分)"
)
_YEAR = re.compile(r"20\d\d")
_IN_CELL = re.compile(
    r"^(?:单位|部门|项目|绩效|综合|自评|评价)*(?:总分|总得分|总评分|得分合计|合计得分|自评得分|综合得分|合计|总计)"
    r"(?:\([^()]*\))?[:为是]?(?P<figure>\d{1,3}(?:\.\d+)?)分?$"
)
_GRADE = re.compile(
    r"(?:优|良|中|差)(?:秀|好|等|级)?|较[好差]|(?:不?合格)|[一二三四]等|[A-D]级?"
)
_SPENT = re.compile(r"((?:基本|项目)支出总额)(?:\(([万亿]?)[元无]\))?")


@lru_cache(maxsize=4096)
def label_of(text: str) -> str | None:
    """The label that a cell is, in its usual wording; None if it is none.

    >>> label_of("主管部门及代码"), label_of("部门（单位）名称："), label_of("县财政局")
    ('主管部门', '部门名称', None)
    """
    if len(text) > _NOTED_LABEL:
        return None
    words = bare(text)
    return next((label for label, form in _LABELS if form.fullmatch(words)), None)


@lru_cache(maxsize=4096)
def is_note(text: str) -> bool:
    """Whether a cell begins a note, a signature or a conclusion below the rows."""
    return bool(_NOTE.fullmatch(squeezed(text).lstrip("*(").replace("：", ":")))


@lru_cache(maxsize=4096)
def is_total(text: str) -> bool:
    """Whether a cell says that its row is the total of the points.

    >>> is_total("总 分（100分）"), is_total("得分合计"), is_total("总分控制率")
    (True, True, False)
    """
    words = bare(text)
    return bool(_TOTAL.fullmatch(words) and _SUM.fullmatch(words)) or bool(
        _IN_CELL.match(squeezed(text))
    )


def is_subtotal(text: str) -> bool:
    """Whether a cell says that its row adds up a group.

    >>> is_subtotal("小 计"), is_subtotal("产出指标合计（50分）"), is_subtotal("合计")
    (True, True, False)
    """
    words = squeezed(text)
    return bool(
        _SUBTOTAL.fullmatch(words) or _SUBTOTAL.fullmatch(without_weight(words))
    )


def read_labels(part: FormPart, row: Row) -> None:
    """Read what a row holds in cells that follow their label."""
    texts = row.texts
    for text in texts:
        _read_inline(part, text)
    for label_text, value in itertools.pairwise(texts):
        _read_pair(part, label_text, value)
        if match := _SPENT.fullmatch(squeezed(label_text)):
            part.spent.append(
                StatedBudgetLine(
                    line=match[1],
                    executed=value.strip(),
                    unit=_spent_unit(match[2], part.spent),
                    place=part.place(row.number),
                )
            )


def _read_inline(part: FormPart, text: str) -> None:
    for label_text, value in _INLINE.findall(text):
        label = label_of(label_text)
        if label and not _MONEY_UNIT.fullmatch(value):
            part.labelled.setdefault(label, value.strip())
    match = _IN_CELL.match(squeezed(text))
    if match and not part.has_own_total:
        part.total = match["figure"]


def _read_pair(part: FormPart, label_text: str, value: str) -> None:
    label = None if _YEAR.search(label_text) else label_of(label_text)
    if label is None and len(label_text) <= _NOTED_LABEL and is_note(label_text):
        label = squeezed(label_text).rstrip(":")
    if label and (label_of(value) is None or _YEAR.search(value)):
        part.labelled.setdefault(label, one_line(value))
    if part.has_own_total or not is_number(value):
        return
    words = bare(label_text)
    if _TOTAL.fullmatch(words) and (part.total is None or "得分" in words):
        part.total = squeezed(value).removesuffix("分")


def _spent_unit(scale: str | None, before: Sequence[StatedBudgetLine]) -> str | None:
    """The unit behind the label, or that of the label beside it."""
    if scale is None:
        return before[-1].unit if before else None
    return f"{scale}元"


def read_total(part: FormPart, row: Row, head: Head) -> None:
    """Read the row of the total: its points and the grade word behind them.

    In a plain text what its wide cells covered is missing; what is left stands at the
    end of the row.
    """
    if not part.table.merges_known and row.width < head.row_width:
        row = row.shifted(head.row_width - row.width)
    values = head.values(row)
    stated = values.get(Role.SCORE) or values.get(Role.ASSIGNED) or ""
    texts = [cell.text.strip() for cell in row.own]
    if not is_number(stated):
        in_cells = [m["figure"] for t in texts if (m := _IN_CELL.match(squeezed(t)))]
        figures = [*in_cells, *_figures_elsewhere(row, head)]
        stated = figures[-1] if figures else ""
    weight = _total_weight(row, head)
    if by_order := None if part.table.merges_known else _by_order(row, head):
        weight, stated = by_order
    if stated:
        part.total = squeezed(stated).removesuffix("分")
        part.has_own_total = True
        part.subtotals.append(
            StatedPoints(
                name=TOTAL,
                weight=weight,
                points=part.total,
                place=part.place(row.number),
            )
        )
    grades = [text for text in texts if _GRADE.fullmatch(squeezed(text))]
    part.grade = grades[-1] if grades else part.grade


def _by_order(row: Row, head: Head) -> tuple[str, str] | None:
    """Weight and points where columns may be lost: the only two figures, in order."""
    figures = [squeezed(cell.text).removesuffix("分") for cell in row.own if is_number(cell.text)]  # fmt: skip
    places = {role: column for column, role in sorted(head.owners.items())}
    weight, score = places.get(Role.WEIGHT), places.get(Role.SCORE)
    if weight is None or score is None or weight > score or len(figures) != 2:  # noqa: PLR2004
        return None
    return (figures[0], figures[1]) if Role.COMPLETION not in head.roles else None


def _total_weight(row: Row, head: Head) -> str | None:
    """What all may make, in its column or behind the label: 总分（100分）."""
    weight = head.values(row).get(Role.WEIGHT)
    if weight and is_number(weight):
        return squeezed(weight).removesuffix("分")
    labels = (GROUP_WEIGHT.search(squeezed(cell.text)) for cell in row.own[:1])
    return next((match[1] for match in labels if match and match[1]), None)


def _figures_elsewhere(row: Row, head: Head) -> list[str]:
    """Figures of a total row whose cells do not stand under the head's columns.

    One that stands under the weights is their sum and says nothing about the points.
    """
    has_scores = bool({Role.SCORE, Role.ASSIGNED} & head.roles)
    return [
        fold(cell.text)
        for cell in row.own
        if is_number(cell.text)
        and not (has_scores and head.role_of(cell) is Role.WEIGHT)
        and head.role_of(cell) is not Role.COMPLETION
    ]
