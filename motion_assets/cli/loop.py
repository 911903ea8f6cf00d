"""`motion-assets loop` and `health`: the loop without the UI, and whether it is well.

Put what the operator reads and decides here. Processes are started in ``loop_process``; what
the loop makes is decided in ``steps.loop`` by the same sensors that the UI shows.
"""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from motion_assets.cli import output
from motion_assets.cli.arguments import JsonOption, Until

if TYPE_CHECKING:
    from motion_assets.steps.health import Health
    from motion_assets.steps.workspace import Workspace


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
    found = _found()
    told = asdict(found)
    if as_json:
        output.print_json(told)
    else:
        del told["problems"]
        output.print_rows([told], as_json=False)
        for problem in found.problems:
            output.note(problem)
    if not found.healthy:
        raise typer.Exit(1)


def _found() -> "Health":
    """Look at the data folder once, and leave what was found beside the data."""
    from motion_assets.cli.dagster_run import HISTORY, open_instance
    from motion_assets.cli.loop_process import is_looping
    from motion_assets.cli.loop_watch import alive_count
    from motion_assets.steps.health import check_health, loop_begun, write_health

    workspace = _workspace()
    data_dir = workspace.settings.data_dir
    alive = 0
    if (data_dir / HISTORY).is_dir():
        with open_instance(data_dir) as instance:
            alive = alive_count(instance)
    now = datetime.now(UTC)
    found = check_health(
        workspace,
        now=now,
        working=is_looping(data_dir),
        alive_runs=alive,
        since=loop_begun(workspace, now),
    )
    write_health(workspace, found)
    return found


def _work(workspace: "Workspace", until: Until) -> None:
    """Work until the bar is met or a signal comes, and leave nothing running."""
    from motion_assets.cli import loop_process as processes
    from motion_assets.cli.dagster_run import open_instance
    from motion_assets.cli.loop_watch import Watch
    from motion_assets.steps.publish import publish_committed

    data_dir = workspace.settings.data_dir
    with processes.only_loop(data_dir), _stopped_by_signals() as stopped:
        # The history is made by one process first: several that open a fresh one at once break it.
        with open_instance(data_dir):
            socket = processes.socket_path()
            home = processes.prepare_home(data_dir, socket)
        with processes.session(home) as instance:
            services = processes.Services(home, socket, _environment(workspace, until))
            try:
                publish_committed(workspace)
                services.await_server()
                names = _sensors(workspace, until)
                processes.switch_sensors(instance, home, names)
                output.note(f"Switched on: {', '.join(names)}. Log: {services.daemon.log}")
                Watch(workspace, instance, services, until).until_stopped(stopped)
            finally:
                services.end()


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
