import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.world import PASSWORD

from jixiao.web.accounts.models import User

LOG_IN = "/login/"
CHANGE = "/password/"


def log_in(browser, username="planner", password=PASSWORD, **more):
    return browser.post(LOG_IN, {"username": username, "password": password, **more})


def is_logged_in(browser):
    return "_auth_user_id" in browser.session


@pytest.mark.parametrize(
    ("username", "home"),
    [
        ("planner", "filing:desk"),
        ("PLANNER", "filing:desk"),
        (" planner ", "filing:desk"),
        ("system", "accounts:organisations"),
        ("security", "accounts:roles"),
        ("audit", "trail:chains"),
    ],
)
@pytest.mark.usefixtures("world")
def test_everybody_begins_at_their_own_page(client, username, home):
    response = log_in(client, username)

    assert (response.status_code, response["Location"]) == (302, reverse(home))
    assert is_logged_in(client)


@pytest.mark.parametrize("username", ["system", "security", "audit"])
def test_an_administrator_is_led_from_the_desk_to_their_own_page(as_, username):
    response = as_(username).get("/")

    assert response.status_code == 302
    assert response["Location"] != "/"


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [
        ("/evaluations/?year=2025&q=%E5%B1%80", "/evaluations/?year=2025&q=%E5%B1%80"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("\\\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
@pytest.mark.usefixtures("world")
def test_after_log_in_only_pages_of_this_site_are_opened(client, wanted, leads):
    response = log_in(client, next=wanted)

    assert response["Location"] == leads


@pytest.mark.usefixtures("world")
def test_a_wrong_password_is_told_and_the_name_kept(client):
    response = log_in(client, password="wrong")

    page = response.content.decode()
    assert response.status_code == 422
    assert "登录名或密码不正确" in page
    assert 'value="planner"' in page
    assert "wrong" not in page
    assert not is_logged_in(client)


@pytest.mark.usefixtures("world")
def test_empty_fields_are_told_beside_the_field(client):
    page = log_in(client, "", "").content.decode()

    assert "请填写登录名" in page
    assert "请填写密码" in page


def test_somebody_switched_off_cannot_log_in_and_is_out_at_once(as_, client):
    browser = as_("planner")
    User.objects.filter(username="planner").update(is_active=False)

    assert log_in(client).status_code == 422
    assert browser.get(CHANGE)["Location"].startswith(LOG_IN)


# -- lock-out ---------------------------------------------------------------------------


def fail_often(browser, username="planner", times=settings.AXES_FAILURE_LIMIT):
    return [log_in(browser, username, "wrong").status_code for _ in range(times)]


@pytest.mark.usefixtures("world")
def test_the_fifth_failure_locks_the_account_whatever_the_case_or_address():
    statuses = [
        log_in(Client(REMOTE_ADDR=f"10.0.0.{n}"), name, "wrong").status_code
        for n, name in enumerate(
            ["planner", "Planner", "PLANNER", "planneR", "planner"]
        )
    ]

    assert statuses == [422, 422, 422, 422, 429]
    response = log_in(Client())
    page = response.content.decode()
    assert response.status_code == 429
    assert "登录失败次数过多（5 次），账号已锁定" in page
    assert "联系安全管理员" in page


@pytest.mark.usefixtures("world")
def test_others_at_the_same_address_are_not_locked(client):
    fail_often(client)

    assert log_in(Client(), "filler_a").status_code == 302


@pytest.mark.usefixtures("world")
def test_a_lock_ends_by_itself_and_trying_does_not_prolong_it(client):
    fail_often(client)
    fail_often(client, times=3)
    long_ago = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME, seconds=1)

    later = log_in(client).context["until"]
    (attempt,) = AccessAttempt.objects.all()
    assert later == attempt.attempt_time + timedelta(hours=1)
    assert attempt.failures_since_start == 5
    AccessAttempt.objects.update(attempt_time=long_ago)

    assert log_in(client).status_code == 302


# -- idle time-out ----------------------------------------------------------------------


@pytest.mark.usefixtures("world")
def test_an_expired_session_says_so_and_leads_back(client):
    log_in(client)
    Session.objects.all().delete()

    response = client.get("/password/?a=1&b=2")

    where = response["Location"]
    assert where == "/login/?next=%2Fpassword%2F%3Fa%3D1%26b%3D2&expired=1"
    page = client.get(where).content.decode()
    assert "登录已过期" in page
    assert 'name="next" value="/password/?a=1&amp;b=2"' in page


@pytest.mark.usefixtures("world")
def test_who_was_never_logged_in_is_only_asked_to(client):
    where = client.get(CHANGE)["Location"]

    page = client.get(where).content.decode()
    assert where == "/login/?next=%2Fpassword%2F"
    assert "登录已过期" not in page
    assert "请先登录" in page


@pytest.mark.usefixtures("world")
def test_what_was_sent_too_late_leads_back_to_the_page_it_came_from(client):
    headers = {"referer": "http://testserver/evaluations/?year=2025"}

    response = client.post("/locks/unlock/", headers=headers)

    assert response["Location"] == "/login/?next=%2Fevaluations%2F%3Fyear%3D2025"
    foreign = {"referer": "https://evil.example/evaluations/"}
    response = client.post("/locks/unlock/", headers=foreign)
    assert response["Location"] == "/login/?next=%2F"


@pytest.mark.usefixtures("world")
def test_a_fragment_makes_the_whole_page_go_to_log_in(client):
    response = client.get("/jobs/1/progress/", headers={"hx-request": "true"})

    assert response.status_code == 204
    assert response["HX-Redirect"].startswith("/login/")


@pytest.mark.usefixtures("world")
def test_a_session_ends_when_nothing_was_done_for_the_idle_time(client):
    log_in(client)

    left = Session.objects.get().expire_date - timezone.now()

    assert timedelta(minutes=29) < left <= timedelta(minutes=30)


def test_log_out_needs_a_form_and_ends_the_session(as_):
    browser = as_("planner")

    assert browser.get("/logout/").status_code == 405
    assert is_logged_in(browser)
    assert browser.post("/logout/")["Location"] == LOG_IN
    assert not is_logged_in(browser)


# -- the own password -------------------------------------------------------------------

NEW = "Qingshan-2027"


def change(browser, old=PASSWORD, new=NEW, again=None):
    facts = {"old": old, "new": new, "again": new if again is None else again}
    return browser.post(CHANGE, facts)


def test_the_own_password_is_changed_and_only_this_session_goes_on(as_):
    browser, elsewhere = as_("planner"), as_("planner")

    response = change(browser)

    assert response["Location"] == "/"
    assert User.objects.get(username="planner").check_password(NEW)
    assert browser.get(CHANGE).status_code == 200
    assert elsewhere.get(CHANGE)["Location"].startswith(LOG_IN)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"old": "wrong"}, "原密码不正确"),
        ({"new": "Ab1-"}, "密码至少 10 个字符</div>"),
        ({"new": "Password123"}, "这个密码太常见"),
        ({"new": "abcdefghijkl"}, "密码至少包含大写字母、小写字母、数字、符号中的三种"),
        ({"new": "My-planner-2027"}, "密码不能包含登录名"),
        ({"new": PASSWORD}, "新密码不能与原密码相同"),
        ({"again": "other"}, "两次输入的新密码不一致"),
        ({"new": ""}, "请填写新密码"),
    ],
)
def test_a_password_against_the_rules_is_refused_beside_the_field(as_, facts, sentence):
    response = change(as_("planner"), **facts)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert User.objects.get(username="planner").check_password(PASSWORD)


def test_the_rules_are_shown_before_anything_is_typed(as_):
    page = as_("planner").get(CHANGE).content.decode()

    assert "密码至少 10 个字符" in page
    assert "密码至少包含大写字母、小写字母、数字、符号中的三种" in page


def test_a_password_set_by_others_must_be_changed_first(as_):
    User.objects.filter(username="system").update(must_change_password=True)
    browser = as_("system")

    assert browser.get("/organisations/")["Location"] == CHANGE
    assert "请先改为您自己的密码" in browser.get(CHANGE).content.decode()
    assert change(browser)["Location"] == "/organisations/"
    assert browser.get("/organisations/").status_code == 200


def test_whoever_must_change_the_password_may_still_leave(as_):
    User.objects.filter(username="planner").update(must_change_password=True)

    assert as_("planner").post("/logout/")["Location"] == LOG_IN


# -- pages for what goes wrong ----------------------------------------------------------


def test_a_missing_page_is_told_in_chinese(as_):
    response = as_("planner").get("/nowhere/")

    assert response.status_code == 404
    assert "没有找到" in response.content.decode()


def test_a_refused_page_says_who_does_it(as_):
    response = as_("planner").get("/organisations/")

    assert response.status_code == 403
    assert "此事由系统管理员办理" in response.content.decode()


def test_a_bug_shows_a_number_that_stands_in_the_log(as_, monkeypatch, caplog):
    def broken(*_args, **_more):
        raise ZeroDivisionError

    monkeypatch.setattr("jixiao.web.accounts.selectors.tree_for", broken)
    browser = as_("system")
    browser.raise_request_exception = False

    with caplog.at_level(logging.ERROR, "jixiao.web"):
        response = browser.get("/organisations/")

    (line,) = [one for one in caplog.records if one.name == "jixiao.web"]
    page = response.content.decode()
    assert response.status_code == 500
    assert f'<code class="user-select-all">{line.args[0]}</code>' in page
    assert "您刚才提交的内容没有保存" in page
    assert "ZeroDivisionError" in line.exc_text
    assert "ZeroDivisionError" not in page


def test_the_page_for_a_bug_needs_no_database(rf):
    from jixiao.web.accounts.errors import server_error  # noqa: PLC0415

    assert server_error(rf.get("/")).status_code == 500


@pytest.mark.usefixtures("world")
def test_a_form_without_its_token_is_told_what_to_do():
    browser = Client(enforce_csrf_checks=True)

    response = log_in(browser)

    assert response.status_code == 403
    assert "页面已过期" in response.content.decode()


def test_a_request_that_is_none_is_told_in_chinese(as_):
    response = as_("planner").get("/login/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "请求无法识别" in response.content.decode()
