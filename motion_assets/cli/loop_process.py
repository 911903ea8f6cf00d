"""The processes behind `motion-assets loop`: one daemon with its own group, and its sensors.

Put starting, watching and ending of processes here; what the loop prints and when it stops is
in ``loop``.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import dagster as dg
import yaml  # type: ignore[import-untyped]  # it ships no types
from dagster._core.errors import DagsterUserCodeUnreachableError
from dagster._core.instance import InstanceRef
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster._grpc.client import DagsterGrpcClient

from motion_assets.cli import output
from motion_assets.cli.dagster_run import HISTORY, UNFINISHED
from motion_assets.cli.homes import replace_text, write_home
from motion_assets.errors import RequestError, StorageError
from motion_assets.steps.processes import RUN_TAG, alive_here

HOME: Final = "loop"
END_S: Final = 1.0
"""Time that processes get to end by themselves before they are ended."""
SERVER_S: Final = 60.0
"""Time that the code server gets to load all definitions."""
_LOCATION: Final = "motion_assets"


@contextmanager
def only_loop(data_dir: Path) -> Iterator[None]:
    """Hold the place of the one loop of a data folder; a process that dies frees it at once.

    Raises
    ------
    RequestError
        If another loop works on the folder.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / ".loop.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RequestError(
                f"a loop works on {data_dir} already. See how it does with: motion-assets loop "
                "--status; stop it with Ctrl-C where it runs, or set MOTION_ASSETS_DATA_DIR."
            ) from None
        os.utime(data_dir / ".loop.lock")
        yield


def socket_path() -> Path:
    """Where this loop's code server listens: a short path, whatever the data folder."""
    return Path(tempfile.gettempdir()) / f"motion-assets-loop-{os.getpid()}.sock"


def is_looping(data_dir: Path) -> bool:
    """Whether a loop works on a data folder."""
    path = data_dir / ".loop.lock"
    if not path.exists():
        return False
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def prepare_home(data_dir: Path, socket: Path) -> Path:
    """Write the daemon's configuration: that of the checkout, with this data folder's history.

    A code server of its own, at ``socket``, is what the daemon asks: one that the daemon
    manages itself is started anew every minute.

    Raises
    ------
    StorageError
        If the checkout's ``dagster.yaml`` is not there.
    """
    history = (data_dir / HISTORY).resolve()
    home = history / HOME
    write_home(home, history, keep_logs=False)
    target = {"socket": str(socket), "location_name": _LOCATION}
    replace_text(home / "workspace.yaml", yaml.safe_dump({"load_from": [{"grpc_server": target}]}))
    return home


@contextmanager
def session(home: Path) -> Iterator[dg.DagsterInstance]:
    """Open the instance that the daemon works with; runs left over are closed before and after."""
    with dg.DagsterInstance.from_ref(InstanceRef.from_dir(str(home))) as instance:
        left = _begin_session(instance, home)
        if left:
            output.note(f"Unfinished runs of an earlier loop: {left}, now closed.")
        try:
            yield instance
        finally:
            _end_session(instance, home)


def switch_sensors(instance: dg.DagsterInstance, home: Path, on: Sequence[str]) -> None:
    """Switch sensors on by name, and every other one of the project off."""
    target = WorkspaceFileTarget([str(home / "workspace.yaml")])
    with WorkspaceProcessContext(instance, target) as process:
        (location,) = process.create_request_context().code_locations
        (repository,) = location.get_repositories().values()
        for sensor in repository.get_sensors():
            if sensor.name in on:
                instance.start_sensor(sensor)
            else:
                instance.stop_sensor(sensor.get_remote_origin_id(), sensor.selector_id, sensor)


class Service:
    """A process of Dagster in a group of its own, with everything that it starts."""

    def __init__(self, arguments: Sequence[str], log: Path, environment: dict[str, str]) -> None:
        self._command = [sys.executable, "-m", "motion_assets.cli.loop_daemon", *arguments]
        self._environment = {**os.environ, **environment}
        self._process: subprocess.Popen[bytes] | None = None
        self.log = log
        self.starts = 0

    def keep_alive(self) -> bool:
        """Start the process unless it runs; whether it had to be started."""
        if self._process is not None and self._process.poll() is None:
            return False
        with self.log.open("ab" if self.starts else "wb") as log:
            self._process = subprocess.Popen(  # noqa: S603  an argument list, our own interpreter
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.starts += 1
        return True

    def signal(self, how: signal.Signals) -> None:
        """Send a signal to the process and all that it started; gone ones are no error."""
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, how)

    def lives(self) -> bool:
        """Whether the process or something that it started is there."""
        if self._process is None:
            return False
        self._process.poll()
        try:
            os.killpg(self._process.pid, 0)
        except (ProcessLookupError, PermissionError):
            return False
        return True

    def collect(self) -> None:
        """Wait for the process, which was ended."""
        if self._process is not None:
            self._process.wait()


class Services:
    """The code server, in whose processes sensors and runs work, and the daemon over them."""

    def __init__(self, home: Path, socket: Path, environment: dict[str, str]) -> None:
        self.socket = socket
        variables = {**environment, "DAGSTER_HOME": str(home)}
        module = ("-m", "motion_assets.definitions", "--location-name", _LOCATION)
        self.server = Service(
            ("server", *module, "--socket", str(socket)), home / "server.log", variables
        )
        workspace = str(home / "workspace.yaml")
        self.daemon = Service(("daemon", "run", "-w", workspace), home / "daemon.log", variables)

    def keep_alive(self) -> tuple[str, ...]:
        """Start what does not run; what had to be started again, by name."""
        services = {"code server": self.server, "daemon": self.daemon}
        return tuple(
            name
            for name, service in services.items()
            if service.keep_alive() and service.starts > 1
        )

    def await_server(self) -> None:
        """Start the code server and wait until it answers.

        Raises
        ------
        StorageError
            If it does not within a minute; its log says why.
        """
        self.server.keep_alive()
        client = DagsterGrpcClient(socket=str(self.socket))
        deadline = time.monotonic() + SERVER_S
        while time.monotonic() < deadline:
            with suppress(DagsterUserCodeUnreachableError):
                client.ping("")
                return
            time.sleep(0.2)
        raise StorageError(f"the code server did not start; {self.server.log} says why.")

    def end(self) -> None:
        """End the daemon, the code server and the runs, within a second or two."""
        services = (self.daemon, self.server)
        for service in services:
            service.signal(signal.SIGTERM)
        deadline = time.monotonic() + END_S
        while time.monotonic() < deadline and any(service.lives() for service in services):
            time.sleep(0.05)
        for service in services:
            service.signal(signal.SIGKILL)
            service.collect()
        self.socket.unlink(missing_ok=True)


def _begin_session(instance: dg.DagsterInstance, home: Path) -> int:
    """Fail what an earlier loop left unfinished when it was killed; how many runs that were."""
    path = home / "session.json"
    left = 0
    if path.exists():
        since = datetime.fromisoformat(json.loads(path.read_text(encoding="utf-8"))["at"])
        left = _close_runs(instance, since)
    replace_text(path, json.dumps({"at": datetime.now(UTC).isoformat(), "pid": os.getpid()}))
    return left


def _end_session(instance: dg.DagsterInstance, home: Path) -> int:
    """Close the runs that ended with the loop; how many they were."""
    path = home / "session.json"
    since = datetime.fromisoformat(json.loads(path.read_text(encoding="utf-8"))["at"])
    closed = _close_runs(instance, since)
    path.unlink()
    return closed


def close_gone_runs(instance: dg.DagsterInstance) -> int:
    """Fail runs of this machine whose process was killed; how many they were.

    A run that was started again carries the process of the one before it until it works itself.
    """
    runs = instance.get_runs(dg.RunsFilter(statuses=UNFINISHED))
    own = [run for run in runs if run.tags.get(RUN_TAG) == run.run_id]
    gone = [run for run in own if not alive_here(run.tags)]
    for run in gone:
        instance.report_run_failed(run, "The process that made this run was ended.")
    return len(gone)


def _close_runs(instance: dg.DagsterInstance, since: datetime) -> int:
    """Mark runs as canceled whose processes are gone; their reels are asked for again."""
    statuses = [dg.DagsterRunStatus.QUEUED, *UNFINISHED]
    records = instance.get_run_records(dg.RunsFilter(statuses=statuses, created_after=since))
    for record in records:
        instance.report_run_canceled(record.dagster_run, "The loop that made this run ended.")
    return len(records)
