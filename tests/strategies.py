"""What hypothesis draws from: figures, cells, indicators and evaluations as forms have them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from jixiao.core.evaluation import (
    Budget,
    BudgetBy,
    BudgetLine,
    Evaluation,
    Form,
    Indicator,
)
from jixiao.core.money import Money
from jixiao.core.numbers import plain
from jixiao.core.rulebook import (
    GradeBand,
    Level,
    Reference,
    Rulebook,
    Status,
    Tier,
    TotalCap,
)

WRITTEN = (
    "1.5万以上", "2亿元以上", "≥95%", "≦90万元", "2-3", "3～5个工作日", "350以上", "不低于90%",
    "控制在5%以内", "±3%以内", "12月底前", "0起", "100百分比", "全覆盖", "有效推进", "逐步提高",
    "18—54周岁", "按15次作业且总航时不少于30小时", "9月前", "2021.1.1-12.31", "2023228日",
    "0/0 100%", "/ / /", "……", "800元/人*月", "300/人", "(≥**平方米)", "≥266米",
    "88.32%及以上", "低于控制指标82起", "202010100.00%10", "290%", "7,00.0,77", "1:2000",
    "95%≤X≤100%", "约500余人", "三百五十个", "-5%", "①100%", "2022年第四季度", "零事故", "前3名",
)  # fmt: skip
"""Cells out of published forms, to be read and to be mutated."""

COUNTS = ("个", "件", "户", "人次", "套")
MEASURES = ("亩", "公里", "吨", "天", "元")


def figures(
    *, least: str = "0", greatest: str = "999999", places: int = 2
) -> st.SearchStrategy[Decimal]:
    """Decimals as forms print them, trailing zeros dropped."""
    return st.decimals(
        min_value=least, max_value=greatest, places=places, allow_nan=False
    ).map(lambda value: Decimal(plain(value)))


def printed(**bounds: object) -> st.SearchStrategy[str]:
    """Figures as text."""
    return figures(**bounds).map(plain)  # type: ignore[arg-type]


positive_figures = figures(least="0.01")
weights = figures(least="0.5", greatest="40", places=1)
fractions = st.fractions(min_value=-1000, max_value=1000, max_denominator=4000)


@st.composite
def mutated_cells(draw: st.DrawFn) -> str:
    """A real cell with some characters lost, doubled or put in."""
    text = list(draw(st.sampled_from(WRITTEN)))
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(text)))
        mark = draw(
            st.sampled_from([*"0129.,，%‰≥≤-—~年月日万亿个以上内至(（/* \n", ""])
        )
        text[place : place + draw(st.integers(0, 2))] = [mark] if mark else []
    return "".join(text)


any_cell = st.one_of(
    st.text(max_size=30),
    st.sampled_from(WRITTEN),
    mutated_cells(),
    st.text(alphabet="0123456789.,，%‰≥≤<>=-—~±年月日季度万亿千百个件以上内至(（）)/*前第零三十约余", max_size=14),
)  # fmt: skip


def indicator(  # noqa: PLR0913 - a row has that many cells
    target: str,
    actual: str,
    *,
    weight: str | Decimal | None = "10",
    name: str = "新建项目数量",
    level1: str = "产出指标",
    level2: str = "数量指标",
    points: str | None = None,
    sign: str | None = None,
    unit: str | None = None,
) -> Indicator:
    """One row; what the test is not about has a plain value."""
    return Indicator(
        level1=level1, level2=level2, name=name, target=target, actual=actual,
        weight=None if weight is None else Decimal(weight), sign=sign, unit=unit,
        stated_points=None if points is None else Decimal(points),
    )  # fmt: skip


@st.composite
def measured(draw: st.DrawFn) -> Indicator:
    """A row that can be measured: bare, at least, at most, a range, in percent."""
    bound, result = draw(positive_figures), draw(figures())
    unit = draw(st.sampled_from(("", *COUNTS, *MEASURES, "%")))
    low, high = plain(bound), plain(bound + draw(figures(greatest="50")))
    target = draw(
        st.sampled_from(
            (
                f"{low}{unit}",
                f"≥{low}{unit}",
                f"≤{low}{unit}",
                f"{low}{unit}以上",
                f"{low}{unit}以内",
                f"{low}-{high}{unit}",
                f"={low}{unit}",
            )
        )
    )
    return indicator(target, f"{plain(result)}{unit}", weight=draw(weights))


def budgets() -> st.SearchStrategy[Budget]:
    """A budget with its execution."""
    return st.builds(
        lambda adjusted, share: Budget(
            total=BudgetLine(
                label="总额", by=BudgetBy.TOTAL, adjusted=Money(adjusted),
                executed=Money(adjusted * share / 100),
            )
        ),
        figures(least="1000", greatest="99999999"),
        figures(greatest="110", places=1),
    )  # fmt: skip


@st.composite
def evaluations(
    draw: st.DrawFn, rows: st.SearchStrategy[Indicator] | None = None
) -> Evaluation:
    """Facts whose weights add to 100: execution 20, the rest shared out."""
    kept = draw(st.lists(rows or measured(), min_size=1, max_size=6))
    shares = [Decimal(80) / 8 for _ in kept]
    shares[-1] = Decimal(80) - sum(shares[:-1], Decimal())
    names = ("产出指标", "效益指标", "满意度指标")
    return Evaluation(
        organisation="某局", year=2021, form=Form.DEPARTMENT_OVERALL,
        budget=draw(budgets()),
        indicators=tuple(
            replace(row, weight=share, level1=names[number % 3], name=f"{row.name}{number}")
            for number, (row, share) in enumerate(zip(kept, shares, strict=True))
        ),
    )  # fmt: skip


CONFIRMED = Reference(title="测试用自评表", clause="备注2", status=Status.CONFIRMED)


def rulebook(**changes: object) -> Rulebook:
    """A rulebook in the manner of 湖北: 20 + 80, whole percent first, two decimals."""
    plain_one = Rulebook(
        id="test", title="测试规则", form=Form.DEPARTMENT_OVERALL, region="",
        first_budget_year=2020, last_budget_year=None, reference=CONFIRMED,
        total_weight=Decimal(100), execution_level="预算执行",
        levels=(
            Level(name="预算执行", weight=Decimal(20)),
            Level(name="产出指标", weight=Decimal(40)),
            Level(name="效益指标", weight=Decimal(30)),
            Level(name="满意度指标", weight=Decimal(10), may_be_omitted=True),
        ),
        rate_places=0,
        tiers=(
            Tier(label="达成预期指标", greatest=Decimal(100), least=Decimal(80)),
            Tier(label="部分达成预期指标并具有一定效果", greatest=Decimal(80), least=Decimal(50)),
            Tier(label="未达成预期指标且效果较差", greatest=Decimal(50), least=Decimal(0)),
        ),
        grades=tuple(
            GradeBand(label=label, from_points=Decimal(points))
            for points, label in ((90, "优"), (80, "良"), (60, "中"), (0, "差"))
        ),
    )  # fmt: skip
    return replace(plain_one, **changes)  # type: ignore[arg-type]


CAPS = tuple(
    TotalCap(below_percent=Decimal(below), points=Decimal(points))
    for below, points in ((50, 59), (60, 69), (70, 79), (80, 89))
)
