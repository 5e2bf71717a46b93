"""A real worker on a real database, killed with SIGKILL in the middle of its work."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from jixiao.web.accounts.access import actor_of
from jixiao.web.bureau.models import ForeignReport
from jixiao.web.bureau.services import take_in
from jixiao.web.bureau.unpacking import received
from jixiao.web.work.models import Job, JobState

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "xianning-2020.yaml"
REPORTS = 24


def worker():
    """Start one on the database of the tests."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{facts['NAME']}"
    else:
        url = f"postgresql://{facts['USER']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"
    environment = {
        **os.environ, "DATABASE_URL": url, "JIXIAO_DATA": str(site.DATA),
        "DJANGO_SETTINGS_MODULE": "tests.web.site_settings",
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    command = [sys.executable, "-m", "jixiao.web", "work", "--until-empty"]
    return subprocess.Popen(command, env=environment, cwd=ROOT)  # noqa: S603  fixed arguments


def done():
    return set(
        ForeignReport.objects.filter(result__isnull=False).values_list("pk", flat=True)
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_nothing_and_does_nothing_twice(world):
    text = EXAMPLE.read_text("utf-8")
    files = [
        SimpleUploadedFile(f"{n}.yaml", f"{text}\n# {n}\n".encode())
        for n in range(REPORTS)
    ]
    actor = actor_of(world.people["bureau"], at=timezone.now())
    batch = take_in(actor=actor, title="收到的报告", received=received(files))

    first = worker()
    until = time.monotonic() + 60
    while len(done()) < 3 and time.monotonic() < until:
        time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.wait()

    before = done()
    job = Job.objects.get()
    assert 3 <= len(before) < REPORTS
    assert job.state == JobState.RUNNING
    # Were one of these done again, it would be found that its file is gone.
    for report in ForeignReport.objects.filter(pk__in=before):
        Path(report.file.path).unlink()
    Job.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=1))

    assert worker().wait(timeout=120) == 0

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert (job.done, job.total, job.done_before) == (REPORTS, REPORTS, len(before))
    assert job.result_url == f"/bureau/audits/{batch.pk}/"
    assert len(done()) == REPORTS
    assert not ForeignReport.objects.exclude(error="").exists()
