"""The command that starts the site, as its users start it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command

from jixiao.web import demo, serving
from jixiao.web.accounts.models import Administrator, Role, User
from jixiao.web.bureau.models import Reminder
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.states import Progress, State
from jixiao.web.trail.selectors import verify_all

ROOT = Path(__file__).parents[2]


@pytest.fixture
def taken():
    """A port that somebody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        yield one.getsockname()[1]


def test_a_port_that_is_taken_is_refused_with_a_hint(taken):
    with pytest.raises(serving.CannotServeError) as refused:
        serving.free_port("127.0.0.1", taken)

    assert f"端口 {taken} 已被占用" in str(refused.value)
    assert f"--port {taken + 1}" in str(refused.value)


def test_without_a_wish_the_next_free_port_is_taken(taken, monkeypatch, capsys):
    monkeypatch.setattr(serving, "PORT", taken)

    port = serving.free_port("127.0.0.1", None)

    assert port > taken
    assert capsys.readouterr().out == f"端口 {taken} 已被占用，改用 {port}。\n"


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(serving.CannotServeError, match="本机没有地址"):
        serving.free_port("203.0.113.7", 8000)


def test_a_database_that_does_not_answer_is_one_sentence(taken):
    with pytest.raises(serving.CannotServeError, match="连不上 PostgreSQL"):
        serving._ensure_database(f"postgresql://nobody@127.0.0.1:{taken + 1}/none")


def test_the_password_of_a_database_is_not_printed():
    shown = serving._without_password("postgresql://jixiao:s3cret@db:5432/jixiao")

    assert shown == "postgresql://jixiao@db:5432/jixiao"


@pytest.mark.slow
def test_the_command_passes_the_refusal_on(taken):
    command = [sys.executable, "-c", "from jixiao.cli import main; main()", "serve"]
    done = subprocess.run(  # noqa: S603  fixed arguments
        [*command, "--port", str(taken)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert done.stderr.startswith(f"✗ 端口 {taken} 已被占用")


@pytest.mark.django_db
def test_an_empty_site_is_founded_once(capsys):
    call_command("found", "某县财政局")
    lines = capsys.readouterr().out.splitlines()

    assert [line.split()[0] for line in lines[:3]] == [
        "系统管理员", "安全管理员", "审计管理员",
    ]  # fmt: skip
    for line in lines[:3]:
        _, _, name, _, password = line.split()
        user = User.objects.get(username=name)
        assert user.check_password(password)
        assert user.must_change_password
    with pytest.raises(CommandError, match="已有人员"):
        call_command("found", "另一个财政局")
    assert User.objects.count() == 3


# -- the demonstration -----------------------------------------------------------------


@pytest.fixture
def county(db, settings, tmp_path):  # noqa: ARG001 - opens the database
    settings.MEDIA_ROOT = tmp_path
    now = datetime(2026, 4, 10, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    demo.load_demo(now=now)


@pytest.mark.slow
@pytest.mark.usefixtures("county")
def test_the_demonstration_holds_what_there_is_to_see():
    states = dict(
        Evaluation.objects.filter(year=2025).values_list("organisation__name", "state")
    )
    finished = Evaluation.objects.get(year=2024, state=State.PUBLISHED)
    own = Evaluation.objects.get(year=2025, organisation__name="云泽县自然资源和规划局")
    progress = own.indicators.values_list("progress", flat=True)

    assert len(set(states.values())) == 6
    assert str(finished.score) == "94.92"
    assert finished.submissions.get().files.exists()
    assert {*progress} == {*Progress.values}
    assert own.comments.filter(is_return=True).count() == 1
    assert Reminder.objects.count() == 1
    roles = User.objects.values_list("memberships__role", flat=True)
    assert {*Role.values} <= {*roles}
    administrators = User.objects.exclude(administrator="")
    assert {one.administrator for one in administrators} == {*Administrator.values}
    assert all(not breaks for _, breaks in verify_all())
    for user in User.objects.all():
        validate_password(demo.PASSWORD, user)
    assert any("planner" in line and "财务科" in line for line in demo.log_ins())


# -- the whole of it -------------------------------------------------------------------


@pytest.fixture
def serve(tmp_path):
    """Start `jixiao serve` on a database of its own."""
    started = []

    def start(*arguments, **more):
        environment = {
            **os.environ, "JIXIAO_DATA": str(tmp_path / "data"),
            "DJANGO_SETTINGS_MODULE": "tests.web.site_settings", **more,
        }  # fmt: skip
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "jixiao.web.serving", *arguments]
        one = subprocess.Popen(  # noqa: S603  fixed arguments
            command, env=environment, cwd=ROOT, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        started.append(one)
        return one

    yield start
    for one in started:
        one.kill()
        one.wait()
        if one.stdout:
            one.stdout.close()


def answers(port):
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/login/", timeout=2).close()
    except OSError:
        return False
    return True


def wait_until(condition, seconds=40):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "takes too long"
        time.sleep(0.1)


def a_free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.mark.slow
def test_the_site_runs_until_it_is_interrupted(serve):
    port = a_free_port()
    site = serve("--port", str(port))
    wait_until(lambda: answers(port))

    site.send_signal(signal.SIGINT)

    assert site.wait(timeout=20) == 0
    assert not answers(port)
    assert f"http://127.0.0.1:{port}/" in site.stdout.read()


@pytest.mark.slow
def test_nothing_stays_behind_when_it_is_killed(serve):
    port = a_free_port()
    site = serve("--port", str(port))
    wait_until(lambda: answers(port))

    site.kill()

    wait_until(lambda: not answers(port), seconds=15)


@pytest.mark.slow
def test_a_bad_setting_is_one_sentence(serve):
    site = serve("--port", str(a_free_port()), JIXIAO_IDLE_MINUTES="soon")

    assert site.wait(timeout=20) == 2
    assert site.stdout.read() == "✗ 环境变量 JIXIAO_IDLE_MINUTES=soon 应为正整数\n"
