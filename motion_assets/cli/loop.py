"""`motion-assets loop` and `health`: the loop without the UI, and whether it is well.

Put what the operator reads and decides here. Processes are started in ``loop_process``; what
the loop makes is decided in ``steps.loop`` by the same sensors that the UI shows.
"""

import math
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer

from motion_assets.cli import output
from motion_assets.cli.arguments import JsonOption
from motion_assets.errors import MotionAssetsError

if TYPE_CHECKING:
    import dagster as dg

    from motion_assets.cli.loop_process import Services
    from motion_assets.steps.outlook import Outlook
    from motion_assets.steps.workspace import Workspace

LOOK_S: Final = 1.0
HEALTH_S: Final = 10.0
LINE_S: Final = 30.0
"""A line at least so often, also when nothing was published."""
IDLE_S: Final = 240.0
"""Without a run and without a generation for so long, nothing more will come: it is longer than
sensors wait after failures."""


class Until(StrEnum):
    """When the loop stops."""

    FIRST_BAR = "first-bar"
    SECOND_BAR = "second-bar"
    FOREVER = "forever"

    @property
    def bar(self) -> int:
        """The bar that is worked towards."""
        return 1 if self is Until.FIRST_BAR else 2


class LoopIdleError(MotionAssetsError):
    """The loop has nothing left to try and its bar is not met."""


def loop(
    until: Annotated[Until, typer.Option(help="Stop when this bar is met.")] = Until.SECOND_BAR,
    pause: Annotated[bool, typer.Option("--pause", help="Start nothing new.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on after a pause.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Say how it does, and end.")] = False,
) -> None:
    """Let sensors fill the registries until a bar is met; Ctrl-C stops it within 5 seconds."""
    workspace = _workspace()
    if pause or resume:
        _steer(workspace, pause=pause)
    if pause or resume or status:
        _say_status(workspace)
        return
    _work(workspace, until)


def health(as_json: JsonOption = False) -> None:
    """Say whether the loop is well: exit status 1 and the reason when it is not."""
    from motion_assets.cli.dagster_run import HISTORY, open_instance
    from motion_assets.cli.loop_process import is_looping
    from motion_assets.steps.health import check_health, loop_begun, write_health

    workspace = _workspace()
    data_dir = workspace.settings.data_dir
    alive = 0
    if (data_dir / HISTORY).is_dir():
        with open_instance(data_dir) as instance:
            alive = _alive_count(instance)
    now = datetime.now(UTC)
    found = check_health(
        workspace,
        now=now,
        working=is_looping(data_dir),
        alive_runs=alive,
        since=loop_begun(workspace, now),
    )
    write_health(workspace, found)
    if as_json:
        output.print_json(asdict(found))
    else:
        output.print_rows(
            [{k: v for k, v in asdict(found).items() if k != "problems"}], as_json=False
        )
        for problem in found.problems:
            output.note(problem)
    if not found.healthy:
        raise typer.Exit(1)


def _work(workspace: "Workspace", until: Until) -> None:
    from motion_assets.cli.dagster_run import open_instance
    from motion_assets.cli.loop_process import (
        Services,
        begin_session,
        end_session,
        only_loop,
        open_home,
        prepare_home,
        socket_path,
        switch_sensors,
    )
    from motion_assets.steps.publish import publish_committed

    data_dir = workspace.settings.data_dir
    with only_loop(data_dir), _stopped_by_signals() as stopped:
        # The history is made by one process first: several that open a fresh one at once break it.
        with open_instance(data_dir):
            socket = socket_path()
            home = prepare_home(data_dir, socket)
        with open_home(home) as instance:
            left = begin_session(instance, home)
            if left:
                output.note(f"Unfinished runs of an earlier loop: {left}, now closed.")
            services = Services(home, socket, _environment(workspace, until))
            try:
                publish_committed(workspace)
                services.await_server()
                names = _sensors(workspace, until)
                switch_sensors(instance, home, names)
                output.note(f"Switched on: {', '.join(names)}. Log: {services.daemon.log}")
                _watch(workspace, instance, services, until, stopped)
            finally:
                services.end()
                end_session(instance, home)


def _watch(
    workspace: "Workspace",
    instance: "dg.DagsterInstance",
    services: "Services",
    until: Until,
    stopped: threading.Event,
) -> None:
    """Keep the daemon alive, tell of progress and health, and return when the loop may end."""
    from motion_assets.cli.loop_process import close_gone_runs
    from motion_assets.steps.outlook import read_outlook

    begun = time.monotonic()
    since = datetime.now(UTC)
    seen = -1
    told = busy = checked = begun
    outlook = read_outlook(workspace)
    while not stopped.is_set():
        with _outlived():
            for name in services.keep_alive():
                output.note(f"The {name} was gone; started it again.")
            now = time.monotonic()
            outlook = read_outlook(workspace, outlook)
            if outlook.generation != seen or now - told >= LINE_S:
                output.note(_line(workspace, instance, outlook, now - begun))
                told = now
            if until is not Until.FOREVER and outlook.is_met(until.bar):
                output.note(f"The {until.value.replace('-', ' ')} is met.")
                return
            if outlook.generation != seen or _alive_count(instance) or _is_paused(workspace):
                busy = now
            seen = outlook.generation
            _refuse_idling(outlook, until, now - busy)
            if now - checked >= HEALTH_S:
                close_gone_runs(instance)
                _note_health(workspace, instance, since)
                checked = now
        stopped.wait(LOOK_S)
    output.note("Stopped; what was finished is kept. Running it again goes on.")


@contextmanager
def _outlived() -> Iterator[None]:
    """A full disk or a locked history is told and outlived: the next look may find it mended."""
    from sqlalchemy.exc import OperationalError

    try:
        yield
    except OperationalError as error:
        output.note(f"Not healthy: Dagster's history cannot be used: {error.orig}.")
    except OSError as error:
        output.note(f"Not healthy: {error.filename}: {error.strerror}.")


def _refuse_idling(outlook: "Outlook", until: Until, idle_s: float) -> None:
    if until is Until.FOREVER or idle_s < IDLE_S:
        return
    rows = outlook.missing(until.bar)
    worst = max(rows, key=lambda row: row.missing)
    raise LoopIdleError(
        f"nothing is left to try and {len(rows)} targets are not met; widest: {worst.registry} "
        f"{worst.aspect} lacks {worst.missing} of {worst.wanted}, such as "
        f"{', '.join(worst.missing_sample[:3])}. See the check every_gap_can_be_shown, and: "
        "motion-assets gaps"
    )


def _line(
    workspace: "Workspace", instance: "dg.DagsterInstance", outlook: "Outlook", passed_s: float
) -> str:
    """One line: time, generation, both bars, clips, discovery per clip, runs."""
    clips, new = _clips(workspace) if outlook.generation else (0, 0)
    each = new / clips if clips else 0.0
    return (
        f"{passed_s:7.0f} s  generation {outlook.generation}  reels {outlook.reels}  "
        f"clips {clips}  first bar {floored(outlook.share_pct(1))} %  "
        f"second bar {floored(outlook.share_pct(2))} %  new per clip {each:.1f}  "
        f"runs {_alive_count(instance)}"
    )


def floored(share_pct: float) -> str:
    """A share to two places, never more than it is: 100 says that nothing is missing.

    >>> floored(99.999), floored(100.0)
    ('99.99', '100.00')
    """
    return f"{math.floor(100 * share_pct) / 100:.2f}"


def _clips(workspace: "Workspace") -> tuple[int, int]:
    """Clips so far, and entries that were first seen in them."""
    from motion_assets.storage.generations import open_newest

    with open_newest(workspace.settings) as connection:
        ((clips, new),) = connection.execute(
            "select count(*), coalesce(sum(new_color + new_sound + new_blended + new_narrative), 0)"
            " from learning.discovery"
        ).fetchall()
    return int(clips), int(new)


def _sensors(workspace: "Workspace", until: Until) -> list[str]:
    """Sensors that a goal needs; people's prompts only where the data folder has some."""
    from motion_assets.steps.prompts import prompt_file

    names = {
        "sweep": ["sweep_sensor"],
        "sound": ["sound_sensor"],
        "explorer": ["explorer_sensor"],
        "interpret": ["interpret_sensor"],
        "web": ["prompt_sensor"],
        "exploiter": ["exploiter_sensor"],
        "balanced": ["balanced_sensor"],
    }
    only = workspace.settings.loop_workflow_type
    if only is not None:
        return names[only]
    if until is not Until.FOREVER:
        # Using a good prompt again adds little while something is missing.
        del names["exploiter"], names["balanced"]
        if prompt_file(workspace.settings).parent != workspace.settings.data_dir:
            del names["web"]
    return [name for group in names.values() for name in group]


def _environment(workspace: "Workspace", until: Until) -> dict[str, str]:
    """What the daemon has to know beside this process's environment."""
    return {
        "MOTION_ASSETS_DATA_DIR": str(workspace.settings.data_dir.resolve()),
        "MOTION_ASSETS_TARGET_BAR": str(until.bar),
        # Two runs at once share two cores; threads of their own would only get in the way.
        "POLARS_MAX_THREADS": os.environ.get("POLARS_MAX_THREADS", "2"),
    }


def _steer(workspace: "Workspace", *, pause: bool) -> None:
    from motion_assets.steps.pause import pause as pause_loop
    from motion_assets.steps.pause import resume as resume_loop

    if pause:
        pause_loop(workspace, by="the command line", at=datetime.now(UTC))
    else:
        resume_loop(workspace)


def _say_status(workspace: "Workspace") -> None:
    from motion_assets.cli.loop_process import is_looping
    from motion_assets.steps.outlook import read_outlook
    from motion_assets.steps.pause import paused

    outlook = read_outlook(workspace)
    note = paused(workspace)
    rows = [
        {
            "loop": "works" if is_looping(workspace.settings.data_dir) else "does not run",
            "paused_since": None if note is None else note.at,
            "generation": outlook.generation,
            "reels": outlook.reels,
            "first_bar_pct": outlook.share_pct(1),
            "second_bar_pct": outlook.share_pct(2),
        }
    ]
    output.print_rows(rows, as_json=False)


def _note_health(workspace: "Workspace", instance: "dg.DagsterInstance", since: datetime) -> None:
    from motion_assets.steps.health import check_health, write_health

    now = datetime.now(UTC)
    found = check_health(
        workspace, now=now, working=True, alive_runs=_alive_count(instance), since=since
    )
    for problem in found.problems:
        output.note(f"Not healthy: {problem}")
    try:
        write_health(workspace, found)
    except OSError as error:
        output.note(f"Not healthy: the health file cannot be written: {error.strerror}.")


def _alive_count(instance: "dg.DagsterInstance") -> int:
    import dagster as dg

    from motion_assets.cli.dagster_run import UNFINISHED

    statuses = [dg.DagsterRunStatus.QUEUED, *UNFINISHED]
    return instance.get_runs_count(dg.RunsFilter(statuses=statuses))


def _is_paused(workspace: "Workspace") -> bool:
    from motion_assets.steps.pause import paused

    return paused(workspace) is not None


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    """An event that SIGTERM and Ctrl-C set, for as long as the block runs."""
    stopped = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stopped.set())
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _workspace() -> "Workspace":
    from motion_assets.settings import load_settings
    from motion_assets.steps.workspace import open_workspace

    return open_workspace(load_settings())
