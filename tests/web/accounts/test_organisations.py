import re

import pytest
from django.urls import reverse
from tests.web.world import organisation, person

from jixiao.web.accounts.models import Kind, Membership, Organisation, User
from jixiao.web.trail.models import SITE, Entry


def url(name, *args):
    return reverse(f"accounts:{name}", args=args)


def entries():
    """What the trail of the site says, the last first: action, subject, changes."""
    found = Entry.objects.filter(chain__name=SITE).order_by("-number")
    return [
        (e.content["action"], e.content["subject"], e.content["changes"]) for e in found
    ]


def facts(**more):
    return {"name": "教育局", "kind": "department", "region": "421200", **more}


PAGES = [
    ("get", "organisations", None), ("get", "organisation_add", None),
    ("get", "organisation_edit", "department"), ("get", "person_add", None),
    ("get", "person_edit", "planner"), ("post", "person_reset_password", "planner"),
]  # fmt: skip


@pytest.mark.parametrize("who", ["security", "audit", "planner", "bureau"])
@pytest.mark.parametrize(("method", "name", "of"), PAGES)
def test_only_the_system_administrator_sets_up_people(
    as_, world, who, method, name, of
):
    args = [getattr(world, of).pk] if of else []
    before = User.objects.values_list("pk", "password").order_by("pk")[:]

    response = getattr(as_(who), method)(url(name, *args))

    assert response.status_code == 403
    assert list(User.objects.values_list("pk", "password").order_by("pk")) == list(
        before
    )
    assert entries() == []


def test_the_tree_opens_down_to_the_chosen_organisation(as_, world):
    place = world.places["division_a"]

    response = as_("system").get(url("organisations"), {"at": place.pk})

    shown = [
        (n.depth, str(n.organisation), n.people, n.children)
        for n in response.context["nodes"]
    ]
    assert shown == [
        (0, "甲县财政局", 5, 1),
        (1, "甲县自然资源局", 3, 3),
        (2, "规划科", 1, 0),
        (2, "整治科", 1, 0),
        (2, "不动产登记中心", 1, 0),
        (0, "乙县财政局", 1, 1),
    ]
    assert [user.username for user in response.context["page"]] == ["filler_a"]


def test_search_finds_people_and_organisations(as_):
    response = as_("system").get(url("organisations"), {"q": "填报"})
    other = as_("system").get(url("organisations"), {"q": "财政局"})

    assert [user.name for user in response.context["page"]] == [
        "填报甲",
        "填报乙",
        "填报丙",
    ]
    assert [str(one) for one in other.context["found"]] == ["乙县财政局", "甲县财政局"]


def test_an_empty_site_says_what_to_do_first(as_, world):
    User.objects.exclude(username="system").delete()
    page = as_("system").get(url("organisations"), {"at": world.department.pk})

    assert "这里还没有人员" in page.content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_queries_do_not_grow_with_the_tree(
    as_, world, django_assert_num_queries, number
):
    for n in range(number):
        place = organisation(f"第{n}局", Kind.DEPARTMENT, world.places["finance"])
        person(f"person{n}", "某人", place)
        person(f"here{n}", "某人", world.places["finance"])
    browser = as_("system")

    with django_assert_num_queries(10):
        browser.get(url("organisations"), {"at": world.places["finance"].pk})


# -- organisations ----------------------------------------------------------------------


def test_an_organisation_is_added_below_another_and_recorded(as_, world):
    finance = world.places["finance"]

    response = as_("system").post(url("organisation_add"), facts(parent=finance.pk))

    made = Organisation.objects.get(name="教育局")
    assert response["Location"] == f"{url('organisations')}?at={made.pk}"
    assert made.path == f"{finance.path}{made.pk}/"
    changes = {
        "类型": ["", "主管部门"], "上级": ["", "甲县财政局"], "行政区划代码": ["", "421200"],
    }  # fmt: skip
    assert entries() == [("新增单位", "教育局", changes)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "请填写名称"),
        ({"name": "长" * 101}, "名称最多 100 个字，现有 101 个"),
        ({"region": "42"}, "应为 6 位、9 位或 12 位数字"),
        ({"kind": "ministry"}, "没有这种类型"),
        ({"parent": "99999"}, "所选单位已不存在"),
        ({"parent": ""}, None),
        ({"name": "甲县自然资源局"}, "同一上级下已有同名单位"),
        ({"kind": "unit"}, "二级单位不能设在“财政局”之下"),
        ({"kind": "division", "parent": ""}, "科室不能设在最上级"),
    ],
)
def test_what_does_not_fit_is_told_and_what_was_typed_is_kept(
    as_, world, typed, sentence
):
    count = Organisation.objects.count()
    sent = facts(parent=world.places["finance"].pk) | typed

    response = as_("system").post(url("organisation_add"), sent)

    if sentence is None:
        assert Organisation.objects.get(name="教育局").parent is None
        return
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert f'value="{sent["name"]}"' in page or not sent["name"]
    assert Organisation.objects.count() == count
    assert entries() == []


def edit(browser, one, **more):
    sent = {
        "name": one.name, "kind": one.kind, "parent": one.parent_id or "",
        "region": one.region, **more,
    }  # fmt: skip
    return browser.post(url("organisation_edit", one.pk), sent)


def test_a_whole_branch_moves_with_its_paths(as_, world):
    own, other = world.department, world.places["other_finance"]

    edit(as_("system"), own, parent=other.pk)

    for name in ("bureau_own", "division_a", "division_b", "unit"):
        one = Organisation.objects.get(pk=world.places[name].pk)
        assert one.parent is not None
        assert one.path == f"{one.parent.path}{one.pk}/"
    assert Organisation.objects.get(pk=own.pk).path == f"/{other.pk}/{own.pk}/"
    assert (
        Organisation.objects.get(pk=world.places["finance"].pk).path
        == world.places["finance"].path
    )
    assert entries() == [("修改单位", own.name, {"上级": ["甲县财政局", "乙县财政局"]})]


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("unit", {"parent": "unit"}, "上级不能是本单位或其下级"),
        ("finance", {"parent": "bureau_own"}, "上级不能是本单位或其下级"),
        ("bureau_own", {"kind": "finance_bureau"}, "不能改为财政局"),
        ("unit", {"kind": "division"}, None),
        ("neighbour", {"kind": "finance_bureau"}, "邻县财务在此任财务科"),
    ],
)
def test_an_organisation_cannot_become_what_does_not_fit(
    as_, world, name, change, sentence
):
    one = world.places[name]
    sent = dict(change)
    if "parent" in sent:
        sent["parent"] = world.places[sent["parent"]].pk

    response = edit(as_("system"), one, **sent)

    after = Organisation.objects.get(pk=one.pk)
    if sentence is None:
        assert after.kind == "division"
        return
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert (after.kind, after.parent_id, after.path) == (
        one.kind,
        one.parent_id,
        one.path,
    )


# -- people -----------------------------------------------------------------------------


def shown_password(response):
    (password,) = re.findall(r'id="password">(\w+)<', response.content.decode())
    return password


def test_a_new_person_gets_a_password_that_is_shown_once_and_no_right(as_, world):
    sent = {
        "username": "Zhang.San",
        "name": "张三",
        "organisation": world.department.pk,
    }

    response = as_("system").post(url("person_add"), sent)

    user = User.objects.get(username="zhang.san")
    assert user.check_password(shown_password(response))
    assert user.must_change_password
    assert (user.administrator, user.memberships.count()) == ("", 0)
    assert "no-store" in response["Cache-Control"]
    changes = {"姓名": ["", "张三"], "所在单位": ["", "甲县自然资源局"]}
    assert entries() == [("新增人员", "张三（zhang.san）", changes)]


@pytest.mark.parametrize(
    ("username", "sentence"),
    [
        ("PLANNER", "该登录名已有人使用"),
        ("张三", "只能用字母、数字"),
        ("-x", "只能用字母、数字"),
        ("", "请填写登录名"),
        ("a" * 41, "登录名最多 40 个字，现有 41 个"),
    ],
)
def test_a_log_in_name_that_is_taken_or_odd_is_refused(as_, world, username, sentence):
    count = User.objects.count()
    sent = {"username": username, "name": "张三", "organisation": world.department.pk}

    response = as_("system").post(url("person_add"), sent)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert User.objects.count() == count


def save(browser, user, **more):
    sent = {"name": user.name, "organisation": user.organisation_id, "is_active": "on"}
    sent = {key: value for key, value in (sent | more).items() if value is not None}
    return browser.post(url("person_edit", user.pk), sent)


def test_a_person_is_transferred_and_switched_off(as_, world):
    user = world.filler_a

    save(as_("system"), user, organisation=world.places["unit"].pk, is_active=None)

    after = User.objects.get(pk=user.pk)
    assert (after.organisation, after.is_active) == (world.places["unit"], False)
    changes = {"所在单位": ["规划科", "不动产登记中心"], "状态": ["启用", "停用"]}
    assert entries() == [("修改人员", "填报甲（filler_a）", changes)]


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("system", "不能停用自己的账号"),
        ("security", "这是最后一位在用的安全管理员"),
        ("audit", "这是最后一位在用的审计管理员"),
    ],
)
def test_the_last_administrator_of_a_kind_stays(as_, world, who, sentence):
    response = save(as_("system"), getattr(world, who), is_active=None)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert User.objects.get(username=who).is_active
    assert entries() == []


def test_one_of_two_administrators_may_be_switched_off(as_, world):
    person("audit2", "审计乙", world.places["finance"], administrator="audit")

    save(as_("system"), world.audit, is_active=None)

    assert not User.objects.get(username="audit").is_active


def test_a_password_is_reset_and_the_person_is_out(as_, world):
    elsewhere, browser = as_("planner"), as_("system")

    response = browser.post(url("person_reset_password", world.planner.pk))

    user = User.objects.get(username="planner")
    assert user.check_password(shown_password(response))
    assert user.must_change_password
    assert elsewhere.get("/password/")["Location"].startswith("/login/")
    assert entries() == [("重置密码", "县财务（planner）", {})]


@pytest.mark.parametrize("who", ["system", "security", "audit"])
def test_nobody_takes_an_administrators_password(as_, world, who):
    before = getattr(world, who).password

    response = as_("system").post(
        url("person_reset_password", getattr(world, who).pk), follow=True
    )

    assert User.objects.get(username=who).password == before
    assert entries() == []
    sentence = "修改密码" if who == "system" else "管理员的密码不能由他人重置"
    assert sentence in response.content.decode()


def test_setting_up_people_gives_no_role(as_, world):
    before = Membership.objects.count()
    sent = {
        "username": "lisi", "name": "李四", "organisation": world.department.pk,
        "administrator": "audit", "roles": [f"{world.department.pk}:planner"],
    }  # fmt: skip

    as_("system").post(url("person_add"), sent)

    assert User.objects.get(username="lisi").administrator == ""
    assert Membership.objects.count() == before
