"""A small county to look around in: bodies, people of every role, two years.

Everything goes the way of the people whose work it is, through the services, so the
demonstration holds to the same rules as real work and has its trail. Same day, same
county.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

import jixiao
from jixiao.core.evaluation import Evaluation as Facts
from jixiao.core.evaluation import Form
from jixiao.core.findings import Severity
from jixiao.exchange.evaluation import read_evaluation
from jixiao.reports.render import Format
from jixiao.rulebooks.source import read_tree
from jixiao.web.accounts.access import Actor, actor_of
from jixiao.web.accounts.models import (
    Administrator,
    Kind,
    Membership,
    Organisation,
    Role,
    User,
)
from jixiao.web.bureau.services import remind, take_in
from jixiao.web.bureau.unpacking import received
from jixiao.web.filing.services import add_evidence, file_indicator, save_indicator
from jixiao.web.planning.mapping import (
    budget_from_core,
    indicators_from_core,
    passages_from_core,
)
from jixiao.web.planning.models import BudgetLine, Evaluation, Indicator, Passage
from jixiao.web.planning.scoring import rescore
from jixiao.web.planning.states import Progress, State
from jixiao.web.review.answering import answer
from jixiao.web.review.auditing import audit_of, findings_of
from jixiao.web.review.composing import files_of
from jixiao.web.review.services import move
from jixiao.web.review.verification import return_indicator, verify

PASSWORD = "Yunze-2026-demo"  # noqa: S105  the demonstration's, and printed
ADMINISTRATORS = {
    "system": Administrator.SYSTEM,
    "security": Administrator.SECURITY,
    "audit": Administrator.AUDIT,
}
_RULEBOOK = "hubei-department-2020"
_TOP = "云泽县财政局"
_EXAMPLE, _COUNTY = "xianning-2020.yaml", "county.yaml"
_LEFT_OPEN = 4
"""Indicators of the example that nobody has filed yet."""
_WAY = (
    (State.PLANNING, "start", "planner"), (State.FILING, "hand_over", "planner"),
    (State.VERIFICATION, "finish_verification", "verifier"),
    (State.COMPOSING, "request_approval", "planner"),
    (State.APPROVAL, "approve", "approver"), (State.APPROVED, "submit", "planner"),
    (State.SUBMITTED, "bureau_accept", "bureau"),
    (State.ACCEPTED, "publish", "planner"),
)  # fmt: skip
_RESULTS = (
    "actual", "account", "verification_note", "deviation_reason", "improvement",
)  # fmt: skip


def is_empty() -> bool:
    """Whether nobody is there yet."""
    return not User.objects.exists()


def is_loaded() -> bool:
    """Whether the county is what the database holds."""
    return Organisation.objects.filter(name=_TOP).exists()


def log_ins() -> list[str]:
    """Who can log in, a line each."""
    shown = [key for key in User.objects.values_list("username", flat=True)
             if "-" not in key or key.startswith("filler")]  # fmt: skip
    people = User.objects.filter(username__in=shown).prefetch_related(
        "memberships__organisation"
    )
    return [f"  {one.username:10}{_office(one)}" for one in people]


def _office(user: User) -> str:
    roles = [
        f"{one.get_role_display()}（{one.organisation.name}）"
        for one in user.memberships.all()
    ]
    return "、".join(roles) or user.get_administrator_display()


def example(name: str) -> Path:
    """A file of the examples, in a checkout or in an installed package."""
    package = Path(jixiao.__file__).parent
    places = (package / "examples", package.parents[1] / "examples")
    return next(place / name for place in places if (place / name).exists())


@transaction.atomic
def load_demo(*, now: datetime) -> None:
    """Fill an empty database: all of it or nothing.

    Args:
        now: the days of the county are counted from it.
    """
    assert is_empty(), "the demonstration never mixes with real work"
    text = example(_COUNTY).read_text("utf-8")
    county = _County(now=now, tree=read_tree(text, name=_COUNTY))
    county.found()
    county.last_year()
    county.this_year()
    county.foreign_reports()


@dataclass(kw_only=True)
class _County:
    """The county while it is built up."""

    now: datetime
    tree: dict[str, Any]
    places: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    minutes: int = 0

    @property
    def year(self) -> int:
        """The year that is evaluated now."""
        return self.now.year - 1

    @cached_property
    def facts(self) -> Facts:
        """The facts of the 咸宁 example."""
        text = example(_EXAMPLE).read_text("utf-8")
        return read_evaluation(read_tree(text, name=_EXAMPLE), name=_EXAMPLE)

    # -- bodies and people -----------------------------------------------------------

    def found(self) -> None:
        """Bodies, people, roles."""
        finance = self._place(self.tree["bureau"], Kind.BUREAU, None)
        for one in self.tree["departments"]:
            body = self._place(one["name"], Kind.DEPARTMENT, finance)
            for name in one.get("divisions", []):
                self._place(name, Kind.DIVISION, body)
            for name in one.get("units", []):
                self._place(name, Kind.UNIT, body)
        password = make_password(PASSWORD)
        for key, kind in ADMINISTRATORS.items():
            self._person(key, kind.label, finance, password, administrator=kind)
        for key, (name, place, role) in self._everybody():
            user = self._person(key, name, self.places[place], password)
            Membership.objects.create(
                user=user, organisation=user.organisation, role=role
            )

    def _everybody(self) -> Iterator[tuple[str, tuple[str, str, str]]]:
        yield from self.tree["people"].items()
        for one in self.tree["departments"]:
            if "key" not in one or "divisions" not in one:
                continue
            key, body = one["key"], one["name"]
            yield f"{key}-planner", ("财务科经办", body, Role.PLANNER)
            yield f"{key}-filler", ("业务科经办", one["divisions"][0], Role.FILLER)
            yield f"{key}-verifier", ("评价小组", body, Role.VERIFIER)
            yield f"{key}-approver", ("分管领导", body, Role.APPROVER)

    def _place(
        self, name: str, kind: Kind, parent: Organisation | None
    ) -> Organisation:
        region = "" if kind == Kind.DIVISION else self.tree["region"]
        one = Organisation.objects.create(
            name=name, kind=kind, parent=parent, region=region, path=f"?{name}"
        )
        one.path = f"{parent.path if parent else '/'}{one.pk}/"
        one.save(update_fields=["path"])
        self.places[name] = one
        return one

    def _person(
        self,
        key: str,
        name: str,
        place: Organisation,
        password: str,
        *,
        administrator: str = "",
    ) -> User:
        user = User.objects.create(
            username=key, name=name, organisation=place, password=password,
            administrator=administrator,
        )  # fmt: skip
        self.people[key] = user
        return user

    def acting(self, key: str) -> Actor:
        """That person, a minute after whoever acted before."""
        self.minutes += 1
        morning = self.now.replace(hour=8, minute=30, second=0, microsecond=0)
        at = morning - timedelta(days=8) + timedelta(minutes=self.minutes)
        return actor_of(self.people[key], at=at)

    # -- evaluations -----------------------------------------------------------------

    def last_year(self) -> None:
        """The example, finished and published; most others with their last score."""
        body = self.places[self.tree["departments"][0]["name"]]
        one = self._planned(body, self.facts, year=self.year - 1, due=-350)
        hands = self._hands()
        for row in one.indicators.all():
            row.responsible, row.person = hands[row.position % len(hands)]
            row.progress = Progress.VERIFIED
            row.verified_by, row.verified_at = self.people["verifier"], self.now
            row.save()
            row.contributors.add(row.person)
        Evaluation.objects.filter(pk=one.pk).update(state=State.COMPOSING)
        rescore(one.pk)
        self._lead(one.pk, State.PUBLISHED, prefix="")

    def this_year(self) -> None:
        """The example in the middle of its work, and the others wherever they are."""
        first, *others = self.tree["departments"]
        self._example_in_progress(self.places[first["name"]])
        for tree in others:
            if "state" in tree:
                self._other(tree)
        late = Evaluation.objects.get(
            organisation=self.places["云泽县农业农村局"], year=self.year
        )
        text = f"{self.year}年度绩效自评已过报送期限，请抓紧填报，本周内报送。"
        remind(actor=self.acting("bureau"), pk=late.pk, text=text)

    def _example_in_progress(self, body: Organisation) -> None:
        one = self._planned(body, self.facts, year=self.year, due=12, is_filled=False)
        hands = self._hands()
        for row in one.indicators.all():
            row.responsible, row.person = hands[row.position % len(hands)]
            row.due = (self.now + timedelta(days=row.position % 5 - 1)).date()
            row.save()
        self._step(one.pk, "start", "planner")
        results = indicators_from_core(self.facts)
        rows = list(one.indicators.all())
        for row, result in zip(rows[:-_LEFT_OPEN], results, strict=False):
            self._file(row, result)
        self._attach(rows)
        filed = list(one.indicators.filter(progress=Progress.FILED))
        half = {row.pk: row.version for row in filed[: len(filed) // 2]}
        verify(actor=self.acting("verifier"), pk=one.pk, seen=half)
        back = filed[-3]
        return_indicator(
            actor=self.acting("verifier"), pk=back.pk, version=back.version,
            reason="请附台账，并核对完成值的统计口径。",
        )  # fmt: skip

    def _other(self, tree: dict[str, Any]) -> None:
        """Another department, led by its own people to where it is."""
        body, key = self.places[tree["name"]], tree["key"]
        facts = _facts_of(tree, self.year)
        one = self._planned(
            body, facts, year=self.year, due=int(tree.get("due", 12)), is_filled=False
        )
        person = self.people[f"{key}-filler"]
        one.indicators.update(responsible=person.organisation, person=person)
        self._before(one, facts)
        if tree["state"] == State.PLANNING:
            return
        self._step(one.pk, "start", f"{key}-planner")
        for row, result in zip(
            one.indicators.all(), indicators_from_core(facts), strict=True
        ):
            if result.actual:
                self._file(row, result)
        if tree["state"] == State.FILING:
            return
        seen = dict(one.indicators.values_list("pk", "version"))
        if tree["state"] != State.VERIFICATION:
            verify(actor=self.acting(f"{key}-verifier"), pk=one.pk, seen=seen)
        self._lead(one.pk, State(tree["state"]), prefix=f"{key}-")

    def _before(self, one: Evaluation, facts: Facts) -> None:
        """Last year's, of which only the outcome is known."""
        score = Decimal(88) + Decimal(one.pk % 7) + Decimal("0.35")
        Evaluation.objects.create(
            organisation=one.organisation, year=self.year - 1, form=facts.form.value,
            rulebook=_RULEBOOK, state=State.ACCEPTED, score=score,
            grade="优" if score >= 90 else "良",  # noqa: PLR2004  as the rulebook has it
            submission_due=one.submission_due and one.submission_due - timedelta(366),
            submitted_at=self.now - timedelta(days=380),
        )  # fmt: skip

    def _planned(
        self,
        body: Organisation,
        facts: Facts,
        *,
        year: int,
        due: int,
        is_filled: bool = True,
    ) -> Evaluation:
        """An evaluation with its indicators, budget and texts."""
        today = self.now.date()
        one = Evaluation.objects.create(
            organisation=body, year=year, form=facts.form.value, rulebook=_RULEBOOK,
            functions=facts.functions, annual_goals="\n".join(facts.annual_goals),
            scope="本级", filled_on=_printed(today + timedelta(days=due - 5)),
            filing_due=today + timedelta(days=due - 6),
            verification_due=today + timedelta(days=due - 3),
            submission_due=today + timedelta(days=due),
        )  # fmt: skip
        rows = indicators_from_core(facts)
        for row in rows:
            row.evaluation = one
            if not is_filled:
                row.actual = row.account = row.deviation_reason = row.improvement = ""
                row.assigned_points = None
        Indicator.objects.bulk_create(rows)
        lines, passages = budget_from_core(facts), passages_from_core(facts)
        for line in lines:
            line.evaluation = one
        for passage in passages:
            passage.evaluation = one
        BudgetLine.objects.bulk_create(lines)
        Passage.objects.bulk_create(passages)
        rescore(one.pk)
        return one

    def _hands(self) -> list[tuple[Organisation, User]]:
        fillers = [self.people[f"filler-{letter}"] for letter in "abc"]
        return [(one.organisation, one) for one in fillers]

    def _file(self, row: Indicator, result: Indicator) -> None:
        """Enter a result and hand it on."""
        row.refresh_from_db()
        assert row.person is not None, "given to somebody"
        actor = self.acting(row.person.username)
        values = {name: getattr(result, name) for name in _RESULTS}
        values["assigned_points"] = result.assigned_points
        save_indicator(actor=actor, pk=row.pk, version=row.version, values=values)
        file_indicator(actor=actor, pk=row.pk)

    def _attach(self, rows: list[Indicator]) -> None:
        """Evidence for every third indicator."""
        for row in rows[:-_LEFT_OPEN:3]:
            assert row.person is not None, "given to somebody"
            text = f"{row.name}\n台账摘要（演示用）：经逐项核对，与填报数一致。\n"
            add_evidence(
                actor=self.acting(row.person.username), pk=row.pk,
                name=f"{row.name[:12]}台账.txt", content=text.encode(),
            )  # fmt: skip

    # -- steps -----------------------------------------------------------------------

    def _step(self, pk: int, action: str, who: str) -> None:
        one = Evaluation.objects.get(pk=pk)
        move(actor=self.acting(who), pk=pk, action=action, version=one.facts_version)

    def _lead(self, pk: int, target: State, *, prefix: str) -> None:
        """Take one step after the other until the evaluation is there."""
        state = State(Evaluation.objects.get(pk=pk).state)
        order = [origin for origin, _, _ in _WAY]
        for origin, action, role in _WAY[order.index(state) :]:
            if origin == target:
                return
            if action == "request_approval":
                self._answer(pk, f"{prefix}planner")
            who = role if role == "bureau" else f"{prefix}{role}"
            self._step(pk, action, who)

    def _answer(self, pk: int, who: str) -> None:
        """Explain what the audit would not let pass."""
        one = Evaluation.objects.get(pk=pk)
        run = audit_of(one, at=self.now)
        for finding in findings_of(run.result):
            if finding.severity is Severity.ERROR:
                answer(
                    actor=self.acting(who), pk=pk, fingerprint=finding.fingerprint,
                    verdict="已说明",
                    reason="两处统计口径不同，已向业务科室核实，来源见佐证材料。",
                )  # fmt: skip

    # -- foreign reports -------------------------------------------------------------

    def foreign_reports(self) -> None:
        """Three published reports: one sound, one that was altered, one unreadable."""
        one = Evaluation.objects.get(state=State.PUBLISHED)
        pages = files_of(one, formats=[Format.HTML])
        name, page = next((n, p) for n, p in pages.items() if n.endswith(".html"))
        altered = page.replace(b"<td>633</td>", b"<td>663</td>", 1)  # as it was printed
        files = [
            SimpleUploadedFile(f"甲镇-{name}", page),
            SimpleUploadedFile(f"乙镇-{name}", altered),
            SimpleUploadedFile("丙镇-扫描件.pdf", b"%PDF-1.4\n% not a document\n"),
        ]
        take_in(
            actor=actor_of(self.people["bureau"], at=self.now), title="各地公开的自评报告（演示）",
            received=received(files),
        )  # fmt: skip


def _facts_of(tree: dict[str, Any], year: int) -> Facts:
    """The facts of a department of the county."""
    initial, adjusted, executed = tree["budget"]
    names = ("level1", "level2", "name", "target", "unit", "actual", "weight")
    rows = [
        {name: text or "" for name, text in zip(names, row, strict=True)}
        for row in tree["indicators"]
    ]
    for row in rows:
        row["account"] = f"{row['name']}按年度计划推进。"
        row["deviation_reason"] = "个别项目前期手续办理较慢，影响了年度进度。"
        row["improvement"] = "提前开展前期工作，按月调度进度。"
    content = {
        "schema": "jixiao-evaluation/1", "organisation": tree["name"], "year": str(year),
        "form": Form.DEPARTMENT_OVERALL.value, "scope": "本级",
        "functions": tree["functions"], "annual_goals": tree["goals"],
        "budget": {
            "total": {
                "label": "部门整体支出总额", "initial": initial,
                "adjusted": adjusted, "executed": executed,
            }
        },
        "indicators": rows,
        "causes": [{"heading": "项目前期工作不够充分", "text": "个别项目启动偏晚，影响当年进度。"}],
        "improvements": [{"heading": "做实项目储备", "text": "提前完成前期手续，按月调度。"}],
        "process": [{"heading": "组织实施", "text": "成立评价小组，逐项核对并打分。"}],
        "last_year_results": [{"text": "上年自评结果作为编制预算的参考。"}],
    }  # fmt: skip
    return read_evaluation(content, name=tree["name"])


def _printed(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
