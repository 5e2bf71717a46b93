"""Load rulebooks: the shipped ones by id, a user's own from text, overlays of both.

Knows the published shape (`rulebook-1.schema.json`); scores nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files

from jsonschema import Draft202012Validator

from jixiao.core.errors import InvalidRulebookError
from jixiao.core.evaluation import Form
from jixiao.core.rulebook import (
    GradeBand,
    InapplicableRule,
    LateRule,
    Level,
    OverTargetRule,
    Reference,
    Rulebook,
    Status,
    Tier,
    TotalCap,
)
from jixiao.core.shapes import explain_violation, nearest_names
from jixiao.rulebooks.consistency import contradictions
from jixiao.rulebooks.overlays import (
    PROVISIONS,
    Tree,
    changes_of,
    put_upon,
    with_references,
    without_removed,
)
from jixiao.rulebooks.source import read_tree

_ROOM = files("jixiao.rulebooks")
_BOOKS = _ROOM / "books"
_SUFFIX = ".yaml"
_EXECUTION = "execution"
_ANY_FORM = "any"


def shipped_text(rulebook_id: str) -> str:
    """Give the YAML text of a shipped rulebook.

    Raises:
        InvalidRulebookError: there is none with this id; the nearest are suggested.
    """
    known = shipped_ids()
    if rulebook_id not in known:
        raise InvalidRulebookError(
            f"没有编号为“{rulebook_id}”的计分规则{nearest_names(rulebook_id, known)}；"
            f"现有：{'、'.join(known)}"
        )
    return (_BOOKS / f"{rulebook_id}{_SUFFIX}").read_text(encoding="utf-8")


def load_rulebook(
    text: str, *, name: str, find: Callable[[str], str] = shipped_text
) -> Rulebook:
    """Load a rulebook or an overlay of one.

    Args:
        text: YAML.
        name: the file's name, for messages.
        find: gives the YAML text of the rulebook that an overlay names.

    Raises:
        InvalidRulebookError: not the published shape, or it contradicts itself; one
            sentence with file, place, found, expected and what to do.

    >>> county = load_rulebook('''
    ... id: my-county-department-2021
    ... title: 某县部门整体支出绩效自评
    ... overlay_of: hubei-department-2020
    ... reference: {title: 某县绩效自评通知, status: unconfirmed}
    ... rounding: {rate_places: 2}
    ... ''', name="某县.yaml")
    >>> county.rate_places, county.points_places, county.changed
    (2, 2, ('rounding → rate_places',))
    """
    tree, base = _complete(text, name, find, ())
    rulebook = _build(tree, base)
    _refuse_all(name, _formula_problem(tree))
    _refuse_all(name, contradictions(rulebook))
    return rulebook


@cache
def shipped_ids() -> tuple[str, ...]:
    """Ids of the shipped rulebooks, sorted."""
    names = (entry.name for entry in _BOOKS.iterdir())
    return tuple(sorted(n.removesuffix(_SUFFIX) for n in names if n.endswith(_SUFFIX)))


@cache
def rulebook_by_id(rulebook_id: str) -> Rulebook:
    """Give a shipped rulebook.

    Raises:
        InvalidRulebookError: there is none with this id; the nearest are suggested.

    >>> rulebook_by_id("hubei-department-2020").execution_weight
    Decimal('20')
    """
    text = shipped_text(rulebook_id)
    return load_rulebook(text, name=rulebook_id + _SUFFIX)


@cache
def shipped_rulebooks() -> tuple[Rulebook, ...]:
    """All shipped rulebooks, by id."""
    return tuple(rulebook_by_id(rulebook_id) for rulebook_id in shipped_ids())


def _complete(
    text: str, name: str, find: Callable[[str], str], chain: tuple[str, ...]
) -> tuple[Tree, Tree | None]:
    """The whole tree, each provision cited, and the tree it was laid upon."""
    own = read_tree(text, name=name)
    if "overlay_of" not in own:
        own = without_removed(own)
        _refuse_misshapen(name, own)
        return with_references(own), None
    _refuse_misshapen(name, own)
    base_id = own["overlay_of"]
    if base_id in (*chain, own["id"]):
        raise InvalidRulebookError(
            f"计分规则 {name}：“overlay_of”绕回到“{base_id}”自身；请改为另一份计分规则的编号"
        )
    try:
        base_text = find(base_id)
    except InvalidRulebookError as error:
        raise InvalidRulebookError(
            f"计分规则 {name}：“overlay_of”无法采用：{error}"
        ) from error
    base, _ = _complete(base_text, base_id, find, (*chain, own["id"]))
    tree = without_removed(put_upon(base, with_references(own)))
    whole = {key: value for key, value in tree.items() if key != "overlay_of"}
    _refuse_misshapen(name, whole)
    return tree, base


@cache
def _validator() -> Draft202012Validator:
    text = (_ROOM / "rulebook-1.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def _refuse_misshapen(name: str, tree: Tree) -> None:
    violations = sorted(
        _validator().iter_errors(tree), key=lambda v: [str(p) for p in v.absolute_path]
    )
    _refuse_all(name, (explain_violation(v) for v in violations))


def _refuse_all(name: str, problems: Iterator[str]) -> None:
    """Refuse with the first problem and the number of the others."""
    found = tuple(dict.fromkeys(problems))
    if not found:
        return
    others = f"（另有 {len(found) - 1} 处问题）" if found[1:] else ""
    raise InvalidRulebookError(f"计分规则 {name}：{found[0]}{others}")


def _formula_problem(tree: Tree) -> Iterator[str]:
    by_coefficient = tree["quantitative"]["formula"] == "weight_times_coefficient"
    if by_coefficient != (tree["rounding"].get("coefficient_places") is not None):
        yield (
            "“quantitative → formula”与“rounding → coefficient_places”不一致：按得分系数"
            "计分（weight_times_coefficient）才有、且必须有得分系数的小数位数；请改其一"
        )


def _build(tree: Tree, base: Tree | None) -> Rulebook:
    applies, points, rounding = tree["applies_to"], tree["points"], tree["rounding"]
    years, form = applies["budget_years"], applies["form"]
    columns = tree.get("columns", {})
    return Rulebook(
        id=tree["id"],
        title=tree["title"],
        form=Form.UNKNOWN if form == _ANY_FORM else Form(form),
        region=applies["region"] or "",
        first_budget_year=int(years["from"]),
        last_budget_year=_whole_number(years["to"]),
        reference=_reference(tree["reference"]),
        total_weight=Decimal(tree["total"]),
        execution_level=points.get(_EXECUTION, {}).get("name"),
        levels=tuple(_level(group) for group in points.values()),
        level2=tuple(
            (group["name"], level2)
            for group in points.values()
            for level2 in group.get("level2", ())
        ),
        points_places=int(rounding["points_places"]),
        rate_places=_whole_number(rounding.get("rate_places")),
        coefficient_places=_whole_number(rounding.get("coefficient_places")),
        tiers=tuple(_tier(t) for t in tree.get("qualitative", {}).get("tiers", ())),
        grades=tuple(
            GradeBand(label=label, from_points=Decimal(least))
            for least, label in tree.get("grades", {}).get("bands", ())
        ),
        caps=tuple(_cap(cap) for cap in tree.get("caps", {}).get("bands", ())),
        over_target=_over_target(tree.get("over_target")),
        late=LateRule(tree.get("late", {}).get("rule", LateRule.UNDECIDED)),
        inapplicable=InapplicableRule(
            tree.get("inapplicable", {}).get("rule", InapplicableRule.UNDECIDED)
        ),
        sign_in_own_column=columns.get("sign") == "true",
        unit_in_own_column=columns.get("unit") == "true",
        references=tuple(
            (name, _reference(provision["reference"]))
            for name, provision in (
                *points.items(),
                *((name, tree[name]) for name in PROVISIONS if name in tree),
            )
        ),
        overlay_of=tree.get("overlay_of") if base else None,
        changed=changes_of(base, tree) if base else (),
    )


def _whole_number(text: str | None) -> int | None:
    return None if text is None else int(text)


def _reference(tree: Tree) -> Reference:
    return Reference(
        title=tree["title"],
        number=tree["number"],
        clause=tree["clause"],
        status=Status[tree["status"].upper()],
    )


def _level(tree: Tree) -> Level:
    weight = tree["weight"]
    return Level(
        name=tree["name"],
        weight=None if weight is None else Decimal(weight),
        may_be_omitted=tree.get("may_be_omitted") == "true",
    )


def _tier(tree: Tree) -> Tier:
    return Tier(
        label=tree["label"],
        greatest=Decimal(tree["greatest"]),
        least=Decimal(tree["least"]),
    )


def _cap(tree: Tree) -> TotalCap:
    return TotalCap(
        below_percent=Decimal(tree["below_percent"]), points=Decimal(tree["points"])
    )


def _over_target(tree: Tree | None) -> OverTargetRule | None:
    if tree is None:
        return None
    return OverTargetRule(
        percent=int(tree["percent"]), deduction=Decimal(tree["deduction"])
    )
