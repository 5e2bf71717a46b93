"""Defects: each changes what one place of a clean document says, and nothing else.

A defect gives None where the document does not state the thing. Only the targets that
cannot both hold are drawn with the facts: no single place is wrong there.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from benchmarks.planted.document import Document, Said, plain_text
from benchmarks.planted.facts import Case, make_case, points
from benchmarks.planted.layouts.catalogue import Layout
from benchmarks.planted.layouts.parts import ANALYSIS, FORM, GOAL, TOTAL, pair_names
from benchmarks.planted.rows import Row, share_of
from benchmarks.planted.slips import half_a_digit, has_figure, slip, value_of
from jixiao.core.numbers import half_up, plain

HUNDRED = Decimal(100)
TOTAL_NAMES = ("总分", "自评得分", "综合评价得分", "评价得分", "合计")
AMOUNT_NAMES = {
    "initial": ("年初预算数", "年初预算"),
    "adjusted": ("全年预算数", "调整后预算数", "调整后的预算支出"),
    "executed": ("全年执行数", "实际支出", "决算数"),
    "change": (
        "预算调整",
        "调整数",
        "年中调整",
        "调增",
        "调减",
        "调整后预算",
        "全年预算数",
        "调整后的支出预算",
        "调整后的收入预算",
        "调整后的全年预算",
    ),
    "rate": ("预算执行率", "执行率"),
    "balance": ("结转结余", "年末结转结余"),
}
WHOLES = (
    "基本支出", "部门整体支出总额", "年度资金总额", "按支出性质分类合计", "资金总额",
)  # fmt: skip
MONEY_NAMES = (
    "预算执行率", "结转结余", "预算调整", "全年预算数", "完成预算", "调整后的支出预算",
    "调整后的收入预算", "调整后的全年预算", "全年到位资金", "实际支出", "基本支出", "预算总计", *WHOLES,
)  # fmt: skip
"""What a wrong amount may make wrong."""
SENTENCES = ("rate", "income", "spending", "execution", "summary", "given", "arrived", "spent")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A document with its defect, and what an audit should say of it."""

    document: Document
    about: tuple[str, ...]
    """Names of the thing, any of which is right."""
    stated: str
    expected: str
    pairs: tuple[tuple[str, str], ...] = ()
    """Further figures that the same contradiction sets against each other."""
    consequences: tuple[str, ...] = ()
    """Names of what no longer agrees because of it; to report them is right too."""
    where: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A clean document with the facts it was made of."""

    case: Case
    layout: Layout
    document: Document
    rng: random.Random

    def row(self, key: str) -> Row:
        """The row with this bare name."""
        return next(row for row in self.case.rows if row.key == key)

    def rows(self, wanted: Callable[[Row], bool]) -> list[Row]:
        """The measured rows that are as wanted."""
        return [row for row in self.case.rows if row.is_measured and wanted(row)]

    def printed(self, what: str, row: Row) -> Said | None:
        """A cell of the form, or the sentence of a report without a form."""
        form = self.document.says(what, row.key, FORM)
        return form or self.document.says(what, row.key, ANALYSIS)

    def chosen(self, found: Sequence[Said]) -> list[Said]:
        """The candidates in an order drawn by lot."""
        return self.rng.sample(list(found), len(found))

    def planted(
        self,
        one: Said,
        new: str,
        about: Collection[str],
        *,
        expected: str | None = None,
        pairs: Iterable[tuple[str, str]] = (),
        consequences: Collection[str] = (),
    ) -> Planted:
        """Print one fact otherwise."""
        return Planted(
            document=self.document.replacing({one.key: new}), about=tuple(about),
            stated=new, expected=one.text if expected is None else expected,
            pairs=tuple(pairs), consequences=tuple(consequences),
            where="/".join(one.key),
        )  # fmt: skip

    def slipped(
        self,
        found: Sequence[Said],
        about: Callable[[Said], Collection[str]],
        *,
        most: Decimal | None = None,
        is_wrong: Callable[[Decimal], bool] = lambda _: True,
        consequences: Collection[str] = (),
    ) -> Planted | None:
        """Get one of the figures wrong."""
        for one in self.chosen(found):
            if not has_figure(one.text):
                continue
            new = slip(self.rng, one.text, most=most, is_wrong=is_wrong)
            if new:
                return self.planted(one, new, about(one), consequences=consequences)
        return None

    def names(self, key: str) -> tuple[str, ...]:
        """What a row may be called."""
        row = self.row(key)
        return tuple(dict.fromkeys((row.name, row.key)))

    def quoted(self, what: str, *places: str) -> list[Said]:
        """Facts in these places that the document states in another place too."""
        found = self.document.saying(what)
        return [
            one
            for one in found
            if one.key.where in places
            and any(
                other.key.about == one.key.about and other.key.where != one.key.where
                for other in found
            )
        ]


def _upwards(row: Row) -> tuple[str, ...]:
    """What a wrong score of a row makes wrong."""
    return (*TOTAL_NAMES, row.level1, row.level2)


def _line_names(one: Said) -> tuple[str, ...]:
    label = () if one.key.about == TOTAL else (one.key.about,)
    whole = ("部门整体支出总额", "年度资金总额") if one.key.about == TOTAL else ()
    return (*label, *whole, *AMOUNT_NAMES.get(one.key.what, ()))


# -- totals and weights --------------------------------------------------------------------


def total_off(draft: Draft) -> Planted | None:
    """总分 differs from the sum of the points."""
    found = draft.document.saying("total")
    return draft.slipped(
        found, lambda _: TOTAL_NAMES, most=HUNDRED, consequences=("等级", "评价等级")
    )


def level_subtotal_off(draft: Draft) -> Planted | None:
    """Points of a group differ from the sum of its rows."""
    found = draft.document.saying("level_points")
    return draft.slipped(found, lambda one: (one.key.about,), consequences=TOTAL_NAMES)


def weight_off(draft: Draft) -> Planted | None:
    """A row's weight is wrong: the weights no longer add up."""
    row = draft.rng.choice(draft.case.rows)
    one = draft.printed("weight", row)
    if one is None:
        return None
    new = plain(value_of(one.text) + draft.rng.randint(1, 4))
    added = plain(HUNDRED + value_of(new) - value_of(one.text))
    return draft.planted(
        one, new, (*draft.names(row.key), "分值合计", "权重合计", row.level1, "总分"),
        pairs=[("100", added)], consequences=(row.level2, *TOTAL_NAMES),
    )  # fmt: skip


def group_weight_off(draft: Draft) -> Planted | None:
    """The weight printed for a group is not the sum of its rows."""
    found = draft.document.saying("level_weight") + draft.document.saying(
        "level2_weight"
    )
    return draft.slipped(
        found, lambda one: (one.key.about,), consequences=(*TOTAL_NAMES, "分值合计")
    )


# -- points --------------------------------------------------------------------------------


def _scored_otherwise(
    draft: Draft, rows: Sequence[Row], new: Callable[[Row], Decimal | None]
) -> Planted | None:
    for row in draft.rng.sample(list(rows), len(rows)):
        one, given = draft.printed("points", row), new(row)
        if one is None or given is None or points(given) == one.text:
            continue
        pairs = [(points(given), points(row.weight))] if given != row.weight else []
        return draft.planted(
            one, points(given), draft.names(row.key), pairs=pairs,
            consequences=_upwards(row),
        )  # fmt: skip
    return None


def score_above_weight(draft: Draft) -> Planted | None:
    """More points than the weight."""
    step = Decimal(draft.rng.choice(("0.5", "1", "2")))
    return _scored_otherwise(
        draft,
        draft.case.met,
        lambda row: None if row.weight is None else row.weight + step,
    )


def score_formula(draft: Draft) -> Planted | None:
    """An unmet row gets more than the ratio gives."""

    def more(row: Row) -> Decimal | None:
        if row.weight is None or row.points is None or row.weight - row.points < 1:
            return None
        return half_up((row.weight + row.points) / 2, 1)

    return _scored_otherwise(draft, draft.rows(lambda row: not row.is_met), more)


def reverse_scored_forward(draft: Draft) -> Planted | None:
    """A row where less is better is scored as if more were."""

    def forward(row: Row) -> Decimal | None:
        if row.weight is None or row.result * 100 > row.bound * 92:
            return None
        return half_up(row.weight * row.result / row.bound, 2)

    rows = draft.rows(lambda row: row.is_reverse and row.is_met)
    return _scored_otherwise(draft, rows, forward)


def met_deducted_without_reason(draft: Draft) -> Planted | None:
    """A row that is met gets less than its weight, and nobody says why.

    Not where the form prints the target without sign: then it only seems to be met.
    """
    step = Decimal(draft.rng.choice(("0.5", "1", "1.5")))
    rows = draft.rows(lambda row: row.is_met and not row.is_bare)
    return _scored_otherwise(
        draft, rows, lambda row: None if row.weight is None else row.weight - step
    )


def unmet_full_points(draft: Draft) -> Planted | None:
    """An unmet row gets all its points, where no rounding to whole points does that."""

    def full(row: Row) -> Decimal | None:
        if row.weight is None or row.points is None:
            return None
        return row.weight if half_up(row.points, 0) < row.weight else None

    return _scored_otherwise(draft, draft.case.unmet, full)


def actual_blank_full_points(draft: Draft) -> Planted | None:
    """The result is blank and the points are full."""
    rows = [row for row in draft.case.met if row.weight is not None]
    for row in draft.rng.sample(rows, len(rows)):
        one = draft.document.says("actual", row.key, FORM)
        if one:
            return draft.planted(one, "", draft.names(row.key))
    return None


# -- money ---------------------------------------------------------------------------------


def execution_rate_wrong(draft: Draft) -> Planted | None:
    """The rate is not what budget and payments give."""
    return draft.slipped(
        draft.document.saying("rate"), _line_names,
        consequences=("预算执行", "预算执行率", *TOTAL_NAMES),
    )  # fmt: skip


def execution_points_wrong(draft: Draft) -> Planted | None:
    """The points of the execution row are not weight times rate, however rounded."""
    most = Decimal(20) if draft.case.scheme.rate_places == 0 else Decimal(10)
    total = draft.case.accounts.total
    exact = most * total.executed / total.adjusted
    return draft.slipped(
        draft.document.saying("rate_points"),
        lambda _: ("预算执行", "预算执行率", "执行率", "部门整体支出总额", "年度资金总额"),
        most=most, is_wrong=lambda new: abs(new - exact) > 1, consequences=TOTAL_NAMES,
    )  # fmt: skip


def _amounts(draft: Draft, *places: str) -> list[Said]:
    whats = ("initial", "adjusted", "executed")
    return [one for what in whats for one in draft.document.saying(what, *places)]


def _part_labels(case: Case) -> set[str]:
    lines = (*case.accounts.natures, *case.accounts.sources)
    return {line.label for line in lines} | {"基本支出"}


def parts_not_whole_table(draft: Draft) -> Planted | None:
    """In a table of amounts a part is wrong: the parts do not make the whole."""
    has_funds = any(one.key.where == "funds" for one in draft.document.statements())
    parts = _part_labels(draft.case)
    found = [
        one
        for one in _amounts(draft, "funds" if has_funds else FORM)
        if one.key.about in parts and (has_funds or draft.case.accounts.natures == ())
    ]
    return draft.slipped(found, _part_names, consequences=MONEY_NAMES)


def _part_names(one: Said) -> tuple[str, ...]:
    return (*_line_names(one), *WHOLES)


WHOLE_IN_SENTENCE = {
    "arrived": ("全年到位资金",), "spent": ("实际支出",),
    "income": ("全年收入", *AMOUNT_NAMES["change"]),
    "spending": AMOUNT_NAMES["change"],
}  # fmt: skip
"""What a sentence adds or computes, by where it stands: who reads that 全年到位资金 is not
the sum of the parts beside it is told of the wrong part."""


def _names_in_sentence(one: Said) -> tuple[str, ...]:
    return (*_part_names(one), *WHOLE_IN_SENTENCE.get(one.key.where, ()))


def parts_not_whole_sentence(draft: Draft) -> Planted | None:
    """In a sentence a part is wrong: 663件，其中560件、73件."""
    parts = _part_labels(draft.case) - {"基本支出"}
    money = [one for one in _amounts(draft, *SENTENCES) if one.key.about in parts]
    by_count = (
        _wrong_part(draft, one) for one in draft.chosen(draft.document.saying("part"))
    )
    count = next((planted for planted in by_count if planted), None)
    if count and draft.rng.randrange(2):
        return count
    return draft.slipped(money, _names_in_sentence, consequences=MONEY_NAMES) or count


OVERLAPPING = ("人", "户", "人次")


def _wrong_part(draft: Draft, one: Said) -> Planted | None:
    """A part that makes the sum too large: 其中 need not name all there is.

    Who is counted in several groups at once makes a sum too large without any error;
    there the part alone must be more than the whole.
    """
    row = draft.row(one.key.about)
    right = value_of(one.text)
    least = row.result if row.template.unit in OVERLAPPING else right
    new = slip(draft.rng, one.text, is_wrong=lambda value: value > least)
    if new is None:
        return None
    added = row.result - right + value_of(new)
    return draft.planted(
        one, new, draft.names(row.key), pairs=[(plain(row.result), plain(added))]
    )


def adjustment_off(draft: Draft) -> Planted | None:
    """年初 and 调增 or 调减 do not make what stands as adjusted."""
    return draft.slipped(
        draft.document.saying("change"), _part_names, consequences=MONEY_NAMES
    )


def balance_off(draft: Draft) -> Planted | None:
    """What is left is not budget less payments."""
    return draft.slipped(draft.document.saying("balance"), _line_names)


def budget_quoted_differently(draft: Draft) -> Planted | None:
    """The text gives another amount than table or form."""
    tables = {(one.key.what, one.key.about) for one in _amounts(draft, FORM, "funds")}
    found = [
        one
        for one in _amounts(draft, *SENTENCES)
        if (one.key.what, one.key.about) in tables
    ]
    return draft.slipped(found, _names_in_sentence, consequences=MONEY_NAMES)


def unit_dropped(draft: Draft) -> Planted | None:
    """元 where it should be 万元."""
    found = _amounts(draft, *SENTENCES)
    for one in draft.chosen(found):
        if not draft.document.behind(one.key).startswith("万元"):
            continue
        return Planted(
            document=draft.document.changing_after(one.key, "万元", "元"),
            about=_names_in_sentence(one), stated=f"{one.text}元",
            expected=f"{one.text}万元", where="/".join(one.key),
            consequences=MONEY_NAMES,
        )  # fmt: skip
    return None


# -- what stands twice ---------------------------------------------------------------------


def _quote(draft: Draft, what: str, *places: str) -> Planted | None:
    found = [
        one
        for one in draft.quoted(what, *places)
        if draft.row(one.key.about).is_measured
    ]
    return draft.slipped(
        found, lambda one: draft.names(one.key.about), consequences=("增长幅度", "占比")
    )


def target_quoted_differently(draft: Draft) -> Planted | None:
    """The text gives another target than the form."""
    return _quote(draft, "target", ANALYSIS)


def actual_quoted_differently(draft: Draft) -> Planted | None:
    """The text gives another result than the form."""
    return _quote(draft, "actual", ANALYSIS, GOAL)


def weight_quoted_differently(draft: Draft) -> Planted | None:
    """The text gives another weight than the form."""
    return _quote(draft, "weight", ANALYSIS)


def points_quoted_differently(draft: Draft) -> Planted | None:
    """The text gives other points than the form."""
    return _quote(draft, "points", ANALYSIS)


def goal_sentence_differs(draft: Draft) -> Planted | None:
    """The annual goals promise another figure than the target."""
    found = [one for one in draft.document.saying("goal") if has_figure(one.text)]
    return draft.slipped(
        found,
        lambda one: draft.names(one.key.about),
        consequences=pair_names(draft.case),
    )


def scale_dropped(draft: Draft) -> Planted | None:
    """2 beside 2.3万, where the text says 2万."""
    for row in draft.rows(lambda row: bool(row.scale)):
        one = draft.document.says("target", row.key, FORM)
        if one is None or "万" not in one.text:
            continue
        others = draft.document.saying("goal") + draft.document.saying("target")
        if any(o.key.about == row.key and o.key != one.key for o in others):
            return draft.planted(one, one.text.replace("万", ""), draft.names(row.key))
    return None


def year_mismatch(draft: Draft) -> Planted | None:
    """One place speaks of another year."""
    year = f"{draft.case.year}年度"
    for one in draft.chosen(draft.document.saying("year")):
        rest = draft.document.replacing({one.key: ""})
        if any(year in plain_text(text) for text in rest.texts()):
            return draft.planted(
                one, str(draft.case.year - 1), ("年度", "评价年度", "自评年度")
            )
    return None


# -- counts and lists ----------------------------------------------------------------------


def count_sentence_wrong(draft: Draft) -> Planted | None:
    """A sentence counts the indicators wrongly."""
    found = [
        one for what in ("rows", "met", "unmet") for one in draft.document.saying(what)
    ]
    if not found:
        return None
    one = draft.rng.choice(found)
    new = str(
        int(one.text) + (1 if one.text in {"0", "1"} else draft.rng.choice((-1, 1)))
    )
    return draft.planted(one, new, _count_names(one), consequences=("全部",))


def _count_names(one: Said) -> tuple[str, ...]:
    whole = (
        "绩效指标",
        "三级指标",
        "指标数量",
        "完成指标数",
        "未完成指标数",
        "完成情况",
    )
    return (*(() if one.key.about == "全部" else (one.key.about,)), *whole)


def two_count_errors_cancel(draft: Draft) -> Planted | None:
    """One group counts one too many, another one too few: the sum is right."""
    says = draft.document.says
    groups = [
        (met, says("unmet", met.key.about, "counted"))
        for met in draft.document.saying("met", "counted")
    ]
    short = [(met, rest) for met, rest in groups if rest]
    for one, rest in draft.rng.sample(short, len(short)):
        others = [(m, r) for m, r in groups if m is not one and int(m.text) > 0]
        if not others:
            continue
        other, other_rest = draft.rng.choice(others)
        changes = {
            one.key: str(int(one.text) + 1),
            rest.key: str(int(rest.text) - 1),
            other.key: str(int(other.text) - 1),
        }
        if other_rest:
            changes[other_rest.key] = str(int(other_rest.text) + 1)
        return Planted(
            document=draft.document.replacing(changes),
            about=(one.key.about, other.key.about), stated=changes[one.key],
            expected=one.text, pairs=((changes[other.key], other.text),),
            consequences=_count_names(one), where=f"{'/'.join(one.key)}+{other.key.about}",
        )  # fmt: skip
    return None


def finished_list_wrong(draft: Draft) -> Planted | None:
    """An unmet indicator stands in the list of the finished ones."""
    if draft.document.says("met", "全部", "lists") is None:
        return None
    row = draft.rng.choice(draft.case.unmet)
    finished = draft.case.finished | {row.key}
    document = draft.layout.compose(replace(draft.case, finished=finished))
    if document == draft.document:
        return None
    return Planted(
        document=document,
        about=draft.names(row.key), stated=row.actual, expected=row.target,
        consequences=("绩效指标", "三级指标", "指标数量", "完成情况"),
        where=f"finished/{row.key}",
    )  # fmt: skip


def grade_word_wrong(draft: Draft) -> Planted | None:
    """优 where the total is 良."""
    found = draft.document.saying("grade")
    if not found:
        return None
    one = draft.rng.choice(found)
    other = draft.rng.choice([word for word in "优良中" if word != one.text])
    return draft.planted(one, other, ("等级", "评价等级", "评定等级", *TOTAL_NAMES))


def unmet_without_reason(draft: Draft) -> Planted | None:
    """An unmet row without a reason, where all others have theirs."""
    whole = "\n".join(plain_text(text) for text in draft.document.texts())
    found = [
        one
        for one in draft.document.saying("reason")
        if whole.count(draft.row(one.key.about).cause) == 1
        and f"{one.key.about}未完成" not in whole
    ]
    if not found:
        return None
    one = draft.rng.choice(found)
    return draft.planted(one, "", draft.names(one.key.about))


# -- arithmetic in sentences ---------------------------------------------------------------


def percentage_off(draft: Draft) -> Planted | None:
    """占…% does not follow from the operands in the same sentence."""
    for one in draft.chosen(draft.document.saying("denominator")):
        part = draft.document.says("numerator", one.key.about, one.key.where)
        new = slip(draft.rng, one.text)
        if part is None or new is None or value_of(new) < value_of(part.text):
            continue
        is_survey = one.key.about == "调查问卷"
        own = ("调查问卷", "有效回收率") if is_survey else draft.names(one.key.about)
        old = share_of(int(part.text), int(one.text))
        computed = share_of(int(part.text), int(new))
        return draft.planted(
            one, new, (*own, "占比"), pairs=[(f"{plain(old)}%", f"{plain(computed)}%")],
            consequences=() if is_survey else pair_names(draft.case),
        )  # fmt: skip
    return None


def growth_off(draft: Draft) -> Planted | None:
    """增长…% does not follow from last year and this year, whatever was rounded."""
    for one in draft.chosen(draft.document.saying("growth")):
        least, most = _growth(draft.row(one.key.about))
        margin = half_a_digit(one.text) * 2

        def is_wrong(
            new: Decimal,
            least: Decimal = least - margin,
            most: Decimal = most + margin,
        ) -> bool:
            return not least <= new <= most

        new = slip(draft.rng, one.text, is_wrong=is_wrong)
        if new:
            names = (*draft.names(one.key.about), "增长幅度", "增长率")
            return draft.planted(one, new, names)
    return None


def _growth(row: Row) -> tuple[Decimal, Decimal]:
    """Least and greatest growth in percent of what prints as these two figures."""
    assert row.previous is not None
    old, new = (row.quantity(value) for value in (row.previous, row.result))
    before, after = value_of(old), value_of(new)
    below, beside = half_a_digit(old), half_a_digit(new)
    return (
        100 * ((after - beside) / (before + below) - 1),
        100 * ((after + beside) / (before - below) - 1),
    )


def targets_cannot_both_hold(draft: Draft) -> Planted | None:
    """The target of the count is less than the coverage target asks for."""
    case = make_case(draft.case.seed, draft.case.scheme, can_hold=False)
    document = draft.layout.compose(case)
    count, coverage = pair_names(case)
    if not any(one.key.about == coverage for one in document.saying("denominator")):
        return None
    by_name = {row.key: row for row in case.rows}
    reached, share = by_name[count], by_name[coverage]
    assert share.share
    possible = share_of(int(reached.bound), share.share[1])
    return Planted(
        document=document,
        about=(coverage, count, reached.name),
        stated=f"{plain(share.bound)}%", expected=f"{plain(possible)}%",
        pairs=((plain(reached.bound), plain(half_up(share.bound * share.share[1] / 100, 0))),),
        where=f"facts/{coverage}",
    )  # fmt: skip


Defect = Callable[[Draft], Planted | None]

DEFECTS: dict[str, Defect] = {
    defect.__name__: defect
    for defect in (
        total_off, level_subtotal_off, weight_off, group_weight_off, score_above_weight,
        score_formula, reverse_scored_forward, met_deducted_without_reason,
        unmet_full_points, execution_rate_wrong, execution_points_wrong,
        parts_not_whole_table, parts_not_whole_sentence, adjustment_off, balance_off,
        percentage_off, growth_off, target_quoted_differently, actual_quoted_differently,
        weight_quoted_differently, points_quoted_differently, budget_quoted_differently,
        unit_dropped, scale_dropped, count_sentence_wrong, two_count_errors_cancel,
        finished_list_wrong, grade_word_wrong, actual_blank_full_points,
        unmet_without_reason, year_mismatch, targets_cannot_both_hold,
        goal_sentence_differs,
    )
}  # fmt: skip
"""All defects by name."""
