import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.workflows.batch_work import audit, work

from jixiao.core.errors import JixiaoError
from jixiao.workflows import batch_workers
from jixiao.workflows.audit_batch import BatchProgress, audit_files
from jixiao.workflows.batch_state import State
from jixiao.workflows.batch_workers import Job
from jixiao.workflows.keep_decisions import DECISIONS_SUFFIX

ROOT = Path(__file__).parents[2]
CHINESE_SENTENCE = re.compile(r"[^。]*[\u4e00-\u9fff][^。]*。")


@pytest.fixture
def files(tmp_path):
    def made(*names):
        paths = [tmp_path / f"{name}.txt" for name in names]
        for path in paths:
            path.write_text(path.stem, encoding="utf-8")
        return paths

    return made


def job(**changes):
    return replace(
        Job(work=work, options={}, clock=time.monotonic, workers=2), **changes
    )


def said(items):
    return [item.tree["said"] if item.tree else None for item in items]


def test_results_come_in_the_order_of_the_files(files):
    paths = files("slow", "a", "b", "c")
    slow = job(options={"seconds": 0.5})

    in_order = list(audit_files(paths, slow))
    as_they_come = list(audit_files(paths, slow, in_order=False))

    assert said(in_order) == ["slow", "a", "b", "c"]
    assert said(as_they_come)[-1] == "slow"
    assert sorted(said(as_they_come)) == ["a", "b", "c", "slow"]


def test_a_poisoned_document_never_stops_the_batch(files):
    paths = files("a", "rejected", "raises", "crashes", "hangs", "devours", "z")

    items = list(audit_files(paths, job(time_limit=1.5)))

    assert said(items) == ["a", None, None, None, None, None, "z"]
    told = [item.error for item in items if item.error]
    assert all(CHINESE_SENTENCE.fullmatch(sentence) for sentence in told)
    words = (
        "文件不能用",
        "程序出错（ValueError）",
        "意外中止（代码 7）",
        "超过 1.5 秒",
        "内存超过 2048 兆字节",
    )
    assert [word in sentence for word, sentence in zip(words, told, strict=True)] == [
        True
    ] * 5
    assert [bool(item.trace) for item in items] == [
        False, False, True, False, False, False, False,
    ]  # fmt: skip


def test_a_process_that_has_grown_makes_place_for_a_fresh_one(files):
    paths = files("a", "grows1", "grows2", "z")

    items = list(audit_files(paths, job(workers=1)))

    processes = [item.tree["process"] for item in items if item.tree]
    assert processes[0] == processes[1] == processes[2] != processes[3]
    assert items[3].peak_mb < items[2].peak_mb < batch_workers.RECYCLE_AT_MB + 150


def test_what_is_done_is_not_done_again_unless_something_changed(files, tmp_path):
    paths = files("a", "b", "crashes")
    state, log = tmp_path / "out" / ".jixiao-audit", tmp_path / "log"

    def run(**options):
        log.write_text("")
        all_options = {"log": str(log)} | options
        items = list(audit_files(paths, job(options=all_options), state=state))
        return [item.is_remembered for item in items], sorted(log.read_text().split())

    assert run() == ([False] * 3, ["a.txt", "b.txt"])
    assert run() == ([True, True, False], [])
    paths[0].write_text("另一个内容")
    assert run() == ([False, True, False], ["a.txt"])
    paths[1].with_name(paths[1].name + DECISIONS_SUFFIX).write_text("x")
    assert run() == ([True, False, False], ["b.txt"])
    assert run(checks=["AR001"]) == ([False] * 3, ["a.txt", "b.txt"])


def test_a_damaged_result_is_done_again(files, tmp_path):
    paths = files("a")
    state = tmp_path / "state"
    list(audit_files(paths, job(), state=state))
    (kept,) = state.iterdir()
    kept.write_text('{"said": "a')

    items = list(audit_files(paths, job(), state=state))

    assert (items[0].is_remembered, said(items)) == (False, ["a"])


def test_after_kill_9_in_the_middle_the_finished_files_are_not_done_again(
    files, tmp_path
):
    files(*(f"slow{number:02}" for number in range(20)))
    command = [sys.executable, "-m", "tests.workflows.batch_run", str(tmp_path)]
    log = tmp_path / "log"
    with subprocess.Popen(  # noqa: S603  our own program
        [*command, "0.2"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        for _ in range(5):
            first.stdout.readline()
        os.kill(first.pid, signal.SIGKILL)
    time.sleep(0.5)  # what the orphaned processes had begun they finish, and end
    begun = log.read_text().split()

    again = subprocess.run(  # noqa: S603  our own program
        [*command, "0.2"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    lines = [line.split() for line in again.stdout.splitlines()]
    assert [name for name, _ in lines] == [f"slow{n:02}.txt" for n in range(20)]
    remembered = [name for name, was in lines if was == "True"]
    assert len(remembered) >= 5
    everything = log.read_text().split()
    assert not set(remembered) & set(everything[len(begun) :])
    assert len(everything) <= 20 + 2 * 2  # two in work, two answers not yet kept


def test_an_orphaned_process_ends_by_itself(files, tmp_path):
    files("slow")
    with subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-m", "tests.workflows.batch_run", str(tmp_path), "1"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    ) as program:
        time.sleep(1.2)
        children = children_of(program.pid)
        os.kill(program.pid, signal.SIGKILL)
    time.sleep(2)

    assert len(children) >= 1
    assert [pid for pid in children if is_running(pid)] == []


def children_of(pid):
    return [
        int(folder.name)
        for folder in Path("/proc").iterdir()
        if folder.name.isdecimal() and f"PPid:\t{pid}\n" in status_of(folder)
    ]


def is_running(pid):
    """Neither gone nor dead and still listed."""
    status = status_of(Path(f"/proc/{pid}"))
    return bool(status) and "State:\tZ" not in status


def status_of(folder):
    try:
        return (folder / "status").read_text()
    except OSError:
        return ""


def test_progress_tells_rate_and_remaining_time(files, tmp_path):
    paths = files("a", "b", "c")
    list(audit_files(paths[:1], job(), state=tmp_path / "state"))
    told: list[BatchProgress] = []

    list(audit_files(paths, job(), state=tmp_path / "state", on_done=told.append))

    assert [(p.done, p.total, p.remembered) for p in told] == [
        (1, 3, 1), (2, 3, 1), (3, 3, 1),
    ]  # fmt: skip
    assert told[0].per_second is told[0].remaining_seconds is None
    assert told[2].remaining_seconds == 0


def test_rate_counts_only_what_was_done_now():
    progress = BatchProgress(
        path=Path("甲"), done=30, total=50, remembered=10, seconds=4.0
    )

    assert (progress.per_second, progress.remaining_seconds) == (5.0, 4.0)


def test_many_remembered_files_before_a_new_one(files, tmp_path, monkeypatch):
    paths = files(*(f"a{n}" for n in range(12)))
    monkeypatch.setattr("jixiao.workflows.audit_batch._AHEAD", 2)
    list(audit_files(paths[:8], job(), state=tmp_path / "state"))

    items = list(audit_files(paths, job(), state=tmp_path / "state"))

    assert said(items) == [path.stem for path in paths]
    assert [item.is_remembered for item in items] == [True] * 8 + [False] * 4


def test_a_state_folder_that_cannot_be_made_is_told_in_one_sentence(files, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(JixiaoError, match="无法保存核查进度"):
        next(audit_files(files("a"), job(), state=tmp_path / "file" / "state"))


def test_nothing_is_kept_without_a_folder():
    state = State(None, {})

    state.save("k", {"a": 1})

    assert state.load("k") is None


@pytest.mark.slow
def test_a_hundred_documents_take_no_more_memory_than_allowed(tmp_path):
    report = (ROOT / "examples" / "xianning-2020.yaml").read_bytes()
    paths = [tmp_path / f"{number}.yaml" for number in range(100)]
    for path in paths:
        path.write_bytes(report)

    items = list(audit_files(paths, job(work=audit)))

    assert [item.error for item in items] == [None] * 100
    assert max(item.peak_mb for item in items) <= 300
