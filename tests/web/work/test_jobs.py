from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jixiao.core.errors import JixiaoError
from jixiao.web.accounts.access import actor_of
from jixiao.web.work import registry
from jixiao.web.work.models import Job, JobState
from jixiao.web.work.progress import Progress
from jixiao.web.work.registry import Work
from jixiao.web.work.selectors import remaining
from jixiao.web.work.services import recover_jobs, retry_job, start_job
from jixiao.web.work.tasks import run_job


@pytest.fixture
def does(monkeypatch):
    """Register what work of the kind "test" does."""

    def registered(do):
        one = Work(kind="test", label="试办", do=do)
        monkeypatch.setitem(registry._known, "test", one)

    return registered


@pytest.fixture
def job(world):
    actor = actor_of(world.people["bureau"], at=timezone.now())
    return start_job(actor=actor, kind="test", title="试办", arguments={}, total=3)


def run(job):
    run_job.call(job.pk)
    job.refresh_from_db()


def test_work_that_is_started_waits_with_its_task(job):
    (task,) = DBTaskResult.objects.all()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    assert task.args_kwargs == {"args": [job.pk], "kwargs": {}}


def test_work_that_ends_well_leads_to_its_result(job, does):
    def do(_job, progress):
        progress.begin(total=3)
        for _ in range(3):
            progress.add()
        return "/result/"

    does(do)
    run(job)

    assert (job.state, job.done, job.percent) == (JobState.DONE, 3, 100)
    assert (job.result_url, job.reason, job.attempts) == ("/result/", "", 1)
    assert job.finished_at is not None


def test_a_refusal_is_the_reason_of_the_failure(job, does):
    def do(_job, _progress):
        raise JixiaoError("没有可以办理的内容；请重新选择")

    does(do)
    run(job)

    assert (job.state, job.reason) == (
        JobState.FAILED,
        "没有可以办理的内容；请重新选择",
    )


def test_a_mistake_of_ours_becomes_a_number_that_stands_in_the_log(job, does, caplog):
    def do(_job, _progress):
        raise ZeroDivisionError("secret detail")

    does(do)
    run(job)

    number = job.reason.split()[1].rstrip("；请把编号告诉管理员，或稍后重试。")
    assert job.state == JobState.FAILED
    assert job.reason == f"内部错误，编号 {number}；请把编号告诉管理员，或稍后重试。"
    (line,) = [one for one in caplog.records if one.levelname == "ERROR"]
    assert number in line.getMessage()
    assert line.exc_info[0] is ZeroDivisionError


def test_work_that_no_app_does_any_more_says_so(job):
    run(job)

    assert job.reason == "本版本不再办理这类事项（test）；请重新发起"


def test_a_task_that_comes_twice_is_done_once(job, does):
    done = []

    def do(job, _progress):
        done.append(job.attempts)
        return ""

    does(do)
    run(job)
    run(job)

    assert done == [1]


def test_who_lost_a_job_stops_and_writes_nothing_any_more(job, does):
    went_on = []

    def do(job, progress):
        Job.objects.filter(pk=job.pk).update(attempts=2)  # another worker took it
        progress.begin(total=3, done=1)
        went_on.append(job.pk)
        return "/mine/"

    does(do)
    run(job)

    assert went_on == []
    assert (job.state, job.done, job.result_url) == (JobState.RUNNING, 0, "")


def test_progress_is_not_written_more_than_twice_a_second(
    job, django_assert_num_queries
):
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    job.refresh_from_db()
    progress = Progress(job)
    progress.begin(total=1000)

    with django_assert_num_queries(0):
        for _ in range(900):
            progress.add()
    for _ in range(100):
        progress.add()

    job.refresh_from_db()
    assert job.done == 1000


def silent(job, **facts):
    """Let the last sign of life be a minute old."""
    long_ago = timezone.now() - timedelta(minutes=1)
    Job.objects.filter(pk=job.pk).update(heartbeat_at=long_ago, **facts)


def test_a_job_whose_worker_died_is_queued_again(job):
    DBTaskResult.objects.update(status="RUNNING")
    silent(job, state=JobState.RUNNING, attempts=1)

    assert recover_jobs(now=timezone.now()) == 1

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 1)
    states = DBTaskResult.objects.order_by("enqueued_at").values_list(
        "status", flat=True
    )
    assert list(states) == ["FAILED", "READY"]
    assert recover_jobs(now=timezone.now()) == 0


@pytest.mark.usefixtures("job")
def test_a_job_whose_task_was_claimed_and_never_begun_is_queued_again():
    DBTaskResult.objects.update(status="RUNNING")
    Job.objects.update(created_at=timezone.now() - timedelta(minutes=1))

    assert recover_jobs(now=timezone.now()) == 1
    assert DBTaskResult.objects.filter(status="READY").count() == 1


@pytest.mark.usefixtures("job")
def test_a_job_that_merely_waits_is_left_alone():
    Job.objects.update(created_at=timezone.now() - timedelta(days=1))

    assert recover_jobs(now=timezone.now()) == 0
    assert DBTaskResult.objects.count() == 1


@pytest.mark.usefixtures("job")
def test_a_living_job_is_left_alone():
    Job.objects.update(state=JobState.RUNNING, heartbeat_at=timezone.now())

    assert recover_jobs(now=timezone.now()) == 0


def test_a_job_that_three_workers_died_of_is_given_up(job):
    silent(job, state=JobState.RUNNING, attempts=3)

    recover_jobs(now=timezone.now())

    job.refresh_from_db()
    assert (job.state, job.reason) == (
        JobState.FAILED,
        "后台进程中断 3 次，未能完成；已完成的部分没有丢失，可以重试。",
    )


def test_the_rate_leaves_out_what_earlier_attempts_did():
    now = timezone.now()
    job = Job(
        state=JobState.RUNNING, total=100, done=60, done_before=50,
        started_at=now - timedelta(seconds=60),
    )  # fmt: skip

    assert remaining(job, now=now) == "每分钟约 10 项，约需 4分钟"


# -- pages -----------------------------------------------------------------------------


@pytest.mark.usefixtures("job")
def test_mine_are_listed_and_nobody_elses(as_):
    mine = as_("bureau").get(reverse("work:jobs"))
    other = as_("planner").get(reverse("work:jobs"))

    assert "试办" in mine.content.decode()
    assert "没有后台任务" in other.content.decode()


@pytest.mark.parametrize("page", ["job", "progress"])
def test_another_persons_job_does_not_exist(job, as_, page):
    url = reverse(f"work:{page}", args=[job.pk])

    assert as_("bureau").get(url).status_code == 200
    assert as_("planner").get(url).status_code == 404
    assert as_("system").get(url).status_code == 404


def test_a_running_job_is_asked_for_every_second(job, as_):
    Job.objects.update(state=JobState.RUNNING, done=1)

    page = as_("bureau").get(reverse("work:progress", args=[job.pk])).content.decode()

    assert 'hx-trigger="every 1s"' in page
    assert "33%" in page


def test_a_finished_job_is_not_asked_for_any_more(job, as_):
    Job.objects.update(
        state=JobState.DONE, result_url="/bureau/", finished_at=timezone.now()
    )

    page = as_("bureau").get(reverse("work:progress", args=[job.pk])).content.decode()

    assert "hx-trigger" not in page
    assert 'href="/bureau/"' in page


def test_a_failed_job_is_tried_again(job, as_):
    Job.objects.update(state=JobState.FAILED, reason="坏了", attempts=3)

    answer = as_("bureau").post(reverse("work:retry", args=[job.pk]))

    job.refresh_from_db()
    assert answer.status_code == 302
    assert (job.state, job.reason, job.attempts) == (JobState.QUEUED, "", 0)


def test_only_a_failed_job_is_tried_again(job, world):
    actor = actor_of(world.people["bureau"], at=timezone.now())

    with pytest.raises(JixiaoError, match="只有失败的任务可以重试"):
        retry_job(actor=actor, pk=job.pk)

    assert DBTaskResult.objects.count() == 1


def test_the_list_needs_the_same_queries_for_any_number(
    world, as_, django_assert_max_num_queries
):
    actor = actor_of(world.people["bureau"], at=timezone.now())
    for _ in range(5):
        start_job(actor=actor, kind="test", title="试办", arguments={})
    browser = as_("bureau")

    with django_assert_max_num_queries(8):
        browser.get(reverse("work:jobs"))
