"""The database itself keeps the trail, past every line of this software."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone
from tests.web.world import build_world

from jixiao.web import triggers
from jixiao.web.accounts.access import actor_of
from jixiao.web.trail.guards import GUARDS
from jixiao.web.trail.models import SITE, Chain, Entry
from jixiao.web.trail.selectors import guards_missing, verify_chain
from jixiao.web.trail.services import record


@pytest.fixture
def chain(world):
    actor = actor_of(world.system, at=timezone.now())
    for action in ("新增单位", "新增人员", "修改人员"):
        record(chain=SITE, actor=actor, action=action, changes={"姓名": ("", "张三")})
    return Chain.objects.get(name=SITE)


def refused(act):
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        act()
    return str(caught.value)


@pytest.mark.parametrize(
    "act",
    [
        lambda: Entry.objects.filter(number=2).update(content={}),
        lambda: Entry.objects.filter(number=2).update(at=timezone.now()),
        lambda: Entry.objects.filter(number=3).delete(),
        lambda: Entry.objects.all()._raw_delete("default"),
    ],
)
def test_no_entry_can_be_changed_or_deleted(chain, act):
    before = list(Entry.objects.values_list())

    message = refused(act)

    assert "变动记录只能追加，不能修改或删除" in message
    assert list(Entry.objects.values_list()) == before
    assert verify_chain(chain) == ()


@pytest.mark.parametrize(
    "act",
    [
        lambda: Chain.objects.update(length=F("length") - 1),
        lambda: Chain.objects.update(head="0" * 64),
        lambda: Chain.objects.update(length=F("length") + 2),
        lambda: Chain.objects.update(name="other", length=F("length") + 1),
        lambda: Chain.objects.create(name="made-up", length=3),
    ],
)
def test_a_chain_only_grows_by_one(chain, act):
    message = refused(act)

    assert "记录链的长度只能随每条记录加一" in message
    assert list(Chain.objects.values_list()) == [(chain.pk, SITE, 3, chain.head)]


@pytest.mark.usefixtures("db")
def test_an_empty_chain_cannot_be_deleted():
    empty = Chain.objects.create(name="evaluation-1")

    message = refused(lambda: Chain.objects.filter(pk=empty.pk)._raw_delete("default"))

    assert "变动记录只能追加，不能修改或删除" in message
    assert Chain.objects.count() == 1


@pytest.mark.usefixtures("chain")
def test_tables_cannot_be_truncated():
    is_known = connection.vendor == "postgresql"  # SQLite has no such statement
    if is_known:
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing pending
    for table in ("trail_entry", "trail_chain"):
        message = refused(
            lambda table=table: connection.cursor().execute(f"TRUNCATE {table} CASCADE")
        )
        assert ("变动记录只能追加" if is_known else "syntax error") in message

    assert Entry.objects.count() == 3


@pytest.mark.usefixtures("db")
def test_a_lifted_guard_is_missed():
    assert guards_missing() == ()

    triggers.lift(connection, GUARDS[:2])

    assert guards_missing() == ("trail_entry_stays", "trail_entry_is_kept")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_tests_that_commit_start_with_an_empty_trail_and_its_guards(turn):
    assert Chain.objects.count() == 0
    assert guards_missing() == ()
    Chain.objects.create(name=f"committed-{turn}")


def test_nothing_is_recorded_when_the_change_fails(world):
    actor = actor_of(world.system, at=timezone.now())

    @transaction.atomic
    def change():
        record(chain=SITE, actor=actor, action="新增单位")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()

    assert Chain.objects.count() == Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_chain_without_a_gap():
    actor = actor_of(build_world().system, at=timezone.now())

    def work(_):
        for _ in range(5):
            with transaction.atomic():
                record(chain=SITE, actor=actor, action="填报")
        connection.close()

    with ThreadPoolExecutor(4) as hands:
        list(hands.map(work, range(4)))

    chain = Chain.objects.get()
    assert chain.length == Entry.objects.count() == 20
    assert verify_chain(chain) == ()
