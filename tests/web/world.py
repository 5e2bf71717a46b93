"""A small province of two counties for the tests: bodies, people, one evaluation.

甲县: 财政局 → 自然资源局 → 财务科、整治科、规划中心. 乙县: 财政局 → 水利局.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jixiao.exchange.evaluation import read_evaluation
from jixiao.rulebooks.source import read_tree
from jixiao.web.accounts.models import (
    Administrator,
    Kind,
    Membership,
    Organisation,
    Role,
    User,
)
from jixiao.web.planning.mapping import (
    budget_from_core,
    indicators_from_core,
    passages_from_core,
)
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.scoring import rescore
from jixiao.web.planning.states import Progress, State

EXAMPLE = Path(__file__).parents[2] / "examples" / "xianning-2020.yaml"
PASSWORD = "Hushan-2026-lake"
PEOPLE = {
    # log-in name: (name, place, role)
    "planner": ("县财务", "bureau_own", Role.PLANNER),
    "filler_a": ("填报甲", "division_a", Role.FILLER),
    "filler_b": ("填报乙", "division_b", Role.FILLER),
    "filler_c": ("填报丙", "unit", Role.FILLER),
    "verifier": ("复核人", "bureau_own", Role.VERIFIER),
    "approver": ("审定人", "bureau_own", Role.APPROVER),
    "bureau": ("财政审核", "finance", Role.BUREAU_REVIEWER),
    "external": ("外部评审", "finance", Role.EXTERNAL),
    "stranger": ("邻县财务", "neighbour", Role.PLANNER),
    "other_bureau": ("邻县财政", "other_finance", Role.BUREAU_REVIEWER),
}
ADMINISTRATORS = {
    "system": Administrator.SYSTEM,
    "security": Administrator.SECURITY,
    "audit": Administrator.AUDIT,
}


@dataclass
class World:
    """Bodies and people by short names."""

    places: dict[str, Organisation]
    people: dict[str, User]

    def __getattr__(self, name: str) -> User:
        return self.people[name]

    @property
    def department(self) -> Organisation:
        return self.places["bureau_own"]


def organisation(name, kind, parent=None, region=""):
    one = Organisation.objects.create(
        name=name, kind=kind, parent=parent, region=region, path=f"new-{name}"
    )
    one.path = f"{parent.path if parent else '/'}{one.pk}/"
    one.save()
    return one


def person(username, name, place, *, role=None, administrator=""):
    user = User(
        username=username, name=name, organisation=place, administrator=administrator
    )
    user.set_password(PASSWORD)
    user.save()
    if role:
        Membership.objects.create(user=user, organisation=place, role=role)
    return user


def build_world():
    finance = organisation("甲县财政局", Kind.BUREAU, region="421200")
    own = organisation("甲县自然资源局", Kind.DEPARTMENT, finance, "421200")
    other = organisation("乙县财政局", Kind.BUREAU, region="421300")
    places = {
        "finance": finance,
        "bureau_own": own,
        "division_a": organisation("规划科", Kind.DIVISION, own),
        "division_b": organisation("整治科", Kind.DIVISION, own),
        "unit": organisation("不动产登记中心", Kind.UNIT, own, "421200"),
        "other_finance": other,
        "neighbour": organisation("乙县水利局", Kind.DEPARTMENT, other, "421300"),
    }
    people = {
        key: person(key, name, places[place], role=role)
        for key, (name, place, role) in PEOPLE.items()
    }
    people |= {
        key: person(key, kind.label, finance, administrator=kind)
        for key, kind in ADMINISTRATORS.items()
    }
    return World(places=places, people=people)


def build_evaluation(world, *, state=State.FILING, is_filled=False, place="bureau_own"):
    """The 咸宁 example: targets set, each third of the indicators with one filler."""
    facts = read_evaluation(
        read_tree(EXAMPLE.read_text("utf-8"), name=EXAMPLE.name), name=EXAMPLE.name
    )
    evaluation = Evaluation.objects.create(
        organisation=world.places[place], year=2025, form=facts.form.value,
        rulebook="hubei-department-2020", state=state, functions=facts.functions,
        annual_goals="\n".join(facts.annual_goals), title="",
        submission_due=date(2026, 3, 31), filing_due=date(2026, 3, 10),
    )  # fmt: skip
    hands = [
        ("division_a", "filler_a"),
        ("division_b", "filler_b"),
        ("unit", "filler_c"),
    ]
    for row in indicators_from_core(facts):
        where, who = hands[(row.position - 1) % 3]
        row.evaluation = evaluation
        row.responsible, row.person = world.places[where], world.people[who]
        if is_filled:
            row.progress = Progress.FILED
        else:
            row.actual = row.account = row.deviation_reason = row.improvement = ""
            row.assigned_points = None
        row.save()
        if is_filled:
            row.contributors.add(row.person)
    for line in budget_from_core(facts):
        line.evaluation = evaluation
        line.save()
    for passage in passages_from_core(facts):
        passage.evaluation = evaluation
        passage.save()
    rescore(evaluation.pk)
    return Evaluation.objects.get(pk=evaluation.pk)
