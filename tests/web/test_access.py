"""Every address × every role × own and other organisation, against one table.

Written from the design: who stands outside a branch of the tree finds nothing there
(404); who may see and not do is refused (403); strangers are sent to log in.
"""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from tests.web.world import build_evaluation

from jixiao.web.bureau.models import Batch, ForeignReport
from jixiao.web.filing.models import Evidence
from jixiao.web.planning.models import ImportDraft
from jixiao.web.planning.states import State
from jixiao.web.review.models import Grant, KeptFile, Submission
from jixiao.web.trail.models import Chain
from jixiao.web.work.models import Job

PEOPLE = (
    "planner", "filler_a", "verifier", "approver", "bureau", "external",
    "stranger", "other_bureau", "system", "security", "audit", "nobody",
)  # fmt: skip
"""Columns of the table; 县 first, then the neighbouring county, administrators, no log-in.

external was given the evaluation; nobody has not logged in.
"""
MEANING = {"y": "may", "n": "refused", "-": "not there", "l": "sent to log in"}

SEES = "y y y y - y - - - - - l"
"""Whoever sees an evaluation that was not submitted yet."""
PLANS = "y n n n - n - - - - - l"
SYSTEM = "n n n n n n n n y n n l"
SECURITY = "n n n n n n n n n y n l"
AUDIT = "n n n n n n n n n n y l"
BUREAU = "n n n n y n n y n n n l"
BATCHES = "n n n n y y n y n n n l"
OPEN = "y y y y y y y y y y y y"
ALL = "y y y y y y y y y y y l"

TABLE = {
    # address: (method, state of the evaluation, who may)
    "filing:desk": ("GET", State.FILING, ALL),
    "filing:grid": ("GET", State.FILING, SEES),
    "filing:charts": ("GET", State.FILING, SEES),
    "filing:points": ("POST", State.FILING, SEES),
    "filing:missing": ("GET", State.FILING, SEES),
    "filing:indicator": ("GET", State.FILING, SEES),
    "filing:save_cell": ("POST", State.FILING, "n y n n - n - - - - - l"),
    "filing:evidence_add": ("POST", State.FILING, "n y n n - n - - - - - l"),
    "filing:evidence": ("GET", State.FILING, SEES),
    "filing:evidence_preview": ("GET", State.FILING, SEES),
    "filing:evidence_remove": ("POST", State.FILING, "n y n n - n - - - - - l"),
    "filing:budget": ("GET", State.FILING, SEES),
    "filing:texts": ("GET", State.FILING, SEES),
    "accounts:log_in": ("GET", State.FILING, OPEN),
    "accounts:log_out": ("POST", State.FILING, OPEN),
    "accounts:change_password": ("GET", State.FILING, ALL),
    "accounts:organisations": ("GET", State.FILING, SYSTEM),
    "accounts:organisation_add": ("GET", State.FILING, SYSTEM),
    "accounts:organisation_edit": ("GET", State.FILING, SYSTEM),
    "accounts:person_add": ("GET", State.FILING, SYSTEM),
    "accounts:person_edit": ("GET", State.FILING, SYSTEM),
    "accounts:person_reset_password": ("POST", State.FILING, SYSTEM),
    "accounts:roles": ("GET", State.FILING, SECURITY),
    "accounts:role_edit": ("GET", State.FILING, SECURITY),
    "accounts:locks": ("GET", State.FILING, SECURITY),
    "accounts:unlock": ("POST", State.FILING, SECURITY),
    "planning:evaluations": ("GET", State.FILING, ALL),
    "planning:create": ("GET", State.FILING, "y n n n n n y n n n n l"),
    "planning:plan": ("GET", State.PLANNING, "y - y y - y - - - - - l"),
    "planning:heading": ("GET", State.FILING, PLANS),
    "planning:copy": ("GET", State.PLANNING, "y - n n - n - - - - - l"),
    "planning:import_": ("GET", State.FILING, PLANS),
    "planning:entry_workbook": ("GET", State.FILING, PLANS),
    "planning:import_preview": ("GET", State.FILING, PLANS),
    "planning:import_discard": ("POST", State.FILING, PLANS),
    "review:flow": ("GET", State.FILING, SEES),
    "review:move": ("POST", State.APPROVAL, "n n n y - n - - - - - l"),
    "review:comment": ("POST", State.FILING, SEES),
    "review:verification": ("GET", State.FILING, SEES),
    "review:verify_many": ("POST", State.FILING, "n n y n - n - - - - - l"),
    "review:verify": ("POST", State.FILING, "n n y n - n - - - - - l"),
    "review:return_": ("POST", State.FILING, "n n y n - n - - - - - l"),
    "review:comment_indicator": ("POST", State.FILING, SEES),
    "review:audit": ("GET", State.FILING, SEES),
    "review:answer": ("POST", State.FILING, "y n n n - n - - - - - l"),
    "review:report": ("GET", State.FILING, SEES),
    "review:report_page": ("GET", State.FILING, SEES),
    "review:download": ("GET", State.FILING, SEES),
    "review:versions": ("GET", State.SUBMITTED, "y y y y y y - - - - - l"),
    "review:differences": ("GET", State.SUBMITTED, "y y y y y y - - - - - l"),
    "review:kept_file": ("GET", State.SUBMITTED, "y y y y y y - - - - - l"),
    "review:trail": ("GET", State.FILING, SEES),
    "review:trail_export": ("GET", State.FILING, "y n y y - n - - - - - l"),
    "review:grants": ("GET", State.FILING, "y n n n - n - - - - - l"),
    "review:grant_take": ("POST", State.FILING, "y n n n - n - - - - - l"),
    "trail:chains": ("GET", State.FILING, AUDIT),
    "trail:chain": ("GET", State.FILING, AUDIT),
    "trail:export": ("GET", State.FILING, AUDIT),
    "work:jobs": ("GET", State.FILING, ALL),
    "work:job": ("GET", State.FILING, "- - - - y - - - - - - l"),
    "work:progress": ("GET", State.FILING, "- - - - y - - - - - - l"),
    "work:retry": ("POST", State.FILING, "- - - - y - - - - - - l"),
    "bureau:overview": ("GET", State.FILING, BUREAU),
    "bureau:weakest": ("GET", State.FILING, BUREAU),
    "bureau:export": ("GET", State.FILING, BUREAU),
    "bureau:remind": ("POST", State.FILING, BUREAU),
    "bureau:reminders": ("GET", State.FILING, ALL),
    "bureau:evaluation": ("GET", State.FILING, "n n n n y n n - n n n l"),
    "bureau:batches": ("GET", State.FILING, BATCHES),
    "bureau:batch": ("GET", State.FILING, "- - - - y - - - - - - l"),
    "bureau:batch_table": ("GET", State.FILING, "- - - - y - - - - - - l"),
    "bureau:batch_overview": ("GET", State.FILING, "- - - - y - - - - - - l"),
    "bureau:foreign": ("GET", State.FILING, "- - - - y - - - - - - l"),
    "bureau:foreign_file": ("GET", State.FILING, "- - - - y - - - - - - l"),
}  # fmt: skip
ALONE = {"filing:desk", "planning:evaluations", "planning:create"}
"""Addresses without an evaluation in apps that are all about one."""
OF_EVALUATIONS = {
    name
    for name in TABLE
    if name.split(":")[0] in {"filing", "review", "planning"} and name not in ALONE
}


def addresses(resolver=None, app=""):
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one, one.app_name or app)
        elif isinstance(one, URLPattern):
            yield f"{app}:{one.name}"


def test_every_address_is_in_the_table():
    assert sorted(addresses()) == sorted(TABLE)


def fill(world, place, owner, planner, *, state, is_filled):
    """An evaluation of a body with one of everything that an address can name."""
    evaluation = build_evaluation(world, state=state, is_filled=is_filled, place=place)
    now, people = timezone.now(), world.people
    first = evaluation.indicators.first()
    proof = Evidence(
        indicator=first, name="证明.png", media_type="image/png", size=4,
        digest="88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589",
        added_by=people["filler_a"], added_at=now,
    )  # fmt: skip
    proof.file.save("x", ContentFile(b"abcd"))
    submissions = [
        Submission.objects.create(
            evaluation=evaluation, number=n, at=now, by=people[planner], facts={}
        )
        for n in (1, 2)
    ]
    kept = KeptFile(
        submission=submissions[0], name="报告.docx", size=4, digest=proof.digest
    )
    kept.file.save("x", ContentFile(b"abcd"))
    draft = ImportDraft.objects.create(
        evaluation=evaluation, owner=people[planner], name="x.docx", created_at=now,
        digest=proof.digest, read={"forms": [], "blocks": []},
    )  # fmt: skip
    job = Job.objects.create(
        kind="audit_batch",
        title="核查",
        owner=people[owner],
        created_at=now,
        state="failed",
    )
    batch = Batch.objects.create(
        organisation=people[owner].organisation, title="外来报告", owner=people[owner],
        at=now, job=job,
    )  # fmt: skip
    foreign = ForeignReport(
        batch=batch, name="报告.txt", size=4, digest=proof.digest, error="不能读取"
    )
    foreign.file.save("x", ContentFile(b"abcd"))
    chain, _ = Chain.objects.get_or_create(name=evaluation.trail_chain)
    return {
        "evaluation": evaluation, "indicator": first, "proof": proof, "kept": kept,
        "draft": draft, "job": job, "batch": batch, "foreign": foreign, "chain": chain,
    }  # fmt: skip


def arguments(name, things, world):
    """What an address needs, out of those things."""
    pk = things["evaluation"].pk
    special = {
        "filing:indicator": "indicator", "filing:save_cell": "indicator",
        "filing:evidence_add": "indicator", "filing:evidence": "proof",
        "filing:evidence_preview": "proof", "filing:evidence_remove": "proof",
        "review:verify": "indicator", "review:return_": "indicator",
        "review:comment_indicator": "indicator", "review:kept_file": "kept",
        "trail:chain": "chain", "trail:export": "chain", "work:job": "job",
        "work:progress": "job", "work:retry": "job", "bureau:batch": "batch",
        "bureau:batch_table": "batch", "bureau:batch_overview": "batch",
        "bureau:foreign": "foreign",
    }  # fmt: skip
    if name in special:
        return [things[special[name]].pk]
    several = {
        "planning:import_preview": [pk, things["draft"].pk],
        "planning:import_discard": [pk, things["draft"].pk],
        "review:move": [pk, "approve"], "review:download": [pk, "docx"],
        "review:differences": [pk, 1, 2],
        "review:grant_take": [pk, world.external.pk],
        "bureau:export": ["csv"], "bureau:evaluation": [pk],
        "bureau:foreign_file": [things["foreign"].pk, "original"],
        "accounts:organisation_edit": [world.department.pk],
        "accounts:person_edit": [world.planner.pk],
        "accounts:person_reset_password": [world.planner.pk],
        "accounts:role_edit": [world.planner.pk],
    }  # fmt: skip
    if name in several:
        return several[name]
    return [pk] if name in OF_EVALUATIONS else []


def outcome(response):
    if response.status_code == 302 and response["Location"].startswith("/login/?next"):
        return "l"
    return {403: "n", 404: "-"}.get(response.status_code, "y")


def sent(name, things):
    """What a page of ours would send along."""
    row, evaluation = things["indicator"], things["evaluation"]
    bodies = {
        "filing:save_cell": {"version": row.version, "actual": "5"},
        "filing:evidence_add": {
            "files": SimpleUploadedFile("说明.txt", "情况说明".encode())
        },
        "review:verify": {"version": row.version},
        "review:return_": {"version": row.version, "reason": "请补充"},
        "review:verify_many": {"seen": f"{row.pk}:{row.version}"},
        "review:move": {"version": evaluation.facts_version},
        "review:answer": {
            "fingerprint": "sha256:0", "verdict": "误报", "reason": "无误",
        },
    }  # fmt: skip
    return bodies.get(name, {})


def ask(world, who, name, things):
    """What one of them gets; whatever it changed is undone again."""
    method = TABLE[name][0].lower()
    browser = Client(raise_request_exception=True)
    if who != "nobody":
        backend = "django.contrib.auth.backends.ModelBackend"
        browser.force_login(world.people[who], backend)
    address = reverse(name, args=arguments(name, things, world))
    with transaction.atomic():
        response = getattr(browser, method)(address, sent(name, things))
        found = outcome(response)
        if response.streaming:
            list(response.streaming_content)  # to the end, so that files are closed
        transaction.set_rollback(True)
    assert response.status_code != 405, "the table names the wrong method"
    assert response.status_code < 500
    return found


@pytest.mark.parametrize("name", TABLE)
def test_who_may(world, name):
    _, state, expected = TABLE[name]
    is_filled = name in {"review:verify", "review:return_", "review:verify_many"}
    things = fill(
        world, "bureau_own", "bureau", "planner", state=state, is_filled=is_filled
    )
    if is_filled:  # filed by somebody who is none of the columns
        things["indicator"].contributors.set([world.filler_b])
    Grant.objects.create(
        evaluation=things["evaluation"], user=world.external,
        given_by=world.planner, at=timezone.now(),
    )  # fmt: skip

    found = [ask(world, who, name, things) for who in PEOPLE]

    assert dict(zip(PEOPLE, found, strict=True)) == dict(
        zip(PEOPLE, expected.split(), strict=True)
    )


@pytest.mark.parametrize("name", sorted(OF_EVALUATIONS))
def test_nobody_of_the_county_finds_what_is_the_neighbours(world, name):
    state = TABLE[name][1]
    things = fill(
        world, "neighbour", "other_bureau", "stranger", state=state, is_filled=False
    )
    things["evaluation"].indicators.update(responsible=world.places["neighbour"])

    found = {ask(world, who, name, things) for who in PEOPLE[:6]}

    assert found == {"-"}
