"""Pages of the audit administrator and the command of the site."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from jixiao.exchange.trail import read_trail
from jixiao.web import triggers
from jixiao.web.accounts.access import actor_of
from jixiao.web.trail.guards import GUARDS
from jixiao.web.trail.models import Chain, Entry
from jixiao.web.trail.services import record


@pytest.fixture
def chain(world):
    planner = actor_of(world.planner, at=timezone.now())
    filler = actor_of(world.filler_a, at=timezone.now())
    record(chain="evaluation-7", actor=planner, action="布置", subject="2025年度自评")
    record(
        chain="evaluation-7", actor=filler, action="填报", subject="拓展发展空间面积",
        changes={"完成值": ("", "14")},
    )  # fmt: skip
    record(
        chain="evaluation-7", actor=planner, action="退回", subject="拓展发展空间面积",
        reason="请附<台账>",
    )  # fmt: skip
    return Chain.objects.get(name="evaluation-7")


def tamper(number, **fields):
    """What somebody does who owns the database."""
    triggers.lift(connection, GUARDS)
    Entry.objects.filter(number=number).update(**fields)
    triggers.lay(connection, GUARDS)


def url(name, *args):
    return reverse(f"trail:{name}", args=args)


@pytest.mark.parametrize("person", ["system", "security", "planner", "bureau"])
def test_only_the_audit_administrator_reads_trails(as_, chain, person):
    browser = as_(person)
    addresses = [url("chains"), url("chain", chain.pk), url("export", chain.pk)]

    statuses = [browser.get(address).status_code for address in addresses]

    assert statuses == [403, 403, 403]


@pytest.mark.usefixtures("chain")
def test_an_honest_chain_is_shown_as_complete(as_):
    page = as_("audit").get(url("chains")).content.decode()

    assert "自评第 7 号" in page
    assert page.count('<span class="state state-done">完整</span>') == 1
    assert "不完整" not in page


def test_a_chain_that_was_tampered_with_names_the_entry(as_, chain):
    tamper(2, content={"action": "填报", "changes": {"完成值": ["", "20"]}})

    browser = as_("audit")
    listed = browser.get(url("chains")).content.decode()
    page = browser.get(url("chain", chain.pk)).content.decode()

    assert "第 2 条的内容被改动过" in listed
    assert "第 2 条的内容被改动过" in page
    assert "有 1 处不符" in page


def test_content_of_another_shape_is_still_shown(as_, chain):
    tamper(2, content=[1, 2])

    response = as_("audit").get(url("chain", chain.pk))

    assert response.status_code == 200
    assert "第 2 条的内容被改动过" in response.content.decode()


def test_an_entry_reads_before_and_after(as_, chain):
    page = as_("audit").get(url("chain", chain.pk)).content.decode()

    assert "完成值" in page
    assert "（空）" in page
    assert ">14</ins>" in page
    assert "理由：请附&lt;台账&gt;" in page


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"person": "填报甲"}, [2]),
        ({"person": "planner"}, [3, 1]),
        ({"action": "退回"}, [3]),
        ({"person": "填报甲", "action": "退回"}, []),
        ({}, [3, 2, 1]),
    ],
)
def test_entries_are_filtered_by_person_and_action(as_, chain, asked, numbers):
    response = as_("audit").get(url("chain", chain.pk), asked)

    shown = [line.entry.number for line in response.context["entries"]]
    assert shown == numbers


def test_the_export_is_read_back_and_holds(as_, chain):
    response = as_("audit").get(url("export", chain.pk))

    text = response.getvalue().decode()
    trail = read_trail(text)
    assert (
        response["Content-Disposition"] == 'attachment; filename="evaluation-7.jsonl"'
    )
    assert (trail.chain, trail.length, trail.head) == ("evaluation-7", 3, chain.head)
    assert [entry.content["action"] for entry in trail.entries] == [
        "布置",
        "填报",
        "退回",
    ]
    assert trail.breaks() == ()


def test_a_line_taken_out_of_the_export_is_found(as_, chain):
    lines = as_("audit").get(url("export", chain.pk)).getvalue().decode().splitlines()

    breaks = read_trail("\n".join(lines[:2] + lines[3:])).breaks()

    assert breaks[0].message == "第 2 条缺失，其后是第 3 条"
    assert json.loads(lines[0])["length"] == 3


@pytest.mark.parametrize("number", [1, 40])
def test_queries_do_not_grow_with_chains_or_entries(
    as_, world, django_assert_num_queries, number
):
    actor = actor_of(world.planner, at=timezone.now())
    for chain in range(number):
        for _ in range(2):
            record(chain=f"evaluation-{chain}", actor=actor, action="填报")
    browser = as_("audit")
    pk = Chain.objects.get(name="evaluation-0").pk

    with django_assert_num_queries(10):  # 4 of the page itself, the rest of the session
        browser.get(url("chains"))
    with django_assert_num_queries(11):
        browser.get(url("chain", pk))


@pytest.mark.usefixtures("chain")
def test_the_command_says_that_all_chains_hold(capsys):
    call_command("verify_trail")

    out = capsys.readouterr().out
    assert out == "evaluation-7　3 条　完整\n全部变动记录完整\n"


@pytest.mark.usefixtures("chain")
def test_the_command_fails_on_a_break(capsys):
    tamper(2, previous="0" * 64)

    with pytest.raises(CommandError) as caught:
        call_command("verify_trail")

    assert caught.value.returncode == 1
    out = capsys.readouterr().out
    assert "第 2 条与前一条衔接不上" in out


@pytest.mark.usefixtures("chain")
def test_the_command_fails_when_a_guard_is_gone(capsys):
    triggers.lift(connection, GUARDS[:1])

    with pytest.raises(CommandError):
        call_command("verify_trail")

    assert "缺少防改触发器：trail_entry_stays" in capsys.readouterr().out
