import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from tests.web.world import PASSWORD, organisation, person

from jixiao.web.accounts.models import Administrator, Kind, Membership, Role, User
from jixiao.web.accounts.rules import FITTING, PARENTS
from jixiao.web.trail.models import SITE, Entry


def url(name, *args):
    return reverse(f"accounts:{name}", args=args)


def entries():
    found = Entry.objects.filter(chain__name=SITE).order_by("-number")
    return [
        (e.content["action"], e.content["subject"], e.content["changes"]) for e in found
    ]


def roles_of(user):
    return sorted((m.organisation.name, m.role) for m in user.memberships.all())


def key(place, role):
    return f"{place.pk}:{role}"


def save(browser, user, *roles, before=None, administrator=None):
    if before is None:
        before = " ".join(key(m.organisation, m.role) for m in user.memberships.all())
    kind = user.administrator if administrator is None else administrator
    sent = {"roles": roles, "before": before, "administrator": kind}
    return browser.post(url("role_edit", user.pk), sent)


@pytest.mark.parametrize("who", ["system", "audit", "planner", "bureau"])
@pytest.mark.parametrize(
    ("method", "name", "of"),
    [
        ("get", "roles", None), ("get", "role_edit", "planner"),
        ("post", "role_edit", "planner"), ("get", "locks", None),
        ("post", "unlock", None),
    ],
)  # fmt: skip
def test_only_the_security_administrator_gives_rights(
    as_, world, who, method, name, of
):
    args = [getattr(world, of).pk] if of else []
    before = list(Membership.objects.values_list())

    response = getattr(as_(who), method)(url(name, *args))

    assert response.status_code == 403
    assert list(Membership.objects.values_list()) == before
    assert entries() == []


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"q": "填报"}, ["filler_a", "filler_b", "filler_c"]),
        ({"kind": "approver"}, ["approver"]),
        ({"kind": "audit"}, ["audit"]),
        ({"kind": "none"}, ["newcomer"]),
        ({"at": "neighbour"}, ["stranger"]),
    ],
)
def test_people_are_found_by_name_branch_and_right(as_, world, asked, names):
    person("newcomer", "新来", world.department)
    if "at" in asked:
        asked = {"at": world.places[asked["at"]].pk}

    response = as_("security").get(url("roles"), asked)

    assert [user.username for user in response.context["page"]] == names


@pytest.mark.parametrize("number", [1, 40])
def test_queries_do_not_grow_with_people(as_, world, django_assert_num_queries, number):
    for n in range(number):
        place = organisation(f"第{n}局", Kind.DEPARTMENT, world.places["finance"])
        person(f"person{n}", "某人", place, role=Role.PLANNER)
    browser = as_("security")

    with django_assert_num_queries(11):
        browser.get(url("roles"))


def test_roles_are_given_and_taken_and_recorded(as_, world):
    own, unit = world.department, world.places["unit"]

    response = save(
        as_("security"), world.planner, key(own, "verifier"), key(unit, "filler")
    )

    assert response["Location"] == url("roles")
    assert roles_of(world.planner) == [
        ("不动产登记中心", "filler"),
        ("甲县自然资源局", "verifier"),
    ]
    changes = {
        "角色": [
            "甲县自然资源局 财务科",
            "甲县自然资源局 复核人；不动产登记中心 填报人",
        ]
    }
    assert entries() == [("变更权限", "县财务（planner）", changes)]


def test_an_organisation_elsewhere_is_offered_when_asked_for(as_, world):
    other = world.places["neighbour"]
    address = url("role_edit", world.external.pk) + f"?with={other.pk}"
    browser = as_("security")

    page = browser.get(address).content.decode()
    sent = {
        "roles": [key(other, "external")],
        "before": key(world.places["finance"], "external"),
    }
    browser.post(address, sent)

    assert f'value="{key(other, "external")}"' in page
    assert roles_of(world.external) == [("乙县水利局", "external")]


@pytest.mark.parametrize(
    ("place", "role"),
    [
        (place, role)
        for place, kind in (
            ("finance", Kind.BUREAU), ("bureau_own", Kind.DEPARTMENT),
            ("division_a", Kind.DIVISION), ("unit", Kind.UNIT),
        )
        for role in Role
        if role not in FITTING[kind]
    ],
)  # fmt: skip
def test_a_role_that_does_not_fit_its_organisation_is_refused(as_, world, place, role):
    user = person("newcomer", "新来", world.department)

    response = save(as_("security"), user, key(world.places[place], role))

    assert response.status_code == 422
    assert "所选角色与单位不符" in response.content.decode()
    assert roles_of(user) == []


def test_every_kind_has_its_place_and_its_roles():
    assert set(PARENTS) == set(FITTING) == set(Kind)
    assert FITTING[Kind.BUREAU] == {Role.BUREAU_REVIEWER, Role.EXTERNAL}


def test_nobody_changes_their_own_rights(as_, world):
    person("security2", "安全乙", world.places["finance"], administrator="security")

    response = save(as_("security"), world.security, administrator="")

    assert response.status_code == 422
    assert "不能更改自己的权限" in response.content.decode()
    assert User.objects.get(username="security").administrator == "security"


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(as_, world):
    own = world.department

    response = save(as_("security"), world.planner, key(own, "filler"), before="")

    assert response.status_code == 422
    assert "已被别人改动" in response.content.decode()
    assert roles_of(world.planner) == [("甲县自然资源局", "planner")]


@pytest.mark.parametrize("before", ["x", "1:2:3 :", "½:filler"])
def test_a_form_that_was_tampered_with_is_refused(as_, world, before):
    response = save(as_("security"), world.planner, before=before)

    assert response.status_code == 422
    assert roles_of(world.planner) == [("甲县自然资源局", "planner")]


# -- 三员分立 -----------------------------------------------------------------------------


def test_somebody_without_roles_is_appointed_and_removed(as_, world):
    user = person("newcomer", "新来", world.places["finance"])
    browser = as_("security")

    save(browser, user, administrator="audit")
    assert User.objects.get(pk=user.pk).administrator == "audit"
    save(browser, User.objects.get(pk=user.pk), administrator="")

    assert User.objects.get(pk=user.pk).administrator == ""
    assert [changes for _, _, changes in entries()] == [
        {"管理员": ["审计管理员", ""]}, {"管理员": ["", "审计管理员"]},
    ]  # fmt: skip


def test_an_administrator_has_no_role(as_, world):
    own = world.department

    response = save(
        as_("security"), world.planner, key(own, "planner"), administrator="system"
    )

    assert "管理员不能兼任业务角色（三员分立）" in response.content.decode()
    assert User.objects.get(username="planner").administrator == ""
    assert roles_of(world.planner) == [("甲县自然资源局", "planner")]


def test_the_last_administrator_cannot_be_removed(as_, world):
    response = save(as_("security"), world.audit, administrator="")

    assert "这是最后一位在用的审计管理员" in response.content.decode()
    assert User.objects.get(username="audit").administrator == "audit"


def test_one_administrator_does_not_become_another(as_, world):
    person("audit2", "审计乙", world.places["finance"], administrator="audit")

    response = save(as_("security"), world.audit, administrator="system")

    assert "不能由一类管理员直接改任另一类" in response.content.decode()
    assert User.objects.get(username="audit").administrator == "audit"


def refused(act):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    return str(caught.value)


@pytest.mark.parametrize("kind", Administrator)
def test_the_database_gives_no_role_to_an_administrator(world, kind):
    admin, own = world.people[kind], world.department
    row = Membership(user=admin, organisation=own, role=Role.FILLER)

    assert "三员分立" in refused(row.save)
    assert "三员分立" in refused(lambda: Membership.objects.bulk_create([row]))
    taken = Membership.objects.filter(user=world.planner)
    assert "三员分立" in refused(lambda: taken.update(user=admin))
    assert not Membership.objects.filter(user=admin).exists()


@pytest.mark.parametrize("kind", Administrator)
@pytest.mark.usefixtures("world")
def test_the_database_makes_nobody_with_roles_an_administrator(kind):
    found = User.objects.filter(username="planner")

    assert "三员分立" in refused(lambda: found.update(administrator=kind))
    assert found.get().administrator == ""


def test_the_database_lets_nobody_change_from_one_office_to_another(world):
    found = User.objects.filter(username="audit")

    assert "三员分立" in refused(lambda: found.update(administrator="system"))
    assert "administrator_is_one_of_three_or_none" in refused(
        lambda: User.objects.create(
            username="root",
            name="无",
            organisation=world.department,
            administrator="root",
        )
    )
    assert found.get().administrator == "audit"


def test_the_database_knows_a_log_in_name_once_whatever_its_case(world):
    refused(lambda: person("Planner", "冒名", world.department))

    assert User.objects.filter(username__iexact="planner").count() == 1


def test_each_administrator_sees_only_their_own_menu(as_):
    menus = {
        "system": (url("organisations"), "单位与人员"),
        "security": (url("roles"), "角色与权限"),
        "audit": (reverse("trail:chains"), "变动记录"),
    }
    for who, (address, _) in menus.items():
        page = as_(who).get(address).content.decode()
        menu = page[page.index('<ul class="navbar-nav">') :].split("</ul>")[0]
        for _, word in menus.values():
            assert (word in menu) == (word == menus[who][1])
        assert "工作台" not in menu


# -- locks --------------------------------------------------------------------------------


def test_a_locked_account_is_listed_and_unlocked(as_, world):
    browser = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        browser.post("/login/", {"username": "Planner", "password": "x"})
    browser.post("/login/", {"username": "filler_a", "password": "x"})
    security = as_("security")

    listed = security.get(url("locks")).context["locks"]
    assert [(one.username, one.person, one.failures) for one in listed] == [
        ("planner", world.planner, settings.AXES_FAILURE_LIMIT)
    ]
    security.post(url("unlock"), {"username": "planner"})

    assert security.get(url("locks")).context["locks"] == []
    assert [one.username for one in AccessAttempt.objects.all()] == ["filler_a"]
    sent = {"username": "planner", "password": PASSWORD}
    assert browser.post("/login/", sent).status_code == 302
    assert entries() == [("解除登录锁定", "planner", {})]


def test_no_lock_says_so(as_):
    assert "没有被锁定的账号" in as_("security").get(url("locks")).content.decode()
