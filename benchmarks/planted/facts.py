"""Clean facts: who, when, what was planned, spent and reached, and the score of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from benchmarks.planted.budgets import (
    PROJECT_SOURCES,
    TRANSFER_SOURCES,
    Accounts,
    body_accounts,
    project_accounts,
)
from benchmarks.planted.rows import Row, Style, pair_of, row_of, share_of
from benchmarks.planted.vocabulary import COUNTIES, Department, Template, departments
from jixiao.core.evaluation import Evaluation, Form, Passage
from jixiao.core.numbers import plain
from jixiao.core.rulebook import Rulebook
from jixiao.core.scorecard import Scorecard
from jixiao.core.scoring import score_evaluation
from jixiao.rulebooks.loader import rulebook_by_id

MOST_TRIES = 200
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Group:
    """A first-level group: its weight and how many rows of which categories."""

    name: str
    weight: int
    rows: tuple[tuple[str, int, int], ...]
    """Category, fewest and most rows."""


_OUTPUT = (("数量", 3, 4), ("质量", 2, 3), ("时效", 1, 2), ("成本", 1, 1))
_FEW_OUTPUT = (("数量", 2, 3), ("质量", 2, 2), ("时效", 1, 1), ("成本", 1, 1))
_BENEFIT = (
    ("经济效益", 1, 1),
    ("社会效益", 1, 2),
    ("生态效益", 0, 1),
    ("可持续影响", 1, 1),
)
_PUBLIC = (("满意度", 1, 2),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """The rules that a layout goes with."""

    rulebook: str | None
    """None: the form has no points."""
    form: Form
    style: Style
    groups: tuple[Group, ...]
    provinces: tuple[str, ...] = tuple(COUNTIES)
    rate_places: int = 2
    sources: tuple[str, ...] = PROJECT_SOURCES


def _groups(*weights: int, few: bool = False) -> tuple[Group, ...]:
    output, benefit, public = weights
    return (
        Group("产出指标", output, _FEW_OUTPUT if few else _OUTPUT),
        Group("效益指标", benefit, _BENEFIT),
        Group("满意度指标", public, _PUBLIC),
    )


HUBEI = Scheme(
    rulebook="hubei-department-2020", form=Form.DEPARTMENT_OVERALL,
    style=Style.UNIT_IN_NAME, groups=_groups(40, 30, 10), provinces=("湖北",),
    rate_places=0,
)  # fmt: skip
MINISTRY = Scheme(
    rulebook="national-project-2020", form=Form.PROJECT, style=Style.UNIT_IN_CELL,
    groups=_groups(50, 30, 10, few=True), provinces=("安徽", "江西", "陕西", "甘肃"),
)  # fmt: skip
YUNNAN = Scheme(
    rulebook="yunnan-project-2022", form=Form.PROJECT, style=Style.SPLIT,
    groups=_groups(50, 30, 10, few=True), provinces=("云南",),
)  # fmt: skip
SICHUAN = Scheme(
    rulebook="sichuan-project-2021", form=Form.PROJECT, style=Style.SPLIT,
    groups=(
        Group("项目完成指标", 50, _FEW_OUTPUT), Group("项目效益指标", 30, _BENEFIT),
        Group("满意度指标", 10, _PUBLIC),
    ),
    provinces=("四川",),
)  # fmt: skip
CHONGQING = Scheme(
    rulebook="chongqing-department-2022", form=Form.DEPARTMENT_OVERALL,
    style=Style.SPLIT, groups=_groups(50, 30, 10, few=True), provinces=("重庆",),
)  # fmt: skip
POVERTY = replace(MINISTRY, provinces=("甘肃", "陕西", "安徽"))
TRANSFER = replace(
    MINISTRY, rulebook=None, form=Form.TRANSFER_PAYMENT, sources=TRANSFER_SOURCES
)
CHAPTERS = replace(MINISTRY, style=Style.UNIT_IN_CELL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Questionnaires sent out and returned."""

    sent: int
    returned: int

    @property
    def rate(self) -> str:
        """Share returned, with its sign."""
        return f"{plain(share_of(self.returned, self.sent))}%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All facts of one document."""

    seed: int
    scheme: Scheme
    year: int
    county: str
    department: Department
    body: str
    """County and department, with the province."""
    project: str
    rows: tuple[Row, ...]
    accounts: Accounts
    survey: Survey
    card: Scorecard | None
    finished: frozenset[str]
    """Keys of the rows that the report lists as finished."""

    @property
    def book(self) -> Rulebook:
        """The rulebook of the scheme, the national one where it has none."""
        return rulebook_by_id(self.scheme.rulebook or "national-project-2020")

    def rng(self) -> random.Random:
        """For the choice of words: the same for the same case."""
        return random.Random(self.seed)  # noqa: S311  no secret

    def of_level(self, level1: str) -> list[Row]:
        """The rows of a group, in form order."""
        return [row for row in self.rows if row.level1 == level1]

    @property
    def levels(self) -> list[str]:
        """Names of the groups, in form order."""
        return list(dict.fromkeys(row.level1 for row in self.rows))

    @property
    def met(self) -> list[Row]:
        """The rows that reached their target."""
        return [row for row in self.rows if row.is_met]

    @property
    def unmet(self) -> list[Row]:
        """The rows that did not."""
        return [row for row in self.rows if not row.is_met]

    @property
    def title(self) -> str:
        """What is evaluated, for the heading."""
        if self.scheme.form is Form.DEPARTMENT_OVERALL:
            return f"{self.body}部门整体支出"
        return f"{self.body}{self.project}"

    def points_of(self, level1: str) -> str:
        """Points of a group, as printed."""
        assert self.card
        level = next(one for one in self.card.levels if one.name == level1)
        return points(level.points)

    @property
    def total(self) -> str:
        """总分."""
        assert self.card
        return points(self.card.total)

    @property
    def execution(self) -> str:
        """Points of the execution rate."""
        assert self.card
        assert self.card.execution
        return points(self.card.execution.points)

    @property
    def rate(self) -> str:
        """Execution rate with its sign, as the rulebook rounds it."""
        return self.accounts.total.rate(self.scheme.rate_places)

    def evaluation(self) -> Evaluation:
        """The facts as the product knows them."""
        return _evaluation(self)


def points(value: Decimal | None) -> str:
    """Points without trailing zeros, as forms print them."""
    assert value is not None
    return plain(value)


@cache
def _bodies() -> tuple[Department, ...]:
    return departments()


def make_case(seed: int, scheme: Scheme, *, can_hold: bool = True) -> Case:
    """Draw the facts of one document.

    Args:
        seed: the same seed gives the same facts.
        scheme: rules and ways of writing.
        can_hold: False draws targets of which one makes the other impossible.
    """
    for attempt in range(MOST_TRIES):
        case = _draw(seed * MOST_TRIES + attempt, scheme, can_hold=can_hold)
        if _is_useful(case):
            return case
    raise AssertionError("no useful facts in many tries")


def _is_useful(case: Case) -> bool:
    """Enough met and unmet rows, and nothing that the rules leave open."""
    has_reverse = any(r.is_reverse and r.result < r.bound for r in case.rows)
    if not has_reverse or not 2 <= len(case.unmet) <= len(case.met):  # noqa: PLR2004
        return False
    if case.card is None:
        return True
    return case.card.total is not None and case.card.execution is not None


def _draw(seed: int, scheme: Scheme, *, can_hold: bool) -> Case:
    rng = random.Random(seed)  # noqa: S311  no secret
    department = rng.choice(_bodies())
    province = rng.choice(scheme.provinces)
    county = rng.choice(COUNTIES[province].split())
    label = "重庆市" if province == "重庆" else f"{province}省"
    has_cents = rng.random() < 0.4  # noqa: PLR2004
    if scheme.form is Form.DEPARTMENT_OVERALL:
        accounts = body_accounts(rng, has_cents=has_cents)
    else:
        accounts = project_accounts(
            rng,
            scheme.sources,
            has_cents=has_cents,
            is_changed=rng.random() < 0.4,  # noqa: PLR2004
        )
    rows = _rows(rng, scheme, department, can_hold=can_hold)
    sent = rng.randint(8, 60) * 10
    case = Case(
        seed=seed, scheme=scheme, year=rng.randint(2021, 2024), county=county,
        department=department, body=f"{label}{county}{department.name}",
        project=rng.choice(department.projects), rows=rows, accounts=accounts,
        survey=Survey(sent=sent, returned=sent - rng.randint(2, sent // 12 + 3)),
        card=None, finished=frozenset(row.key for row in rows if row.is_met),
    )  # fmt: skip
    return _scored(case) if scheme.rulebook else case


def _scored(case: Case) -> Case:
    card = score_evaluation(case.evaluation(), case.book)
    rows = tuple(
        replace(row, points=scored.points)
        for row, scored in zip(case.rows, card.rows, strict=True)
    )
    return replace(case, card=card, rows=rows)


def _evaluation(case: Case) -> Evaluation:
    return Evaluation(
        organisation=case.body, year=case.year, form=case.scheme.form,
        project="" if case.scheme.form is Form.DEPARTMENT_OVERALL else case.project,
        functions=case.department.functions, budget=case.accounts.budget(),
        annual_goals=tuple(goal(row) + "。" for row in case.rows[:3]),
        indicators=tuple(row.indicator() for row in case.rows),
        causes=tuple(
            Passage(heading=row.key, text=f"{row.cause}。") for row in case.unmet
        ),
        improvements=tuple(
            Passage(heading=row.key, text=f"{row.measure}。") for row in case.unmet
        ),
        rulebook=case.scheme.rulebook,
    )  # fmt: skip


def goal(row: Row) -> str:
    """A target as a sentence of the annual goals."""
    if not row.is_measured:
        return f"{row.key}：{row.words[0]}"
    value = row.quantity(row.bound)
    return (
        f"{row.key}控制在{value}以内" if row.is_reverse else f"{row.key}达到{value}以上"
    )


def _rows(
    rng: random.Random, scheme: Scheme, department: Department, *, can_hold: bool
) -> tuple[Row, ...]:
    pair = pair_of(
        rng, department.pair, scheme.style, is_met=rng.random() < 0.7, can_hold=can_hold  # noqa: PLR2004
    )  # fmt: skip
    by_category = {"数量": [pair[0]], "质量": [pair[1]]}
    met_share = rng.choice((0.5, 0.65, 0.75, 0.85))
    found: list[Row] = []
    for group in scheme.groups:
        rows: list[Row] = []
        for category, fewest, most in group.rows:
            own = by_category.get(category, [])
            drawn = _draw_rows(
                rng, scheme.style, _templates(scheme, department, category),
                number=rng.randint(fewest, most) - len(own), met_share=met_share,
            )  # fmt: skip
            level2 = _level2(category)
            rows += [replace(r, level1=group.name, level2=level2) for r in own + drawn]
        found += _weighted(rng, rows, group.weight) if scheme.rulebook else rows
    return tuple(found)


def _level2(category: str) -> str:
    return "服务对象满意度指标" if category == "满意度" else f"{category}指标"


def _templates(scheme: Scheme, department: Department, category: str) -> list[Template]:
    return [
        template
        for template in department.templates
        if template.category == category
        and not (scheme.style is Style.SPLIT and template.kind == "date")
    ]


def _draw_rows(
    rng: random.Random,
    style: Style,
    templates: Sequence[Template],
    *,
    number: int,
    met_share: float,
) -> list[Row]:
    chosen = rng.sample(templates, min(max(number, 0), len(templates)))
    chosen.sort(key=templates.index)
    return [
        row_of(rng, template, style, is_met=rng.random() < met_share)
        for template in chosen
    ]


def _weighted(rng: random.Random, rows: list[Row], whole: int) -> list[Row]:
    """Share a group's weight out: whole points, nearly even."""
    each, left = divmod(whole, len(rows))
    extra = set(rng.sample(range(len(rows)), left))
    return [
        replace(row, weight=Decimal(each + (number in extra)))
        for number, row in enumerate(rows)
    ]
