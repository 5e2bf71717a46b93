"""A real server killed with SIGKILL while somebody saves and somebody submits."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings as site
from django.db import connection
from django.test import Client
from tests.web.world import build_evaluation

from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.states import State
from jixiao.web.review.models import Submission
from jixiao.web.trail.models import Chain, Entry
from jixiao.web.trail.selectors import verify_all

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parents[2]
MOMENTS = (0.02, 0.15, 0.4, 0.9, 2)
"""Seconds after the first answer at which the server is killed."""


class Server:
    """The site on the database of the tests, in processes of its own."""

    def __init__(self):
        facts = connection.settings_dict
        url = f"sqlite:///{facts['NAME']}"
        if connection.vendor == "postgresql":
            place = f"{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"
            url = f"postgresql://{facts['USER']}:{facts['PASSWORD']}@{place}"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        environment = {
            **os.environ, "DATABASE_URL": url, "JIXIAO_DATA": str(site.DATA),
            "DJANGO_SETTINGS_MODULE": "tests.web.site_settings",
            "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        command = [
            sys.executable, "-m", "gunicorn", "jixiao.web.wsgi:application",
            "--bind", f"127.0.0.1:{port}", "--threads", "4", "--log-level", "critical",
        ]  # fmt: skip
        self.process = subprocess.Popen(  # noqa: S603 - fixed arguments
            command, env=environment, cwd=ROOT, start_new_session=True
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)

    def kill(self):
        """At once, with all its processes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def post(self, user, path, fields):
        """Send a form as a logged-in browser does; the status, None if it was cut."""
        browser = Client()
        browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
        browser.get("/password/")
        token = browser.cookies["csrftoken"].value
        cookies = "; ".join(f"{k}={v.value}" for k, v in browser.cookies.items())
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token})
        return lambda **more: self._send(path, body, more, cookies)

    def _send(self, path, body, more, cookies):
        data = f"{body}&{urllib.parse.urlencode(more)}".encode()
        request = urllib.request.Request(self.address + path, data)  # noqa: S310
        request.add_header("Cookie", cookies)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None


@pytest.mark.parametrize("moment", MOMENTS)
def test_no_accepted_change_is_lost(world, moment):
    evaluation = build_evaluation(world)
    row = evaluation.indicators.get(position=1)
    server = Server()
    save = server.post(world.filler_a, f"/indicators/{row.pk}/cell/", {})
    accepted, answered = [], threading.Event()

    def type_on():
        version = row.version
        while True:
            status = save(version=version, actual=str(version))
            if status != 200:
                return
            accepted.append(str(version))
            answered.set()
            version += 1

    typing = threading.Thread(target=type_on)
    typing.start()
    answered.wait(30)
    time.sleep(moment)
    server.kill()
    typing.join()

    kept = Indicator.objects.get(pk=row.pk)
    chain = Chain.objects.get(name=evaluation.trail_chain)
    assert accepted
    # The last one may have been written and its answer cut off; no other is possible.
    assert kept.actual in {accepted[-1], str(int(accepted[-1]) + 1)}
    assert kept.version == int(kept.actual) + 1
    assert Entry.objects.filter(chain=chain).count() == int(kept.actual)
    assert [breaks for _, breaks in verify_all() if breaks] == []


@pytest.mark.parametrize("moment", MOMENTS)
def test_there_is_no_half_submission(world, moment):
    evaluation = build_evaluation(world, state=State.APPROVED, is_filled=True)
    server = Server()
    submit = server.post(
        world.planner, f"/evaluations/{evaluation.pk}/move/submit/",
        {"version": evaluation.facts_version},
    )  # fmt: skip
    sending = threading.Thread(target=submit)
    sending.start()
    time.sleep(moment * 3)
    server.kill()
    sending.join()

    kept = Evaluation.objects.get(pk=evaluation.pk)
    found = list(Submission.objects.filter(evaluation=evaluation))
    if not found:
        assert kept.state == State.APPROVED
        assert not Entry.objects.filter(chain__name=evaluation.trail_chain).exists()
    else:
        assert kept.state == State.SUBMITTED
        files = list(found[0].files.all())
        assert len(files) >= 4
        assert all(Path(one.file.path).stat().st_size == one.size for one in files)
    assert [breaks for _, breaks in verify_all() if breaks] == []
