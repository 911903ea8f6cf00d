"""Dagster from the command line: one persistent instance, one run per reel, in this process.

Only `run` and `ui` need it. The history lives under the data folder, where ``dagster.yaml``
of a checkout points as well, so runs made here are seen in the UI.
"""

import fcntl
import os
import shutil
import signal
import socket
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

import dagster as dg
from dagster._core.instance import InstanceRef

from motion_assets.cli.history import OpenHistory, new_history
from motion_assets.definitions import defs
from motion_assets.errors import MotionAssetsError, StorageError
from motion_assets.steps.verify import ASKED_IS_SHOWN

HISTORY: Final = ".dagster"
PID_TAG: Final = "motion/pid"
HOST_TAG: Final = "motion/host"
UNFINISHED: Final = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
_MOST_SIGNALS: Final = 4_096
QUIET: Final = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


class RunFailedError(MotionAssetsError):
    """A Dagster run ended without success; the message names the step and the reason."""


@contextmanager
def open_instance(data_dir: Path) -> Iterator[dg.DagsterInstance]:
    """Open the project's Dagster instance, making it first where there is none.

    A fresh history is built aside by one process while others wait, and renamed: two that
    build one in place at once leave it unusable, and so does one that is killed half way.

    Raises
    ------
    StorageError
        If something else than a folder has the name of the history.
    """
    home = (data_dir / HISTORY).resolve()
    if not home.exists():
        _build_history(home)
    if not home.is_dir():
        raise StorageError(f"{home} should be the folder of Dagster's history. Move it away.")
    with dg.DagsterInstance.from_ref(_ref(home)) as instance:
        yield instance


def _build_history(home: Path) -> None:
    home.parent.mkdir(parents=True, exist_ok=True)
    with home.with_name(f"{HISTORY}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            _build_aside(home)


def _build_aside(home: Path) -> None:
    aside = Path(tempfile.mkdtemp(prefix=f"{HISTORY}-new-", dir=home.parent))
    try:
        with new_history(), dg.DagsterInstance.from_ref(_ref(aside)) as instance:
            instance.get_runs_count()
            instance.all_instigator_state()
        aside.rename(home)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _ref(home: Path) -> InstanceRef:
    folder = str(home)
    return InstanceRef.from_dir(
        folder,
        overrides={
            "storage": OpenHistory.config(folder),
            # The steps print nothing, and the processes that would catch it outlive a Ctrl-C.
            "compute_logs": {
                "module": "dagster._core.storage.noop_compute_log_manager",
                "class": "NoOpComputeLogManager",
            },
            "telemetry": {"enabled": False},
        },
    )


def end_dead_runs(instance: dg.DagsterInstance) -> int:
    """Mark runs of this machine as failed whose process is gone; returns how many.

    A killed process cannot report back, and a run that seems to go on misleads the operator.
    """
    dead = [
        run
        for run in instance.get_runs(dg.RunsFilter(statuses=UNFINISHED))
        if run.tags.get(HOST_TAG) == socket.gethostname() and not _alive(run.tags[PID_TAG])
    ]
    for run in dead:
        instance.report_run_failed(run, "The process that made this run was ended.")
    return len(dead)


def _alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def materialize_reel(instance: dg.DagsterInstance, job_name: str, reel: str) -> tuple[str, ...]:
    """Materialize every asset of one reel; returns what was asked and is not what its files show.

    Such a run ends as failed, but its reel is published: only a few misses are told, in words.

    Raises
    ------
    RunFailedError
        If another step failed; names it and the reason.
    """
    instance.add_dynamic_partitions("reel", [reel])
    result = _execute(instance, job_name, reel)
    if result.success:
        return ()
    missed = _missed(result)
    if missed is None:
        raise RunFailedError(_failure_text(result, f"reel {reel}"))
    return missed


def _missed(result: dg.ExecuteInProcessResult) -> tuple[str, ...] | None:
    """Misses of a run that failed for nothing else; None where it failed for anything else."""
    failed = {event.step_key for event in result.all_events if event.is_step_failure}
    if failed != {ASKED_IS_SHOWN}:
        return None
    checks = result.get_asset_check_evaluations()
    samples = [e.metadata["wrong_sample"] for e in checks if e.check_name == ASKED_IS_SHOWN]
    told = [sample.data for sample in samples if isinstance(sample, dg.JsonMetadataValue)]
    # A check that broke has no result: that is no miss, and its error is told.
    return tuple(str(example) for listed in told for example in listed or ()) or None


def audit(instance: dg.DagsterInstance) -> None:
    """Count everything again, and draw the camera; ``RunFailedError`` names tables that differ."""
    result = _execute(instance, "audit", None)
    failed = [e for e in result.get_asset_check_evaluations() if not e.passed]
    if failed:
        raise RunFailedError(f"the recount differs: {failed[0].metadata['wrong_sample'].value}")
    if not result.success:
        raise RunFailedError(_failure_text(result, "the recount"))


def record_missing(instance: dg.DagsterInstance) -> None:
    """Record clips whose rows are missing; ``RunFailedError`` says which are missing still."""
    result = _execute(instance, "recover", None)
    if not result.success:
        raise RunFailedError(_failure_text(result, "recover"))


def alive_reels(instance: dg.DagsterInstance) -> frozenset[str]:
    """Reels of runs that wait or work."""
    runs = instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.QUEUED, *UNFINISHED]))
    return frozenset(tag for run in runs if (tag := run.tags.get("dagster/partition")))


@cache
def _repository() -> dg.RepositoryDefinition:
    """All definitions, found once a process; what they open follows the settings of each run."""
    with warnings.catch_warnings():
        # Dagster says of its own sensors that an option nobody here sets is beta.
        warnings.simplefilter("ignore", dg.BetaWarning)
        return defs().get_repository_def()


def _execute(
    instance: dg.DagsterInstance, job_name: str, partition_key: str | None
) -> dg.ExecuteInProcessResult:
    job = _repository().get_job(job_name)
    with hearing_ctrl_c():
        return job.execute_in_process(
            partition_key=partition_key,
            instance=instance,
            run_config=QUIET,
            raise_on_error=False,
            tags={PID_TAG: str(os.getpid()), HOST_TAG: socket.gethostname()},
        )


@contextmanager
def hearing_ctrl_c() -> Iterator[None]:
    """Raise a Ctrl-C that came during the block, even one that Dagster took in and forgot.

    Between its steps Dagster only notes a signal, and drops the note when the run ends. The
    number of every signal is also written to a socket here, which nobody can hold back.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # Signals are the main thread's; others neither get nor lose one.
        return
    reader, writer = socket.socketpair()
    with reader, writer:
        reader.setblocking(False)
        writer.setblocking(False)
        before = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(before)
        if signal.SIGINT in _written(reader):
            raise KeyboardInterrupt


def _written(reader: socket.socket) -> bytes:
    try:
        return reader.recv(_MOST_SIGNALS)
    except BlockingIOError:
        return b""


def _failure_text(result: dg.ExecuteInProcessResult, what: str) -> str:
    for event in result.all_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            cause = error.cause if error is not None else None
            reason = (cause or error).message.strip() if error is not None else "no reason given"
            return f"{what}, step {event.step_key}: {reason}"
    return f"{what}: the run {result.run_id} failed before its first step."
