"""Which rulebook a form follows, told by its traits; always with the reason.

Knows no document: the caller reads the traits from the form's heads and columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from jixiao.core.evaluation import Form
from jixiao.core.numbers import fold, plain
from jixiao.core.rulebook import Level, Rulebook

_NO_WEIGHTS: Mapping[str, Decimal] = {}
_WHOLE = Decimal(100)
_RATE = "执行"
_RATE_NOTE = re.compile(r"(\d+(?:\.\d+)?)\s*分?\s*[*×xX]\s*(?:预算)?执行率")
_GROUP_WORDS = (
    (_RATE, _RATE), ("成本", "成本"), ("满意", "满意"), ("效益", "效益"),
    ("效果", "效益"), ("产出", "产出"), ("完成", "产出"),
)  # fmt: skip
"""Word in a first-level name and the group it stands for, first match wins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTraits:
    """What a form shows of the rules that it was made for."""

    form: Form = Form.UNKNOWN
    region: str | None = None
    """Beginning of the 行政区划代码."""
    year: int | None = None
    """Budget year."""
    weights: Mapping[str, Decimal] = field(default_factory=lambda: _NO_WEIGHTS)
    """分值 by first-level name, in form order, as far as printed; 预算执行 left out."""
    execution_weight: Decimal | None = None
    """分值 of the execution row."""
    rate_note: str = ""
    """Head of its points, such as 得分（20分*执行率）."""
    has_sign_column: bool = False
    has_unit_column: bool = False
    has_coefficient_column: bool = False
    """得分系数(%)."""
    all_points_whole: bool = False
    """Every 得分 printed is a whole number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """The rulebook found, and why."""

    rulebook: Rulebook
    why: str
    """Chinese: what agrees, or that it is only the nearest and what differs."""
    alternatives: tuple[str, ...]
    """Ids of the other rulebooks that nothing in the form speaks against."""


def recognise(traits: FormTraits, books: Sequence[Rulebook]) -> Recognition:
    """Find the rulebook that a form follows, or the nearest.

    Kind of form and 得分系数 column come first, then the weight of the execution rate,
    the first-level weights, region and budget year. A rulebook for any form is never
    recognised: somebody has to ask for it.

    Args:
        traits: what the form shows; may be empty.
        books: the rulebooks to choose from, at least one.

    Returns:
        Always a rulebook; `why` says when it is only the nearest.
    """
    traits = _with_execution(traits)
    candidates = _eligible(traits, books)
    ranked = sorted(candidates, key=lambda book: _rank(traits, book))
    best = ranked[0]
    return Recognition(
        rulebook=best,
        why=_why(traits, best),
        alternatives=tuple(
            book.id for book in ranked[1:] if not any(_differences(traits, book))
        ),
    )


def _with_execution(traits: FormTraits) -> FormTraits:
    """Take the execution weight from wherever the form prints it.

    That is its row, a first-level group of that name, or the note in the head. Some
    forms print 100 in the row, meaning the whole; that says nothing. Neither do
    weights that stand under no first-level name.
    """
    groups = {name: w for name, w in traits.weights.items() if _group(name) == _RATE}
    match = _RATE_NOTE.search(fold(traits.rate_note))
    printed = (
        traits.execution_weight,
        *groups.values(),
        Decimal(match[1]) if match else None,
    )
    return replace(
        traits,
        weights={
            name: weight
            for name, weight in traits.weights.items()
            if name.strip() and name not in groups
        },
        execution_weight=next((w for w in printed if w and w < _WHOLE), None),
    )


def _eligible(traits: FormTraits, books: Sequence[Rulebook]) -> Sequence[Rulebook]:
    """The books of the right form and column, as far as there are any."""
    recognisable = [book for book in books if book.form is not Form.UNKNOWN] or books
    of_form = [
        book for book in recognisable if traits.form in {Form.UNKNOWN, book.form}
    ]
    if not of_form:
        of_form = [b for b in recognisable if b.form is Form.PROJECT]
    of_form = of_form or list(recognisable)
    return [
        b for b in of_form if _has_coefficient(b) == traits.has_coefficient_column
    ] or of_form


def _rank(traits: FormTraits, book: Rulebook) -> tuple[int | str, ...]:
    """The less the better; the id decides where nothing else does."""
    return (
        _differs_in_execution(traits, book),
        _differs_in_weights(traits, book),
        _differs_in_wholeness(traits, book),
        _distance_in_region(traits, book),
        _distance_in_years(traits, book),
        sum(level.weight is None for level in book.levels),
        (book.sign_in_own_column != traits.has_sign_column)
        + (book.unit_in_own_column != traits.has_unit_column),
        len(book.unconfirmed),
        book.id,
    )


def _has_coefficient(book: Rulebook) -> bool:
    return book.coefficient_places is not None


def _differs_in_execution(traits: FormTraits, book: Rulebook) -> bool:
    weight = traits.execution_weight
    return weight is not None and weight != book.execution_weight


def _differs_in_weights(traits: FormTraits, book: Rulebook) -> bool:
    """Whether the first-level weights speak against a book.

    A book that leaves weights open is only taken for another region's form when there
    is no better reason against it, so there it counts as different.
    """
    if not traits.weights:
        return False
    if _is_open(book) and _is_elsewhere(traits, book):
        return True
    printed = _by_group(traits.weights)
    ruled = {_group(level.name): level for level in book.indicator_levels}
    if any(group not in ruled for group in printed):
        return True
    return any(not _allows(level, printed.get(group)) for group, level in ruled.items())


def _allows(level: Level, weight: Decimal | None) -> bool:
    if weight is None:
        return level.may_be_omitted
    return level.weight is None or level.weight == weight


def _is_open(book: Rulebook) -> bool:
    return any(level.weight is None for level in book.levels)


def _is_elsewhere(traits: FormTraits, book: Rulebook) -> bool:
    return bool(traits.region and not traits.region.startswith(book.region))


def _differs_in_wholeness(traits: FormTraits, book: Rulebook) -> bool:
    return book.points_places == 0 and not traits.all_points_whole


def _distance_in_region(traits: FormTraits, book: Rulebook) -> int:
    """Own region, the whole country, unknown, another region."""
    if not book.region:
        return 1
    if not traits.region:
        return 2
    return 3 if _is_elsewhere(traits, book) else 0


def _distance_in_years(traits: FormTraits, book: Rulebook) -> int:
    if traits.year is None:
        return 0
    last = book.last_budget_year
    if last is not None and traits.year > last:
        return traits.year - last
    return max(0, book.first_budget_year - traits.year)


def _by_group(weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    groups: dict[str, Decimal] = {}
    for name, weight in weights.items():
        group = _group(name)
        groups[group] = groups.get(group, Decimal(0)) + weight
    return groups


def _group(name: str) -> str:
    """The first-level group that a name stands for, the name itself if none.

    >>> [_group(name) for name in ("产 出 指 标", "项目完成指标", "管理指标")]
    ['产出', '产出', '管理指标']
    """
    words = "".join(name.split())
    return next((group for word, group in _GROUP_WORDS if word in words), words)


def _why(traits: FormTraits, book: Rulebook) -> str:
    differences = tuple(_differences(traits, book))
    agreements = (*_agreements(traits, book), _kind(traits, book))
    if not differences and len(agreements) > 1:
        return "，".join(agreements)
    reason = "；".join(differences) or "表中没有足以判断的分值、地区或栏目"
    shared = f"；相同的有：{'，'.join(agreements[:-1])}" if agreements[1:] else ""
    return f"没有完全相符的计分规则，暂用最接近的“{book.title}”：{reason}{shared}"


def _kind(traits: FormTraits, book: Rulebook) -> str:
    return (
        f"属{book.form.label}"
        if traits.form is book.form
        else f"按{book.form.label}处理"
    )


def _agreements(traits: FormTraits, book: Rulebook) -> Iterator[str]:
    """What the form and the book have in common, as far as it tells books apart."""
    if traits.has_coefficient_column and _has_coefficient(book):
        yield "有得分系数栏"
    if traits.weights and not _differs_in_weights(traits, book):
        yield f"首级分值 {_scheme(traits)}"
    if traits.execution_weight is not None and not _differs_in_execution(traits, book):
        yield f"执行率按{plain(traits.execution_weight)}分计分"
    if book.region and _distance_in_region(traits, book) == 0:
        yield f"地区代码 {traits.region}"
    if book.points_places == 0 and traits.all_points_whole:
        yield "得分均为整数"


def _differences(traits: FormTraits, book: Rulebook) -> Iterator[str]:
    """What in the form speaks against the book."""
    if traits.form not in {Form.UNKNOWN, book.form}:
        yield f"表式为{traits.form.label}，规则适用于{book.form.label}"
    if traits.has_coefficient_column != _has_coefficient(book):
        has = "有" if traits.has_coefficient_column else "没有"
        yield f"表中{has}得分系数栏，与规则不同"
    if _differs_in_execution(traits, book):
        yield f"表中执行率 {_printed(traits.execution_weight)} 分，规则为 {_printed(book.execution_weight)} 分"
    if _differs_in_weights(traits, book):
        yield f"表中首级分值 {_scheme(traits)}，规则为 {_scheme_of(book)}"
    if _differs_in_wholeness(traits, book):
        yield "表中得分有小数，规则取整"
    if _is_elsewhere(traits, book):
        yield f"表的地区代码为 {traits.region}，规则为 {book.region}"
    if _distance_in_years(traits, book):
        last = book.last_budget_year
        until = "起" if last is None else f"至 {last} 年度"
        yield f"表为 {traits.year} 年度，规则适用于 {book.first_budget_year} 年度{until}"


def _scheme(traits: FormTraits) -> str:
    """首级分值 in form order, the execution row first: 20/40/30/10."""
    execution = traits.execution_weight
    first = () if execution is None else (execution,)
    return "/".join(plain(weight) for weight in (*first, *traits.weights.values()))


def _scheme_of(book: Rulebook) -> str:
    return "/".join(_printed(level.weight) for level in book.levels) or "未定"


def _printed(weight: Decimal | None) -> str:
    return "未定" if weight is None else plain(weight)
