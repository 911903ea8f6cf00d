"""Dagster's history: made once however many start at once, and honest about the dead."""

import os
import signal
import socket
import subprocess
import sys
import threading

import dagster as dg
import pytest
from dagster._utils.interrupts import capture_interrupts

from motion_assets.cli.dagster_run import (
    HISTORY,
    HOST_TAG,
    PID_TAG,
    RunFailedError,
    end_dead_runs,
    hearing_ctrl_c,
    materialize_reel,
    open_instance,
)
from motion_assets.errors import StorageError
from motion_assets.steps import verify
from motion_assets.steps.plan import standing, write_down
from motion_assets_tests.cli.opener import open_and_add
from motion_assets_tests.conftest import SMALL_SWEEP
from motion_assets_tests.forked import forking


def test_four_processes_that_open_a_fresh_history_at_once_share_one(tmp_path):
    names = [f"sweep-{number:012x}" for number in range(4)]
    texts = [tmp_path / f"said-{name}.txt" for name in names]
    # Forked from one that has imported all: they open within milliseconds of each other.
    workers = [
        forking().Process(target=open_and_add, args=(tmp_path / "data", name, text))
        for name, text in zip(names, texts, strict=True)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    said = [text.read_text(encoding="utf-8") for text in texts]
    assert [worker.exitcode for worker in workers] == [0] * 4, said
    made = sorted(path.name for path in (tmp_path / "data").iterdir())
    assert made == [HISTORY, f"{HISTORY}.lock"]
    with open_instance(tmp_path / "data") as found:
        assert sorted(found.get_dynamic_partitions("reel")) == names


def test_the_history_stays_between_openings(tmp_path):
    with open_instance(tmp_path) as instance:
        instance.add_dynamic_partitions("reel", ["sweep-0"])
    with open_instance(tmp_path) as instance:
        assert instance.get_dynamic_partitions("reel") == ["sweep-0"]


def test_a_file_in_the_place_of_the_history_is_named(tmp_path):
    (tmp_path / HISTORY).write_text("")
    with (
        pytest.raises(StorageError, match=r"\.dagster should be the folder"),
        open_instance(tmp_path),
    ):
        pass


def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait(timeout=60)
    return process.pid


@pytest.mark.parametrize(
    ("pid", "host", "ended"),
    [
        pytest.param(None, None, 1, id="gone"),
        pytest.param(os.getpid(), None, 0, id="alive"),
        pytest.param(1, None, 0, id="alive-and-not-ours"),
        pytest.param(None, "elsewhere", 0, id="another-machine"),
    ],
)
def test_a_run_whose_process_is_gone_is_marked_as_failed(pid, host, ended, instance):
    tags = {PID_TAG: str(pid or dead_pid()), HOST_TAG: host or socket.gethostname()}
    run = instance.create_run_for_job(
        dg.GraphDefinition("nothing").to_job(), status=dg.DagsterRunStatus.STARTED, tags=tags
    )
    assert end_dead_runs(instance) == ended
    found = instance.get_run_by_id(run.run_id)
    wanted = dg.DagsterRunStatus.FAILURE if ended else dg.DagsterRunStatus.STARTED
    assert found.status is wanted
    assert end_dead_runs(instance) == 0


def test_a_run_that_the_interface_started_is_left_alone(instance):
    instance.create_run_for_job(
        dg.GraphDefinition("nothing").to_job(), status=dg.DagsterRunStatus.STARTED
    )
    assert end_dead_runs(instance) == 0


def test_a_failed_run_names_the_reel_the_step_and_the_reason(instance):
    with pytest.raises(RunFailedError, match=r"reel sweep-0{12}, step \w+: .*sweep-0{12}"):
        materialize_reel(instance, "sweep", "sweep-000000000000")


def test_a_run_materializes_every_asset_of_its_reel(workspace, instance):
    reel = write_down(workspace, SMALL_SWEEP, standing(workspace)).request
    materialize_reel(instance, reel.workflow, reel.key)
    (run,) = instance.get_runs()
    assert run.status is dg.DagsterRunStatus.SUCCESS
    assert standing(workspace).folded == {reel.key}


def test_a_ctrl_c_that_dagster_forgets_is_heard():
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), hearing_ctrl_c(), capture_interrupts():
        signal.raise_signal(signal.SIGINT)
    with hearing_ctrl_c(), capture_interrupts():
        pass
    assert signal.getsignal(signal.SIGINT) is before
    assert signal.set_wakeup_fd(-1) == -1


def test_another_thread_runs_without_signals():
    ended: list[bool] = []

    def work():
        with hearing_ctrl_c():
            ended.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ended == [True]


def test_a_check_that_breaks_is_no_miss(workspace, instance, monkeypatch):
    def broken(*_):
        raise StorageError("the lake is gone")

    monkeypatch.setattr(verify, "asked_is_shown", broken)
    reel = write_down(workspace, SMALL_SWEEP, standing(workspace)).request
    with pytest.raises(RunFailedError, match=r"step asked_is_shown: .*the lake is gone"):
        materialize_reel(instance, reel.workflow, reel.key)
